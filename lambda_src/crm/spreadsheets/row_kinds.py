"""Rows that are no data: totals and repeated headers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crm.spreadsheets.cell_kinds import EMPTY, NUMBER, kind_of
from crm.spreadsheets.model import REPEATED_HEADER, TOTALS_ROW

_TOTALS = re.compile(
    r"(?:grand |sub-?)?(?:totals?|summe|gesamt(?:summe)?|insgesamt|somme|suma|totale|totaal|totalt|summa|yhteensä|"
    r"toplam|итого|всего|разом|всього|count|anzahl|合计|总计|合計|總計|小计|小計|総計|합계|총계|รวม|tổng(?: cộng)?|"
    r"المجموع|סה\"כ|कुल|razem|celkem|összesen)\b\s*[:：=]?.{0,30}",
    re.IGNORECASE,
)


class RowKinds:
    """Says of each row after the header why it is not data.

    Args:
        header: the header's cells as they are in each of the header's rows.
    """

    def __init__(self, header: Sequence[tuple[str, ...]]) -> None:
        self._headers = {_key(cells) for cells in header}
        self._first = {key[0] for key in self._headers if key}

    def skip(self, cells: tuple[str, ...]) -> str | None:
        """The reason, None for a data row."""
        first = next((cell for cell in cells if cell.strip()), "").strip()
        if first.casefold() in self._first and _key(cells) in self._headers:
            return REPEATED_HEADER
        if len(first) < 60 and _TOTALS.fullmatch(first):
            others = [kind for cell in cells if (kind := kind_of(cell)) != EMPTY][1:]
            if all(kind == NUMBER for kind in others) and len(others) < max(2, len(cells) - 1):
                return TOTALS_ROW
        return None


def _key(cells: Sequence[str]) -> tuple[str, ...]:
    texts = [cell.strip().casefold() for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    while texts and not texts[0]:
        texts.pop(0)
    return tuple(texts)
