"""Several emails or phones in one cell of an export, each with its label: `b@x.example (work); c@x.example`."""

from __future__ import annotations

import re
from collections.abc import Iterable

_LABELLED = re.compile(r"(.+?) \(((?=.*[^\W\d_])(?:[^()]|\([^()]*\))*)\)")
"""A label holds a letter, so that the brackets of a number are none."""
_SIGNS_OF_LISTS = str.maketrans({";": ",", "\n": " "})
_BRACKETS = str.maketrans("", "", "()")


def as_label(text: str) -> str:
    """A label in a form that `split_labelled` reads back; "" for one without a letter."""
    texts = (text, text.translate(_BRACKETS))
    labels = (" ".join(one.translate(_SIGNS_OF_LISTS).split()).rstrip(" :") for one in texts)
    return next((label for label in labels if _comes_back(label)), "")


def _comes_back(label: str) -> bool:
    match = _LABELLED.fullmatch(f"x ({label})")
    return match is not None and match[2] == label


def join_labelled(values: Iterable[tuple[str, str]]) -> str:
    """The cell of these values and labels, "" where a value has none."""
    return "; ".join(f"{value} ({label})" if label else value for value, label in values)


def split_labelled(cell: str) -> list[tuple[str, str]]:
    """The values and labels of a cell that `join_labelled` wrote, or that a person has changed."""
    parts = [part.strip() for part in cell.split(";")]
    matches = [(part, _LABELLED.fullmatch(part)) for part in parts if part]
    return [(match[1], match[2]) if match else (part, "") for part, match in matches]
