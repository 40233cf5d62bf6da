"""How pictures and documents are described in the admin: each text in its own direction, each refusal in words."""

import warnings
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from PIL import Image as Pillow
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from content.panels import DIRECTIONS, direct

REFUSALS = {
    "invalid_image": _("This file is not a picture, or it is damaged. Save it anew as JPG, PNG or WEBP."),
    "invalid_image_extension": _("Pictures are accepted as JPG, PNG, GIF or WEBP."),
    "invalid_image_known_format": _("The file is of type %(image_format)s and is named .%(extension)s. Save it anew."),
    "file_too_large": _("The picture is too big (%(file_size)s). At most %(max_filesize)s are accepted."),
    "file_too_many_pixels": _(
        "The picture has too many pixels. Make it smaller: at most 20 million, such as 5000 × 4000."
    ),
}


class PictureField(WagtailImageField):
    """Measured by its first bytes before anything of it is unpacked: Wagtail's own field unpacks first and measures then."""

    def to_python(self, data: Any) -> Any:
        if data is not None:
            self._measure(data)
        try:
            return super().to_python(data)
        except OSError:  # it ends too early
            raise forms.ValidationError(self.error_messages["invalid_image"], code="invalid_image") from None

    def _measure(self, data: Any) -> None:
        try:
            with warnings.catch_warnings(action="ignore", category=Pillow.DecompressionBombWarning):
                width, height = Pillow.open(data).size
        except Pillow.DecompressionBombError:
            width = height = self.max_image_pixels
        except OSError:
            return  # no picture that is known here: the field itself says so
        finally:
            data.seek(0)
        if width * height > self.max_image_pixels:
            raise forms.ValidationError(self.error_messages["file_too_many_pixels"], code="file_too_many_pixels")


def in_both_directions(form: forms.Form) -> None:
    for name, field in form.fields.items():
        language = name.rpartition("_")[2]
        if language in DIRECTIONS:
            direct(field, language)


class PictureForm(BaseImageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_both_directions(self)
        if before := self.fields.get("file"):
            self.fields["file"] = PictureField(label=before.label, widget=before.widget, required=before.required)
            self.fields["file"].error_messages.update(REFUSALS)


class DocumentForm(BaseDocumentForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_both_directions(self)
