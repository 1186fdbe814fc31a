"""Sheets that list each contact from top to bottom: a label and one value per contact in each row.

Weights and thresholds were chosen by hand and moved a step up and down against 482 contact files and 86 layouts; what
a step changes stands beside the value, and nothing where it changes nothing (docs/measurements.md).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from crm.spreadsheets.cell_kinds import EMAIL, PHONE, kind_of
from crm.spreadsheets.model import CARD_ROW, Row

_FEWEST_LABELS = 2
"""Fewest columns behind the labels."""
_MOST_LABELS = 60
"""Labels of a table that is turned on its side."""
_FEWEST_TURNED = 3
"""Fewest rows of a transposed table; two rows may just as well be a header and a contact.
Measured: 4 misses 1, 2 none."""
_KNOWN_LABELS = 0.6
"""Share of the labels of a transposed table that must be names of fields.
Measured: 0.5 takes 1 other list for one, 0.7 none."""


class Listing(NamedTuple):
    """A sheet that may be a list of contacts and no table.

    Args:
        rows: all rows of the sheet, blank ones included.
        delimiter: by which the lines of a text have been cut into cells, None for workbooks.
        is_header_word: whether a text is the name of a field.
    """

    rows: Sequence[Row]
    delimiter: str | None
    is_header_word: Callable[[str], bool]


class Cards(NamedTuple):
    """The contacts of a sheet that is no table, as rows of one.

    Args:
        header: the labels, each once.
        rows: each contact's values in its first row; its other rows are marked as part of it.
    """

    header: tuple[str, ...]
    rows: list[Row]


def find_turned_table(listing: Listing) -> Cards | None:
    """A transposed table: labels in its first column, a contact in each of the others; None if a sheet is none.

    The contacts are numbered as the sheet's rows, from the first row on, since they have no row of their own.
    """
    is_header_word = listing.is_header_word
    rows = [row for row in listing.rows if row.cells]
    body = rows
    if body and not is_header_word(body[0].cells[0]):
        # "Field", "Contact 1", "Contact 2": a heading of the columns.
        body = body[1:]
    labels = [_label(row.cells[0]) for row in body]
    width = max((len(row.cells) for row in body), default=0)
    known = sum(1 for label in labels if label and is_header_word(label))
    if (
        not _FEWEST_TURNED <= len(labels) <= _MOST_LABELS
        or width <= _FEWEST_LABELS
        or known < _KNOWN_LABELS * len(labels)
    ):
        return None
    values = [[cell for cell in row.cells[1:] if cell.strip()] for row in body]
    if any(map(is_header_word, values[0])) or len(set(labels)) < len(labels):
        return None
    addresses = [found for found in values if len(found) > 1 and all(kind_of(cell) in (EMAIL, PHONE) for cell in found)]
    if not addresses:
        return None
    contacts = [
        tuple(row.cells[column] if column < len(row.cells) else "" for row in body) for column in range(1, width)
    ]
    contacts = [cells for cells in contacts if any(map(str.strip, cells))]
    first = rows[0].number
    table = [Row(first + place, cells) for place, cells in enumerate(contacts)]
    table += [row._replace(skip=CARD_ROW) for row in rows[len(contacts) :]]
    return Cards(tuple(labels), table)


def _label(text: str) -> str:
    return " ".join(text.split()).rstrip(" :：")
