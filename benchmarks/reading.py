"""`bench read`: measures reading speed and peak memory against the plain reader, in one run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.contact_files import write_csv, write_xlsx

_ROOT = Path(__file__).resolve().parent.parent
SHEETS = 3
_EARLIER_ROWS = 50


@dataclass(frozen=True, slots=True)
class Run:
    """The result of one reader on one file.

    Attributes:
        rows: the number of data rows that it found.
        seconds: the fastest repetition, which other load disturbed least, in a process that has read a file before.
        memory: the highest peak, in bytes.
    """

    rows: int
    seconds: float
    memory: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """The results of both readers on one file.

    Attributes:
        kind: xlsx or csv.
        sheets: the number of sheets; a CSV file has one.
        rows: the data rows per sheet.
        plain: pandas with openpyxl.
        ours: `open_spreadsheet`.
    """

    kind: str
    sheets: int
    rows: int
    plain: Run
    ours: Run

    @property
    def speed(self) -> float:
        """Our rows per second, as a multiple of the plain reader's."""
        return self.plain.seconds / self.ours.seconds

    @property
    def memory(self) -> float:
        """Our peak memory, as a multiple of the plain reader's."""
        return self.ours.memory / self.plain.memory


def compare(sizes: Sequence[int], *, kinds: Sequence[str] = ("xlsx", "csv"), repeat: int = 3) -> Iterator[Comparison]:
    """Generates files and measures both readers on each, alternately.

    Args:
        sizes: data rows per sheet; a workbook has three sheets, a CSV file one.
        kinds: xlsx, csv.
        repeat: runs per reader; the fastest counts.
    """
    with tempfile.TemporaryDirectory(prefix="easy-crm-bench-") as folder:
        for kind in kinds:
            for rows in sizes:
                earlier, path = Path(folder) / f"earlier.{kind}", Path(folder) / f"contacts.{kind}"
                for written, count, seed in ((earlier, _EARLIER_ROWS, 2), (path, rows, 1)):
                    if kind == "csv":
                        write_csv(written, count, seed=seed)
                    else:
                        write_xlsx(written, count, sheets=SHEETS, seed=seed)
                runs: dict[str, list[Run]] = {"plain": [], "easy-crm": []}
                for reader in runs:
                    # Writes the bytecode of both readers, because a deployed function has bytecode.
                    _measure(reader, earlier, earlier)
                for _ in range(repeat):
                    for reader, done in runs.items():
                        done.append(_measure(reader, earlier, path))
                sheets = 1 if kind == "csv" else SHEETS
                yield Comparison(kind, sheets, rows, _together(runs["plain"]), _together(runs["easy-crm"]))
                path.unlink()


def _measure(reader: str, earlier: Path, path: Path) -> Run:
    search = os.pathsep.join((str(_ROOT), str(_ROOT / "lambda_src")))
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "benchmarks.measured_run", reader, str(earlier), str(path)],
        check=True,
        capture_output=True,
        text=True,
        cwd=_ROOT,
        env={**_without_bytecode_switch(), "PYTHONPATH": search},
    )
    return Run(**json.loads(done.stdout))


def _without_bytecode_switch() -> dict[str, str]:
    """The environment variables, without those that keep Python from writing bytecode."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def _together(runs: Sequence[Run]) -> Run:
    return Run(
        rows=runs[0].rows,
        seconds=min(run.seconds for run in runs),
        memory=max(run.memory for run in runs),
    )
