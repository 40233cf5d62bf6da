from typing import Any, ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from shared.models import PrivateModel
from shared.privacy import Purpose
from supply.models.tenders import Tender
from supply.states import Office

FROZEN_PLAN = """
IF EXISTS (SELECT 1 FROM supply_openingplan WHERE id IN (NEW.plan_id, OLD.plan_id) AND frozen_at IS NOT NULL) THEN
    RAISE EXCEPTION 'the opening plan is frozen' USING ERRCODE = 'check_violation';
END IF;
IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
RETURN NEW;
"""


class OpeningPlan(PrivateModel):
    """Who opens the bids and how many must be there; every envelope is bound to plan_sha256."""

    tender = models.OneToOneField(Tender, models.PROTECT, related_name="opening_plan")
    quorum = models.PositiveSmallIntegerField()
    platform_key = models.CharField(max_length=64, blank=True)
    document = models.TextField(blank=True)
    plan_sha256 = models.CharField(max_length=64, blank=True)
    frozen_at = models.DateTimeField(null=True)

    plain: ClassVar = {"platform_key", "document", "plan_sha256", "frozen_at"}

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="plan_quorum_at_least_one", condition=Q(quorum__gte=1)),
            models.CheckConstraint(
                name="frozen_plan_has_its_digest",
                condition=Q(frozen_at__isnull=True) | ~(Q(plan_sha256="") | Q(document="") | Q(platform_key="")),
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="frozen",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__frozen_at__isnull=False),
            )
        ]

    def has_member(self, user: Any) -> bool:
        return self.members.filter(user=user).exists()


class OpeningMember(models.Model):
    plan = models.ForeignKey(OpeningPlan, models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="opening_seats")
    office = models.CharField(max_length=10, choices=Office.choices)

    plain: ClassVar = {"office"}
    personal: ClassVar = {"user": Purpose("task", "identity")}

    class Meta:
        ordering: ClassVar = ["pk"]  # as they were named, the same on every page
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "user"], name="one_seat_a_person_and_plan"),
            models.UniqueConstraint(fields=["plan"], name="one_chair_a_plan", condition=Q(office=Office.CHAIR)),
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="frozen_with_its_plan",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=FROZEN_PLAN,
            )
        ]
