"""The page says in its own words what the API says: its English ones are those of the API."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache

import pytest
from crm.mapping.reasons import Why
from crm.sentences import NOTES, ROWS, code_of
from crm.standardizing import limits
from crm.standardizing.limits import MAX_READ
from crm.statements import recording
from crm.statements.chains import MOST_ENTRIES
from pydantic.alias_generators import to_camel

from easy_crm import paths


@cache
def texts(section: str) -> dict[str, str]:
    file = paths.ROOT / "frontend" / "texts" / "en.json"
    return dict(json.loads(file.read_text(encoding="utf-8"))[section])


def test_the_page_has_the_sentence_of_every_reason_of_a_column() -> None:
    assert texts("because") == {to_camel(why.key): why.sentence for why in Why}


@pytest.mark.parametrize(("section", "sentences"), [("rowReasons", ROWS), ("importNotes", NOTES)])
def test_the_page_has_every_sentence_with_a_code(section: str, sentences: Mapping[str, str]) -> None:
    assert texts(section) == sentences


def test_sentences_name_the_limits_that_hold() -> None:
    assert f" {MAX_READ:,} " in limits.TOO_LONG
    assert f" {MOST_ENTRIES:,} " in recording.TOO_LONG


def test_a_sentence_with_values_has_no_code() -> None:
    assert code_of(f"{ROWS['newer']} Notes was cut to 30,000 bytes: a lead cannot hold more.") is None
    assert (code_of(ROWS["newer"]), code_of(NOTES["noFreeText"]), code_of(None)) == ("newer", "noFreeText", None)
