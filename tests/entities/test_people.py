"""The administrator's screens: who works here, give a role, end it, invite; and the invited person's door."""

import re
from datetime import timedelta
from urllib.parse import unquote

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import User
from entities import inviting, roles
from entities.models import Invitation, Membership, Role
from entities.states import InvitationState
from shared import outbox
from shared.clock import database_now
from shared.models import AuditEntry
from tests.factories.accounts import PASSWORD, StaffFactory, UserFactory
from tests.factories.people import EntityFactory, also

pytestmark = pytest.mark.django_db
PEOPLE = "/admin/people/"
GIVE = "/admin/people/give/"


@pytest.fixture
def city():
    return EntityFactory()


@pytest.fixture
def elsewhere():
    return EntityFactory()


@pytest.fixture
def administrator(city, client):
    user = also(Role.ENTITY_ADMIN, StaffFactory(), city)
    client.force_login(user)
    return user


@pytest.fixture
def clerk(city, administrator):
    return also(Role.EDITOR, StaffFactory(full_name_ar="راشد النعيمي"), city)


def link() -> str:
    outbox.deliver_all()
    found = re.search(r"/ar/account/invitation/\S+", mail.outbox[-1].body)
    assert found, mail.outbox[-1].body
    return found[0]


@pytest.mark.promise("FND-1.14")
def test_the_administrator_sees_his_people_gives_a_role_with_an_end_and_ends_it(client, city, administrator, clerk):
    assert "راشد النعيمي" in client.get(PEOPLE).content.decode()
    last_day = (database_now() + timedelta(days=30)).date()
    day = {"last_day_day": last_day.day, "last_day_month": last_day.month, "last_day_year": last_day.year}
    client.post(f"{GIVE}?entity={city.code}", {"email": clerk.email, "role": Role.RECRUITER, **day})
    given = Membership.objects.get(user=clerk, role=Role.RECRUITER)
    assert (given.granted_by, given.valid_to.date() in {last_day, last_day + timedelta(days=1)}) == (
        administrator,
        True,
    )

    client.post(reverse("entities_staff:end_role", args=[given.pk]))
    assert not roles.holds(clerk, Role.RECRUITER, city, at=database_now())
    acts = AuditEntry.objects.filter(actor_id=administrator.pk, entity_id=str(city.pk)).values_list("action", flat=True)
    assert list(acts.order_by("pk")) == ["entities:role:grant", "entities:role:end"]
    outbox.deliver_all()
    assert [each.to for each in mail.outbox] == [[clerk.email], [clerk.email]]


@pytest.mark.promise("FND-1.14")
def test_nobody_gives_himself_a_role_on_the_screen(client, city, administrator):
    answer = client.post(f"{GIVE}?entity={city.code}", {"email": administrator.email, "role": Role.BUYER})
    assert answer.status_code == 403
    assert administrator.email in answer.content.decode(), "what was typed is kept"
    assert not Membership.objects.filter(role=Role.BUYER).exists()
    assert not Invitation.objects.exists()


@pytest.mark.promise("FND-1.14")
def test_the_last_administrator_is_told_why_he_cannot_leave(client, administrator):
    own = Membership.objects.get(user=administrator)
    answer = client.post(reverse("entities_staff:end_role", args=[own.pk]))
    assert answer.status_code == 409
    assert roles.holds(administrator, Role.ENTITY_ADMIN, own.entity, at=database_now())


@pytest.mark.promise("FND-1.14")
def test_an_ended_member_is_refused_at_his_next_request_in_the_session_he_has(client, city, administrator, clerk):
    working = Client()
    working.force_login(clerk)
    assert working.get("/admin/").status_code == 200
    client.post(reverse("entities_staff:end_role", args=[Membership.objects.get(user=clerk).pk]))
    assert working.get("/admin/", follow=True).status_code == 403
    assert working.get("/admin/pages/", follow=True).status_code == 403


