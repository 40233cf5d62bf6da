"""Who may do what at every door: a second statement of it, made without looking at the first.

Each line: the door as the URLconf writes it, the record behind it (tests/security/residents.py), and for looking (GET) and
sending (POST) which role gets which status. 401 stands for "sent to sign in"; 404 for "no such thing, as far as you know".
"""

from dataclasses import dataclass, field

Answers = dict[str, int]
OUTSIDE = "visitor seeker other_seeker bidder rival"
STAFF = (
    "recruiter recruitment_approver buyer tender_approver editor entity_admin auditor verifier operator platform_admin "
    "chair staff_b"
)
ROLES = f"{OUTSIDE} {STAFF}".split()


@dataclass(frozen=True)
class Door:
    place: str
    get: Answers
    post: Answers
    typed: dict[str, str] = field(default_factory=dict)


def all_get(status: int, **others: int) -> Answers:
    return {role: others.get(role, status) for role in ROLES}


def _with(base: Answers, statuses: dict[int, str]) -> Answers:
    return base | {role: status for status, names in statuses.items() for role in names.split()}


def staff(statuses: dict[int, str], otherwise: int = 404) -> Answers:
    """A door of the staff area; whoever is no employee is sent to its sign-in, whatever there is behind it."""
    return _with(all_get(otherwise, **dict.fromkeys(OUTSIDE.split(), 401)), statuses)


def signed_in(statuses: dict[int, str] | None = None, otherwise: int = 404) -> Answers:
    return _with(all_get(otherwise, visitor=401), statuses or {})


def public(status: int = 200) -> Answers:
    return all_get(status)


NOT_TAKEN, STAFF_NOT_TAKEN, SIGNED_IN_NOT_TAKEN = public(405), staff({}, 405), signed_in({}, 405)
PAGE = Door("", public(), NOT_TAKEN)
EDITS_SERVICES = "editor entity_admin platform_admin"
LATER = "2099-01-04T12:00"
WHY = {"reason_ar": "تعذر الاكتفاء بالمدة.", "reason_en": "The time was too short."}

# -- recruitment, in the staff area ------------------------------------------------------------------------------------
SEES_VACANCIES, WRITES, APPROVES = "recruiter recruitment_approver auditor", "recruiter", "recruitment_approver"
READS_APPLICATIONS = "recruiter auditor"
write_vacancy = staff({200: WRITES, 403: "recruitment_approver auditor"})
screen_page = staff({200: WRITES, 403: "auditor"})


def by_writer(status: int = 302) -> Answers:
    return staff({status: WRITES, 403: "recruitment_approver auditor"})


def by_vacancy_approver(status: int = 302) -> Answers:
    return staff({status: APPROVES, 403: "recruiter auditor"})


def by_screener(status: int = 302) -> Answers:
    return staff({status: WRITES, 403: "auditor"})


