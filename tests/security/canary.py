"""Unique words, sent through every door of an application, a bid and a profile, well and badly."""

import json
import logging
from dataclasses import dataclass, field
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from celery import current_app
from django.conf import settings as portal_settings
from django.core.management import call_command
from django.test import Client
from django.utils.module_loading import import_string

from entities.models import Role
from recruitment import answering, information, screening
from recruitment.models import Application
from shared import outbox, tasks
from shared.clock import database_now
from shared.models import OutboxDelivery
from shared.relay import relay_once
from supply import bidding
from supply.forms.bids import DECLARATION
from supply.models import Bid
from tests.factories import applications, bids, files
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.people import staff
from tests.factories.recruitment import published_vacancy

MARK = "zzcanary"
# Digits that nothing else in the world has; what is looked for is the mark and these.
PHONE, PRICE, SUM = "501239876", "7654321.09", "7,654,321.09"
SECRETS = (MARK, PHONE, PRICE, SUM)
ADDRESS = f"{MARK}mail@example.org"


def mark(name: str) -> str:
    return f"{MARK} {name} قناري"


@dataclass
class Seen:
    """Everything that came to light beside the records themselves."""

    log: list[str] = field(default_factory=list)
    pages: dict[str, str] = field(default_factory=dict)
    messages: list[str] = field(default_factory=list)
    health: str = ""


class Written(logging.Handler):
    """Each record as production writes it."""

    def __init__(self, into: list[str]) -> None:
        super().__init__(logging.DEBUG)
        facts = dict(portal_settings.LOGGING["formatters"]["json"])
        self.setFormatter(import_string(facts.pop("()"))(**facts))
        self.into = into

    def emit(self, record: logging.LogRecord) -> None:
        if not record.name.startswith(("factory", "faker")):
            self.into.append(self.format(record))


def browser(person: Any = None) -> Client:
    client = Client(raise_request_exception=False)
    if person:
        client.force_login(person)
    return client


def apply(behind_the_clock: Any) -> None:
    """All of an application through its doors: bad, then good, submitted, asked, answered; a second one withdrawn."""
    person = UserFactory(email=ADDRESS, full_name_ar=mark("الاسم"), full_name_en=mark("name"))
    client, vacancy = browser(person), published_vacancy()
    where = f"/ar/jobs/{vacancy.reference}/apply/"

    def send(page: str, **typed: Any) -> Any:
        draft = Application.objects.filter(candidate__user=person, vacancy=vacancy).last()
        return client.post(f"{where}{page}", {"version": draft.row_version if draft else 0, "continue": "1", **typed})

    personal = {**applications.PERSONAL, "name_ar": mark("الاسم"), "name_en": mark("name"), "phone": f"+971{PHONE}"}
    education = {**applications.EDUCATION, "subject": mark("subject"), "institution": mark("institution")}
    experience = {**applications.EXPERIENCE, **{name: mark(name) for name in ("position", "employer", "duties")}}
    paper = files.pdf() + f"\n% {MARK}\n".encode()
    send("")
    assert send("personal/", **{**personal, "date_of_birth": mark("born")}).status_code == 422
    for page, typed in (
        ("personal/", personal),
        ("education/new/", education),
        ("education/", {}),
        ("experience/new/", experience),
        ("experience/", {}),
        ("documents/", {"kind": "cv", "file": files.upload(paper, f"{MARK} cv.pdf")}),
        ("declaration/", {"confirmed": "on"}),
    ):
        assert send(page, **typed).status_code == 302, page
    for content, status in ((mended(), 302), (damaged(), 422)):
        answer = send("documents/", kind="supporting", file=files.upload(content, f"{MARK}.pdf"))
        assert answer.status_code == status
    draft = Application.objects.get()
    assert send("check/", idempotency_key=f"{draft.pk}:1").status_code == 302
    draft.refresh_from_db()
    assert draft.state == "submitted"
    answer_questions(client, draft, behind_the_clock)
    keep = client.get(f"/ar/account/applications/{draft.pk}/keep/")
    kept = {step: [offer.key for offer in offers] for step, offers in keep.context["form"].offers.items()}
    assert client.post(f"/ar/account/applications/{draft.pk}/keep/", kept).status_code == 302
    second = applications.submitted(by=person, personal={"name_ar": mark("الاسم")})
    path = f"/ar/account/applications/{second.pk}/withdraw/"
    assert client.post(path, {"reason": mark("withdrawal"), "version": second.row_version}).status_code == 302


