"""Alerts: one publication put to 100,000 saved searches, against one scan of the same table that asks each of them.

Searches are real ones, read by the portal and copied by SQL for ten thousand people. All of it is taken back.
"""

import os
import time
from itertools import combinations
from typing import Any

from bench.comparing import NOISY, Ask, compare
from bench.counting import _taken_back
from bench.report import Figure

FEW, MANY = (int(number) for number in os.environ.get("BENCH_ALERTS", "10000,100000").split(","))
EACH, MOST_RATIO = 10, 3.0  # searches a person
WORDS = (
    "engineer", "مهندس", "nurse", "ممرض", "accountant", "محاسب", "driving licence", "رخصة قيادة", "road maintenance", "صيانة الطرق",
    "teacher", "معلم", "software developer", "مبرمج", "building permit", "تصريح بناء", "cleaning", "نظافة", "lawyer", "مستشار قانوني",
    "doctor", "طبيب", "insurance", "تأمين", "birth certificate", "شهادة ميلاد", "electricity", "كهرباء", "project manager", "مدير مشروع",
)  # fmt: skip
NARROWED = ("", "&entity={entity}", "&field=21", "&entity={entity}&field=21", "&location=CENTRE", "&type=full_time")
COPY = """
    INSERT INTO alerts_savedsearch (id, user_id, kind, words, filters, frequency, keys, query, phrases, watching_since)
    SELECT md5('search' || n)::uuid, md5('user' || n / %(each)s)::uuid, kind, words || ' ' || n, filters, 'daily', keys, query,
        phrases, now() - interval '30 days'
    FROM (SELECT *, row_number() OVER (ORDER BY id) - 1 AS place, count(*) OVER () AS all_of_them
          FROM alerts_savedsearch WHERE user_id = ANY(%(models)s::uuid[])) AS model,
        generate_series(%(first)s::int, %(last)s) AS n
    WHERE place = n %% all_of_them
"""


def measure(rounds: int) -> list[Figure]:
    with _taken_back():
        vacancy, people = _made()
        figures = []
        for first, last in ((1, FEW), (FEW + 1, MANY)):
            _copy(people, first, last)
            figures.append(_figure(vacancy, last, rounds))
    return figures


def _figure(vacancy: Any, searches: int, rounds: int) -> Figure:
    ours, scan = compare(("match", _ask(_match, vacancy)), ("scan", _ask(_scan, vacancy)), count=10, rounds=rounds)
    ratio, spread = ours.p95 / scan.p95, max(ours.spread, scan.spread)
    return Figure(
        "SEA-2.12", f"one publication against {searches:,} saved searches", f"match: p95 {ours.p95 * 1000:.0f} ms",
        f"scan: p95 {scan.p95 * 1000:.0f} ms", f"{ratio:.2f}", f"≤ {MOST_RATIO}", f"{spread:.0%}",
        ratio <= MOST_RATIO if spread <= NOISY else None,
    )  # fmt: skip


def _ask(one: Any, vacancy: Any) -> Ask:
    def ask(count: int) -> list[float]:
        taken = []
        for _time in range(count):
            started = time.perf_counter()
            one(vacancy)
            taken.append(time.perf_counter() - started)
        return taken

    return ask


def _match(vacancy: Any) -> None:
    """With its rows written, and taken back for the next time."""
    from django.db import transaction

    from alerts import matching

    with transaction.atomic():
        assert matching.match("vacancy", str(vacancy.pk)) > 0
        transaction.set_rollback(True)


def _scan(vacancy: Any) -> None:
    from django.db import connection

    from search.engines.postgres import standing

    with connection.cursor() as cursor:
        has = standing.answering("vacancy", vacancy)
        whole = standing.MEETS.replace("keys && %(keys)s::text[] AND", "")
        cursor.execute(f"SELECT count(*) FROM alerts_savedsearch WHERE paused_at IS NULL AND {whole}", has)
        assert cursor.fetchone()[0] > 0


def _made() -> tuple[Any, list[Any]]:
    from alerts.saving import MOST
    from tests.factories import ready
    from tests.factories.alerts import watch
    from tests.factories.people import EntityFactory, PersonFactory
    from tests.factories.recruitment import published_vacancy

    ready.number_from_now()
    entity = EntityFactory()
    people = PersonFactory.create_batch(1 + len(WORDS) * (len(WORDS) + 1) // 2 // MOST)
    vacancy = published_vacancy(entity=entity, title_ar="مهندس مدني", title_en="Civil engineer")
    # One word, or two of which a document seldom has both, as people ask.
    asked = [*WORDS, *(f"{one} {other}" for one, other in combinations(WORDS, 2))]
    queries = [f"kind=vacancy&q={words}{NARROWED[n % len(NARROWED)]}" for n, words in enumerate(asked)]
    for number, query in enumerate(queries):
        watch(query.format(entity=entity.code), by=people[number // MOST])
    return vacancy, people


def _copy(people: list[Any], first: int, last: int) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0; SET LOCAL session_replication_role = replica")
        cursor.execute("SELECT column_name FROM information_schema.columns WHERE table_name = 'accounts_user'")
        own = {"id": "md5('user' || n)::uuid", "email": "'watcher-' || n || '@demo.example'"}
        columns = [name for (name,) in cursor.fetchall()]
        cursor.execute(
            f"INSERT INTO accounts_user ({', '.join(columns)}) SELECT {', '.join(own.get(name, name) for name in columns)}"
            " FROM accounts_user, generate_series(%s, %s) AS n WHERE id = %s ON CONFLICT DO NOTHING",
            [first // EACH, last // EACH, people[0].pk],
        )
        cursor.execute(COPY, {"each": EACH, "models": [each.pk for each in people], "first": first, "last": last})
        cursor.execute("ANALYZE alerts_savedsearch; ANALYZE accounts_user")
        cursor.execute("SET LOCAL session_replication_role = origin")
