"""One reader on one file in a process of its own: prints rows, seconds and peak memory as JSON.

Run as ``python -m benchmarks.measured_run plain|easy-crm EARLIER FILE``; the earlier file is read before and not
measured. Memory is the peak of the process plus the peak of
the child that it starts, although the two need not coincide: what is compared is never flattered.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path


def read_with_easy_crm(path: Path) -> int:
    """Every row of every sheet through `open_spreadsheet`."""
    from crm.spreadsheets import open_spreadsheet

    count = 0
    with open_spreadsheet(path, file_name=path.name) as book:
        for sheet in book.sheets():
            count += sum(1 for row in sheet.rows() if row.skip is None)
    return count


def _reader(name: str) -> Callable[[Path], int]:
    if name == "plain":
        from benchmarks.plain_reader import read_plainly

        return read_plainly
    return read_with_easy_crm


def _start_ahead() -> None:
    """The process for the next file, as a function starts it while it waits for one."""
    from crm.spreadsheets.reading_process import prepare

    prepare()
    time.sleep(0.5)


def main() -> None:
    """Measure what the arguments name, as a warm function has it: after another file."""
    name, earlier, path = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    read = _reader(name)
    read(earlier)
    if name != "plain":
        _start_ahead()
    began = time.perf_counter()
    rows = read(path)
    seconds = time.perf_counter() - began
    print(json.dumps({"rows": rows, "seconds": seconds, "memory": _own_peak() + _peak(resource.RUSAGE_CHILDREN)}))


def _own_peak() -> int:
    """Bytes. On Linux what getrusage says includes the process that started this one."""
    status = Path("/proc/self/status")
    if not status.exists():
        return _peak(resource.RUSAGE_SELF)
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024


def _peak(who: int) -> int:
    return resource.getrusage(who).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    main()
