"""What the open API answers when it cannot: application/problem+json (RFC 9457), in the reader's language."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Schema

API = "/api/"
CONTENT_TYPE = "application/problem+json"


class Problem(Schema):
    type: str = "about:blank"
    title: str
    status: int
    detail: str = ""
    instance: str = ""


def wanted(request: HttpRequest) -> bool:
    return request.path_info.startswith(API)


def answer(request: HttpRequest, status: int, *, title: Any, detail: Any = "", instance: str = "") -> HttpResponse:
    """`instance` names this very occurrence: the number under which it is in the log."""
    said = Problem(title=str(title), status=status, detail=str(detail), instance=instance and f"urn:uuid:{instance}")
    response = HttpResponse(json.dumps(said.dict(), ensure_ascii=False), status=status, content_type=CONTENT_TYPE)
    response["Cache-Control"] = "no-store"
    return response


def documented(**cases: str) -> dict[str, Any]:
    """For an operation's `openapi_extra`: s404="No such page." and so on."""
    content = {CONTENT_TYPE: {"schema": Problem.model_json_schema()}}
    return {"responses": {int(status[1:]): {"description": said, "content": content} for status, said in cases.items()}}
