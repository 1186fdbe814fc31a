"""Finds rows right below a header that explain how to fill its columns, as in templates.

Weights and thresholds were chosen by hand and moved a step up and down against 482 contact files and 86 layouts; what
a step changes stands beside the value, and nothing where it changes nothing (docs/measurements.md).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from crm.spreadsheets.cell_kinds import EMAIL, NUMBER, PHONE, kind_of
from crm.spreadsheets.layout.words import any_of
from crm.spreadsheets.model import EXPLAINING_ROW, Row

_ROWS = 3
"""Rows below the header that are examined: type, obligation and example at most."""
_BLANKS_BETWEEN = 4
"""Rows, blank ones included, among which each of these is looked for."""
_FEWEST_NAMES = 3
"""Names of fields that make a row a second header: a person may well be called Church.
Measured: 4 misses 1, 2 none."""
_FEWEST_EXPLAINING = 2
_EXPLAINING = 0.7
"""Cells, and share of a row's cells, that must say how a column is to be filled."""
_NAMED = 0.6
"""Share of a row's columns that a second header names at least."""


@lru_cache(maxsize=1)
def _explains() -> re.Pattern[str]:
    """The pattern, compiled for the first row below a header that holds no address, number or date."""
    year, month, day = any_of("years"), any_of("months"), any_of("days")
    return re.compile(
        rf"""[(\[<*]*\s*+(?:
            (?:{any_of("necessity")})(?:\s+field)?
          | {any_of("types")}
          | (?:{any_of("lengths")})\.?\s*+:?\s*+\d+\s*+(?:{any_of("units")})?
          | (?:{any_of("obligations")})\s.{{1,60}} | {any_of("formats")} | format\s*[:=].{{1,60}}
          | (?:{any_of("examples")})[\s:,].{{0,80}}
          | \{{.*\}}
          | (?:{year})[-/.](?:{month})[-/.](?:{day}) | (?:{day}|{month})[-/.](?:{month}|{day})[-/.](?:{year})
        )\s*+(?:\(\d+\))?[)\]>*]*""",
        re.IGNORECASE | re.VERBOSE,
    )


def mark_explaining(rows: list[Row], is_header_word: Callable[[str], bool] | None) -> None:
    """Marks those of the first rows below a header that explain its columns instead of holding a contact.

    Args:
        rows: the rows below the header; changed in place.
        is_header_word: whether a text is the name of a field.
    """
    filled = [position for position, row in enumerate(rows[: _BLANKS_BETWEEN * _ROWS]) if row.cells]
    # The last row of a sheet is a contact, whatever it looks like.
    for position in filled[: min(_ROWS, len(filled) - 1)]:
        if rows[position].skip is not None or not explains_columns(rows[position].cells, is_header_word):
            return
        rows[position] = rows[position]._replace(skip=EXPLAINING_ROW)


def _is_value(text: str) -> bool:
    """Whether a text is an address or a number itself, and not an example such as `e.g. ann@x.example`."""
    return kind_of(text) in (EMAIL, PHONE, NUMBER) and (" " not in text or not text[0].isalpha())


def explains_columns(cells: Sequence[str], is_header_word: Callable[[str], bool] | None) -> bool:
    """Whether nearly all cells of a row explain how to fill a column, or all are names of fields."""
    texts = [cell.strip() for cell in cells if cell.strip()]
    if len(texts) < 2 or any(map(_is_value, texts)):
        return False
    explaining = sum(1 for text in texts if _explains().fullmatch(text))
    if explaining >= _FEWEST_EXPLAINING and explaining >= _EXPLAINING * len(texts):
        return True
    if is_header_word is None or len(texts) < max(_FEWEST_NAMES, _NAMED * len(cells)):
        return False
    return all(is_header_word(text) for text in texts)
