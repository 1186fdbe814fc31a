"""Rows that a worker records after its batch was closed are taken back, even if that worker dies (promise 1)."""

from __future__ import annotations

import pytest
from crm.handlers import batch_worker, import_api, lead_splitter
from crm.imports.batch_worker import BatchWorker
from crm.imports.ledger import LedgerRow
from crm.imports.model import Import
from crm.imports.work_files import WorkFiles

from tests.crm_in_memory import CrmInMemory, assert_adds_up, csv_bytes, people

ROWS = 10


def deliveries(crm: CrmInMemory) -> int:
    """How often a message of a batch is delivered before it is a dead letter."""
    return crm.aws.sqs.queue(crm.aws.batch_queue_url).max_receives


class Deaths:
    """Workers die when they take rows back.

    Attributes:
        left: how many still die.
        met: how many have come so far.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch, left: int) -> None:
        self.left = left
        self.met = 0
        take_back = BatchWorker._take_back_late_rows

        def die_or_take_back(worker: BatchWorker, record: Import, number: int, ledger: list[LedgerRow]) -> None:
            self.met += 1
            if self.left:
                self.left -= 1
                raise ConnectionError
            take_back(worker, record, number, ledger)

        monkeypatch.setattr(BatchWorker, "_take_back_late_rows", die_or_take_back)


def closed_while_its_worker_runs(crm: CrmInMemory, monkeypatch: pytest.MonkeyPatch) -> str:
    """The id of an import that somebody has ended by hand just before a worker wrote its leads."""
    import_id = crm.upload(csv_bytes(people(ROWS)))
    crm.deliver(crm.aws.intake_queue_url, lead_splitter.handler, 1)
    begin = WorkFiles.begin_attempt

    def begin_and_be_closed(files: WorkFiles, import_id: str, number: int) -> None:
        begin(files, import_id, number)
        assert crm.call(import_api.handler, "POST", f"/imports/{import_id}/force-complete")[0] == 202

    with monkeypatch.context() as patch:
        patch.setattr(WorkFiles, "begin_attempt", begin_and_be_closed)
        crm.deliver(crm.aws.batch_queue_url, batch_worker.handler, 1)
    return import_id


def test_a_worker_takes_its_own_late_rows_back(crm: CrmInMemory, monkeypatch: pytest.MonkeyPatch) -> None:
    import_id = closed_while_its_worker_runs(crm, monkeypatch)

    assert crm.leads() == []
    assert crm.status(import_id)["totals"]["rejected"] == ROWS


def test_the_late_rows_of_a_worker_that_dies_for_good_are_taken_back(
    crm: CrmInMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    Deaths(monkeypatch, deliveries(crm))
    import_id = closed_while_its_worker_runs(crm, monkeypatch)
    assert len(crm.leads()) == ROWS

    crm.run()

    assert crm.leads() == []
    assert crm.status(import_id)["totals"]["rejected"] == ROWS
    assert_adds_up(crm, import_id)


def test_a_batch_that_kills_every_worker_is_sent_once_more_only(
    crm: CrmInMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    deaths = Deaths(monkeypatch, 1_000)
    closed_while_its_worker_runs(crm, monkeypatch)

    crm.run()

    assert deaths.met == 2 * deliveries(crm)


def test_a_batch_that_no_worker_has_begun_to_record_is_not_sent_again(
    crm: CrmInMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    deaths = Deaths(monkeypatch, 0)
    import_id = crm.upload(csv_bytes(people(ROWS)))

    def die(*_: object) -> None:
        raise ConnectionError

    with monkeypatch.context() as patch:
        patch.setattr(WorkFiles, "begin_attempt", die)
        crm.run()

    assert deaths.met == 0
    assert crm.status(import_id)["totals"]["rejected"] == ROWS
