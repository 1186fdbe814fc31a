"""Compiles conditions to SQL.

Every value that a query brings is a parameter. Names of columns come from `crm.index.columns` alone, and the header of
an extra is a parameter as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from crm.index.columns import BREAK, BUILT_IN, FieldColumns
from crm.index.database import Database
from crm.own_fields.values import shown_text
from crm.query.comparing import Range, range_of
from crm.query.conditions import AllOf, AnyOf, Comparison, Condition, Filter, Not
from crm.query.lead_query import Sort
from crm.query.text import is_cjk, looks_like_phone, normalize, normalize_phone
from crm.said import EXTRAS, PHONE, PHONES, part_of

ALWAYS, NEVER = "true", "false"
CREATED = "v_createdAt"
"""The time at which a lead was made, which every lead of a page has."""


@dataclass(slots=True)
class Sql:
    """A piece of SQL and the parameters of its question marks, in their order."""

    text: str
    parameters: list[Any] = field(default_factory=list)

    def __add__(self, other: Sql) -> Sql:
        return Sql(self.text + other.text, [*self.parameters, *other.parameters])


@dataclass(frozen=True, slots=True)
class Key:
    """What leads are ordered by. NULL comes last in both directions.

    Args:
        value: an expression.
        is_down: whether the greater value comes first.
        is_beginning: whether the next key has all of the text that this one begins.
    """

    value: Sql
    is_down: bool
    is_beginning: bool = False


def by(keys: Iterable[Key]) -> Sql:
    """Keys of an order as SQL."""
    return listed(key.value + Sql(f" {'DESC' if key.is_down else 'ASC'} NULLS LAST") for key in keys)


def listed(parts: Iterable[Sql]) -> Sql:
    """Parts with commas between them."""
    several = list(parts)
    return Sql(", ".join(part.text for part in several), [value for part in several for value in part.parameters])


def joined(parts: Sequence[Sql], between: str, without: str) -> Sql:
    """Parts in parentheses with a word between them.

    Args:
        without: what no parts are.
    """
    if not parts:
        return Sql(without)
    text = between.join(f"({part.text})" for part in parts)
    return Sql(text, [value for part in parts for value in part.parameters])


def columns_of(database: Database, name: str) -> tuple[FieldColumns, list[str]]:
    """The expressions of a field of queries, and the parameters of each one that holds a question mark.

    Args:
        name: a built-in field, the key of an own field of this file, or `extras/…`.
    """
    columns = BUILT_IN.get(name) or database.own.get(name)
    if columns is not None:
        return columns, []
    if not name.startswith(f"{EXTRAS}/"):
        raise ValueError("a field that the query should not have passed")
    text, spelling, parameters = database.header(part_of(name))
    return FieldColumns(text=text, shown=spelling), parameters


class Compiler:
    """Compiles conditions for one file."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def condition(self, condition: Condition) -> Sql:
        """Whether a lead fulfils a condition; NULL counts as no."""
        match condition:
            case Filter():
                return self._filter(condition)
            case AllOf(parts):
                return joined([self.condition(part) for part in parts], " AND ", ALWAYS)
            case AnyOf(parts):
                return joined([self.condition(part) for part in parts], " OR ", NEVER)
            case Not(part):
                inner = self.condition(part)
                return Sql(f"({inner.text}) IS NOT TRUE", inner.parameters)

    def search(self, text: str) -> Sql:
        """Whether all words of a text occur somewhere in a lead."""
        wanted = normalize(text).split()
        left_out = self._left_out(wanted)
        words = joined([_word(word, left_out.get(word, ())) for word in wanted], " AND ", ALWAYS)
        if not looks_like_phone(text):
            return words
        return joined([_contains(BUILT_IN[PHONE], [], normalize_phone(text)), words], " OR ", NEVER)

    def _left_out(self, words: Sequence[str]) -> Mapping[str, Sequence[str]]:
        """By word, the columns of which a text that `everything` leaves out has it (`crm.index.repeated_texts`)."""
        columns: dict[str, list[str]] = {}
        if words and self._database.repeated:
            found = "SELECT DISTINCT word, name FROM repeated, (SELECT unnest(?) AS word) WHERE contains(text, word)"
            for word, name in sorted(self._database.fetch(found, [words])):
                columns.setdefault(word, []).append(name)
        return columns

    def _filter(self, one: Filter) -> Sql:
        columns, extra = columns_of(self._database, one.field)
        own = columns.own
        match one.op:
            case Comparison.EMPTY:
                return Sql(f"{columns.text} IS NULL", extra)
            case Comparison.NOT_EMPTY:
                return Sql(f"{columns.text} IS NOT NULL", extra)
            case Comparison.EQUALS | Comparison.IN:
                # A number or a date equals itself however it is written.
                values = [shown_text(own, value) if own is not None else value for value in one.values]
                return _equals(columns, extra, [_normalized(one.field, value) for value in values])
            case Comparison.STARTS_WITH:
                wanted = _normalized(one.field, one.values[0])
                first = Sql(f"starts_with({columns.text}, ?)", [*extra, wanted])
                return _or_further(columns, first, BREAK + wanted)
            case Comparison.CONTAINS if one.field == "name":
                return _name(normalize(one.values[0]))
            case Comparison.CONTAINS:
                return _contains(columns, extra, _normalized(one.field, one.values[0]))
            case _:
                return _within(columns, range_of(one, own))


