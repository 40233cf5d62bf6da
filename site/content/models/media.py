"""Pictures and documents of published pages. Private files of people are shared.files' business."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as WagtailImage

from shared.bilingual import Bilingual
from shared.privacy import Purpose


class PortalImage(AbstractImage):
    alt_ar = models.CharField(_("alternative text in Arabic"), max_length=250, blank=True)
    alt_en = models.CharField(_("alternative text in English"), max_length=250, blank=True)

    alt = Bilingual("alt")
    admin_form_fields = (*WagtailImage.admin_form_fields, "alt_ar", "alt_en")
    plain: ClassVar = {"title", "file", "alt_ar", "alt_en", "description", "created_at", "file_hash"}
    personal: ClassVar = {"uploaded_by_user": Purpose("law", "accountability")}

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        permissions: ClassVar = [("choose_portalimage", "Can choose image")]


class Rendition(AbstractRendition):
    image = models.ForeignKey(PortalImage, on_delete=models.CASCADE, related_name="renditions")

    plain: ClassVar = {"file", "filter_spec", "focal_point_key"}

    class Meta:
        unique_together: ClassVar = (("image", "filter_spec", "focal_point_key"),)


class PortalDocument(AbstractDocument):
    title_ar = models.CharField(_("title in Arabic"), max_length=250, blank=True)
    title_en = models.CharField(_("title in English"), max_length=250, blank=True)

    shown_title = Bilingual("title")
    admin_form_fields = (*WagtailDocument.admin_form_fields, "title_ar", "title_en")
    plain: ClassVar = {"title", "file", "title_ar", "title_en", "created_at", "file_hash"}
    personal: ClassVar = {"uploaded_by_user": Purpose("law", "accountability")}

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions: ClassVar = [("choose_portaldocument", "Can choose document")]