def mended() -> bytes:
    """A PDF in which the words stand where a parser complains about them and goes on."""
    return files.pdf().replace(b"/Type /Pages", f"/{MARK} {MARK}".encode()).replace(b"trailer", MARK.encode())


def damaged() -> bytes:
    return f"%PDF-1.7\n1 0 obj\n<< /{MARK} ({MARK} >>\n{MARK}\ntrailer <<{MARK}".encode()


def answer_questions(client: Client, sent: Application, behind_the_clock: Any) -> None:
    recruiter = staff(Role.RECRUITER, sent.vacancy.entity)
    screening.move_application(sent.pk, "screening", by=recruiter, version=applications.version(sent))
    behind_the_clock(sent, effective_at=timedelta(hours=-1))
    information.request_information(
        sent.pk, by=recruiter, version=applications.version(sent), due_at=database_now() + timedelta(days=10),
        items_ar="شهادة", items_en="Certificate",
    )  # fmt: skip
    body = {"idempotency_key": "1", "version": applications.version(sent), "answer": mark("answer")}
    body["file_1"] = files.upload(files.pdf(), f"{MARK} paper.pdf")
    assert client.post(f"/ar/account/applications/{sent.pk}/information/", body).status_code == 302


def bid() -> None:
    """One bid that stays a draft, and one that is sealed."""
    for tender, ends in ((bids.open_tender(), False), (bids.open_tender(), True)):
        firm = bids.firm()
        client, where = browser(bids.person_of(firm)), f"/ar/tenders/{tender.reference}/bid/"
        assert client.post(where, {"supplier": str(firm.pk)}).status_code == 302
        typed = {
            "company": {"contact_name": mark("contact"), "email": ADDRESS, "phone": f"+971{PHONE}", "confirmed": "on"},
            "price": {"net": PRICE, "vat": "0", "gross": PRICE},
            "answers": {"approach": mark("approach"), "duration_days": "180", "deviations": mark("deviations")},
            "files": {"file": files.upload(files.pdf() + f"\n% {MARK}\n".encode(), f"{MARK} offer.pdf")},
            "declaration": {"no_collusion": "on", "no_conflict": "on", "correct": "on", "wording": DECLARATION},
        }
        bad = {"net": PRICE, "vat": "0", "gross": mark("gross")}
        for step, answers in [("price", bad), *typed.items()]:
            version = Bid.objects.get(tender=tender).row_version
            answer = client.post(f"{where}{step}/", {"version": version, "continue": "1", **answers})
            assert answer.status_code == (422 if answers is bad else 302), step
        if ends:
            version = Bid.objects.get(tender=tender).row_version
            assert client.post(f"{where}seal/", {"idempotency_key": "1", "version": version}).status_code == 302


def profile(found: Seen) -> None:
    """Name and phone, a sign-up, a forgotten and a wrong password, a text that was typed after the sign-in ran out."""
    client = browser(UserFactory())
    named = {
        "full_name_ar": mark("profile"),
        "full_name_en": mark("profile"),
        "phone": f"+971{PHONE}",
        "language": "ar",
    }
    assert client.post("/ar/account/profile/", named).status_code == 302
    assert client.post("/ar/account/profile/", {**named, "language": mark("language")}).status_code == 422
    anyone = browser()
    wrong = {"login": ADDRESS, "password": f"{MARK}-password"}
    found.pages["wrong password"] = anyone.post("/ar/account/sign-in/", wrong).content.decode().replace(ADDRESS, "")
    sign_up = {"full_name_ar": mark("new"), "email": f"{MARK}new@example.org", "password1": f"{MARK}-{PASSWORD}"}
    anyone.post("/ar/account/sign-up/", sign_up)
    browser().post("/ar/account/password/reset/", {"email": ADDRESS})
    reference = Application.objects.first().vacancy.reference
    browser().post(f"/ar/jobs/{reference}/apply/personal/", {"version": "1", "name_ar": mark("late")})


