"""A word of a language changes only the bundles of the functions that use it (docs/adding-a-language.md)."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

import pytest

from easy_crm import paths
from easy_crm.bundling.closure import SourceTree
from easy_crm.bundling.folders import digest_of

SOURCES = paths.ROOT / "lambda_src"
HEADER_WORDS = ("crm/mapping", "crm/own_fields/headed")
KNOWN_VALUES = "crm/values/known_values/"
BLANK_WORDS = "crm/values/blank_words/"
PLAIN_WORDS = "crm/values/plain_words/"
CONTACT_WORDS = "crm/values/contact_words/"

READING = frozenset({"batch_worker", "dead_letter", "file_upload", "import_api", "lead_splitter", "sweeper"})
"""Functions that read rows. The upload answers with the shape of imports, which has leads in it."""


@cache
def _bundles() -> dict[str, set[str]]:
    """The files of each function's bundle."""
    tree = SourceTree(SOURCES)
    handlers = [path.stem for path in (SOURCES / "crm" / "handlers").glob("*.py") if path.stem != "__init__"]
    return {
        handler: {file.as_posix() for file in tree.closure(f"crm.handlers.{handler}").files} for handler in handlers
    }


def _holding(folder: str) -> set[str]:
    """The functions whose bundles have files of a folder."""
    return {handler for handler, files in _bundles().items() if any(file.startswith(folder) for file in files)}


def _words_of_headers(source: Path) -> list[Path]:
    return sorted(path for folder in HEADER_WORDS for path in (source / folder).rglob("*.toml"))


def _digests(source: Path) -> dict[str, str]:
    """The hash of the files of each function's bundle."""
    return {handler: digest_of(source, map(Path, files)) for handler, files in _bundles().items()}


@pytest.mark.slow
def test_words_of_headers_change_the_bundle_of_the_splitter_and_no_other(tmp_path: Path) -> None:
    source = shutil.copytree(SOURCES, tmp_path / "source", ignore=shutil.ignore_patterns("__pycache__"))
    before = _digests(source)

    for words in _words_of_headers(source):
        words.write_text(f'{words.read_text()}\n# "Sähköpostiosoite"\n')

    assert {handler for handler, digest in _digests(source).items() if digest != before[handler]} == {"lead_splitter"}


@pytest.mark.slow
def test_the_splitter_holds_all_words_of_headers() -> None:
    words = {path.relative_to(SOURCES).as_posix() for path in _words_of_headers(SOURCES)}
    assert {"crm/mapping/headers/synonyms/fi.toml", "crm/own_fields/headed/header_words.toml"} <= words
    assert words <= _bundles()["lead_splitter"]


def test_only_functions_that_read_rows_or_compare_addresses_hold_the_words_in_them() -> None:
    assert _holding(CONTACT_WORDS) == {*READING, "lead_api", "lead_exporter", "index_writer", "user_api"}


def test_only_functions_that_read_rows_or_compare_leads_hold_the_words_of_people_and_companies() -> None:
    assert _holding(KNOWN_VALUES) == {*READING, "lead_exporter"} - {"file_upload"}


def test_only_functions_that_read_rows_or_typed_values_hold_the_words_for_nothing() -> None:
    assert _holding(BLANK_WORDS) == {*READING, "lead_api", "lead_exporter"}


def test_functions_that_read_own_fields_hold_the_words_for_yes_and_no() -> None:
    assert _holding(PLAIN_WORDS) >= {"chatbot", "lead_api", "lead_exporter"}
