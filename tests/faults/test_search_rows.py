"""Rows F10 to F12: the search server refuses, hangs, loses its index or takes nothing, while people search and publish."""

import json
import os
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.faults.inject import Proxy
from tests.faults.patience import eventually, pause
from tests.faults.searching import Seen, Watch, watching
from tests.faults.world import HASTE, World

SERVER = os.environ.get("ELASTICSEARCH_URL", "")
pytestmark = [
    pytest.mark.faults,
    pytest.mark.promise("SEA-2.2"),
    pytest.mark.skipif(not SERVER, reason="ELASTICSEARCH_URL names no search server"),
]
REST = float(HASTE.get("SEARCH_REST", 30))
BEFORE, FAULT = (3.0, 8.0) if HASTE else (5.0, 10.0)
READERS, LONGEST, PATIENCE = 6, 1.5, 1.0
# A letter goes out with the next round of the relay, whatever the search server does.
LONGEST_FOR_OTHERS = 15.0
REBUILDS = "from search.engines.elasticsearch import writing; [writing.rebuild() for _time in range(10)]"
WITH_VACANCIES = ("مهندس طرق", "road engineer")
Drafts = list[dict[str, Any]]
PREFIX = f"faults-{os.getpid()}"
WAITING = "SELECT id FROM shared_outboxdelivery WHERE queue = 'index' AND done_at IS NULL AND dead_at IS NULL"
OPEN = "SELECT id FROM shared_outboxdelivery WHERE done_at IS NULL AND dead_at IS NULL"
# How long what has nothing to do with the search server waited for its worker.
OTHERS_WAITED = """SELECT coalesce(max(extract(epoch FROM coalesce(d.done_at, now()) - m.created_at)), 0)::float AS seconds
    FROM shared_outboxdelivery d JOIN shared_outboxmessage m ON m.id = d.message_id WHERE d.queue <> 'index' AND m.created_at > now() - %s * interval '1 second'"""


@pytest.fixture(scope="module")
def proxy() -> Iterator[Proxy]:
    before_it = Proxy(urlsplit(SERVER).port or 0)
    yield before_it
    before_it.close()
    for name in _server("GET", f"/{PREFIX}-*"):
        _server("DELETE", f"/{name}")


@pytest.fixture(scope="module")
def world(proxy: Proxy, folder: Path) -> Iterator[World]:
    # No worker dies here: what waits for one need not be sent again.
    named = {"ELASTICSEARCH_URL": f"http://127.0.0.1:{proxy.port}", "ELASTICSEARCH_PREFIX": PREFIX}
    running = World(folder, OUTBOX_RESEND_AFTER="60", **named)
    try:
        running.start()
        _done(running, "rebuild_index")
        yield running
    finally:
        running.stop()


@pytest.fixture(scope="module")
def people(world: World) -> tuple[Drafts, Iterator[dict[str, Any]]]:
    """Readers, and vacancies to publish; each process has read its dictionaries when this is there."""
    rows, longest = 5, BEFORE + FAULT + 10
    drafts = [json.loads(line) for line in world.seed(readers=READERS, publications=int(rows * longest))]
    readers = [draft for draft in drafts if draft["kind"] == "reader"]
    with watching(world.port, readers, iter(())) as warming:
        eventually(lambda: _served_again(warming), within=60)
    eventually(lambda: not world.query(OPEN), within=120)  # the letters that ask for these approvals
    return readers, iter([draft for draft in drafts if draft["kind"] == "vacancy"])


@pytest.fixture
def watched(world: World, people: Any, request: pytest.FixtureRequest) -> Callable[..., tuple[Watch, dict[str, float]]]:
    """Load before, under and after a fault, until the server is asked again and answers."""
    readers, vacancies = people

    def watch(
        fault: Callable[[], Any], repair: Callable[[], Any], lasting: float = FAULT
    ) -> tuple[Watch, dict[str, float]]:
        moments = {}
        with watching(world.port, readers, vacancies) as seen:
            pause(BEFORE)
            moments["fault"] = seen.now()
            fault()
            pause(lasting - (seen.now() - moments["fault"]))
            moments["repair"] = seen.now()
            repair()
            moments["repaired"] = seen.now()
            pause(2.0)
            eventually(lambda: _served_again(seen), within=REST + 10)
        seen.keep(world.var / f"{request.node.name}.jsonl")
        print(f"\n{seen.told(moments)}")
        return seen, moments

    return watch


def _served_again(seen: Watch) -> bool:
    """By every process: enough answers of the last seconds, and all of them the server's."""
    latest = seen.searches(seen.now() - 2)
    return len(latest) > READERS and all(each.what == "server" for each in latest)


def _server(method: str, path: str, body: Any = None) -> Any:
    """The real one, by its own door."""
    data = json.dumps(body).encode() if body is not None else None
    asked = urllib.request.Request(f"{SERVER}{path}", data, {"Content-Type": "application/json"}, method=method)
    with urllib.request.urlopen(asked, timeout=30) as answer:
        return json.load(answer)


def _index() -> str:
    (name,) = _server("GET", f"/_alias/{PREFIX}-read")
    return str(name)


