"""Sheets that hold a contact from top to bottom, a label and a value in each row, once or several times."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from crm.spreadsheets.cell_kinds import EMAIL, PHONE, kind_of
from crm.spreadsheets.column_profile import filled_columns
from crm.spreadsheets.model import CARD_ROW, Row

_FEWEST_LABELS = 2
_MOST_LABELS = 60


class Cards(NamedTuple):
    """The contacts of a sheet of cards as rows of a table.

    Args:
        header: the labels, each once.
        rows: each card's values in its first row; its other rows say that they belong to it.
    """

    header: tuple[str, ...]
    rows: list[Row]


def find_cards(rows: Sequence[Row], is_header_word: Callable[[str], bool] | None) -> Cards | None:
    """The cards of a sheet, None when it is something else.

    Args:
        rows: all rows of the sheet, blank ones included.
        is_header_word: says whether a text is the name of a field; without it no sheet is one of cards.
    """
    filled = [row for row in rows if row.cells]
    places = [filled_columns(row.cells) for row in filled]
    pairs = [found for found in places if len(found) == 2]
    if is_header_word is None or len(pairs) < _FEWEST_LABELS or any(len(found) > 2 for found in places):
        return None
    left, right = pairs[0]
    if any(found not in ([left, right], [left]) for found in places):
        return None
    labels = list(dict.fromkeys(_label(row.cells[left]) for row in filled))
    known = sum(1 for label in labels if is_header_word(label))
    values = [row.cells[right] for row, found in zip(filled, places, strict=True) if found == [left, right]]
    if known < _FEWEST_LABELS or 2 * known <= len(labels) or len(labels) > _MOST_LABELS:
        return None
    if not any(kind_of(value) in (EMAIL, PHONE) for value in values) or any(map(is_header_word, values)):
        return None
    return Cards(tuple(labels), _as_table(rows, left, labels))


def _as_table(rows: Sequence[Row], left: int, labels: Sequence[str]) -> list[Row]:
    """A card ends where a label comes again."""
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


def _label(text: str) -> str:
    return " ".join(text.split()).rstrip(" :：")
