"""SUP-1.1: one licence is one firm in any spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supply.rules.licence import normalise_licence

ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
SEPARATORS = st.sampled_from(["", "-", " ", "–", " - ", "\u00a0", "/", "\u200f"])
NUMBERS = st.text("ABCDEFGHKLMNPRSTUVWXYZ0123456789", min_size=1, max_size=16)

pytestmark = pytest.mark.promise("SUP-1.1")


@pytest.mark.parametrize(
    "written",
    ["CN-1234567", "cn 1234567", "CN–١٢٣٤٥٦٧", " cn1234567 ", "ＣＮ１２３４５６７", "CN/123-45-67", "CN‏1234567"],
)
def test_every_spelling_of_a_licence_is_the_same_licence(written):
    assert normalise_licence(written) == "CN1234567"


@pytest.mark.parametrize("other", ["CN-1234568", "CM-1234567", "1234567"])
def test_another_number_is_another_licence(other):
    assert normalise_licence(other) != normalise_licence("CN-1234567")


@given(NUMBERS, st.lists(SEPARATORS, min_size=17, max_size=17), st.booleans(), st.booleans())
def test_separators_case_and_digits_do_not_make_a_new_firm(number, separators, lower, arabic):
    spelling = "".join(a + b for a, b in zip(separators, number, strict=False))
    spelling = spelling.lower() if lower else spelling
    spelling = spelling.translate(ARABIC_DIGITS) if arabic else spelling
    assert normalise_licence(spelling) == number


@given(st.text(max_size=40))
def test_normalising_twice_changes_nothing(written):
    once = normalise_licence(written)
    assert normalise_licence(once) == once
