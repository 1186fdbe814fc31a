"""Finds the first rows of an order over all leads, and reads few of the columns that cost most.

A key that no lead has makes the order by the others as slow as can be, because it lets none be passed over, and a long
text is read only where its beginning leaves the order open (docs/measurements.md, "Read model").
"""

from __future__ import annotations

from collections.abc import Sequence

from crm.index.database import Database
from crm.index.sql import CREATED, Key, Sql, by, joined


def first_rows(database: Database, where: Sql, order: Sequence[Key], count: int) -> list[int]:
    """The ids of the first rows, in their order.

    Args:
        where: which leads.
        count: how many, at most.
    """
    first, *others = order
    if first.value.text == CREATED:
        # All leads have it, and the file is in this order.
        return _in_order(database, where, order, count)
    filled = _and(where, first.value + Sql(" IS NOT NULL"))
    last = Sql("SELECT ") + first.value + Sql(" FROM leads WHERE ") + filled
    if first.is_beginning:
        last += Sql(" ORDER BY ") + by([first])
    found = database.fetch(f"{last.text} LIMIT 1 OFFSET ?", [*last.parameters, count - 1])
    if not found:
        rows = _in_order(database, filled, order, count)
        empty = _and(where, first.value + Sql(" IS NULL"))
        return rows + _in_order(database, empty, others, count - len(rows))
    if first.is_beginning:
        where = _and(where, first.value + Sql(" >= ?" if first.is_down else " <= ?", [found[0][0]]))
    return _in_order(database, where, order, count)


def _and(one: Sql, other: Sql) -> Sql:
    return joined([one, other], " AND ", "true")


def _in_order(database: Database, where: Sql, order: Sequence[Key], count: int) -> list[int]:
    sql = Sql("SELECT rowid FROM leads WHERE ") + where + Sql(" ORDER BY ") + by(order) + Sql(" LIMIT ?", [count])
    return [row for (row,) in database.fetch(sql.text, sql.parameters)]
