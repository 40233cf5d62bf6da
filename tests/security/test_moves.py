"""Every table of moves, walked at random by its real deeds: what it allows happens whole, what it forbids leaves no trace."""

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from shared import audit, moves_drawing
from shared.models import OutboxMessage
from shared.refusals import Refused
from tests.security.walks import ANSWERS_AGAIN, ELSEWHERE, MAY_REFUSE, NO_MOVE, TAKES_TARGET, WALKS

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.django_db, pytest.mark.promise("REL-1.11")]
# A world costs a second or so to make: few of them, long walks, and no search for a shorter one that fails.
CALM = settings(
    max_examples=10,
    stateful_step_count=20,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def walker(name: str) -> type[RuleBasedStateMachine]:
    table, begin = WALKS[name]

    class Walker(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.world = transaction.atomic()
            self.world.__enter__()
            self.walk = begin()
            self.states = sorted(table)

        def teardown(self) -> None:
            transaction.set_rollback(True)
            self.world.__exit__(None, None, None)

        @rule(data=st.data())
        def try_a_move(self, data: Any) -> None:
            deed = data.draw(st.sampled_from(sorted(self.walk.deeds)))
            to = data.draw(st.sampled_from(self.states)) if deed in TAKES_TARGET else ""
            self.walk.before.get(deed, lambda: None)()
            before, traces = self.columns(), self.traces()
            state = self.walk.seen.get(deed, lambda: before["state"])()
            targets = {str(step.to) for step in table[state] if step.deed == deed and to in ("", str(step.to))}
            happened = self.happened(deed, to)
            if (deed, state) in NO_MOVE:
                assert self.columns()["state"] == state
            elif targets and (happened or deed not in MAY_REFUSE):
                assert happened, f"{deed} from {state} is in the table and was refused"
                self.check_happened(targets, traces)
            else:
                assert not happened or (deed, state) in ANSWERS_AGAIN, (
                    f"{deed} from {state} to {to} is not in the table"
                )
                assert self.columns() == before
                assert self.traces() == traces

        def happened(self, deed: str, to: str) -> bool:
            try:
                with transaction.atomic():
                    self.walk.deeds[deed](to)
            except (Refused, ObjectDoesNotExist):
                return False
            return True

        def check_happened(self, targets: set[str], traces: tuple[int, int]) -> None:
            after = self.columns()
            assert after["state"] in targets
            assert after.get(f"{after['state']}_at", True) is not None, f"{after['state']}_at is not set"
            assert self.traces()[0] == traces[0] + 1, "one entry in the audit a move"
            assert self.traces()[1] <= traces[1] + 1, "one event a move at most"

        def columns(self) -> dict[str, Any]:
            model = type(self.walk.record)
            return {**model._base_manager.filter(pk=self.walk.record.pk).values().get()}

        def traces(self) -> tuple[int, int]:
            return audit.history(self.walk.record).count(), OutboxMessage.objects.count()

    Walker.__name__ = name.rsplit(".", 1)[1]
    return Walker


@pytest.mark.parametrize("name", sorted(WALKS))
def test_a_table_is_walked_by_its_real_deeds(name):
    run_state_machine_as_test(walker(name), settings=CALM)


def test_every_table_and_every_deed_in_it_is_walked_here_or_named_with_its_own_test():
    unwalked = []
    for name, table in moves_drawing.tables().items():
        walked = set(WALKS[name][1]().deeds) if name in WALKS else set()
        named = {step.deed for steps in table.values() for step in steps}
        unwalked += [f"{name}: {deed}" for deed in sorted(named - walked - set(ELSEWHERE))]
    assert unwalked == []


@pytest.mark.parametrize(("deed", "path"), ELSEWHERE.items())
def test_a_deed_that_is_walked_elsewhere_is_tested_there(deed, path):
    assert (ROOT / path).is_file(), deed
