"""P7: how many queries each list and each detail asks, with few rows and with many. What is counted does not depend on the machine.

A real record of each kind is made by its deeds and copied by SQL. All of it happens in one transaction that is taken back.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from bench.report import Figure

FEW, MANY = (int(number) for number in os.environ.get("BENCH_ROWS", "10000,200000").split(","))
MOST = {"home": 15, "detail": 20, "list": 12, "board": 12}
# Columns that may not repeat, each from the number n of the copy; all others are those of the record.
COPIED: dict[str, dict[str, str]] = {
    "accounts_user": {"id": "md5('user' || n)::uuid", "email": "'copy-' || n || '@demo.example'"},
    "recruitment_candidate": {"id": "md5('candidate' || n)::uuid", "user_id": "md5('user' || n)::uuid"},
    "recruitment_application": {
        "id": "md5('application' || n)::uuid",
        "reference": "'APP-COPY-' || n",
        "candidate_id": "md5('candidate' || n)::uuid",
        # To the vacancy that is looked at as many as a board is made for, the rest to its copies.
        "vacancy_id": "CASE WHEN n <= 500 THEN vacancy_id ELSE md5('vacancy' || n)::uuid END",
    },
    "recruitment_vacancy": {"id": "md5('vacancy' || n)::uuid", "reference": "'VAC-COPY-' || n"},
    "supply_tender": {
        "id": "md5('tender' || n)::uuid",
        "reference": "'TND-COPY-' || n",
        # As many of the entity that is looked at, the rest of nobody who looks.
        "entity_id": "CASE WHEN n <= 500 THEN entity_id ELSE (SELECT min(id) FROM entities_entity) END",
        "ocid": "'copy-' || n",
    },
    "supply_supplier": {
        "id": "md5('supplier' || n)::uuid",
        "reference": "'SUP-COPY-' || n",
        "licence_no": "'copy-' || n",
    },
}


OURS = re.compile(r'"(recruitment|supply|entities|shared|messaging)_')


@dataclass(frozen=True)
class Page:
    kind: str
    who: Any  # None: a visitor
    path: str


def measure(_rounds: int) -> list[Figure]:
    with _taken_back():
        pages, records = _made()
        _copy(records, 1, FEW)
        few = _counted(pages)
        _copy(records, FEW + 1, MANY)
        many = _counted(pages)
    return [_figure(kind, few, many) for kind in MOST]


def _figure(kind: str, few: dict[Page, int], many: dict[Page, int]) -> Figure:
    mine = [page for page in few if page.kind == kind]
    for page in mine:
        print(f"P7 {page.path}: {few[page]} queries, {many[page]} with more rows")
    unequal = [page for page in mine if few[page] != many[page]]
    most = max(many[page] for page in mine)
    return Figure(
        "P7", f"queries, {kind} ({len(mine)} pages)", f"{MANY:,} rows: ≤ {most}",
        f"{FEW:,} rows: ≤ {max(few[page] for page in mine)}", f"{len(mine) - len(unequal)} of {len(mine)} equal",
        f"equal, ≤ {MOST[kind]}", "–", not unequal and most <= MOST[kind],
    )  # fmt: skip


@contextmanager
def _taken_back() -> Iterator[None]:
    """As the owner, who may copy past the triggers; afterwards nothing of it is there."""
    from django.db import connection, transaction

    connection.close()
    user = connection.settings_dict["USER"]
    connection.settings_dict["USER"] = "portal_owner"
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        connection.close()
        connection.settings_dict["USER"] = user


def _made() -> tuple[list[Page], dict[str, Any]]:
    from tests.factories import applications, bids, ready
    from tests.factories.people import EntityFactory, PersonFactory, staff
    from tests.factories.recruitment import published_vacancy

    ready.number_from_now()
    EntityFactory()  # whom the copies belong to: before the one that is looked at
    entity, person = EntityFactory(), PersonFactory()
    vacancy, tender = published_vacancy(entity=entity), bids.open_tender(entity=entity)
    application, bid = applications.submitted(vacancy, by=person), bids.drafted(tender)
    supplier, firms_person = bid.supplier, bids.person_of(bid.supplier)
    recruiter, buyer, verifier = staff("recruiter", entity), staff("buyer", entity), staff("supplier_verifier")
    own, people = f"/admin/recruitment/vacancies/{vacancy.pk}/", "/admin/recruitment/applications/"
    pages = [
        Page("home", None, "/ar/"),
        *[Page("list", None, f"/ar/{path}") for path in ("jobs/", "tenders/", "services/", "news/", "search/?q=صيانة")],
        *[
            Page("detail", None, f"/ar/{path}/")
            for path in (f"jobs/{vacancy.reference}", f"tenders/{tender.reference}")
        ],
        Page("list", person, "/ar/account/applications/"),
        Page("detail", person, f"/ar/account/applications/{application.pk}/"),
        Page("list", firms_person, "/ar/account/company/bids/"),
        Page("detail", firms_person, f"/ar/tenders/{tender.reference}/bid/"),
        Page("list", recruiter, "/admin/recruitment/"),
        Page("detail", recruiter, own),
        Page("list", recruiter, f"{own}applications/"),
        Page("board", recruiter, f"{own}applications/board/"),
        Page("detail", recruiter, f"{people}{application.pk}/"),
        Page("list", buyer, "/admin/supply/tenders/"),
        Page("detail", buyer, f"/admin/supply/tenders/{tender.pk}/"),
        Page("list", verifier, "/admin/supply/suppliers/"),
        Page("detail", verifier, f"/admin/supply/suppliers/{supplier.pk}/"),
    ]
    records = {
        "accounts_user": person.pk,
        "recruitment_candidate": application.candidate_id,
        "recruitment_application": application.pk,
        "recruitment_vacancy": vacancy.pk,
        "supply_tender": tender.pk,
        "supply_supplier": supplier.pk,
    }
    return pages, records


def _copy(records: dict[str, Any], first: int, last: int) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0; SET LOCAL session_replication_role = replica")
        for table, own in COPIED.items():
            cursor.execute(
                "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_generated = 'NEVER'",
                [table],
            )
            columns = [f'"{name}"' for (name,) in cursor.fetchall()]
            values = [own.get(column.strip('"'), column) for column in columns]
            cursor.execute(
                f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} FROM {table},"
                f" generate_series(%s, %s) AS n WHERE id = %s",
                [first, last, records[table]],
            )
            cursor.execute(f"ANALYZE {table}")
        cursor.execute("SET LOCAL session_replication_role = origin")


def _counted(pages: list[Page]) -> dict[Page, int]:
    return {page: _queries(page) for page in pages}


def _queries(page: Page) -> int:
    """Asked twice: what a process learns only once (sites, content types) is not counted.

    In the staff area only what reads our own tables: the frame around it is Wagtail's and asks the same on every page.
    """
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    browser = Client(headers={"host": "127.0.0.1"})
    if page.who is not None:
        browser.force_login(page.who)
    for _time in range(2):
        with CaptureQueriesContext(connection) as heard:
            answer = browser.get(page.path)
        assert answer.status_code == 200, f"{page.path}: {answer.status_code}"
    return sum(not page.path.startswith("/admin/") or bool(OURS.search(each["sql"])) for each in heard.captured_queries)
