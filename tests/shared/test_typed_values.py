"""Numbers, dates, phones and money are read as people here type them; errors come in the reader's language."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from shared import digits
from shared.forms import AmountField, DayField, NameField, PhoneField, PortalForm, WholeNumberField
from shared.forms.instants import InstantField

pytestmark = pytest.mark.promise("FND-1.10")
NBSP, TATWEEL, RLM = "\u00a0", "\u0640", "\u200f"
THIRD = date(2026, 11, 23)
READ = [
    (WholeNumberField, "٢٥", 25),
    (WholeNumberField, "۲۵", 25),
    (WholeNumberField, f"{RLM}1{TATWEEL}2{NBSP}", 12),
    (WholeNumberField, "١٬٢٠٠", 1200),
    (AmountField, "١٢٬٥٠٠٫٥٠", Decimal("12500.50")),
    (AmountField, "۱۲٬۵۰۰٫۵۰", Decimal("12500.50")),
    (AmountField, f"12{NBSP}500.5", Decimal("12500.5")),
    (AmountField, "12،500", Decimal("12500")),
    (DayField, ["٢٣", "١١", "٢٠٢٦"], THIRD),
    (DayField, ["23", "11", "2026"], THIRD),
    (DayField, "٢٣/١١/٢٠٢٦", THIRD),
    (DayField, f"23{NBSP}11{NBSP}2026", THIRD),
    (DayField, "۲۳-۱۱-۲۰۲۶", THIRD),
    (DayField, "2026-11-23", THIRD),
    (PhoneField, "٠٥٠ ١٢٣ ٤٥٦٧", "+971501234567"),
    (PhoneField, f"+۹۷۱{NBSP}50{NBSP}123 4567", "+971501234567"),
    (InstantField, "٢٣/١١/٢٠٢٦ ١٤:٠٠", datetime(2026, 11, 23, 14, tzinfo=ZoneInfo("Asia/Dubai"))),
]
REFUSED = [
    (WholeNumberField, "twelve", "عددًا صحيحًا"),
    (WholeNumberField, "1,2", "عددًا صحيحًا"),
    (WholeNumberField, "1.5", "عددًا صحيحًا"),
    (WholeNumberField, "²", "عددًا صحيحًا"),
    (WholeNumberField, "-1", "من 0 إلى 9,999"),
    (WholeNumberField, "10000", "من 0 إلى 9,999"),
    (WholeNumberField, "9" * 400, "عددًا صحيحًا"),
    (AmountField, "12.500,50", "12,500.50"),
    (AmountField, "1e5", "12,500.50"),
    (AmountField, "-5", "12,500.50"),
    (AmountField, "0", "12,500.50"),
    (AmountField, "9" * 19, "12,500.50"),
    (DayField, ["31", "2", "2026"], "23 11 2026"),
    (DayField, ["1", "", "2026"], "23 11 2026"),
    (DayField, "tomorrow", "23 11 2026"),
    (DayField, ["1", "1", "²026"], "23 11 2026"),
    (PhoneField, "12", "050 123 4567"),
    (InstantField, "soon", "2026-12-10"),
]


@pytest.mark.parametrize(("field", "typed", "read"), READ)
def test_what_an_arabic_keyboard_types_is_read(field, typed, read):
    assert field(label="x").clean(typed) == read


@pytest.mark.parametrize(("field", "typed", "says"), REFUSED)
def test_what_cannot_be_meant_is_refused_in_the_readers_language_with_an_example(field, typed, says):
    sentences = {}
    for language in ("ar", "en"):
        with override(language):
            with pytest.raises(ValidationError) as refused:
                field(label="x").clean(typed)
            sentences[language] = refused.value.messages[0]
    assert says in sentences["ar"].replace("\xa0", " ")
    assert sentences["en"].isascii()
    assert sentences["ar"] != sentences["en"]


@given(st.one_of(st.text(max_size=60), st.text("٠١٢۳۴5-/.,٫٬ \u00a0\u0640", max_size=20)))
def test_whatever_is_typed_is_read_or_refused_and_never_an_error(typed):
    for field in (WholeNumberField, AmountField, DayField, PhoneField, InstantField):
        try:
            field(label="x", required=False).clean(typed)
        except ValidationError:
            continue


@given(st.integers(0, 9_999))
def test_a_number_is_the_same_in_every_script(value):
    for block in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"):
        typed = str(value).translate(str.maketrans("0123456789", block))
        assert WholeNumberField(label="x").clean(typed) == value
        assert digits.plain(typed) == str(value)


def forms_of_the_portal() -> set[type[forms.BaseForm]]:
    """Every form class that is loaded once all addresses are known; Wagtail's editor makes its own."""
    from django.urls import get_resolver

    get_resolver().reverse_dict  # noqa: B018  (loads every view, and with it every form)
    found, waiting = set(), [forms.BaseForm]
    while waiting:
        waiting += (under := waiting.pop().__subclasses__())
        found |= set(under)
    ours = {config.name for config in apps.get_app_configs() if "site-packages" not in config.path}
    return {each for each in found if each.__module__.split(".")[0] in ours}


def test_every_number_date_phone_and_money_field_of_the_portal_is_one_of_these():
    plain = (forms.IntegerField, forms.DateField, forms.DateTimeField, forms.TimeField)
    ours = (WholeNumberField, InstantField)
    suspects = {
        f"{form.__module__}.{form.__qualname__}.{name}"
        for form in forms_of_the_portal()
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, plain) and not isinstance(field, ours) and not issubclass(form, forms.ModelForm)
    }
    assert suspects == set()
    assert any(issubclass(form, PortalForm) for form in forms_of_the_portal())


@pytest.mark.parametrize(
    ("language", "typed", "is_read"),
    [
        ("ar", "سارة أحمد", True),
        ("ar", "Sara Ahmed", False),
        ("ar", "سارة (Sara)", True),
        ("ar", "", True),
        ("en", "Sara Ahmed", True),
        ("en", "Élodie", True),
        ("en", "سارة أحمد", False),
    ],
)
def test_a_name_stands_in_the_letters_of_its_language(language, typed, is_read):
    field = NameField(language, label="x")
    if is_read:
        assert field.clean(typed) == typed
        return
    with pytest.raises(ValidationError, match="اكتب هذا الاسم بأحرف"):
        field.clean(typed)
