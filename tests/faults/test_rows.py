"""The rows of the fault matrix that run in CI, each for applications and sealed bids together: `make faults`, `make faults F=8`."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.faults.auditor import audit
from tests.faults.inject import Proxy, again_and_again
from tests.faults.journal import Heard, Journal, submit_all
from tests.faults.patience import eventually
from tests.faults.world import World

pytestmark = [pytest.mark.faults, pytest.mark.promise("REL-1.9")]
SECONDS = 8.0
APPLICATIONS, BIDS = 24, 12

Prepared = list[dict[str, Any]]


@pytest.fixture(scope="module", params=["embedded", "real"])
def broker(request: pytest.FixtureRequest) -> Iterator[Proxy | None]:
    """None for the embedded broker, which is a folder; else what stands before the one that CELERY_BROKER_URL names."""
    if request.param == "embedded":
        yield None
        return
    if not (address := os.environ.get("CELERY_BROKER_URL")):
        pytest.skip("CELERY_BROKER_URL names no broker")
    proxy = Proxy(urlsplit(address).port or 0)
    yield proxy
    proxy.close()


@pytest.fixture(scope="module")
def world(broker: Proxy | None, folder: Path) -> Iterator[World]:
    address = urlsplit(os.environ.get("CELERY_BROKER_URL", ""))
    host = f"{address.netloc.rpartition('@')[0]}@" if address.username else ""
    through = (
        {"CELERY_BROKER_URL": address._replace(netloc=f"{host}127.0.0.1:{broker.port}").geturl()} if broker else {}
    )
    running = World(folder, **through)
    try:
        running.start()
        yield running
    finally:
        running.stop()


@pytest.fixture
def prepared(world: World) -> Callable[..., Prepared]:
    def make(applications: int = APPLICATIONS, bids: int = BIDS) -> Prepared:
        drafts = [json.loads(line) for line in world.seed(applications=applications, bids=bids)]
        return sorted(drafts, key=lambda draft: draft["id"][-4:])

    return make


@pytest.fixture
def journal(world: World, request: pytest.FixtureRequest) -> Iterator[Journal]:
    with closing(Journal(world.var / f"{request.node.name}.jsonl")) as written:
        yield written


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

    poison = "SELECT error, dead_at IS NOT NULL AS dead FROM shared_outboxdelivery WHERE handler LIKE %s"
    eventually(lambda: all(row["dead"] for row in world.query(poison, "%poison%")), within=180)
    assert {(row["error"], row["dead"]) for row in world.query(poison, "%poison%")} == {("WorkerLost", True)}


# No broker is between a person and the receipt: asked once.
@pytest.mark.parametrize("broker", ["embedded"], indirect=True, scope="module")
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


# No broker is between a person and the receipt: asked once.
@pytest.mark.parametrize("broker", ["embedded"], indirect=True, scope="module")
def test_f8_a_web_worker_is_killed_after_commit_and_the_retry_gets_the_stored_receipt(world, prepared, journal):
    drafts = prepared()
    dying = world.var / "dying"
    dying.mkdir()
    try:
        heard = submit_all(world.port, drafts, journal, over=SECONDS)
        stored_unheard = len(list(dying.iterdir()))
    finally:
        shutil.rmtree(dying)
    print(f"{stored_unheard} stored and not answered")
    assert stored_unheard, "no worker was killed at all"
    assert_nothing_lost_and_nothing_twice(world, journal, heard, drafts)


# The embedded broker is a folder and cannot be away.
@pytest.mark.parametrize("broker", ["real"], indirect=True, scope="module")
@pytest.mark.parametrize("mode", ["refusing", "hanging"])
def test_f5_the_broker_is_away_while_people_submit(mode, broker, world, prepared, journal):
    drafts = prepared()
    half = len(drafts) // 2
    normal = submit_all(world.port, drafts[:half], journal, over=SECONDS / 2)
    broker.become(mode)
    try:
        away = submit_all(world.port, drafts[half:], journal, over=SECONDS / 2)
        waiting = world.query("SELECT count(*) FROM shared_outboxdelivery WHERE done_at IS NULL")[0]["count"]
    finally:
        broker.become("passing")

    print(
        f"median with the broker {median(normal.seconds):.2f} s, without {median(away.seconds):.2f} s; {waiting} waited"
    )
    assert waiting, "the broker was not away at all"
    assert away.refused == {}, "every click was answered by a receipt at once"
    assert median(away.seconds) < 2 * median(normal.seconds) + 0.5
    assert_nothing_lost_and_nothing_twice(world, journal, away, drafts)