VACANCY, APPLICATION = "admin/recruitment/vacancies/<uuid:pk>/", "admin/recruitment/applications/<uuid:pk>/"
RECRUITMENT_STAFF = {
    "admin/recruitment/": Door("", staff({200: f"{SEES_VACANCIES} staff_b"}), STAFF_NOT_TAKEN),
    "admin/recruitment/vacancies/new/": Door("", staff({200: f"{WRITES} staff_b"}), staff({302: WRITES, 422: "staff_b"}), {  # for A alone
        "title_ar": "مهندس", "title_en": "Engineer",
    }),
    VACANCY: Door("vacancy", staff({200: SEES_VACANCIES}), STAFF_NOT_TAKEN),
    f"{VACANCY}edit/": Door("draft vacancy", write_vacancy, by_writer()),
    f"{VACANCY}send/": Door("draft vacancy", STAFF_NOT_TAKEN, by_writer()),
    f"{VACANCY}return/": Door("vacancy in review", STAFF_NOT_TAKEN, by_vacancy_approver(), {"reason": "يرجى التصحيح."}),
    f"{VACANCY}publish/": Door("vacancy in review", STAFF_NOT_TAKEN, by_vacancy_approver()),
    f"{VACANCY}extend/": Door("vacancy", write_vacancy, by_writer(), {**WHY, "closes_at": LATER}),
    f"{VACANCY}cancel/": Door("vacancy", write_vacancy, by_writer(), WHY),
    f"{VACANCY}conclude/": Door("closed vacancy", write_vacancy, by_writer(), {"reason_code": "education"}),
    f"{VACANCY}applications/": Door("application of a vacancy", staff({200: READS_APPLICATIONS}), STAFF_NOT_TAKEN),
    f"{VACANCY}applications/board/": Door("application of a vacancy", staff({200: READS_APPLICATIONS}), STAFF_NOT_TAKEN),
    f"{VACANCY}applications/chosen/": Door("application of a vacancy", STAFF_NOT_TAKEN, by_screener(200)),
    f"{VACANCY}applications/decide/": Door("application of a vacancy", STAFF_NOT_TAKEN, by_screener(422)),
    "admin/recruitment/changes/<uuid:pk>/approve/": Door("change", STAFF_NOT_TAKEN, by_vacancy_approver()),
    "admin/recruitment/changes/<uuid:pk>/return/": Door(
        "change", by_vacancy_approver(200), by_vacancy_approver(), {"reason": "يرجى التصحيح."}
    ),
    APPLICATION: Door("application", staff({200: READS_APPLICATIONS}), STAFF_NOT_TAKEN),
    f"{APPLICATION}move/": Door("application", STAFF_NOT_TAKEN, by_screener(), {"to": "screening"}),
    f"{APPLICATION}reject/": Door("application", screen_page, by_screener(), {"reason_code": "education"}),
    f"{APPLICATION}note/": Door("application", STAFF_NOT_TAKEN, by_screener(), {"text": "يُراجع."}),
    f"{APPLICATION}undo/": Door("undoable application", STAFF_NOT_TAKEN, by_screener()),
    f"{APPLICATION}ask/": Door("screened application", screen_page, by_screener(), {
        "items_ar": "شهادة", "items_en": "Certificate", "due_at": LATER,
    }),
    f"{APPLICATION}reverse/": Door("told application", screen_page, by_screener(), {"reason": "مستند جديد"}),
    # Whoever asked does not decide; for him, and for the auditor, there is nothing to decide.
    "admin/recruitment/reversals/<uuid:pk>/": Door("reversal", staff({200: APPROVES}), STAFF_NOT_TAKEN),
    "admin/recruitment/reversals/<uuid:pk>/decide/": Door("reversal", STAFF_NOT_TAKEN, staff({302: APPROVES})),
}  # fmt: skip

# -- supply, in the staff area -----------------------------------------------------------------------------------------
SEES_TENDERS, TENDER, SUPPLIER = (
    "buyer tender_approver auditor",
    "admin/supply/tenders/<uuid:pk>/",
    "admin/supply/suppliers/<uuid:pk>/",
)
ROOM = f"{TENDER}opening/"
BUYERS = "buyer chair staff_b"  # in their own entity: the chair and staff_b work in the other one
write_tender = staff({200: "buyer", 403: "tender_approver auditor"})


def by_buyer(status: int = 302) -> Answers:
    return staff({status: "buyer", 403: "tender_approver auditor"})


def by_tender_approver(status: int = 302) -> Answers:
    return staff({status: "tender_approver", 403: "buyer auditor"})


def in_the_room(status: int, name: str, others: str) -> Answers:
    return staff({status: name, 403: others})


