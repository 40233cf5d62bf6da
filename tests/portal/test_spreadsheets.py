"""What Wagtail's own reports hand to a spreadsheet: text stays text in both formats."""

import csv
import io

import openpyxl
import pytest
from django.urls import reverse

from entities.models import Role
from tests.content.strangers import client_of
from tests.factories import content
from tests.factories.people import EntityFactory, staff

pytestmark = [pytest.mark.django_db, pytest.mark.promise("REL-2.5")]


@pytest.fixture
def report():
    """The report of pages as an editor of their entity downloads it: rows of a heading and one title each."""
    content.tree()
    entity = EntityFactory(code="MUN")
    content.entity_page(entity)
    content.editor_of(entity)
    client = client_of(staff(Role.EDITOR, entity))

    def download(ending):
        answer = client.get(reverse("wagtailadmin_reports:aging_pages"), {"export": ending})
        assert answer.status_code == 200
        whole = b"".join(answer.streaming_content)
        if ending == "xlsx":
            sheet = openpyxl.load_workbook(io.BytesIO(whole)).active
            return [row[0].value for row in sheet], {row[0].data_type for row in sheet}
        assert whole.startswith("\ufeff".encode()), "spreadsheets read Arabic rightly only after a byte order mark"
        return [row[0] for row in csv.reader(io.StringIO(whole.decode("utf-8-sig")))], {"s"}

    download.entity = entity
    return download


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("title", ["=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "\t=1", " =1", "＝1"])
def test_a_title_that_a_spreadsheet_takes_for_a_formula_is_text(report, title, ending):
    content.news(entity=report.entity, title=title)
    titles, types = report(ending)
    assert f"'{title}" in titles
    assert title not in titles
    assert types == {"s"}


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_any_other_title_stays_as_it_is(report, ending):
    content.news(entity=report.entity, title="رخصة = تصريح")
    assert "رخصة = تصريح" in report(ending)[0]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_so_are_the_headings(report, ending, monkeypatch):
    """An editor who makes a form chooses the headings of what is sent by it."""
    from wagtail.admin.views.reports.aging_pages import AgingPagesView

    monkeypatch.setattr(AgingPagesView, "export_headings", {"title": "=1+1"})
    assert report(ending)[0][0] == "'=1+1"
