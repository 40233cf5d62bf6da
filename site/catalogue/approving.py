"""What follows when a service is sent for approval, returned or approved: one letter each, by the outbox and never from within the door."""

from typing import Any

from django.db import transaction
from django.dispatch import receiver
from wagtail.admin import signal_handlers as wagtails
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected

from catalogue.models import Service
from shared import outbox


def silence_wagtails_mail() -> None:
    """It speaks to the mail server within the request: an approval would wait for it, and fail with it. Ours are letters."""
    for notifier in (
        wagtails.task_submission_email_notifier,
        wagtails.workflow_submission_email_notifier,
        wagtails.workflow_approval_email_notifier,
        wagtails.workflow_rejection_email_notifier,
    ):
        notifier.valid_classes = ()


def _tell(event: str, task: TaskState | None) -> None:
    if task is not None and isinstance(task.workflow_state.content_object, Service):
        with transaction.atomic():
            outbox.post(f"catalogue.service.{event}", task=task.pk)


@receiver(task_submitted)
def sent(instance: TaskState, **kwargs: Any) -> None:
    _tell("sent", instance)


@receiver(workflow_rejected)
def returned(instance: WorkflowState, **kwargs: Any) -> None:
    _tell("returned", instance.current_task_state)


@receiver(workflow_approved)
def approved(instance: WorkflowState, **kwargs: Any) -> None:
    _tell("approved", instance.current_task_state)
