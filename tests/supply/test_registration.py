"""A firm registers, is returned with a reason, corrects, is accepted; one licence is one firm."""

from datetime import timedelta

import pytest
from django.db import transaction

from shared import audit
from shared.clock import database_now
from shared.models import OutboxMessage
from shared.moves import MoveNotAllowed
from supply import registration
from supply.models import Supplier, SupplierUser
from supply.states import SupplierRole, SupplierState
from tests.factories.supply import PersonFactory, StoredFileFactory, SupplierFactory, SupplierUserFactory, staff

pytestmark = [pytest.mark.django_db, pytest.mark.promise("SUP-1.1")]


def facts(**changes):
    return {
        "legal_name_ar": "شركة الريم للتجارة",
        "legal_name_en": "Al Reem Trading",
        "scale": "small",
        "vat_no": "",
        "address": "مدينة الواحة، شارع السوق",
        "licence_no": "cn-٢٠٠-٣٠٠",
        "licence_authority": "OED",
        "licence_expires_on": (database_now() + timedelta(days=90)).date(),
        "contact_name": "مريم",
        "email": "office@reem.example",
        "phone": "+97125550123",
        "categories": ["45000000"],
        **changes,
    }


@pytest.fixture
def owner():
    return PersonFactory()


@pytest.fixture
def verifier():
    return staff("supplier_verifier")


@pytest.fixture
def begun(owner):
    return registration.register_supplier(by=owner, at=database_now())


def hand_in(supplier, *, by, file=True, **changes):
    if file:
        registration.attach_licence(supplier.pk, StoredFileFactory(owner=by), by=by)
    return registration.submit_registration(
        supplier.pk, by=by, at=database_now(), version=supplier.row_version, **facts(**changes)
    )


def events():
    return list(OutboxMessage.objects.order_by("pk").values_list("event", flat=True))


def test_a_licence_file_that_was_replaced_is_no_longer_the_firms(begun, owner):
    first, second = StoredFileFactory(owner=owner), StoredFileFactory(owner=owner)
    for each in (first, second):
        registration.attach_licence(begun.pk, each, by=owner)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.guard, first.subject_id) == ("", "")
    assert (second.guard, second.subject_id) == ("supply.supplier", str(begun.pk))


def test_registering_makes_a_draft_with_its_administrator(begun, owner):
    seat = SupplierUser.objects.get(supplier=begun)
    assert (begun.state, seat.user, seat.role) == (SupplierState.DRAFT, owner, SupplierRole.ADMIN)
    assert begun.reference.startswith("SUP-")


def test_a_second_click_makes_no_second_firm(begun, owner):
    assert registration.register_supplier(by=owner, at=database_now()) == begun
    assert Supplier.objects.count() == 1


def test_the_whole_way_returned_corrected_accepted(begun, owner, verifier):
    submitted = hand_in(begun, by=owner)
    assert (submitted.state, submitted.licence_no) == (SupplierState.SUBMITTED, "CN200300")

    returned = registration.return_registration(
        begun.pk, by=verifier, at=database_now(), reason_ar="الصورة غير واضحة", reason_en="The copy is not clear"
    )
    assert (returned.state, returned.return_reason_en) == (SupplierState.RETURNED, "The copy is not clear")

    assert hand_in(returned, by=owner).return_reason_en == ""
    accepted = registration.accept_registration(begun.pk, by=verifier, at=database_now())
    assert (accepted.state, accepted.decided_by) == (SupplierState.ACTIVE, verifier)
    assert events() == [
        "supply.supplier.submitted",
        "supply.supplier.returned",
        "supply.supplier.submitted",
        "supply.supplier.accepted",
    ]


@pytest.mark.promise("SUP-1.10")
def test_every_act_is_audited_once_without_names(begun, owner, verifier):
    hand_in(begun, by=owner)
    registration.return_registration(begun.pk, by=verifier, at=database_now(), reason_ar="سبب", reason_en="Reason")
    hand_in(begun, by=owner)
    registration.accept_registration(begun.pk, by=verifier, at=database_now())
    entries = [(entry.action, entry.actor_id, entry.facts) for entry in audit.history(begun)]
    assert entries == [
        ("supply:supplier:register", owner.pk, {}),
        ("supply:supplier:submit", owner.pk, {}),
        ("supply:supplier:return", verifier.pk, {}),
        ("supply:supplier:submit", owner.pk, {}),
        ("supply:supplier:accept", verifier.pk, {}),
    ]


