from django.conf import settings


def has_server() -> bool:
    """Whether there is a search server. Its client is large and is imported only where there is one."""
    return bool(settings.ELASTICSEARCH_URL)
