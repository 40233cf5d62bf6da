"""Ten thousand saved searches and a hundred publications, while the worker is killed as it finds and as it tells: each match once."""

import os
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from tests.faults.inject import again_and_again
from tests.faults.patience import eventually
from tests.faults.watching import EACH, PEOPLE, PUBLISHED, WAITING, WANTED
from tests.faults.world import World

pytestmark = [pytest.mark.faults, pytest.mark.promise("SEA-2.8")]
ROOT = Path(__file__).resolve().parents[2]
KILLS, SECONDS = 8, 20.0
AT_WORK = """
    SELECT id, handler FROM shared_outboxdelivery
    WHERE handler LIKE %s AND done_at IS NULL AND dead_at IS NULL AND sent_without_news > 0
"""
OPEN = "SELECT handler, error FROM shared_outboxdelivery WHERE done_at IS NULL"
FINDING, TELLING = "%match_service%", "%tell_at_once%"


@pytest.fixture
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    folder = ROOT / "var" / "faults" / f"alerts-{os.getpid()}"
    folder.mkdir(parents=True)
    running = World(folder)
    try:
        running.start()
        yield running
    finally:
        running.stop()
    if not request.session.testsfailed:
        shutil.rmtree(folder)


def test_each_match_is_told_once_though_the_worker_is_killed_in_the_middle(world):
    world._python("-m", "tests.faults.watching", "searches")
    assert world.query("SELECT count(*) FROM alerts_savedsearch")[0]["count"] == PEOPLE * EACH
    cut_off: list[str] = []

    def kill_at_work(number: int) -> None:
        """In turn as it finds and as it tells; what it had in hand was not done when it died."""
        handler = (FINDING, TELLING)[number % 2]
        eventually(lambda: world.query(AT_WORK, handler), within=15, every=0.01)
        world.kill("worker")
        cut_off.extend(row["handler"] for row in world.query(AT_WORK, handler))
        world.run("worker")

    with again_and_again(kill_at_work, seed=28, times=KILLS, within=SECONDS):
        world._python("-m", "tests.faults.watching", "publish")
    assert eventually(lambda: not world.query(OPEN), within=600, every=0.5), world.query(OPEN)

    print(f"cut off: {dict(Counter(cut_off))}")
    assert any("match_service" in handler for handler in cut_off)
    assert any("tell_at_once" in handler for handler in cut_off)
    assert published(world) == PUBLISHED
    assert found(world) == {"matches": WAITING * WANTED, "people": WAITING, "records": WANTED, "told": WAITING * WANTED}
    assert letters(world) == {"written": notices(world), "sent": notices(world)}
    titles = {f"Wanted {number}" for number in range(0, PUBLISHED, PUBLISHED // WANTED)}
    told = told_by_mail(world)
    assert len(told) == WAITING
    assert all(Counter(its) == Counter(titles) for its in told.values())


def published(world: World) -> int:
    return int(world.query("SELECT count(*) FROM catalogue_service WHERE live AND code LIKE 'W-%%'")[0]["count"])


def found(world: World) -> dict[str, int]:
    return world.query("""
        SELECT count(*) AS matches, count(DISTINCT user_id) AS people, count(DISTINCT subject_id) AS records,
            count(*) FILTER (WHERE told_at IS NOT NULL AND notice_id IS NOT NULL) AS told FROM alerts_match
    """)[0]


def notices(world: World) -> int:
    return int(world.query("SELECT count(*) FROM alerts_notice")[0]["count"])


def letters(world: World) -> dict[str, int]:
    return world.query("""
        SELECT count(*) AS written, count(*) FILTER (WHERE state = 'sent') AS sent FROM messaging_letter
        WHERE template = 'alerts:alerts_found'
    """)[0]


def told_by_mail(world: World) -> dict[str, list[str]]:
    """Address to the titles in its letters. A letter whose worker died before it noted that it was sent goes out again, under
    the same Message-ID, which is how a mail server knows the twin."""
    by_id = {}
    for file in (world.var / "mail").iterdir():
        for text in re.split(rb"^-{79}\n", file.read_bytes(), flags=re.MULTILINE):
            letter = message_from_bytes(text, policy=policy.default)
            body = letter.get_body(("plain",))
            if body and (titles := re.findall("• (Wanted [0-9]+)", body.get_content())):
                twin = by_id.setdefault(letter["Message-ID"], (letter["To"], titles))
                assert twin == (letter["To"], titles)
    told: dict[str, list[str]] = {}
    for address, titles in by_id.values():
        told.setdefault(address, []).extend(titles)
    return told
