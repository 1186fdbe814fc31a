"""Rows that are no data: totals, repeated headers, rows of error values."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crm.spreadsheets.cell_kinds import ERROR_TEXTS, NUMBER, kind_of
from crm.spreadsheets.model import BLANK_ROW, ERROR_VALUES, REPEATED_HEADER, TOTALS_ROW, Row

_TOTAL_WORDS = (
    "total|totals|grand total|subtotal|sub-total|sub total|summe|gesamt|gesamtsumme|insgesamt|zwischensumme|somme|"
    "total général|sous-total|suma|suma total|totale|totaal|subtotaal|eindtotaal|totalt|summa|delsumma|i alt|yhteensä|"
    "toplam|genel toplam|ara toplam|итого|всего|разом|всього|razem|celkem|összesen|count|anzahl|nombre|"
    '合计|总计|小计|合計|總計|小計|総計|합계|총계|소계|รวม|รวมทั้งหมด|tổng|tổng cộng|المجموع|الإجمالي|סה"כ|कुल'
)
_TOTALS = re.compile(rf"(?:{_TOTAL_WORDS})\b\s*(?:\([^)]*\)|[\w ]{{0,20}})?\s*[:：=]?\s*[\d.,' ]*", re.IGNORECASE)
# So many characters of the first cell tell whether a row needs a closer look.
_PREFIX = 3


class RowKinds:
    """Says of each row after the header why it is not data.

    Args:
        header: the header's cells as they are in each of the header's rows.
    """

    def __init__(self, header: Sequence[tuple[str, ...]]) -> None:
        self._headers = {_key(cells) for cells in header}
        words = [*_TOTAL_WORDS.split("|"), *ERROR_TEXTS, *(key[0] for key in self._headers if key)]
        self._prefixes = frozenset(["", *(word[:_PREFIX].casefold() for word in words)])

    def marked(self, rows: list[Row]) -> list[Row]:
        """The rows, those that are no data with the reason. Most rows are told by the beginning of their first cell."""
        prefixes = self._prefixes
        for position, row in enumerate(rows):
            cells = row[1]
            if not cells:
                rows[position] = Row(row[0], (), BLANK_ROW)
            elif cells[0][:_PREFIX].strip().casefold() in prefixes and (skip := self.skip(cells)):
                rows[position] = Row(row[0], cells, skip)
        return rows

    def skip(self, cells: tuple[str, ...]) -> str | None:
        """The reason, None for a data row."""
        filled = [cell.strip() for cell in cells if cell and not cell.isspace()]
        if not filled:
            return BLANK_ROW
        first = filled[0]
        if first[0] == "#" and all(text in ERROR_TEXTS for text in filled):
            return ERROR_VALUES
        if _key(cells) in self._headers:
            return REPEATED_HEADER
        if len(first) < 60 and _TOTALS.fullmatch(first) and _is_total(filled, len(cells)):
            return TOTALS_ROW
        return None


def _is_total(filled: Sequence[str], width: int) -> bool:
    """Only numbers beside the word, and not in every column."""
    others = filled[1:]
    if not others:
        return width > 1 or any(map(str.isdigit, filled[0]))
    return len(others) < max(2, width - 1) and all(kind_of(text) == NUMBER for text in others)


def _key(cells: Sequence[str]) -> tuple[str, ...]:
    texts = [" ".join(cell.split()).casefold() for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    while texts and not texts[0]:
        texts.pop(0)
    return tuple(texts)
