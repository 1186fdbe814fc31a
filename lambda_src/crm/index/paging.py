"""Finds the rows of a page, and remembers what it has found until the leads change.

People turn pages and come back, so the first rows of a query are kept. Far down in a list every row must be put in
order, whichever page is asked for: that order is kept as well.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from crm.index.database import Database
from crm.index.sql import Order, Sql, by

FIRST_ROWS = 1_000
"""Rows that are found and kept at once: twenty pages of the usual size."""
KEPT_QUERIES = 64
KEPT_ORDERS = 4
"""Whole orders that are kept, at 8 bytes a lead at most."""


@dataclass(frozen=True, slots=True)
class _Found:
    """The first rows of a query, and how many it has."""

    rows: Sequence[int]
    total: int


class Pages:
    """Finds rows in one file."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._found: OrderedDict[str, _Found] = OrderedDict()
        self._orders: OrderedDict[str, str] = OrderedDict()
        self._next_order = 0

    def forget(self) -> None:
        """Forgets everything, because leads have changed."""
        for table in self._orders.values():
            self._database.run(f"DROP TABLE {table}")
        self._orders.clear()
        self._found.clear()

    def rows(self, where: Sql, order: Order, first: int, count: int, *, is_filtered: bool) -> tuple[list[int], int]:
        """The row ids of a page, and how many rows there are on all pages.

        Args:
            where: which leads.
            first: 0-based number of the first row.
            count: rows on a page.
            is_filtered: whether `where` asks more than that a lead is there or in the bin.
        """
        key = repr((where, order))
        found = self._found.get(key)
        if found is None:
            found = self._find(where, order) if is_filtered else self._find_any(where, order)
            self._found[key] = found
            if len(self._found) > KEPT_QUERIES:
                self._found.popitem(last=False)
        self._found.move_to_end(key)
        if first + count <= len(found.rows) or len(found.rows) == found.total:
            return list(found.rows[first : first + count]), found.total
        if first >= found.total:
            return [], found.total
        table = self._ordered(key, where, order)
        rows = self._database.fetch(f"SELECT row FROM {table} LIMIT ? OFFSET ?", [count, first])
        return [row for (row,) in rows], found.total

    def _find(self, where: Sql, order: Order) -> _Found:
        """Looks at each lead once, for the rows and the total together."""
        keys = [f"k{number}" for number in range(len(order.keys))]
        named = ", ".join(f"{key} AS {name}" for (key, _), name in zip(order.keys, keys, strict=True))
        in_order = by([(name, is_down) for name, (_, is_down) in zip(keys, order.keys, strict=True)])
        rows = self._database.fetch(
            f"WITH found AS MATERIALIZED (SELECT rowid AS row, {named} FROM leads WHERE {where.text})"
            " SELECT total, row FROM (SELECT count(*) AS total FROM found)"
            f" LEFT JOIN (FROM found ORDER BY {in_order} LIMIT ?) ON true ORDER BY {in_order}",
            [*order.parameters, *where.parameters, FIRST_ROWS],
        )
        return _Found([row for _, row in rows if row is not None], rows[0][0])

    def _find_any(self, where: Sql, order: Order) -> _Found:
        """Of all leads, those that cannot be among the first rows are hardly looked at, and counting takes no time."""
        rows = self._database.fetch(
            f"SELECT rowid FROM leads WHERE {where.text} ORDER BY {by(order.keys)} LIMIT ?",
            [*where.parameters, *order.parameters, FIRST_ROWS],
        )
        [(total,)] = self._database.fetch(f"SELECT count(*) FROM leads WHERE {where.text}", where.parameters)
        return _Found([row for (row,) in rows], total)

    def _ordered(self, key: str, where: Sql, order: Order) -> str:
        """A temporary table with all rows of a query in their order."""
        table = self._orders.get(key)
        if table is None:
            table = f"order_{self._next_order}"
            self._next_order += 1
            self._database.run(f"CREATE TEMP TABLE {table} (row BIGINT)")
            self._database.run(
                f"INSERT INTO {table} SELECT rowid FROM leads WHERE {where.text} ORDER BY {by(order.keys)}",
                [*where.parameters, *order.parameters],
            )
            self._orders[key] = table
            if len(self._orders) > KEPT_ORDERS:
                _, oldest = self._orders.popitem(last=False)
                self._database.run(f"DROP TABLE {oldest}")
        self._orders.move_to_end(key)
        return table