SUPPLY_STAFF = {
    "admin/supply/tenders/": Door("", staff({200: f"{SEES_TENDERS} chair staff_b"}), STAFF_NOT_TAKEN),
    "admin/supply/tenders/new/": Door("", staff({200: BUYERS}), staff({302: "buyer", 422: "chair staff_b"}), {"title_ar": "صيانة", "title_en": "Upkeep"}),
    TENDER: Door("tender", staff({200: SEES_TENDERS}), STAFF_NOT_TAKEN),
    f"{TENDER}edit/": Door("draft tender", write_tender, by_buyer()),
    f"{TENDER}documents/": Door("draft tender", write_tender, by_buyer(422)),
    f"{TENDER}documents/<uuid:document>/remove/": Door("tender document", STAFF_NOT_TAKEN, by_buyer()),
    f"{TENDER}committee/": Door("draft tender", write_tender, by_buyer()),
    f"{TENDER}send/": Door("draft tender", STAFF_NOT_TAKEN, by_buyer()),
    f"{TENDER}return/": Door("tender in review", STAFF_NOT_TAKEN, by_tender_approver(), {"reason": "يرجى التصحيح."}),
    f"{TENDER}publish/": Door("tender in review", STAFF_NOT_TAKEN, by_tender_approver()),
    "admin/supply/suppliers/": Door("", staff({200: "verifier"}), STAFF_NOT_TAKEN),
    SUPPLIER: Door("registration", staff({200: "verifier"}), STAFF_NOT_TAKEN),
    f"{SUPPLIER}accept/": Door("registration", STAFF_NOT_TAKEN, staff({302: "verifier"})),
    f"{SUPPLIER}return/": Door("registration", STAFF_NOT_TAKEN, staff({302: "verifier"}), WHY),
    # A seat in a committee comes with any role: each employee sees his own seats, and mostly none.
    "admin/supply/openings/": Door("", staff({}, 200), STAFF_NOT_TAKEN),
    ROOM: Door("called opening", staff({200: f"{SEES_TENDERS} chair"}), STAFF_NOT_TAKEN),
    f"{ROOM}call/": Door("closed tender", STAFF_NOT_TAKEN, in_the_room(302, "buyer", "tender_approver auditor chair")),
    f"{ROOM}attend/": Door("called opening", STAFF_NOT_TAKEN, in_the_room(302, "chair", SEES_TENDERS)),
    # Not yet: he sits there alone, and one of the committee is no quorum.
    f"{ROOM}start/": Door("called opening", STAFF_NOT_TAKEN, in_the_room(409, "chair", SEES_TENDERS)),
    f"{ROOM}single/": Door("called opening", STAFF_NOT_TAKEN, in_the_room(409, "chair", SEES_TENDERS), {"single_bid_reason": "عرض وحيد."}),
    f"{ROOM}adjourn/": Door("called opening", STAFF_NOT_TAKEN, in_the_room(302, "chair buyer", "tender_approver auditor"), {
        "adjourn_reason": "غياب عضو.", "resumes_at": LATER,
    }),
    f"{ROOM}minutes/": Door("called opening", staff({}), STAFF_NOT_TAKEN),
}  # fmt: skip

AWAITED = "admin/supply/changes/<uuid:pk>/"
SUPPLY_STAFF |= {
    f"{TENDER}extend/": Door(
        "tender", write_tender, by_buyer(), {**WHY, "closes_at": LATER, "closing_reason": "موعد الاختبار"}
    ),
    f"{TENDER}cancel/": Door("tender", write_tender, by_buyer(), {**WHY, "cancel_code": "need_gone"}),
    f"{TENDER}conclude/": Door("opened tender", write_tender, by_buyer(), {**WHY, "winner": "none"}),
    AWAITED: Door("tender change", staff({200: SEES_TENDERS}), STAFF_NOT_TAKEN),
    f"{AWAITED}approve/": Door("tender change", STAFF_NOT_TAKEN, by_tender_approver()),
    f"{AWAITED}return/": Door(
        "tender change", by_tender_approver(200), by_tender_approver(), {"reason": "يرجى التصحيح."}
    ),
}

# Wagtail's choosers ask here; each employee gets what he may choose (tests/content/test_isolation.py).
SUPPLY_STAFF |= {
    f"admin/api/main/^{kind}/{each}": Door("absent", staff({}, 404 if each else 200), STAFF_NOT_TAKEN)
    for kind in ("documents", "images")
    for each in ("", "<int:pk>/", "find/")
}

# -- people and roles --------------------------------------------------------------------------------------------------
ADMINISTERS = "entity_admin platform_admin"
PEOPLE = {
    "admin/people/": Door("", staff({200: f"{ADMINISTERS} staff_b"}), STAFF_NOT_TAKEN),
    "admin/people/give/": Door("", staff({200: f"{ADMINISTERS} staff_b"}), staff({302: f"{ADMINISTERS} staff_b"}), {
        "email": "guest2@example.org", "role": "editor",
    }),
    "admin/people/roles/<uuid:pk>/end/": Door("membership", staff({200: ADMINISTERS}), staff({302: ADMINISTERS})),
    "admin/people/invitations/<uuid:pk>/withdraw/": Door("invitation", STAFF_NOT_TAKEN, staff({302: ADMINISTERS})),
    "admin/people/<uuid:pk>/second-step/": Door("colleague", staff({200: ADMINISTERS}), staff({302: ADMINISTERS})),
    # Shown to whoever has the link; accepted by the invited person alone.
    "account/invitation/<str:token>/": Door(
        "own invitation",
        _with(all_get(403), {200: "visitor other_seeker"}),
        _with(all_get(403), {200: "visitor", 302: "other_seeker"}),
    ),
}  # fmt: skip

