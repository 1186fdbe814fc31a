"""Reads a JSON object from the text of a model's answer."""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

_FENCED = re.compile(r"```(?:json)?\s*\n(.*?)\n?\s*```", re.DOTALL | re.IGNORECASE)


def object_from_text(text: str) -> dict[str, Any]:
    """The JSON object in a model's answer, which may stand bare, in markdown fences or between words.

    Raises:
        ValueError: if the answer holds no whole JSON object.
    """
    candidates = [text.strip(), *(match.strip() for match in _FENCED.findall(text))]
    start, end = text.find("{"), text.rfind("}")
    if 0 <= start < end:
        candidates.append(text[start : end + 1])
    for candidate in candidates:
        value = _parsed(candidate)
        if isinstance(value, dict):
            return value
    raise ValueError("no JSON object in the answer")


def _parsed(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return None


def _no_constant(name: str) -> NoReturn:
    """Refuses NaN and Infinity: Python's parser takes them, JSON does not have them."""
    raise ValueError(name)
