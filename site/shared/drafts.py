"""Long forms in steps: saved on the domain record, resumed on any device, validated again at the end."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.db import transaction
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shared import locks
from shared.forms.base import PortalForm
from shared.models import DraftFields
from shared.refusals import Refused

StepState = Literal["not_started", "in_progress", "done", "needs_attention"]


@dataclass(frozen=True)
class Step:
    """`shown_if(draft)` hides a step that does not concern this record; a step without form is a page of its own."""

    name: str
    title: "str | Promise"
    form: type[PortalForm] | None = None
    shown_if: Callable[[DraftFields], bool] | None = None


@dataclass
class StepView:
    name: str
    title: "str | Promise"
    state: StepState
    url: str = ""
    errors: dict[str, Any] = field(default_factory=dict)


class StaleDraft(Refused):
    """Someone saved in between: the page shows what is stored and what was just typed, and loses neither."""

    template = "shared/draft_conflict.html"

    def __init__(self, *, step: str, stored: dict[str, Any], typed: dict[str, Any], version: int) -> None:
        super().__init__(
            _("The data changed after you opened this page. Check it and try again."),
            step=step,
            stored=list(stored.items()),
            typed=list(typed.items()),
            version=version,
        )
        self.stored, self.typed = stored, typed

    def in_words(self, read: "Callable[[dict[str, Any]], Iterable[tuple[Any, Any]]]") -> "StaleDraft":
        """The same with both texts as pairs of label and value: `read` knows how the step's answers are called."""
        self.context.update(stored=list(read(self.stored)), typed=list(read(self.typed)))
        return self


def posted_version(request: HttpRequest) -> int:
    """The row version the page was made from; a missing or unreadable one counts as stale."""
    typed = request.POST.get("version", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else -1


def save_step(
    draft: DraftFields, step: str, data: dict[str, Any], *, version: int, complete: bool = True
) -> DraftFields:
    """Keep one step's cleaned values (JSON types). Raises StaleDraft where `version` is not the stored row_version."""
    with transaction.atomic():
        stored = locks.update(type(draft)._default_manager.filter(pk=draft.pk))
        everything = stored.read_draft()
        if stored.row_version != version:
            raise StaleDraft(step=step, stored=everything.get(step, {}), typed=data, version=stored.row_version)
        everything[step] = data
        stored.write_draft(everything)
        finished = [name for name in stored.completed_steps if name != step]
        stored.completed_steps = [*finished, step] if complete else finished
        stored.row_version += 1
        stored.save(update_fields=[*stored.draft_fields(), "completed_steps", "row_version"])
    return stored


def steps(draft: DraftFields, of: Sequence[Step], *, url: Callable[[str], str] = lambda name: "") -> list[StepView]:
    """The task list: a completed step whose stored values no longer pass its form needs attention."""
    stored = draft.read_draft()
    return [
        _view(draft, step, stored.get(step.name), url(step.name))
        for step in of
        if not step.shown_if or step.shown_if(draft)
    ]


def _view(draft: DraftFields, step: Step, values: Any, url: str) -> StepView:
    if step.name not in draft.completed_steps:
        return StepView(step.name, step.title, "not_started" if values is None else "in_progress", url)
    errors = problems(step, values or {})
    return StepView(step.name, step.title, "needs_attention" if errors else "done", url, errors)


def problems(step: Step, values: dict[str, Any]) -> dict[str, Any]:
    """Errors of the step's form over stored values: {} when they (still) hold."""
    if step.form is None:
        return {}
    form = step.form(data=values)
    return {} if form.is_valid() else dict(form.errors)


def unready(draft: DraftFields, of: Sequence[Step]) -> list[StepView]:
    """Steps that keep the draft from being submitted."""
    return [view for view in steps(draft, of) if view.state != "done"]
