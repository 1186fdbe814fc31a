"""Query and Scan: which items, in which order, up to where, and what of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tests.doubles.client import Request, Response
from tests.doubles.dynamodb.condition_parser import ParsedCondition, parse_condition
from tests.doubles.dynamodb.conditions import (
    Between,
    Both,
    Comparison,
    Condition,
    Function,
    PathOperand,
    ValueOperand,
    unwrapped,
)
from tests.doubles.dynamodb.expressions import (
    Parser,
    Path,
    Values,
    check_placeholders,
    parse_projection,
    projected,
    taken_values,
)
from tests.doubles.dynamodb.tables import Index, Key, Table, in_segment, scan_position
from tests.doubles.dynamodb.units import Consumed, read_units
from tests.doubles.dynamodb.values import Attribute, Item, Scalar, copied_item, invalid, item_size, scalar, taken_item
from tests.doubles.dynamodb.writes import refuse_legacy

PAGE_BYTES = 1024 * 1024
ReadItem = Callable[[Table, Key, bool], Item | None]
"""How the client reads one item: (table, key, consistent); may answer with an older version."""


@dataclass(frozen=True, slots=True)
class Page:
    """The part that Query and Scan share: what is done with the candidates in order."""

    table: Table
    index: Index | None
    consistent: bool
    limit: int | None
    filter: ParsedCondition | None
    paths: tuple[Path, ...] | None
    count_only: bool
    values: Values

    @classmethod
    def of(cls, table: Table, request: Request, key_condition: ParsedCondition | None) -> Page:  # noqa: C901, PLR0912  (DynamoDB's checks, in its order)
        """Checks everything that does not depend on the data.

        Raises:
            Refused: ValidationException.
        """
        refuse_legacy(request)
        index = None
        if "IndexName" in request:
            index = table.indexes.get(request["IndexName"])
            if index is None:
                raise invalid(f"The table does not have the specified index: {request['IndexName']}")
            if request.get("ConsistentRead"):
                raise invalid("Consistent reads are not supported on global secondary indexes")
        if request.get("Limit", 1) < 1:
            raise invalid("Limit must be greater than or equal to 1")
        names = request.get("ExpressionAttributeNames", {})
        parsers: list[Parser] = [key_condition.parser] if key_condition else []
        filtered, paths = None, None
        if "FilterExpression" in request:
            filtered = parse_condition("FilterExpression", request["FilterExpression"], names)
            parsers.append(filtered.parser)
            if key_condition is not None:
                for name in index.keys if index else table.keys:
                    if name in filtered.mentioned:
                        raise invalid(
                            "Filter Expression can only contain non-primary key attributes: "
                            f"Primary key attribute: {name}"
                        )
        if "ProjectionExpression" in request:
            paths, parser = parse_projection(request["ProjectionExpression"], names)
            parsers.append(parser)
            if index is not None and (missing := index.lacks(table.keys, [str(path[0]) for path in paths])):
                raise invalid(
                    "One or more parameter values were invalid: "
                    f"Global secondary index {index.name} does not project [{', '.join(missing)}]"
                )
        values = taken_values(request.get("ExpressionAttributeValues"))
        check_placeholders(parsers, names, values)
        for parsed in (filtered, key_condition):
            if parsed is not None:
                parsed.check_operands(values)
        count_only = request.get("Select") == "COUNT"
        if count_only and paths is not None:
            raise invalid("Cannot specify the ProjectionExpression when choosing to get the Count only")
        return cls(
            table, index, bool(request.get("ConsistentRead")), request.get("Limit"), filtered, paths, count_only, values
        )

    def answer(self, found: Iterable[Item], consumed: Consumed) -> Response:
        """One page.

        Args:
            found: the items in order, from the first one after the exclusive start key.
            consumed: where the units are counted.
        """
        items: list[Item] = []
        evaluated, size = 0, 0
        last: Item | None = None
        for item in found:
            entry = self.index.entry(self.table.keys, item) if self.index else item
            if entry is None:
                continue
            evaluated += 1
            size += item_size(entry)
            if self.filter is None or self.filter.root.holds(entry, self.values):
                items.append(entry)
            if evaluated == self.limit or size >= PAGE_BYTES:
                last = self.position(item)
                break
        name = f"{self.table.name}/{self.index.name}" if self.index else self.table.name
        consumed.read(name, read_units(size, consistent=self.consistent))
        response: Response = {"Count": len(items), "ScannedCount": evaluated}
        if not self.count_only:
            cut = items if self.paths is None else [projected(item, self.paths) for item in items]
            response["Items"] = [copied_item(item) for item in cut]
        if last is not None:
            response["LastEvaluatedKey"] = copied_item(last)
        return response

    def position(self, item: Item) -> Item:
        """The LastEvaluatedKey that names this item: the table's keys and the index's."""
        names = [*self.table.keys, *(self.index.keys if self.index else ())]
        return {name: item[name] for name in names}

    def start(self, request: Request) -> tuple[Item, Key] | None:
        """The ExclusiveStartKey, whole and as the table's key."""
        if "ExclusiveStartKey" not in request:
            return None
        start = taken_item(request["ExclusiveStartKey"])
        if set(start) != {*self.table.keys, *(self.index.keys if self.index else ())}:
            raise invalid("The provided starting key is invalid")
        return start, self.table.key_of({name: start[name] for name in self.table.keys})


