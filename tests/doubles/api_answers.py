"""Answers of the API's double, made whole: what a test leaves out gets a value that says nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from crm.fields import LEAD_FIELDS
from crm.said import TAGS

Json = dict[str, Any]
FIELDS = tuple(name for name in LEAD_FIELDS if name != TAGS)
"""Fields of one value; the tags are several."""
FURTHER = ("emails", "phones")


class ApiError(Exception):
    """An answer other than success."""

    def __init__(self, status: int, code: str, message: str, fields: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        error: Json = {"code": code, "message": message}
        if fields:
            error["fields"] = fields
        self.body: Json = {"error": error}


def lead_answer(given: Json) -> Json:
    """A lead; `emails` and `phones` may be given as plain texts."""
    lead: Json = {
        **dict.fromkeys(FIELDS),
        "tags": [],
        "extras": {},
        "fields": {},
        "deletedAt": None,
        "shortened": [],
    } | given
    for name in FURTHER:
        lead[name] = [{"value": one, "label": ""} if isinstance(one, str) else one for one in given.get(name, ())]
    return {"version": version_of_lead(lead)} | lead


def version_of(stored: Any) -> str:
    """Changes with each part of what is stored."""
    return hashlib.sha256(json.dumps(stored, sort_keys=True).encode()).hexdigest()[:16]


def version_of_lead(lead: Json, protected: Iterable[str] = ()) -> str:
    """Changes with every value and its protection.

    Args:
        protected: paths of values that imports leave alone.
    """
    return version_of([values_by_path(lead), sorted(protected)])


def values_by_path(lead: Json) -> dict[str, str]:
    """What a lead has, by path; further emails and phones with their labels."""
    values = {name: lead[name] for name in FIELDS if lead[name]}
    for name in FURTHER:
        for one in lead[name]:
            label = f" ({one['label']})" if one["label"] else ""
            values[f"{name}/{one['value']}"] = f"{one['value']}{label}"
    values |= {f"tags/{tag.casefold()}": tag for tag in lead["tags"]}
    return values | {f"extras/{header}": text for header, text in lead["extras"].items()}


def written(lead: Json, body: Json) -> Json:
    """What a person writes into a lead, as it is kept."""
    kept: Json = {name: body[name] or None for name in FIELDS if name in body}
    kept |= {name: body[name] or [] for name in ("tags", *FURTHER) if name in body}
    extras = lead["extras"] | (body.get("extras") or {})
    return kept | {"extras": {header: text for header, text in extras.items() if text}}


def lead_detail(lead: Json, origins: dict[str, Json]) -> Json:
    """A lead with the origins of its values: a row of its file, where nothing else is known."""
    return lead | {"origins": {path: origins.get(path) or row_origin(lead) for path in values_by_path(lead)}}


def row_origin(lead: Json) -> Json:
    """The origin of a value that a row has brought."""
    place = {"importId": "import-000", "fileName": lead["sourceFile"], "sheet": 0, "row": 2, "column": 0}
    return place | {"at": lead["createdAt"], "by": "owner@example.com", "isProtected": False}


def hand_origin(email: str, at: str, before: Json | None) -> Json:
    """The origin of a value that a person has typed; it stays protected if it was."""
    nowhere = dict.fromkeys(("importId", "fileName", "sheet", "row", "column"))
    return nowhere | {"at": at, "by": email, "isProtected": bool(before and before["isProtected"])}


def event_answer(entry: Json) -> Json:
    """An event of a lead's history."""
    nothing: Json = {
        "by": "owner@example.com",
        "importId": None,
        "fileName": None,
        "sheet": None,
        "row": None,
        "changes": [],
    }
    answer = nothing | entry
    return answer | {"changes": [{"shortened": False} | change for change in answer["changes"]]}


def chat_answer(given: Json) -> Json:
    """An answer of the chat."""
    answer: Json = {"query": None, "count": None, "partCount": None, "rows": None, "groups": None, "examples": []}
    answer |= {"notUnderstood": [], "readBy": "rules", "freshAsOf": None} | given
    if answer["query"] is not None:
        query: Json = {"intent": "list", "text": "", "where": {"all": []}, "part": None, "groupBy": [], "pageSize": 50}
        answer["query"] = query | {"sort": {"field": "createdAt", "descending": True}} | answer["query"]
    return answer


def time_at(minute: int) -> str:
    """A time as the API writes it, so many minutes after another."""
    return datetime.fromtimestamp(1_790_000_000 + 60 * minute, UTC).isoformat(timespec="milliseconds")