@pytest.mark.promise("FND-1.14")
def test_a_role_that_ends_by_the_clock_closes_the_admin_at_the_next_request(city, administrator, behind_the_clock):
    short = StaffFactory()
    membership = roles.grant(
        Role.EDITOR,
        to=short,
        entity=city,
        by=administrator,
        at=database_now(),
        until=database_now() + timedelta(days=1),
    )
    working = Client()
    working.force_login(short)
    assert working.get("/admin/").status_code == 200
    behind_the_clock(membership, valid_from=timedelta(days=-2), valid_to=timedelta(seconds=-1))
    behind_the_clock(short, groups_until=timedelta(seconds=-1))
    assert working.get("/admin/", follow=True).status_code == 403
    assert not User.objects.get(pk=short.pk).groups.exists()


def test_another_entitys_people_do_not_exist_here(client, administrator, elsewhere):
    stranger = also(Role.BUYER, StaffFactory(), elsewhere)
    theirs = Membership.objects.get(user=stranger)
    assert client.get(f"{PEOPLE}?entity={elsewhere.code}").status_code == 404
    assert client.get(f"{PEOPLE}?entity=platform").status_code == 404
    assert client.get(f"{PEOPLE}?entity=%00").status_code == 404
    assert (
        client.post(f"{GIVE}?entity={elsewhere.code}", {"email": "a@b.example", "role": Role.BUYER}).status_code == 404
    )
    assert client.post(reverse("entities_staff:end_role", args=[theirs.pk])).status_code == 404
    assert client.post(reverse("entities_staff:reset_second_factor", args=[stranger.pk])).status_code == 404
    assert roles.holds(stranger, Role.BUYER, elsewhere, at=database_now())


def test_who_administers_nothing_has_no_such_page(client, city, clerk):
    client.force_login(clerk)
    assert client.get(PEOPLE).status_code == 404
    assert "people" not in client.get("/admin/").content.decode()


def test_the_administrator_of_the_platform_gives_the_roles_without_entity(client, elsewhere):
    client.force_login(also(Role.PLATFORM_ADMIN, StaffFactory()))
    assert client.get(f"{PEOPLE}?entity={elsewhere.code}").status_code == 200
    page = client.get(f"{GIVE}?entity=platform").content.decode()
    assert 'value="operator"' in page
    assert 'value="buyer"' not in page
    client.post(f"{GIVE}?entity=platform", {"email": "op@example.org", "role": Role.OPERATOR})
    assert Invitation.objects.get().role == Role.OPERATOR


@pytest.mark.parametrize("typed", [{"email": "x", "role": "buyer"}, {"email": "a@b.example", "role": "operator"}, {}])
def test_bad_input_is_said_beside_its_field_and_nothing_is_sent(client, city, administrator, typed):
    answer = client.post(f"{GIVE}?entity={city.code}", typed)
    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert not Invitation.objects.exists()


@pytest.mark.promise("FND-1.14")
def test_a_newcomer_accepts_by_the_letters_link_and_has_account_and_role(client, city, administrator):
    client.post(f"{GIVE}?entity={city.code}", {"email": "New.Clerk@example.org", "role": Role.BUYER})
    newcomer, door = Client(), link()
    assert mail.outbox[-1].to == ["new.clerk@example.org"]
    refused = newcomer.post(door, {"full_name_ar": "هند", "full_name_en": "", "password": "password1234"})
    assert refused.status_code == 422
    assert 'value="هند"' in refused.content.decode()
    done = newcomer.post(door, {"full_name_ar": "هند", "full_name_en": "", "password": PASSWORD})
    assert done["Location"] == "/ar/account/sign-in/"

    user = User.objects.get(email="new.clerk@example.org")
    assert (user.is_staff, user.full_name_ar) == (True, "هند")
    assert roles.holds(user, Role.BUYER, city, at=database_now())
    assert Membership.objects.get(user=user).granted_by == administrator
    newcomer.post("/ar/account/sign-in/", {"login": user.email, "password": PASSWORD})
    assert newcomer.get("/admin/").status_code == 200
    assert Client().get(door).status_code == 410, "a link works once"


def test_who_has_an_account_signs_in_with_it_to_accept_and_nobody_else_can(client, city, administrator):
    known, other = UserFactory(), UserFactory()
    client.post(f"{GIVE}?entity={city.code}", {"email": known.email, "role": Role.BUYER})
    visitor, door = Client(), link()
    assert f"next={door}" in unquote(visitor.get(door).content.decode())
    assert visitor.post(door, {"full_name_ar": "x", "password": PASSWORD}).status_code == 200
    visitor.force_login(other)
    assert visitor.post(door).status_code == 403
    visitor.force_login(known)
    assert visitor.get(door).status_code == 200
    visitor.post(door)
    assert roles.holds(known, Role.BUYER, city, at=database_now())
    assert not roles.holds(other, Role.BUYER, city, at=database_now())


