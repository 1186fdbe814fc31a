"""Lists of contacts that are no tables: chats, tables on their side, labels, messages, notes and blocks of lines.

Numbers are chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain

from crm.spreadsheets.layout.chats import find_chat
from crm.spreadsheets.layout.column_profile import filled_count
from crm.spreadsheets.layout.contact_blocks import find_blocks
from crm.spreadsheets.layout.contact_cards import Cards, Listing, find_turned_table
from crm.spreadsheets.layout.labelled_contacts import find_labelled_contacts
from crm.spreadsheets.layout.message_lists import find_message_list
from crm.spreadsheets.layout.message_names import KindsOf
from crm.spreadsheets.layout.noted_contacts import find_noted_contacts
from crm.spreadsheets.layout.role_lines import find_role_lines
from crm.spreadsheets.model import Row

_MOST_ROWS = 10_000
"""Rows of such a list, which is read as a whole."""
_NARROW = 2
"""Cells of a row: a label and a value."""
_MOSTLY = 0.8


def find_contacts(
    rows: Sequence[Row],
    delimiter: str | None,
    is_header_word: Callable[[str], bool] | None,
    kinds_of: KindsOf | None,
) -> Cards | None:
    """The contacts of a list that is no table, or None if it is one.

    Args:
        rows: all rows of the sheet, blank ones included.
        delimiter: by which the lines of a text have been cut into cells, None for workbooks.
        is_header_word: whether a text is the name of a field; without it, no list is found.
        kinds_of: see `open_spreadsheet`; without it, only tables on their side and messages are found.
    """
    if is_header_word is None or len(rows) > _MOST_ROWS:
        return None
    listing = Listing(rows, delimiter, is_header_word)
    if kinds_of is None:
        return find_turned_table(listing) or find_message_list(listing, None)
    return (
        find_turned_table(listing)
        or find_chat(listing, kinds_of)
        or find_role_lines(listing, kinds_of)
        or find_labelled_contacts(listing, kinds_of)
        or find_message_list(listing, kinds_of)
        or find_noted_contacts(listing, kinds_of)
        or find_blocks(listing, kinds_of)
    )


def is_narrow(rows: Sequence[Row]) -> bool:
    """Whether most rows have no more cells than a label and a value, so that many of them may be such a list."""
    filled = [filled_count(row.cells) for row in rows if row.cells]
    return sum(1 for count in filled if count <= _NARROW) > _MOSTLY * len(filled)


def all_rows(first: list[Row], rest: Iterator[list[Row]]) -> tuple[list[Row], Iterator[list[Row]]]:
    """All rows of a sheet, or as many as are too many for such a list, and the chunks behind the first again."""
    chunks: list[list[Row]] = []
    count = len(first)
    for chunk in rest:
        chunks.append(chunk)
        count += len(chunk)
        if count > _MOST_ROWS:
            break
    return list(chain(first, *chunks)), chain(chunks, rest)
