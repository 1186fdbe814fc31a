"""Many leads in the deployed system: imported, asked for in every way, changed in bulk, and asked for after a restart.

`python -m tests.system.many_leads --rows 100000` deploys the stacks into an emulator of its own, tells how long each
step took, and how much processor time of the emulator and its functions, and ends with 1 if an answer was not the one
that the rows give.
"""

from __future__ import annotations

import argparse
import csv
import io
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from tests.system.deployed import FINAL, Client, Deployed, eventually, own_system
from tests.system.files import csv_file
from tests.system.reading_while_importing import HEADER, row_of

DOMAIN = "many.example"
FILE_ROWS = 100_000
"""Rows of one file."""
PAGE = 50
PATIENCE_S = 3_600.0
"""Seconds that one import, export or bulk change may take: this tells how long, and judges only what comes of it."""
BEHIND_S = 60.0
"""Seconds for which a function may be behind after so many changes: a request takes up some thousand of them."""
EDITED = "qualified"
"""The status that the bulk change gives to all leads."""


@dataclass(frozen=True, slots=True)
class Question:
    """Something to ask for.

    Args:
        name: what it shows.
        ask: returns what the system answers.
        right: what the rows give.
        is_repeated: whether to ask again while the answer is that of a moment before, as people do.
    """

    name: str
    ask: Callable[[], object]
    right: object
    is_repeated: bool = True


def questions(client: Client, rows: Sequence[tuple[str, ...]]) -> Iterator[Question]:
    """List, search, sort, filter, ask and export.

    Args:
        rows: of all leads there are, as `row_of` makes them.
    """

    def total(**parameters: str) -> Callable[[], object]:
        return lambda: client.get("/leads", pageSize=PAGE, **parameters)["total"]

    def emails(page: int, sort: str) -> Callable[[], object]:
        found = {"pageSize": PAGE, "page": page, "sort": sort}
        return lambda: [lead["email"] for lead in client.get("/leads", **found)["leads"]]

    word = f"first{len(rows) // 2}"
    by_email, by_name = sorted(row[2] for row in rows), sorted(rows, key=lambda row: row[1].lower(), reverse=True)
    middle = len(rows) // 2 // PAGE
    status, company = rows[0][4], rows[0][3]
    statuses = Counter(row[4] for row in rows)
    yield Question("newest page", total(), len(rows))
    yield Question("first page by email", emails(1, "email"), by_email[:PAGE])
    yield Question(
        "middle page by last name, downwards",
        emails(middle + 1, "-lastName"),
        [row[2] for row in by_name[middle * PAGE :][:PAGE]],
    )
    yield Question("search", total(q=word), sum(word in f"{row[0]} {row[2]}".lower() for row in rows))
    yield Question(
        "filter by status and company",
        total(**{"filter[status][equals]": status, "filter[company]": company}),
        sum(row[3:] == (company, status) for row in rows),
    )
    yield Question(
        "question with a number",
        lambda: client.post("/chat", {"question": f"How many leads have the status {status}?"})["count"],
        statuses[status],
    )
    yield Question(
        "question with groups",
        lambda: {one["values"][0]: one["count"] for one in _asked(client, "group by status")["groups"]},
        dict(statuses),
    )
    yield Question("export by email", lambda: [row["Email"] for row in exported(client, "email")], by_email, False)


def exported(client: Client, sort: str) -> list[dict[str, str]]:
    """The rows of a CSV export of all leads."""
    export_id = client.post("/exports", {"sort": sort}, status=202)["exportId"]
    ready = eventually(
        lambda: client.get(f"/exports/{export_id}"), lambda seen: seen["status"] != "pending", PATIENCE_S
    )
    text = httpx.get(ready["url"], timeout=PATIENCE_S).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def imported(client: Client, rows: Sequence[tuple[str, ...]]) -> Counter[str]:
    """Imports rows, a file after the other; returns how many leads were created and how many rows were rejected."""
    counts: Counter[str] = Counter()
    for first in range(0, len(rows), FILE_ROWS):
        import_id = client.upload("many.csv", csv_file(HEADER, rows[first : first + FILE_ROWS]))
        ended = _ended(client, f"/imports/{import_id}")
        counts += Counter({name: ended["totals"][name] for name in ("created", "rejected")})
    return +counts


def edited(client: Client) -> object:
    """Gives all leads another status; returns how the bulk change ended and how many it changed."""
    wanted = {"change": {"action": "edit", "values": {"status": EDITED}}}
    job = _ended(client, f"/jobs/{client.post('/jobs', wanted, status=202)['jobId']}")
    return job["status"], job["totals"]["changed"]


def _ended(client: Client, path: str) -> Any:
    return eventually(lambda: client.get(path), lambda seen: seen["status"] in FINAL, PATIENCE_S)


def _asked(client: Client, question: str) -> Any:
    return client.post("/chat", {"question": question})


def processor_s(root: int) -> int:
    """Seconds of processor time that a process and those that it has started have taken."""
    listed = subprocess.check_output(["ps", "-eo", "pid=,ppid=,times="], text=True)
    parents, seconds = {}, {}
    for pid, parent, taken in (map(int, line.split()) for line in listed.splitlines()):
        parents[pid], seconds[pid] = parent, taken

    def is_of_it(pid: int) -> bool:
        while pid not in (root, 0):
            pid = parents.get(pid, 0)
        return pid == root

    return sum(taken for pid, taken in seconds.items() if is_of_it(pid))


def told(question: Question, deployed: Deployed) -> bool:
    """Asks until the answer is right, prints what that took; returns False if it was not for `BEHIND_S`."""
    began, asked = time.monotonic(), 0
    before = processor_s(deployed.process.pid)
    answer: object = None
    while asked == 0 or (question.is_repeated and time.monotonic() < began + BEHIND_S):
        asked += 1
        answer = question.ask()
        if answer == question.right:
            break
    is_right = answer == question.right
    took, work = time.monotonic() - began, max(processor_s(deployed.process.pid) - before, 0)
    said = f"{took:8.2f} s, {work:4} s of work: {question.name}{f', {asked} answers' if asked > 1 else ''}"
    if not is_right:
        said += f"  WRONG: {str(answer)[:200]} instead of {str(question.right)[:200]}"
    print(said, flush=True)  # noqa: T201
    return is_right


def steps(deployed: Deployed, count: int) -> Iterator[Question]:
    """All of it with so many leads, in its order."""
    rows = [row_of(number, DOMAIN) for number in range(count)]
    client = deployed.user("many@users.example")
    yield Question("import", lambda: dict(imported(client, rows)), {"created": count}, False)
    yield from questions(client, rows)
    yield Question("bulk edit of all", lambda: edited(client), ("completed", count), False)
    rows = [(*row[:4], EDITED) for row in rows]
    yield from questions(client, rows)
    yield Question("down and up", deployed.restart, None, False)
    yield from questions(client, rows)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.system.many_leads", description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    count = parser.parse_args().rows
    with own_system() as deployed:
        wrong = [one.name for one in steps(deployed, count) if not told(one, deployed)]
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
