"""Measures the finding of duplicates on generated leads, beside Splink's defaults on the same leads in the same run."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from crm.duplicates.weights import Band
from crm.index.database import Database, Limits
from crm.query.text import normalize, normalize_phone

from benchmarks.duplicate_people import Lead, People
from easy_crm.prices import PRICES

SEED = 7
_COLUMNS = ("firstName", "lastName", "phone", "email", "company")
_ROOT = Path(__file__).parents[1]
_NAMES = _ROOT / "lambda_src" / "crm" / "duplicates" / "data" / "names.toml"
MEGABYTES = 3_008
"""Of the function that finds duplicates; what its run costs is worked out for them."""


@dataclass(frozen=True, slots=True)
class Quality:
    """How right pairs are.

    Args:
        pairs: found.
        precision: of these, those that are one person.
        recall: of all pairs that are one person, those found.
    """

    pairs: int
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Measured:
    """What finding took, and what it has found.

    Args:
        seconds: processor time of one thread.
        after_import: seconds of a search after a small import.
        memory: peak of the process, in bytes.
        candidates: pairs that were compared.
        bands: quality of all pairs of a band and of surer ones.
        splink: quality of Splink at the threshold that is best for it, the threshold, and its seconds; None without it.
    """

    seconds: float
    after_import: float
    memory: float
    candidates: int
    bands: dict[Band, Quality]
    splink: tuple[Quality, float, float] | None

    @property
    def dollars(self) -> float:
        """What the run costs in Lambda: of a function with more memory the processor is no slower than one here."""
        return self.seconds * MEGABYTES / 1024 * PRICES["Lambda GB-seconds"]


def generated(leads: int, seed: int = SEED) -> list[Lead]:
    """Generated leads; first names have the nicknames that the project knows."""
    listed = tomllib.loads(_NAMES.read_text(encoding="utf-8"))["nicknames"]
    return list(People(leads, seed, {name: words.split() for name, words in listed.items()}).leads())


def write_snapshot(leads: Sequence[Lead], path: Path) -> None:
    """Writes leads as a file of the read model, with the columns that finding reads; ids count from 0."""
    rows = path.with_suffix(".csv")
    with rows.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        for number, lead in enumerate(leads):
            out.writerow(
                [
                    f"{number:032x}",
                    normalize(lead.first),
                    normalize(lead.last),
                    normalize_phone(lead.phone),
                    normalize(lead.email),
                    normalize(lead.company),
                ]
            )
    database = Database(path, Limits(threads=1))
    columns = ", ".join(f"nullif(t_{name}, '')" for name in _COLUMNS)
    types = ", ".join(f"'{name}': 'VARCHAR'" for name in ("lead_id", *(f"t_{name}" for name in _COLUMNS)))
    database.run(
        f"INSERT INTO leads (lead_id, born, revision, in_bin, {', '.join(f't_{name}' for name in _COLUMNS)})"  # noqa: S608
        f" SELECT lead_id, '1', 1, FALSE, {columns}"
        f" FROM read_csv('{rows}', header = false, columns = {{{types}}}, quote = '\"')"
    )
    database.run("CHECKPOINT")
    database.close()
    rows.unlink()


def true_pairs(leads: Sequence[Lead]) -> set[tuple[int, int]]:
    """The pairs of numbers of leads that are one person."""
    people = defaultdict(list)
    for number, lead in enumerate(leads):
        people[lead.person].append(number)
    return {pair for numbers in people.values() for pair in combinations(numbers, 2)}


def quality(found: Iterable[tuple[int, int]], true: set[tuple[int, int]]) -> Quality:
    """How right pairs of numbers are, each with the smaller one first."""
    pairs = set(found)
    right = len(pairs & true)
    return Quality(len(pairs), right / len(pairs) if pairs else 1.0, right / len(true) if true else 1.0)


def measure(people: Sequence[Lead], folder: Path, *, splink: str | None, say: Callable[[str], None]) -> Measured:
    """Measures with leads of which it is known who is the same.

    Args:
        folder: for files.
        splink: a Python that has Splink; None to leave it out.
        say: takes what is being done.
    """
    true = true_pairs(people)
    snapshot = folder / "leads.duckdb"
    write_snapshot(people, snapshot)
    say("finding duplicates")
    told = _run(sys.executable, "duplicates_process", snapshot, folder)
    scored = _pairs(folder / "pairs.csv")
    bands = {}
    so_far: list[tuple[int, int]] = []
    for band in Band:
        so_far += [pair for pair, name in scored if name == band]
        bands[band] = quality(so_far, true)
    theirs = None
    if splink is not None:
        say("finding them with Splink")
        took = _run(splink, "duplicates_splink", _for_splink(people, folder), folder)
        theirs = (*_best(_pairs(folder / "splink.csv"), true), took["seconds"])
    return Measured(
        told["seconds"],
        told["after"],
        told["memory"],
        int(told["candidates"]),
        bands,
        theirs,
    )


def report(measured: Measured) -> list[tuple[str, ...]]:
    """Lines of a table: what was found, pairs, precision, recall and F1."""
    names = {Band.CERTAIN: "certain", Band.LIKELY: "likely, too", Band.POSSIBLE: "possible, too"}
    found = [(names[band], one) for band, one in measured.bands.items()]
    if measured.splink is not None:
        one, threshold, seconds = measured.splink
        found.append((f"Splink, from {threshold:.2%} on, {seconds:,.0f} s", one))
    return [
        (name, f"{one.pairs:,}", f"{one.precision:.1%}", f"{one.recall:.1%}", f"{one.f1:.3f}") for name, one in found
    ]


def _best(scored: Sequence[tuple[tuple[int, int], str]], true: set[tuple[int, int]]) -> tuple[Quality, float]:
    """The quality at the threshold of probability that gives the greatest F1, and that threshold."""
    thresholds = (0.01, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999, 0.9999)
    found = [
        (quality([pair for pair, chance in scored if float(chance) >= threshold], true), threshold)
        for threshold in thresholds
    ]
    return max(found, key=lambda one: one[0].f1)


def _for_splink(people: Sequence[Lead], folder: Path) -> Path:
    path = folder / "splink_leads.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["unique_id", "first_name", "surname", "phone", "email", "company"])
        for number, lead in enumerate(people):
            texts = (
                normalize(lead.first),
                normalize(lead.last),
                normalize_phone(lead.phone),
                normalize(lead.email),
                normalize(lead.company),
            )
            out.writerow([number, *texts])
    return path


def _pairs(path: Path) -> list[tuple[tuple[int, int], str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [((min(int(a), int(b)), max(int(a), int(b))), name) for a, b, name in csv.reader(file)]


def _run(python: str, module: str, path: Path, folder: Path) -> dict[str, float]:
    search = os.pathsep.join([str(_ROOT), str(_ROOT / "lambda_src")])
    printed = subprocess.check_output(  # noqa: S603 our own modules
        [python, "-m", f"benchmarks.{module}", str(path), str(folder)],
        env={**os.environ, "PYTHONPATH": search},
        cwd=_ROOT,
    )
    return dict(json.loads(printed.splitlines()[-1]))
