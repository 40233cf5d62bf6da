import importlib.util
from pathlib import Path

import pytest
from babel.messages.catalog import Message

spec = importlib.util.spec_from_file_location("translations", Path(__file__).with_name("translations.py"))
translations = importlib.util.module_from_spec(spec)
spec.loader.exec_module(translations)


@pytest.mark.promise("REL-1.14")
def test_every_text_stands_in_arabic_with_its_placeholders_and_six_plurals():
    assert translations.faults() == []


@pytest.mark.parametrize(
    ("message", "fault"),
    [
        (Message("Hello", ""), "untranslated"),
        (Message("Hello {name}", "أهلًا {nam}"), "placeholders differ"),
        (Message(("{n} file", "{n} files"), ("ملف", "ملفان")), "needs six"),
        (Message("Hello", "أهلًا", flags=["fuzzy"]), "fuzzy"),
    ],
)
def test_each_kind_of_fault_is_seen(message, fault):
    assert any(found.startswith(fault) for found in translations.faults_of(message))
