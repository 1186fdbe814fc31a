"""Numbers of the tables of a file: the first table of a sheet has the number of the sheet, its 0-based position.

A further one has a number that no sheet can have, and that does not depend on how many tables other sheets have: what
people have decided of a sheet holds when the file is read again.
"""

from __future__ import annotations

MOST_SHEETS = 2_000
"""Sheets of a file."""
MOST_TABLES = 50
"""Tables of a sheet that are read on their own."""


def number_of(sheet: int, table: int) -> int:
    """The number of a table.

    Args:
        sheet: 0-based.
        table: of the sheet, from 1 on.
    """
    return sheet + (table - 1) * MOST_SHEETS


def sheet_of(number: int) -> int:
    """The 0-based sheet on which a table stands."""
    return number % MOST_SHEETS


def table_of(number: int) -> int:
    """Which of its sheet's tables it is, from 1 on."""
    return number // MOST_SHEETS + 1
