"""Counting a batch exactly once, and ending the import in the same write (promise 1).

One conditional `UpdateItem` adds the batch's number to the set `doneBatches` together with its counters. Its
condition has variants that exclude each other: more batches wait to be sent, and then the same write takes the next
one; all are sent and more are missing; or this is the last one, and then the same write also sets the final state. So
the import ends in the moment in which everything is counted, a batch counts once however often its message is
delivered, and as many batches are under way after it as before. `doneBatches` starts as {0}, the splitter's own part;
its size therefore equals the number of batches exactly when one is missing.

An import that is closed takes no further batch. It ends with the last one under way, and the write for that one gives
all rows of the others their outcome.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from crm.aws.count_once import ConditionFailed, Count, count_once
from crm.clock import now_iso
from crm.imports.model import (
    CHANGED_VALUES,
    DOUBTFUL,
    EMPTIED_VALUES,
    FINAL,
    NO_VALUES,
    OPEN,
    SENT,
    Import,
    ImportStatus,
    ValueCounts,
)
from crm.outcomes import Counts, Outcome
from crm.sentences import ROWS

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

CANCELLED = ROWS["cancelled"]


class Completion(Enum):
    """What completing a batch did."""

    COUNTED = "counted"
    FINISHED = "finished"
    """Counted as the last one: the import has ended."""
    ALREADY_COUNTED = "already counted"
    ENDED = "the import had ended"


@dataclass(frozen=True, slots=True)
class Completed:
    """What completing a batch did.

    Args:
        record: the import after it.
        following: numbers of the batches that are to be sent now.
    """

    completion: Completion
    record: Import
    following: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class FinalState:
    """The state in which an import ends, and why when it is not a plain success."""

    status: ImportStatus
    reason: str | None


def final_state(record: Import, last: Counts) -> FinalState:
    """The state in which an import ends with its last batch.

    Args:
        record: the import before the last batch.
        last: what is counted with the last batch.
    """
    totals = {outcome: record.counts.get(outcome, 0) + last.get(outcome, 0) for outcome in Outcome}
    rows, expected = sum(totals.values()), record.total_rows
    if rows != expected:
        return FinalState(ImportStatus.FAILED, f"The numbers do not add up: {rows} of {expected} rows have an outcome.")
    if record.closed_as is Outcome.CANCELLED:
        return FinalState(ImportStatus.CANCELLED, CANCELLED)
    if totals[Outcome.REJECTED]:
        return FinalState(ImportStatus.COMPLETED_WITH_ERRORS, None)
    return FinalState(ImportStatus.COMPLETED, None)


def complete_batch(
    client: DynamoDBClient, table: str, known: Import, batch: int, counts: Counts, values: ValueCounts = NO_VALUES
) -> Completed:
    """Counts a batch once, and ends the import if it is the last.

    Args:
        client: DynamoDB.
        table: name of the imports table.
        known: the import as it was last read. It only decides which of the writes to try first, so it may be out of
            date: the condition decides.
        batch: number of the batch, 1 to totalBatches.
        counts: rows of this batch per outcome.
        values: values of leads that this batch has changed.

    Raises:
        UnknownBatchError: if the import has no such batch, or no batch may be counted in its state.
    """
    completed, answer = _count(client, table, known, batch, counts, values)
    while isinstance(answer, ConditionFailed):
        if answer.item is None:
            raise UnknownBatchError(known.import_id, batch)
        record = Import.from_item(answer.item)
        if record.status in FINAL:
            return Completed(Completion.ENDED, record)
        if batch in record.done_batches:
            # If this very write was done before its answer was lost, it has taken a batch that nobody has sent.
            may_have_taken = answer.may_be_done and record.closed_as is None
            following = record.missing_batches if may_have_taken else ()
            return Completed(Completion.ALREADY_COUNTED, record, following)
        if record.status not in (ImportStatus.IMPORTING, ImportStatus.CANCELLING) or batch > record.sent_batches:
            raise UnknownBatchError(record.import_id, batch)
        completed, answer = _count(client, table, record, batch, counts, values)
    record = Import.from_item(answer)
    if completed is _Write.WITH_FOLLOWING:
        return Completed(Completion.COUNTED, record, [record.sent_batches])
    return Completed(Completion.FINISHED if completed is _Write.LAST else Completion.COUNTED, record)


class _Write(Enum):
    """The variants of the write."""

    WITH_FOLLOWING = "more batches wait to be sent"
    PLAIN = "all are sent, more are missing"
    LAST = "the last one"


def _count(
    client: DynamoDBClient, table: str, record: Import, batch: int, counts: Counts, values: ValueCounts
) -> tuple[_Write, Mapping[str, Any] | ConditionFailed]:
    """Writes with the condition that fits the import as it was read."""
    if record.total_batches is not None and batch > record.total_batches:
        raise UnknownBatchError(record.import_id, batch)
    if record.sent_batches != record.last_batch:
        kind = _Write.WITH_FOLLOWING
    else:
        kind = _Write.LAST if len(record.done_batches) == record.last_batch else _Write.PLAIN
    write = _last(record, batch, counts, values) if kind is _Write.LAST else _more(record, kind, batch, counts, values)
    return kind, count_once(client, table, write)


class UnknownBatchError(ValueError):
    """A message names a batch that its import does not have, or that has not been sent."""

    def __init__(self, import_id: str, batch: int) -> None:
        super().__init__(f"import {import_id} has no batch {batch} under way")


def _more(record: Import, kind: _Write, batch: int, counts: Counts, values: ValueCounts) -> Count:
    """The write while more batches are missing."""
    additions = count_additions(counts, values)
    if kind is _Write.WITH_FOLLOWING:
        additions[SENT] = 1
        which = f"attribute_not_exists(#closedAs) AND #{SENT} < #totalBatches"
    elif record.closed_as is None:
        which = f"attribute_not_exists(#closedAs) AND #{SENT} = #totalBatches AND size(#doneBatches) < #totalBatches"
    else:
        which = f"attribute_exists(#closedAs) AND size(#doneBatches) < #{SENT}"
    names = ("status", "closedAs", SENT, *(("totalBatches",) if "#totalBatches" in which else ()))
    return Count(
        record.import_id,
        "doneBatches",
        batch,
        additions=additions,
        assignments={"updatedAt": now_iso()},
        condition=f"#status IN (:importing, :cancelling) AND #{SENT} >= :number AND {which}",
        names=names,
        values={":importing": ImportStatus.IMPORTING.value, ":cancelling": ImportStatus.CANCELLING.value},
    )


def _last(record: Import, batch: int, counts: Counts, values: ValueCounts) -> Count:
    """The write that ends the import, in the state that follows from `record`.

    Its condition holds only while exactly one batch is missing. The set of counted batches only grows, so it is then
    the set that was read, and so are the counters, which grow with the set.
    """
    if record.closed_as is not None:
        never_begun = record.rows_left - sum(counts.values())
        counts = {**counts, record.closed_as: counts.get(record.closed_as, 0) + never_begun}
    end = final_state(record, counts)
    now = now_iso()
    assignments = {"updatedAt": now, "finishedAt": now, "status": end.status.value}
    if end.reason:
        assignments["reason"] = end.reason
    closed, last = ("attribute_not_exists", "totalBatches") if record.closed_as is None else ("attribute_exists", SENT)
    return Count(
        record.import_id,
        "doneBatches",
        batch,
        additions=count_additions(counts, values),
        assignments=assignments,
        condition=f"#status = :status AND {closed}(#closedAs) AND #{SENT} = :sent AND size(#doneBatches) = #{last}",
        names=("closedAs", SENT, last),
        values={":status": record.status.value, ":sent": record.sent_batches},
        removals=(OPEN,),
    )


def count_additions(counts: Counts, values: ValueCounts) -> dict[str, int]:
    """By attribute, what is added to the counters of an import."""
    return {
        **{outcome.value: number for outcome, number in counts.items()},
        CHANGED_VALUES: values.changed,
        EMPTIED_VALUES: values.emptied,
        DOUBTFUL: values.doubtful,
    }
