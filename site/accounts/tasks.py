from allauth.usersessions.models import UserSession
from celery import shared_task
from django.contrib.sessions.models import Session


@shared_task(name="accounts.sweep")
def sweep() -> None:
    """What is known of a session goes with it: address and browser are kept no longer than the sign-in."""
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
