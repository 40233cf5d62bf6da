"""What the search server must hear of: after the row is written, outside any transaction, again and again until it is taken."""

from search.engines import has_server
from shared import outbox


@outbox.handler("search.document.written", queue="index", outside=True)
def push(message: outbox.Message) -> None:
    if has_server():
        from search.engines.elasticsearch import writing

        writing.push([(message.payload["kind"], message.payload["subject"])])
    with message.finish():
        pass
