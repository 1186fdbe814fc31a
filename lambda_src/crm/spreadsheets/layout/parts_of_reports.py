"""Parts of a report below its list, each with a title and headers of its own, that reach nobody: `Rooms`, `Payments`.

A part with emails or phones may be a list of contacts (`crm.spreadsheets.layout.further_tables`), or else has its
emails elsewhere than the list. Any other is told by its first row, whose words stand where the list has numbers, dates,
emails or phones, and by the values below it. Facts below the list (`Participants; 5`) stand so in every row. Numbers
are chosen.
"""

from __future__ import annotations

from collections.abc import Sequence

from crm.spreadsheets.cell_kinds import DATA_KINDS, EMAIL, PHONE, TEXT, kind_of
from crm.spreadsheets.layout.column_names import column_name
from crm.spreadsheets.layout.column_profile import filled_columns, profile
from crm.spreadsheets.model import GROUP_ROW, NOTE_ROW, OTHER_TABLE, Row

_FEWEST_ROWS = 2
"""Rows of the list that show what its columns hold."""
_ARE_DATA = 0.9
"""Share of a column's cells that are no words."""
_FEWEST_COLUMNS = 4
"""Columns of a list below which a row of two cells is no contact."""
_FEWEST_CELLS = 3
"""Cells of a part's header: two may be a name beside its label."""


def mark_parts(rows: list[Row], header: Sequence[str]) -> None:
    """Marks the parts below a list, in place; one under the list's own headers goes on with it.

    Args:
        rows: all rows below the list's header, blank ones included.
        header: the list's, a text for each column.
    """
    blocks = _blocks(rows)
    if len(blocks) < 2:
        return
    start, end = blocks[0]
    columns = profile([row.cells for row in rows[start:end] if not row.skip])
    data = {place for place, one in columns.items() if one.filled >= _FEWEST_ROWS and one.data_share >= _ARE_DATA}
    emails = {place for place in data if all(kind_of(text) == EMAIL for text in columns[place].values)}
    names = set(map(column_name, header))
    for start, end in blocks[1:]:
        if len(header) >= _FEWEST_COLUMNS and _are_facts(rows[start:end], data):
            rows[start:end] = [row._replace(skip=row.skip or NOTE_ROW) for row in rows[start:end]]
            continue
        first = _header_below_title(rows, start, end)
        if first is None or _has_names(rows[first], names) or not _is_other(rows[first:end], data, emails):
            continue
        rows[start:end] = [row._replace(skip=OTHER_TABLE) for row in rows[start:end]]


def _are_facts(rows: Sequence[Row], data: set[int]) -> bool:
    """Whether rows have a label where the list has data, such as its running numbers, and a value beside it.

    One row alone may be a contact who has no number yet, unless its value is one.
    """
    if len(rows) == 1 and not any(map(str.isdigit, "".join(rows[0].cells))):
        return False
    for row in rows:
        label, *values = filled_columns(row.cells) or [-1]
        if values != [label + 1] or label not in data or kind_of(row.cells[label]) != TEXT:
            return False
    return True


def _blocks(rows: Sequence[Row]) -> list[tuple[int, int]]:
    """The runs of rows between blank ones, as positions."""
    blocks: list[tuple[int, int]] = []
    start: int | None = None
    for place, row in enumerate(rows):
        if not row.cells:
            if start is not None:
                blocks.append((start, place))
            start = None
        elif start is None:
            start = place
    return [*blocks, (start, len(rows))] if start is not None else blocks


def _header_below_title(rows: Sequence[Row], start: int, end: int) -> int | None:
    """Position of the first row below the titles of a block; None without a title, or with nothing below that row."""
    place = start
    while place < end and rows[place].skip in (None, GROUP_ROW) and len(filled_columns(rows[place].cells)) == 1:
        place += 1
    return place if start < place < end - 1 else None


def _has_names(row: Row, names: set[str]) -> bool:
    """Whether most cells of a row are headers of the list."""
    own = [column_name(cell) for cell in row.cells if cell.strip()]
    return 2 * sum(name in names for name in own) > len(own)


def _is_other(rows: Sequence[Row], data: set[int], emails: set[int]) -> bool:
    """Whether rows begin with a header that stands in the list's columns of data, above values that reach nobody, or
    do so in none of its columns of emails.
    """
    header, *body = rows
    named = set(filled_columns(header.cells))
    if any(row.skip for row in rows) or len(named) < _FEWEST_CELLS or data.isdisjoint(named):
        return False
    if any(kind_of(header.cells[place]) != TEXT for place in named):
        return False
    kinds = {kind_of(cell) for row in body for cell in row.cells if cell.strip()}
    fits = all(named.issuperset(filled_columns(row.cells)) for row in body)
    if not fits or kinds.isdisjoint(DATA_KINDS):
        return False
    return kinds.isdisjoint((EMAIL, PHONE)) or (EMAIL in kinds and _is_emailed_elsewhere(body, emails))


def _is_emailed_elsewhere(rows: Sequence[Row], emails: set[int]) -> bool:
    """Whether each row has words where the list has emails."""
    return bool(emails) and all(
        any(place < len(row.cells) and kind_of(row.cells[place]) == TEXT for place in emails) for row in rows
    )
