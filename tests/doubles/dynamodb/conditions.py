"""Condition and filter expressions: what they say about one item.

Comparisons are strict about types, as DynamoDB's are: a number never equals a text, and < between different types
is false. Whatever is missing compares as false, except that it differs (<>) from anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from tests.doubles.dynamodb.expressions import Path, Values, at_path
from tests.doubles.dynamodb.values import Attribute, comparable, scalar

NOTHING: Mapping[str, Attribute] = {}


class Operand(Protocol):
    def value(self, item: Mapping[str, Attribute], values: Values) -> Attribute | None: ...


class Condition(Protocol):
    def holds(self, item: Mapping[str, Attribute], values: Values) -> bool: ...


@dataclass(frozen=True, slots=True)
class PathOperand:
    path: Path

    def value(self, item: Mapping[str, Attribute], values: Values) -> Attribute | None:  # noqa: ARG002
        return at_path(item, self.path)


@dataclass(frozen=True, slots=True)
class ValueOperand:
    name: str

    def value(self, item: Mapping[str, Attribute], values: Values) -> Attribute | None:  # noqa: ARG002
        return values[self.name]


@dataclass(frozen=True, slots=True)
class SizeOperand:
    of: Operand

    def value(self, item: Mapping[str, Attribute], values: Values) -> Attribute | None:
        value = self.of.value(item, values)
        if value is None:
            return None
        kind, content = next(iter(value.items()))
        if kind in ("N", "BOOL", "NULL"):
            return None
        # A text's size counts UTF-16 units, as Java and DynamoDB Local count them.
        return {"N": str(len(content.encode("utf-16-le")) // 2 if kind == "S" else len(content))}


def compare(operator: str, left: Attribute | None, right: Attribute | None) -> bool:
    """One comparison of two values, None for a missing one."""
    if operator == "=":
        return left is not None and left == right
    if operator == "<>":
        return left is None or left != right
    if not comparable(left, right):
        return False
    assert left is not None and right is not None
    one, other = scalar(left), scalar(right)
    if operator == "<":
        return bool(one < other)
    if operator == "<=":
        return bool(one <= other)
    return bool(one > other) if operator == ">" else bool(one >= other)


@dataclass(frozen=True, slots=True)
class Comparison:
    operator: str
    left: Operand
    right: Operand

    def holds(self, item: Mapping[str, Attribute], values: Values) -> bool:
        return compare(self.operator, self.left.value(item, values), self.right.value(item, values))


@dataclass(frozen=True, slots=True)
class Between:
    operand: Operand
    low: Operand
    high: Operand

    def holds(self, item: Mapping[str, Attribute], values: Values) -> bool:
        value = self.operand.value(item, values)
        return compare(">=", value, self.low.value(item, values)) and compare(
            "<=", value, self.high.value(item, values)
        )


@dataclass(frozen=True, slots=True)
class In:
    operand: Operand
    choices: tuple[Operand, ...]

    def holds(self, item: Mapping[str, Attribute], values: Values) -> bool:
        value = self.operand.value(item, values)
        return value is not None and any(value == choice.value(item, values) for choice in self.choices)


@dataclass(frozen=True, slots=True)
class Both:
    parts: tuple[Condition, ...]

    def holds(self, item: Mapping[str, Attribute], values: Values) -> bool:
        return all(part.holds(item, values) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Either:
    parts: tuple[Condition, ...]

    def holds(self, item: Mapping[str, Attribute], values: Values) -> bool:
        return any(part.holds(item, values) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Negation:
    part: Condition

    def holds(self, item: Mapping[str, Attribute], values: Values) -> bool:
        return not self.part.holds(item, values)


@dataclass(frozen=True, slots=True)
class Function:
    """attribute_exists, attribute_not_exists, attribute_type, begins_with or contains."""

    name: str
    operand: Operand
    argument: Operand | None = None

    def holds(self, item: Mapping[str, Attribute], values: Values) -> bool:
        value = self.operand.value(item, values)
        if self.argument is None:
            return (value is not None) == (self.name == "attribute_exists")
        argument = self.argument.value(item, values)
        if value is None or argument is None:
            return False
        (kind, content), (argument_kind, wanted) = next(iter(value.items())), next(iter(argument.items()))
        if self.name == "attribute_type":
            return bool(kind == wanted)
        if self.name == "begins_with":
            return kind == argument_kind and kind in ("S", "B") and bool(content.startswith(wanted))
        if kind == "L":
            return argument in content
        if kind in ("SS", "NS", "BS"):
            return bool(kind[0] == argument_kind and wanted in content)
        return kind == argument_kind and kind in ("S", "B") and wanted in content


@dataclass(frozen=True, slots=True)
class Parenthesized:
    """Kept only so that superfluous parentheses can be told."""

    inner: Condition

    def holds(self, item: Mapping[str, Attribute], values: Values) -> bool:
        return self.inner.holds(item, values)


def unwrapped(condition: Condition) -> Condition:
    """The condition without the parentheses around it."""
    while isinstance(condition, Parenthesized):
        condition = condition.inner
    return condition
