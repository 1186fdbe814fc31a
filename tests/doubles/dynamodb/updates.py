"""Update expressions: what they make of one item.

All operands are read from the item as it was; SET comes before ADD and DELETE, and REMOVE last.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from tests.doubles.dynamodb.conditions import NOTHING
from tests.doubles.dynamodb.expressions import Parser, Path, Values, at_path, projected
from tests.doubles.dynamodb.values import Attribute, Item, added, copied_item, invalid, sorted_set

_SETS = ("SS", "NS", "BS")
_LONG_NAMES = {
    "S": "STRING",
    "N": "NUMBER",
    "B": "BINARY",
    "L": "LIST",
    "M": "MAP",
    "BOOL": "BOOLEAN",
    "NULL": "NULL",
    "SS": "STRING_SET",
    "NS": "NUMBER_SET",
    "BS": "BINARY_SET",
}


def _bad_path() -> Exception:
    return invalid("The document path provided in the update expression is invalid for update")


def _bad_type() -> Exception:
    return invalid("An operand in the update expression has an incorrect data type")


class Source(Protocol):
    """The right side of a SET."""

    def value(self, item: Mapping[str, Attribute], values: Values) -> Attribute: ...


@dataclass(frozen=True, slots=True)
class FromPath:
    path: Path

    def value(self, item: Mapping[str, Attribute], values: Values) -> Attribute:  # noqa: ARG002
        found = at_path(item, self.path)
        if found is None:
            raise invalid("The provided expression refers to an attribute that does not exist in the item")
        return found


@dataclass(frozen=True, slots=True)
class FromValue:
    name: str

    def value(self, item: Mapping[str, Attribute], values: Values) -> Attribute:  # noqa: ARG002
        return values[self.name]


@dataclass(frozen=True, slots=True)
class IfNotExists:
    path: Path
    otherwise: Source

    def value(self, item: Mapping[str, Attribute], values: Values) -> Attribute:
        # Both operands are resolved whichever is taken: a missing attribute in the second one is an error.
        otherwise = self.otherwise.value(item, values)
        found = at_path(item, self.path)
        return otherwise if found is None else found


@dataclass(frozen=True, slots=True)
class ListAppend:
    left: Source
    right: Source

    def value(self, item: Mapping[str, Attribute], values: Values) -> Attribute:
        left, right = self.left.value(item, values), self.right.value(item, values)
        if "L" not in left or "L" not in right:
            raise _bad_type()
        return {"L": [*left["L"], *right["L"]]}


@dataclass(frozen=True, slots=True)
class Sum:
    left: Source
    sign: int
    right: Source

    def value(self, item: Mapping[str, Attribute], values: Values) -> Attribute:
        left, right = self.left.value(item, values), self.right.value(item, values)
        if "N" not in left or "N" not in right:
            raise _bad_type()
        return {"N": added(left["N"], right["N"], self.sign)}


@dataclass(frozen=True, slots=True)
class Action:
    """One action of a section: SET has a source, ADD and DELETE the name of a value."""

    section: str
    path: Path
    source: Source | None = None
    operand: str = ""


@dataclass(frozen=True, slots=True)
class ParsedUpdate:
    """An update with what it needs.

    Attributes:
        actions: in the order of the expression.
        parser: its placeholders and its way of saying what is wrong.
        checks: the sources in which values have to be of certain types: (operator, sources).
    """

    actions: tuple[Action, ...]
    parser: Parser
    checks: tuple[tuple[str, tuple[Source, ...]], ...]

    def check_operands(self, values: Values) -> None:
        """Refuses values that an operator cannot take, whatever the data; call after `check_placeholders`."""
        for operator, sources in self.checks:
            allowed = "L" if operator == "list_append" else "N"
            for source in sources:
                if isinstance(source, FromValue) and allowed not in values[source.name]:
                    raise self.parser.wrong(
                        "Incorrect operand type for operator or function; "
                        f"operator or function: {operator}, operand type: {next(iter(values[source.name]))}"
                    )
        for action in self.actions:
            if action.operand:
                kind = next(iter(values[action.operand]))
                if kind not in (*_SETS, "N") or (kind == "N" and action.section == "DELETE"):
                    raise self.parser.wrong(
                        f"Incorrect operand type for operator or function; operator: {action.section}, "
                        f"operand type: {_LONG_NAMES[kind]}, typeSet: ALLOWED_FOR_{action.section}_OPERAND"
                    )

    def applied(self, item: Item | None, key: Item, values: Values) -> Item:
        """The item after the update.

        Args:
            item: the item as it was, None when there was none.
            key: the key attributes, which a new item gets.
            values: ExpressionAttributeValues in normal form.

        Raises:
            Refused: ValidationException when a path or a type does not fit the item.
        """
        before: Mapping[str, Attribute] = item if item is not None else NOTHING
        after = copied_item(item if item is not None else key)
        removed: list[Path] = []
        writes: list[tuple[Path, Attribute | None]] = []
        for action in self.actions:
            if action.section == "SET":
                assert action.source is not None
                writes.append((action.path, action.source.value(before, values)))
            elif action.section == "REMOVE":
                removed.append(action.path)
            else:
                current = at_path(before, action.path)
                changed = _changed_set_or_number(action.section, current, values[action.operand])
                writes.append((action.path, changed))
        for path, value in writes:
            if value is None:
                removed.append(path)
            else:
                _put(after, path, value)
        # From the last list element to the first, so that indexes keep meaning what they meant.
        for path in sorted(removed, key=lambda path: [p if isinstance(p, int) else -1 for p in path], reverse=True):
            _remove(after, path)
        return after

    def touched(self, item: Item) -> Item:
        """The parts of an item that this update writes: what UPDATED_OLD and UPDATED_NEW return."""
        return projected(item, [action.path for action in self.actions])


def _changed_set_or_number(section: str, current: Attribute | None, operand: Attribute) -> Attribute | None:
    """The value after ADD or DELETE; None when nothing is to be there."""
    kind, members = next(iter(operand.items()))
    if current is None:
        return operand if section == "ADD" else None
    if kind not in current:
        raise _bad_type()
    if kind == "N":
        return {"N": added(current["N"], members)}
    if section == "ADD":
        present = set(current[kind])
        return {kind: sorted_set(kind, [*current[kind], *(m for m in members if m not in present)])}
    gone = set(members)
    left = [member for member in current[kind] if member not in gone]
    return {kind: left} if left else None


def _parent(item: Item, path: Path) -> Attribute:
    parent = at_path(item, path[:-1])
    if parent is None or ("L" if isinstance(path[-1], int) else "M") not in parent:
        raise _bad_path()
    return parent


def _put(item: Item, path: Path, value: Attribute) -> None:
    last = path[-1]
    if len(path) == 1:
        item[last] = value  # type: ignore[index]
    elif isinstance(last, int):
        elements = _parent(item, path)["L"]
        if last < len(elements):
            elements[last] = value
        else:
            elements.append(value)
    else:
        _parent(item, path)["M"][last] = value


def _remove(item: Item, path: Path) -> None:
    last = path[-1]
    if len(path) == 1:
        item.pop(last, None)  # type: ignore[arg-type]
    elif isinstance(last, int):
        elements = _parent(item, path)["L"]
        if last < len(elements):
            del elements[last]
    else:
        _parent(item, path)["M"].pop(last, None)


@lru_cache(maxsize=4096)
def _parsed(text: str, names: tuple[tuple[str, str], ...]) -> ParsedUpdate:
    return _Reader(Parser("UpdateExpression", text, dict(names))).update()


def parse_update(text: str, names: Mapping[str, str]) -> ParsedUpdate:
    """An update expression; the same text with the same names is parsed once."""
    return _parsed(text, tuple(names.items()))


class _Reader:
    def __init__(self, parser: Parser) -> None:
        self.parser = parser
        self.checks: list[tuple[str, tuple[Source, ...]]] = []

    def update(self) -> ParsedUpdate:
        parser = self.parser
        actions: list[Action] = []
        seen: set[str] = set()
        while parser.peek():
            section = parser.word()
            if section not in ("SET", "REMOVE", "ADD", "DELETE"):
                raise parser.syntax_error()
            parser.next()
            if section in seen:
                raise parser.wrong(f'The "{section}" section can only be used once in an update expression;')
            seen.add(section)
            actions.append(self._action(section))
            while parser.accept(","):
                actions.append(self._action(section))
        parser.refuse_overlap(action.path for action in actions)
        return ParsedUpdate(tuple(actions), parser, tuple(self.checks))

    def _action(self, section: str) -> Action:
        path = self.parser.path()
        if section == "SET":
            self.parser.expect("=")
            return Action(section, path, source=self._sum())
        if section == "REMOVE":
            return Action(section, path)
        return Action(section, path, operand=self.parser.value_name())

    def _sum(self) -> Source:
        left = self._source()
        sign = self.parser.peek()
        if sign not in ("+", "-"):
            return left
        self.parser.next()
        right = self._source()
        self.checks.append((sign, (left, right)))
        return Sum(left, 1 if sign == "+" else -1, right)

    def _source(self) -> Source:
        parser = self.parser
        if parser.accept("("):
            inner = self._sum()
            parser.expect(")")
            return inner
        if parser.peek(1) == "(" and parser.peek() in ("if_not_exists", "list_append"):
            name = parser.next()
            parser.expect("(")
            if name == "if_not_exists":
                path = parser.path()
                parser.expect(",")
                found: Source = IfNotExists(path, self._source())
            else:
                left = self._source()
                parser.expect(",")
                right = self._source()
                self.checks.append((name, (left, right)))
                found = ListAppend(left, right)
            parser.expect(")")
            return found
        if parser.peek().startswith(":"):
            return FromValue(parser.value_name())
        return FromPath(parser.path())
