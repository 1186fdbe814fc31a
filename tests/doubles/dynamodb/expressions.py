"""Expressions: tokens, document paths, placeholders, and the checks that DynamoDB makes before it looks at data.

Grammar: "Condition and filter expressions, operators, and functions" and "Expression attributes" in the developer
guide. Sentences of refusals are DynamoDB's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path as FilePath

from tests.doubles.dynamodb.values import Attribute, Item, invalid, taken

Values = Mapping[str, Attribute]
Path = tuple[str | int, ...]
"""An attribute name, then names of map entries and indexes of list elements."""

RESERVED = frozenset(FilePath(__file__).with_name("reserved_words.txt").read_text("ascii").split())
"""No expression may use these as attribute names ("Reserved words" in the developer guide)."""

_TOKEN = re.compile(r"\s*(?:(<>|<=|>=|[=<>(),.\[\]+-])|([:#][A-Za-z0-9_-]+)|([A-Za-z_][A-Za-z0-9_]*)|([0-9]+)|(\S))")
_MAX_LENGTH = 4096


@dataclass(slots=True)
class Parser:
    """Reads one expression token by token.

    Args:
        kind: the name of the request's field, for messages: "ConditionExpression".
        text: the expression.
        names: ExpressionAttributeNames.

    Attributes:
        used_names: the `#names` that the expression mentions.
        used_values: the `:values` that it mentions.
    """

    kind: str
    text: str
    names: Mapping[str, str]
    used_names: set[str] = field(default_factory=set)
    used_values: set[str] = field(default_factory=set)
    _tokens: list[str] = field(default_factory=list)
    _position: int = 0

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise self.wrong("The expression can not be empty;")
        if len(self.text.encode()) > _MAX_LENGTH:
            raise self.wrong("Expression size has exceeded the maximum allowed size;")
        for match in _TOKEN.finditer(self.text.strip()):
            if match[5]:
                raise self.wrong(f'Syntax error; token: "{match[5]}", near: "{match[0].strip()}"')
            self._tokens.append(match[0].strip())

    def wrong(self, message: str) -> Exception:
        return invalid(f"Invalid {self.kind}: {message}")

    def peek(self, ahead: int = 0) -> str:
        """The token that comes next, "" at the end."""
        position = self._position + ahead
        return self._tokens[position] if position < len(self._tokens) else ""

    def word(self, ahead: int = 0) -> str:
        """The token that comes next in capitals: keywords may be written in any case."""
        return self.peek(ahead).upper()

    def next(self) -> str:
        token = self.peek()
        if not token:
            raise self.syntax_error()
        self._position += 1
        return token

    def accept(self, token: str) -> bool:
        if self.word() == token:
            self._position += 1
            return True
        return False

    def expect(self, token: str) -> None:
        if not self.accept(token):
            raise self.syntax_error()

    def finish(self) -> None:
        if self.peek():
            raise self.syntax_error()

    def syntax_error(self) -> Exception:
        near = " ".join(self._tokens[max(0, self._position - 1) : self._position + 2])
        return self.wrong(f'Syntax error; token: "{self.peek() or "<EOF>"}", near: "{near}"')

    def value_name(self) -> str:
        """A `:value`."""
        token = self.next()
        if not token.startswith(":"):
            self._position -= 1
            raise self.syntax_error()
        self.used_values.add(token)
        return token

    def path(self) -> Path:
        """A document path, its placeholders resolved."""
        parts: list[str | int] = [self._path_name()]
        while True:
            if self.accept("."):
                parts.append(self._path_name())
            elif self.accept("["):
                index = self.next()
                if not index.isdigit():
                    raise self.syntax_error()
                parts.append(int(index))
                self.expect("]")
            else:
                return tuple(parts)

    def _path_name(self) -> str:
        token = self.next()
        if token.startswith("#"):
            if token not in self.names:
                raise self.wrong(
                    f"An expression attribute name used in the document path is not defined; attribute name: {token}"
                )
            self.used_names.add(token)
            return self.names[token]
        if not (token[0].isalpha() or token[0] == "_"):
            self._position -= 1
            raise self.syntax_error()
        if token.upper() in RESERVED:
            raise self.wrong(f"Attribute name is a reserved keyword; reserved keyword: {token}")
        return token

    def refuse_overlap(self, paths: Iterable[Path]) -> None:
        """No path may be, contain or contradict another one."""
        seen: list[Path] = []
        for path in paths:
            for other in seen:
                shared = min(len(path), len(other))
                if path[:shared] == other[:shared]:
                    raise self.wrong(
                        "Two document paths overlap with each other; must remove or rewrite one of these paths; "
                        f"path one: {_shown(other)}, path two: {_shown(path)}"
                    )
                at = next(i for i in range(shared) if path[i] != other[i])
                if isinstance(path[at], int) != isinstance(other[at], int):
                    raise self.wrong(
                        "Two document paths conflict with each other; must remove or rewrite one of these paths; "
                        f"path one: {_shown(other)}, path two: {_shown(path)}"
                    )
            seen.append(path)


def _shown(path: Path) -> str:
    return "[" + ", ".join(f"[{part}]" if isinstance(part, int) else part for part in path) + "]"


def at_path(item: Mapping[str, Attribute], path: Path) -> Attribute | None:
    """The value at a document path, None when anything on the way is missing or of another type."""
    value = item.get(path[0])  # type: ignore[arg-type]
    for part in path[1:]:
        if value is None:
            return None
        if isinstance(part, int):
            elements = value.get("L")
            value = elements[part] if elements is not None and part < len(elements) else None
        else:
            value = value.get("M", {}).get(part)
    return value


def parse_projection(text: str, names: Mapping[str, str]) -> tuple[tuple[Path, ...], Parser]:
    """The paths of a ProjectionExpression."""
    parser = Parser("ProjectionExpression", text, names)
    paths = [parser.path()]
    while parser.accept(","):
        paths.append(parser.path())
    parser.finish()
    parser.refuse_overlap(paths)
    return tuple(paths), parser


def projected(item: Item, paths: Iterable[Path]) -> Item:
    """The parts of an item at these paths; lists close up over what is left out."""
    tree: dict[str | int, dict[str | int, object]] = {}
    for path in paths:
        branch: dict[str | int, object] = tree  # type: ignore[assignment]
        for part in path:
            branch = branch.setdefault(part, {})  # type: ignore[assignment]
    result: Item = {}
    for name, branch in tree.items():
        if name in item and (kept := _cut(item[name], branch)) is not None:
            result[name] = kept
    return result


def _cut(value: Attribute, branch: Mapping[str | int, object]) -> Attribute | None:
    if not branch:
        return value
    if "M" in value:
        entries = {
            name: kept
            for name, inner in branch.items()
            if name in value["M"] and (kept := _cut(value["M"][name], inner)) is not None  # type: ignore[arg-type]
        }
        return {"M": entries} if entries else None
    if "L" in value:
        elements = [
            kept
            for index in sorted(part for part in branch if isinstance(part, int))
            if index < len(value["L"]) and (kept := _cut(value["L"][index], branch[index])) is not None  # type: ignore[arg-type]
        ]
        return {"L": elements} if elements else None
    return None


def taken_values(values: Mapping[str, Attribute] | None) -> dict[str, Attribute]:
    """ExpressionAttributeValues, checked and in normal form."""
    return {name: taken(value) for name, value in (values or {}).items()}


def check_placeholders(parsers: Iterable[Parser], names: Mapping[str, str], values: Values) -> None:
    """Every placeholder that an expression mentions is given, and every one that is given is mentioned."""
    for kind, given, mark in (("Names", names, "#"), ("Values", values, ":")):
        for key in given:
            if not key.startswith(mark):
                raise invalid(f'ExpressionAttribute{kind} contains invalid key: Syntax error; key: "{key}"')
    used_names: set[str] = set()
    used_values: set[str] = set()
    for parser in parsers:
        used_names |= parser.used_names
        used_values |= parser.used_values
        for name in parser.used_values:
            if name not in values:
                raise parser.wrong(
                    f"An expression attribute value used in expression is not defined; attribute value: {name}"
                )
    for kind, given, used in (("Names", names, used_names), ("Values", values, used_values)):
        if unused := set(given) - used:
            keys = ", ".join(sorted(unused))
            raise invalid(f"Value provided in ExpressionAttribute{kind} unused in expressions: keys: {{{keys}}}")
