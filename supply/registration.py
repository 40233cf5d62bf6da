"""Supplier registration (تسجيل المورّدين): begun, handed in, accepted or returned with a reason."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entities.models import Role
from entities.roles import holds
from shared import audit, drafts, files, locks, outbox
from shared.models import StoredFile
from shared.moves import check_move
from shared.references import next_reference
from shared.refusals import Refused
from supply.models import Supplier, SupplierUser
from supply.permissions import may_complete_registration
from supply.rules.licence import normalise_licence
from supply.states import OPEN_REGISTRATIONS, SUPPLIER_MOVES, SupplierRole, SupplierState

if TYPE_CHECKING:
    from accounts.models import User

FACTS = frozenset(
    {"legal_name_ar", "legal_name_en", "scale", "vat_no", "address", "licence_no", "licence_authority",
     "licence_expires_on", "contact_name", "email", "phone", "categories"}
)  # fmt: skip


class LicenceFileMissing(Refused):
    def __init__(self) -> None:
        super().__init__(_("Attach a copy of the trade licence."), field="licence_file")


class NotYourFirm(Refused):
    def __init__(self) -> None:
        super().__init__(_("You do not have permission to do this."), status=403)


class AlreadyHandedIn(Refused):
    """A registration that is being verified or was accepted cannot be changed by the firm."""

    def __init__(self) -> None:
        super().__init__(_("This registration was submitted and can no longer be changed."))


class RegistrationChanged(Refused):
    """Another step was saved after the check page was shown: what was checked is no longer what is stored."""

    def __init__(self) -> None:
        super().__init__(_("The data changed after you opened this page. Check it and try again."))


class LicenceTaken(Refused):
    """Another accepted firm holds this licence; who that is, is not told."""

    def __init__(self) -> None:
        super().__init__(
            _("A firm with this licence is already registered. Ask its administrator to add you."), field="licence_no"
        )


class LicenceExpired(Refused):
    def __init__(self) -> None:
        super().__init__(_("The trade licence has expired. Enter a valid licence."), field="licence_expires_on")


class OwnFirm(Refused):
    def __init__(self) -> None:
        super().__init__(_("You belong to this firm: another verifier decides on its registration."), status=403)


def register_supplier(*, by: "User", at: datetime) -> Supplier:
    """Begin a registration, or go on with the one this person began: a second click makes no second firm."""
    with transaction.atomic():
        locks.update(get_user_model()._default_manager.filter(pk=by.pk))
        begun = Supplier.objects.administered_by(by).filter(state__in=OPEN_REGISTRATIONS).first()
        if begun:
            return begun
        supplier = Supplier.objects.create(reference=next_reference("SUP", at=at), created_at=at)
        SupplierUser.objects.create(supplier=supplier, user=by, role=SupplierRole.ADMIN, since=at)
        audit.record("supply:supplier:register", supplier, by=by, at=at)
    return supplier


def save_registration_step(
    supplier_id: UUID, step: str, values: dict[str, Any], *, by: "User", version: int, complete: bool = True
) -> Supplier:
    """Keep one step. Raises NotYourFirm, AlreadyHandedIn, StaleDraft."""
    with transaction.atomic():
        supplier = locks.update(Supplier.objects.filter(pk=supplier_id))
        _check_open(supplier, by)
        drafts.save_step(supplier, step, values, version=version, complete=complete)
    supplier.refresh_from_db()
    return supplier


def attach_licence(supplier_id: UUID, file: StoredFile, *, by: "User") -> Supplier:
    """The licence file goes up on its own step at once; one that it replaces is swept. Raises NotYourFirm, AlreadyHandedIn."""
    with transaction.atomic():
        supplier = locks.update(Supplier.objects.filter(pk=supplier_id))
        _check_open(supplier, by)
        files.attach(file, to=supplier)
        replaced, supplier.licence_file = supplier.licence_file, file
        supplier.save(update_fields=["licence_file"])
        if replaced:
            files.release(replaced)
    return supplier


def submit_registration(supplier_id: UUID, *, by: "User", at: datetime, version: int, **facts: Any) -> Supplier:
    """Hand in what the check page showed at this `version`; `facts` are the validated values of all steps.

    Raises NotYourFirm, MoveNotAllowed, RegistrationChanged, LicenceFileMissing, LicenceTaken, LicenceExpired.
    """
    if set(facts) != FACTS:
        raise TypeError(f"not the facts of a registration: {sorted(set(facts) ^ FACTS)}")
    with transaction.atomic():
        supplier = locks.update(Supplier.objects.filter(pk=supplier_id))
        check_move(SUPPLIER_MOVES, supplier.state, SupplierState.SUBMITTED)
        _check_open(supplier, by)
        if supplier.row_version != version:
            raise RegistrationChanged
        for name, value in facts.items():
            setattr(supplier, name, value)
        supplier.licence_no = normalise_licence(supplier.licence_no)
        if supplier.licence_file_id is None:
            raise LicenceFileMissing
        _check_licence(supplier, today=_day(at))
        supplier.state, supplier.submitted_at = SupplierState.SUBMITTED, at
        supplier.return_reason_ar = supplier.return_reason_en = ""
        supplier.save()
        audit.record("supply:supplier:submit", supplier, by=by, at=at)
        outbox.post("supply.supplier.submitted", supplier=supplier.pk)
    return supplier


def accept_registration(supplier_id: UUID, *, by: "User", at: datetime) -> Supplier:
    """From now on the firm may bid. Raises NotYourFirm, OwnFirm, MoveNotAllowed, LicenceTaken, LicenceExpired."""
    with transaction.atomic():
        supplier = _to_decide(supplier_id, SupplierState.ACTIVE, by=by, at=at)
        _check_licence(supplier, today=_day(at))
        supplier.become(SupplierState.ACTIVE, at=at, by=by)
        supplier.draft_data, supplier.completed_steps = {}, []
        _save_accepted(supplier)
        audit.record("supply:supplier:accept", supplier, by=by, at=at)
        outbox.post("supply.supplier.accepted", supplier=supplier.pk)
    return supplier


def return_registration(supplier_id: UUID, *, by: "User", at: datetime, reason_ar: str, reason_en: str) -> Supplier:
    """Give it back with a reason in both languages; the firm corrects and submits again."""
    with transaction.atomic():
        supplier = _to_decide(supplier_id, SupplierState.RETURNED, by=by, at=at)
        supplier.become(SupplierState.RETURNED, at=at, by=by)
        supplier.return_reason_ar, supplier.return_reason_en = reason_ar, reason_en
        supplier.save()
        audit.record("supply:supplier:return", supplier, by=by, at=at)
        outbox.post("supply.supplier.returned", supplier=supplier.pk)
    return supplier


def _check_open(supplier: Supplier, by: "User") -> None:
    if not supplier.has_user(by):
        raise NotYourFirm
    if supplier.state not in OPEN_REGISTRATIONS:
        raise AlreadyHandedIn
    if not may_complete_registration(by, supplier):
        raise NotYourFirm


def _to_decide(supplier_id: UUID, state: SupplierState, *, by: "User", at: datetime) -> Supplier:
    supplier = locks.update(Supplier.objects.filter(pk=supplier_id))
    if not holds(by, Role.SUPPLIER_VERIFIER, at=at):
        raise NotYourFirm
    if supplier.has_user(by):
        raise OwnFirm
    check_move(SUPPLIER_MOVES, supplier.state, state)
    return supplier


def _check_licence(supplier: Supplier, *, today: date) -> None:
    if not supplier.licence_valid_on(today):
        raise LicenceExpired
    same = Supplier.objects.accepted().filter(
        licence_authority=supplier.licence_authority, licence_no=supplier.licence_no
    )
    if same.exclude(pk=supplier.pk).exists():
        raise LicenceTaken


def _save_accepted(supplier: Supplier) -> None:
    """Of two verifiers who accept two firms with one licence at one moment, the database lets one through."""
    try:
        with transaction.atomic():
            supplier.save()
    except IntegrityError as error:
        if "one_licence_one_accepted_firm" in str(error):
            raise LicenceTaken from None
        raise


def _day(at: datetime) -> date:
    """The calendar day in the portal's zone: a licence that expires today is valid till midnight there."""
    return timezone.localdate(at, timezone=timezone.get_default_timezone())
