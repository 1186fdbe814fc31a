"""Counting a batch exactly once, and ending the import in the same write (design, promise 1).

One conditional `UpdateItem` adds the batch's number to the set `doneBatches` together with its counters. Two
variants of its condition exclude each other: in the first more batches are missing, in the second this is the last
one, and that write sets the final state too. So there is no moment in which all is counted and nothing is completed,
and a batch counts once however often its message is delivered. `doneBatches` starts as {0}, the splitter's own part,
which is why its size equals `totalBatches` exactly when one batch is missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from crm.aws.items import to_attribute
from crm.clock import now_iso
from crm.imports.model import FINAL, Counts, Import, Outcome, Status

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class Completion(Enum):
    """What came of completing a batch."""

    COUNTED = "counted"
    FINISHED = "finished"
    """Counted as the last one: the import has ended."""
    ALREADY_COUNTED = "already counted"
    ENDED = "the import had ended"


@dataclass(frozen=True, slots=True)
class FinalState:
    """The state in which an import ends, and why when it is not a plain success."""

    status: Status
    reason: str | None


def final_state(record: Import, last: Counts) -> FinalState:
    """In which state an import ends with its last batch.

    Args:
        record: the import before the last batch.
        last: the last batch's counts.
    """
    totals = {outcome: record.counts.get(outcome, 0) + last.get(outcome, 0) for outcome in Outcome}
    rows, expected = sum(totals.values()), record.total_rows
    if rows != expected:
        return FinalState(Status.FAILED, f"The numbers do not add up: {rows} of {expected} rows have an outcome.")
    if record.status is Status.CANCELLING:
        return FinalState(Status.CANCELLED, "The import was cancelled.")
    if totals[Outcome.REJECTED]:
        return FinalState(Status.COMPLETED_WITH_ERRORS, None)
    return FinalState(Status.COMPLETED, None)


def complete_batch(
    client: DynamoDBClient, table: str, import_id: str, batch: int, counts: Counts
) -> tuple[Completion, Import]:
    """Counts a batch once, and ends the import if it is the last.

    Args:
        client: DynamoDB.
        table: name of the imports table.
        import_id: the import.
        batch: number of the batch, 1 to totalBatches.
        counts: rows of this batch per outcome.

    Returns:
        What came of it, and the import as it was or became.
    """
    refused = _try(client, table, import_id, batch, counts, _NOT_LAST)
    while isinstance(refused, Import):
        if refused.status in FINAL:
            return Completion.ENDED, refused
        if batch in refused.done_batches:
            return Completion.ALREADY_COUNTED, refused
        running = refused.status in (Status.IMPORTING, Status.CANCELLING) and refused.total_batches is not None
        if not running or batch > (refused.total_batches or 0):
            raise UnknownBatchError(import_id, batch)
        is_last = len(refused.done_batches) == refused.total_batches
        refused = _try(client, table, import_id, batch, counts, _last(refused, counts) if is_last else _NOT_LAST)
    completion, record = refused
    return completion, record


class UnknownBatchError(ValueError):
    """A message names a batch that its import does not have, or that has not been sent."""

    def __init__(self, import_id: str, batch: int) -> None:
        super().__init__(f"import {import_id} has no batch {batch} under way")


@dataclass(frozen=True, slots=True)
class _Variant:
    """One of the two forms of the write."""

    completion: Completion
    condition: str
    assignments: str
    values: dict[str, Any]


_NOT_LAST = _Variant(
    Completion.COUNTED,
    "#status IN (:importing, :cancelling) AND size(doneBatches) < totalBatches",
    "",
    {":importing": Status.IMPORTING.value, ":cancelling": Status.CANCELLING.value},
)


def _last(record: Import, counts: Counts) -> _Variant:
    """The write that ends the import as `record` stands: it holds only if nothing has moved since."""
    end = final_state(record, counts)
    same = " AND ".join(f"#{outcome} = :was_{outcome}" for outcome in Outcome)
    values: dict[str, Any] = {f":was_{outcome}": record.counts.get(outcome, 0) for outcome in Outcome}
    values |= {":status": record.status.value, ":final": end.status.value}
    assignments = ", #status = :final, finishedAt = :now"
    if end.reason:
        assignments += ", reason = :reason"
        values[":reason"] = end.reason
    condition = f"#status = :status AND size(doneBatches) = totalBatches AND {same}"
    return _Variant(Completion.FINISHED, condition, assignments, values)


def _try(
    client: DynamoDBClient, table: str, import_id: str, batch: int, counts: Counts, variant: _Variant
) -> tuple[Completion, Import] | Import:
    """The write in one variant; the import as it stands when the condition refused it.

    Raises:
        ClientError: for everything but the condition.
        UnknownBatchError: if there is no such import.
    """
    additions = ", ".join(f"#{outcome} :add_{outcome}" for outcome in Outcome)
    values = {
        ":batch": {batch},
        ":number": batch,
        ":now": now_iso(),
        **{f":add_{outcome}": counts.get(outcome, 0) for outcome in Outcome},
        **variant.values,
    }
    try:
        answer = client.update_item(
            TableName=table,
            Key={"importId": {"S": import_id}},
            UpdateExpression=f"ADD doneBatches :batch, {additions} SET updatedAt = :now{variant.assignments}",
            ConditionExpression=f"NOT contains(doneBatches, :number) AND {variant.condition}",
            ExpressionAttributeNames={"#status": "status", **{f"#{outcome}": outcome.value for outcome in Outcome}},
            ExpressionAttributeValues={name: to_attribute(value) for name, value in values.items()},
            ReturnValues="ALL_NEW",
            ReturnValuesOnConditionCheckFailure="ALL_OLD",
        )
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise
        item: Any = error.response.get("Item")
        if not item:
            raise UnknownBatchError(import_id, batch) from error
        return Import.from_item(item)
    return variant.completion, Import.from_item(answer["Attributes"])
