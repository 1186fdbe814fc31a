"""ExecuteStatement and BatchExecuteStatement: parsed PartiQL carried out on the tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.doubles.client import Refused, Request
from tests.doubles.dynamodb.conditions import NOTHING, Comparison, Condition, In, Operand, PathOperand, ValueOperand
from tests.doubles.dynamodb.expressions import Values, projected
from tests.doubles.dynamodb.partiql import Statement, parse_statement
from tests.doubles.dynamodb.reads import ReadItem
from tests.doubles.dynamodb.tables import Index, Key, Table
from tests.doubles.dynamodb.units import Consumed, read_units
from tests.doubles.dynamodb.values import Attribute, Item, copied_item, invalid, item_size, scalar
from tests.doubles.dynamodb.writes import Write

MAX_STATEMENTS = 25
MAX_KEYS_IN_LIST = 50
_NO_KEY = "Where clause does not contain a mandatory equality on all key attributes"
_ERROR_CODES = {
    "ConditionalCheckFailedException": "ConditionalCheckFailed",
    "DuplicateItemException": "DuplicateItem",
    "ResourceNotFoundException": "ResourceNotFound",
    "ValidationException": "ValidationError",
}


@dataclass(slots=True)
class Bound:
    """A statement with its parameters, its table and, where it names one item, that item's write."""

    statement: Statement
    table: Table
    values: Values
    consistent: bool
    write: Write | None

    @classmethod
    def of(cls, request: Request, find_table: Callable[[str], Table]) -> Bound:
        """Checks all that does not depend on the data.

        Raises:
            Refused: ValidationException or ResourceNotFoundException.
        """
        statement = parse_statement(request["Statement"])
        values = statement.values(request.get("Parameters", ()))
        table = find_table(statement.table)
        write = None
        if statement.kind != "SELECT":
            write = _write(statement, table, values)
            write.returns_old = request.get("ReturnValuesOnConditionCheckFailure") == "ALL_OLD"
        return cls(statement, table, values, bool(request.get("ConsistentRead")), write)

    def carry_out(self, read: ReadItem, consumed: Consumed) -> list[Item]:
        """Does it and answers the items of a SELECT or of a RETURNING."""
        if self.write is None:
            return self._selected(read, consumed)
        try:
            before, after = self.write.carry_out(consumed)
        except Refused as refused:
            if self.statement.kind == "INSERT" and refused.code == "ConditionalCheckFailedException":
                raise Refused("DuplicateItemException", "Duplicate primary key exists in table") from None
            raise
        scope, _, age = self.statement.returning.partition(" ")
        item = before if age == "OLD" else after
        if not scope or item is None:
            return []
        if scope == "MODIFIED" and self.write.update is not None:
            item = self.write.update.touched(item)
        return [copied_item(item)]

    def _selected(self, read: ReadItem, consumed: Consumed) -> list[Item]:
        table, statement = self.table, self.statement
        index: Index | None = None
        if statement.index:
            index = table.indexes.get(statement.index)
            if index is None:
                raise invalid(f"The table does not have the specified index: {statement.index}")
        wanted = statement.where
        name = f"{table.name}/{index.name}" if index else table.name
        found: list[Item] = []
        for keys in self._candidates(index):
            size = 0
            for key in keys:
                item = read(table, key, self.consistent)
                entry = index.entry(table.keys, item) if index and item is not None else item
                if entry is None:
                    continue
                size += item_size(entry)
                if wanted is None or wanted.holds(entry, self.values):
                    found.append(entry)
            consumed.read(name, read_units(size, consistent=self.consistent))
        if statement.paths is not None:
            found = [projected(item, statement.paths) for item in found]
        return [copied_item(item) for item in found]

    def _candidates(self, index: Index | None) -> list[list[Key]]:
        """The keys to look at: of each hash key that the statement names, else of the whole table."""
        keys = index.keys if index else self.table.keys
        for term in self.statement.terms():
            hashes = _hash_values(term, keys[0], self.values)
            if hashes is not None:
                if len(hashes) > MAX_KEYS_IN_LIST:
                    raise invalid(f"The IN operator is provided with too many hash keys: {len(hashes)}")
                partitions = [self.table.candidates(index.name if index else "", value) for value in hashes]
                return [sorted(partition) for partition in partitions]
        return [self.table.scan_order()]

    def single_key(self) -> Key:
        """The key that a SELECT in a batch has to name.

        Raises:
            Refused: ValidationException when it does not name one item.
        """
        try:
            return _key(self.statement, self.table, self.values)[0]
        except Refused:
            raise invalid("Only single item select is supported") from None


