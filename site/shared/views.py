"""Receipts for everyone: the holder's page, the check, the public keys."""

import json
from uuid import UUID

import segno
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_noop, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from shared import receipt_keys as keys
from shared import receipts, references
from shared.bilingual import other
from shared.models import Receipt
from shared.receipts import Outcome, Verdict

MOST_BYTES = 64 * 1024
RECEIPT_SENTENCE = gettext_noop("This receipt proves that the portal received what is named here, at this instant.")


@require_GET
def receipt_keys(request: HttpRequest) -> JsonResponse:
    return JsonResponse(keys.as_jwks())


@require_GET
def receipt(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The receipt's page. Its address is unguessable and its facts name nobody, so whoever has the link may read it."""
    found = get_object_or_404(Receipt, pk=pk)
    check_url = request.build_absolute_uri(reverse("receipts:verify") + f"?number={found.number}")
    language = other(get_language() or "ar")
    with override(language):
        translated = {"title": _("Receipt"), "sentence": _(RECEIPT_SENTENCE)}
    context = {
        "receipt": found,
        "facts": receipts.shown_facts(found),
        "is_holder": receipts.may_see(request.user, found),
        "state": receipts.present_state(request.user, found),
        "page": receipts.page_of(request.user, found),
        "other_language": language,
        "other": translated,
        "check_url": check_url,
        "qr": segno.make(check_url, error="m").svg_data_uri(scale=4, border=2),
    }
    return render(request, "shared/receipt.html", context)


@require_GET
def receipt_json(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = get_object_or_404(Receipt, pk=pk)
    answer = HttpResponse(
        json.dumps(found.document(), ensure_ascii=False, indent=2, sort_keys=True), content_type="application/json"
    )
    answer["Content-Disposition"] = f'attachment; filename="{found.number}.json"'
    return answer


@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Check a receipt by its file (POST) or by its number (GET): valid, altered, foreign key, unknown."""
    verdict, error = None, ""
    if request.method == "POST":
        document = request.FILES.get("document")
        if document is None:
            error = _("Attach the receipt file (JSON).")
        elif (document.size or 0) > MOST_BYTES:
            error = _("A receipt file is never larger than 64 KB.")
        else:
            verdict = receipts.verify(document.read())
    number = request.GET.get("number", "").strip()
    if number:
        known = receipts.find(references.normalise(number))
        verdict = receipts.verify(known.document()) if known else Verdict(Outcome.UNKNOWN)
    context = {"verdict": verdict, "error": error, "number": number}
    return render(request, "shared/verify.html", context, status=422 if error else 200)
