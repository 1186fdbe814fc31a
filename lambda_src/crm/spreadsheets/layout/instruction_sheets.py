"""Sheets that explain a workbook instead of holding contacts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from crm.spreadsheets.cell_kinds import EMAIL, PHONE, kind_of
from crm.spreadsheets.layout.words import any_of


@lru_cache(maxsize=1)
def _sheet_name() -> re.Pattern[str]:
    return re.compile(any_of("sheet_names"), re.IGNORECASE)


def explains(name: str, rows: Sequence[Sequence[str]]) -> bool:
    """Is a sheet with these first rows prose and not a list?

    A sheet with addresses or phone numbers never is, whatever it is called.
    """
    if any(kind_of(cell) in (EMAIL, PHONE) for cells in rows for cell in cells):
        return False
    filled = [[cell for cell in cells if cell.strip()] for cells in rows if cells]
    filled = [cells for cells in filled if cells]
    if not filled:
        return False
    texts = [cell for cells in filled for cell in cells]
    widths = sorted(map(len, filled))
    if _sheet_name().search(name) and widths[len(widths) // 2] <= 4:
        return True
    if widths[-1] > 4:
        return False
    sentences = sum(1 for text in texts if len(text.split()) >= 8 or len(text) > 80)
    return sentences >= 3 and sentences >= 0.3 * len(filled)
