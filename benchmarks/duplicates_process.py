"""Finds the duplicates in one file, in a process of its own; writes the pairs, and prints what it took as JSON.

Run as ``python -m benchmarks.duplicates_process SNAPSHOT FOLDER``.
"""

from __future__ import annotations

import csv
import json
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

from crm.duplicates.finding import find_pairs
from crm.index.database import Database, Limits

from benchmarks.measured_run import own_peak

MEMORY_MIB = 1_024
IMPORTED = 200
"""Leads of the small import after which the leads are searched, too."""


def main() -> None:
    """Measures what the arguments name."""
    snapshot, folder = Path(sys.argv[1]), Path(sys.argv[2])
    database = Database(snapshot, Limits(MEMORY_MIB, threads=1, folder=folder / "spilled"))
    began = time.process_time()
    with (folder / "pairs.csv").open("w", newline="") as file:
        out = csv.writer(file)
        for pair in find_pairs(database):
            out.writerow([int(pair.first.lead_id, 16), int(pair.second.lead_id, 16), pair.band])
    seconds = time.process_time() - began
    memory = own_peak()
    [(candidates,)] = database.fetch("SELECT count(*) FROM candidates")
    told = {"seconds": seconds, "memory": memory, "candidates": candidates, "after": _after_an_import(database)}
    print(json.dumps(told))


def _after_an_import(database: Database) -> float:
    """Seconds of a search for the last leads alone, as after an import of them."""
    database.run(
        "UPDATE leads SET v_updatedAt = TIMESTAMP '2026-01-01' + to_seconds(rowid - (SELECT max(rowid) FROM leads))"
    )
    began = time.process_time()
    for _ in find_pairs(database, changed_since=datetime(2026, 1, 1) - timedelta(seconds=IMPORTED - 1)):
        pass
    return time.process_time() - began


if __name__ == "__main__":
    main()
