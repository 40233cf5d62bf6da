"""What pages do besides with JavaScript: save what is typed, say how far a file has come, take cards that are dragged."""

import pytest

from tests.factories.files import pdf

pytestmark = pytest.mark.journey
# A vacancy of the demo world to which the seeker of each language has not applied.
VACANCY = {"ar": "محلل ميزانية", "en": "Traffic planner"}
SEEKER = {"ar": "seeker@demo.example", "en": "seeker2@demo.example"}


def begin(seeker):
    """The first step of an application; one that was begun before goes on."""
    title = VACANCY[seeker.language]
    seeker.go(f"jobs/?q={title}")
    seeker.page.locator("ol.hits a, ul.hits a").filter(has_text=title).first.click()
    address = seeker.page.url
    seeker.go(f"{address}apply/")
    if seeker.button("Start the application").count():
        seeker.press("Start the application")
    return f"{address}apply/"


@pytest.mark.promise("FND-1.9")
@pytest.mark.parametrize("language", ["ar", "en"])
def test_what_is_typed_is_saved_by_itself_and_a_second_tab_is_told(someone, language):
    seeker = someone(language, scripts=True, email=SEEKER[language])
    steps = begin(seeker)
    page, name = seeker.page, f"[name=name_{language}]"
    seeker.go(f"{steps}personal/")
    other = page.context.new_page()
    other.goto(page.url)
    for tab in (page, other):
        tab.locator("auto-save").evaluate("element => { element.dataset.every = '0.2'; }")

    page.locator(name).fill("اسم أول" if language == "ar" else "First name")
    saved = seeker.say("Saved at %(time)s").split("%")[0]
    page.locator("auto-save", has_text=saved).wait_for()
    other.locator(name).fill("Second")
    other.locator(
        "auto-save", has_text=seeker.say("The data changed after you opened this page. Check it and try again.")
    ).wait_for()
    other.get_by_role("button", name=seeker.say("Save and come back later"), exact=True).click()
    assert seeker.say("What you just typed") in other.locator("main").inner_text(), "both texts, nothing overwritten"
    other.close()

    page.locator(name).fill("اسم ثانٍ" if language == "ar" else "Another name")
    seeker.press("Save and continue")
    assert "/personal/" not in page.url, "his own save goes on from the version that was saved by itself"
    seeker.go(f"{steps}personal/")
    assert page.locator(name).input_value() in ("اسم ثانٍ", "Another name")


@pytest.mark.promise("FND-1.9")
def test_a_file_says_how_far_it_has_come_and_a_refused_one_why(someone):
    seeker = someone("en", scripts=True, email=SEEKER["en"])
    steps = begin(seeker)
    seeker.go(f"{steps}documents/")
    page = seeker.page
    form = page.locator("form").filter(has=page.locator("[name=kind][value=cv]"))
    page.evaluate(
        """() => {
            window.told = [];
            new MutationObserver(() => window.told.push(document.querySelector("upload-progress").textContent))
                .observe(document.querySelector("upload-progress"), { childList: true, subtree: true, characterData: true });
        }"""
    )
    big = pdf() + b"\n%" + b"0" * 3_000_000
    form.locator("[type=file]").set_input_files({"name": "cv.pdf", "mimeType": "application/pdf", "buffer": big})
    form.locator("button").click()
    page.get_by_role("status").filter(has_text="The file is attached.").wait_for()
    told = page.evaluate("window.told")
    assert any("MB" in words or "being checked" in words for words in told)
    assert page.get_by_role("link", name="cv.pdf", exact=True).count() == 1
    form.locator("[type=file]").set_input_files({"name": "no.pdf", "mimeType": "application/pdf", "buffer": b"MZ"})
    form.locator("button").click()
    page.locator("#id_cv_file_error").wait_for()
    assert page.title().startswith("Error:")
    assert page.locator(".error-summary").evaluate("element => element === document.activeElement")


@pytest.mark.promise("REC-1.13")
def test_a_card_is_dragged_to_a_column_that_takes_it(someone):
    recruiter = someone("ar", scripts=True, email="recruiter@demo.example")
    page = recruiter.page
    recruiter.go(f"{recruiter.portal}/admin/recruitment/")
    page.locator(".staff a").filter(has_text="مهندس طرق أول").first.click()
    recruiter.go(f"{page.url}applications/board/")
    new, screening = (page.locator(f"[data-state={state}]") for state in ("submitted", "screening"))
    before, card = screening.locator(".card").count(), new.locator(".card").first
    name = card.locator("h3").inner_text()
    card.locator("h3").drag_to(screening.locator("h2"))
    screening.locator(".card").filter(has_text=name).wait_for()
    assert screening.locator(".card").count() == before + 1
    card.drag_to(page.locator("[data-state=hired] h2, [data-state=withdrawn] h2").first)
    assert page.locator("[data-state=hired] .card").count() == 0, (
        "no column takes what its table of moves does not lead to"
    )
