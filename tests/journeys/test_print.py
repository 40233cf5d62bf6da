"""On paper: what was read on the screen, without what can only be clicked on."""

import pytest

pytestmark = [pytest.mark.journey, pytest.mark.promise("CON-1.9")]
LISTS = {"jobs/": ".hits a", "tenders/": ".hits a", "services/": ".cards a"}
# What a reader of paper can do nothing with; and what must be there, folded away on the screen or not.
NOT_ON_PAPER = "nav, form, .site-footer, .site-tools, .skip, .btn"


@pytest.fixture(params=["ar", "en"])
def paper(request, browser, portal):
    context = browser.new_context(viewport={"width": 720, "height": 1000}, locale=request.param)
    page = context.new_page()
    page.emulate_media(media="print")
    yield page, f"{portal}/{request.param}/"
    context.close()


def shown(page, selector):
    return [each for each in page.locator(selector).all() if each.is_visible()]


def is_wide(page):
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") > 0


@pytest.mark.parametrize("path", LISTS)
def test_a_vacancy_a_tender_and_a_service_print_without_what_can_only_be_clicked_on(paper, path):
    page, home = paper
    page.goto(home + path)
    page.goto(home.rsplit("/", 2)[0] + page.locator(f"main {LISTS[path]}").first.get_attribute("href"))
    assert shown(page, NOT_ON_PAPER) == []
    assert shown(page, "main h1")
    assert shown(page, ".site-name")
    assert not is_wide(page)


def test_folded_answers_and_numbers_of_steps_are_on_paper(paper):
    page, home = paper
    page.goto(f"{home}help/faq/")
    answers = page.locator("details > div")
    assert answers.count() == len(shown(page, "details > div")) > 8
    page.goto(f"{home}help/guide/")
    colours = page.locator(".number-list > li").first.evaluate(
        "step => [getComputedStyle(step, '::before').color, getComputedStyle(step, '::before').backgroundColor]"
    )
    assert colours == ["rgb(0, 0, 0)", "rgba(0, 0, 0, 0)"], "printers leave backgrounds out"


def test_where_a_link_leads_elsewhere_its_address_can_be_read(paper):
    page, home = paper
    page.goto(f"{home}open-data/")
    after = "link => getComputedStyle(link, '::after').content"
    assert "https://creativecommons.org" in page.locator('main a[href^="https://"]').first.evaluate(after)
    assert page.locator('main a[href^="/"]').first.evaluate(after) == "none"


@pytest.mark.promise("SUP-1.14")
def test_a_table_of_records_stays_a_table_on_paper(paper):
    """A sheet is as wide as a phone is to the style sheet; rows of a table are compared all the same."""
    page, home = paper
    page.goto(f"{home}tenders/?status=opened")
    page.goto(home.rsplit("/", 2)[0] + page.locator("main .hits a").first.get_attribute("href"))
    cell = page.locator("table.records td").first
    assert cell.evaluate("cell => getComputedStyle(cell).display") == "table-cell"
    assert not is_wide(page)
