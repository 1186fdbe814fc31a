"""Cells as they are read and not as they are kept: without the file's owner and the addresses of pages, and with area
codes."""

from __future__ import annotations

from crm.standardizing.row_values import RowValues
from crm.values.page_links import first_linked
from crm.values.text import fold

_MOST_DIGITS = 9
"""Digits of a number that may lack its area code: Brazil's have nine. More are a whole number."""
_MOST_OF_A_CODE = 6
"""Digits of an area code with the zero in front of it: the longest German ones, such as 036204."""


def without_pages(row: RowValues) -> list[tuple[int, str]]:
    """Takes the addresses of pages off names, companies and titles: the columns, and what they held.

    The cells are to stay whole as extras.
    """
    plan, texts = row.plan, row.texts
    if plan.own_export:
        return []
    named = (*plan.first, *plan.last, *(column for column, _ in plan.full), *plan.company, *plan.title)
    linked = []
    for column in named:
        text = texts[column]
        if (bare := first_linked(text)) != text:
            linked.append((column, text))
            texts[column] = bare
    return linked


def without_owner(row: RowValues) -> list[tuple[int, str]]:
    """Empties the cells that hold the file's owner: the columns, and what they held, which stays as extras."""
    held = []
    for column, ours in row.plan.ours.items():
        text = row.texts[column]
        if text and fold(text) == ours:
            held.append((column, text))
            row.texts[column] = ""
    return held


def with_area_codes(row: RowValues) -> list[tuple[int, str]]:
    """Puts area codes before the numbers that lack them: the columns, and what they held."""
    texts = row.texts
    joined = []
    for phone, (code, *further) in row.plan.area_codes:
        text = texts[phone]
        if further:
            parts = [texts[code], *(texts[part] for part in further), text]
            if all(parts):
                joined.append((phone, text))
                texts[phone] = "-".join(parts)
            continue
        codes, number = (_digits(texts[code]), _digits(text))
        # Behind an area code no number begins with a zero or a plus: such a one is whole.
        lacks = 0 < len(number) <= _MOST_DIGITS and number[0] != "0" and "+" not in text
        if lacks and 0 < len(codes) <= _MOST_OF_A_CODE:
            joined.append((phone, text))
            texts[phone] = f"{texts[code]} {text}"
    return joined


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))
