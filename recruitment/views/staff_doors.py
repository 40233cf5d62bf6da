"""What several doors of «التوظيف» share: the record by its id, among those of the user."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from recruitment.application_queries import named
from recruitment.models import Application, Vacancy
from shared.clock import database_now

Door = Callable[..., HttpResponse]


def vacancy_door(door: Door) -> Door:
    """The vacancy by its id, among those of the user's entities: another's is a 404."""

    @wraps(door)
    def enter(request: HttpRequest, pk: UUID) -> HttpResponse:
        at = database_now()
        visible = Vacancy.objects.for_user(request.user, at=at).select_related("entity", "author", "approver")
        return door(request, get_object_or_404(visible, pk=pk), at=at)

    return enter


def application_door(door: Door) -> Door:
    """One application by its id, among those that the user may see: another's, and any rival's, is a 404."""

    @wraps(door)
    def enter(request: HttpRequest, pk: UUID) -> HttpResponse:
        at = database_now()
        return door(request, visible_application(request.user, pk, at=at), at=at)

    return enter


def visible_application(user: Any, pk: UUID, *, at: datetime) -> Application:
    visible = named(Application.objects.for_user(user, at=at)).select_related("vacancy__entity")
    return get_object_or_404(visible, pk=pk)
