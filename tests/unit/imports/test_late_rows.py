"""Rows that a worker records after its batch was closed are taken back: the stored ledger decides (promise 1)."""

from __future__ import annotations

from typing import Any

import pytest
from crm.composition.workers import batch_worker, controller
from crm.handlers import lead_splitter
from crm.imports.model import ImportStatus
from crm.imports.work_files import WorkFiles
from crm.settings import Settings

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
