"""Measures what the splitter takes for the largest files: processor time and peak memory of both of its processes.

Run as ``PYTHONPATH=lambda_src .venv/bin/python -m benchmarks.large_files [MIB]``, for files of 100 MiB by default. What
it writes is packed as it is for S3, and then discarded. Rows without an email are compared
with all others of the file, which costs the most.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, cast

from benchmarks.contact_files import write_csv, write_xlsx

MIB = 1024 * 1024
_PROBE_ROWS = 20_000
_SHEETS = 3
_PATIENCE = 3600.0


class _NothingStored:
    """S3, as far as `WorkFiles` writes to it."""

    def put_object(self, **_: Any) -> None:
        """Takes an object and forgets it."""


class _NothingKnown:
    """Memory, model and users that know nothing."""

    def recall(self, _: str) -> None:
        """No mapping is remembered."""

    def remember(self, _: Any) -> None:
        """Forgets a mapping."""

    def propose(self, _: Any) -> Any:
        """Proposes nothing."""
        from crm.mapping.ports import ModelProposal

        return ModelProposal()


def split(path: Path) -> dict[str, float]:
    """Reads, maps and cuts a file as the splitter does.

    Returns:
        rows, seconds of the clock; of this process and of the one that reads, processor time in seconds and the peak of
        memory in bytes.
    """
    from crm.imports.model import Import, ImportStatus
    from crm.imports.splitter import Splitter
    from crm.imports.work_files import WorkFiles
    from crm.outcomes import Policy
    from crm.spreadsheets import opening
    from crm.spreadsheets.model import Limits

    # A busy machine would use up the time of a function, which has a machine to itself.
    patient = Limits(wait_seconds=_PATIENCE, total_seconds=_PATIENCE)
    vars(opening)["Limits"] = lambda: patient
    anything = cast("Any", _NothingKnown())
    files = WorkFiles(cast("Any", _NothingStored()), "none")
    splitter = Splitter(anything, files, anything, anything, anything, anything, lambda: (), anything)
    record = Import(
        "import", 1, ImportStatus.READING, "", "", path.name, path.stat().st_size, Policy.UPDATE, None, False, "", ""
    )
    began = time.perf_counter()
    plan, skipped = splitter._read(record, path)
    seconds = time.perf_counter() - began
    found = {"rows": float(sum(plan.batch_sizes) + len(skipped)), "seconds": seconds}
    for name, who in (("own", resource.RUSAGE_SELF), ("reader", resource.RUSAGE_CHILDREN)):
        used = resource.getrusage(who)
        found |= {f"{name}_seconds": used.ru_utime + used.ru_stime, f"{name}_bytes": used.ru_maxrss * 1024}
    return found


def _without_emails(path: Path, of: Path) -> None:
    with of.open(encoding="utf-8") as lines, path.open("w", encoding="utf-8") as file:
        for line in lines:
            file.write(line.replace("@example.com", " example"))


def write_files(folder: Path, size: int) -> None:
    """Writes a CSV file, one without emails and a workbook, each of about so many bytes."""
    probe = folder / "probe"
    write_csv(probe, _PROBE_ROWS)
    rows = size * _PROBE_ROWS // probe.stat().st_size
    write_csv(folder / "contacts.csv", rows)
    _without_emails(folder / "without-emails.csv", folder / "contacts.csv")
    write_xlsx(probe, _PROBE_ROWS, sheets=1)
    rows = size * _PROBE_ROWS // probe.stat().st_size // _SHEETS
    write_xlsx(folder / "contacts.xlsx", rows, sheets=_SHEETS)
    probe.unlink()


def main(mib: int) -> None:
    """Makes the files and measures each, in processes of their own: the peak of one counts for those that it starts."""
    with tempfile.TemporaryDirectory(prefix="easy-crm-large-") as folder:
        _run("--write", folder, str(mib * MIB))
        for path in sorted(Path(folder).iterdir()):
            run = json.loads(_run("--split", str(path)))
            print(
                f"{path.name}: {path.stat().st_size / MIB:.0f} MiB, {run['rows']:,.0f} rows: {run['seconds']:.0f} s, "
                f"processor {run['own_seconds']:.0f} + {run['reader_seconds']:.0f} s, "
                f"memory {run['own_bytes'] / MIB:.0f} + {run['reader_bytes'] / MIB:.0f} MiB",
                flush=True,
            )


def _run(*arguments: str) -> str:
    command = [sys.executable, "-m", "benchmarks.large_files", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--write", folder, size]:
            write_files(Path(folder), int(size))
        case ["--split", file]:
            print(json.dumps(split(Path(file))))
        case rest:
            main(int(rest[0]) if rest else 100)
