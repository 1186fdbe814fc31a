"""Finds rows far down in an order without putting all rows in order.

Some values of the first key are drawn, and a pass over that column counts the rows between them. That tells between
which two values the wanted rows are, and only the rows there are put in order. Where they have one value in common,
the next key decides among them, in the same way.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import inf
from typing import Any

from crm.index.database import Database
from crm.index.sql import Key, Sql, by, joined

FEW = 20_000
"""Rows that are put in order at once."""
BOUNDS = 128
"""Values between which rows are counted, at most."""
_DRAWN_RUNS, _DRAWN_RUN = 48, 32
"""Rows that are drawn: neighbours, because the database unpacks 2,048 of them together."""
_TYPES = {str: "VARCHAR", float: "DOUBLE", int: "BIGINT", datetime: "TIMESTAMP"}
_NO_BOUNDS = ("", inf, datetime.max)
"""By these values `histogram` names the rows beyond the last bound."""


@dataclass(frozen=True, slots=True)
class Relation:
    """Rows to be ordered.

    Args:
        table: which has them.
        row: the column of their ids.
        where: which of its rows.
    """

    table: str
    row: str
    where: Sql


@dataclass(frozen=True, slots=True)
class _Part:
    """Rows that are next to each other in the order of a key.

    Args:
        where: which they are.
        size: their number.
        is_one_value: whether all have the same value, or none.
    """

    where: Sql
    size: int
    is_one_value: bool = False


class FarRows:
    """The rows of one query in its order; it remembers what it has counted.

    Args:
        keys: of the order, over the columns of the relation.
        total: number of rows.
    """

    def __init__(self, database: Database, relation: Relation, keys: Sequence[Key], total: int) -> None:
        self.relation = relation
        self.total = total
        self._database = database
        self._keys = keys
        self._parts: dict[str, list[_Part]] = {}

    def rows(self, first: int, count: int) -> list[int]:
        """The ids of rows.

        Args:
            first: 0-based number of the first one.
            count: how many, at most.
        """
        where, size, start = self.relation.where, self.total, 0
        keys = list(self._keys)
        while size > FEW and keys:
            start, run = _covering(self._parts_of(where, keys[0]), start, first, first + count)
            where = joined([where, joined([part.where for part in run], " OR ", "false")], " AND ", "true")
            if len(run) != 1 or not run[0].is_one_value:
                break
            size = run[0].size
            keys.pop(0)
        sql = Sql(f"SELECT {self.relation.row} FROM {self.relation.table} WHERE ") + where
        if keys:
            sql += Sql(" ORDER BY ") + by(keys)
        sql += Sql(" LIMIT ? OFFSET ?", [count, first - start])
        return [row for (row,) in self._database.fetch(sql.text, sql.parameters)]

    def _parts_of(self, where: Sql, key: Key) -> list[_Part]:
        name = repr((where, key))
        if name not in self._parts:
            self._parts[name] = self._counted(where, key)
        return self._parts[name]

    def _counted(self, where: Sql, key: Key) -> list[_Part]:
        bounds, frequent = self._bounds(where, key.value)
        kind = _TYPES[type(bounds[0])] if bounds else "VARCHAR"
        counted = Sql("SELECT count(*), ") + Sql("count(") + key.value + Sql(")")
        for function, values in (("histogram", bounds), ("histogram_exact", frequent)):
            if values:
                counted += Sql(f", map_values({function}(") + key.value + Sql(f", ?::{kind}[]))", [values])
        counted += Sql(f" FROM {self.relation.table} WHERE ") + where
        [(rows, filled, *counts)] = self._database.fetch(counted.text, counted.parameters)
        below, equal = ([*(found or ()), *([0] * BOUNDS)] for found in [*counts, (), ()][:2])
        exact = dict(zip(frequent, equal, strict=False))
        parts = list(_between(key.value, [*zip(bounds, below, strict=False)], exact, filled))
        if key.is_down:
            parts.reverse()
        return [*parts, _Part(key.value + Sql(" IS NULL"), rows - filled, is_one_value=True)]

    def _bounds(self, where: Sql, value: Sql) -> tuple[list[Any], list[Any]]:
        """Values that cut the rows into parts of about the same size, in ascending order; those that most rows have."""
        [(rows,)] = self._database.fetch(f"SELECT count(*) FROM {self.relation.table}")
        chance = random.Random(rows)  # noqa: S311 any rows will do
        starts = [chance.randrange(rows) for _ in range(_DRAWN_RUNS)]
        drawn = sorted({row for start in starts for row in range(start, start + _DRAWN_RUN)})
        sql = Sql("SELECT ") + value + Sql(f" AS value FROM {self.relation.table} WHERE ") + where
        sql += Sql(" AND rowid IN (SELECT unnest(?::BIGINT[]))", [drawn])
        found = sorted(
            one for (one,) in self._database.fetch(sql.text, sql.parameters) if one not in (None, *_NO_BOUNDS)
        )
        chosen = Counter(found[len(found) * number // BOUNDS] for number in range(BOUNDS if found else 0))
        frequent = [one for one, times in chosen.items() if times > 1 and len(found) > BOUNDS]
        return list(chosen), frequent


def _between(value: Sql, counted: Sequence[tuple[Any, int]], exact: dict[Any, int], filled: int) -> Iterator[_Part]:
    """The parts between bounds, in ascending order.

    Args:
        value: what is compared.
        counted: bounds, and how many rows are above the last one and not above this one.
        exact: how many rows have just this value, of some of the bounds.
        filled: how many rows have a value.
    """
    above: list[Sql] = []
    for bound, size in counted:
        same = exact.get(bound)
        if same is None:
            yield _Part(joined([*above, value + Sql(" <= ?", [bound])], " AND ", "true"), size)
        else:
            yield _Part(joined([*above, value + Sql(" < ?", [bound])], " AND ", "true"), size - same)
            yield _Part(value + Sql(" = ?", [bound]), same, is_one_value=True)
        above = [value + Sql(" > ?", [bound])]
        filled -= size
    yield _Part(joined([*above, value + Sql(" IS NOT NULL")], " AND ", "true"), filled)


def _covering(parts: Sequence[_Part], start: int, first: int, end: int) -> tuple[int, list[_Part]]:
    """The parts that hold rows from `first` to `end`, and the number of the first row in them.

    Args:
        start: number of the first row of all parts.
    """
    run: list[_Part] = []
    begin = start
    for part in parts:
        if part.size and start < end and start + part.size > first:
            begin = begin if run else start
            run.append(part)
        start += part.size
    return begin, run
