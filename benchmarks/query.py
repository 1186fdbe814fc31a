"""Measures answering queries: the read model against a scan of all leads for each page, in one run.

Both sides have the same seeded leads with ten own fields. The plain side has the items of the table in memory already,
reads each, filters and sorts them: what a function must do per page that keeps no index, without the waiting for
DynamoDB. It answers each question over a sample, as a million leads would take it minutes a page; a scan takes at least
in proportion to the leads. Times are processor time of one thread, so that other work on the machine counts little.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile

from crm.index.compaction import compact
from crm.index.database import Limits
from crm.statements.lead import Lead

from benchmarks.generated_leads import NOW, OWN_FIELDS, generated_lead, write_segments
from benchmarks.query_process import processor_ms
from benchmarks.query_questions import questions
from tests.plain_query.engine import run

PLAIN_LEADS = 10_000
"""Leads over which the plain side is asked."""
MEMORY_MIB = 1_024
"""What the database may use, as in the functions."""
_ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Measured:
    """What a number of leads took.

    Args:
        leads: in all.
        size: bytes of the snapshot, which a cold start fetches.
        built: seconds to make it out of its segments.
        questions: milliseconds by question, and `new leads`, for 1,000 of them and the page after that.
        cold: milliseconds of a cold start: `imports`, `open`, `first page`, and `together` with Python's own start.
        export: seconds of an export of all leads.
        export_size: bytes of its file.
        memory, export_memory: peaks of the questions and of the export, in bytes.
    """

    leads: int
    size: float
    built: float
    questions: Mapping[str, float]
    cold: Mapping[str, float]
    export: float
    export_size: float
    memory: float
    export_memory: float


def measure_plainly(leads: int) -> dict[str, float]:
    """Milliseconds that a scan takes for each question, over so many leads."""
    texts = [generated_lead(number).to_text() for number in range(leads)]

    def scanned() -> Iterator[Lead]:
        return (Lead.from_text(f"{number:032x}", text) for number, text in enumerate(texts))

    return {
        name: processor_ms(lambda: run(query, scanned(), OWN_FIELDS))[0]  # noqa: B023 called at once
        for name, query in questions(leads).items()
    }


def measure_queries(
    sizes: Sequence[int], folder: Path, *, repeat: int, say: Callable[[str], None]
) -> Iterator[Measured]:
    """Measures each question over each number of leads.

    Args:
        sizes: numbers of leads.
        folder: for files; a million leads need 4 GB in between, and three minutes of processor time.
        repeat: how often each question is asked.
        say: takes what is being done.
    """
    for leads in sizes:
        snapshot = folder / f"{leads}.duckdb"
        say(f"{leads:,} leads: preparing them")
        segments = list(write_segments(leads, folder))
        say(f"{leads:,} leads: making the snapshot out of {len(segments)} segments")
        limits = Limits(MEMORY_MIB, threads=1, folder=folder)
        built, made = processor_ms(lambda: compact(snapshot, None, segments, OWN_FIELDS, NOW, limits))  # noqa: B023
        for segment in segments:
            segment.unlink()
        say(f"{leads:,} leads: starting cold, asking, exporting")
        cold, asked, exported = (_measured(what, snapshot, repeat) for what in ("cold", "questions", "export"))
        snapshot.unlink()
        yield Measured(
            leads=leads,
            size=made.size,
            built=built / 1_000,
            questions=asked,
            cold=cold,
            export=exported["export"] / 1_000,
            export_size=exported["size"],
            memory=asked["peak"],
            export_memory=exported["peak"],
        )


def _measured(what: str, snapshot: Path, repeat: int) -> dict[str, float]:
    """What `benchmarks.query_process` measures with a copy of the snapshot."""
    folder = snapshot.parent / what
    folder.mkdir()
    copy = folder / snapshot.name
    copyfile(snapshot, copy)
    search = os.pathsep.join([str(_ROOT), str(_ROOT / "lambda_src")])
    printed = subprocess.check_output(  # noqa: S603 our own module
        [sys.executable, "-m", "benchmarks.query_process", what, str(copy), str(folder), str(repeat)],
        env={**os.environ, "PYTHONPATH": search, "AWS_DEFAULT_REGION": "eu-central-1"},
        cwd=_ROOT,
    )
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    return dict(json.loads(printed))
