"""A file as large as one may upload, through the deployed system: imported, read, looked up, and taken back.

`python -m tests.system.large_import csv` (or `xlsx`) deploys the stacks into an emulator of its own and tells how long
each step took and what memory the functions took. It ends with 1 if sums differ, progress went backwards, a lead is not
what its row says, or a function took more memory than it has.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from benchmarks.contact_files import Value, contacts, write_csv, write_xlsx
from tests.system.deployed import FINAL, Client, Deployed, eventually, own_system, unaccounted_rows
from tests.system.running_functions import peak_bytes, processor_s, running_functions

MIB = 1024 * 1024
SEED = 1
SHEETS = 3
NOTE_WORDS = 20
"""Rows of some 230 bytes, as those of lists with remarks."""
SAMPLES = 50
PATIENCE_S = 3_600.0
"""Seconds that a step may take: this tells how long, and judges only what comes of it."""
LOOK_S = 0.25

Result = TypeVar("Result")
Row = tuple[Value, ...]


def write_file(path: Path, size: int) -> list[Row]:
    """Writes a file of at most so many bytes, and nearly as many; returns the rows of all its sheets.

    Args:
        path: whose suffix says of which kind: .csv or .xlsx.
    """
    is_text = path.suffix == ".csv"
    rows, sheets = 20_000, 1 if is_text else SHEETS

    def written(rows: int) -> int:
        if is_text:
            write_csv(path, rows, seed=SEED, note_words=NOTE_WORDS)
        else:
            write_xlsx(path, rows, sheets=sheets, seed=SEED, note_words=NOTE_WORDS)
        return path.stat().st_size

    # Numbers grow with their row, so a long file takes more for each of its rows than a short one.
    while (found := written(rows)) < 0.95 * size or found > size:
        rows = int(0.98 * rows * size / found)
    return [row for sheet in range(sheets) for row in contacts(rows, SEED + sheet, note_words=NOTE_WORDS)]


def differences(lead: Any, row: Row) -> list[str]:
    """In what a lead is not what its row says."""
    number, first, last, email, phone, company, title, city, *_, notes = row
    said = {"firstName": first, "lastName": last, "email": email, "company": company, "title": title, "notes": notes}
    shown = {name: lead[name] for name in said}
    said |= {"phone": str(phone).replace(" ", ""), "City": city, "Customer No": str(number)}
    shown |= {"phone": (lead["phone"] or "").replace(" ", "")}
    shown |= {name: lead["extras"].get(name) for name in ("City", "Customer No")}
    return [f"{name} is {shown[name]!r} instead of {said[name]!r}" for name in said if shown[name] != said[name]]


@dataclass(slots=True)
class Watch:
    """Takes note of what functions use while it is open, with the processes that they start.

    Args:
        peaks: bytes of memory that one instance of a function took at most.
        work: seconds of processor time of each instance when it was first and last seen.
    """

    deployed: Deployed
    peaks: dict[str, int] = field(default_factory=dict)
    work: dict[tuple[str, int], tuple[float, float]] = field(default_factory=dict)
    _is_over: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Watch:
        threading.Thread(target=self._look, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()

    def _look(self) -> None:
        while not self._is_over.wait(LOOK_S):
            for name, pid in running_functions(self.deployed.process.pid):
                self.peaks[name] = max(self.peaks.get(name, 0), peak_bytes(pid))
                now = processor_s(pid)
                self.work[name, pid] = self.work.get((name, pid), (now, now))[0], now

    def judged(self) -> list[str]:
        """Prints what each function used of what it has, and returns what was too much: the emulator lets it."""
        wrong = []
        for name, peak in sorted(self.peaks.items()):
            size = self.deployed.aws("lambda").get_function_configuration(FunctionName=f"easy-crm-{name}-local")
            longest = longest_run_s(self.deployed, name)
            work = sum(last - first for (one, _), (first, last) in self.work.items() if one == name)
            used = f"{peak // MIB} of {size['MemorySize']} MiB, a run {longest:.0f} of {size['Timeout']} s"
            print(f"{name}: {used}, in all {work:.0f} s of processor time", flush=True)  # noqa: T201
            if peak > size["MemorySize"] * MIB or longest > size["Timeout"]:
                wrong.append(f"{name} took {used}")
        return wrong


def longest_run_s(deployed: Deployed, function: str) -> float:
    """Seconds that the longest run of a function took, of those that the emulator has logged."""
    group = f"/aws/lambda/easy-crm-{function}-local"
    pages = deployed.aws("logs").get_paginator("filter_log_events").paginate(logGroupName=group)
    told = (re.search(r"\tDuration: ([\d.]+) ms", event["message"]) for page in pages for event in page["events"])
    return max((float(one[1]) / 1000 for one in told if one), default=0.0)


@dataclass(slots=True)
class Run:
    """One file on its way.

    Args:
        progress: of the import, in percent, when it was last seen.
        wrong: sentences about what is not as it must be.
    """

    client: Client
    rows: Sequence[Row]
    progress: int = 0
    wrong: list[str] = field(default_factory=list)

    def timed(self, name: str, do: Callable[[], Result]) -> Result:
        """Does something and tells how long it took."""
        began = time.monotonic()
        result = do()
        print(f"{time.monotonic() - began:8.1f} s: {name}", flush=True)  # noqa: T201
        return result

    def until(self, import_id: str, holds: Callable[[Any], bool]) -> Any:
        """Waits as the page does, and notes it if progress goes backwards on the way."""

        def look() -> Any:
            seen = self.client.get(f"/imports/{import_id}")
            if seen["progress"] < self.progress:
                self.wrong.append(f"progress went from {self.progress} to {seen['progress']} %")
            self.progress = seen["progress"]
            return seen

        return eventually(look, holds, PATIENCE_S)

    def import_file(self, path: Path) -> str:
        """Imports the file and asks what became of its rows and leads; returns the import's id."""
        import_id = self.timed("upload", lambda: self.client.upload(path.name, path.read_bytes()))
        self.timed("reading", lambda: self.until(import_id, lambda seen: seen["totals"]["rows"] > 0))
        ended = self.timed("writing leads", lambda: self.until(import_id, lambda seen: seen["status"] in FINAL))
        self._check_totals(ended)
        for name, asked in self._questions(import_id):
            self.timed(name, asked)
        return import_id

    def take_back(self, import_id: str) -> None:
        """Undoes the import, and looks that no lead of it is left."""
        path = f"/imports/{import_id}"
        self.client.post(f"{path}/undo", status=202)
        seen = eventually(lambda: self.client.get(path)["undo"], lambda undo: undo["status"] == "undone", PATIENCE_S)
        leads = eventually(lambda: self.client.get("/leads")["total"], lambda total: total == 0, PATIENCE_S)
        if seen["removed"] != self.people or leads:
            self.wrong.append(f"the undo ended with {seen}, and {leads} leads are left")

    @property
    def people(self) -> int:
        """How many different people the rows are about."""
        return len({row[3] for row in self.rows})

    def _check_totals(self, ended: Any) -> None:
        totals = ended["totals"]
        again = len(self.rows) - self.people
        print(f"{len(self.rows):,} rows, {self.people:,} people: {ended['status']} {totals}", flush=True)  # noqa: T201
        if unaccounted_rows(ended) or totals["rows"] != len(self.rows) or totals["created"] != self.people:
            self.wrong.append(f"the totals are {totals}")
        if totals["updated"] + totals["unchanged"] + totals["superseded"] != again:
            self.wrong.append(f"{again} rows are about people of other rows")

    def _questions(self, import_id: str) -> Iterator[tuple[str, Callable[[], object]]]:
        yield "page of created rows", lambda: self.client.get(f"/imports/{import_id}/rows", outcome="created")
        yield "page of rejected rows", lambda: self.client.get(f"/imports/{import_id}/rows", outcome="rejected")
        yield "all imports", lambda: self.client.get("/imports")
        yield "number of leads", lambda: self._check_number()
        yield f"{SAMPLES} leads", lambda: self._check_leads()

    def _check_number(self) -> None:
        wanted = self.people
        eventually(lambda: self.client.get("/leads")["total"], lambda total: total == wanted, PATIENCE_S)

    def _check_leads(self) -> None:
        last_word = {row[3]: row for row in self.rows}
        people = list(last_word.values())
        for row in people[:: len(people) // SAMPLES]:
            found = self.client.get("/leads", **{"filter[email][equals]": str(row[3])})["leads"]
            if len(found) != 1:
                self.wrong.append(f"{len(found)} leads have the address of row {row[0]}")
            self.wrong += [f"row {row[0]}: {one}" for lead in found for one in differences(lead, row)]


def carry_through(deployed: Deployed, path: Path, size: int, *, takes_back: bool) -> list[str]:
    """Carries a file of so many bytes through a system without leads; returns what was wrong."""
    rows = write_file(path, size)
    print(f"{path.name}: {path.stat().st_size / MIB:.1f} MiB", flush=True)  # noqa: T201
    run = Run(deployed.user("large@users.example"), rows)
    with Watch(deployed) as watch:
        import_id = run.import_file(path)
        if takes_back:
            run.timed("undo", lambda: run.take_back(import_id))
    return run.wrong + watch.judged()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.system.large_import", description=__doc__)
    parser.add_argument("format", choices=["csv", "xlsx"])
    parser.add_argument("--mib", type=int, default=100)
    parser.add_argument("--undo", action="store_true", help="take the import back at the end")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, own_system() as deployed:
        path = Path(folder) / f"contacts.{wanted.format}"
        wrong = carry_through(deployed, path, wanted.mib * MIB, takes_back=wanted.undo)
    print("\n".join(wrong or ["all as it must be"]))  # noqa: T201
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
