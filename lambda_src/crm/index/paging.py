"""Finds the rows of a page, and remembers what it has found until the leads change.

People turn pages and come back, so rows are found and kept in runs of many pages. The first run of a query is found by
the order itself, one far down by counting (`crm.index.far_rows`).
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

from crm.index.database import Database
from crm.index.far_rows import FarRows, Relation
from crm.index.first_rows import first_rows
from crm.index.sql import Key, Sql, by, listed

RUN = 1_000
"""Rows that are found and kept at once: twenty pages of the usual size."""
KEPT_RUNS = 64
KEPT_QUERIES = 4
"""Queries of which it is kept how far rows are found; one with a filter may keep its rows, some 50 bytes each."""


class Pages:
    """Finds rows in one file."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._totals: OrderedDict[str, int] = OrderedDict()
        self._runs: OrderedDict[tuple[str, int], Sequence[int]] = OrderedDict()
        self._far: OrderedDict[str, FarRows] = OrderedDict()
        self._tables = 0

    def forget(self) -> None:
        """Forgets everything, because leads have changed."""
        while self._far:
            self._drop_oldest()
        self._totals.clear()
        self._runs.clear()

    def rows(
        self, where: Sql, order: Sequence[Key], first: int, count: int, *, is_filtered: bool
    ) -> tuple[list[int], int]:
        """The row ids of a page, and how many rows there are on all pages.

        Args:
            where: which leads.
            first: 0-based number of the first row.
            count: rows on a page.
            is_filtered: whether `where` asks more than that a lead is there or in the bin.
        """
        key = repr((where, order))
        if first < RUN and (key, 0) not in self._runs:
            rows, total = self._find(where, order) if is_filtered else self._find_any(where, order)
            self._keep(key, 0, rows, total)
        total = self._total(key, where, order, is_filtered)
        found: list[int] = []
        for number in range(first // RUN, (min(first + count, total) - 1) // RUN + 1):
            run = self._runs.get((key, number))
            if run is None:
                run = self._far_rows(key, where, order, is_filtered).rows(number * RUN, RUN)
                self._keep(key, number, run, total)
            self._runs.move_to_end((key, number))
            found += run[max(first - number * RUN, 0) : first + count - number * RUN]
        return found, total

    def _keep(self, key: str, number: int, rows: Sequence[int], total: int) -> None:
        self._runs[key, number] = rows
        self._totals[key] = total
        for kept in (self._runs, self._totals):
            if len(kept) > KEPT_RUNS:
                kept.popitem(last=False)

    def _find(self, where: Sql, order: Sequence[Key]) -> tuple[list[int], int]:
        """Looks at each lead once, for the first run and the total together."""
        named = _named(order)
        sql = Sql("WITH found AS MATERIALIZED (SELECT rowid AS row, ") + listed(named)
        sql += Sql(" FROM leads WHERE ") + where + Sql(") SELECT total, row FROM (SELECT count(*) AS total FROM found)")
        in_order = by(_names(order)).text
        sql += Sql(f" LEFT JOIN (FROM found ORDER BY {in_order} LIMIT ?) ON true ORDER BY {in_order}", [RUN])
        rows = self._database.fetch(sql.text, sql.parameters)
        return [row for _, row in rows if row is not None], rows[0][0]

    def _find_any(self, where: Sql, order: Sequence[Key]) -> tuple[list[int], int]:
        """Of all leads, those that cannot be among the first rows are hardly looked at, and counting takes no time."""
        return first_rows(self._database, where, order, RUN), self._count(where)

    def _count(self, where: Sql) -> int:
        [(total,)] = self._database.fetch(f"SELECT count(*) FROM leads WHERE {where.text}", where.parameters)
        return int(total)

    def _total(self, key: str, where: Sql, order: Sequence[Key], is_filtered: bool) -> int:
        total = self._totals.get(key)
        if total is None:
            total = self._far_rows(key, where, order, is_filtered).total if is_filtered else self._count(where)
            self._totals[key] = total
        return total

    def _far_rows(self, key: str, where: Sql, order: Sequence[Key], is_filtered: bool) -> FarRows:
        far = self._far.get(key)
        if far is None:
            far = self._far[key] = self._made_far(where, order, is_filtered)
            if len(self._far) > KEPT_QUERIES:
                self._drop_oldest()
        self._far.move_to_end(key)
        return far

    def _made_far(self, where: Sql, order: Sequence[Key], is_filtered: bool) -> FarRows:
        if not is_filtered:
            return FarRows(self._database, Relation("leads", "rowid", where), order, self._count(where))
        # A filter may take longer than all else, so it is asked once.
        table = f"found_{self._tables}"
        self._tables += 1
        sql = Sql(f"CREATE TEMP TABLE {table} AS SELECT rowid AS row, ") + listed(_named(order))
        sql += Sql(" FROM leads WHERE ") + where
        self._database.run(sql.text, sql.parameters)
        [(total,)] = self._database.fetch(f"SELECT count(*) FROM {table}")
        return FarRows(self._database, Relation(table, "row", Sql("true")), _names(order), total)

    def _drop_oldest(self) -> None:
        _, oldest = self._far.popitem(last=False)
        if oldest.relation.table != "leads":
            self._database.run(f"DROP TABLE {oldest.relation.table}")


def _named(order: Sequence[Key]) -> list[Sql]:
    return [key.value + Sql(f" AS k{number}") for number, key in enumerate(order)]


def _names(order: Sequence[Key]) -> list[Key]:
    return [Key(Sql(f"k{number}"), key.is_down) for number, key in enumerate(order)]
