"""Messages of batches are noted as sent once they are: what was not sent is sent by the next delivery (promise 1)."""

from __future__ import annotations

from typing import Any

import pytest
from crm.imports.dispatch import dispatch
from crm.imports.model import ImportStatus
from crm.imports.queue import BatchQueue
from crm.imports.repository import ImportStore, NewImport
from crm.outcomes import Policy

from tests.doubles import FakeAws, fake_aws
from tests.doubles.faults import Fault, ScriptedFaults, SimulatedCrash, inject


def importing(aws: FakeAws) -> ImportStore:
    """Two batches that wait to be sent."""
    dynamodb: Any = aws.dynamodb
    store = ImportStore(dynamodb, aws.imports_table)
    store.create(NewImport("import1", "user", "", "a.csv", 1, Policy.UPDATE, None, False))
    store.start_reading("import1")
    store.planned("import1", next_status=ImportStatus.IMPORTING, total_rows=10, total_batches=2, skipped=0)
    return store


def queue_of(client: Any, aws: FakeAws) -> BatchQueue:
    return BatchQueue(client, aws.batch_queue_url)


def test_an_import_that_aws_is_asked_to_store_twice_is_stored_once() -> None:
    aws = fake_aws()
    store = ImportStore(inject(aws.dynamodb, ScriptedFaults({2: Fault.REPEATED})), "imports")  # type: ignore[arg-type]
    created = store.create(NewImport("import1", "u", "ann@x.example", "a.csv", 1, Policy.UPDATE, None, False))
    assert created == store.get("import1")


def test_messages_that_are_noted_as_sent_are_not_sent_again() -> None:
    aws = fake_aws()
    store, queue = importing(aws), queue_of(aws.sqs, aws)

    for _ in range(2):
        dispatch(store.get("import1"), store, queue)

    assert len(aws.sqs.queue(aws.batch_queue_url).messages) == 2


@pytest.mark.parametrize("fault", [Fault.CRASH_BEFORE, Fault.CRASH_AFTER, Fault.UNREACHABLE, Fault.LOST_ANSWER])
def test_whatever_happens_while_they_are_sent_all_are_sent_in_the_end(fault: Fault) -> None:
    aws = fake_aws()
    store = importing(aws)

    with pytest.raises((SimulatedCrash, Exception)):
        dispatch(store.get("import1"), store, queue_of(inject(aws.sqs, ScriptedFaults({1: fault})), aws))
    dispatch(store.get("import1"), store, queue_of(aws.sqs, aws))

    bodies = {message.body for message in aws.sqs.queue(aws.batch_queue_url).messages.values()}
    assert len(bodies) == 2
