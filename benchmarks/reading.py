"""`bench read`: rows per second and peak memory of reading, against the plain reader, in one run."""

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
    """One reader on one file.

    Args:
        rows: data rows that it found.
        seconds: of the quickest repetition, the one that the rest of the machine disturbed least, in a process that
            has read a file before.
        memory: bytes, the highest peak.
    """

    rows: int
    seconds: float
    memory: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both readers on one file.

    Args:
        kind: xlsx or csv.
        sheets: of a workbook; a text file has one.
        rows: data rows in each sheet.
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
        """Our rows per second over the plain reader's."""
        return self.plain.seconds / self.ours.seconds

    @property
    def memory(self) -> float:
        """Our peak memory over the plain reader's."""
        return self.ours.memory / self.plain.memory


def compare(sizes: Sequence[int], *, kinds: Sequence[str] = ("xlsx", "csv"), repeat: int = 3) -> Iterator[Comparison]:
    """Generate files and measure both readers on each, alternately.

    Args:
        sizes: data rows of each sheet; a workbook has three sheets, a text file one.
        kinds: xlsx, csv.
        repeat: runs of each reader; the quickest counts.
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
                    # Writes the bytecode of both, which a deployed function has.
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
    """The environment, in which Python may keep the bytecode of this project as it keeps that of pandas."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def _together(runs: Sequence[Run]) -> Run:
    return Run(
        rows=runs[0].rows,
        seconds=min(run.seconds for run in runs),
        memory=max(run.memory for run in runs),
    )
