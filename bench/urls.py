from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import path

from portal.urls import urlpatterns as portal_urls
from shared import outbox

INSERT = "INSERT INTO bench_row (owner, body) VALUES (%s, %s)"


def bare(request: HttpRequest) -> HttpResponse:
    """What Django alone needs for a page with a session, a language and a token."""
    request.session.get("seen")
    return HttpResponse(f"<!doctype html><title>{request.LANGUAGE_CODE}</title>{get_token(request)}")


def insert(request: HttpRequest) -> HttpResponse:
    """The least that an acknowledged form can do: one row and one message, in one transaction, for a person who is signed in."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(INSERT, [str(request.user.pk), request.POST["body"]])
        outbox.post("bench.row.inserted", owner=request.user.pk)
    return redirect("/bench/bare/")


urlpatterns = [path("bench/bare/", bare), path("bench/insert/", insert), *portal_urls]
