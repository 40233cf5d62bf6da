"""What is red. Beats are written by whoever runs on a clock; checks are registered by whoever knows something."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from django.conf import settings
from django.db.models import Min

from shared.clock import database_now
from shared.models import Heartbeat, OutboxDelivery

State = Literal["green", "amber", "red"]
OLDEST_OUTBOX = timedelta(minutes=5)
LEAST_FREE_DISK = 0.10


@dataclass(frozen=True)
class Finding:
    name: str
    state: State
    detail: str


_checks: list[Callable[[], Finding]] = []


def check(function: Callable[[], Finding]) -> Callable[[], Finding]:
    """Register a check; it runs at each `findings()`."""
    _checks.append(function)
    return function


def beat(name: str, *, period_s: int) -> None:
    Heartbeat.objects.update_or_create(name=name, defaults={"beat_at": database_now(), "period_s": period_s})


def findings() -> list[Finding]:
    """All checks and one finding a heartbeat; red first."""
    now = database_now()
    found = [each() for each in _checks]
    for pulse in Heartbeat.objects.all():
        late = now - pulse.beat_at > timedelta(seconds=2 * pulse.period_s)
        found.append(Finding(f"heartbeat {pulse.name}", "red" if late else "green", pulse.beat_at.isoformat()))
    return sorted(found, key=lambda finding: ("red", "amber", "green").index(finding.state))


@check
def outbox_age() -> Finding:
    open_ones = OutboxDelivery.objects.filter(done_at=None, dead_at=None, tries=0)
    oldest = open_ones.aggregate(oldest=Min("next_try_at"))["oldest"]
    age = database_now() - oldest if oldest else timedelta(0)
    return Finding("outbox", "red" if age > OLDEST_OUTBOX else "green", f"oldest {max(0, int(age.total_seconds()))} s")


@check
def dead_letters() -> Finding:
    dead = OutboxDelivery.objects.exclude(dead_at=None)
    names = sorted(set(dead.values_list("handler", flat=True)))
    return Finding("dead letters", "red" if names else "green", f"{dead.count()} {', '.join(names)}".strip())


@check
def disk() -> Finding:
    usage = shutil.disk_usage(settings.BASE_DIR)
    free = usage.free / usage.total
    return Finding("disk", "red" if free < LEAST_FREE_DISK else "green", f"{free:.0%} free")
