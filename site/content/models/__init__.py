from content.models.media import PortalDocument, PortalImage, Rendition
from content.models.pages import BodyPage, InformationPage, NewsIndexPage, NewsPage, PortalPage, SectionPage
from content.models.settings import NavigationItem, Place, SiteSettings

__all__ = [
    "BodyPage",
    "InformationPage",
    "NavigationItem",
    "NewsIndexPage",
    "NewsPage",
    "Place",
    "PortalDocument",
    "PortalImage",
    "PortalPage",
    "Rendition",
    "SectionPage",
    "SiteSettings",
]
