"""The address at the end of each letter at which its reader stops all of them, signed out too (RFC 8058)."""

from uuid import UUID

from django.core import signing
from django.urls import reverse

from accounts.models import User

SALT = "alerts.stop"


def address(user: User) -> str:
    """Path in the active language. It does not run out: a letter may be read late."""
    return reverse("alerts:stop", args=[signing.dumps(str(user.pk), salt=SALT)])


def person(token: str) -> User | None:
    """Whose letters this address stops; None where the token is none of ours."""
    try:
        pk = UUID(signing.loads(token, salt=SALT))
    except (signing.BadSignature, ValueError):
        return None
    return User.objects.filter(pk=pk).first()
