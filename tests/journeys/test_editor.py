"""Journey 6: an editor writes news in Arabic in the admin, translates it, publishes both; found at once; unpublished: gone."""

from datetime import datetime

import pytest

pytestmark = pytest.mark.journey


def news_section(page, portal):
    """The number of the Arabic news section, found by walking the explorer from its root."""
    children = "tr a[href^='/admin/pages/'][href$='/']:not([href*='edit'])"
    page.goto(f"{portal}/admin/pages/")
    for home in page.locator(children).evaluate_all("links => links.map((each) => each.getAttribute('href'))"):
        page.goto(f"{portal}{home}")
        row = page.locator("tr").filter(has=page.locator("a[href$='/ar/news/']"))
        news = row.locator("a[href^='/admin/pages/'][href$='/']:not([href*='edit'])")
        if news.count():
            return news.last.get_attribute("href").rstrip("/").rsplit("/", 1)[1]
    raise AssertionError("no Arabic news section in the explorer")


def write_and_publish(page, portal, title, summary, text):
    section = news_section(page, portal)
    page.goto(f"{portal}/admin/pages/add/content/newspage/{section}/")
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.locator("#id_title").get_attribute("dir") == "rtl"
    page.locator("#id_title").fill(title)
    page.locator("#id_summary").fill(summary)
    page.locator("button.c-sf-add-button").first.click()
    page.get_by_role("option", name="نص", exact=True).click()
    writing = page.locator(".Draftail-Editor [contenteditable=true]").first
    writing.click()
    writing.press_sequentially(text)
    # The writing surface hands its text to the form a moment later.
    page.wait_for_function("text => document.querySelector('[name=body-0-value]').value.includes(text)", arg=text)
    page.locator("footer [data-w-dropdown-target=toggle]").last.click()
    page.locator("[name=action-publish]").click()
    page.locator(".messages").get_by_text("نشر").first.wait_for()
    page.goto(f"{portal}/admin/pages/{section}/")
    return page.locator("tr", has_text=title).locator("a[href$='/edit/']").first.get_attribute("href").split("/")[3]


def translate_and_publish(page, portal, pk, sentences):
    page.goto(f"{portal}/admin/localize/submit/page/{pk}/")
    page.locator("[name=locales]").first.check()
    page.locator("form:has([name=locales]) [type=submit]").click()
    page.wait_for_url("**/edit/")
    for sentence in sentences:
        page.get_by_role("button", name="ترجمة", exact=True).first.click()
        page.locator("main textarea").first.fill(sentence)
        page.get_by_role("button", name="حفظ", exact=True).first.click()
        page.locator("main textarea").first.wait_for(state="detached")
    page.get_by_role("button", name="نشر في الإنجليزية").click()
    page.locator(".messages").get_by_text("تم نشر").wait_for()
    return page.url.rstrip("/").split("/")[-2]


def unpublish(page, portal, pk):
    page.goto(f"{portal}/admin/pages/{pk}/unpublish/")
    page.locator("main form [type=submit]").last.click()
    page.wait_for_load_state()


@pytest.mark.promise("CON-1.2")
def test_a_news_item_is_written_translated_published_found_and_gone(someone, until):
    number = datetime.now().strftime("%H%M%S%f")
    titles = {"ar": f"افتتاح مكتبة الواحة {number}", "en": f"Oasis library opens {number}"}
    editor = someone("ar", scripts=True, email="editor@demo.example")
    written = write_and_publish(
        editor.page, editor.portal, titles["ar"], "خبر عن المكتبة العامة.", "تضم المكتبة قاعة للأطفال."
    )
    sentences = [titles["en"], "About the public library.", "The library has a hall for children."]
    translated = translate_and_publish(editor.page, editor.portal, written, sentences)
    readers = {language: someone(language) for language in titles}

    def found(language):
        readers[language].go(f"search/?q={number}")
        return readers[language].page.get_by_role("link", name=titles[language]).count() == 1

    for language in titles:
        until(lambda language=language: found(language))
    readers["en"].page.get_by_role("link", name=titles["en"]).click()
    assert readers["en"].page.locator("h1").inner_text() == titles["en"]
    assert "hall for children" in readers["en"].main

    for pk in (written, translated):
        unpublish(editor.page, editor.portal, pk)
    for language in titles:
        until(lambda language=language: not found(language))
