"""One reader on one file in a process of its own: prints rows, seconds and peak memory as JSON.

Run as ``python -m benchmarks.measured_run plain|easy-crm FILE``. Memory is the peak of the process plus the peak of
the child that it starts, although the two need not coincide: what is compared is never flattered.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path


def read_with_easy_crm(path: Path) -> int:
    """Every row of every sheet through `open_spreadsheet`."""
    from crm.spreadsheets import open_spreadsheet

    count = 0
    with open_spreadsheet(path, file_name=path.name) as book:
        for sheet in book.sheets():
            count += sum(1 for row in sheet.rows() if row.skip is None)
    return count


def main() -> None:
    """Measure what the arguments name."""
    reader, path = sys.argv[1], Path(sys.argv[2])
    began = time.perf_counter()
    if reader == "plain":
        from benchmarks.plain_reader import read_plainly

        rows = read_plainly(path)
    else:
        rows = read_with_easy_crm(path)
    seconds = time.perf_counter() - began
    unit = 1 if sys.platform == "darwin" else 1024
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit
    print(json.dumps({"rows": rows, "seconds": seconds, "memory": own + child}))


if __name__ == "__main__":
    main()
