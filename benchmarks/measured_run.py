"""Measures one reader on one file in a separate process: prints rows, seconds and peak memory as JSON.

Run as ``python -m benchmarks.measured_run plain|easy-crm EARLIER FILE``; EARLIER is read first and not measured. The
memory is the peak of the process plus that of its child process, an upper bound, because the two need not coincide.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path


def read_with_easy_crm(path: Path) -> int:
    """Reads every row of every sheet with `open_spreadsheet`; returns the number of data rows."""
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
    """Starts the reading process for the next file ahead of time, as a function does."""
    from crm.spreadsheets.reading_process import prepare

    prepare()
    time.sleep(0.5)


def main() -> None:
    """Measures what the arguments name in the state of a warm function, which has read a file before."""
    name, earlier, path = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    read = _reader(name)
    read(earlier)
    if name != "plain":
        _start_ahead()
    began = time.perf_counter()
    rows = read(path)
    seconds = time.perf_counter() - began
    if name != "plain":
        # The system knows the peak of a process that has been waited for.
        from crm.spreadsheets.reading_process import reap

        reap()
    print(json.dumps({"rows": rows, "seconds": seconds, "memory": own_peak() + _peak(resource.RUSAGE_CHILDREN)}))


def own_peak() -> int:
    """The peak memory of this process in bytes. On Linux, getrusage includes the parent's, so /proc is read."""
    status = Path("/proc/self/status")
    if not status.exists():
        return _peak(resource.RUSAGE_SELF)
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024


def _peak(who: int) -> int:
    return resource.getrusage(who).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    main()
