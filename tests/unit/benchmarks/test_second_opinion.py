"""The most that a second opinion on columns can gain: the best answer where the rules are unsure, and no other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks.second_opinion import Ceiling, ceiling

UNKNOWN_JOBS = "Name,Email,Umsebenzi\nEwan Baird,ewan@baird.example,Umlimi\nMona Lind,mona@lind.example,Umfundisi\n"


def _ceiling(folder: Path, text: str, leads: list[dict[str, Any]], must_not: list[dict[str, str]]) -> Ceiling:
    path = folder / "contacts.csv"
    path.write_text(text, encoding="utf-8")
    return ceiling(path, {"leads": leads, "must_not": must_not})


def test_a_column_that_the_rules_do_not_know_gets_the_answer_that_is_expected(tmp_path: Path) -> None:
    leads = [{"row": 2, "fields": {"title": "Umlimi"}}, {"row": 3, "fields": {"title": ["Teacher", "Umfundisi"]}}]

    found = _ceiling(tmp_path, UNKNOWN_JOBS, leads, [])

    assert (found.asked, found.rules.wrong, found.best.wrong) == (1, 2, 0)
    assert found.helpful == (("Umsebenzi", "title"),)


def test_an_answer_counts_only_where_it_mends_something(tmp_path: Path) -> None:
    right = {"row": 2, "fields": {"title": "", "remarks": ["Umsebenzi: Umlimi"], "email": "ewan@baird.example"}}
    wrong = {"row": 3, "fields": {"remarks": ["Umsebenzi: Umfundisi", "Umlimi"], "phone": "0123"}}

    found = _ceiling(tmp_path, UNKNOWN_JOBS, [right, wrong], [{"field": "firstName", "value": "Mona"}])

    assert (found.rules.fields, found.rules.wrong, found.rules.forbidden) == (5, 2, 1)
    assert (found.helpful, found.best) == ((), found.rules)


def test_columns_that_the_rules_are_sure_of_stay_as_they_are(tmp_path: Path) -> None:
    text = UNKNOWN_JOBS.replace("Umsebenzi", "Company")

    found = _ceiling(tmp_path, text, [{"row": 2, "fields": {"title": "Umlimi"}}], [])

    assert (found.asked, found.best.wrong) == (0, 1)
