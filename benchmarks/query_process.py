"""Measures one use of the read model in a process of its own, so that its memory and its start are its own.

Run as ``python -m benchmarks.query_process questions|cold|export SNAPSHOT FOLDER REPEAT``; prints JSON. Times are
milliseconds of processor time with one thread, memory is the peak of the process in bytes. The snapshot is a copy that
the process may change.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, TypeVar

from benchmarks.measured_run import own_peak

if TYPE_CHECKING:
    from crm.index.lead_index import LeadIndex

T = TypeVar("T")
EXPORT_MIB = 320
"""What the exporter lets the database use (`crm.handlers.lead_exporter`)."""
NEW_LEADS = 1_000


def processor_ms(work: Callable[[], T]) -> tuple[float, T]:
    """Milliseconds of processor time that work takes, and its result."""
    began = time.process_time()
    result = work()
    return 1_000 * (time.process_time() - began), result


def measure_cold(snapshot: Path, folder: Path) -> Mapping[str, float]:
    """The work of a new process until it has the first page; the file is on its disk."""
    imports, open_index = processor_ms(lambda: _imported(snapshot, folder))
    opened, index = processor_ms(open_index)
    first, _ = processor_ms(lambda: _newest(index))
    together = 1_000 * time.process_time()
    return {"imports": imports, "open": opened, "first page": first, "together": together, "peak": own_peak()}


def _imported(snapshot: Path, folder: Path) -> Callable[[], LeadIndex]:
    import crm.index.source  # noqa: F401 which the first request loads
    from crm.index.database import Limits
    from crm.index.lead_index import LeadIndex

    return lambda: LeadIndex(snapshot, Limits(folder=folder))


def _newest(index: LeadIndex) -> object:
    from crm.query.lead_query import LeadQuery

    from benchmarks.generated_leads import NOW, OWN_FIELDS

    return index.answer(LeadQuery(), OWN_FIELDS, NOW)


def measure_questions(snapshot: Path, folder: Path, repeat: int) -> Mapping[str, float]:
    """Milliseconds by question, the median; before each one the index forgets what it has found."""
    from crm.index.database import Limits
    from crm.index.lead_index import LeadIndex
    from crm.query.results import Count

    from benchmarks.generated_leads import NOW, OWN_FIELDS, changes
    from benchmarks.query_questions import questions

    index = LeadIndex(snapshot, Limits(folder=folder))
    leads = index.answer(questions(0)["count of all"], OWN_FIELDS, NOW)
    if not isinstance(leads, Count):
        raise TypeError("not a count")
    found: dict[str, float] = {}
    for name, query in questions(leads.total).items():
        times = []
        for _ in range(repeat):
            index.forget()
            times.append(processor_ms(lambda: index.answer(query, OWN_FIELDS, NOW))[0])  # noqa: B023
        found[name] = median(times)
    new = list(changes(leads.total, NEW_LEADS))
    applied, _ = processor_ms(lambda: index.apply(new, NOW))
    shown, _ = processor_ms(lambda: _newest(index))
    index.close()
    return found | {"new leads": applied + shown, "peak": own_peak()}


def measure_export(snapshot: Path, folder: Path) -> Mapping[str, float]:
    """Milliseconds of an export of all leads to a CSV file by email, and the size of the file."""
    from crm.index.database import Limits
    from crm.index.lead_index import LeadIndex
    from crm.query.csv_export import write_lines
    from crm.query.export_columns import all_columns
    from crm.query.lead_query import LeadQuery, Sort

    from benchmarks.generated_leads import NOW, OWN_FIELDS

    path, query = folder / "leads.csv", LeadQuery(sort=Sort("email"))

    def export() -> Iterable[object]:
        index = LeadIndex(snapshot, Limits(EXPORT_MIB, folder=folder))
        _, extras = index.extras_of(query, OWN_FIELDS, NOW)
        columns = all_columns(extras, OWN_FIELDS)
        with path.open("wb") as file:
            write_lines(index.lines(query, OWN_FIELDS, NOW, columns), columns, file)
        index.close()
        return columns

    milliseconds, _ = processor_ms(export)
    size = path.stat().st_size
    path.unlink()
    return {"export": milliseconds, "size": size, "peak": own_peak()}


def main() -> None:
    """Measures what the arguments name."""
    what, snapshot, folder, repeat = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])
    measured: Any
    match what:
        case "cold":
            measured = measure_cold(snapshot, folder)
        case "export":
            measured = measure_export(snapshot, folder)
        case _:
            measured = measure_questions(snapshot, folder, repeat)
    print(json.dumps(measured))


if __name__ == "__main__":
    main()
