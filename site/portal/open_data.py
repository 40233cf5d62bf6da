"""What is published, for machines: services, vacancies and tenders as CSV and JSON, both languages side by side."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.views.decorators.http import require_safe

from catalogue.models import Service
from portal.site_map import in_each_language
from recruitment.models import Vacancy
from search import registry
from shared import exports
from shared.clock import database_now
from supply.models import Tender


@dataclass(frozen=True)
class DataSet:
    kind: str
    records: Callable[[], QuerySet[Any]]
    fields: tuple[str, ...]


SETS = {
    "services": DataSet(
        "service",
        Service.objects.live,
        ("code", "title_ar", "title_en", "summary_ar", "summary_en", "entity", "audience", "life_event"),
    ),
    "vacancies": DataSet(
        "vacancy",
        Vacancy.objects.public,
        ("reference", "title_ar", "title_en", "entity", "openings", "published_at", "closing_at"),
    ),
    "tenders": DataSet(
        "tender",
        Tender.objects.public,
        ("reference", "ocid", "title_ar", "title_en", "entity", "published_at", "closes_at"),
    ),
}


@require_safe
def data_set(request: HttpRequest, name: str, ending: str) -> HttpResponse | StreamingHttpResponse:
    if name not in SETS:
        raise Http404
    host = request.build_absolute_uri("/").removesuffix("/")
    rows = _rows(SETS[name], host)
    if ending == "json":
        return JsonResponse({name: list(rows)}, json_dumps_params={"ensure_ascii": False})
    response = StreamingHttpResponse(_csv(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _rows(data: DataSet, host: str) -> Iterator[dict[str, Any]]:
    kind, now = registry.get(data.kind), database_now()
    for record in data.records().select_related("entity").order_by("pk").iterator(chunk_size=500):
        row = {name: getattr(record, name) for name in data.fields}
        row["entity"] = record.entity.code
        addresses = in_each_language(lambda record=record: kind.shown([record], now=now).url)
        own = {f"url_{language}": f"{host}{address}" for language, address in addresses.items()}
        yield {**row, "entity_ar": record.entity.name_ar, "entity_en": record.entity.name_en, **own}


class _Line:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line


def _csv(rows: Iterator[dict[str, Any]]) -> Iterator[str]:
    writer, began = csv.writer(_Line()), False
    for row in rows:
        if not began:
            yield exports.BYTE_ORDER_MARK + writer.writerow(row)
            began = True
        yield writer.writerow([_cell(value) for value in row.values()])


def _cell(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    return exports.cell("" if value is None else str(value))
