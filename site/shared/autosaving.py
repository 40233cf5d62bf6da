"""What is typed into a long form is saved quietly now and then (portal/auto-save.js), by the step's own door and row version."""

from collections.abc import Callable

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from shared import dates
from shared.clock import database_now
from shared.drafts import StaleDraft
from shared.models import DraftFields
from shared.refusals import Refused


def asked(request: HttpRequest) -> bool:
    """Whether the page saves by itself: the step is not said to be complete, and nobody is led on."""
    return "autosave" in request.POST


def answer(draft: DraftFields, save: Callable[[], DraftFields], *, address: str = "") -> JsonResponse:
    """The row version that the page goes on with, and words for its reader; `address`: where it saves from now on.

    Of a text that somebody else changed meanwhile the page learns no version: when its reader saves it himself, he is
    shown both.
    """
    try:
        saved = save()
    except StaleDraft as stale:
        return JsonResponse({"words": str(stale.message)}, status=stale.status)
    except Refused as refused:
        stored = type(draft)._default_manager.get(pk=draft.pk)
        return JsonResponse({"words": str(refused.message), "version": stored.row_version}, status=refused.status)
    words = _("Saved at %(time)s") % {"time": dates.time_of_day(database_now())}
    return JsonResponse({"words": words, "version": saved.row_version, "address": address})
