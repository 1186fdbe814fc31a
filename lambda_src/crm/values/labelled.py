"""Several emails or phones in one cell of an export, each with its label: `b@x.example (work); c@x.example`."""

from __future__ import annotations

import re
from collections.abc import Iterable

_LETTER = re.compile(r"[^\W\d_]")
"""A label holds a letter, so that the brackets of a number are none."""
_DEEPEST = 2
"""Brackets in brackets, those around the label counted."""
_SIGNS_OF_LISTS = str.maketrans({";": ",", "\n": " "})
_BRACKETS = str.maketrans("", "", "()")


def as_label(text: str) -> str:
    """A label in a form that `split_labelled` reads back; "" for one without a letter."""
    texts = (text, text.translate(_BRACKETS))
    labels = (" ".join(one.translate(_SIGNS_OF_LISTS).split()).rstrip(" :") for one in texts)
    return next((label for label in labels if _comes_back(label)), "")


def _comes_back(label: str) -> bool:
    return _split(f"x ({label})") == ("x", label)


def join_labelled(values: Iterable[tuple[str, str]]) -> str:
    """The cell of these values and labels, "" where a value has none."""
    return "; ".join(f"{value} ({label})" if label else value for value, label in values)


def split_labelled(cell: str) -> list[tuple[str, str]]:
    """The values and labels of a cell that `join_labelled` wrote, or that a person has changed."""
    parts = [part.strip() for part in cell.split(";")]
    return [_split(part) or (part, "") for part in parts if part]


def _split(part: str) -> tuple[str, str] | None:
    """The value and the label of `value (label)`; None for another text."""
    if not part.endswith(")"):
        return None
    depth = 0
    for place in range(len(part) - 1, 0, -1):
        depth += (part[place] == ")") - (part[place] == "(")
        if depth > _DEEPEST:
            return None
        if depth == 0:
            value, label = part[: place - 1], part[place + 1 : -1]
            is_labelled = part[place - 1] == " " and value and "\n" not in value and _LETTER.search(label)
            return (value, label) if is_labelled else None
    return None
