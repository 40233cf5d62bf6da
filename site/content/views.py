"""Pictures of published pages: only the sizes that pages ask for; what was uploaded stays with the editors."""

from mimetypes import guess_type

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from content.models import Rendition


@require_safe
@cache_control(public=True, max_age=86_400)
def picture(request: HttpRequest, name: str) -> FileResponse:
    """A name never stands for another picture: Wagtail puts what was done to it, and where its middle is, into the name."""
    rendition = Rendition.objects.filter(file=f"images/{name}").first()
    if rendition is None:
        raise Http404
    try:
        file = rendition.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(file, content_type=guess_type(name)[0] or "application/octet-stream")
