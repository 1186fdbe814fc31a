"""Measures what a second opinion on columns could gain at most, such as that of a language model or a classifier.

It is asked where the rules are unsure, and here it is always right: one column after the other gets the field with
which most of a file's expectations hold. Run by hand on a folder of files with expectations as in `../shared/kinds`:

    PYTHONPATH=lambda_src python -m benchmarks.second_opinion FOLDER

With the `lambda_src` of an older commit it tells what the rules of that time could have gained.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crm.fields import TargetField
from crm.mapping.confidence import DECIDED
from crm.mapping.ports import ColumnQuestion, ModelProposal
from crm.preview import preview_file

ANSWERS = (
    *(TargetField.FIRST_NAME, TargetField.LAST_NAME, TargetField.FULL_NAME, TargetField.TITLE, TargetField.COMPANY),
    *(TargetField.EMAIL, TargetField.PHONE, TargetField.REMARKS),
)
_EXPECTATION = ".expect.json"
_LEADS = {"created", "updated", "unchanged", "superseded"}
_MOST_DIGITS_OF_A_COUNTRY = 4
"""By which a number with its country's code is longer than the same one without it, at most."""
_Place = tuple[int, int]
"""The number of the model's call, one a sheet, and the column."""


@dataclass(slots=True)
class _Opinion:
    """Stands in for the model: answers what it is told to, and notes the columns that it is asked about."""

    answers: Mapping[_Place, str] = field(default_factory=dict)
    asked: dict[_Place, str] = field(default_factory=dict)
    calls: int = 0

    def propose(self, questions: Sequence[ColumnQuestion]) -> ModelProposal:
        places = {one.column: (self.calls, one.column) for one in questions if one.uncertain}
        self.asked |= {places[one.column]: one.header for one in questions if one.uncertain}
        self.calls += 1
        told = {column: self.answers[place] for column, place in places.items() if place in self.answers}
        return ModelProposal({column: (answer, DECIDED) for column, answer in told.items()})


@dataclass(frozen=True, slots=True)
class Checked:
    """How a file's expectations hold: fields that were checked, those wrong, and values found that must not be."""

    fields: int
    wrong: int
    forbidden: int

    @property
    def misses(self) -> int:
        return self.wrong + self.forbidden


@dataclass(frozen=True, slots=True)
class Ceiling:
    """What a second opinion could gain in one file.

    Attributes:
        asked: columns that the rules are unsure of, where a second opinion is asked.
        rules: the expectations with the rules alone.
        best: the expectations with the best answers.
        helpful: header and answer of each column whose answer mends something.
    """

    asked: int
    rules: Checked
    best: Checked
    helpful: tuple[tuple[str, str], ...]


def ceiling(path: Path, expectation: Mapping[str, Any]) -> Ceiling:
    """The most that answers about single columns mend, tried one column after the other.

    Args:
        path: of the file.
        expectation: its `leads` and `must_not`, as in `../shared/kinds`.
    """
    silent = _Opinion()
    rules = best = _check(path, expectation, silent)
    answers: dict[_Place, str] = {}
    for place in silent.asked:
        for answer in ANSWERS:
            tried = _check(path, expectation, _Opinion({**answers, place: answer}))
            if tried.misses < best.misses:
                best, answers = tried, {**answers, place: answer}
    helpful = tuple((silent.asked[place], answer) for place, answer in answers.items())
    return Ceiling(len(silent.asked), rules, best, helpful)


def _check(path: Path, expectation: Mapping[str, Any], opinion: _Opinion) -> Checked:
    sheets = preview_file(path, model=opinion).sheets
    leads = {row["row"]: row["lead"] for sheet in sheets for row in sheet["rows"] if row["outcome"] in _LEADS}
    wanted = [
        (name, leads.get(lead["row"], {}).get(name), values if isinstance(values, list) else [values])
        for lead in expectation.get("leads", ())
        for name, values in lead["fields"].items()
    ]
    wrong = sum(not _is_met(name, got, accepted) for name, got, accepted in wanted)
    forbidden = sum(
        any(_plain(lead.get(rule["field"])) == _plain(rule["value"]) for lead in leads.values())
        for rule in expectation.get("must_not", ())
    )
    return Checked(len(wanted), wrong, forbidden)


def _is_met(name: str, got: object, accepted: Sequence[object]) -> bool:
    """Whether a field is as one of the accepted values, and remarks hold all of them."""
    return (all if name == TargetField.REMARKS else any)(_holds(name, got, one) for one in accepted)


def _holds(name: str, got: object, wanted: object) -> bool:
    if name == TargetField.REMARKS:
        return _plain(wanted) in _plain(got)
    number, expected = (re.sub(r"\D", "", str(value or "")).lstrip("0") for value in (got, wanted))
    if name != TargetField.PHONE or not expected:
        return _plain(got) == _plain(wanted)
    short, long = sorted((number, expected), key=len)
    return bool(short) and long.endswith(short) and len(long) - len(short) <= _MOST_DIGITS_OF_A_COUNTRY


def _plain(value: object) -> str:
    return " ".join(str(value or "").split()).casefold()


def _files(folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    for expected in sorted(folder.glob(f"*{_EXPECTATION}")):
        name = expected.name.removesuffix(_EXPECTATION)
        path = next(path for path in folder.iterdir() if path.stem == name and path != expected)
        yield path, json.loads(expected.read_text(encoding="utf-8"))


def main() -> None:
    """Prints the columns where a second opinion helps, and the sums."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    files = _files(parser.parse_args().folder)
    found = {path.name: ceiling(path, expectation) for path, expectation in files}
    for name, one in found.items():
        for header, answer in one.helpful:
            print(f"{name}: {header!r} is {answer}; misses {one.rules.misses} -> {one.best.misses}")
    rules, best = [one.rules for one in found.values()], [one.best for one in found.values()]
    fields = sum(one.fields for one in rules)
    print(f"{len(found)} files, {fields} fields; asked about {sum(one.asked for one in found.values())} columns")
    for label, checked in (("rules", rules), ("best", best)):
        wrong, forbidden = sum(one.wrong for one in checked), sum(one.forbidden for one in checked)
        print(f"{label}: {fields - wrong} fields right, {forbidden} values that must not be")


if __name__ == "__main__":
    main()
