"""The rows of the fault matrix that run in CI, each for applications and sealed bids together: `make faults`, `make faults F=8`."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faults.auditor import audit
from tests.faults.inject import Proxy, again_and_again
from tests.faults.journal import Heard, Journal, submit_all
from tests.faults.patience import eventually
from tests.faults.world import World

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.faults
SECONDS = 8.0
APPLICATIONS, BIDS = 24, 12

Prepared = list[dict[str, Any]]


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    folder = ROOT / "var" / "faults" / str(os.getpid())
    folder.mkdir(parents=True)
    running = World(folder)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def prepared(world: World) -> Callable[..., Prepared]:
    def make(applications: int = APPLICATIONS, bids: int = BIDS) -> Prepared:
        drafts = [json.loads(line) for line in world.seed(applications=applications, bids=bids)]
        return sorted(drafts, key=lambda draft: draft["id"][-4:])

    return make


@pytest.fixture
def journal(world: World, request: pytest.FixtureRequest) -> Journal:
    return Journal(world.var / f"{request.node.name}.jsonl")


def assert_nothing_lost_and_nothing_twice(world: World, journal: Journal, heard: Heard, drafts: Prepared) -> None:
    found = audit(world, journal)
    print(f"{found.acknowledged} acknowledged; not at once: {heard.refused}; faults: {found.faults}")
    assert heard.traces == []
    assert heard.given_up == []
    assert found.acknowledged == len(drafts)
    assert found.faults == {}


def test_f1_the_worker_is_killed_with_all_its_children(world, prepared, journal):
    drafts = prepared()
    with again_and_again(lambda _number: world.again("worker"), seed=1, times=4, within=SECONDS):
        heard = submit_all(world.port, drafts, journal, over=SECONDS)
    assert_nothing_lost_and_nothing_twice(world, journal, heard, drafts)


def test_f2_a_child_of_the_pool_is_killed_and_a_poisoned_message_stops(world, prepared, journal):
    drafts = prepared()
    list(world.seed(poison=1))
    with again_and_again(lambda number: world.kill_child("worker", number), seed=2, times=6, within=SECONDS):
        heard = submit_all(world.port, drafts, journal, over=SECONDS)
    assert_nothing_lost_and_nothing_twice(world, journal, heard, drafts)

    dead = "SELECT error FROM shared_outboxdelivery WHERE handler LIKE %s AND dead_at IS NOT NULL"
    assert eventually(lambda: world.query(dead, "%poison%"), within=120) == [{"error": "WorkerLost"}]


def test_f6_the_database_is_restarted_under_load(world, prepared, journal):
    drafts = prepared()

    def restart(_number: int) -> None:
        world.end("database")
        world.run("database")

    with again_and_again(restart, seed=6, times=2, within=SECONDS):
        heard = submit_all(world.port, drafts, journal, over=SECONDS)
    world.wait_for_web()
    assert_nothing_lost_and_nothing_twice(world, journal, heard, drafts)
    assert not set(heard.refused) & {"500"}, "a database that is away is a 503, never a 500"


def test_f8_a_web_worker_is_killed_and_the_retry_gets_the_stored_receipt(world, prepared, journal):
    drafts = prepared()
    with again_and_again(lambda number: world.kill_child("web", number), seed=8, times=10, within=SECONDS):
        heard = submit_all(world.port, drafts, journal, over=SECONDS)
    assert_nothing_lost_and_nothing_twice(world, journal, heard, drafts)


@pytest.mark.skipif(not os.environ.get("CELERY_BROKER_URL"), reason="CELERY_BROKER_URL names no broker")
@pytest.mark.parametrize("mode", ["refusing", "hanging"])
def test_f5_the_broker_is_away_while_people_submit(mode, journal_of_its_own):
    world, journal, proxy = journal_of_its_own
    drafts = [json.loads(line) for line in world.seed(applications=APPLICATIONS, bids=BIDS)]
    half = len(drafts) // 2
    normal = submit_all(world.port, drafts[:half], journal, over=SECONDS / 2)
    proxy.become(mode)
    away = submit_all(world.port, drafts[half:], journal, over=SECONDS / 2)
    proxy.become("passing")

    print(f"slowest with the broker {max(normal.seconds):.2f} s, without {max(away.seconds):.2f} s")
    assert away.refused == {}, "every click was answered by a receipt at once"
    assert_nothing_lost_and_nothing_twice(world, journal, away, drafts)


@pytest.fixture
def journal_of_its_own(request: pytest.FixtureRequest) -> Iterator[tuple[World, Journal, Proxy]]:
    """A portal that speaks to the broker through a proxy."""
    address = os.environ["CELERY_BROKER_URL"]
    head, _slash, database = address.rpartition("/")
    proxy = Proxy(int(head.rpartition(":")[2]))
    folder = ROOT / "var" / "faults" / f"{os.getpid()}-{request.node.name.rpartition('[')[2].strip(']')}"
    folder.mkdir(parents=True)
    running = World(folder, CELERY_BROKER_URL=f"{head.rpartition(':')[0]}:{proxy.port}/{database}")
    running.start()
    yield running, Journal(folder / "journal.jsonl"), proxy
    running.stop()
    proxy.close()
