"""Wagtail's spreadsheets (reports, lists, what was sent by a form) write cells as they are; ours are written by one rule."""

from collections.abc import Iterator
from typing import Any

from wagtail.admin.views.mixins import SpreadsheetExportMixin

from shared import exports


def guard_all() -> None:
    """In the mixin itself: its views are many, and those of an app that is added later are guarded too."""
    value, heading, stream = (
        SpreadsheetExportMixin.preprocess_field_value,
        SpreadsheetExportMixin.get_heading,
        SpreadsheetExportMixin.stream_csv,
    )

    def guarded_value(view: Any, field: str, raw: Any, export_format: str) -> Any:
        written = value(view, field, raw, export_format)
        return exports.cell(written) if isinstance(written, str) else written

    def guarded_heading(view: Any, queryset: Any, field: str) -> str:
        return exports.cell(heading(view, queryset, field))

    def marked_stream(view: Any, queryset: Any) -> Iterator[bytes]:
        yield exports.BYTE_ORDER_MARK.encode()
        yield from stream(view, queryset)

    SpreadsheetExportMixin.preprocess_field_value = guarded_value
    SpreadsheetExportMixin.get_heading = guarded_heading
    SpreadsheetExportMixin.stream_csv = marked_stream
