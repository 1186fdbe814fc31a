"""A retry imports the rejected rows of an import, and no others (promise 1)."""

from __future__ import annotations

from crm.handlers import import_api

from tests.crm_in_memory import CrmInMemory, csv_bytes, people


def test_of_a_batch_only_the_rejected_rows_are_imported_again(crm: CrmInMemory) -> None:
    rows = [*people(2), ("", "", "nobody"), *people(2, start=2), ("", "", "nobody else")]
    first = crm.import_file(csv_bytes(rows, ("First name", "Last name", "Email")))
    assert first["totals"]["rejected"] == 2

    _, second = crm.call(import_api.handler, "POST", f"/imports/{first['importId']}/retry")
    crm.run()

    assert [row["row"] for row in crm.ledger(second["importId"])] == [4, 7]
    assert crm.status(second["importId"])["totals"]["rows"] == 2
