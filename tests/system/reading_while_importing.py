"""Clients that page, search and filter while an import runs, held against what the import had reported by then.

`python -m tests.system.reading_while_importing --rows 50000` deploys the stacks into an emulator of its own and tells
how long answers took; a test runs it with fewer rows.
"""

from __future__ import annotations

import argparse
import sys
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "lambda_src"))

from crm.statements.lead import Lead

from tests.factories import texts_of
from tests.system.deployed import FINAL, Client, Deployed, own_system
from tests.system.files import csv_file

HEADER = ("First name", "Last name", "Email", "Company", "Status")
STATUSES = ("new", "won", "lost")
PAGE = 200
PAUSE_S = 0.2
"""Between two questions of one client, as a quick person reads."""


def row_of(number: int, domain: str) -> tuple[str, ...]:
    """The row of one person: all of it follows from the number, so that a mixture of two would be seen."""
    status, company = STATUSES[number % len(STATUSES)], f"Company {number % 7}"
    return f"First{number}", f"Last{number}", f"p{number}@{domain}", company, status


@dataclass(slots=True)
class Reported:
    """What the API has said of the import: how many leads it has created, and when it said so."""

    domain: str
    counts: list[tuple[float, int]] = field(default_factory=list)

    def add(self, created: int, at: float) -> None:
        """Takes note of an answer; `at` in seconds since 1970, before which it was asked for."""
        self.counts.append((at, created))

    def by(self, moment: float) -> int:
        """How many leads had been reported by a moment, in seconds since 1970."""
        return max((created for at, created in self.counts if at <= moment), default=0)


@dataclass(slots=True)
class Reader:
    """A client that asks one kind of question again and again.

    Args:
        parameters: of the question, without its page.
        wanted: whether a lead may be in its answers; None where all are, so that it can be told how many there must be.
    """

    client: Client
    reported: Reported
    parameters: dict[str, Any]
    wanted: Callable[[tuple[str, ...]], bool] | None = None
    seconds: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    last_total: int = 0

    def ask(self, page: int) -> int:
        """Asks for one page, takes note of what is wrong with it, and returns the number of pages."""
        began = time.time()
        answer = self.client.get("/leads", page=page, pageSize=PAGE, **self.parameters)
        self.seconds.append(time.time() - began)
        fresh = datetime.fromisoformat(answer["freshAsOf"]).timestamp()
        # Nothing is deleted meanwhile, so what was found once is found again.
        reported = self.last_total if self.wanted else self.reported.by(min(fresh, began))
        least = max(reported, self.last_total)
        if answer["total"] < least:
            self.wrong.append(f"{answer['total']} leads as of {answer['freshAsOf']}, when {least} had been reported")
        self.last_total = answer["total"]
        self._check(answer["leads"])
        return int(-(-answer["total"] // PAGE)) or 1

    def _check(self, leads: Sequence[Any]) -> None:
        ids = [lead["leadId"] for lead in leads]
        if len(set(ids)) < len(ids):
            self.wrong.append("a page has a lead twice")
        for lead in leads:
            number = int(lead["firstName"].removeprefix("First"))
            row = row_of(number, self.reported.domain)
            shown = tuple(lead[name] for name in ("firstName", "lastName", "email", "company", "status"))
            if shown != row or not (self.wanted is None or self.wanted(row)):
                self.wrong.append(f"a lead is {shown} and should be {row}")

    def run(self, is_over: threading.Event) -> None:
        page, pages = 1, 1
        while not is_over.is_set():
            pages = self.ask(page)
            page = page % pages + 1
            is_over.wait(PAUSE_S)


def readers(clients: Sequence[Client], reported: Reported) -> list[Reader]:
    """Three clients: one pages through all, one searches, one filters and sorts."""
    everyone = {"filter[email]": reported.domain}
    return [
        Reader(clients[0], reported, {**everyone, "sort": "email"}),
        Reader(clients[1], reported, {**everyone, "q": "first1"}, lambda row: "First1" in row[0]),
        Reader(
            clients[2],
            reported,
            {**everyone, "filter[status][equals]": "won", "sort": "-company"},
            lambda row: row[4] == "won",
        ),
    ]


def import_while_read(writer: Client, clients: Sequence[Client], rows: int, domain: str) -> tuple[Any, list[Reader]]:
    """Imports people while the clients read.

    Returns:
        The import as it ended, and the readers with what they have seen.
    """
    reported, is_over = Reported(domain), threading.Event()
    reading = readers(clients, reported)
    with ThreadPoolExecutor(len(reading)) as pool:
        running = [pool.submit(one.run, is_over) for one in reading]
        try:
            import_id = writer.upload("people.csv", csv_file(HEADER, (row_of(n, domain) for n in range(rows))))
            while True:
                record = writer.get(f"/imports/{import_id}")
                reported.add(record["totals"]["created"], time.time())
                if record["status"] in FINAL:
                    break
                time.sleep(PAUSE_S)
            # Once more each, about all of it.
            for one in reading:
                one.ask(1)
        finally:
            is_over.set()
        for future in running:
            future.result()
    return record, reading


def stored(deployed: Deployed, domain: str) -> dict[str, dict[str, str]]:
    """Texts by path of each lead of the leads table with an address of this domain, by its id."""
    pages: Iterable[Any] = (
        deployed.aws("dynamodb").get_paginator("scan").paginate(TableName=deployed.outputs["LeadsTableName"])
    )
    items = (item for page in pages for item in page["Items"] if "lead" in item)
    leads = {lead.lead_id: texts_of(lead) for lead in map(Lead.from_item, items) if lead.standing.state}
    return {lead_id: texts for lead_id, texts in leads.items() if texts.get("email", "").endswith(f"@{domain}")}


def listed(client: Client, domain: str) -> list[Any]:
    """All leads of this domain as the list shows them."""
    return client.leads(**{"filter[email]": domain, "sort": "email"})


def differences(shown: Sequence[Any], table: dict[str, dict[str, str]]) -> list[str]:
    """What the list shows otherwise than the table has it, more than once, or not at all."""
    wrong = [f"{len(shown)} leads are listed, {len(table)} are stored"] if len(shown) != len(table) else []
    by_id = {lead["leadId"]: lead for lead in shown}
    for lead_id, texts in table.items():
        lead = by_id.get(lead_id)
        if lead is None or any(lead[path] != text for path, text in texts.items() if path in lead):
            wrong.append(f"lead {lead_id}")
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.system.reading_while_importing", description=__doc__)
    parser.add_argument("--rows", type=int, default=50_000)
    rows, domain = parser.parse_args().rows, "readers.example"
    with own_system() as deployed:
        clients = [deployed.user(f"reader{n}@users.example", "viewer") for n in range(3)]
        began = time.monotonic()
        record, reading = import_while_read(deployed.user("writer@users.example"), clients, rows, domain)
        print(f"{rows:,} rows {record['status']} in {time.monotonic() - began:.0f} s")  # noqa: T201
        for one in reading:
            times = f"{len(one.seconds)} answers, {median(one.seconds):.2f} s, at most {max(one.seconds):.2f} s"
            print(f"asking {one.parameters}: {times}; wrong: {one.wrong[:3] or 'nothing'}")  # noqa: T201
        wrong = differences(listed(clients[0], domain), stored(deployed, domain))
        print(f"list and table: {wrong[:3] or 'equal'}")  # noqa: T201
    return 1 if wrong or any(one.wrong for one in reading) else 0


if __name__ == "__main__":
    sys.exit(main())
