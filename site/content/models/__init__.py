from content.models.media import PortalDocument, PortalImage, Rendition
from content.models.news import NewsIndexPage, NewsPage
from content.models.pages import BodyPage, ContactPage, InformationPage, PortalPage, SectionPage
from content.models.settings import NavigationItem, Place, SiteSettings, SocialLink

__all__ = [
    "BodyPage",
    "ContactPage",
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
    "SocialLink",
]
