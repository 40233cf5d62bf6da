"""What lies in the store and has no row goes, but never what is young, and never nearly everything."""

import os
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from shared import files, tasks
from shared.clock import database_now
from shared.files.orphans import FEW, TooManyOrphans
from shared.models import Heartbeat
from tests.factories.files import pdf, upload
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "private": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "private"), "base_url": None},
        },
    }
    return storages["private"]


def put(store, name: str, *, days_ago: float) -> str:
    key = store.save(name, ContentFile(b"x"))
    _age(store, key, days_ago)
    return key


def _age(store, key: str, days_ago: float) -> None:
    at = (database_now() - timedelta(days=days_ago)).timestamp()
    os.utime(Path(store.path(key)), (at, at))


def orphan(store, days_ago: float) -> str:
    name = str(uuid4())
    return put(store, f"{name[-2:]}/{name}", days_ago=days_ago)


def test_an_old_object_without_a_row_goes_and_a_young_one_stays(store):
    old, young = orphan(store, 31), orphan(store, 29)
    tasks.sweep_store()
    assert (store.exists(old), store.exists(young)) == (False, True)
    assert Heartbeat.objects.filter(name="file store").exists()


def test_what_has_a_row_stays_however_old(store):
    file = files.receive(upload(pdf()), kind="cv", by=PersonFactory(), at=database_now())
    _age(store, file.key, 900)
    tasks.sweep_store()
    assert store.exists(file.key)


def test_what_is_not_named_as_a_private_file_is_not_touched(store):
    others = [put(store, name, days_ago=90) for name in ("images/logo.png", "ab/notes.txt", f"abc/{uuid4()}")]
    tasks.sweep_store()
    assert all(store.exists(each) for each in others)


def test_a_store_that_belongs_to_another_database_is_left_as_it_is(store):
    strangers = [orphan(store, 31) for _object in range(FEW + 1)]
    with pytest.raises(TooManyOrphans):
        tasks.sweep_store()
    assert all(store.exists(each) for each in strangers)
    assert not Heartbeat.objects.filter(name="file store").exists()


def test_a_store_that_is_not_there_yet_is_empty():
    assert files.sweep_store(before=database_now()) == 0
