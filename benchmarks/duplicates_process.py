"""Finds the duplicates in one file, in a process of its own; writes the pairs, and prints what it took as JSON.

Run as ``python -m benchmarks.duplicates_process SNAPSHOT FOLDER``.
"""

from __future__ import annotations

import csv
import json
import sys
import time
from pathlib import Path

from crm.duplicates.finding import find_pairs
from crm.index.database import Database, Limits

from benchmarks.measured_run import own_peak

MEMORY_MIB = 1_024


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
    print(json.dumps({"seconds": seconds, "memory": memory, "candidates": candidates}))


if __name__ == "__main__":
    main()
