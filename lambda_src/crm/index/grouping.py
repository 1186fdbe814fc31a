"""Counts leads by the values of one or two fields."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from crm.index.columns import BUILT_IN, FieldColumns
from crm.index.database import Database
from crm.index.records import lead_columns, lead_of
from crm.index.sql import Sql, columns_of
from crm.leads.reading import remarks_of
from crm.query.lead_query import LeadQuery
from crm.query.results import Group, Groups

_DAY = len("2026-01-31")


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
        f" SELECT different, leads, {', '.join(names)}, many FROM (SELECT count(*) FILTER (WHERE {is_named}) AS different,"
        f" coalesce(sum(many), 0)::BIGINT AS leads FROM counted) LEFT JOIN page ON true ORDER BY {order}",
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

    def text(self) -> Sql:
        """The value under which a lead counts; of a field with several, the list of them, [NULL] where there is none."""
        text = self.columns.text
        if self.columns.is_several:
            return Sql(f"CASE WHEN {self.columns.more} IS NULL THEN [{text}] ELSE list_distinct({self._texts()}) END")
        return Sql(self._by_day(text), self.extra * (2 if self.columns.by_day else 1))

    def spelling(self) -> tuple[Sql, Sql]:
        """The values and their spellings, as `text` gives them; a second value of one text has no spelling."""
        if self.columns.is_several:
            texts = f"CASE WHEN {self.columns.more} IS NULL THEN [{self.columns.text}] ELSE {self._texts()} END"
            return Sql(texts), Sql(f"coalesce({self.columns.shown}, {texts})")
        return self.text(), Sql(self._by_day(self.columns.spelling), self.extra * 2)

    def _texts(self) -> str:
        # Between line breaks: without the first and the last part, which are empty.
        return f"list_concat([{self.columns.text}], string_split({self.columns.more}, chr(10))[2:-2])"

    def _by_day(self, text: str) -> str:
        if not self.columns.by_day:
            return text
        return f"CASE WHEN {self.columns.value} IS NOT NULL THEN left({text}, {_DAY}) ELSE {text} END"


def _counted(keys: Sequence[_Key], names: Sequence[str], where: Sql) -> Sql:
    """How many leads there are under each value or pair of values."""
    texts = [key.text() for key in keys]
    selected = ", ".join(f"{text.text} AS {name}" for text, name in zip(texts, names, strict=True))
    sql = f"SELECT {selected} FROM leads WHERE {where.text}"
    for key, name in zip(keys, names, strict=True):
        if key.columns.is_several:
            sql = f"SELECT * REPLACE (unnest({name}) AS {name}) FROM ({sql})"
    parameters = [value for text in texts for value in text.parameters]
    return Sql(
        f"SELECT {', '.join(names)}, count(*) AS many FROM ({sql}) GROUP BY ALL", [*parameters, *where.parameters]
    )


def _spellings(database: Database, key: _Key, where: Sql, texts: Sequence[str | None]) -> dict[str, str]:
    """The most frequent spelling of each text, of equally frequent ones the first by code points."""
    wanted = [text for text in texts if text is not None]
    if not wanted:
        return {}
    if key.columns is BUILT_IN["remarks"]:
        return _remarks(database, where, wanted)
    text, shown = key.spelling()
    parameters: list[Any] = [*text.parameters, *shown.parameters, *where.parameters, wanted]
    unnested = "SELECT unnest(key) AS key, unnest(shown) AS shown FROM" if key.columns.is_several else "FROM"
    rows = database.fetch(
        f"SELECT key, shown, count(*) AS many FROM ({unnested} (SELECT {text.text} AS key, {shown.text} AS shown"
        f" FROM leads WHERE {where.text})) WHERE shown IS NOT NULL AND key IN (SELECT unnest(?::VARCHAR[]))"
        " GROUP BY ALL ORDER BY many, shown DESC",
        parameters,
    )
    return {key: shown for key, shown, _ in rows}


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
