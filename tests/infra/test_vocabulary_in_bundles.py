"""A word of a language changes only the bundles of the functions that use it (docs/adding-a-language.md)."""

from __future__ import annotations

from functools import cache

from easy_crm import paths
from easy_crm.bundling.closure import SourceTree

SOURCES = paths.ROOT / "lambda_src"
VOCABULARY = "crm/mapping/headers/"
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


def test_only_functions_that_read_headers_hold_their_words() -> None:
    # The splitter maps columns; the API of leads proposes the type of a field from the header that leads have it under.
    assert _holding(VOCABULARY) == {"lead_splitter", "lead_api"}


def test_only_functions_that_read_rows_or_compare_addresses_hold_the_words_in_them() -> None:
    assert _holding(CONTACT_WORDS) == {*READING, "lead_api", "lead_exporter", "index_writer", "user_api"}


def test_only_functions_that_read_rows_or_compare_leads_hold_the_words_of_people_and_companies() -> None:
    assert _holding(KNOWN_VALUES) == {*READING, "lead_exporter"} - {"file_upload"}


def test_only_functions_that_read_rows_or_typed_values_hold_the_words_for_nothing() -> None:
    assert _holding(BLANK_WORDS) == {*READING, "lead_api", "lead_exporter"}


def test_functions_that_read_own_fields_hold_the_words_for_yes_and_no() -> None:
    assert _holding(PLAIN_WORDS) >= {"chatbot", "lead_api", "lead_exporter"}


def test_the_splitter_holds_every_language() -> None:
    bundled = _bundles()["lead_splitter"]
    languages = {file.relative_to(SOURCES).as_posix() for file in (SOURCES / VOCABULARY / "synonyms").iterdir()}
    assert languages
    assert languages <= bundled