def test_a_licence_that_is_registered_is_refused_in_any_spelling_and_tells_nothing(begun, owner):
    other = SupplierFactory(licence_no="CN200300", licence_authority="OED")
    with pytest.raises(registration.LicenceTaken) as refused:
        hand_in(begun, by=owner, licence_no="CN 200–300")
    assert refused.value.field == "licence_no"
    assert other.legal_name_en not in str(refused.value.message)
    begun.refresh_from_db()
    assert begun.state == SupplierState.DRAFT


def test_of_two_firms_with_one_licence_the_second_acceptance_is_refused(begun, owner, verifier):
    rival_owner = PersonFactory()
    rival = registration.register_supplier(by=rival_owner, at=database_now())
    hand_in(begun, by=owner)
    hand_in(rival, by=rival_owner)
    registration.accept_registration(begun.pk, by=verifier, at=database_now())
    with pytest.raises(registration.LicenceTaken):
        registration.accept_registration(rival.pk, by=verifier, at=database_now())


@pytest.mark.parametrize(("days", "refused"), [(-1, True), (0, False)])
def test_a_licence_counts_to_the_end_of_its_last_day(begun, owner, days, refused):
    last_day = registration._day(database_now()) + timedelta(days=days)
    if refused:
        with pytest.raises(registration.LicenceExpired):
            hand_in(begun, by=owner, licence_expires_on=last_day)
    else:
        assert hand_in(begun, by=owner, licence_expires_on=last_day).state == SupplierState.SUBMITTED


def test_a_registration_without_licence_file_is_refused(begun, owner):
    with pytest.raises(registration.LicenceFileMissing):
        hand_in(begun, by=owner, file=False)


def test_what_was_saved_after_the_check_page_is_not_handed_in(begun, owner):
    registration.save_registration_step(begun.pk, "company", {"scale": "large"}, by=owner, version=0)
    with pytest.raises(registration.RegistrationChanged):
        hand_in(begun, by=owner)


@pytest.mark.parametrize("state", [SupplierState.SUBMITTED, SupplierState.ACTIVE])
def test_nothing_is_changed_after_handing_in(owner, state):
    supplier = SupplierFactory(state=state)
    SupplierUserFactory(supplier=supplier, user=owner)
    with pytest.raises(registration.AlreadyHandedIn):
        registration.save_registration_step(supplier.pk, "company", {}, by=owner, version=0)
    with pytest.raises(MoveNotAllowed):
        registration.submit_registration(supplier.pk, by=owner, at=database_now(), version=0, **facts())


@pytest.mark.promise("SUP-1.11")
def test_a_stranger_and_a_mere_viewer_change_nothing(begun):
    stranger, viewer = PersonFactory(), SupplierUserFactory(supplier=begun, role=SupplierRole.VIEWER).user
    for person in (stranger, viewer):
        with pytest.raises(registration.NotYourFirm):
            registration.save_registration_step(begun.pk, "company", {}, by=person, version=0)
        with pytest.raises(registration.NotYourFirm):
            registration.submit_registration(begun.pk, by=person, at=database_now(), version=0, **facts())


def test_a_verifier_never_decides_on_a_firm_he_belongs_to(begun, owner, verifier):
    hand_in(begun, by=owner)
    SupplierUserFactory(supplier=begun, user=verifier, role=SupplierRole.VIEWER)
    with pytest.raises(registration.OwnFirm):
        registration.accept_registration(begun.pk, by=verifier, at=database_now())
    with pytest.raises(registration.OwnFirm):
        registration.return_registration(begun.pk, by=verifier, at=database_now(), reason_ar="س", reason_en="R")


def test_only_a_verifier_decides(begun, owner):
    hand_in(begun, by=owner)
    for person in (owner, PersonFactory(), staff("operator")):
        with pytest.raises((registration.NotYourFirm, registration.OwnFirm)):
            registration.accept_registration(begun.pk, by=person, at=database_now())


def test_a_registration_is_decided_once(begun, owner, verifier):
    hand_in(begun, by=owner)
    registration.accept_registration(begun.pk, by=verifier, at=database_now())
    with pytest.raises(MoveNotAllowed):
        registration.accept_registration(begun.pk, by=verifier, at=database_now())
    with pytest.raises(MoveNotAllowed):
        registration.return_registration(begun.pk, by=verifier, at=database_now(), reason_ar="س", reason_en="R")


def test_a_deed_that_fails_leaves_no_trace(begun, owner):
    with pytest.raises(RuntimeError), transaction.atomic():
        hand_in(begun, by=owner)
        raise RuntimeError
    assert events() == []
    assert [entry.action for entry in audit.history(begun)] == ["supply:supplier:register"]