def _done(world: World, *command: str) -> None:
    done = world.manage(*command)
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr[-2000:]}"


def _mostly(answers: list[Seen], what: str) -> bool:
    """On a machine that is busy with tests the server may need longer than a reader waits for it."""
    return sum(each.what == what for each in answers) > len(answers) / 2


def assert_people_were_answered(seen: Watch, moments: dict[str, float]) -> None:
    before = max(each.took for each in seen.searches(0, moments["fault"]))
    answers = seen.searches()
    assert {each.what for each in answers} <= {"server", "postgres"}, "every search is answered"
    # What a page takes on a machine that is busy with tests is no wait for the server, nor is its standing still.
    late = [each for each in answers if each.took > max(LONGEST, PATIENCE + 2 * before)]
    assert len(late) <= len(answers) / 10
    assert _mostly(seen.searches(0, moments["fault"]), "server")
    assert {each.what for each in answers[-READERS:]} == {"server"}, "it is asked again"


def assert_publishing_was_untouched(world: World, seen: Watch, moments: dict[str, float]) -> None:
    published = seen.publications()
    assert {each.what for each in published} == {"published"}
    normal = median(each.took for each in seen.publications(0, moments["fault"]))
    away = median(each.took for each in seen.publications(moments["fault"], moments["repair"]))
    assert away < 2 * normal + 0.5
    waited = world.query(OTHERS_WAITED, seen.now())[0]["seconds"]
    print(f"{len(published)} published; what needs no search server waited {waited:.1f} s at most")
    assert waited < LONGEST_FOR_OTHERS


def assert_all_published_is_found(world: World, seen: Watch) -> None:
    """By the outbox alone: nobody mends by hand."""
    waiting = len(world.query(WAITING))
    eventually(lambda: not world.query(WAITING), within=200 if HASTE else 1200, every=0.5)
    print(f"{waiting} still waited to be sent; {seen.now():.0f} s after the start none did")
    assert world.query(WAITING) == []
    _done(world, "check_index")


def assert_spared(seen: Watch, moments: dict[str, float]) -> None:
    """After ten failures of each process nobody waits for a dead server any more."""
    until = moments["repair"]
    late = [each for each in seen.searches(until - 2, until) if each.at + each.took < until]
    assert {each.what for each in late} == {"postgres"}
    before = median(each.took for each in seen.searches(0, moments["fault"]))
    assert median(each.took for each in late) < before + PATIENCE / 2


def assert_nothing_disappeared(seen: Watch) -> None:
    """Vacancies are added only: nobody finds fewer than anybody has found before him."""
    for words in WITH_VACANCIES:
        answers = [each for each in seen.searches() if each.words == words and each.what == "server"]
        assert max(each.found for each in answers) > min(each.found for each in answers), "some were added meanwhile"
        for each in answers:
            before = max((other.found for other in answers if other.at + other.took < each.at), default=0)
            assert each.found >= before, f"{words}: {each.found} after {before}"


def _away(mode: str, world: World, proxy: Proxy, watched: Any) -> None:
    seen, moments = watched(lambda: proxy.become(mode), lambda: proxy.become("passing"))
    assert_people_were_answered(seen, moments)
    assert_spared(seen, moments)
    assert_publishing_was_untouched(world, seen, moments)
    assert_all_published_is_found(world, seen)


def test_f10_the_search_server_refuses(world, proxy, watched):
    _away("refusing", world, proxy, watched)


def test_f11_the_search_server_takes_everything_and_answers_nothing(world, proxy, watched):
    _away("hanging", world, proxy, watched)


def test_f12_the_index_is_deleted_and_built_anew_by_one_command(world, watched):
    seen, moments = watched(lambda: _server("DELETE", f"/{_index()}"), lambda: _done(world, "rebuild_index"))
    assert_people_were_answered(seen, moments)
    assert_spared(seen, moments)
    assert_publishing_was_untouched(world, seen, moments)
    assert_all_published_is_found(world, seen)


def test_f12_the_index_may_not_be_written_to(world, watched):
    def blocked(yes: bool) -> None:
        _server("PUT", f"/{_index()}/_settings", {"index.blocks.write": yes or None})

    seen, moments = watched(lambda: blocked(True), lambda: blocked(False))
    assert_people_were_answered(seen, moments)
    assert _mostly(seen.searches(moments["fault"], moments["repair"]), "server"), "what can be read is read"
    assert_publishing_was_untouched(world, seen, moments)
    assert_all_published_is_found(world, seen)


@pytest.mark.promise("SEA-2.3")
def test_a_standing_index_is_built_anew_while_people_search_and_publish(world, watched):
    before = _index()
    # Of few documents one is built in a moment, so many are.
    seen, moments = watched(lambda: _done(world, "shell", "-c", REBUILDS), lambda: None, lasting=0)
    assert _index() != before
    assert_people_were_answered(seen, moments)
    assert _mostly(seen.searches(moments["fault"], moments["repair"]), "server"), "the standing index is read meanwhile"
    assert_nothing_disappeared(seen)
    assert_publishing_was_untouched(world, seen, moments)
    assert_all_published_is_found(world, seen)
