"""The house keeps its shape."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOP_LEVEL = {
    "site", "recruitment", "supply", "search", "locale", "tests", "manage.py", "requirements.txt", "README.md",
    "pyproject.toml", "Makefile", "supervisord.conf", ".ci", "docs", "bench", "deploy", "LICENSE", ".gitignore", ".gitattributes",
}  # fmt: skip


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.splitlines()
    return [Path(line) for line in listed if (ROOT / line).is_file()]


def modules() -> list[Path]:
    return [path for path in tracked() if path.suffix == ".py" and "migrations" not in path.parts]


def test_the_top_level_is_as_the_customer_fixed_it():
    assert {path.parts[0] for path in tracked()} <= TOP_LEVEL


def test_site_and_locale_are_plain_folders():
    assert not [path for path in (ROOT / "site/__init__.py", *ROOT.glob("locale/**/__init__.py")) if path.exists()]


def test_modules_stay_within_three_hundred_lines():
    product = [path for path in modules() if path.parts[0] not in {"tests", "bench"}]
    long = {str(path): count for path in product if (count := len((ROOT / path).read_text().splitlines())) > 300}
    assert long == {}


@pytest.mark.promise("REL-1.13")
def test_tests_never_sleep_on_the_clock():
    sleeping = [
        str(path)
        for path in modules()
        if path.parts[0] == "tests" and re.search(r"\bsleep\(", (ROOT / path).read_text())
    ]
    assert [path for path in sleeping if path != "tests/house/test_layout.py"] == []


def test_nothing_marks_markup_as_safe():
    suspects = re.compile(r"\|\s*safe\b|\bmark_safe\(|RawHTMLBlock|autoescape off")
    product = [
        path for path in tracked() if path.suffix in {".py", ".html", ".txt"} and path.parts[0] not in {"tests", "docs"}
    ]
    found = [str(path) for path in product if path.suffix != ".txt" and suspects.search((ROOT / path).read_text())]
    assert found == []


def test_texts_are_marked_by_names_that_extraction_knows():
    renamed = re.compile(r"\b[np]*gettext(?:_lazy)? as (?!_\b|_lazy\b)\w+")
    product = [path for path in modules() if path.parts[0] != "tests"]
    found = {str(path): names for path in product if (names := renamed.findall((ROOT / path).read_text()))}
    assert found == {}


def test_styles_know_no_left_and_right():
    sided = re.compile(
        r"\b(?:margin|padding|border|inset)-(?:left|right)\b|(?<![-\w])(?:left|right)\s*:|text-align:\s*(?:left|right)|float:"
    )
    sheets = [path for path in tracked() if path.suffix == ".css"]
    assert sheets
    assert [str(path) for path in sheets if sided.search((ROOT / path).read_text())] == []


def test_templates_carry_no_scripts_and_no_styles_of_their_own():
    inline = re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)|<style|\sstyle=|\son[a-z]+=\"|javascript:"
    )
    pages = [
        path
        for path in tracked()
        if path.suffix == ".html" and not {"letters", "mail"} & set(path.parts) and "letter" not in path.name
    ]
    assert [str(path) for path in pages if inline.search((ROOT / path).read_text())] == []


@pytest.mark.parametrize("name", ["requirements.txt", "tests/requirements.txt"])
def test_requirements_are_pinned_with_hashes(name):
    entries = re.split(r"\n(?=[a-z0-9])", (ROOT / name).read_text())
    loose = [entry.splitlines()[0] for entry in entries if "==" in entry and "--hash=sha256:" not in entry]
    assert loose == []


def test_the_customers_named_parts_are_direct_requirements():
    pins = (ROOT / "requirements.txt").read_text()
    for name in ("wagtail", "django", "wagtail-localize", "django-storages", "elasticsearch", "celery"):
        assert re.search(rf"^{name}(\[[\w,]+\])?==", pins, re.MULTILINE), name


def test_the_project_speaks_of_itself_alone():
    here = re.compile(r"(?<![\w.}/])/(?:home|Users|work)/\w|registry[ =]+https?://|index-url")
    texts = [
        path
        for path in tracked()
        if path.suffix in {".py", ".md", ".html", ".toml", ".txt", ".sh", ".conf", ""} and path.parts[0] != ".ci"
    ]
    found = [
        str(path)
        for path in texts
        if path != Path("tests/house/test_layout.py") and here.search((ROOT / path).read_text(errors="ignore"))
    ]
    assert found == []
