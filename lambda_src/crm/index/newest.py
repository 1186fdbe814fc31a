"""The newest leads of a snapshot as one text each, because their page is asked for more often than any other.

To put a lead together from its fifty columns takes ten times as long as to read a text (docs/measurements.md, "Read
model"). What a row says stays true until rows get other numbers, which only `crm.index.own.define` does.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from crm.index.database import Database
from crm.index.records import lead_columns, lead_of
from crm.statements.lead import Lead

NEWEST = 1_000
"""Leads that a file has so, its first rows: twenty pages of the usual size, some 300 KB."""


def write_newest(database: Database) -> None:
    """Keeps the first rows of a file that is in the order of its newest leads."""
    database.run(
        f"INSERT INTO newest SELECT rowid, json_array({lead_columns(database)}) FROM leads WHERE rowid < ?", [NEWEST]
    )


def read_newest(database: Database, rows: Sequence[int]) -> dict[int, Lead]:
    """The leads of those rows that are kept so, by row."""
    first = [row for row in rows if row < NEWEST]
    if not first:
        return {}
    found = database.fetch(
        "SELECT row, shown FROM newest WHERE row BETWEEN ? AND ? AND list_contains(?::BIGINT[], row)",
        [min(first), max(first), first],
    )
    headers = list(database.header_numbers)
    return {row: lead_of(json.loads(shown), headers) for row, shown in found}
