"""One conditional write counts a batch: no count is lost, and none is added twice (promise 1)."""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from crm.imports import repository
from crm.imports.completion import Completion, UnknownBatchError, complete_batch
from crm.imports.model import Import, ImportStatus
from crm.imports.repository import ImportStore, NewImport
from crm.outcomes import Outcome, Policy

from tests.doubles import Fault, ScriptedFaults, fake_aws, inject

ROWS = 5


class Watched:
    """A client that lets another writer go first before each update."""

    def __init__(self, client: Any, before_update: Callable[[], None]) -> None:
        self._client = client
        self._before_update = before_update

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    def update_item(self, **request: Any) -> Any:
        self._before_update()
        return self._client.update_item(**request)


@pytest.fixture(autouse=True)
def all_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every batch may be under way at once."""
    monkeypatch.setattr(repository, "AT_ONCE", 1_000)


def importing(client: Any, batches: int) -> tuple[ImportStore, Import]:
    """An import under way whose batches hold five rows each, as a worker knows it."""
    store = ImportStore(client, "imports")
    store.create(NewImport("import1", "user", "", "a.csv", 1, Policy.UPDATE, None, False))
    store.start_reading("import1")
    known = store.planned(
        "import1", next_status=ImportStatus.IMPORTING, total_rows=ROWS * batches, total_batches=batches, skipped=0
    )
    assert known is not None
    return store, known


def test_a_batch_that_is_counted_during_another_count_is_not_lost() -> None:
    client: Any = fake_aws().dynamodb
    store, known = importing(client, 3)
    others = iter([2])

    def somebody_else() -> None:
        for other in others:
            complete_batch(client, "imports", known, other, {Outcome.CREATED: ROWS})

    watched: Any = Watched(client, somebody_else)
    complete_batch(watched, "imports", known, 1, {Outcome.UPDATED: ROWS})
    record = store.get("import1")
    assert record is not None
    assert record.done_batches == {0, 1, 2}
    assert (record.counts[Outcome.CREATED], record.counts[Outcome.UPDATED]) == (ROWS, ROWS)


@pytest.mark.parametrize("is_closed", [False, True])
def test_a_count_whose_answer_was_lost_has_the_batches_under_way_sent_unless_it_could_take_none(
    is_closed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(repository, "AT_ONCE", 2)
    client: Any = fake_aws().dynamodb
    store, known = importing(client, 5)
    if is_closed:
        known = store.close(known, Outcome.REJECTED, "Ended.") or known
    again: Any = inject(client, ScriptedFaults({1: Fault.REPEATED}))
    done = complete_batch(again, "imports", known, 1, {Outcome.CREATED: ROWS})
    assert (done.completion, list(done.following)) == (Completion.ALREADY_COUNTED, [] if is_closed else [2, 3])


def test_a_batch_that_becomes_the_last_while_it_is_counted_ends_the_import() -> None:
    client: Any = fake_aws().dynamodb
    store, known = importing(client, 2)
    others = iter([2])

    def somebody_else() -> None:
        for other in others:
            complete_batch(client, "imports", known, other, {Outcome.CREATED: ROWS})

    watched: Any = Watched(client, somebody_else)
    completion = complete_batch(watched, "imports", known, 1, {Outcome.CREATED: ROWS}).completion
    record = store.get("import1")
    assert completion is Completion.FINISHED
    assert record is not None
    assert (record.status, record.counts[Outcome.CREATED]) == (ImportStatus.COMPLETED, 2 * ROWS)


def test_sixteen_workers_with_repeated_deliveries_count_each_batch_once() -> None:
    client: Any = fake_aws(check_parameters=False).dynamodb
    batches = 60
    store, known = importing(client, batches)
    deliveries = [*range(1, batches + 1)] * 2
    random.Random(1).shuffle(deliveries)

    def deliver(number: int) -> Completion:
        return complete_batch(client, "imports", known, number, {Outcome.CREATED: ROWS}).completion

    with ThreadPoolExecutor(16) as pool:
        results = list(pool.map(deliver, deliveries))
    record = store.get("import1")
    assert record is not None
    assert (record.status, record.counts[Outcome.CREATED]) == (ImportStatus.COMPLETED, ROWS * batches)
    assert results.count(Completion.FINISHED) == 1
    assert results.count(Completion.COUNTED) == batches - 1


def test_the_only_batch_of_an_import_takes_one_write() -> None:
    client: Any = fake_aws().dynamodb
    _, known = importing(client, 1)
    writes: list[None] = []
    watched: Any = Watched(client, lambda: writes.append(None))
    completion = complete_batch(watched, "imports", known, 1, {Outcome.CREATED: ROWS}).completion
    assert (completion, len(writes)) == (Completion.FINISHED, 1)


def test_a_worker_with_an_outdated_import_counts_correctly() -> None:
    client: Any = fake_aws().dynamodb
    store, known = importing(client, 1)
    store.cancel(known)
    done = complete_batch(client, "imports", known, 1, {Outcome.CREATED: ROWS})
    assert (done.completion, done.record.status) == (Completion.FINISHED, ImportStatus.CANCELLED)


def test_an_ended_import_never_changes() -> None:
    client: Any = fake_aws().dynamodb
    store, known = importing(client, 1)
    complete_batch(client, "imports", known, 1, {Outcome.CREATED: ROWS})
    before = store.get("import1")
    assert store.cancel(known) is None
    assert store.close(known, Outcome.REJECTED, "too late") is None
    assert store.fail("import1", "too late") is None
    assert complete_batch(client, "imports", known, 1, {Outcome.REJECTED: ROWS}).completion is Completion.ENDED
    assert store.get("import1") == before


@pytest.mark.parametrize("batch", [4, 99])
def test_a_batch_that_the_import_does_not_have_is_refused(batch: int) -> None:
    client: Any = fake_aws().dynamodb
    _, known = importing(client, 3)
    with pytest.raises(UnknownBatchError):
        complete_batch(client, "imports", known, batch, {Outcome.CREATED: 1})
