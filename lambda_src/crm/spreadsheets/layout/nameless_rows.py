"""Rows that name nobody in lists of payments and invoices: fees and transfers, and the items below an invoice.

In a plan of shifts, a row that holds nothing but what all rows hold is a shift that nobody has taken. In any list, a
row with dashes where others have names is nobody either, such as a program's own user. Numbers are chosen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from functools import lru_cache

from crm.spreadsheets.layout.words import any_of
from crm.spreadsheets.model import NAMELESS_ROW, VACANT_ROW, Row

_FEWEST_MONEY_COLUMNS = 2
_FEWEST_DASHES = 2
"""Cells with nothing but a dash, one of them for a name, in a row that is nobody."""
_FEWEST_CELLS_OF_A_SLOT = 2
_DASHES = frozenset("-–—")
_SOMEBODY = frozenset({"email", "strong_phone", "person"})
"""What shows that a cell under any header is about somebody."""


class NamelessRows:
    """Marks the rows of a table that name nobody.

    Args:
        header: the table's header, a text for each column.
        first: the first rows below it.
        says_who: whether a column that is called so may hold somebody's name, email or phone.
        kinds_of: what a text looks like, `email`, `person` and `company` among it.
    """

    def __init__(
        self,
        header: Sequence[str],
        first: Sequence[Row],
        says_who: Callable[[str], bool],
        kinds_of: Callable[[str], Collection[str]],
    ) -> None:
        money = [column for column, text in enumerate(header) if _is_called(text, "money_columns")]
        self._money = money if len(money) >= _FEWEST_MONEY_COLUMNS else []
        self._goods = frozenset(column for column, text in enumerate(header) if _is_called(text, "goods_columns"))
        self._who = [
            column
            for column, text in enumerate(header)
            if text.strip() and column not in self._goods and column not in money and says_who(text)
        ]
        self._kinds_of = kinds_of
        filled = [row.cells for row in first if row.cells]
        named = [cells for cells in filled if self._named(cells)]
        self._are_some = 0 < len(named) < len(filled)
        self._slots = [column for column, text in enumerate(header) if _is_called(text, "slot_columns")]
        plan = set.intersection(*map(_filled, named)) if self._slots and named else set[int]()
        self._plan = {column: {cells[column].strip() for cells in named} for column in plan.difference(self._who)}

    def may_be_there(self) -> bool:
        """Whether some of the first rows name somebody under a header that says so, and some do not."""
        return self._are_some

    def mark(self, rows: list[Row]) -> list[Row]:
        """The rows, in place: those that name nobody are marked."""
        for place, row in enumerate(rows):
            cells = row.cells
            if row.skip is None and cells and not self._named(cells) and (skip := self._why(cells)):
                rows[place] = row._replace(skip=skip)
        return rows

    def _named(self, cells: Sequence[str]) -> bool:
        return any(column < len(cells) and not _is_empty(cells[column]) for column in self._who)

    def _why(self, cells: Sequence[str]) -> str | None:
        money = any(column < len(cells) and any(map(str.isdigit, cells[column])) for column in self._money)
        if money or self._is_dashed(cells):
            known: Collection[int] = ()
        elif self._is_open(cells):
            known = {column for column, cell in enumerate(cells) if cell.strip() in self._plan.get(column, ())}
        else:
            return None
        if any(self._is_somebody(column, cell) for column, cell in enumerate(cells) if column not in known):
            return None
        return NAMELESS_ROW if money else VACANT_ROW

    def _is_dashed(self, cells: Sequence[str]) -> bool:
        """Whether a dash stands where others have a name, and another one somewhere."""
        dashed = {column for column, cell in enumerate(cells) if cell.strip() and _is_empty(cell)}
        return len(dashed) >= _FEWEST_DASHES and not dashed.isdisjoint(self._who)

    def _is_open(self, cells: Sequence[str]) -> bool:
        """Whether a row holds the columns of a plan, one of a shift among them, and nothing beside them."""
        filled = _filled(cells)
        in_plan = filled <= self._plan.keys() and not filled.isdisjoint(self._slots)
        return in_plan and len(filled) >= _FEWEST_CELLS_OF_A_SLOT

    def _is_somebody(self, column: int, cell: str) -> bool:
        kinds = self._kinds_of(cell) if cell.strip() else ()
        return not _SOMEBODY.isdisjoint(kinds) or ("company" in kinds and column not in self._goods)


def _filled(cells: Sequence[str]) -> set[int]:
    return {column for column, cell in enumerate(cells) if cell.strip()}


def _is_empty(cell: str) -> bool:
    return _DASHES.issuperset("".join(cell.split()))


def _is_called(header: str, subject: str) -> bool:
    return _pattern(subject).search(header) is not None


@lru_cache(maxsize=3)
def _pattern(subject: str) -> re.Pattern[str]:
    return re.compile(any_of(subject), re.IGNORECASE)
