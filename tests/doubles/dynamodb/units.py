"""Read and write units, as DynamoDB bills them ("Read and write operations" in the developer guide).

A write counts each started KB of the larger of the item before and after, a transactional one twice. A read counts
each started 4 KB, half of it when it is eventually consistent, twice in a transaction. An index entry counts on its
own, and only when what the index holds changes.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import partial
from typing import Any

WRITE_BYTES = 1024
READ_BYTES = 4096


def write_units(size: int) -> int:
    return max(1, -(-size // WRITE_BYTES))


def read_units(size: int, *, consistent: bool, transactional: bool = False) -> float:
    units = max(1, -(-size // READ_BYTES))
    return units * 2 if transactional else units if consistent else units / 2


@dataclass(slots=True)
class Consumed:
    """Units by table, and by table and index. Adds up over calls; `reset` starts again.

    Attributes:
        reads: read units of tables and, under "table/index", of indexes.
        writes: write units in the same way.
    """

    reads: defaultdict[str, float] = field(default_factory=partial(defaultdict, float))
    writes: defaultdict[str, int] = field(default_factory=partial(defaultdict, int))

    @property
    def read_units(self) -> float:
        """All read units."""
        return sum(self.reads.values())

    @property
    def write_units(self) -> int:
        """All write units, index entries included."""
        return sum(self.writes.values())

    def reset(self) -> None:
        self.reads.clear()
        self.writes.clear()

    def read(self, name: str, units: float) -> None:
        self.reads[name] += units

    def write(self, name: str, units: int) -> None:
        self.writes[name] += units

    def include(self, other: Consumed) -> None:
        for name, read in other.reads.items():
            self.reads[name] += read
        for name, written in other.writes.items():
            self.writes[name] += written

    def report(self, detail: str) -> list[dict[str, Any]]:
        """`ConsumedCapacity` of each table.

        Args:
            detail: ReturnConsumedCapacity: TOTAL or INDEXES.
        """
        names = [*self.reads, *self.writes]
        reports = []
        for table in sorted({name.partition("/")[0] for name in names}):
            own = [name for name in names if name.partition("/")[0] == table]
            units = {name: self.reads.get(name, 0) + self.writes.get(name, 0) for name in own}
            report: dict[str, Any] = {"TableName": table, "CapacityUnits": float(sum(units.values()))}
            if detail == "INDEXES":
                report["Table"] = {"CapacityUnits": float(units.get(table, 0))}
                indexes = {
                    name.partition("/")[2]: {"CapacityUnits": float(count)}
                    for name, count in units.items()
                    if "/" in name
                }
                if indexes:
                    report["GlobalSecondaryIndexes"] = indexes
            reports.append(report)
        return reports
