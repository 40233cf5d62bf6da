from content.models.media import PortalDocument, PortalImage, Rendition

__all__ = ["PortalDocument", "PortalImage", "Rendition"]
