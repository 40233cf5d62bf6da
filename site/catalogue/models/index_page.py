"""Where the catalogue is served: a page of each language."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from content.models import PortalPage


class ServiceIndexPage(RoutablePageMixin, PortalPage):
    """/ar/services/ and /ar/services/<slug>/."""

    template = "catalogue/service_index_page.html"
    subpage_types: ClassVar[list[str]] = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("services section")

    @path("")
    def list(self, request: Any) -> Any:
        from catalogue import views

        return views.service_list(request, self)

    @path("<slug:slug>/")
    def service(self, request: Any, slug: str) -> Any:
        from catalogue import views

        return views.service_detail(request, self, slug)
