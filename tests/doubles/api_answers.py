"""Answers of the API's double, made whole: what a test leaves out gets a value that says nothing."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]
FIELDS = ("firstName", "lastName", "title", "company", "email", "phone", "remarks")


def event_answer(entry: Json) -> Json:
    """An event of a lead's history."""
    images = {
        name: dict.fromkeys(FIELDS, "N/A") | entry[name] if entry.get(name) else None for name in ("before", "after")
    }
    nothing = {"by": None, "importId": None, "row": None, "sourceFile": {"before": None, "after": None}}
    return nothing | entry | images


def chat_answer(given: Json) -> Json:
    """An answer of the chat."""
    answer: Json = {"query": None, "count": None, "rows": None, "groups": None, "examples": [], "readBy": "rules"}
    answer |= {"freshAsOf": None} | given
    if answer["query"] is not None:
        query: Json = {"intent": "list", "text": "", "filters": [], "groupBy": None, "page": 1, "pageSize": 50}
        query |= {"sort": {"field": "createdAt", "descending": True}} | answer["query"]
        answer["query"] = query | {"filters": [{"value": None} | condition for condition in query["filters"]]}
    return answer
