"""Small PDF files for the demo world: one page of plain text, so that uploads go through the real checks."""

import io
from collections.abc import Sequence

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile


def pdf(name: str, lines: Sequence[str]) -> SimpleUploadedFile:
    """`lines` in Latin letters: the standard fonts of PDF know no Arabic."""
    document = pikepdf.new()
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    page = document.add_blank_page(page_size=(595, 842))
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    page.Contents = document.make_stream(_drawing(lines))
    written = io.BytesIO()
    document.save(written, deterministic_id=True)
    return SimpleUploadedFile(name, written.getvalue(), content_type="application/pdf")


def _drawing(lines: Sequence[str]) -> bytes:
    shown = "\n".join(f"({_escaped(line)}) Tj T*" for line in lines)
    return f"BT /F1 12 Tf 18 TL 60 780 Td\n{shown}\nET".encode("latin-1", "replace")


def _escaped(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
