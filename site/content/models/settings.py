"""What an administrator says about the whole site, in both languages."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Orderable, Page, Site

from content.panels import bilingual_pair, ltr_panel, refuse_half_pairs
from shared.bilingual import Bilingual


@register_setting(icon="site")
class SiteSettings(ClusterableModel, BaseSiteSetting):
    name_ar = models.CharField(_("name in Arabic"), max_length=120, default="بوابة حكومة مدينة الواحة")
    name_en = models.CharField(_("name in English"), max_length=120, default="Oasis City Government Portal")
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    phone_abroad = models.CharField(_("phone from abroad"), max_length=20, blank=True, db_default="")
    email = models.EmailField(_("e-mail"), blank=True)
    security_email = models.EmailField(
        _("e-mail for security reports"), blank=True, db_default="", help_text=_("Named in /.well-known/security.txt")
    )
    address_ar = models.CharField(_("address in Arabic"), max_length=250, blank=True)
    address_en = models.CharField(_("address in English"), max_length=250, blank=True)

    hours_ar = models.CharField(_("working hours in Arabic"), max_length=160, blank=True, db_default="")
    hours_en = models.CharField(_("working hours in English"), max_length=160, blank=True, db_default="")

    name, address, hours = Bilingual("name"), Bilingual("address"), Bilingual("hours")
    bilingual_optional: ClassVar = {"address", "hours"}
    panels: ClassVar = [
        bilingual_pair("name"),
        FieldRowPanel([ltr_panel("phone"), ltr_panel("phone_abroad")]),
        FieldRowPanel([ltr_panel("email"), ltr_panel("security_email")]),
        bilingual_pair("hours"),
        bilingual_pair("address"),
        InlinePanel("social_links", heading=_("Social media"), label=_("Account")),
    ]
    plain: ClassVar = {
        "name_ar", "name_en", "phone", "phone_abroad", "email", "security_email",
        "address_ar", "address_en", "hours_ar", "hours_en",
    }  # fmt: skip

    class Meta:
        verbose_name = _("site settings")

    def clean(self) -> None:
        super().clean()
        refuse_half_pairs(self)


class SocialLink(Orderable):
    """An account of the government on a social network, as its contact page names it."""

    settings = ParentalKey(SiteSettings, on_delete=models.CASCADE, related_name="social_links")
    name_ar = models.CharField(_("name in Arabic"), max_length=60)
    name_en = models.CharField(_("name in English"), max_length=60)
    url = models.URLField(_("address"), validators=[URLValidator(["https"])])

    name = Bilingual("name")
    panels: ClassVar = [bilingual_pair("name"), ltr_panel("url")]
    plain: ClassVar = {"name_ar", "name_en", "url"}

    class Meta(Orderable.Meta):
        verbose_name = _("social media account")


class Place(models.TextChoices):
    MAIN = "main", _("main navigation")
    FOOTER = "footer", _("footer")


class NavigationItem(models.Model):
    """One entry of the main navigation or the footer: a page of the tree, or an address below the language prefix."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="navigation")
    place = models.CharField(_("place"), max_length=10, choices=Place.choices)
    order = models.PositiveSmallIntegerField(_("order"), default=50)
    label_ar = models.CharField(_("label in Arabic"), max_length=60)
    label_en = models.CharField(_("label in English"), max_length=60)
    page = models.ForeignKey(Page, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("page"))
    path = models.CharField(
        _("address"), max_length=120, blank=True, help_text=_("Below the language, for example jobs/")
    )

    label = Bilingual("label")
    panels: ClassVar = [
        FieldPanel("site"),
        FieldRowPanel([FieldPanel("place"), FieldPanel("order")]),
        bilingual_pair("label"),
        FieldPanel("page"),
        ltr_panel("path"),
    ]
    plain: ClassVar = {"place", "label_ar", "label_en", "path"}

    class Meta:
        verbose_name = _("navigation item")
        verbose_name_plural = _("navigation")
        ordering = ("place", "order", "pk")

    def __str__(self) -> str:
        return str(self.label)

    def clean(self) -> None:
        super().clean()
        if bool(self.page) == bool(self.path):
            raise ValidationError({"page": _("Choose a page or enter an address, one of the two.")})
