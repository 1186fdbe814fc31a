"""The files of words: what each language must have, and that a word is all that a contributor adds."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from crm.chat import language_files, tokens, unspaced_patterns
from crm.chat.answer_words import answer_words
from crm.chat.grammar import read_question
from crm.chat.interpretation import Intent, Interpretation
from crm.chat.language_files import NUMBER_TABLES, WITHOUT_BLANKS, LanguageFile, languages, read_language
from crm.chat.phrases import Phrases
from crm.chat.tokens import tokens_of
from crm.chat.vocabulary import Vocabulary, vocabulary
from crm.fields import BY_HEADER, LEAD_FIELDS
from crm.query.conditions import Comparison, Filter
from crm.query.lead_query import LeadQuery
from crm.query.query_fields import QUERY_FIELDS

TABLES = {"fields", *NUMBER_TABLES}
IN_A_FILE = {one.name for one in dataclasses.fields(Vocabulary)} - TABLES | {"elided", "abbreviations"}
"""Every key that the grammar reads, besides the tables."""


def fields_without_words(file: LanguageFile) -> list[str]:
    return [field for field in LEAD_FIELDS if field not in BY_HEADER and not file.fields.get(field)]


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_field_of_a_lead_has_words_in_english_and_german(language: str) -> None:
    lacking = fields_without_words(read_language(language))
    assert not lacking, f"lambda_src/crm/chat/words/{language}.toml has no words for {', '.join(lacking)}"


def test_a_field_without_words_is_named() -> None:
    file = read_language("en")
    assert fields_without_words(dataclasses.replace(file, fields={**file.fields, "phone": []})) == ["phone"]


@pytest.mark.parametrize("language", languages())
def test_a_language_has_only_subjects_that_its_grammar_reads(language: str) -> None:
    known = unspaced_patterns.SUBJECTS if language in WITHOUT_BLANKS else IN_A_FILE
    assert not read_language(language).lists.keys() - known


@pytest.mark.parametrize("language", languages())
def test_a_language_names_only_fields_that_a_query_has(language: str) -> None:
    assert not read_language(language).fields.keys() - set(QUERY_FIELDS)


@pytest.mark.parametrize("language", languages())
def test_no_word_stands_twice_under_one_subject(language: str) -> None:
    file = read_language(language)
    for subject, words in {**file.lists, **file.fields}.items():
        assert len(words) == len(set(words)), subject


@pytest.mark.parametrize("language", sorted(set(languages()) - set(WITHOUT_BLANKS)))
def test_every_phrase_is_found_in_a_question_that_has_it(language: str) -> None:
    file = read_language(language)
    numbers = [words for table in file.numbers.values() for words in table.values()]
    for words in (*file.lists.values(), *file.fields.values(), *numbers):
        assert isinstance(words, list)
        for phrase in words:
            found = tokens_of(phrase)
            assert found, phrase
            assert Phrases([phrase]).length_at(found, 0) == len(found), phrase


def test_english_has_every_subject_because_it_explains_them() -> None:
    assert read_language("en").lists.keys() == IN_A_FILE


def test_answers_have_words_for_every_field_and_comparison() -> None:
    assert answer_words().fields.keys() == set(QUERY_FIELDS) - BY_HEADER.keys()
    assert answer_words().comparisons.keys() == set(Comparison)


@pytest.fixture
def dutch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The languages that there are, and a file of Dutch."""
    for language in languages():
        (tmp_path / f"{language}.toml").write_bytes((language_files.LANGUAGE_FILES / f"{language}.toml").read_bytes())
    (tmp_path / "nl.toml").write_text(
        'count = ["hoeveel"]\nlacking = ["zonder"]\n[fields]\nphone = ["Télefoonnummer"]\n'
    )
    monkeypatch.setattr(language_files, "LANGUAGE_FILES", tmp_path)
    _forget()
    yield
    monkeypatch.undo()
    _forget()


def _forget() -> None:
    for cached in (languages, read_language, vocabulary, tokens._elided, tokens._abbreviated):
        cached.cache_clear()


@pytest.mark.usefixtures("dutch")
def test_a_new_file_adds_a_language_whatever_its_case_and_accents() -> None:
    assert read_question("Hoeveel leads zonder telefoonnummer?", date(2026, 1, 5)) == Interpretation(
        Intent.COUNT, LeadQuery(where=Filter("phone", Comparison.EMPTY), page_size=0)
    )


TEXTS = Path(__file__).parents[3] / "frontend" / "texts"
EXAMPLES = [
    pytest.param(text, id=f"{path.stem}-{name}")
    for path in sorted(TEXTS.glob("*.json"))
    for name, text in json.loads(path.read_text(encoding="utf-8"))["ask"].items()
    if name.startswith("example")
]


@pytest.mark.parametrize("question", EXAMPLES)
def test_the_examples_of_the_page_are_understood_in_each_of_its_languages(question: str) -> None:
    """None is a search for its words: that would be a wrong answer."""
    assert read_question(question, date(2026, 3, 15)).query.text == ""
