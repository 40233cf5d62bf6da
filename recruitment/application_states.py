"""States and moves of applications, in the words of staff and in the words of whoever applied."""

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shared import moves
from shared.moves import Move


class ApplicationState(TextChoices):
    """As staff read them."""

    DRAFT = "draft", pgettext_lazy("application", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("application", "New")
    SCREENING = "screening", pgettext_lazy("application", "Screening")
    INFORMATION_REQUESTED = "information_requested", pgettext_lazy("application", "Information requested")
    SHORTLISTED = "shortlisted", pgettext_lazy("application", "Shortlisted")
    HIRED = "hired", pgettext_lazy("application", "Hired")
    REJECTED = "rejected", pgettext_lazy("application", "Not selected")
    VACANCY_CANCELLED = "vacancy_cancelled", pgettext_lazy("application", "Vacancy cancelled")
    WITHDRAWN = "withdrawn", pgettext_lazy("application", "Withdrawn")
    # The clock says so of a draft after the closing; it is written when the vacancy is concluded.
    DRAFT_EXPIRED = "draft_expired", pgettext_lazy("application", "Draft expired")


CANDIDATE_WORDS: "dict[ApplicationState, str | Promise]" = {
    ApplicationState.DRAFT: _("Draft – your application is not submitted yet"),
    ApplicationState.SUBMITTED: _("We received your application"),
    ApplicationState.SCREENING: _("Under review"),
    ApplicationState.INFORMATION_REQUESTED: _("You are asked to complete your application"),
    ApplicationState.SHORTLISTED: _("You are on the shortlist"),
    ApplicationState.HIRED: _("You were appointed"),
    ApplicationState.REJECTED: _("Your application was not selected for this vacancy"),
    ApplicationState.VACANCY_CANCELLED: _("The vacancy was cancelled"),
    ApplicationState.WITHDRAWN: _("You withdrew your application"),
    ApplicationState.DRAFT_EXPIRED: _("The vacancy closed before you submitted your application"),
}

UNSUBMITTED = (ApplicationState.DRAFT, ApplicationState.DRAFT_EXPIRED)
# What staff work on; a draft is the applicant's own affair.
IN_SELECTION = (
    ApplicationState.SUBMITTED,
    ApplicationState.SCREENING,
    ApplicationState.INFORMATION_REQUESTED,
    ApplicationState.SHORTLISTED,
)
ENDED = (ApplicationState.REJECTED, ApplicationState.HIRED, ApplicationState.VACANCY_CANCELLED)
DECIDED = (*IN_SELECTION, *ENDED)
# These leave the way free for another application of the same person to the same vacancy.
GIVEN_UP = (ApplicationState.WITHDRAWN, ApplicationState.DRAFT_EXPIRED)
# What a recruiter moves an application to without a reason; not selecting it needs one.
STAFF_TARGETS = (ApplicationState.SCREENING, ApplicationState.SHORTLISTED)
# The applicant is told of these by letter, but not before they can no longer be undone.
DECISIONS = (ApplicationState.SHORTLISTED, ApplicationState.REJECTED)

_WITHDRAW = Move(ApplicationState.WITHDRAWN, "withdraw_application", "applicant")
_REJECT = Move(ApplicationState.REJECTED, "reject_application", "recruiter")
_CANCEL = Move(ApplicationState.VACANCY_CANCELLED, "approve_change", "recruitment_approver")
_NOT_HIRED = Move(ApplicationState.REJECTED, "conclude_vacancy", "recruiter")
_EXPIRE = {
    Move(ApplicationState.DRAFT_EXPIRED, "conclude_vacancy", "recruiter"),
    Move(ApplicationState.DRAFT_EXPIRED, "approve_change", "recruitment_approver"),
}
_ENDS = {_WITHDRAW, _CANCEL, _NOT_HIRED}

APPLICATION_MOVES = moves.table(
    {
        ApplicationState.DRAFT: {
            Move(ApplicationState.SUBMITTED, "submit_application", "applicant"),
            _WITHDRAW,
            *_EXPIRE,
        },
        ApplicationState.SUBMITTED: {
            Move(ApplicationState.SCREENING, "move_application", "recruiter"),
            _REJECT,
            *_ENDS,
        },
        ApplicationState.SCREENING: {
            Move(ApplicationState.SHORTLISTED, "move_application", "recruiter"),
            Move(ApplicationState.INFORMATION_REQUESTED, "request_information", "recruiter"),
            _REJECT,
            *_ENDS,
        },
        # Nobody is turned away while he is asked for something: the request is taken back first.
        ApplicationState.INFORMATION_REQUESTED: {
            Move(ApplicationState.SCREENING, "answer_information", "applicant"),
            Move(ApplicationState.SCREENING, "move_application", "recruiter"),
            *_ENDS,
        },
        ApplicationState.SHORTLISTED: {
            Move(ApplicationState.SCREENING, "undo_decision", "recruiter"),
            Move(ApplicationState.HIRED, "conclude_vacancy", "recruiter"),
            _REJECT,
            *_ENDS,
        },
        ApplicationState.REJECTED: {
            Move(ApplicationState.SCREENING, "undo_decision", "recruiter"),
            Move(ApplicationState.SHORTLISTED, "undo_decision", "recruiter"),
            Move(ApplicationState.SCREENING, "agree_to_reversal", "recruiter"),
        },
    }
)


class RejectionReason(TextChoices):
    """Why an application was not selected (سبب عدم الاختيار), as the applicant reads it."""

    REQUIREMENTS = "requirements", _("The application does not meet the requirements of the post.")
    EDUCATION = "education", _("The education does not match what the post requires.")
    EXPERIENCE = "experience", _("The experience does not match what the post requires.")
    DOCUMENTS = "documents", _("The documents do not support what the application states.")
    OTHERS = "others", _("Other applicants match the requirements of the post more closely.")
    OTHER = "other", _("Another reason, stated below.")


class DocumentKind(TextChoices):
    """Named as the kinds of files that may be handed in."""

    CV = "cv", _("CV")
    SUPPORTING = "supporting", _("Supporting document")
