"""Notes and footers below a table, by the words with which they begin."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from crm.spreadsheets.cell_kinds import PHONE, kind_of
from crm.spreadsheets.layout.column_profile import LONGEST_NAME
from crm.spreadsheets.layout.words import any_of

NOTE_MARKS = "*†‡©"
_FOOTER_CELLS = 3
"""Most cells of a label with its value below a table. Chosen."""
_FOOTER_WIDTH = 12
"""Cells of a row up to which half of it may be a footer. Chosen."""


@lru_cache(maxsize=1)
def _footer() -> re.Pattern[str]:
    """How many rows a program has written: `2 record(s) downloaded`, `1-50 of 123 contacts`."""
    return re.compile(
        rf"[(\[]?\d[\d.,]*+(?:\s?[-–/]\s?\d[\d.,]*+)?\s(?:(?:{any_of('of')})\s\d[\d.,]*+\s)?(?:{any_of('counted')})\b.{{0,80}}",
        re.IGNORECASE,
    )


@lru_cache(maxsize=1)
def _note() -> re.Pattern[str]:
    begins = rf"[{NOTE_MARKS}]|(?:{any_of('notes')})\b|{any_of('notes_without_blanks')}"
    return re.compile(f"(?:{begins}).*", re.IGNORECASE | re.DOTALL)


def begins_as_note(text: str) -> bool:
    """Whether a text begins as a note does."""
    return _note().fullmatch(text) is not None


def is_note(text: str) -> bool:
    """Whether a text begins as a note or a footer does."""
    return begins_as_note(text) or _footer().fullmatch(text) is not None


def is_footer(cells: Sequence[str]) -> bool:
    """Whether a row of a few cells is what a program writes below a table: a label and its value, a number of rows."""
    filled = [text for cell in cells if (text := cell.strip())]
    if not filled or 2 * len(filled) > max(len(cells), _FOOTER_WIDTH):
        return False
    if (
        len(filled) > 1
        and len(filled) <= _FOOTER_CELLS
        and filled[0].endswith((":", "："))
        and len(filled[0]) < LONGEST_NAME
    ):
        return True
    if len(filled) > 1 and " " in filled[0] and begins_as_note(filled[0]):
        # A sentence whose commas have divided it.
        return True
    if len(filled) > _FOOTER_CELLS and any(kind_of(text) == PHONE for text in filled):
        # "103;контакт;;+7 917 555-01-03" is a contact.
        return False
    return _footer().fullmatch(" ".join(filled)) is not None
