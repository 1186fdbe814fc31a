"""Reads a JSON object from the text of a model's answer."""

from __future__ import annotations

import json
from typing import Any, NoReturn


def object_from_text(text: str) -> dict[str, Any]:
    """The JSON object in a model's answer, which may stand bare, in markdown fences or between words.

    Raises:
        ValueError: if the answer holds no whole JSON object.
    """
    candidates = [text.strip(), *map(_without_language, text.split("```")[1::2])]
    start, end = text.find("{"), text.rfind("}")
    if 0 <= start < end:
        candidates.append(text[start : end + 1])
    for candidate in candidates:
        value = _parsed(candidate)
        if isinstance(value, dict):
            return value
    raise ValueError("no JSON object in the answer")


def _without_language(fenced: str) -> str:
    """The inside of a markdown fence without the name of its language, which ends the first line."""
    language, _, inside = fenced.partition("\n")
    return (inside if language.strip().casefold() in ("", "json") else fenced).strip()


def _parsed(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return None


def _no_constant(name: str) -> NoReturn:
    """Refuses NaN and Infinity: Python's parser takes them, JSON does not have them."""
    raise ValueError(name)
