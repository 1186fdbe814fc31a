"""Beginning a round of mending, and counting it exactly once, as in `crm.imports.completion`.

A round begins on the condition that all before it are counted. So rounds follow one another, and what becomes of the
import meanwhile waits for them: it is not taken back, and its mapping is not changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.aws.count_once import ConditionFailed, Count, count_once
from crm.clock import now_iso
from crm.imports.completion import count_additions
from crm.imports.model import MENDED, ValueCounts
from crm.outcomes import Counts

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

ALL_COUNTED = f"size({MENDED}) > mendsBegun"
"""The condition that no round is under way; the set of those that are counted starts as {0}."""


def count_mended(
    client: DynamoDBClient, table: str, import_id: str, number: int, counts: Counts, values: ValueCounts
) -> bool:
    """Counts a round once.

    Args:
        client: DynamoDB.
        table: name of the imports table.
        number: of the round, from 1.
        counts: how many rows more than before have each outcome, negative for fewer.
        values: likewise.

    Returns:
        Whether it was counted now.
    """
    count = Count(
        import_id,
        MENDED,
        number,
        additions=count_additions(counts, values),
        assignments={"updatedAt": now_iso()},
        condition="#mendsBegun >= :number",
        names=("mendsBegun",),
    )
    return not isinstance(count_once(client, table, count), ConditionFailed)
