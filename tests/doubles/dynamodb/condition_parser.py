"""Reads condition, filter and key condition expressions and makes the checks that do not depend on data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from tests.doubles.dynamodb.conditions import (
    Between,
    Both,
    Comparison,
    Condition,
    Either,
    Function,
    In,
    Negation,
    Operand,
    Parenthesized,
    PathOperand,
    SizeOperand,
    ValueOperand,
)
from tests.doubles.dynamodb.expressions import Parser, Values
from tests.doubles.dynamodb.values import Attribute, comparable, scalar

FUNCTIONS = ("attribute_exists", "attribute_not_exists", "attribute_type", "begins_with", "contains")
COMPARATORS = ("=", "<>", "<", "<=", ">", ">=")
_TYPES = ("N", "BS", "L", "B", "NULL", "M", "S", "SS", "NS", "BOOL")


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
            if doubled and isinstance(inner, Parenthesized):
                raise parser.wrong("The expression has redundant parentheses;")
            parser.expect(")")
            return Parenthesized(inner)
        if parser.peek(1) == "(" and parser.peek() in FUNCTIONS:
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
        if operator not in COMPARATORS:
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
            if self.parser.word(ahead) in ("AND", "OR", "NOT", "BETWEEN", "IN", *COMPARATORS):
                return False
            if token in FUNCTIONS:
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
