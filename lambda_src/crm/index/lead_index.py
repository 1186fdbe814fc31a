"""Answers queries from a file of the read model, exactly as `crm.query.engine` says."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from crm.index.applying import apply_changes, apply_segments
from crm.index.csv_lines import csv_lines
from crm.index.database import Database, Limits
from crm.index.grouping import grouped
from crm.index.newest import read_newest
from crm.index.own import define
from crm.index.paging import Pages
from crm.index.records import lead_columns, lead_of, text_paths, texts_of
from crm.index.sql import ALWAYS, Compiler, Sql, by, columns_of, joined, order_of
from crm.own_fields.definition import OwnField
from crm.query.conditions import EVERY_LEAD, Comparison, Filter
from crm.query.export_columns import Column
from crm.query.lead_query import LeadQuery
from crm.query.lead_texts import LeadTexts
from crm.query.results import Count, Page, Result
from crm.query.source import Values
from crm.said import extra_path
from crm.statements.changes import Change
from crm.statements.lead import Lead

_T = TypeVar("_T")

BATCH = 2_000
"""Leads that an export reads at once."""
KEPT_LEADS = 2_000
"""Leads that were shown last and are kept: the largest page ten times."""


class LeadIndex:
    """One file of leads, and the changes that came since it was made.

    The changes are applied to the file: it must be a copy that nobody else has open.

    Args:
        path: of a snapshot; None for an index without leads.
        limits: what the database may use.

    Attributes:
        is_whole: False once it was left half changed, by a disk that was full perhaps: ask another one then.
    """

    def __init__(self, path: Path | None, limits: Limits) -> None:
        self._database = Database(path, limits)
        self._pages = Pages(self._database)
        self._made: OrderedDict[int, Lead] = OrderedDict()
        self.is_whole = True

    def forget(self) -> None:
        """Forgets all that was found for earlier queries."""
        self._forget_rows()
        self._made.clear()

    def close(self) -> None:
        """Closes the file, which is not fit for another use afterwards."""
        self._database.close()

    def use(self, work: Callable[[Database], _T], memory_mib: int, usual_mib: int) -> _T:
        """What the work returns; temporary tables that it makes go afterwards.

        Args:
            memory_mib: what the database may use meanwhile.
            usual_mib: what it may use again then.
        """
        self._database.run(f"SET memory_limit = '{int(memory_mib)}MiB'")
        try:
            return work(self._database)
        finally:
            for (table,) in self._database.fetch("SELECT table_name FROM duckdb_tables() WHERE temporary"):
                self._database.run(f'DROP TABLE IF EXISTS temp."{table}"')
            self._database.run(f"SET memory_limit = '{int(usual_mib)}MiB'")

    def apply(self, changes: Iterable[Change], now: int) -> None:
        """Applies changes; `now` in seconds since 1970."""
        self._forget_rows()
        apply_changes(self._database, changes, now)

    def apply_segments(self, paths: Sequence[Path], now: int) -> None:
        """Applies the changes of segments; `now` in seconds since 1970."""
        self._forget_rows()
        apply_segments(self._database, paths, now)

    def answer(self, query: LeadQuery, own_fields: Sequence[OwnField], now: int) -> Result:
        """Groups if the query groups, a count if its page size is 0, else a page.

        Args:
            own_fields: as they are defined now; those that have changed are worked out first.
            now: seconds since 1970; leads of the bin that have expired by then are gone, removed or not.

        Raises:
            QueryError: for a field that is not there.
        """
        where = self._where(query, own_fields, now)
        if query.group_by:
            return grouped(self._database, query, where)
        if query.page_size == 0:
            return Count(self._count(where))
        return self._page(query, where)

    def matching(self, query: LeadQuery, own_fields: Sequence[OwnField], now: int) -> Iterator[list[LeadTexts]]:
        """All leads that match the query, in its order, regardless of its page; a batch at a time.

        The index must not be used for anything else in between. Arguments and errors as of `answer`.
        """
        where = self._where(query, own_fields, now)
        paths = text_paths(self._database)
        sql = Sql(f"SELECT {lead_columns(self._database)} FROM leads WHERE ") + where + Sql(" ORDER BY ")
        sql += by(order_of(self._database, query.sort))
        cursor = self._database.connection.execute(sql.text, sql.parameters)
        while batch := cursor.fetchmany(BATCH):
            yield [texts_of(row, paths) for row in batch]

    def lines(
        self, query: LeadQuery, own_fields: Sequence[OwnField], now: int, columns: Sequence[Column]
    ) -> Iterator[list[str]]:
        """As `matching`, as lines of a CSV file with these columns."""
        where = self._where(query, own_fields, now)
        return csv_lines(self._database, where, order_of(self._database, query.sort), columns, BATCH)

    def lead_ids(self, query: LeadQuery, own_fields: Sequence[OwnField], now: int) -> list[str]:
        """The ids of all leads that match the query, in no order. Arguments and errors as of `answer`."""
        where = self._where(query, own_fields, now)
        found = self._database.fetch(f"SELECT lead_id FROM leads WHERE {where.text}", where.parameters)
        return [lead_id for (lead_id,) in found]

    def values(self, path: str, most: int, own_fields: Sequence[OwnField], now: int) -> Values:
        """At most so many of the texts of an extra, those of the leads with the lowest ids.

        Ids are salted hashes: what has the lowest ones is a sample that no order of the leads has drawn.
        """
        where = self._where(LeadQuery(where=Filter(path, Comparison.NOT_EMPTY)), own_fields, now)
        columns, parameters = columns_of(self._database, path)
        found = self._database.fetch(
            f"SELECT {columns.spelling} FROM leads WHERE {where.text} ORDER BY lead_id LIMIT ?",
            [*parameters, *parameters, *where.parameters, most],
        )
        total = len(found) if len(found) < most else self._count(where)
        return Values([text for (text,) in found], total)

    def extras_of(self, query: LeadQuery, own_fields: Sequence[OwnField], now: int) -> tuple[int, set[str]]:
        """The number of leads that match a query, and the paths of extras that occur among them.

        Arguments and errors as of `answer`.
        """
        where = self._where(query, own_fields, now)
        numbers = self._database.header_numbers
        counts = ", ".join(["count(*)", *(f"count(t_x{number})" for number in numbers.values())])
        [(total, *found)] = self._database.fetch(f"SELECT {counts} FROM leads WHERE {where.text}", where.parameters)
        rest = self._database.fetch(
            f"SELECT DISTINCT unnest(map_keys(xt)) FROM leads WHERE xt IS NOT NULL AND {where.text}", where.parameters
        )
        headers = {header for header, count in zip(numbers, found, strict=True) if count}
        return total, {extra_path(header) for header in headers | {header for (header,) in rest}}

    def _where(self, query: LeadQuery, own_fields: Sequence[OwnField], now: int) -> Sql:
        query.check(own_fields)
        self.is_whole = False
        if define(self._database, own_fields):
            self.forget()
        self.is_whole = True
        compiler = Compiler(self._database)
        parts = [Sql("in_bin AND expires > ?", [now]) if query.in_bin else Sql("NOT in_bin")]
        if query.where != EVERY_LEAD:
            parts.append(compiler.condition(query.where))
        if query.text.strip():
            parts.append(compiler.search(query.text))
        return joined(parts, " AND ", ALWAYS)

    def _count(self, where: Sql) -> int:
        [(count,)] = self._database.fetch(f"SELECT count(*) FROM leads WHERE {where.text}", where.parameters)
        return int(count)

    def _page(self, query: LeadQuery, where: Sql) -> Page:
        rows, total = self._pages.rows(
            where,
            order_of(self._database, query.sort),
            (query.page - 1) * query.page_size,
            query.page_size,
            is_filtered=query.where != EVERY_LEAD or bool(query.text.strip()),
        )
        return Page(self._leads(rows), total)

    def _forget_rows(self) -> None:
        """Forgets which rows queries have found. What a row says stays true: a lead that changes gets another one."""
        self._database.forget()
        self._pages.forget()

    def _leads(self, rows: Sequence[int]) -> tuple[Lead, ...]:
        """The leads of rows, in their order."""
        unknown = [row for row in rows if row not in self._made]
        self._made |= read_newest(self._database, unknown)
        unknown = [row for row in unknown if row not in self._made]
        if unknown:
            found = self._database.fetch(
                f"SELECT rowid, {lead_columns(self._database)} FROM leads WHERE rowid IN (SELECT unnest(?::BIGINT[]))",
                [unknown],
            )
            headers = list(self._database.header_numbers)
            self._made |= {row: lead_of(values, headers) for row, *values in found}
        for row in rows:
            self._made.move_to_end(row)
        while len(self._made) > KEPT_LEADS:
            self._made.popitem(last=False)
        return tuple(self._made[row] for row in rows)
