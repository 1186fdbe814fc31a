"""Counts leads by the values of one or two fields."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from crm.index.columns import BUILT_IN, FieldColumns
from crm.index.database import Database
from crm.index.records import lead_columns, lead_of
from crm.index.sql import Sql, columns_of, listed
from crm.leads.reading import remarks_of
from crm.query.lead_query import LeadQuery
from crm.query.results import Group, Groups

_DAY = len("2026-01-31")
_IS_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
"""A day has one spelling."""


def grouped(database: Database, query: LeadQuery, where: Sql) -> Groups:
    """The groups of a query's page.

    Args:
        where: which leads are counted.
    """
    keys = [_Key(*columns_of(database, name)) for name in query.group_by]
    first = (query.page - 1) * query.page_size
    names = [f"k{number}" for number in range(len(keys))]
    counted = _counted(keys, names, where)
    is_named = " OR ".join(f"{name} IS NOT NULL" for name in names)
    order = f"({is_named}) DESC, many DESC, {', '.join(f'{name} NULLS LAST' for name in names)}"
    rows = database.fetch(
        f"WITH counted AS MATERIALIZED ({counted.text}),"
        f" page AS (SELECT {', '.join(names)}, many FROM counted ORDER BY {order} LIMIT ? OFFSET ?)"
        f" SELECT different, leads, {', '.join(names)}, many FROM"
        f" (SELECT count(*) FILTER (WHERE {is_named}) AS different, coalesce(sum(many), 0)::BIGINT AS leads"
        " FROM counted)"
        f" LEFT JOIN page ON true ORDER BY {order}",
        [*counted.parameters, query.page_size, first],
    )
    different, leads = rows[0][:2]
    found = [row[2:] for row in rows if row[-1] is not None]
    if any(key.columns.is_several for key in keys):
        [(leads,)] = database.fetch(f"SELECT count(*) FROM leads WHERE {where.text}", where.parameters)
    shown = [_spellings(database, key, where, [row[place] for row in found]) for place, key in enumerate(keys)]
    groups = tuple(
        Group(tuple(None if key is None else names[key] for key, names in zip(row, shown, strict=False)), row[-1])
        for row in found
    )
    return Groups(groups, leads, different)


@dataclass(frozen=True, slots=True)
class _Key:
    """A field that is grouped by.

    Args:
        extra: parameters of each expression of its columns.
    """

    columns: FieldColumns
    extra: list[str]

    def raw(self) -> list[Sql]:
        """The columns that say under which values a lead counts."""
        if self.columns.is_several:
            return [Sql(self.columns.text), Sql(str(self.columns.more))]
        return [Sql(self._by_day(self.columns.text), self.extra * (2 if self.columns.by_day else 1))]

    def of_raw(self, raw: Sequence[str]) -> str:
        """The value under which a lead counts, out of what `raw` gives.

        Of a field with several values, the list of them, each once; [NULL] where there is none.
        """
        if not self.columns.is_several:
            return raw[0]
        return f"CASE WHEN {raw[1]} IS NULL THEN [{raw[0]}] ELSE list_distinct({_texts(*raw)}) END"

    def spelt(self) -> tuple[Sql, Sql]:
        """Values and spellings as `key` and `shown`, and the columns that they are made of.

        A second value of one text has no spelling.
        """
        columns = self.columns
        if not columns.is_several:
            shown = Sql(f"{self._by_day(columns.spelling)} AS shown", self.extra * 2)
            return Sql("SELECT key, shown, many"), listed([*self._named_raw("key"), shown])
        texts = f"CASE WHEN raw1 IS NULL THEN [raw0] ELSE {_texts('raw0', 'raw1')} END"
        made = Sql(f"SELECT unnest({texts}) AS key, unnest(coalesce(shown, {texts})) AS shown, many")
        return made, listed([*self._named_raw("raw0", "raw1"), Sql(f"{columns.shown} AS shown")])

    def _named_raw(self, *names: str) -> list[Sql]:
        return [Sql(f"{raw.text} AS {name}", raw.parameters) for raw, name in zip(self.raw(), names, strict=True)]

    def _by_day(self, text: str) -> str:
        if not self.columns.by_day:
            return text
        return f"CASE WHEN {self.columns.value} IS NOT NULL THEN left({text}, {_DAY}) ELSE {text} END"


def _texts(first: str, more: str) -> str:
    """All texts of a field as a list, as SQL."""
    # Between line breaks: without the first and the last part, which are empty.
    return f"list_concat([{first}], string_split({more}, chr(10))[2:-2])"


def _counted(keys: Sequence[_Key], names: Sequence[str], where: Sql) -> Sql:
    """How many leads there are under each value or pair of values.

    Leads are counted by what stands in their columns first: there are far fewer lists of tags than leads.
    """
    raw = [column for key in keys for column in key.raw()]
    aliases = [f"raw{number}" for number in range(len(raw))]
    selected = ", ".join(f"{column.text} AS {alias}" for column, alias in zip(raw, aliases, strict=True))
    sql = f"SELECT {selected}, count(*) AS many FROM leads WHERE {where.text} GROUP BY ALL"
    left = list(aliases)
    texts = [key.of_raw([left.pop(0) for _ in key.raw()]) for key in keys]
    sql = f"SELECT {', '.join(f'{text} AS {name}' for text, name in zip(texts, names, strict=True))}, many FROM ({sql})"
    for key, name in zip(keys, names, strict=True):
        if key.columns.is_several:
            sql = f"SELECT * REPLACE (unnest({name}) AS {name}) FROM ({sql})"
    if any(key.columns.is_several for key in keys):
        sql = f"SELECT {', '.join(names)}, sum(many)::BIGINT AS many FROM ({sql}) GROUP BY ALL"
    parameters = [value for column in raw for value in column.parameters]
    return Sql(sql, [*parameters, *where.parameters])


def _spellings(database: Database, key: _Key, where: Sql, texts: Sequence[str | None]) -> dict[str, str]:
    """The most frequent spelling of each text, of equally frequent ones the first by code points."""
    wanted = [text for text in texts if text is not None]
    if not wanted:
        return {}
    if key.columns is BUILT_IN["remarks"]:
        return _remarks(database, where, wanted)
    if key.columns.shown is None or (key.columns.own is None and all(map(_IS_DAY.fullmatch, wanted))):
        return {text: text for text in wanted}
    spelt = key.spelt()
    rows = database.fetch(
        f"SELECT key, shown, sum(many) AS many FROM ({spelt[0].text} FROM (SELECT {spelt[1].text}, count(*) AS many"
        f" FROM leads WHERE {where.text} GROUP BY ALL)) WHERE shown IS NOT NULL"
        " AND key IN (SELECT unnest(?::VARCHAR[])) GROUP BY ALL ORDER BY many, shown DESC",
        [*spelt[1].parameters, *where.parameters, wanted],
    )
    return {text: shown for text, shown, _ in rows}


def _remarks(database: Database, where: Sql, texts: Sequence[str]) -> dict[str, str]:
    """As `_spellings`, for the remarks, which are made of a lead's other values."""
    rows = database.fetch(
        f"SELECT t_remarks, {lead_columns(database)} FROM leads"
        f" WHERE {where.text} AND t_remarks IN (SELECT unnest(?::VARCHAR[]))",
        [*where.parameters, list(texts)],
    )
    headers = list(database.header_numbers)
    spellings: dict[str, Counter[str]] = {}
    for text, *values in rows:
        state = lead_of(values, headers).standing.state
        if state is not None:
            spellings.setdefault(text, Counter())[remarks_of(state)] += 1
    return {text: min(several, key=lambda one: (-several[one], one)) for text, several in spellings.items()}
