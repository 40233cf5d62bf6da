"""Documents go up at once, each by a form of its own, so that the last minute sends no megabytes."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from recruitment import answering
from recruitment.application_states import DocumentKind
from recruitment.forms.application import DocumentForm
from recruitment.models import Application
from recruitment.steps import DOCUMENTS
from recruitment.views.application_doors import APPLY, leave, of_applicant, place, step_url, url_after
from shared import refusals
from shared.drafts import posted_version
from shared.files import FileRefused


@of_applicant
@require_http_methods(["GET", "POST"])
def documents(request: HttpRequest, application: Application) -> HttpResponse:
    if request.method == "GET":
        return _show(request, application, {})
    if "kind" in request.POST:
        return _receive(request, application)
    leaving = "leave" in request.POST
    if not leaving and not application.documents.filter(kind=DocumentKind.CV).exists():
        form = _form(DocumentKind.CV, {})
        form.add_error("file", _("Attach your CV."))
        return _show(request, application, {DocumentKind.CV: form}, status=422)
    # Nothing was typed here; the files lie on the record already.
    application = answering.save(application.pk, DOCUMENTS, {}, by=request.user, version=application.row_version)
    return leave(request) if leaving else redirect(url_after(application, DOCUMENTS))


def _receive(request: HttpRequest, application: Application) -> HttpResponse:
    """Take one file; a refused one is said beside its field, and what lies there already stays."""
    kind = request.POST["kind"]
    if kind not in DocumentKind.values:
        raise BadRequest
    form = _form(kind, request.POST, request.FILES)
    if form.is_valid():
        try:
            answering.add_document(
                application.pk, form.cleaned_data["file"], kind=kind, by=request.user, version=posted_version(request)
            )
        except FileRefused as refused:
            refusals.to_form(form, refused)
        else:
            messages.success(request, _("The file is attached."))
            return redirect(step_url(application, DOCUMENTS))
    return _show(request, application, {kind: form}, status=422)


def _form(kind: str, data: Any = None, uploaded: Any = None) -> DocumentForm:
    return DocumentForm(data, uploaded, kind=kind, auto_id=f"id_{kind}_%s")


def _show(
    request: HttpRequest, application: Application, bound: Mapping[str, DocumentForm], *, status: int = 200
) -> HttpResponse:
    attached = list(application.documents.select_related("file"))
    kinds = [
        {
            "kind": kind,
            "form": bound.get(kind) or _form(kind),
            "attached": [each for each in attached if each.kind == kind],
        }
        for kind in DocumentKind
    ]
    context = {**place(application, DOCUMENTS), "kinds": kinds, "failed": next(iter(bound.values()), None)}
    return render(request, "recruitment/application/documents.html", context, status=status)


@of_applicant
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, application: Application, pk: UUID) -> HttpResponse:
    document = get_object_or_404(application.documents.select_related("file"), pk=pk)
    if request.method == "POST":
        answering.remove_document(application.pk, pk, by=request.user, version=posted_version(request))
        messages.success(request, _("The file is removed."))
        return redirect(step_url(application, DOCUMENTS))
    context = {**place(application, DOCUMENTS), "document": document, "list_url": step_url(application, DOCUMENTS)}
    return render(request, "recruitment/application/document_remove.html", context)


urls = [
    path(f"{APPLY}{DOCUMENTS}/", documents, name="apply_step"),
    path(f"{APPLY}{DOCUMENTS}/<uuid:pk>/remove/", remove, name="apply_document_remove"),
]
