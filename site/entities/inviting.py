"""Employees come by invitation (دعوة الموظفين): an administrator names address and role, the person accepts by the letter's link."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.core import signing
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from entities import roles
from entities.models import Entity, Invitation, Membership, Role
from entities.states import INVITATION_MOVES, InvitationState
from shared import audit, locks, outbox
from shared.clock import database_now
from shared.moves import check_move
from shared.refusals import Refused

if TYPE_CHECKING:
    from accounts.models import User

VALID_FOR = timedelta(days=7)


class AlreadyInvited(Refused):
    def __init__(self) -> None:
        super().__init__(_("This person has been invited to this role and has not answered yet."), field="email")


class InvitationGone(Refused):
    """Expired, withdrawn, accepted before, or its author no longer administers the entity: one sentence for all."""

    def __init__(self) -> None:
        super().__init__(
            _("This invitation is no longer valid. Ask the administrator of the entity for a new one."), status=410
        )


class AnotherAddress(Refused):
    def __init__(self) -> None:
        super().__init__(
            _("This invitation was sent to another address. Sign out, then open the link again."), status=403
        )


def read_token(text: str) -> UUID:
    """Raises InvitationGone."""
    try:
        return UUID(signing.loads(text, salt=Invitation.SALT, max_age=VALID_FOR + timedelta(days=1)))
    except (signing.BadSignature, ValueError):
        raise InvitationGone from None


def invite(
    email: str,
    *,
    role: Role | str,
    entity: Entity | None,
    by: "User",
    at: datetime,
    role_until: datetime | None = None,
) -> Invitation:
    """Ask a person in; who works here already gets the role at once by `roles.grant`. Raises NotYours, AlreadyInvited."""
    if by.email == email or not roles.may_change_roles(by, entity, at=at):
        raise roles.NotYours
    with transaction.atomic():
        if entity:
            locks.update(Entity.objects.filter(pk=entity.pk))
        before = Invitation.objects.filter(email=email, entity=entity, role=role, state=InvitationState.OPEN)
        if before.open_at(at).exists():
            raise AlreadyInvited
        before.update(state=InvitationState.WITHDRAWN, withdrawn_at=at)  # an expired one makes room
        invitation = Invitation.objects.create(
            email=email,
            role=role,
            entity=entity,
            role_until=role_until,
            language=by.language,
            invited_by=by,
            expires_at=at + VALID_FOR,
        )
        audit.record("entities:invitation:send", invitation, by=by, at=at, entity=entity, role=str(role))
        outbox.post("entities.invitation.sent", invitation=invitation.pk)
    return invitation


def withdraw_invitation(invitation_id: UUID, *, by: "User", at: datetime) -> None:
    """Raises NotYours, MoveNotAllowed."""
    with transaction.atomic():
        invitation = locks.update(Invitation.objects.filter(pk=invitation_id))
        if not roles.may_change_roles(by, invitation.entity, at=at):
            raise roles.NotYours
        check_move(INVITATION_MOVES, invitation.state, InvitationState.WITHDRAWN)
        invitation.state, invitation.withdrawn_at = InvitationState.WITHDRAWN, at
        invitation.save(update_fields=["state", "withdrawn_at"])
        audit.record("entities:invitation:withdraw", invitation, by=by, at=at, entity=invitation.entity)


def accept_invitation(invitation_id: UUID, *, by: "User") -> Membership:
    """The invited person takes the role. Raises InvitationGone, AnotherAddress, AlreadyHeld."""
    with transaction.atomic():
        invitation = locks.update(Invitation.objects.filter(pk=invitation_id))
        at = database_now()
        check_open(invitation, at=at)
        if by.email != invitation.email:
            raise AnotherAddress
        membership = roles.grant(
            invitation.role,
            to=by,
            entity=invitation.entity,
            by=invitation.invited_by,
            at=at,
            until=invitation.role_until,
        )
        invitation.state, invitation.accepted_at, invitation.accepted_by = InvitationState.ACCEPTED, at, by
        invitation.save(update_fields=["state", "accepted_at", "accepted_by"])
        audit.record("entities:invitation:accept", invitation, by=by, at=at, entity=invitation.entity)
    return membership


def accept_with_new_account(invitation_id: UUID, *, full_name_ar: str, full_name_en: str, password: str) -> "User":
    """For who has no account yet: the link proved the address. Raises what `accept_invitation` raises."""
    with transaction.atomic():
        invitation = locks.update(Invitation.objects.filter(pk=invitation_id))
        check_open(invitation, at=database_now())
        if has_account(invitation):
            raise AnotherAddress
        user: User = get_user_model().objects.create_user(
            invitation.email,
            password,
            full_name_ar=full_name_ar,
            full_name_en=full_name_en,
            language=invitation.language,
        )
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        accept_invitation(invitation.pk, by=user)
    return user


def check_open(invitation: Invitation, *, at: datetime) -> None:
    """Raises InvitationGone."""
    still_rules = roles.may_change_roles(invitation.invited_by, invitation.entity, at=at)
    if invitation.state != InvitationState.OPEN or invitation.expires_at <= at or not still_rules:
        raise InvitationGone


def has_account(invitation: Invitation) -> bool:
    return bool(get_user_model()._default_manager.filter(email=invitation.email).exists())
