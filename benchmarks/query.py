"""Measures answering queries: the read model against a scan of all leads for each page, in one run.

Both sides have the same seeded leads with ten own fields. The plain side has the items of the table in memory already,
reads each, filters and sorts them: what a function must do per page that keeps no index, without the waiting for
DynamoDB. Times are processor time of one thread, so that other work on the machine counts little.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TypeVar

import duckdb
from crm.index.applying import write_segment
from crm.index.compaction import compact
from crm.index.database import Limits
from crm.index.lead_index import LeadIndex
from crm.own_fields.definition import FieldType, OwnField
from crm.query.conditions import Comparison, Filter
from crm.query.lead_query import LeadQuery, Sort
from crm.said import extra_path
from crm.statements.arrivals import Standing
from crm.statements.changes import Change
from crm.statements.folding import Held, LeadState
from crm.statements.lead import Lead
from crm.statements.statement import Origin, Place

from tests.plain_query.engine import run

OWN_FIELDS = (
    OwnField(key="city", label="City"),
    OwnField(key="country", label="Country", type=FieldType.CHOICE),
    OwnField(key="revenue", label="Revenue", type=FieldType.NUMBER, decimal_comma=False),
    OwnField(key="employees", label="Employees", type=FieldType.NUMBER),
    OwnField(key="founded", label="Founded", type=FieldType.DATE),
    OwnField(key="industry", label="Industry"),
    OwnField(key="segment", label="Segment", type=FieldType.CHOICE, choices=("A", "B", "C")),
    OwnField(key="website", label="Website", type=FieldType.LINK),
    OwnField(key="active", label="Active", type=FieldType.YES_NO),
    OwnField(key="interests", label="Interests", type=FieldType.CHOICES, choices=("golf", "wine", "sailing", "chess")),
)
T = TypeVar("T")

NOW = 1_780_000_000
DISTINCT = 20_000
"""Leads that are prepared one by one; more are copies with other ids, emails and times, which the database makes."""
SEGMENT = 50_000
PLAIN_UP_TO = 100_000
"""Leads up to which the plain side runs: it takes seconds a page there, and minutes beyond."""

QUESTIONS: Mapping[str, LeadQuery] = {
    "newest page": LeadQuery(),
    "page 1,000 by company": LeadQuery(sort=Sort("company", False), page=1_000, page_size=10),
    "sort by name": LeadQuery(sort=Sort("name", False)),
    "sort by an own number": LeadQuery(sort=Sort("revenue")),
    "search": LeadQuery(text="berlin"),
    "search, nothing found": LeadQuery(text="zzzqqq"),
    "filter, counted": LeadQuery(where=Filter("company", Comparison.CONTAINS, ("ber",)), page_size=0),
    "range, counted": LeadQuery(where=Filter("revenue", Comparison.MORE, ("500000",)), page_size=0),
    "groups by company": LeadQuery(group_by=("company",)),
    "groups by tags and city": LeadQuery(group_by=("tags", "city")),
}


@dataclass(frozen=True, slots=True)
class Answered:
    """What one question took.

    Args:
        leads: in all.
        question: see `QUESTIONS`.
        milliseconds: the median of processor time.
        plain: the same of the plain side; None where it did not run.
    """

    leads: int
    question: str
    milliseconds: float
    plain: float | None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A snapshot.

    Args:
        size: bytes of the file.
        seconds: processor time of making it out of its segments.
        cold: milliseconds of processor time to open it and to answer for the first time.
    """

    leads: int
    size: int
    seconds: float
    cold: float


def measure_queries(sizes: Sequence[int], folder: Path, *, repeat: int) -> Iterator[Prepared | Answered]:
    """Measures each question over each number of leads.

    Args:
        sizes: numbers of leads.
        folder: for files; a million leads need 4 GB in between.
        repeat: how often each question is asked; before each time, what was found before is forgotten.
    """
    distinct = [_lead(number, random.Random(number)) for number in range(min(max(sizes), DISTINCT))]
    for leads in sizes:
        snapshot = folder / f"{leads}.duckdb"
        segments = _segments(distinct, leads, folder)
        limits = Limits(memory_mib=1_024, threads=1, folder=folder)
        seconds, made = _cpu(lambda: compact(snapshot, None, segments, OWN_FIELDS, NOW, limits))  # noqa: B023
        for segment in segments:
            segment.unlink()
        cold, index = _cpu(lambda: _opened(snapshot, limits))  # noqa: B023
        yield Prepared(leads, made.size, seconds, 1_000 * cold)
        texts = [distinct[number % len(distinct)].to_text() for number in range(min(leads, PLAIN_UP_TO))]
        for question, query in QUESTIONS.items():
            ours = _median(repeat, lambda: index.answer(query, OWN_FIELDS, NOW), index.forget)  # noqa: B023
            plain = None
            if leads <= PLAIN_UP_TO:
                plain = _median(1, lambda: _scanned(texts, query))  # noqa: B023
            yield Answered(leads, question, ours, plain)
        index.close()


