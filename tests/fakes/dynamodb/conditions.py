"""Condition and filter expressions: what they say about one item.

Comparisons are strict about types, as DynamoDB's are: a number never equals a text, and < between different types
is false. Whatever is missing compares as false, except that it differs (<>) from anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from tests.fakes.dynamodb.expressions import Parser, Path, Values, at_path
from tests.fakes.dynamodb.values import Attribute, comparable, scalar

NOTHING: Mapping[str, Attribute] = {}
_TYPES = ("N", "BS", "L", "B", "NULL", "M", "S", "SS", "NS", "BOOL")
_COMPARATORS = ("=", "<>", "<", "<=", ">", ">=")


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
class ParsedCondition:
    """A condition with what it needs.

    Attributes:
        root: the condition.
        parser: its placeholders and its way of saying what is wrong.
        checks: the operands whose values have to be of certain types: (operator, operands).
        mentioned: the top-level attributes that it names.
    """

    root: Condition
    parser: Parser
    checks: tuple[tuple[str, tuple[Operand, ...]], ...]
    mentioned: frozenset[str]

    def check_operands(self, values: Values) -> None:
        """Refuses values that an operator cannot take, whatever the data; call after `check_placeholders`."""
        for operator, operands in self.checks:
            given = [values[operand.name] for operand in operands if isinstance(operand, ValueOperand)]
            if operator == "BETWEEN" and len(given) == 2:
                self._check_bounds(*given)
            allowed = {"begins_with": ("S", "B"), "attribute_type": ("S",)}.get(operator, ("S", "N", "B"))
            for value in given:
                kind = next(iter(value))
                if kind not in allowed:
                    raise self.parser.wrong(
                        "Incorrect operand type for operator or function; "
                        f"operator or function: {operator}, operand type: {kind}"
                    )
                if operator == "attribute_type" and value["S"] not in _TYPES:
                    raise self.parser.wrong(
                        f"Invalid attribute type name found; type: {value['S']}, valid types: {{{','.join(_TYPES)}}}"
                    )

    def _check_bounds(self, low: Attribute, high: Attribute) -> None:
        shown = f"lower bound operand: AttributeValue: {low}, upper bound operand: AttributeValue: {high}"
        if next(iter(low)) not in high:
            raise self.parser.wrong(f"The BETWEEN operator requires same data type for lower and upper bounds; {shown}")
        if comparable(low, high) and scalar(low) > scalar(high):
            raise self.parser.wrong(
                f"The BETWEEN operator requires upper bound to be greater than or equal to lower bound; {shown}"
            )


@lru_cache(maxsize=4096)
def _parsed(kind: str, text: str, names: tuple[tuple[str, str], ...]) -> ParsedCondition:
    reader = _Reader(Parser(kind, text, dict(names)))
    root = reader.either()
    reader.parser.finish()
    return ParsedCondition(root, reader.parser, tuple(reader.checks), frozenset(reader.mentioned))


def parse_condition(kind: str, text: str, names: Mapping[str, str]) -> ParsedCondition:
    """A condition expression; the same text with the same names is parsed once.

    Args:
        kind: the request's field: "ConditionExpression", "FilterExpression" or "KeyConditionExpression".
        text: the expression.
        names: ExpressionAttributeNames.
    """
    return _parsed(kind, text, tuple(names.items()))


class _Reader:
    def __init__(self, parser: Parser) -> None:
        self.parser = parser
        self.checks: list[tuple[str, tuple[Operand, ...]]] = []
        self.mentioned: set[str] = set()

    def either(self) -> Condition:
        parts = [self._both()]
        while self.parser.accept("OR"):
            parts.append(self._both())
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def _both(self) -> Condition:
        parts = [self._negation()]
        while self.parser.accept("AND"):
            parts.append(self._negation())
        return parts[0] if len(parts) == 1 else Both(tuple(parts))

    def _negation(self) -> Condition:
        if self.parser.accept("NOT"):
            return Negation(self._negation())
        return self._simple()

    def _simple(self) -> Condition:
        parser = self.parser
        if parser.peek() == "(" and not self._is_operand_in_parentheses():
            parser.next()
            doubled = parser.peek() == "("
            inner = self.either()
            if doubled and isinstance(inner, _Parenthesized):
                raise parser.wrong("The expression has redundant parentheses;")
            parser.expect(")")
            return _Parenthesized(inner)
        if parser.peek(1) == "(" and parser.peek() in _FUNCTIONS:
            return self._function()
        left = self._operand()
        if parser.accept("BETWEEN"):
            low = self._operand()
            parser.expect("AND")
            high = self._operand()
            self.checks.append(("BETWEEN", (low, high)))
            return Between(left, low, high)
        if parser.accept("IN"):
            choices = self._list()
            self._distinct("IN", left, *choices)
            return In(left, choices)
        operator = parser.next()
        if operator not in _COMPARATORS:
            parser._position -= 1
            raise parser.syntax_error()
        right = self._operand()
        self._distinct(operator, left, right)
        if operator not in ("=", "<>"):
            self.checks.append((operator, (left, right)))
        return Comparison(operator, left, right)

    def _is_operand_in_parentheses(self) -> bool:
        ahead = 0
        while self.parser.peek(ahead) == "(":
            ahead += 1
        depth = ahead
        while depth and (token := self.parser.peek(ahead)):
            if self.parser.word(ahead) in ("AND", "OR", "NOT", "BETWEEN", "IN", *_COMPARATORS):
                return False
            if token in _FUNCTIONS:
                return False
            depth += (token == "(") - (token == ")")
            ahead += 1
        return True

    def _function(self) -> Condition:
        parser = self.parser
        name = parser.next()
        parser.expect("(")
        operand = self._operand()
        if name in ("attribute_exists", "attribute_not_exists"):
            parser.expect(")")
            if not isinstance(operand, PathOperand):
                raise parser.wrong(f"Operator or function requires a document path; operator or function: {name}")
            return Function(name, operand)
        parser.expect(",")
        argument = self._operand()
        parser.expect(")")
        self._distinct(name, operand, argument)
        if name != "contains":
            self.checks.append((name, (argument,)))
        return Function(name, operand, argument)

    def _list(self) -> tuple[Operand, ...]:
        self.parser.expect("(")
        operands = [self._operand()]
        while self.parser.accept(","):
            operands.append(self._operand())
        self.parser.expect(")")
        if len(operands) > 100:
            raise self.parser.wrong("Invalid number of operands for operator or function; operator or function: IN")
        return tuple(operands)

    def _operand(self) -> Operand:
        parser = self.parser
        if parser.accept("("):
            operand = self._operand()
            parser.expect(")")
            return operand
        if parser.peek() == "size" and parser.peek(1) == "(":
            parser.next()
            parser.expect("(")
            operand = self._operand()
            parser.expect(")")
            return SizeOperand(operand)
        if parser.peek().startswith(":"):
            return ValueOperand(parser.value_name())
        path = parser.path()
        self.mentioned.add(str(path[0]))
        return PathOperand(path)

    def _distinct(self, operator: str, left: Operand, *others: Operand) -> None:
        if isinstance(left, PathOperand) and left in others:
            raise self.parser.wrong(
                "The first operand must be distinct from the remaining operands for this operator or function; "
                f"operator: {operator}, first operand: {left.path}"
            )


_FUNCTIONS = ("attribute_exists", "attribute_not_exists", "attribute_type", "begins_with", "contains")


@dataclass(frozen=True, slots=True)
class _Parenthesized:
    inner: Condition

    def holds(self, item: Mapping[str, Attribute], values: Values) -> bool:
        return self.inner.holds(item, values)


def unwrapped(condition: Condition) -> Condition:
    """The condition without the parentheses around it."""
    while isinstance(condition, _Parenthesized):
        condition = condition.inner
    return condition