def query(table: Table, request: Request, read: ReadItem, consumed: Consumed) -> Response:
    """A page of a Query."""
    names = request.get("ExpressionAttributeNames", {})
    if "KeyConditionExpression" not in request:
        refuse_legacy(request)
        raise invalid("Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.")
    condition = parse_condition("KeyConditionExpression", request["KeyConditionExpression"], names)
    page = Page.of(table, request, condition)
    keys = page.index.keys if page.index else table.keys
    hash_value = _hash_value(keys, table.types, condition, page.values)
    found: list[tuple[Place, Item]] = []
    for key in table.candidates(page.index.name if page.index else "", scalar(hash_value)):
        item = read(table, key, page.consistent)
        # Asked again of the version that was read: a stale one may lie elsewhere.
        if item is not None and all(name in item for name in keys) and condition.root.holds(item, page.values):
            found.append((_place(keys, item, key), item))
    forward = request.get("ScanIndexForward", True)
    found.sort(key=lambda one: one[0], reverse=not forward)
    if (started := page.start(request)) is not None:
        after = _place(keys, *started)
        found = [one for one in found if (one[0] > after if forward else one[0] < after)]
    return page.answer((item for _, item in found), consumed)


def scan(table: Table, request: Request, read: ReadItem, consumed: Consumed) -> Response:
    """A page of a Scan, of one segment when the request names one."""
    page = Page.of(table, request, None)
    segment, segments = request.get("Segment", 0), request.get("TotalSegments", 1)
    if ("Segment" in request) != ("TotalSegments" in request):
        raise invalid("The Segment and TotalSegments parameters come together")
    if not 0 <= segment < segments <= 1_000_000:
        raise invalid("The Segment parameter is zero-based and must be less than parameter TotalSegments")
    order = table.scan_order()
    started = page.start(request)
    if started is not None and not in_segment(started[1], segment, segments):
        raise invalid("The provided starting key is outside the segment")
    first = bisect_right(order, scan_position(started[1]), key=scan_position) if started else 0

    def found() -> Iterable[Item]:
        for position in range(first, len(order)):
            if in_segment(order[position], segment, segments):
                item = read(table, order[position], page.consistent)
                if item is not None:
                    yield item

    return page.answer(found(), consumed)


Place = tuple[Scalar, ...]


def _place(keys: tuple[str, ...], item: Item, key: Key) -> Place:
    """Where an item comes within a partition: by range key, then by the table's key."""
    return (scalar(item[keys[1]]), *key) if len(keys) > 1 else key


def _hash_value(keys: tuple[str, ...], types: dict[str, str], condition: ParsedCondition, values: Values) -> Attribute:
    """Checks that a key condition has the allowed shape and answers the hash key that it asks for."""
    root = unwrapped(condition.root)
    parts = [unwrapped(part) for part in root.parts] if isinstance(root, Both) else [root]
    hash_value: Attribute | None = None
    seen: set[str] = set()
    for part in parts:
        name, operands = _key_part(part, condition)
        if name not in keys or name in seen:
            raise invalid(f"Query key condition not supported: {name}")
        seen.add(name)
        for operand in operands:
            if types[name] not in values[operand.name]:
                raise invalid(
                    "One or more parameter values were invalid: Condition parameter type does not match schema type"
                )
        if name == keys[0]:
            if not isinstance(part, Comparison) or part.operator != "=":
                raise invalid("Query key condition not supported")
            hash_value = values[operands[0].name]
    if hash_value is None:
        raise invalid(f"Query condition missed key schema element: {keys[0]}")
    if hash_value in ({"S": ""}, {"B": b""}):
        raise invalid(
            "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an "
            f"empty string value. Key: {keys[0]}"
        )
    return hash_value


def _key_part(part: Condition, condition: ParsedCondition) -> tuple[str, list[ValueOperand]]:
    """The key attribute and the values of one term of a key condition."""
    operand: object
    others: list[object]
    if isinstance(part, Comparison) and part.operator != "<>":
        operand, others = part.left, [part.right]
    elif isinstance(part, Between):
        operand, others = part.operand, [part.low, part.high]
    elif isinstance(part, Function) and part.name == "begins_with":
        operand, others = part.operand, [part.argument]
    else:
        raise condition.parser.wrong("Invalid operator used in KeyConditionExpression")
    values = [other for other in others if isinstance(other, ValueOperand)]
    if not isinstance(operand, PathOperand) or len(operand.path) != 1 or len(values) != len(others):
        raise condition.parser.wrong("KeyConditionExpressions must compare key attributes with values")
    return str(operand.path[0]), values
