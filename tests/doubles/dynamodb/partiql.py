"""PartiQL statements, read into the same conditions and updates that expressions become.

Known: INSERT INTO … VALUE {…}, UPDATE … SET … REMOVE … WHERE … RETURNING …, DELETE FROM … WHERE …, SELECT … FROM …
WHERE …. Attribute names that are reserved words have to be quoted. Source: "PartiQL - a SQL-compatible query language
for Amazon DynamoDB" in the developer guide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from tests.doubles.dynamodb.conditions import Both, Condition
from tests.doubles.dynamodb.expressions import Parser, Path
from tests.doubles.dynamodb.partiql_terms import TermReader, text_of
from tests.doubles.dynamodb.updates import (
    Action,
    FromPath,
    FromValue,
    IfNotExists,
    ListAppend,
    ParsedUpdate,
    Source,
    Sum,
)
from tests.doubles.dynamodb.values import Attribute, invalid, taken

_RETURNING = {"UPDATE": ("ALL OLD", "MODIFIED OLD", "ALL NEW", "MODIFIED NEW"), "DELETE": ("ALL OLD",)}


@dataclass(slots=True)
class Statement:
    """One parsed statement; the values that it mentions are named `?0`, `?1`, … and, for literals, `'0`, `'1`, ….

    Attributes:
        kind: INSERT, UPDATE, DELETE or SELECT.
        table: the table's name.
        index: of a SELECT, "" for the table itself.
        item: of an INSERT, the name of the value of each attribute.
        update: of an UPDATE.
        where: the condition, None without a WHERE.
        paths: of a SELECT, None for all attributes.
        returning: the words after RETURNING, "" for none.
        literals: the values that the statement itself holds.
        parameters: how many question marks it has.
    """

    kind: str
    table: str = ""
    index: str = ""
    item: dict[str, str] = field(default_factory=dict)
    update: ParsedUpdate | None = None
    where: Condition | None = None
    paths: tuple[Path, ...] | None = None
    returning: str = ""
    literals: dict[str, Attribute] = field(default_factory=dict)
    parameters: int = 0

    def values(self, parameters: Sequence[Attribute]) -> dict[str, Attribute]:
        """Every value by its name.

        Raises:
            Refused: ValidationException when there are more or fewer parameters than question marks.
        """
        if len(parameters) != self.parameters:
            raise invalid("Number of parameters in request and statement don't match.")
        return self.literals | {f"?{number}": taken(value) for number, value in enumerate(parameters)}

    def terms(self) -> list[Condition]:
        """The parts of the WHERE that must all hold."""
        if self.where is None:
            return []
        return list(self.where.parts) if isinstance(self.where, Both) else [self.where]


@lru_cache(maxsize=4096)
def parse_statement(text: str) -> Statement:
    """Reads a statement; the same text is read once.

    Raises:
        Refused: ValidationException for what is not well formed.
    """
    return _StatementReader(text).statement()


class _StatementReader(TermReader):
    def statement(self) -> Statement:
        found = Statement("")
        kind = self.peek().upper()
        if kind not in ("INSERT", "UPDATE", "DELETE", "SELECT"):
            raise invalid("Invalid operation. Only select, insert, update and delete operations are valid")
        self.next()
        found.kind = kind
        if kind == "INSERT":
            self.expect("INTO")
            found.table = self.name()
            self.expect("VALUE")
            found.item = self._item()
        elif kind == "UPDATE":
            found.table = self.name()
            found.update = self._changes()
        else:
            if kind == "SELECT":
                found.paths = self._columns()
            self.expect("FROM")
            found.table = self.name()
            if kind == "SELECT" and self.accept("."):
                found.index = self.name()
        if kind != "INSERT" and self.accept("WHERE"):
            found.where = self.condition()
        if self.accept("RETURNING"):
            found.returning = f"{self.next()} {self.next()}".upper()
            self.expect("*")
            if found.returning not in _RETURNING.get(kind, ()):
                raise invalid(f"RETURNING is not supported in {kind}")
        if self.peek():
            raise self.malformed()
        found.literals, found.parameters = self.literals, self.parameters
        return found

    def _columns(self) -> tuple[Path, ...] | None:
        if self.accept("*"):
            return None
        paths = [self.path()]
        while self.accept(","):
            paths.append(self.path())
        return tuple(paths)

    def _item(self) -> dict[str, str]:
        if self.peek() != "{":
            raise invalid("Unsupported format in item expression. Please use struct format {...}")
        self.next()
        item: dict[str, str] = {}
        while True:
            quoted = self.next()
            if not quoted.startswith("'"):
                raise self.malformed()
            self.expect(":")
            item[text_of(quoted)] = self.value()
            if self.accept("}"):
                return item
            self.expect(",")

    def _changes(self) -> ParsedUpdate:
        actions: list[Action] = []
        checks: list[tuple[str, tuple[Source, ...]]] = []
        while self.peek().upper() in ("SET", "REMOVE"):
            section = self.next().upper()
            while True:
                path = self.path()
                if section == "SET":
                    self.expect("=")
                    actions.append(Action(section, path, source=self._source(checks)))
                else:
                    actions.append(Action(section, path))
                if not self.accept(","):
                    break
        if not actions:
            raise self.malformed()
        # The parser of expressions lends its checks and its sentences.
        parser = Parser("UpdateExpression", "PartiQL", {})
        parser.refuse_overlap(action.path for action in actions)
        return ParsedUpdate(tuple(actions), parser, tuple(checks))

    def _source(self, checks: list[tuple[str, tuple[Source, ...]]]) -> Source:
        left = self._term(checks)
        sign = self.peek()
        if sign not in ("+", "-"):
            return left
        self.next()
        right = self._term(checks)
        checks.append((sign, (left, right)))
        return Sum(left, 1 if sign == "+" else -1, right)

    def _term(self, checks: list[tuple[str, tuple[Source, ...]]]) -> Source:
        function = self.peek().lower() if self.peek(1) == "(" else ""
        if function in ("list_append", "if_not_exists"):
            self.position += 2
            left = self._term(checks)
            self.expect(",")
            right = self._term(checks)
            self.expect(")")
            if function == "list_append":
                checks.append((function, (left, right)))
                return ListAppend(left, right)
            if not isinstance(left, FromPath):
                raise self.malformed()
            return IfNotExists(left.path, right)
        if function:
            raise NotImplementedError(f"The double knows no PartiQL function {function}")
        if self.at_value():
            return FromValue(self.value())
        return FromPath(self.path())