# -- words of search ---------------------------------------------------------------------------------------------------
EDITS_SEARCH = "platform_admin"
sees_words = staff({200: EDITS_SEARCH})


def by_editor_of_search(status: int = 302) -> Answers:
    return staff({status: EDITS_SEARCH})


WORDS_OF_SEARCH = {
    "admin/search/": Door("", sees_words, STAFF_NOT_TAKEN),
    "admin/search/synonyms/group/": Door("", sees_words, by_editor_of_search(), {
        "arabic": "كهرومغناطيسي\nمغناطيس كهربائي", "english": "electromagnet", "do": "save",
    }),
    "admin/search/synonyms/end/": Door("", STAFF_NOT_TAKEN, by_editor_of_search(), {"group": "lantern"}),
    "admin/search/picks/": Door("", sees_words, STAFF_NOT_TAKEN),
    # Nothing is picked yet.
    "admin/search/picks/pick/": Door("", sees_words, by_editor_of_search(422), {"words": "رخصة", "language": "ar", "do": "save"}),
    "admin/search/picks/<int:pk>/end/": Door("pick", STAFF_NOT_TAKEN, by_editor_of_search()),
    "admin/search/without-result/": Door("", sees_words, STAFF_NOT_TAKEN),
    "admin/search/places/": Door("", sees_words, STAFF_NOT_TAKEN),
    "admin/search/changes/": Door("", sees_words, STAFF_NOT_TAKEN),
    "admin/search/changes/<int:pk>/undo/": Door("edit of words", STAFF_NOT_TAKEN, by_editor_of_search()),
}  # fmt: skip

# -- what everybody sees -----------------------------------------------------------------------------------------------
SHARED = {
    "healthz": Door("", public(), public()),
    "readyz": Door("", public(), public()),
    ".well-known/receipt-keys.json": PAGE,
    "admin/login/": Door("", staff({403: "seeker other_seeker bidder rival"}, 302), NOT_TAKEN),
    "admin/password_reset/": Door("", staff({403: "seeker other_seeker bidder rival"}, 302), NOT_TAKEN),
    # Whoever holds the link reads the receipt (docs/decisions/0300); how things stand he reads as its holder only.
    "receipts/<uuid:pk>/": Door("receipt", public(), NOT_TAKEN),
    "receipts/<uuid:pk>/receipt.json": Door("receipt", public(), NOT_TAKEN),
    r"^open-data/(?P<name>[a-z]+)\.(?P<ending>csv|json)$": Door("open data", public(), NOT_TAKEN),
    "media/images/<str:name>": Door("absent", public(404), NOT_TAKEN),
    # The chooser of services shows each employee those of his own entity (tests/content/test_isolation.py).
    **dict.fromkeys(
        [f"admin/snippets/choose/catalogue/service/{end}" for end in ("", "results/", "chosen-multiple/")],
        Door("", staff({}, 200), STAFF_NOT_TAKEN),
    ),
    "admin/snippets/catalogue/service/edit/<int:pk>/": Door(
        "service", staff({200: EDITS_SERVICES}), staff({200: EDITS_SERVICES})
    ),
    "verify/": Door("", public(), public(422)),
    "files/<uuid:pk>/": Door("cv", _with(all_get(404), {200: "seeker recruiter auditor"}), NOT_TAKEN),
    **dict.fromkeys(("manifest.webmanifest", "robots.txt", "sitemap.xml", "site-map/"), PAGE),
    "favicon.ico": Door("", public(302), NOT_TAKEN),
    # Until somebody says whom to write to.
    ".well-known/security.txt": Door("", public(404), NOT_TAKEN),
    "search/": PAGE,
    "search/suggest": PAGE,
    "search/opened": Door("", NOT_TAKEN, public(204), {"place": "1"}),
    "search/feed/": PAGE,
    # The open API: what the pages show anyone. Below nothing there is nothing.
    "api/search": PAGE,
    "api/openapi.json": PAGE,
    "api/": Door("", public(404), public(404)),
    r"^((?:[\w\-]+/)*)$": Door("", public(), public()),
}

