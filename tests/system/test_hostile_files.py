"""Files that are made to cost far more than their size hold nobody else up (promise 1)."""

from __future__ import annotations

import time

from tests.hostile_files import KINDS
from tests.system.deployed import Client
from tests.system.files import HEADER, csv_file, people

ROWS = 1_000
WITHIN_S = 30.0
"""Seconds after which somebody else's file is to be imported, whatever others have sent."""


def hostile_files() -> list[tuple[str, bytes]]:
    """One file of each kind, as large as it has to be."""
    return [(kind.name, kind.make(0, kind.size)) for kind in KINDS]


def test_hostile_files_of_every_kind_at_once_hold_up_nobody_else(
    member: Client, other_member: Client, domain: str
) -> None:
    files = hostile_files()
    ids = [member.upload(name, content) for name, content in files]
    began = time.monotonic()
    ended = other_member.import_file("people.csv", csv_file(HEADER, people(ROWS, domain)))
    took = time.monotonic() - began

    assert (ended["status"], ended["totals"]["created"]) == ("completed", ROWS)
    assert took < WITHIN_S
    for import_id in ids:
        record = member.finished(import_id)
        assert record["status"] in ("failed", "completed", "completed_with_errors"), record
        assert record["status"] != "failed" or record["reason"].endswith("."), record
