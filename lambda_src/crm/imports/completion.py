"""Counting a batch exactly once, and ending the import in the same write (promise 1).

One conditional `UpdateItem` adds the batch's number to the set `doneBatches` together with its counters. Its
condition has two variants that exclude each other: more batches are missing, or this is the last one, and then the
same write also sets the final state. So the import ends in the moment in which everything is counted, and a batch
counts once however often its message is delivered. `doneBatches` starts as {0}, the splitter's own part; its size
therefore equals `totalBatches` exactly when one batch is missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from crm.aws.count_once import ConditionFailed, Count, count_once
from crm.clock import now_iso
from crm.imports.model import CHANGED_VALUES, EMPTIED_VALUES, FINAL, NO_VALUES, Import, ImportStatus, ValueCounts
from crm.outcomes import Counts, Outcome

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class Completion(Enum):
    """What completing a batch did."""

    COUNTED = "counted"
    FINISHED = "finished"
    """Counted as the last one: the import has ended."""
    ALREADY_COUNTED = "already counted"
    ENDED = "the import had ended"


@dataclass(frozen=True, slots=True)
class FinalState:
    """The state in which an import ends, and why when it is not a plain success."""

    status: ImportStatus
    reason: str | None


def final_state(record: Import, last: Counts) -> FinalState:
    """The state in which an import ends with its last batch.

    Args:
        record: the import before the last batch.
        last: the last batch's counts.
    """
    totals = {outcome: record.counts.get(outcome, 0) + last.get(outcome, 0) for outcome in Outcome}
    rows, expected = sum(totals.values()), record.total_rows
    if rows != expected:
        return FinalState(ImportStatus.FAILED, f"The numbers do not add up: {rows} of {expected} rows have an outcome.")
    if record.status is ImportStatus.CANCELLING:
        return FinalState(ImportStatus.CANCELLED, "The import was cancelled.")
    if totals[Outcome.REJECTED]:
        return FinalState(ImportStatus.COMPLETED_WITH_ERRORS, None)
    return FinalState(ImportStatus.COMPLETED, None)


def complete_batch(
    client: DynamoDBClient, table: str, known: Import, batch: int, counts: Counts, values: ValueCounts = NO_VALUES
) -> tuple[Completion, Import]:
    """Counts a batch once, and ends the import if it is the last.

    Args:
        client: DynamoDB.
        table: name of the imports table.
        known: the import as it was last read. It only decides which of the two writes to try first, so it may be out
            of date: the condition decides.
        batch: number of the batch, 1 to totalBatches.
        counts: rows of this batch per outcome.
        values: values of leads that this batch has changed.

    Returns:
        What the write did, and the import after it.

    Raises:
        UnknownBatchError: if the import has no such batch, or no batch may be counted in its state.
    """
    completion, answer = _count(client, table, known, batch, counts, values)
    while isinstance(answer, ConditionFailed):
        if answer.item is None:
            raise UnknownBatchError(known.import_id, batch)
        record = Import.from_item(answer.item)
        if record.status in FINAL:
            return Completion.ENDED, record
        if batch in record.done_batches:
            return Completion.ALREADY_COUNTED, record
        if record.status not in (ImportStatus.IMPORTING, ImportStatus.CANCELLING) or record.total_batches is None:
            raise UnknownBatchError(record.import_id, batch)
        completion, answer = _count(client, table, record, batch, counts, values)
    return completion, Import.from_item(answer)


def _count(
    client: DynamoDBClient, table: str, record: Import, batch: int, counts: Counts, values: ValueCounts
) -> tuple[Completion, Mapping[str, Any] | ConditionFailed]:
    """Writes with the condition that fits the import as it was read."""
    if record.total_batches is not None and batch > record.total_batches:
        raise UnknownBatchError(record.import_id, batch)
    if len(record.done_batches) == record.total_batches:
        return Completion.FINISHED, count_once(client, table, _last(record, batch, counts, values))
    return Completion.COUNTED, count_once(client, table, _not_last(record.import_id, batch, counts, values))


class UnknownBatchError(ValueError):
    """A message names a batch that its import does not have, or that has not been sent."""

    def __init__(self, import_id: str, batch: int) -> None:
        super().__init__(f"import {import_id} has no batch {batch} under way")


def _not_last(import_id: str, batch: int, counts: Counts, values: ValueCounts) -> Count:
    """The write while more batches are missing."""
    return Count(
        import_id,
        "doneBatches",
        batch,
        additions=_additions(counts, values),
        assignments={"updatedAt": now_iso()},
        condition="#status IN (:importing, :cancelling) AND size(#doneBatches) < #totalBatches",
        names=("status", "totalBatches"),
        values={":importing": ImportStatus.IMPORTING.value, ":cancelling": ImportStatus.CANCELLING.value},
    )


def _last(record: Import, batch: int, counts: Counts, values: ValueCounts) -> Count:
    """The write that ends the import, in the state that follows from `record`.

    Its condition holds only while exactly one batch is missing. The set of counted batches only grows, so it is then
    the set that was read, and so are the counters, which grow with the set.
    """
    end = final_state(record, counts)
    now = now_iso()
    assignments = {"updatedAt": now, "finishedAt": now, "status": end.status.value}
    if end.reason:
        assignments["reason"] = end.reason
    return Count(
        record.import_id,
        "doneBatches",
        batch,
        additions=_additions(counts, values),
        assignments=assignments,
        condition="#status = :status AND size(#doneBatches) = #totalBatches",
        names=("totalBatches",),
        values={":status": record.status.value},
    )


def _additions(counts: Counts, values: ValueCounts) -> dict[str, int]:
    return {
        **{outcome.value: number for outcome, number in counts.items()},
        CHANGED_VALUES: values.changed,
        EMPTIED_VALUES: values.emptied,
    }