def _opened(snapshot: Path, limits: Limits) -> LeadIndex:
    index = LeadIndex(snapshot, limits)
    index.answer(LeadQuery(), OWN_FIELDS, NOW)
    return index


def _scanned(texts: Sequence[str], query: LeadQuery) -> object:
    return run(query, (Lead.from_text(f"{number:032x}", text) for number, text in enumerate(texts)), OWN_FIELDS)


def _cpu(work: Callable[[], T]) -> tuple[float, T]:
    began = time.process_time()
    result = work()
    return time.process_time() - began, result


def _median(repeat: int, work: Callable[[], object], before: Callable[[], None] = lambda: None) -> float:
    times = []
    for _ in range(repeat):
        before()
        times.append(_cpu(work)[0])
    return 1_000 * median(times)


def _segments(distinct: Sequence[Lead], leads: int, folder: Path) -> list[Path]:
    """Segments with so many leads."""
    first = folder / "distinct.parquet"
    chosen = distinct[:leads]
    write_segment((Change(one.lead_id, "1", 1, one.to_text()) for one in chosen), first)
    if leads <= len(chosen):
        return [first]
    paths: list[Path] = []
    connection = duckdb.connect()
    connection.execute(
        "CREATE TABLE made AS SELECT *, row_number() OVER () - 1 AS number FROM read_parquet(?)", [str(first)]
    )
    first.unlink()
    for start in range(0, leads, SEGMENT):
        paths.append(folder / f"segment-{start}.parquet")
        connection.execute(
            "COPY (SELECT * EXCLUDE (number, copy) REPLACE (md5(lead_id || copy) AS lead_id,"
            " replace(t_email, '@', copy || '@') AS t_email, v_createdAt + to_seconds(copy * 7) AS v_createdAt)"
            " FROM (SELECT made.*, every // ? AS copy FROM range(?, ?) AS numbers(every)"
            " JOIN made ON made.number = every % ?)) TO ? (FORMAT parquet, COMPRESSION zstd)",
            [len(chosen), start, min(start + SEGMENT, leads), len(chosen), str(paths[-1])],
        )
    connection.close()
    return paths


_SYLLABLES = (
    "ber",
    "lin",
    "an",
    "na",
    "mo",
    "ti",
    "ka",
    "ro",
    "sen",
    "mül",
    "ha",
    "gen",
    "to",
    "wei",
    "stein",
    "vi",
    "da",
)


def _word(chance: random.Random, syllables: int) -> str:
    return "".join(chance.choice(_SYLLABLES) for _ in range(syllables)).capitalize()


def _lead(number: int, chance: random.Random) -> Lead:
    first, last, company = _word(chance, 2), _word(chance, 3), f"{_word(chance, 2)} {chance.choice(('GmbH', 'Ltd.'))}"
    texts = {
        "firstName": first,
        "lastName": last,
        "company": company,
        "title": chance.choice(("CEO", "Engineer", "Sales Manager", "Buyer")),
        "email": f"{first}.{last}{number}@{company.split()[0]}.example".lower(),
        "phone": f"+4930{chance.randrange(10**7):07}",
        "status": chance.choice(("new", "won", "lost", "open")),
        "tags/vip": "VIP",
        extra_path("City"): _word(random.Random(chance.randrange(300)), 2),
        extra_path("Country"): chance.choice(("Germany", "France", "Spain", "Italy", "Japan")),
        extra_path("Revenue"): f"{chance.randrange(10**6):,}.{chance.randrange(100):02}",
        extra_path("Employees"): str(chance.randrange(5_000)),
        extra_path(
            "Founded"
        ): f"{chance.randrange(1950, 2026)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}",
        extra_path("Industry"): _word(random.Random(chance.randrange(40)), 2),
        extra_path("Segment"): chance.choice("ABC"),
        extra_path("Website"): f"www.{company.split()[0].lower()}.example",
        extra_path("Active"): chance.choice(("yes", "no")),
        extra_path("Interests"): "; ".join(chance.sample(["golf", "wine", "sailing", "chess"], 2)),
    }
    at = f"2026-{chance.randrange(1, 12):02}-{chance.randrange(1, 28):02}T{chance.randrange(24):02}:10:00.000Z"
    origin = Origin(Place(1, 0, number + 2), "import1", at, "owner@example.com", "people.xlsx")
    held = {path: Held(text, origin) for path, text in texts.items()}
    return Lead(f"{number:032x}", Standing(LeadState(held, at, at), origin.place), "")
