"""The page says in its own words what the API says: its English ones are those of the API."""

from __future__ import annotations

import copy
import json
import re
from functools import cache

import pytest
from crm.compact_json import compact_json
from crm.imports import sheet_pages
from crm.imports.answers import ImportRow
from crm.imports.draft_answers import ProblemRow
from crm.imports.ledger import LedgerRow
from crm.imports.plan import ImportPlan, SheetPlan
from crm.mapping.confidence import SURE
from crm.mapping.mapping import PLAIN, ColumnMapping, DecidedBy, TransformKind
from crm.mapping.reasons import Reason, Why
from crm.outcomes import Outcome
from crm.sentences import NOTES, ROWS, SECTIONS, Sentence, code_of, message_of, messages_of, of_sheet
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


@pytest.mark.parametrize("section", SECTIONS)
def test_the_page_has_every_sentence_with_a_code(section: str) -> None:
    plain = {code: text.replace(", number}", "}") for code, text in texts(section).items()}
    assert plain == SECTIONS[section]


def test_a_code_is_of_one_sentence_only() -> None:
    assert len({code for section in SECTIONS.values() for code in section}) == sum(map(len, SECTIONS.values()))


@pytest.mark.parametrize("section", SECTIONS)
def test_numbers_are_sent_as_numbers(section: str) -> None:
    """A number in the text of the page is one in the sentence, so that each language writes it in its own way."""
    numbers = {"bytes", "count", "most", "values", "fitting", "choices", "against"}
    for text in texts(section).values():
        assert all((f"{{{name}, number}}" in text) is (name in numbers) for name in re.findall(r"{(\w+)", text))


def test_an_answer_names_the_reason_of_a_column_and_what_it_speaks_of() -> None:
    because = Reason(Why.PLAINER_NAME, {"neighbour": "First name"})
    column = ColumnMapping(1, "Vorname", "remarks", PLAIN, SURE, DecidedBy.RULES, because)

    answer = sheet_pages.ColumnMapping.of(column)

    assert (answer.because, answer.because_key) == ("“First name” is plainer.", "plainerName")
    assert answer.because_values == {"neighbour": "First name"}


def test_answers_about_rows_and_sheets_name_the_sentence() -> None:
    row = LedgerRow(0, 7, Outcome.SUPERSEDED, NEWER)
    sheet = SheetPlan(0, "Leer", EMPTY_SHEET, (), 0, None)

    for answer in (ImportRow.of(row, "Kunden"), ProblemRow.of(row, ImportPlan("import", (sheet,), (), ()))):
        assert [(one.code, one.values) for one in answer.reason_messages] == [("newer", {})]
    assert sheet_pages.ImportSheet.of(sheet, ()).skipped_code == "emptySheet"


def test_sentences_name_the_limits_that_hold() -> None:
    assert f" {MAX_READ:,} " in limits.TOO_LONG
    assert f" {MOST_ENTRIES:,} " in recording.TOO_LONG


def test_a_sentence_with_values_is_known_by_its_code_wherever_it_was_stored() -> None:
    cut = Sentence("cut", field="Notes", bytes=30_000, path="notes")
    row = LedgerRow(0, 7, Outcome.CREATED, f"{ROWS['newer']} {cut}", sentences=(ROWS["newer"], cut))

    stored = LedgerRow.from_json(json.loads(compact_json(row.to_json())))

    assert stored == row
    assert message_of(copy.copy(cut)) == cut.message
    assert stored.reason == f"{ROWS['newer']} Notes was cut to 30,000 bytes: a lead cannot hold more."
    assert stored.messages == [("newer", {}), ("cut", {"field": "Notes", "bytes": 30_000, "path": "notes"})]


def test_a_reason_of_which_one_sentence_has_no_code_is_said_in_english() -> None:
    assert messages_of([ROWS["newer"], "Something new."]) == []
    assert (code_of(ROWS["newer"]), code_of(NOTES["noFreeText"]), code_of(None)) == ("newer", "noFreeText", None)


def test_a_note_says_of_which_sheet_it_is() -> None:
    note = of_sheet(NOTES["rulesAlone"], "Kunden")

    assert (note, message_of(note)) == (f"Kunden: {NOTES['rulesAlone']}", ("rulesAlone", {"sheet": "Kunden"}))
    assert of_sheet(NOTES["rulesAlone"], "") == NOTES["rulesAlone"]
