"""The page says in its own words what the API says: its English ones are those of the API."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache

import pytest
from crm.imports import sheet_pages
from crm.imports.answers import ImportRow
from crm.imports.draft_answers import ProblemRow
from crm.imports.ledger import LedgerRow
from crm.imports.plan import ImportPlan, SheetPlan
from crm.mapping.confidence import SURE
from crm.mapping.mapping import PLAIN, ColumnMapping, DecidedBy, TransformKind
from crm.mapping.reasons import Reason, Why
from crm.outcomes import Outcome
from crm.sentences import NOTES, ROWS, code_of
from crm.spreadsheets.model import EMPTY_SHEET
from crm.standardizing import limits
from crm.standardizing.limits import MAX_READ
from crm.statements import recording
from crm.statements.arrivals import NEWER
from crm.statements.chains import MOST_ENTRIES
from pydantic.alias_generators import to_camel

from easy_crm import paths


@cache
def texts(section: str) -> dict[str, str]:
    file = paths.ROOT / "frontend" / "texts" / "en.json"
    return dict(json.loads(file.read_text(encoding="utf-8"))[section])


def test_the_page_has_the_sentence_of_every_reason_of_a_column() -> None:
    assert texts("because") == {to_camel(why.key): why.sentence for why in Why}


def test_the_page_names_every_way_in_which_cells_become_a_field() -> None:
    numbered = {TransformKind.CHOICE, TransformKind.LABEL}
    assert set(texts("transforms")) == set(TransformKind) - numbered - {TransformKind.PLAIN}


@pytest.mark.parametrize(("section", "sentences"), [("rowReasons", ROWS), ("importNotes", NOTES)])
def test_the_page_has_every_sentence_with_a_code(section: str, sentences: Mapping[str, str]) -> None:
    assert texts(section) == sentences


def test_an_answer_names_the_reason_of_a_column_and_what_it_speaks_of() -> None:
    because = Reason(Why.PLAINER_NAME, {"neighbour": "First name"})
    column = ColumnMapping(1, "Vorname", "remarks", PLAIN, SURE, DecidedBy.RULES, because)

    answer = sheet_pages.ColumnMapping.of(column)

    assert (answer.because, answer.because_key) == ("“First name” is plainer.", "plainerName")
    assert answer.because_values == {"neighbour": "First name"}


def test_answers_about_rows_and_sheets_name_the_sentence() -> None:
    row = LedgerRow(0, 7, Outcome.SUPERSEDED, NEWER)
    sheet = SheetPlan(0, "Leer", EMPTY_SHEET, (), 0, None)

    assert ImportRow.of(row, "Kunden").reason_code == "newer"
    assert ProblemRow.of(row, ImportPlan("import", (sheet,), (), ())).reason_code == "newer"
    assert sheet_pages.ImportSheet.of(sheet, ()).skipped_code == "emptySheet"


def test_sentences_name_the_limits_that_hold() -> None:
    assert f" {MAX_READ:,} " in limits.TOO_LONG
    assert f" {MOST_ENTRIES:,} " in recording.TOO_LONG


def test_a_sentence_with_values_has_no_code() -> None:
    assert code_of(f"{ROWS['newer']} Notes was cut to 30,000 bytes: a lead cannot hold more.") is None
    assert (code_of(ROWS["newer"]), code_of(NOTES["noFreeText"]), code_of(None)) == ("newer", "noFreeText", None)
