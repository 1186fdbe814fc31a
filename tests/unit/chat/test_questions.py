"""What people ask becomes the query that they mean, or is asked back; never another query.

`questions.toml` holds the questions of two sets: `first` was written before the grammar, `second` after it and without
a look at it.
"""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from crm.chat.grammar import read_question
from crm.chat.interpretation import MAX_ROWS, Interpretation, NotUnderstood
from crm.own_fields.definition import FieldType, OwnField

ASKS_BACK = "asks back"
LEAST_RIGHT = 0.8
TYPES = {
    "employees": FieldType.NUMBER,
    "revenue": FieldType.NUMBER,
    "city": FieldType.TEXT,
    "industry": FieldType.CHOICE,
    "renewal": FieldType.DATE,
}
DATA = tomllib.loads(Path(__file__).with_name("questions.toml").read_text(encoding="utf-8"))
QUESTIONS = [
    (name, language, asked)
    for name in ("first", "second")
    for language, questions in DATA.get(name, {}).items()
    for asked in questions
]


def own_fields(language: str) -> tuple[OwnField, ...]:
    labels = DATA["own_fields"][language]
    return tuple(OwnField(key=key, label=label, type=TYPES[key]) for key, label in labels.items())


def whole(query: str) -> dict[str, Any]:
    """A query of the file with the parts that ask nothing."""
    given = json.loads(query)
    limit = given.pop("limit", 0 if given["intent"] in ("count", "share") else MAX_ROWS)
    return {
        "text": "",
        "where": {"all": []},
        "part": None,
        "sort": {"field": "createdAt", "descending": True},
        "groupBy": [],
        "pageSize": limit,
        **given,
    }


def same_for(condition: Any) -> Any:
    """A condition in one form of all that say the same: the order of parts does not matter."""
    if not isinstance(condition, dict):
        return condition
    if condition.get("op") == "in":
        values = [{"field": condition["field"], "op": "equals", "value": value} for value in condition["values"]]
        return same_for({"any": values})
    for join in ("all", "any"):
        if join in condition:
            parts = {json.dumps(same_for(part), ensure_ascii=False, sort_keys=True) for part in condition[join]}
            return {join: sorted(parts)}
    return {"not": same_for(condition["not"])} if "not" in condition else condition


def comparable(query: dict[str, Any]) -> dict[str, Any]:
    return {**query, "where": same_for(query["where"]), "part": same_for(query["part"])}


def read(asked: dict[str, Any], language: str) -> str | dict[str, Any]:
    previous = Interpretation.from_json(whole(asked["previous"])) if "previous" in asked else None
    try:
        found = read_question(asked["ask"], asked.get("today", DATA["today"]), own_fields(language), previous)
    except NotUnderstood:
        return ASKS_BACK
    return found.to_json()


def expected(asked: dict[str, Any]) -> str | dict[str, Any]:
    return ASKS_BACK if asked["expect"] == ASKS_BACK else comparable(whole(asked["expect"]))


@pytest.mark.parametrize(
    ("language", "asked"), [pytest.param(language, asked, id=asked["ask"]) for _, language, asked in QUESTIONS]
)
def test_a_question_is_never_read_as_another_one(language: str, asked: dict[str, Any]) -> None:
    found = read(asked, language)
    if isinstance(found, dict):
        assert comparable(found) == expected(asked)


@pytest.mark.parametrize("name", sorted({name for name, _, _ in QUESTIONS}))
def test_four_of_five_questions_are_read_right(name: str) -> None:
    right: Counter[bool] = Counter()
    for of, language, asked in QUESTIONS:
        if of == name:
            found = read(asked, language)
            right[(comparable(found) if isinstance(found, dict) else found) == expected(asked)] += 1
    assert right[True] / right.total() >= LEAST_RIGHT


def test_there_are_150_questions_in_six_languages() -> None:
    assert len(QUESTIONS) == 150
    assert {language for _, language, _ in QUESTIONS} == {"en", "de", "zh", "fr", "es", "ja"}
    assert all(isinstance(asked.get("today", DATA["today"]), date) for _, _, asked in QUESTIONS)