# -- the job seeker's own ----------------------------------------------------------------------------------------------
APPLY, MINE = "jobs/<slug:reference>/apply/", "account/applications/<uuid:pk>/"
ENTRY = f"{APPLY}<slug:step>/<slug:entry_id>/"
# Everybody may begin an application of his own here; that of another person is nowhere.
step_page, step_sent = signed_in({200: "seeker"}, 302), signed_in({}, 302)
APPLYING = {
    "jobs/": PAGE,
    "jobs/<slug:reference>/": Door("public vacancy", public(), NOT_TAKEN),
    # With an account for work nobody applies.
    APPLY: Door("apply", public(), _with(signed_in({}, 302), {403: STAFF})),
    f"{APPLY}check/": Door("apply", step_page, step_sent),
    f"{APPLY}documents/": Door("apply", step_page, signed_in({422: "seeker"}, 302)),
    f"{APPLY}documents/<uuid:pk>/remove/": Door("apply document", step_page, step_sent),
    f"{APPLY}education/": Door("apply", step_page, step_sent),
    f"{APPLY}experience/": Door("apply", step_page, step_sent),
    f"{APPLY}<slug:step>/new/": Door("apply entries", step_page, signed_in({422: "seeker"}, 302)),
    ENTRY: Door("apply entry", step_page, step_sent),
    f"{ENTRY}remove/": Door("apply entry", step_page, step_sent),
    f"{APPLY}<slug:step>/": Door("apply step", step_page, step_sent),
    "account/applications/": Door("", signed_in({}, 200), SIGNED_IN_NOT_TAKEN),
    "account/applications/profile/": Door("", signed_in({}, 200), signed_in({}, 302)),
    "account/applications/profile/entries/": Door("", signed_in({}, 200), signed_in({}, 302)),
    f"{MINE}keep/": Door("application", signed_in({200: "seeker"}), signed_in({302: "seeker"})),
    MINE: Door("application", signed_in({200: "seeker"}), SIGNED_IN_NOT_TAKEN),
    f"{MINE}withdraw/": Door("application", signed_in({200: "seeker"}), signed_in({302: "seeker"})),
    f"{MINE}information/": Door("application asked", signed_in({200: "seeker"}), signed_in({302: "seeker"}), {"answer": "مرفقة."}),
}  # fmt: skip

# -- the supplier's own ------------------------------------------------------------------------------------------------
BID = "tenders/<slug:reference>/bid/"
own_bid, own_bid_sent = signed_in({200: "bidder"}), signed_in({302: "bidder"})
BIDDING = {
    "tenders/": PAGE,
    "tenders/<slug:reference>/": Door("public tender", public(), NOT_TAKEN),
    "tenders/<slug:reference>/data.json": Door("public tender", public(), NOT_TAKEN),
    # Firms alone follow a tender; a POST is asked for before a sign-in is.
    "tenders/<slug:reference>/follow/": Door("public tender", NOT_TAKEN, signed_in({302: "bidder rival"}, 403)),
    "tenders/<slug:reference>/unfollow/": Door("public tender", NOT_TAKEN, signed_in({}, 302)),
    f"{BID}load/": Door("bid", own_bid, signed_in({422: "bidder"})),
    "suppliers/register/": Door("", public(), signed_in({}, 302)),
    "suppliers/register/check/": Door("", signed_in({}, 302), signed_in({}, 302)),
    "suppliers/register/<slug:step>/": Door("registration step", signed_in({}, 302), signed_in({}, 302)),
    "account/company/": Door("", signed_in({}, 200), SIGNED_IN_NOT_TAKEN),
    "account/company/bids/": Door("", signed_in({}, 200), SIGNED_IN_NOT_TAKEN),
    # The page says what somebody without a firm has to do first. The form tried is the rival's: for his firm he alone may bid.
    BID: Door("bid", signed_in({}, 200), signed_in({302: "rival"})),
    f"{BID}withdraw/": Door("sealed bid", own_bid, own_bid_sent),
    f"{BID}check/": Door("bid", own_bid, SIGNED_IN_NOT_TAKEN),
    f"{BID}copy/": Door("bid", own_bid, SIGNED_IN_NOT_TAKEN),
    f"{BID}seal/": Door("bid", own_bid, own_bid_sent),
    f"{BID}files/": Door("bid", own_bid, signed_in({422: "bidder"})),
    f"{BID}files/<uuid:file_id>/remove/": Door("bid file", SIGNED_IN_NOT_TAKEN, own_bid_sent),
    f"{BID}<slug:step>/": Door("bid step", own_bid, own_bid_sent),
}  # fmt: skip

