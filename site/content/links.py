"""Links inside a text to pages of the tree: where readers cannot go, the words stand without a link."""

from wagtail.rich_text.pages import PageLinkHandler

from content import visibility


class ReadablePageLink(PageLinkHandler):
    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        opened: list[str] = super().expand_db_attributes_many(attrs_list)
        public = {
            str(pk)
            for pk in visibility.public(cls.get_model().objects.all())
            .filter(pk__in=_keys(attrs_list))
            .values_list("pk", flat=True)
        }
        return [tag if attrs.get("id") in public else "<a>" for tag, attrs in zip(opened, attrs_list, strict=True)]


def _keys(attrs_list: list[dict[str, str]]) -> list[str]:
    return [attrs["id"] for attrs in attrs_list if attrs.get("id", "").isdecimal()]
