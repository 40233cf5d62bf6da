"""Main and footer navigation as the admin has set it."""

from typing import Any

from django.http import HttpRequest


def items(request: HttpRequest, place: str) -> list[dict[str, Any]]:
    """[{"label", "url", "is_current"}] of this place ("main", "footer") in the reader's language; empty where nothing is set."""
    return []
