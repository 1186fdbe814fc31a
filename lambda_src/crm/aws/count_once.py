"""Counts numbered parts exactly once: the conditional write that completes and undoes batches.

One update adds a number to a set and adds to the counters, on the condition that the set lacks the number. The set
starts as {0}, so its size equals the number of parts exactly when one part is missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from crm.aws.conditional import is_unmet
from crm.aws.items import to_attribute
from crm.aws.patient import tries_before

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


@dataclass(frozen=True, slots=True)
class Count:
    """One counting write on an item of the imports table.

    Args:
        import_id: the item's key.
        done: name of the number set.
        number: the part, from 1.
        additions: counters to add to, by attribute.
        assignments: attributes to set.
        condition: what must hold besides the number being new; `#name` stands for the attribute of that name.
        values: the condition's values, by `:name`.
        removals: attributes to remove.
    """

    import_id: str
    done: str
    number: int
    additions: Mapping[str, int]
    assignments: Mapping[str, Any]
    condition: str
    names: tuple[str, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    removals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ConditionFailed:
    """The condition did not hold.

    Attributes:
        item: the present item, None if there is none.
        may_be_done: whether the write was tried before, so that this part may be counted by it: its answer was lost.
    """

    item: Mapping[str, Any] | None
    may_be_done: bool = False


def count_once(client: DynamoDBClient, table: str, count: Count) -> Mapping[str, Any] | ConditionFailed:
    """Makes the write; returns the item after it, or the refusal.

    Raises:
        ClientError: for any other error than a failed condition.
    """
    # Counters that do not change are left out, which makes the update cheaper to parse.
    added = {name: number for name, number in count.additions.items() if number}
    additions = ", ".join([f"#{count.done} :part", *(f"#{name} :add_{name}" for name in added)])
    assignments = ", ".join(f"#{name} = :set_{name}" for name in count.assignments)
    values = {
        ":part": {count.number},
        ":number": count.number,
        **{f":add_{name}": value for name, value in added.items()},
        **{f":set_{name}": value for name, value in count.assignments.items()},
        **count.values,
    }
    removals = " REMOVE " + ", ".join(f"#{name}" for name in count.removals) if count.removals else ""
    names = {*added, *count.assignments, *count.names, *count.removals, count.done}
    try:
        answer = client.update_item(
            TableName=table,
            Key={"importId": {"S": count.import_id}},
            UpdateExpression=f"ADD {additions} SET {assignments}{removals}",
            ConditionExpression=f"NOT contains(#{count.done}, :number) AND {count.condition}",
            ExpressionAttributeNames={f"#{name}": name for name in names},
            ExpressionAttributeValues={name: to_attribute(value) for name, value in values.items()},
            ReturnValues="ALL_NEW",
            ReturnValuesOnConditionCheckFailure="ALL_OLD",
        )
    except ClientError as error:
        if not is_unmet(error):
            raise
        item: Any = error.response.get("Item")
        return ConditionFailed(item or None, may_be_done=tries_before(error) > 0)
    return answer["Attributes"]
