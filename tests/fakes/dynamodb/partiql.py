"""PartiQL statements, read into the same conditions and updates that expressions become.

Known: INSERT INTO … VALUE {…}, UPDATE … SET … REMOVE … WHERE … RETURNING …, DELETE FROM … WHERE …, SELECT … FROM …
WHERE …. Attribute names that are reserved words have to be quoted. Source: "PartiQL - a SQL-compatible query language
for Amazon DynamoDB" in the developer guide.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from tests.fakes.dynamodb.conditions import (
    Between,
    Both,
    Comparison,
    Condition,
    Either,
    Function,
    In,
    Negation,
    Operand,
    PathOperand,
    SizeOperand,
    ValueOperand,
)
from tests.fakes.dynamodb.expressions import RESERVED, Parser, Path
from tests.fakes.dynamodb.updates import Action, FromPath, FromValue, IfNotExists, ListAppend, ParsedUpdate, Source, Sum
from tests.fakes.dynamodb.values import Attribute, invalid, taken

_TOKEN = re.compile(
    r"""\s*(?:("(?:[^"]|"")*") | ('(?:[^']|'')*') | (<<|>>|<>|!=|<=|>=|[=<>(),.\[\]{}:?*+-])
        | ([A-Za-z_][A-Za-z0-9_]*) | (\d+(?:\.\d+)?(?:[eE][+-]?\d+)?) | (\S))""",
    re.VERBOSE,
)
_COMPARATORS = {"=": "=", "<>": "<>", "!=": "<>", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_RETURNING = ("ALL OLD", "MODIFIED OLD", "ALL NEW", "MODIFIED NEW")


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
    return _Reader(text).statement()


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[str] = []
        for match in _TOKEN.finditer(text.strip()):
            if match[6]:
                raise self.malformed()
            self.tokens.append(match[0].strip())
        self.position = 0
        self.statement_ = Statement("")

    def malformed(self) -> Exception:
        return invalid(f"Statement wasn't well formed, can't be processed: {self.text[:200]}")

    def peek(self, ahead: int = 0) -> str:
        position = self.position + ahead
        return self.tokens[position] if position < len(self.tokens) else ""

    def next(self) -> str:
        token = self.peek()
        if not token:
            raise self.malformed()
        self.position += 1
        return token

    def accept(self, *words: str) -> bool:
        if all(self.peek(ahead).upper() == word for ahead, word in enumerate(words)):
            self.position += len(words)
            return True
        return False

    def expect(self, *words: str) -> None:
        if not self.accept(*words):
            raise self.malformed()

    def statement(self) -> Statement:
        found = self.statement_
        kind = self.peek().upper()
        if kind not in ("INSERT", "UPDATE", "DELETE", "SELECT"):
            raise invalid("Invalid operation. Only select, insert, update and delete operations are valid")
        self.next()
        found.kind = kind
        if kind == "INSERT":
            self.expect("INTO")
            found.table = self.name()
            self.expect("VALUE")
            self._item()
        elif kind == "UPDATE":
            found.table = self.name()
            self._changes()
        else:
            if kind == "SELECT":
                found.paths = self._columns()
            self.expect("FROM")
            found.table = self.name()
            if kind == "SELECT" and self.accept("."):
                found.index = self.name()
        if kind != "INSERT" and self.accept("WHERE"):
            found.where = self._either()
        if self.accept("RETURNING"):
            found.returning = f"{self.next()} {self.next()}".upper()
            self.expect("*")
            if found.returning not in (_RETURNING if kind == "UPDATE" else ("ALL OLD",)) or kind in (
                "INSERT",
                "SELECT",
            ):
                raise invalid(f"RETURNING is not supported in {kind}")
        if self.peek():
            raise self.malformed()
        return found

    def name(self) -> str:
        """A table's or an attribute's name; reserved words need quotes."""
        token = self.next()
        if token.startswith('"'):
            return token[1:-1].replace('""', '"')
        if not (token[0].isalpha() or token[0] == "_") or token.upper() in RESERVED:
            raise self.malformed()
        return token

    def path(self) -> Path:
        parts: list[str | int] = [self.name()]
        while True:
            if self.accept("."):
                parts.append(self.name())
            elif self.accept("["):
                token = self.next()
                if not token.isdigit():
                    raise self.malformed()
                parts.append(int(token))
                self.expect("]")
            else:
                return tuple(parts)

    def _columns(self) -> tuple[Path, ...] | None:
        if self.accept("*"):
            return None
        paths = [self.path()]
        while self.accept(","):
            paths.append(self.path())
        return tuple(paths)

    def _item(self) -> None:
        if self.peek() != "{":
            raise invalid("Unsupported format in item expression. Please use struct format {...}")
        self.next()
        while True:
            quoted = self.next()
            if not quoted.startswith("'"):
                raise self.malformed()
            self.expect(":")
            self.statement_.item[_text(quoted)] = self._value()
            if self.accept("}"):
                return
            self.expect(",")

    def _value(self) -> str:
        """The name of a parameter or of a literal."""
        found = self.statement_
        if self.accept("?"):
            found.parameters += 1
            return f"?{found.parameters - 1}"
        name = f"'{len(found.literals)}"
        found.literals[name] = taken(self._literal())
        return name

    def _literal(self) -> Attribute:
        token = self.next()
        if token.startswith("'"):
            return {"S": _text(token)}
        if token[0].isdigit():
            return {"N": token}
        if token == "-":
            return {"N": f"-{self.next()}"}
        if token.upper() in ("TRUE", "FALSE"):
            return {"BOOL": token.upper() == "TRUE"}
        if token.upper() == "NULL":
            return {"NULL": True}
        if token in ("[", "<<"):
            members = self._members("]" if token == "[" else ">>")
            if token == "[":
                return {"L": members}
            kinds = {next(iter(member)) for member in members}
            if len(kinds) != 1 or not kinds <= {"S", "N"}:
                raise invalid("A set holds texts or numbers")
            return {f"{next(iter(kinds))}S": [next(iter(member.values())) for member in members]}
        if token == "{":
            return {"M": self._entries()}
        # A parameter inside a map or a list is refused, too: DynamoDB takes none there.
        raise self.malformed()

    def _members(self, end: str) -> list[Attribute]:
        members: list[Attribute] = []
        while not self.accept(end):
            if members:
                self.expect(",")
            members.append(self._literal())
        return members

    def _entries(self) -> dict[str, Attribute]:
        entries: dict[str, Attribute] = {}
        while not self.accept("}"):
            if entries:
                self.expect(",")
            name = _text(self.next())
            self.expect(":")
            entries[name] = self._literal()
        return entries

    def _changes(self) -> None:
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
        self.statement_.update = ParsedUpdate(tuple(actions), parser, tuple(checks))

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
        if self._at_value():
            return FromValue(self._value())
        return FromPath(self.path())

    def _at_value(self) -> bool:
        token = self.peek()
        return (
            token in ("?", "-", "[", "<<", "{")
            or token[:1] == "'"
            or token[:1].isdigit()
            or token.upper() in ("TRUE", "FALSE", "NULL")
        )

    def _either(self) -> Condition:
        parts = [self._both()]
        while self.accept("OR"):
            parts.append(self._both())
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def _both(self) -> Condition:
        parts = [self._negation()]
        while self.accept("AND"):
            parts.append(self._negation())
        return parts[0] if len(parts) == 1 else Both(tuple(parts))

    def _negation(self) -> Condition:
        if self.accept("NOT"):
            return Negation(self._negation())
        if self.accept("("):
            inner = self._either()
            self.expect(")")
            return inner
        return self._comparison()

    def _comparison(self) -> Condition:
        function = self.peek().lower() if self.peek(1) == "(" else ""
        if function in ("attribute_exists", "attribute_not_exists", "attribute_type", "begins_with", "contains"):
            self.position += 2
            left = self._operand()
            argument = self._operand() if self.accept(",") else None
            self.expect(")")
            return Function(function, left, argument)
        left = self._operand()
        if self.accept("IS"):
            negated = self.accept("NOT")
            self.expect("MISSING")
            return Function("attribute_exists" if negated else "attribute_not_exists", left)
        if self.accept("BETWEEN"):
            low = self._operand()
            self.expect("AND")
            return Between(left, low, self._operand())
        if self.accept("IN"):
            return In(left, self._choices())
        operator = _COMPARATORS.get(self.next())
        if operator is None:
            raise self.malformed()
        return Comparison(operator, left, self._operand())

    def _choices(self) -> tuple[Operand, ...]:
        end = {"[": "]", "(": ")"}.get(self.next())
        if end is None:
            raise self.malformed()
        choices = [self._operand()]
        while self.accept(","):
            choices.append(self._operand())
        self.expect(end)
        return tuple(choices)

    def _operand(self) -> Operand:
        if self.peek().lower() == "size" and self.peek(1) == "(":
            self.position += 2
            operand = self._operand()
            self.expect(")")
            return SizeOperand(operand)
        if self._at_value():
            return ValueOperand(self._value())
        return PathOperand(self.path())


def _text(quoted: str) -> str:
    return quoted[1:-1].replace("''", "'")
