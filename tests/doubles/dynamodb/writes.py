"""One write of one item: prepared from a request, then tried against the item as it is.

PutItem, UpdateItem, DeleteItem, batches, transactions and PartiQL all go through this.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.doubles.client import Refused, Request
from tests.doubles.dynamodb.condition_parser import ParsedCondition, parse_condition
from tests.doubles.dynamodb.conditions import NOTHING
from tests.doubles.dynamodb.expressions import Parser, Values, check_placeholders, taken_values
from tests.doubles.dynamodb.tables import MAX_ITEM_BYTES, Key, Table
from tests.doubles.dynamodb.units import Consumed, write_units
from tests.doubles.dynamodb.updates import ParsedUpdate, parse_update
from tests.doubles.dynamodb.values import Attribute, Item, copied_item, invalid, item_size, taken_item

_LEGACY = ("Expected", "ConditionalOperator", "AttributeUpdates", "AttributesToGet", "KeyConditions", "QueryFilter")


def refuse_legacy(request: Request) -> None:
    """The parameters from before expressions are not simulated."""
    for name in (*_LEGACY, "ScanFilter"):
        if name in request:
            raise NotImplementedError(f"The double knows no {name}: use expressions")


def unconditional(item: Item | None) -> bool:  # noqa: ARG001
    return True


@dataclass(slots=True)
class Write:
    """A checked write, not yet carried out.

    Attributes:
        table: where.
        key: which item.
        make: the item afterwards (None: removed) from the item before (None: absent).
        condition: whether the item before allows it.
        changes: False for a mere check.
        returns_old: whether a refused condition answers with the item.
        update: the parsed update, for UpdateItem's return values.
        size: the bytes of the item that it leaves, known after `outcome`.
    """

    table: Table
    key: Key
    make: Callable[[Item | None], Item | None]
    condition: Callable[[Item | None], bool] = unconditional
    changes: bool = True
    returns_old: bool = False
    update: ParsedUpdate | None = None
    size: int = 0

    @property
    def identity(self) -> tuple[str, Key]:
        return (self.table.name, self.key)

    def outcome(self) -> Item | None:
        """The item that this write leaves.

        Raises:
            Refused: ConditionalCheckFailedException, or ValidationException for what only the data shows.
        """
        before = self.table.items.get(self.key)
        if not self.condition(before):
            refused = Refused("ConditionalCheckFailedException", "The conditional request failed")
            if self.returns_old and before is not None:
                refused.details["Item"] = copied_item(before)
            raise refused
        after = self.make(before)
        if after is not None and self.changes:
            self.table.check_storable(after)
            self.size = item_size(after)
            if self.size > MAX_ITEM_BYTES:
                to_update = " to update" if self.update is not None else ""
                raise invalid(f"Item size{to_update} has exceeded the maximum allowed size")
        return after

    def carry_out(self, consumed: Consumed) -> tuple[Item | None, Item | None]:
        """Does it and answers the item before and after; units count even when it is refused."""
        before = self.table.items.get(self.key)
        try:
            after = self.outcome()
        except Refused:
            self.count_refusal(consumed)
            raise
        self.table.write(self.key, after, self.size, consumed)
        return before, after

    def count_refusal(self, consumed: Consumed, *, factor: int = 1) -> None:
        consumed.write(self.table.name, write_units(self.table.size(self.key)) * factor)


@dataclass(slots=True)
class _Expressions:
    """A request's condition and update with their placeholders checked."""

    condition: ParsedCondition | None
    update: ParsedUpdate | None
    values: Values

    @classmethod
    def of(cls, request: Request) -> _Expressions:
        refuse_legacy(request)
        names: Mapping[str, str] = request.get("ExpressionAttributeNames", {})
        condition = update = None
        parsers: list[Parser] = []
        if "ConditionExpression" in request:
            condition = parse_condition("ConditionExpression", request["ConditionExpression"], names)
            parsers.append(condition.parser)
        if "UpdateExpression" in request:
            update = parse_update(request["UpdateExpression"], names)
            parsers.append(update.parser)
        if not parsers and ("ExpressionAttributeNames" in request or "ExpressionAttributeValues" in request):
            raise invalid("ExpressionAttributeNames and ExpressionAttributeValues need an expression")
        values = taken_values(request.get("ExpressionAttributeValues"))
        check_placeholders(parsers, names, values)
        for parsed in (condition, update):
            if parsed is not None:
                parsed.check_operands(values)
        return cls(condition, update, values)

    def allows(self, item: Item | None) -> bool:
        root = self.condition.root if self.condition else None
        return root is None or root.holds(NOTHING if item is None else item, self.values)


def _write(table: Table, key: Key, request: Request, expressions: _Expressions, **rest: Any) -> Write:
    return Write(
        table,
        key,
        condition=expressions.allows,
        returns_old=request.get("ReturnValuesOnConditionCheckFailure") == "ALL_OLD",
        **rest,
    )


def prepare_put(table: Table, request: Request) -> Write:
    """PutItem, or a Put of a batch or a transaction."""
    expressions = _Expressions.of(request)
    item = taken_item(request["Item"])
    key = table.key_of(item, exact=False)
    table.check_storable(item)
    # Known from the request alone, so that a batch or a transaction with it is refused as a whole.
    if item_size(item) > MAX_ITEM_BYTES:
        raise invalid("Item size has exceeded the maximum allowed size")
    return _write(table, key, request, expressions, make=lambda _: item)


def prepare_delete(table: Table, request: Request) -> Write:
    """DeleteItem, or a Delete of a batch or a transaction."""
    expressions = _Expressions.of(request)
    return _write(table, table.key_of(taken_item(request["Key"])), request, expressions, make=lambda _: None)


def prepare_check(table: Table, request: Request) -> Write:
    """A ConditionCheck of a transaction."""
    expressions = _Expressions.of(request)
    key = table.key_of(taken_item(request["Key"]))
    return _write(table, key, request, expressions, make=lambda item: item, changes=False)


def prepare_update(table: Table, request: Request) -> Write:
    """UpdateItem, or an Update of a transaction."""
    expressions = _Expressions.of(request)
    key_item = taken_item(request["Key"])
    key = table.key_of(key_item)
    update, values = expressions.update, expressions.values
    for action in update.actions if update else ():
        if action.path[0] in table.keys:
            raise invalid(
                f"One or more parameter values were invalid: Cannot update attribute {action.path[0]}. "
                "This attribute is part of the key"
            )

    def make(item: Item | None) -> Item:
        if update is None:
            return key_item if item is None else item
        return update.applied(item, key_item, values)

    return _write(table, key, request, expressions, make=make, update=update)


def returned(request: Request, write: Write, before: Item | None, after: Item | None) -> dict[str, Attribute] | None:
    """The Attributes of the answer, None for none.

    Raises:
        Refused: ValidationException when the operation does not know this ReturnValues.
    """
    wanted = request.get("ReturnValues", "NONE")
    if wanted == "ALL_OLD":
        return copied_item(before) if before else None
    if wanted == "ALL_NEW":
        return copied_item(after) if after else None
    if wanted in ("UPDATED_OLD", "UPDATED_NEW") and write.update is not None:
        item = before if wanted == "UPDATED_OLD" else after
        return copied_item(write.update.touched(item)) or None if item else None
    return None
