"""The key pair that bids are sealed to."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from supply import bid_keys
from supply.sealing.keys import OpeningKeyMissing, OpeningKeyUnusable, key_id, make_pair, read_private, read_public

pytestmark = pytest.mark.promise("SUP-1.9")


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    return tmp_path / "keys" / "opening.key", tmp_path / "keys" / "opening.pub"


def test_a_pair_is_made_once_and_the_private_half_is_its_owners_alone(pair):
    private, public = pair
    make_pair(private=private, public=public)
    before = private.read_text(), public.read_text()
    make_pair(private=private, public=public)
    assert (private.read_text(), public.read_text()) == before
    assert stat.S_IMODE(private.stat().st_mode) == 0o600
    assert read_private(private).public_key() == read_public(public)
    assert sorted(file.name for file in private.parent.iterdir()) == ["opening.key", "opening.pub"]


def test_many_processes_that_start_at_once_agree_on_one_pair(pair):
    private, public = pair
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: make_pair(private=private, public=public), range(32)))
    assert read_private(private).public_key() == read_public(public)


def test_a_lost_public_half_comes_back_and_a_lost_private_half_is_never_replaced(pair):
    private, public = pair
    make_pair(private=private, public=public)
    before = public.read_text()
    public.unlink()
    make_pair(private=private, public=public)
    assert public.read_text() == before
    private.unlink()
    with pytest.raises(OpeningKeyMissing, match="restore"):
        make_pair(private=private, public=public)
    assert not private.exists()


def test_halves_of_two_pairs_are_refused(pair, tmp_path):
    private, public = pair
    make_pair(private=private, public=public)
    make_pair(private=tmp_path / "other.key", public=tmp_path / "other.pub")
    with pytest.raises(OpeningKeyUnusable):
        make_pair(private=private, public=tmp_path / "other.pub")


@pytest.mark.parametrize("text", ["", "not base64", "YWJj", "\u0645\u0641\u062a\u0627\u062d"])
def test_a_file_that_holds_no_key_is_refused(tmp_path, text):
    (tmp_path / "key").write_text(text)
    for read in (read_private, read_public):
        with pytest.raises(OpeningKeyUnusable):
            read(tmp_path / "key")


def test_the_platform_key_is_the_one_the_settings_name(settings, pair):
    private, public = pair
    settings.OPENING_PUBLIC_KEY_PATH = str(public)
    with pytest.raises(OpeningKeyMissing):
        bid_keys.platform_key_id()
    make_pair(private=private, public=public)
    assert bid_keys.platform_key_id() == key_id(read_private(private).public_key())
    assert len(bid_keys.platform_key_id()) == 64


def test_only_the_opening_worker_is_told_where_the_private_half_lies(settings):
    assert settings.OPENING_KEY_PATH == ""
    with pytest.raises(OpeningKeyMissing):
        read_private(Path(settings.OPENING_KEY_PATH))
