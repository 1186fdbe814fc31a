"""A word of a language changes the splitter's bundle and no other (docs/adding-a-language.md)."""

from __future__ import annotations

from easy_crm import paths
from easy_crm.bundling.closure import SourceTree

SOURCES = paths.ROOT / "lambda_src"
VOCABULARY = "crm/mapping/headers/"


def test_only_the_splitter_holds_the_words_of_headers() -> None:
    tree = SourceTree(SOURCES)
    handlers = [path.stem for path in (SOURCES / "crm" / "handlers").glob("*.py") if path.stem != "__init__"]
    holding = {
        handler
        for handler in handlers
        if any(file.as_posix().startswith(VOCABULARY) for file in tree.closure(f"crm.handlers.{handler}").files)
    }
    assert holding == {"lead_splitter"}


def test_the_splitter_holds_every_language() -> None:
    bundled = {file.as_posix() for file in SourceTree(SOURCES).closure("crm.handlers.lead_splitter").files}
    languages = {file.relative_to(SOURCES).as_posix() for file in (SOURCES / VOCABULARY / "synonyms").iterdir()}
    assert languages
    assert languages <= bundled