def stumble(found: Seen, monkeypatch: Any) -> None:
    """The pages of errors, each met by somebody who sent all this; for the last ones a deed that quotes it falls."""
    person = UserFactory()
    draft = applications.filled(by=person)
    typed = {**applications.PERSONAL, "name_ar": mark("stumble"), "version": draft.row_version}
    path, client = f"/ar/jobs/{draft.vacancy.reference}/apply/personal/", browser(person)

    def fall(*args: Any, **kwargs: Any) -> None:
        raise ValueError(f"cannot save {mark('error')} {ADDRESS} {PRICE}")

    checks = Client(enforce_csrf_checks=True)
    checks.force_login(person)
    found.pages["403"] = page(checks.post(path, typed), 403)
    found.pages["404"] = page(client.post(f"/ar/jobs/no-such/apply/{MARK[:2]}/", typed), 404)
    found.pages["405"] = page(client.post("/ar/jobs/", typed), 405)
    found.pages["400"] = page(client.post(path, typed, headers={"host": f"{MARK}.example"}), 400)
    late = browser(applications.owner(Application.objects.exclude(submitted_at=None).first()))
    found.pages["409"] = page(late.post(path.replace("personal", "check"), {**typed, "idempotency_key": "9"}), 302, 409)
    with monkeypatch.context() as patch:
        patch.setattr(answering, "save", fall)
        found.pages["500"] = page(client.post(f"{path}?q={MARK}", typed), 500)
    bidder = Bid.objects.exclude(state="sealed").first()
    with monkeypatch.context() as patch:
        patch.setattr(bidding, "save_step", fall)
        where = f"/ar/tenders/{bidder.tender.reference}/bid/price/"
        sent = {"net": PRICE, "vat": "0", "gross": PRICE, "version": bidder.row_version, "continue": "1"}
        found.pages["500 of a bid"] = page(browser(bids.person_of(bidder.supplier)).post(where, sent), 500)
    for language in ("ar", "en"):
        browser().get(f"/{language}/search/?q={MARK}")
        browser().get(f"/{language}/search/suggest?q={MARK}")
        found.pages[f"404 {language}"] = page(browser().get(f"/{language}/no-such-page/"), 404)


def page(answer: Any, *statuses: int) -> str:
    assert answer.status_code in statuses, answer.status_code
    return f"{answer.content.decode()} {dict(answer.headers)}"


def deliver(found: Seen, monkeypatch: Any) -> None:
    """By broker and worker; one by a handler that falls and quotes what people wrote, and is not tried again yet."""
    broken = Refuses(f"550 no mailbox {ADDRESS} for {mark('handler')} {PRICE}")
    waiting = OutboxDelivery.objects.filter(done_at=None).first()
    with monkeypatch.context() as patch:
        patch.setitem(outbox._handlers, waiting.handler, outbox.Handler(waiting.handler, "", "", False, broken.handle))
        assert not outbox.deliver(waiting.pk)
    for _round in range(4):
        relay_once()
        for delivery, raw in sent_to_workers():
            found.messages.append(raw)
            tasks.deliver(delivery)
    assert found.messages


@dataclass
class Refuses:
    words: str

    def handle(self, message: Any) -> None:
        raise OSError(self.words)


def sent_to_workers() -> list[tuple[int, str]]:
    """What lies at the broker, as a worker would take it: body, headers and properties."""
    taken = []
    with current_app.connection_for_read() as broker, broker.channel() as channel:
        for queue in (*portal_settings.QUEUES, "opening"):
            while message := channel.basic_get(queue, no_ack=True):
                args, _kwargs, _embedded = json.loads(message.body)
                taken.append((args[0], f"{message.body} {message.headers} {message.properties}"))
    return taken


def look_at_health(found: Seen) -> None:
    found.pages["readyz"] = browser().get("/readyz").content.decode()
    said = StringIO()
    with pytest.raises(SystemExit):
        call_command("health", "--json", stdout=said)
    found.health = said.getvalue()
