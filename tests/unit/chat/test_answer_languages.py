"""Answers in each language: all texts are there, and the language of a question is told from its words."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from crm.chat import answer_words as module
from crm.chat.answer_text import AnswerText
from crm.chat.answer_words import FOLDER, answer_languages, answer_words
from crm.chat.grammar import read_question
from crm.chat.interpretation import Intent, Interpretation, NotUnderstood, Partly
from crm.chat.question_language import question_language
from crm.query.conditions import AllOf, AnyOf, Comparison, Condition, Filter, Not
from crm.query.lead_query import LeadQuery, Sort
from crm.query.results import Count, Group, Groups, Page, Result

OTHERS = sorted(set(answer_languages()) - {"en"})
ACME = Filter("company", Comparison.CONTAINS, ("Acme",))
MORE, SAME = (Filter("extras/Revenue", op, ("5",)) for op in (Comparison.MORE, Comparison.EQUALS))
LESS = Filter("extras/Revenue", Comparison.LESS, ("5",))


def tables(language: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_says_all_that_english_says(language: str) -> None:
    for table in ("sentences", "comparisons", "fields"):
        assert tables(language)[table].keys() == tables("en")[table].keys()


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_has_every_reason_to_ask_back_and_no_other(language: str) -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in Path(module.__file__).parent.glob("*.py"))

    assert tables(language)["reasons"].keys() == tables("de")["reasons"].keys()
    assert [sentence for sentence in tables(language)["reasons"] if f'"{sentence}"' not in sources] == []


def comparison(op: Comparison) -> Filter:
    values = ("2026-01-01", "2026-01-31") if op is Comparison.BETWEEN else ("a",)
    return Filter("createdAt", op, values if op.takes_value else ())


EVERYTHING: tuple[Condition, ...] = (
    *map(comparison, Comparison),
    AnyOf((MORE, SAME)),
    AnyOf((LESS, SAME)),
    AnyOf((Not(ACME), AllOf((ACME, SAME)))),
)
ALL = LeadQuery()
GROUPS = (Group(("Acme", None), 1200), Group((None, None), 1))
ANSWERS: tuple[tuple[Interpretation, Result, int | None], ...] = (
    *((Interpretation(Intent.COUNT, ALL), Count(total), None) for total in (0, 1, 1234)),
    (Interpretation(Intent.LIST, ALL), Page((), 3), None),
    (Interpretation(Intent.LIST, LeadQuery(sort=Sort("createdAt", False))), Page((), 3), None),
    (Interpretation(Intent.LIST, LeadQuery(sort=Sort("title", False))), Page((), 3), None),
    (Interpretation(Intent.GROUP, LeadQuery(group_by=("company", "title"))), Groups(GROUPS, 1300, 9), None),
    (Interpretation(Intent.GROUP, LeadQuery(group_by=("company", "title"))), Groups(GROUPS[1:], 1, 0), None),
    (Interpretation(Intent.DISTINCT, LeadQuery(group_by=("company",))), Groups((), 5, 1), None),
    (Interpretation(Intent.DISTINCT, LeadQuery(group_by=("company",))), Groups((), 5, 2), None),
    *((Interpretation(Intent.SHARE, ALL, ACME), Count(8), part) for part in (1, 2)),
)


@pytest.mark.parametrize("language", answer_languages())
def test_every_kind_of_answer_can_be_said(language: str) -> None:
    says = AnswerText(answer_words(language))
    said = [says.answer(*one) for one in ANSWERS]
    said += [says.conditions(LeadQuery(where=condition, text="Bonn")) for condition in EVERYTHING]
    said += [says.help(NotUnderstood(why, Partly(ACME, ("so",)), "Acme")) for why in ("", *tables("de")["reasons"])]
    said += [answer_words(language).say("by_rules", reason="It did not answer.")]

    assert [text for text in said if re.search(r"[{}]", text) or not text] == []


@pytest.mark.parametrize("language", answer_languages())
def test_the_examples_of_answers_are_understood_and_are_in_their_language(language: str) -> None:
    for example in answer_words(language).examples:
        assert read_question(example, date(2026, 3, 15)).query.text == "", example
        assert question_language(example) == language, example


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Show leads at Müller GmbH", "en"),
        ("leads at 腾讯", "en"),
        ("Acme", "en"),
        ("Leads ohne E-Mail", "de"),
        ("Leads sin teléfono", "es"),
        ("leads sans téléphone", "fr"),
        ("有 email 的线索", "zh"),
        ("有電話的線索", "zh-Hant"),
        ("会社別に集計して", "ja"),
    ],
)
def test_the_language_of_a_question_is_told_from_its_words(question: str, language: str) -> None:
    assert question_language(question) == language
