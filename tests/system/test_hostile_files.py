"""Files that are made to cost far more than their size hold nobody else up (promise 1)."""

from __future__ import annotations

import time
from itertools import count, islice

from tests.hostile_files import KINDS
from tests.system.deployed import Client
from tests.system.files import HEADER, csv_file, people

AT_ONCE = 10
ROWS = 1_000
LARGE = 1_000_000
"""From here on a kind's files take seconds to send, whatever becomes of them."""
SLOWER = 60
"""How many times as long as alone somebody else's file may take beside those. Chosen: they share two processors, which
those keep busy for 40 s to 60 s, 20 to 30 times what the other file takes; one that is read for as long as a function
may run would make it far more."""


def hostile_files() -> list[tuple[str, bytes]]:
    """Small files of each kind, one after the other, until there are enough."""
    files = ((kind.name, kind.make(variant, kind.size)) for variant in count() for kind in KINDS if kind.size < LARGE)
    return list(islice(files, AT_ONCE))


def seconds_of_import(member: Client, domain: str) -> float:
    """How long the import of some new people takes."""
    began = time.monotonic()
    ended = member.import_file("people.csv", csv_file(HEADER, people(ROWS, domain)))
    assert (ended["status"], ended["totals"]["created"]) == ("completed", ROWS)
    return time.monotonic() - began


def test_ten_hostile_files_at_once_hold_up_nobody_else(member: Client, other_member: Client, domain: str) -> None:
    alone = seconds_of_import(other_member, f"alone.{domain}")
    ids = [member.upload(name, content) for name, content in hostile_files()]
    assert seconds_of_import(other_member, domain) < SLOWER * alone
    for import_id in ids:
        record = member.finished(import_id)
        assert record["status"] in ("failed", "completed", "completed_with_errors"), record
        assert record["status"] != "failed" or record["reason"].endswith("."), record
