from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from shared.files.guards import may_read, note_reading
from shared.files.storing import open_stored
from shared.models import StoredFile


@require_safe
def detail(request: HttpRequest, pk: UUID) -> FileResponse:
    """A private file, never shown inside the portal's own pages. Strangers learn nothing, not even that it exists."""
    file = StoredFile.objects.filter(pk=pk).first()
    if file is None or not may_read(request.user, file):
        raise Http404
    stream = open_stored(file)
    if request.method == "GET":
        note_reading(request.user, file)
    return _download(file, stream)


def _download(file: StoredFile, stream: Any) -> FileResponse:
    response = FileResponse(stream, as_attachment=True, filename=file.given_name, content_type=file.media_type)
    response["Content-Length"] = str(file.size)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox"
    response["Cache-Control"] = "no-store"
    return response
