"""Cleans the text of a cell and normalizes it for comparison."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from crm.values.formulas import without_escapes

LONGEST_SEARCHED = 32_767
"""Characters of a cell up to which values are searched for in it: as many as Excel keeps in one."""

_SPACES = re.compile(r"[^\S\n]+")
_DROPPED = re.compile("[\x00-\x08\x0e-\x1f\x7f\u00ad\u200b\u2060\ufeff]")
_ESCAPED_FORMULA = re.compile(r"'\s*[=+\-@＝＋－＠]")


def clean_cells(cells: Sequence[str]) -> list[str]:
    """`clean_cell` for every cell of a row. Most rows hold nothing odd, which one check of the whole row shows."""
    row = "".join(cells)
    # No-break, ideographic and zero-width blanks, line breaks and control characters are all not printable.
    if row.isprintable() and "  " not in row and "'" not in row:
        return [cell.strip() for cell in cells]
    return [clean_cell(cell) for cell in cells]


def clean_own_cells(cells: Sequence[str]) -> list[str]:
    """The cells of a row of our own export or report, as they were before their formulas were escaped, and tidy."""
    return [_tidy(without_escapes(cell)) for cell in cells]


def clean_cell(text: str) -> str:
    """Trims a cell's text, collapses blanks and removes invisible characters; line breaks stay.

    Removes a leading apostrophe before `=`, `+`, `-` or `@`: other programs too put it there to keep a spreadsheet from
    running the cell as a formula.
    """
    text = _tidy(text)
    if text[:1] == "'" and _ESCAPED_FORMULA.match(text) is not None:
        return text[1:].lstrip()
    return text


def _tidy(text: str) -> str:
    text = text.strip()
    if not text.isprintable() or "  " in text:
        text = _DROPPED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
        text = "\n".join(line for line in (_SPACES.sub(" ", line).strip() for line in text.split("\n")) if line)
    return text


def fold(text: str) -> str:
    """Normalizes a text for comparison: NFKC, case-folded, without blanks."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