def test_the_deed_itself_takes_no_other_person_than_the_invited_one(city, administrator):
    invitation = inviting.invite("new@example.org", role=Role.BUYER, entity=city, by=administrator, at=database_now())
    with pytest.raises(inviting.AnotherAddress):
        inviting.accept_invitation(invitation.pk, by=UserFactory())
    assert Invitation.objects.get().state == InvitationState.OPEN


def test_the_administrator_learns_nothing_about_accounts_when_he_invites(client, city, administrator):
    answers = [
        client.post(f"{GIVE}?entity={city.code}", {"email": email, "role": Role.BUYER}, follow=True)
        for email in (UserFactory().email, "nobody@example.org")
    ]
    assert answers[0].redirect_chain == answers[1].redirect_chain
    assert "الدعوة" in answers[0].content.decode()


@pytest.mark.parametrize("why", ["expired", "withdrawn", "author left", "altered"])
def test_a_link_that_holds_no_more_says_so(client, city, administrator, behind_the_clock, why):
    invitation = inviting.invite("new@example.org", role=Role.BUYER, entity=city, by=administrator, at=database_now())
    door = link()
    if why == "expired":
        behind_the_clock(invitation, expires_at=timedelta(seconds=-1))
    elif why == "withdrawn":
        client.post(reverse("entities_staff:withdraw", args=[invitation.pk]))
        invitation.refresh_from_db()
        assert invitation.state == InvitationState.WITHDRAWN
    elif why == "author left":
        also(Role.ENTITY_ADMIN, StaffFactory(), city)
        roles.end(Membership.objects.get(user=administrator), by=administrator, at=database_now())
    else:
        door = f"{door[:-3]}x/"
    answer = Client().get(door)
    assert answer.status_code == 410
    assert "لم تعد هذه الدعوة صالحة" in answer.content.decode()
    assert not User.objects.filter(email="new@example.org").exists()


def test_the_same_invitation_is_not_sent_twice_but_anew_after_it_expired(city, administrator, behind_the_clock):
    def invite():
        return inviting.invite("new@example.org", role=Role.BUYER, entity=city, by=administrator, at=database_now())

    first = invite()
    with pytest.raises(inviting.AlreadyInvited):
        invite()
    behind_the_clock(first, expires_at=timedelta(seconds=-1))
    assert invite() != first


def test_a_lost_phone_is_helped_by_the_administrator_and_never_by_oneself(client, administrator, clerk):
    TOTP.activate(clerk, "JBSWY3DPEHPK3PXP")
    elsewhere = Client()
    elsewhere.post("/ar/account/sign-in/", {"login": clerk.email, "password": PASSWORD})
    door = reverse("entities_staff:reset_second_factor", args=[clerk.pk])
    assert client.get(door).status_code == 200
    client.post(door)
    assert not Authenticator.objects.filter(user=clerk).exists()
    assert AuditEntry.objects.filter(action="accounts:second_factor:reset", actor_id=administrator.pk).count() == 1
    outbox.deliver_all()
    assert mail.outbox[-1].to == [clerk.email]
    assert client.post(reverse("entities_staff:reset_second_factor", args=[administrator.pk])).status_code == 404


@pytest.mark.promise("FND-1.13")
def test_an_administrator_of_an_entity_does_not_reach_the_second_step_of_who_rules_the_platform(
    client, administrator, city
):
    ruler = also(Role.PLATFORM_ADMIN, StaffFactory())
    also(Role.EDITOR, ruler, city)
    assert client.get(reverse("entities_staff:reset_second_factor", args=[ruler.pk])).status_code == 404
    assert client.post(reverse("entities_staff:reset_second_factor", args=[ruler.pk])).status_code == 404
    equal = also(Role.PLATFORM_ADMIN, StaffFactory())
    client.force_login(equal)
    assert client.get(reverse("entities_staff:reset_second_factor", args=[ruler.pk])).status_code == 200