def bind_batch(requests: Sequence[Request], find_table: Callable[[str], Table]) -> list[Bound | Refused]:
    """The statements of a BatchExecuteStatement; one that is wrong in itself stands as its refusal.

    Raises:
        Refused: ValidationException for what makes the whole call wrong: too many statements, reads beside writes, or
            two statements about one item.
    """
    if not 0 < len(requests) <= MAX_STATEMENTS:
        raise invalid(f"Member must have length less than or equal to {MAX_STATEMENTS}")
    bound: list[Bound | Refused] = []
    places: list[tuple[str, Key]] = []
    kinds: set[bool] = set()
    for request in requests:
        try:
            one = Bound.of(request, find_table)
            kinds.add(one.write is None)
            key = one.single_key() if one.write is None else one.write.key
            places.append((one.table.name, key))
            bound.append(one)
        except Refused as refused:
            bound.append(refused)
    if len(kinds) > 1:
        raise invalid("Read and write requests together in the same batch is not supported.")
    if len(set(places)) != len(places):
        raise invalid("Provided list of item keys contains duplicates")
    return bound


def statement_error(refused: Refused) -> dict[str, object]:
    """The Error of one statement of a batch."""
    code = _ERROR_CODES.get(refused.code, "InternalServerError")
    return {"Code": code, "Message": refused.message, **refused.details}


def _write(statement: Statement, table: Table, values: Values) -> Write:
    if statement.kind == "INSERT":
        item = {name: values[value] for name, value in statement.item.items()}
        key = table.key_of(item, exact=False)
        table.check_storable(item)
        return Write(table, key, make=lambda _: item, condition=lambda before: before is None)
    key, rest = _key(statement, table, values)
    key_item = table.key_item(key)

    def holds(item: Item | None) -> bool:
        return all(term.holds(NOTHING if item is None else item, values) for term in rest)

    if statement.kind == "DELETE":
        return Write(table, key, make=lambda _: None, condition=holds)
    update = statement.update
    assert update is not None
    for action in update.actions:
        if action.path[0] in table.keys:
            raise invalid(
                f"One or more parameter values were invalid: Cannot update attribute {action.path[0]}. "
                "This attribute is part of the key"
            )
    update.check_operands(values)
    return Write(
        table,
        key,
        make=lambda item: update.applied(item, key_item, values),
        condition=lambda item: item is not None and holds(item),
        update=update,
    )


def _key(statement: Statement, table: Table, values: Values) -> tuple[Key, list[Condition]]:
    """The item that a WHERE names, and its other terms."""
    found: dict[str, Attribute] = {}
    rest: list[Condition] = []
    for term in statement.terms():
        name, value = _equality(term, values)
        if name in table.keys and name not in found and value is not None:
            found[name] = value
        else:
            rest.append(term)
    if set(found) != set(table.keys):
        raise invalid(_NO_KEY)
    return table.key_of(found), rest


def _equality(term: Condition, values: Values) -> tuple[str, Attribute | None]:
    """The attribute and the value of `attribute = value`, ("", None) for any other condition."""
    if isinstance(term, Comparison) and term.operator == "=":
        name, value = _name(term.left), term.right
        if name and isinstance(value, ValueOperand):
            return name, values[value.name]
    return "", None


def _hash_values(term: Condition, name: str, values: Values) -> list[object] | None:
    """The hash keys that a term asks for, None when it says nothing about them."""
    given, value = _equality(term, values)
    if given == name and value is not None:
        return [scalar(value)]
    if isinstance(term, In) and _name(term.operand) == name:
        choices = [choice for choice in term.choices if isinstance(choice, ValueOperand)]
        return [scalar(values[choice.name]) for choice in choices]
    return None


def _name(operand: Operand) -> str:
    return str(operand.path[0]) if isinstance(operand, PathOperand) and len(operand.path) == 1 else ""
