"""What a recruiter asks for after submission, and what the applicant answers."""

from typing import Any

from django import forms
from django.core.files import File
from django.utils.translation import gettext_lazy as _

from recruitment.application_states import DocumentKind
from shared import files
from shared.forms import CharacterField, PortalForm
from shared.forms.instants import InstantField

LONGEST_ITEMS = 2000
LONGEST_ANSWER = 4000
UPLOADS = ("file_1", "file_2", "file_3")


def _items(label: Any, noun: Any, language: str) -> CharacterField:
    return CharacterField(
        label=label,
        noun=noun,
        rows=5,
        max_length=LONGEST_ITEMS,
        direction="rtl" if language == "ar" else "ltr",
        attrs={"lang": language},
        help_text=_("One item per line, as the applicant will read it."),
    )


class AskForm(PortalForm):
    items_ar = _items(_("What is missing, in Arabic"), _("what is missing, in Arabic"), "ar")
    items_en = _items(_("What is missing, in English"), _("what is missing, in English"), "en")
    due_at = InstantField(label=_("Until when"), help_text=_("UAE time. Afterwards no answer is taken."))

    def pair(self) -> tuple[Any, Any]:
        return self["items_ar"], self["items_en"]


def _upload() -> forms.FileField:
    return forms.FileField(label=_("File"), required=False, error_messages={"empty": _("The file is empty")})


class AnswerForm(PortalForm):
    """In words, and with up to three files where a paper is asked for."""

    answer = CharacterField(label=_("Your answer"), noun=_("your answer"), rows=8, max_length=LONGEST_ANSWER)
    file_1, file_2, file_3 = _upload(), _upload(), _upload()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = files.KINDS[DocumentKind.SUPPORTING]
        for name in UPLOADS:
            self.fields[name].widget.attrs["accept"] = kind.accept
        self.fields["file_1"].help_text = kind.hint

    def upload_names(self) -> list[str]:
        """The fields through which a file came."""
        return [name for name in UPLOADS if self.cleaned_data.get(name)]

    def uploads(self) -> list["File[bytes]"]:
        return [self.cleaned_data[name] for name in self.upload_names()]
