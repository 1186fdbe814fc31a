"""Rows that a worker records after its batch was closed are taken back: the stored ledger decides (promise 1)."""

from __future__ import annotations

from typing import Any

import pytest
from crm.composition.workers import batch_worker, controller
from crm.handlers import lead_splitter
from crm.imports.model import ImportStatus
from crm.imports.work_files import WorkFiles
from crm.settings import Settings
from crm.statements import chains
from crm.statements.recording import TOO_LONG

from tests.crm_in_memory import CrmInMemory, assert_adds_up, csv_bytes, people


def test_they_leave_no_lead_and_no_value(crm: CrmInMemory, monkeypatch: pytest.MonkeyPatch) -> None:
    crm.import_file(csv_bytes([("Ada", "Byron", "ada@x.example")]))
    before = crm.texts()
    import_id = crm.upload(csv_bytes([("Ada", "Lovelace", "ada@x.example"), *people(3)]))
    crm.deliver(crm.aws.intake_queue_url, lead_splitter.handler, 1)
    begin = WorkFiles.begin_attempt

    def close_meanwhile(files: WorkFiles, import_id: str, number: int) -> bool:
        """Somebody ends the import while the worker is about to write its leads."""
        monkeypatch.setattr(WorkFiles, "begin_attempt", begin)
        record: Any = batch_worker(Settings()).imports.get(import_id)
        controller(Settings()).force_complete(record)
        return begin(files, import_id, number)

    monkeypatch.setattr(WorkFiles, "begin_attempt", close_meanwhile)
    crm.run()

    record = crm.status(import_id)
    assert record["status"] == ImportStatus.COMPLETED_WITH_ERRORS.value
    assert record["totals"]["rejected"] == 4
    assert crm.texts() == before
    assert_adds_up(crm, import_id)


def test_a_lead_of_which_too_many_rows_speak_costs_only_the_rows_that_come_late_to_it(
    crm: CrmInMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chains, "MOST_ENTRIES", 7)
    monkeypatch.setattr(chains, "KEPT_IN_MEMORY", 1)
    read: list[str] = []
    fetched = chains.Chains._fetched

    def noted(of: chains.Chains, address: str) -> dict[str, Any]:
        read.append(address)
        return fetched(of, address)

    monkeypatch.setattr(chains.Chains, "_fetched", noted)
    header = ("Email", "Company")
    older = crm.upload(csv_bytes([("info@x.example", "Acme"), ("ann@x.example", "Acme")] * 2, header))
    waiting = crm.aws.sqs.queue(crm.aws.intake_queue_url).messages
    kept = dict(waiting)
    waiting.clear()
    for number in range(3):
        rows = [("info@x.example", f"Company {number}{row}") for row in range(5)]
        crm.import_file(csv_bytes(rows, header))
    waiting.update(kept)
    read.clear()

    crm.run()

    ledger = crm.ledger(older)
    assert [row["outcome"] for row in ledger] == ["rejected", "created", "rejected", "unchanged"]
    assert ledger[0]["reason"] == TOO_LONG
    assert_adds_up(crm, older)
    assert len(read) == len(set(read)) == 2
