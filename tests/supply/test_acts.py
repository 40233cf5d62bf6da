"""Whatever is audited on a record whose history staff reads is named there in words."""

import re
from pathlib import Path

import pytest

import supply
from supply.templatetags.supply import ACTS

ROOT = Path(supply.__file__).parent
# Bids and interests show their history to nobody.
SHOWN = ("tender", "opening", "supplier")


@pytest.mark.promise("SUP-1.10")
def test_every_act_that_a_history_shows_has_its_words():
    sources = "\n".join(path.read_text(encoding="utf-8") for path in ROOT.rglob("*.py"))
    recorded = set(re.findall(r'audit\.record\(\s*"(supply:[a-z_:]+)"', sources))
    recorded |= {f"supply:tender:{act}" for act in re.findall(r'act="([a-z_]+)"', sources)}
    assert len(recorded) > 30
    shown = {act for act in recorded if act.split(":")[1] in SHOWN}
    assert shown - set(ACTS) == set()
    assert set(ACTS) - shown == set(), "no words for what nobody does"
