"""What is kept about people is declared, field by field, and written down."""

from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from portal.foreign_records import RECORDS, UNUSED
from shared import privacy
from shared.management.commands import data_inventory
from shared.privacy import Purpose

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.promise("REL-1.17")
OURS = [model for model in apps.get_models() if "site-packages" not in apps.get_app_config(model._meta.app_label).path]
FOREIGN = [model for model in apps.get_models() if model not in OURS]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_field_of_ours_is_declared_personal_or_plain_and_none_that_is_not_there(model):
    assert privacy.undeclared(model) == []
    said = {*getattr(model, "personal", {}), *getattr(model, "plain", set())}
    assert said <= {field.name for field in model._meta.get_fields()}


def test_every_package_that_keeps_something_about_people_is_declared():
    telling = {"ip", "ip_address", "user_agent", "username", "email", "session_data"}
    keepers = {
        model._meta.label
        for model in FOREIGN
        for field in model._meta.local_fields
        if (field.is_relation and field.related_model._meta.label == "accounts.User") or field.name in telling
    }
    assert keepers == set(RECORDS) | UNUSED
    for label, personal in RECORDS.items():
        assert set(personal) <= {field.name for field in apps.get_model(label)._meta.get_fields()}, label


def test_the_written_inventory_equals_the_code():
    written = (ROOT / "docs" / "data-inventory.md").read_text(encoding="utf-8")
    assert written == data_inventory.page(), "run: manage.py data_inventory"


def test_a_field_that_says_nothing_is_seen():
    class Diary(models.Model):
        text = models.TextField()
        mood = models.CharField(max_length=10)
        pages = models.IntegerField()
        written_on = models.DateField()

        personal = {"text": Purpose("consent", "work")}  # noqa: RUF012
        plain = {"mood"}  # noqa: RUF012

        class Meta:
            app_label = "tests"
            managed = False

    try:
        assert privacy.undeclared(Diary) == ["written_on"]
    finally:
        apps.all_models.pop("tests")
        apps.clear_cache()
