"""Cleans the text of a cell and recognizes cells that only say that there is nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from crm.values.known_values import known_values

_SPACES = re.compile(r"[^\S\n]+")
_DROPPED = re.compile("[\x00-\x08\x0e-\x1f\x7f\u00ad\u200b\u2060\ufeff]")
_ESCAPED_FORMULA = re.compile(r"'\s*[=+\-@＝＋－＠]")

_LONGEST_PLACEHOLDER = 24
"""Characters up to which a text is compared with the placeholders of `known_values.toml`; the longest has 19."""


def clean_cells(cells: Sequence[str]) -> list[str]:
    """`clean_cell` for every cell of a row. Most rows hold nothing odd, which one check of the whole row shows."""
    row = "".join(cells)
    # No-break, ideographic and zero-width blanks, line breaks and control characters are all not printable.
    if row.isprintable() and "  " not in row and "'" not in row:
        return [cell.strip() for cell in cells]
    return [clean_cell(cell) for cell in cells]


def clean_cell(text: str) -> str:
    """Trims a cell's text, collapses blanks and removes invisible characters; line breaks stay.

    Removes a leading apostrophe before `=`, `+`, `-` or `@`: exports put it there to keep a spreadsheet from running
    the cell as a formula.
    """
    text = text.strip()
    if not text.isprintable() or "  " in text:
        text = _DROPPED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
        text = "\n".join(line for line in (_SPACES.sub(" ", line).strip() for line in text.split("\n")) if line)
    if text[:1] == "'" and _ESCAPED_FORMULA.match(text) is not None:
        return text[1:]
    return text


def is_blank_like(text: str) -> bool:
    """Whether a clean text only says that there is no value: `N/A`, `-`, `none`.

    For columns of emails, phones, companies and titles; a surname may well be Null or None, so name columns ask
    `is_blank_name`.
    """
    return not text or text.casefold() in known_values().blank_like or is_blank_name(text)


def is_blank_name(text: str) -> bool:
    """Whether a clean text in a name column cannot be a name: `-` or `k.A.`, but never `NA` or `Null`."""
    known = known_values()
    return text in known.surely_blank or (len(text) <= _LONGEST_PLACEHOLDER and text.casefold() in known.placeholders)


def fold(text: str) -> str:
    """Normalizes a text for comparison: NFKC, case-folded, without blanks."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
