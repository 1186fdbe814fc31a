"""Writes leads to a CSV file that Excel opens correctly and that imports again without a change.

- UTF-8 with a byte order mark: without it Excel reads José as JosÃ©.
- A cell that a spreadsheet would run as a formula gets an apostrophe in front. The importer removes it
  (`crm.values.text.clean_cell`), so `+85291234567` comes back unchanged.
- The header names the fields, with `Lead ID` among them, so that an import recognizes its own export.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import IO

from crm.fields import FIELDS
from crm.leads.model import Lead

HEADERS: dict[str, str] = {
    "leadId": "Lead ID",
    **{field.name: field.label for field in FIELDS},
    "sourceFile": "Source file",
    "createdAt": "Created at",
    "updatedAt": "Updated at",
}
"""Field to the header of its column."""
ALL_COLUMNS: tuple[str, ...] = tuple(HEADERS)

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""First characters of a cell that some spreadsheet takes for a formula (OWASP, "CSV Injection")."""


def escape_cell(text: str) -> str:
    """Puts an apostrophe before a cell that a spreadsheet would run as a formula."""
    return f"'{text}" if text.lstrip(" \n").startswith(_FORMULA_STARTS) else text


def unescape_cell(text: str) -> str:
    """Removes the apostrophe of `escape_cell`."""
    return text[1:] if text.startswith("'") and text[1:].lstrip(" \n").startswith(_FORMULA_STARTS) else text


def write_csv(leads: Iterable[Lead], columns: Sequence[str], target: IO[bytes]) -> int:
    """Writes leads one by one, without holding them in memory.

    Args:
        leads: in the order of the file.
        columns: fields, in the order of the columns.
        target: opened for writing bytes; stays open.

    Returns:
        How many leads were written.
    """
    text = io.TextIOWrapper(target, encoding="utf-8-sig", newline="", write_through=False)
    writer = csv.writer(text)
    writer.writerow([HEADERS[column] for column in columns])
    count = 0
    for lead in leads:
        shown = lead.to_json()
        writer.writerow([escape_cell(shown[column]) for column in columns])
        count += 1
    text.flush()
    text.detach()
    return count
