"""Sums below a list that numbers its contacts, in words of any language: `KUL MEHMAAN` and `27` without a number."""

from __future__ import annotations

from crm.spreadsheets.cell_kinds import TEXT, kind_of
from crm.spreadsheets.layout.column_profile import filled_columns
from crm.spreadsheets.layout.groups_between import contacts_of, numbers_contacts
from crm.spreadsheets.layout.row_counts import counts
from crm.spreadsheets.model import TOTALS_ROW, Row

_LABEL_AND_SUM = 2
"""Filled cells of a row that says a sum and no more."""
_MOST_DIGITS = 4
"""Digits of a number that counts: more may be the phone or the postcode of somebody without a number. Chosen."""


def mark_unnumbered_sums(rows: list[Row]) -> None:
    """Marks the rows below the last contact and a blank row that have a text and a number, but none of a contact.

    Args:
        rows: all rows of the table, blank ones included; changed in place.
    """
    contacts = contacts_of(rows)
    if not contacts or not numbers_contacts(contacts, 0):
        return
    last = max(place for place, row in enumerate(rows) if row.cells and row.cells[0].strip())
    apart = False
    for place in range(last + 1, len(rows)):
        row = rows[place]
        if not row.cells or row.skip:
            apart = True
        elif apart and _is_sum(row):
            rows[place] = row._replace(skip=TOTALS_ROW)
        else:
            return


def _is_sum(row: Row) -> bool:
    texts = [row.cells[column].strip() for column in filled_columns(row.cells)]
    if len(texts) != _LABEL_AND_SUM or kind_of(texts[0]) != TEXT:
        return False
    return counts(texts[1]) and sum(map(str.isdigit, texts[1])) <= _MOST_DIGITS
