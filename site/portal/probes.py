"""Probes for whoever runs the portal. Search, broker and providers never take the site out: they are not asked here."""

import shutil

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

LEAST_FREE_BYTES = 100 * 1024 * 1024


def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(request: HttpRequest) -> JsonResponse:
    problems = {"database": _database(), "disk": _disk()}
    found = {name: problem for name, problem in problems.items() if problem}
    return JsonResponse({"ready": not found, **found}, status=503 if found else 200)


def _database() -> str:
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "does not answer"
    return f"{len(waiting)} migrations to apply" if waiting else ""


def _disk() -> str:
    free = shutil.disk_usage(
        settings.MEDIA_ROOT.parent if settings.MEDIA_ROOT.parent.exists() else settings.BASE_DIR
    ).free
    return "nearly full" if free < LEAST_FREE_BYTES else ""
