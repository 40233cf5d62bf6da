import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import lemmas, tokens
from search.analysis.normalise import clean, compact, fold, words
from search.analysis.sounds import sounds
from search.analysis.synonyms import build
from search.documents import quoted, weighted


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("إجازة", "اجازه"),
        ("مَدرَسةٌ", "مدرسة"),
        ("مستشفى", "مستشفي"),
        ("رخصــة", "رخصة"),
        ("کتابی", "كتابي"),
        ("١٢٣", "123"),
        ("۴۵", "45"),
        ("Café", "cafe"),
        ("مسؤول", "مسوول"),
    ],
)
def test_spellings_of_one_word_fold_to_one(one, other):
    assert fold(one) == fold(other)


@given(st.text(max_size=80))
def test_folding_again_changes_nothing(text):
    assert fold(fold(text)) == fold(text)
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("رخص", "رخصة"),
        ("مناقصات", "المناقصة"),
        ("الوظائف", "وظيفة"),
        ("ممرضين", "ممرض"),
        ("اجازة", "إجازات"),
        ("permits", "permit"),
    ],
)
def test_a_query_meets_the_inflections_of_its_word(asked, written):
    assert tokens.of_query_word(*words(asked)) & tokens.of_word(*words(written))


def test_no_word_leaves_an_empty_token():
    assert "" not in {token for word in ("أ", "ئ", "ء", "a") for token in tokens.of_word(word)}


def test_neighbours_do_not_meet():
    assert not tokens.of_query_word("nurse") & tokens.of_word("nursery")


def test_stop_words_are_left_out_unless_they_are_all_there_is():
    assert tokens.meaningful("أريد رخصة في المدينة") == ["رخصة", "المدينة"]
    assert tokens.meaningful("من في") == ["من", "في"]


def test_a_word_is_tried_in_the_spellings_that_people_mix_up():
    assert "إجازة" in lemmas.spellings("اجازه")
    assert len(lemmas.spellings("اااائئئؤؤؤه")) <= lemmas.MOST_VARIANTS


def test_a_group_of_synonyms_is_met_by_a_term_of_several_words():
    thesaurus = build([("birth", "شهادة ميلاد"), ("birth", "birth certificate"), ("job", "وظيفة")])
    assert thesaurus.groups_at(["شهادة", "الميلاد"], 0) == {("birth", 2)}
    assert thesaurus.groups_at(["شهادة", "خبرة"], 0) == set()


def test_a_reference_is_whole_whatever_stands_between():
    assert compact("OC-HR-2026/0403") == "ochr20260403"


@given(st.text(max_size=30))
def test_no_token_breaks_the_vector(token):
    if "\0" not in token:
        assert quoted(token).startswith("'")
        assert quoted(token).endswith("'")
        assert weighted({"C": {token}, "D": {token}}).endswith(":1C,2D")


@pytest.mark.parametrize(
    ("arabic", "english"),
    [("سوفتوير", "software"), ("السيرفرات", "server"), ("باركنج", "parking"), ("النخيل", "nakheel"), ("سدرة", "sidra")],
)
def test_a_word_sounds_alike_in_both_scripts(arabic, english):
    assert sounds(*words(arabic)) == sounds(*words(english)) != ""


def test_too_few_consonants_tell_nothing():
    assert sounds("مياه") == sounds("ghaf") == sounds("123") == ""


def test_a_term_that_is_nothing_but_a_stop_word_is_no_synonym():
    assert build([("computing", "Where"), ("computing", "حاسوب")]).groups == {"computing": (("حاسوب",),)}


def groups(term: str, question: str) -> list[int]:
    """The lengths in words of what of the one term is met at the question's first word."""
    return [length for _group, length in build([("one", term)]).groups_at(words(question), 0)]


@pytest.mark.promise("SEA-2.5")
@pytest.mark.parametrize(
    ("term", "question"),
    [
        ("وظيفة", "وظائف"),
        ("حديقة", "الحدائق"),
        ("مستوصف", "مستوصفات"),
        ("parking", "parkings"),
        ("power of attorney", "power attorney"),
        ("ماء", "ماء"),
    ],
)
def test_a_term_is_met_in_either_number_and_without_its_small_words(term, question):
    assert groups(term, question) == [len(words(question))]


@pytest.mark.promise("SEA-2.5")
@pytest.mark.parametrize(("word", "itself", "like_it"), [("parking", "parking", "park"), ("خدمات", "خدمة", "خدم")])
def test_a_word_that_is_a_term_asks_for_none_that_only_looks_like_it(word, itself, like_it):
    both = build([("right", itself), ("wrong", like_it)])
    assert both.groups_at([word], 0) == {("right", 1)}


@pytest.mark.promise("SEA-2.4")
@pytest.mark.parametrize(
    ("word", "is_met_as", "not_as"),
    [
        ("أماكن", "مكان", "امي"),
        ("ولدي", "ولد", "لدي"),
        ("أجدد", "تجديد", ""),
        ("أقدم", "تقديم", ""),
        ("أستخرج", "استخراج", ""),
    ],
)
def test_a_word_is_read_as_a_whole_noun_or_as_the_noun_of_its_verb(word, is_met_as, not_as):
    assert is_met_as in tokens.of_word(word)
    assert not_as not in tokens.of_word(word)


def test_no_word_is_met_by_two_of_its_letters():
    assert not {token for word in ("أمن", "أمين", "مكان") for token in tokens.of_word(word) if len(token) < 3}
    assert "ام" in tokens.of_word("أم")


def test_words_have_one_stem_however_many_read_at_once():
    """The web answers with several threads in one process; a stemmer that they share mixes their words."""
    arabic = "مهندسون المهندسات والمدارس وبالرخص للمواطنين الإجازات سيعملون يستخرجون التراخيص المسؤولين"
    asked = f"{arabic} engineers licences municipalities relational generously happiness".split() * 4
    alone = [tokens.shapes(word) for word in asked]
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as readers:
            together = [readers.submit(lambda: [tokens.shapes(word) for word in asked]) for _reader in range(16)]
            assert all(reader.result() == alone for reader in together)
    finally:
        sys.setswitchinterval(usual)