# -- accounts ----------------------------------------------------------------------------------------------------------
own_page, own_form = signed_in({}, 200), signed_in({}, 422)
no_visit = all_get(302, visitor=200)  # whoever is signed in already is led on
led_on = signed_in({}, 302)
nothing_begun = public(401)
without_factor = signed_in({}, 404)  # nobody here has a second factor yet
ALERT, own_alert = "account/alerts/<uuid:pk>/", signed_in({302: "seeker"})
ACCOUNT = {
    "account/": Door("", own_page, SIGNED_IN_NOT_TAKEN),
    "account/profile/": Door("", own_page, led_on),
    "account/email/": Door("", own_page, led_on),
    "account/messages/": Door("", own_page, SIGNED_IN_NOT_TAKEN),
    "account/messages/<uuid:pk>/": Door("letter", signed_in({200: "seeker"}), SIGNED_IN_NOT_TAKEN),
    "account/alerts/": Door("", own_page, SIGNED_IN_NOT_TAKEN),
    "account/alerts/new/": Door("", own_form, own_form),
    # Whoever has the link from a letter.
    "account/alerts/stop/<str:token>/": Door("own alerts", public(), public()),
    f"{ALERT}change/": Door("saved search", SIGNED_IN_NOT_TAKEN, own_alert, {"frequency": "weekly"}),
    f"{ALERT}pause/": Door("saved search", SIGNED_IN_NOT_TAKEN, own_alert),
    f"{ALERT}resume/": Door("saved search", SIGNED_IN_NOT_TAKEN, own_alert),
    f"{ALERT}delete/": Door("saved search", SIGNED_IN_NOT_TAKEN, own_alert),
    "account/stay/": Door("", SIGNED_IN_NOT_TAKEN, signed_in({}, 204)),
    "account/sessions/": Door("", own_page, signed_in({}, 404)),
    "account/sign-in/": Door("", no_visit, all_get(302, visitor=422)),
    "account/sign-up/": Door("", no_visit, all_get(302, visitor=422)),
    "account/sign-out/": Door("", all_get(200, visitor=302), all_get(302)),
    "account/confirm/": Door("", led_on, led_on),
    "account/inactive/": Door("", public(), NOT_TAKEN),
    "account/confirm-person/": Door("", own_page, own_form),
    "account/password/": Door("", own_page, own_form),
    "account/password/set/": Door("", led_on, led_on),
    "account/password/reset/": Door("", public(), public(422)),
    "account/password/reset/code/": Door("", nothing_begun, nothing_begun),
    "account/password/reset/new/": Door("", public(302), public(302)),
    "account/password/reset/done/": Door("", public(), NOT_TAKEN),
    "account/second-step/": Door("", own_page, SIGNED_IN_NOT_TAKEN),
    "account/second-step/code/": Door("", led_on, led_on),
    "account/confirm-person/code/": Door("", led_on, led_on),
    "account/second-step/app/": Door("", led_on, led_on),
    "account/second-step/app/off/": Door("", without_factor, without_factor),
    "account/second-step/codes/": Door("", without_factor, SIGNED_IN_NOT_TAKEN),
    "account/second-step/codes/new/": Door("", led_on, led_on),
    "account/second-step/codes/file/": Door("", without_factor, without_factor),
}

# Wagtail's own: what every employee may open, by prefix (its home, and what its choosers ask for), and what anybody may.
WAGTAIL_FOR_STAFF = (
    "admin/choose-", "admin/api/main/^pages/", "admin/account/", "admin/dismissibles/", "admin/tag-autocomplete/",
    "admin/workflows/task_chooser/", "admin/reports/site-history/", "admin/embeds/chooser/", "admin/snippets/choose/",
    "admin/documents/chooser/", "admin/images/chooser/", "admin/localize/jsi18n/", "admin/test404/",
)  # fmt: skip
WAGTAIL_FOR_ALL = {"admin/sprite/", "admin/jsi18n/"}
WITHOUT_CONTENT = ["visitor", "seeker", "bidder", "recruiter", "buyer", "verifier", "operator"]
# Pages that show, of the record in another state, the forms of some doors above.
SHOWS_FORMS = [
    (VACANCY, "draft vacancy"),
    (VACANCY, "vacancy in review"),
    (VACANCY, "closed vacancy"),
    (APPLICATION, "undoable application"),
    (TENDER, "draft tender"),
    (TENDER, "tender in review"),
    (ROOM, "closed tender"),
]
DOORS = {**RECRUITMENT_STAFF, **SUPPLY_STAFF, **PEOPLE, **WORDS_OF_SEARCH, **SHARED, **APPLYING, **BIDDING, **ACCOUNT}
