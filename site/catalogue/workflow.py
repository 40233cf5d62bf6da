"""How a service comes before the public: its editors send it, an administrator of its entity approves it, and it is live."""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Workflow, WorkflowContentType, WorkflowTask

from catalogue.models import EntityApproval, Service

NAME = "نشر الخدمات · Publishing services"
STEP = "اعتماد الجهة · Approval by the entity"


@transaction.atomic
def ensure_workflow() -> Workflow:
    """Make what is missing; running it again changes nothing, whatever names it has been given meanwhile."""
    services = ContentType.objects.get_for_model(Service)
    if assigned := WorkflowContentType.objects.filter(content_type=services).first():
        return assigned.workflow
    workflow = Workflow.objects.create(name=NAME)
    WorkflowTask.objects.create(workflow=workflow, task=EntityApproval.objects.create(name=STEP), sort_order=0)
    WorkflowContentType.objects.create(content_type=services, workflow=workflow)
    return workflow
