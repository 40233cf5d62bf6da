"""The steps of an application, and what they hold when all of them hold."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from recruitment.application_states import DocumentKind
from recruitment.forms.application import DeclarationForm, EducationsForm, ExperiencesForm, PersonalForm
from recruitment.models import Application, ApplicationDocument
from shared import drafts
from shared.drafts import Step, StepView

PERSONAL, EDUCATION, EXPERIENCE, DOCUMENTS, DECLARATION = (
    "personal", "education", "experience", "documents", "declaration",
)  # fmt: skip

# Documents go up on a page of their own and lie on the record, not in the draft.
STEPS = (
    Step(PERSONAL, _("Personal details"), PersonalForm),
    Step(EDUCATION, _("Education"), EducationsForm),
    Step(EXPERIENCE, _("Work experience"), ExperiencesForm),
    Step(DOCUMENTS, pgettext_lazy("application", "Documents")),
    Step(DECLARATION, _("Declaration"), DeclarationForm),
)
BY_NAME = {step.name: step for step in STEPS}


def open_steps(application: Application, documents: Iterable[ApplicationDocument]) -> list[StepView]:
    """What keeps it from being submitted."""
    has_cv = any(document.kind == DocumentKind.CV for document in documents)
    return [
        view
        for view in drafts.steps(application, STEPS)
        if view.state != "done" or (view.name == DOCUMENTS and not has_cv)
    ]


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
