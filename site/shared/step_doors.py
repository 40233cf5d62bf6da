"""The door of one step of a long form: whoever must sign in again on the way loses nothing that was typed."""

import json
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from shared import secrecy
from shared.forms.base import typed_before
from shared.idempotency import NOT_MEANING

View = Callable[..., HttpResponse]
KEPT = "typed_at_step"
# In the session of a visitor: whose it was before. Set where a sign-in ends, by whoever ends it.
LAST_PERSON = "last_person"
KEEP_FOR = timedelta(hours=1)
MOST_CHARACTERS = 60_000


def signed_in_step(view: View) -> View:
    """Guard the view of a step (GET shows it, POST saves it), outermost, in place of `login_required`.

    A signed-in person notices nothing. A visitor is sent to sign-in and back to this address. If his sign-in had run out
    while he typed (he comes with a POST), his text is kept first: encrypted, in his session, for an hour, without files,
    token and key. After sign-in the step shows it once, in every PortalForm of the page that is not bound, and says so;
    it becomes part of the draft when he saves. The view itself needs no line for it.
    """

    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            if request.method == "POST":
                _keep(request)
                messages.warning(request, _("Your session has ended. Sign in to continue where you left off."))
            return redirect_to_login(request.get_full_path())
        typed = _take(request) if request.method == "GET" else None
        if typed is None:
            return view(request, *args, **kwargs)
        messages.info(request, _("What you had typed is in the form again. Check it, then save it."))
        token = typed_before.set(typed)
        try:
            return view(request, *args, **kwargs)
        finally:
            typed_before.reset(token)

    return door


def _keep(request: HttpRequest) -> None:
    """One text a session: the last one. What is longer than any step of ours is nobody's honest typing."""
    kept = {
        "path": request.path,
        "by": request.session.get(LAST_PERSON),
        "until": (timezone.now() + KEEP_FOR).isoformat(),
        "typed": {name: values for name, values in request.POST.lists() if name not in NOT_MEANING},
    }
    text = json.dumps(kept, ensure_ascii=False)
    if len(text) <= MOST_CHARACTERS:
        request.session[KEPT] = secrecy.encrypt(text, purpose=KEPT)


def _take(request: HttpRequest) -> QueryDict | None:
    """What was kept for this very step, at most once; somebody else who signs in here does not get to see it."""
    hidden = request.session.get(KEPT)
    kept = json.loads(secrecy.decrypt(hidden, purpose=KEPT) or "{}") if hidden else {}
    if not kept or kept["path"] != request.path:
        return None
    del request.session[KEPT]
    until = parse_datetime(kept["until"])
    in_time = until is not None and timezone.now() < until
    his_own = kept["by"] in (None, str(request.user.pk))
    if not (in_time and his_own):
        return None
    typed = QueryDict(mutable=True)
    for name, values in kept["typed"].items():
        typed.setlist(name, values)
    return typed
