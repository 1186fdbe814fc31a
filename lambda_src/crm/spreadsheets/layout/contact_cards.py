"""Sheets that list each contact from top to bottom: a label and a value per row, or a label and one value per contact.

Weights and thresholds were chosen by hand and moved a step up and down against 482 contact files and 86 layouts; what
a step changes stands beside the value, and nothing where it changes nothing (docs/measurements.md).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from crm.spreadsheets.cell_kinds import EMAIL, PHONE, kind_of
from crm.spreadsheets.layout.column_profile import filled_columns
from crm.spreadsheets.model import CARD_ROW, SECTION_ROW, Row

_FEWEST_LABELS = 2
"""Fewest names of fields on a card."""
_MOST_LABELS = 60
"""Labels of a card; a sheet of two columns with more of them is a list."""
_FEWEST_TURNED = 3
"""Fewest rows of a transposed table; two rows may just as well be a header and a contact.
Measured: 4 misses 1, 2 none."""
_KNOWN_LABELS = 0.6
"""Share of the labels of a transposed table that must be names of fields.
Measured: 0.5 takes 1 other list for one, 0.7 none."""


class Cards(NamedTuple):
    """The contacts of a sheet of cards as rows of a table.

    Args:
        header: the labels, each once.
        rows: each card's values in its first row; its other rows are marked as part of it.
    """

    header: tuple[str, ...]
    rows: list[Row]


def find_cards(rows: Sequence[Row], is_header_word: Callable[[str], bool] | None) -> Cards | None:
    """The cards of a sheet, or None if it has none.

    Args:
        rows: all rows of the sheet, blank ones included.
        is_header_word: whether a text is the name of a field; without it, no cards are found.
    """
    filled = [row for row in rows if row.cells]
    if is_header_word is not None and (turned := _turned(filled, is_header_word)) is not None:
        return turned
    places = [filled_columns(row.cells) for row in filled]
    pairs = [found for found in places if len(found) == 2]
    if is_header_word is None or len(pairs) < _FEWEST_LABELS or any(len(found) > 2 for found in places):
        return None
    left, right = pairs[0]
    if any(found not in ([left, right], [left]) for found in places):
        return None
    # Rows above the first label and value are titles, unless they are labels.
    titles = next(place for place, found in enumerate(places) if found == [left, right])
    if any(is_header_word(row.cells[left]) for row in filled[:titles]):
        titles = 0
    filled, places = filled[titles:], places[titles:]
    labels = list(dict.fromkeys(_label(row.cells[left]) for row in filled))
    known = sum(1 for label in labels if is_header_word(label))
    values = [row.cells[right] for row, found in zip(filled, places, strict=True) if found == [left, right]]
    if known < _FEWEST_LABELS or 2 * known <= len(labels) or len(labels) > _MOST_LABELS:
        return None
    if not any(kind_of(value) in (EMAIL, PHONE) for value in values) or any(map(is_header_word, values)):
        return None
    first = filled[0].number
    above = [row._replace(skip=SECTION_ROW) if row.cells else row for row in rows if row.number < first]
    return Cards(tuple(labels), above + _as_table(rows[len(above) :], left, labels))


def _as_table(rows: Sequence[Row], left: int, labels: Sequence[str]) -> list[Row]:
    """Puts the values of each card into one row; a card ends where a label occurs again."""
    table: list[Row] = []
    first = -1
    card: dict[str, str] = {}
    for row in rows:
        if not row.cells:
            table.append(row)
            continue
        label = _label(row.cells[left])
        value = next((cell for cell in row.cells[left + 1 :] if cell.strip()), "")
        if first < 0 or label in card:
            first, card = len(table), {}
            table.append(row._replace(skip=None))
        else:
            table.append(row._replace(skip=CARD_ROW))
        card[label] = value
        table[first] = table[first]._replace(cells=tuple(card.get(name, "") for name in labels))
    return table


def _turned(rows: Sequence[Row], is_header_word: Callable[[str], bool]) -> Cards | None:
    """A transposed table: labels in its first column, a contact in each of the others.

    The contacts are numbered as the sheet's rows, from the first row on, since they have no row of their own.
    """
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
