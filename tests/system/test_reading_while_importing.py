"""Clients page, search and filter while an import runs: nothing is wrong, twice or missing (promise 5)."""

from __future__ import annotations

from tests.system.deployed import Client, Deployed
from tests.system.reading_while_importing import differences, import_while_read, listed, stored

ROWS = 3_000
"""`python -m tests.system.reading_while_importing` does it with 50,000."""


def test_what_has_been_reported_is_in_every_answer_and_nothing_is_wrong_or_twice(
    deployed: Deployed, member: Client, other_member: Client, viewer: Client, admin: Client, domain: str
) -> None:
    record, reading = import_while_read(member, (other_member, viewer, admin), ROWS, domain)

    assert (record["status"], record["totals"]["created"]) == ("completed", ROWS)
    assert [one.wrong[:5] for one in reading] == [[], [], []]
    assert differences(listed(viewer, domain), stored(deployed, domain)) == []