def _word(word: str, left_out: Sequence[str]) -> Sql:
    """Whether a word occurs somewhere in a lead, given the columns whose texts with it `everything` leaves out."""
    columns = ("everything", *left_out)
    return joined([Sql(f"contains({column}, ?)", [word]) for column in columns], " OR ", NEVER)


def _normalized(name: str, value: str) -> str:
    return normalize_phone(value) if name in (PHONE, PHONES) else normalize(value)


def _contains(columns: FieldColumns, extra: list[str], wanted: str) -> Sql:
    return _or_further(columns, Sql(f"contains({columns.text}, ?)", [*extra, wanted]), wanted)


def _or_further(columns: FieldColumns, first: Sql, within: str) -> Sql:
    if columns.more is None:
        return first
    return Sql(f"{first.text} OR contains({columns.more}, ?)", [*first.parameters, within])


def _equals(columns: FieldColumns, extra: list[str], wanted: list[str]) -> Sql:
    places = ", ".join("?" * len(wanted))
    parts = [Sql(f"{columns.text} IN ({places})", [*extra, *wanted])]
    if columns.more is not None:
        parts += [Sql(f"contains({columns.more}, ?)", [f"{BREAK}{one}{BREAK}"]) for one in wanted]
    return joined(parts, " OR ", NEVER)


def _within(columns: FieldColumns, found: Range) -> Sql:
    value = columns.value
    parts = []
    if found.low is not None:
        parts.append(Sql(f"{value} {'>=' if found.low_included else '>'} ?", [found.low]))
    if found.high is not None:
        parts.append(Sql(f"{value} {'<=' if found.high_included else '<'} ?", [found.high]))
    return joined(parts, " AND ", ALWAYS)


def _name(wanted: str) -> Sql:
    """Finds the same person by "Anna Smith" and "Smith, Anna", and by 王小明 however its parts are stored."""
    words = wanted.replace(",", " ").split()
    # Without a word, as of a comma, every name is found.
    all_words = joined([Sql("contains(t_name, ?)", [word]) for word in words], " AND ", "t_name IS NOT NULL")
    if not is_cjk(wanted):
        return all_words
    whole = "contains(coalesce(t_lastName, '') || coalesce(t_firstName, ''), ?)"
    either = joined([Sql(whole, ["".join(words)]), all_words], " OR ", NEVER)
    return joined([Sql("t_name IS NOT NULL"), either], " AND ", ALWAYS)


def order_of(database: Database, sort: Sort) -> tuple[Key, ...]:
    """The order of a query. Leads that are equal in it come in the order in which they were made."""
    columns, extra = columns_of(database, sort.field)
    if sort.field == "name":
        # By the last name, then by the first one. Leads with neither come last.
        last, first = (BUILT_IN[part].text for part in ("lastName", "firstName"))
        keys = [f"CASE WHEN {first} IS NULL THEN {last} ELSE coalesce({last}, '') END", f"coalesce({first}, '')"]
    elif columns.value is not None:
        # Numbers and dates by value, then texts that are none.
        keys = [columns.value]
        # Times that the CRM has set are always moments.
        if columns.own is not None and database.has_texts_without_values(columns):
            keys.append(f"CASE WHEN {columns.value} IS NULL THEN {columns.text} END")
    else:
        # Characters are compared one by one, so that what comes first by its beginning comes first.
        keys = [columns.text] if columns.beginning is None else [columns.beginning, columns.text]
        if columns.is_several:
            keys.append(f"coalesce({columns.more}, '')")
    chosen = tuple(Key(Sql(key, extra), sort.descending, key == columns.beginning) for key in keys)
    return (*chosen, *(key for key in _CREATION if key.value.text not in keys))


_CREATION = (Key(Sql(CREATED), False), Key(Sql("place"), False))
