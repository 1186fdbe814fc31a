"""Counting an undone batch exactly once, and ending the undo in the same write, as in `crm.imports.completion`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crm.aws.count_once import ConditionFailed, Count, count_once
from crm.clock import now_iso
from crm.imports.model import Import, UndoStatus, undo_counter
from crm.outcomes import UndoResult

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


@dataclass(frozen=True, slots=True)
class _UndoLeft:
    """What is left of an undo when a batch is counted, and what the write for it does besides."""

    condition: str
    additions: Mapping[str, int] = field(default_factory=dict)
    assignments: Mapping[str, str] = field(default_factory=dict)


_UNDO_LEFT = (
    _UndoLeft("#undoSent < #undoTotal", additions={"undoSent": 1}),
    _UndoLeft("#undoSent = #undoTotal AND size(#undoBatches) < #undoTotal"),
    _UndoLeft(
        "#undoSent = #undoTotal AND size(#undoBatches) = #undoTotal",
        assignments={"undoStatus": UndoStatus.UNDONE.value},
    ),
)


def count_undone(
    client: DynamoDBClient, table: str, import_id: str, batch: int, counts: Mapping[UndoResult, int]
) -> Sequence[int]:
    """Counts an undone batch once; the write for the last one also ends the undo.

    Args:
        client: DynamoDB.
        table: name of the imports table.
        counts: leads per result.

    Returns:
        Numbers of the batches that are to be sent now.
    """
    for left in _UNDO_LEFT:
        count = Count(
            import_id,
            "undoBatches",
            batch,
            additions={**{undo_counter(result): counts.get(result, 0) for result in UndoResult}, **left.additions},
            assignments={"updatedAt": now_iso(), **left.assignments},
            condition=f"#undoStatus = :undoing AND {left.condition}",
            names=("undoStatus", "undoSent", "undoTotal"),
            values={":undoing": UndoStatus.UNDOING.value},
        )
        answer = count_once(client, table, count)
        if not isinstance(answer, ConditionFailed):
            undo = Import.from_item(answer).undo
            return [undo.sent_batches] if undo and left.additions else ()
        undo = Import.from_item(answer.item).undo if answer.item else None
        if undo and batch in undo.done_batches:
            # As in `crm.imports.completion`: it may have taken a batch that nobody has sent.
            return undo.missing_batches if answer.may_be_done else ()
    return ()
