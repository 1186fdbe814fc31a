"""How the API's double finds leads: by words, filters of fields, and a condition."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from tests.doubles.api_answers import ApiError, values_by_path

Json = dict[str, Any]


def matches(lead: Json, query: Mapping[str, str]) -> bool:
    """Whether a lead is found by the parameters of GET /leads."""
    text = query.get("q", "").casefold()
    if text and not any(text in value.casefold() for value in values_by_path(lead).values()):
        return False
    if query.get("where") and not _holds(lead, _condition(query["where"])):
        return False
    for key, value in query.items():
        found = re.fullmatch(r"filter\[(.+?)\](?:\[(\w+)\])?", key)
        if found and not _fits(text_in(lead, found[1]), found[2] or "contains", value.split("\n")):
            return False
    return True


def text_in(lead: Json, field: str) -> str:
    """What a lead has in a field of the list."""
    if field == "name":
        return " ".join(filter(None, (lead["firstName"], lead["lastName"])))
    return str(lead.get(field) or "")


def _condition(text: str) -> Json:
    try:
        condition: Json = json.loads(text)
    except ValueError:
        raise ApiError(422, "invalid", "This search cannot be made.", {"where": "JSON"}) from None
    return condition


def _holds(lead: Json, condition: Json) -> bool:
    if "all" in condition:
        return all(_holds(lead, part) for part in condition["all"])
    if "any" in condition:
        return any(_holds(lead, part) for part in condition["any"])
    if "not" in condition:
        return not _holds(lead, condition["not"])
    values = condition.get("values", [condition.get("value", "")])
    return _fits(str(lead.get(condition["field"]) or ""), condition["op"], values)


def _fits(text: str, comparison: str, values: list[str]) -> bool:
    """Of dates, days alone are compared."""
    text, values = text.casefold(), [value.casefold() for value in values]
    value = values[0]
    return {
        "contains": value in text,
        "equals": value == text,
        "startsWith": text.startswith(value),
        "in": text in values,
        "empty": not text,
        "notEmpty": bool(text),
        "before": "" < text[:10] < value,
        "after": text[:10] > value,
        "between": value <= text[:10] <= values[-1],
    }[comparison]
