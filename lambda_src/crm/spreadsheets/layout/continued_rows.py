"""Tables in which the last column of a contact goes on in the rows below: a phone, below it an email, then a note."""

from __future__ import annotations

from collections.abc import Sequence

from crm.spreadsheets.cell_kinds import TEXT, kind_of
from crm.spreadsheets.model import CARD_ROW, Row

_FEWEST = 2
"""Rows that go on, and contacts that they belong to, before a table is one of these. Chosen."""
_SHARE = 0.25
"""Share of the rows that go on. Chosen: in other tables a row of one cell is rare."""


def join_continued(rows: list[Row]) -> None:
    """Puts the cells of rows that only go on below those of the contact above, in place.

    Args:
        rows: all rows below a header, blank ones included. The rows whose cells were moved are marked as part of the
            contact above.
    """
    continuing = _continuing(rows)
    filled = sum(1 for row in rows if row.cells)
    columns = {column for _, column in continuing.values()}
    mains = {main for main, _ in continuing.values()}
    if len(columns) != 1 or min(len(continuing), len(mains)) < _FEWEST or len(continuing) < _SHARE * filled:
        return
    column = columns.pop()
    said = [rows[main].cells[column] for main in mains]
    # Names in a group of a company's people stand alone too, and so may emails below emails.
    if not all(any(map(str.isdigit, text)) or "@" in text for text in said):
        return
    kinds = [
        (kind_of(rows[place].cells[column]), kind_of(rows[main].cells[column]))
        for place, (main, _) in continuing.items()
    ]
    if any(below == above != TEXT for below, above in kinds):
        return
    # Words alone below an email are a row that names nobody, unless other rows show that details go on.
    if all(below == TEXT != above for below, above in kinds):
        return
    for place, (main, _) in continuing.items():
        cells = rows[main].cells
        text = f"{cells[column]}\n{rows[place].cells[column]}"
        rows[main] = rows[main]._replace(cells=(*cells[:column], text, *cells[column + 1 :]))
        rows[place] = rows[place]._replace(skip=CARD_ROW)


def _continuing(rows: Sequence[Row]) -> dict[int, tuple[int, int]]:
    """By the place of each row of one cell behind the first column: the place of its contact, and the column."""
    found: dict[int, tuple[int, int]] = {}
    main = -1
    for place, row in enumerate(rows):
        filled = [column for column, cell in enumerate(row.cells) if cell.strip()]
        if not filled or row.skip:
            main = -1
        elif len(filled) > 1 or not filled[0]:
            main = place
        elif main >= 0 and len(rows[main].cells) > filled[0] and rows[main].cells[filled[0]].strip():
            found[place] = (main, filled[0])
    return found
