"""States and moves of vacancies, and the lists of words that a vacancy chooses from."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shared import moves
from shared.moves import Move


class VacancyState(TextChoices):
    """Open, closing soon and closed are no states: the clock decides them."""

    DRAFT = "draft", pgettext_lazy("vacancy", "Draft")
    IN_REVIEW = "in_review", pgettext_lazy("vacancy", "Awaiting approval")
    PUBLISHED = "published", pgettext_lazy("vacancy", "Published")
    CONCLUDED = "concluded", pgettext_lazy("vacancy", "Concluded")
    CANCELLED = "cancelled", pgettext_lazy("vacancy", "Cancelled")


class Result(TextChoices):
    """How a vacancy was concluded."""

    FILLED = "filled", _("The post was filled")
    NONE_SUITABLE = "none_suitable", _("Nobody was selected")


class ChangeKind(TextChoices):
    """What may still be changed about a published vacancy, by two people."""

    EXTEND = "extend", _("Extend the deadline")
    CANCEL = "cancel", _("Cancel the vacancy")


class ChangeOutcome(TextChoices):
    APPROVED = "approved", _("Approved")
    RETURNED = "returned", _("Returned")


UNPUBLISHED = (VacancyState.DRAFT, VacancyState.IN_REVIEW)
PUBLIC_STATES = (VacancyState.PUBLISHED, VacancyState.CONCLUDED, VacancyState.CANCELLED)

VACANCY_MOVES = moves.table(
    {
        VacancyState.DRAFT: {Move(VacancyState.IN_REVIEW, "send_for_approval", "recruiter")},
        VacancyState.IN_REVIEW: {
            Move(VacancyState.DRAFT, "edit_vacancy", "recruiter"),
            Move(VacancyState.DRAFT, "return_vacancy", "recruitment_approver"),
            Move(VacancyState.PUBLISHED, "publish_vacancy", "recruitment_approver"),
        },
        VacancyState.PUBLISHED: {
            Move(VacancyState.CONCLUDED, "conclude_vacancy", "recruiter"),
            Move(VacancyState.CANCELLED, "approve_change", "recruitment_approver"),
        },
    }
)


class EmploymentType(TextChoices):
    FULL_TIME = "full_time", _("Full time")
    PART_TIME = "part_time", _("Part time")
    FIXED_TERM = "fixed_term", _("Fixed term")
    REMOTE = "remote", _("Remote work")


class Policy(TextChoices):
    """Who may apply (التوطين)."""

    OPEN = "open", _("Open to all")
    NATIONALS_FIRST = "nationals_first", _("Nationals first")
    NATIONALS_ONLY = "nationals_only", _("Nationals only")


RESTRICTING = (Policy.NATIONALS_FIRST, Policy.NATIONALS_ONLY)
