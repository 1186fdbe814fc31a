"""The words and terms of PartiQL: tokens, names, paths, literals, parameters and conditions."""

from __future__ import annotations

import re

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
    PathOperand,
    SizeOperand,
    ValueOperand,
)
from tests.doubles.dynamodb.expressions import RESERVED, Path
from tests.doubles.dynamodb.values import Attribute, invalid, taken

_TOKEN = re.compile(
    r"""\s*(?:("(?:[^"]|"")*") | ('(?:[^']|'')*') | (<<|>>|<>|!=|<=|>=|[=<>(),.\[\]{}:?*+-])
        | ([A-Za-z_][A-Za-z0-9_]*) | (\d+(?:\.\d+)?(?:[eE][+-]?\d+)?) | (\S))""",
    re.VERBOSE,
)
_COMPARATORS = {"=": "=", "<>": "<>", "!=": "<>", "<": "<", "<=": "<=", ">": ">", ">=": ">="}


class TermReader:
    """Reads a statement token by token.

    Args:
        text: the statement.

    Attributes:
        parameters: how many question marks were read.
        literals: the values that the statement itself holds, by the names that they get.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.parameters = 0
        self.literals: dict[str, Attribute] = {}
        self.position = 0
        self.tokens: list[str] = []
        for match in _TOKEN.finditer(text.strip()):
            if match[6]:
                raise self.malformed()
            self.tokens.append(match[0].strip())

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

    def value(self) -> str:
        """The name of a parameter or of a literal."""
        if self.accept("?"):
            self.parameters += 1
            return f"?{self.parameters - 1}"
        name = f"'{len(self.literals)}"
        self.literals[name] = taken(self._literal())
        return name

    def _literal(self) -> Attribute:
        token = self.next()
        if token.startswith("'"):
            return {"S": text_of(token)}
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
            name = text_of(self.next())
            self.expect(":")
            entries[name] = self._literal()
        return entries

    def at_value(self) -> bool:
        """Whether a parameter or a literal comes next."""
        token = self.peek()
        return (
            token in ("?", "-", "[", "<<", "{")
            or token[:1] == "'"
            or token[:1].isdigit()
            or token.upper() in ("TRUE", "FALSE", "NULL")
        )

    def condition(self) -> Condition:
        """A WHERE's condition."""
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
            inner = self.condition()
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
        if self.at_value():
            return ValueOperand(self.value())
        return PathOperand(self.path())


def text_of(quoted: str) -> str:
    """The text between single quotes."""
    return quoted[1:-1].replace("''", "'")
