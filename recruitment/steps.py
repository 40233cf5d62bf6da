"""The steps of an application, and what they hold when all of them hold."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from recruitment.forms.application import DeclarationForm, EducationsForm, ExperiencesForm, PersonalForm
from recruitment.models import Application
from shared.drafts import Step

PERSONAL, EDUCATION, EXPERIENCE, DOCUMENTS, DECLARATION = (
    "personal", "education", "experience", "documents", "declaration",
)  # fmt: skip

# Documents go up on a page of their own and lie on the record, not in the draft.
STEPS = (
    Step(PERSONAL, _("Personal details"), PersonalForm),
    Step(EDUCATION, _("Education"), EducationsForm),
    Step(EXPERIENCE, _("Work experience"), ExperiencesForm),
    Step(DOCUMENTS, _("Documents")),
    Step(DECLARATION, _("Declaration"), DeclarationForm),
)
BY_NAME = {step.name: step for step in STEPS}


def validated(application: Application) -> dict[str, Any]:
    """What each form reads out of the draft, as JSON types. Call it only where no step is open."""
    stored, facts = application.read_draft(), {}
    for step in STEPS:
        if step.form is None:
            continue
        form = step.form(data=stored.get(step.name, {}))
        if not form.is_valid():
            raise ValueError(step.name)
        facts[step.name] = form.to_store()
    return facts
