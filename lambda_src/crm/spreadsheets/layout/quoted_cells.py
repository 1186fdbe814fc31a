"""Quotes that a program wrote around most of its values, in the cells themselves: `'Asha Rao'`, `“Asha Rao”`.

Numbers are chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from crm.export_labels import LEAD_ID, key_of_label
from crm.spreadsheets.model import Row

_PAIRS = (
    *(("'", "'"), ('"', '"'), ("‘", "’"), ("“", "”"), ("„", "“"), ("„", "”"), ("`", "`"), ("`", "'"), ("´", "´")),
    ("'", ""),
)
"""How a value may begin and end. The last one marks it as a text, as Excel does."""
_OPENING = frozenset(opening for opening, _ in _PAIRS)
_FIRST_ROWS = 30
"""Rows with content in which the quotes are looked for: whoever writes them does so from the first value on."""
_FEWEST = 2
"""Quoted cells of a row; a single one may be a nickname."""
_QUOTED_CELLS = 0.5
"""Share of a row's cells that must be quoted, and of the rows. Half of two rows is one below its header."""
_NOTHING = "null"
"""What databases write without quotes where there is no value."""


def unquoter(rows: Sequence[Row]) -> Callable[[list[Row]], list[Row]] | None:
    """A function that removes the quotes around the cells of chunks of rows; None where most cells have none.

    The names of columns may have them or not. A list of leads with their ids is our own export: its quotes are values.

    Args:
        rows: the first ones of a sheet.
    """
    filled = [cells for row in rows[: 4 * _FIRST_ROWS] if (cells := list(filter(None, row.cells)))][:_FIRST_ROWS]
    if not any(cell[0] in _OPENING for cells in filled for cell in cells):
        return None
    pair = next((pair for pair in _PAIRS if _are_quoted(filled, *pair)), None)
    if pair is None or any(key_of_label(cell) == key_of_label(LEAD_ID) for cells in filled for cell in cells):
        return None
    opening, closing = pair

    def unquote(chunk: list[Row]) -> list[Row]:
        return [row._replace(cells=tuple(_inside(cell, opening, closing) for cell in row.cells)) for row in chunk]

    return unquote


def _are_quoted(rows: Sequence[Sequence[str]], opening: str, closing: str) -> bool:
    """Whether most rows of several cells have most of them in these quotes."""
    wide = [cells for row in rows if len(cells := [cell for cell in row if cell.casefold() != _NOTHING]) >= _FEWEST]
    counted = [(sum(_is_quoted(cell, opening, closing) for cell in cells), len(cells)) for cells in wide]
    quoted = sum(count >= _FEWEST and count >= _QUOTED_CELLS * width for count, width in counted)
    return quoted > 0 and quoted >= _QUOTED_CELLS * len(wide)


def _is_quoted(cell: str, opening: str, closing: str) -> bool:
    text = cell.strip()
    return len(text) > len(closing) and text.startswith(opening) and text.endswith(closing)


def _inside(cell: str, opening: str, closing: str) -> str:
    """The cell without the quotes around it; within them, a quote may be doubled."""
    if not _is_quoted(cell, opening, closing):
        return cell
    text = cell.strip()
    inner = text[1 : len(text) - len(closing)]
    return inner.replace(opening * 2, opening) if opening == closing else inner
