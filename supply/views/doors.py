"""What several doors read from a request."""

from django.http import HttpRequest


def posted_version(request: HttpRequest) -> int:
    """The row version the page was made from; a missing or unreadable one counts as stale."""
    typed = request.POST.get("version", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else -1
