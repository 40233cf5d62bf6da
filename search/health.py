"""What `manage.py health` says of search."""

from search.engines import has_server
from shared import health
from shared.health import Finding


@health.check
def search_server() -> Finding:
    if not has_server():
        return Finding("search server", "green", "none: PostgreSQL finds")
    from search.engines.elasticsearch import client, indexes

    try:
        names = client.ask(lambda server: indexes.behind(indexes.readers(), server))
        laid_out = bool(names) and client.ask(lambda server: indexes.as_laid_out(server))
    except client.Unavailable as reason:
        return Finding("search server", "red", f"does not answer ({reason}); PostgreSQL finds")
    if not names:
        return Finding("search server", "red", "has no index; rebuild_index makes one")
    return Finding("search server", "green" if laid_out else "amber", names[0] if laid_out else "rebuild_index is due")
