"""Queries, sizes and times as the page says them."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.doubles.api_answers import chat_answer


def say(library: Page, module: str, function: str, *values: Any) -> Any:
    """What a function of a module of the page answers."""
    script = "async ([module, name, values]) => (await import(`${MODULES}${module}.js`))[name](...values)"
    return library.evaluate(script, [module, function, list(values)])


def whole(query: dict[str, Any]) -> Any:
    """The query as the chat answers it: leads, the newest first, unless it says something else."""
    return chat_answer({"query": query})["query"]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({}, ["all leads", "newest first"]),
        ({"text": "acme"}, ["any field contains “acme”", "newest first"]),
        ({"filters": [{"field": "phone", "op": "empty"}]}, ["Phone is empty", "newest first"]),
        (
            {"filters": [{"field": "emailDomain", "op": "equals", "value": "x.com"}]},
            ["Email domain is “x.com”", "newest first"],
        ),
        ({"groupBy": "company"}, ["all leads", "grouped by company"]),
        ({"sort": {"field": "createdAt", "descending": False}}, ["all leads", "oldest first"]),
        ({"sort": {"field": "lastName", "descending": False}}, ["all leads", "by last name, A to Z"]),
    ],
)
def test_a_query_in_words(library: Page, query: dict[str, Any], words: list[str]) -> None:
    assert say(library, "labels/query-labels", "queryLabels", whole(query)) == words


@pytest.mark.parametrize(
    ("query", "params"),
    [
        (
            {"filters": [{"field": "company", "op": "contains", "value": "acme"}]},
            {"filter[company]": "acme", "sort": "-createdAt"},
        ),
        ({"text": "a", "sort": {"field": "title", "descending": True}}, {"q": "a", "sort": "-title"}),
        ({"filters": [{"field": "company", "op": "equals", "value": "acme"}]}, None),
        ({"groupBy": "company"}, None),
    ],
)
def test_a_query_opens_in_the_list_only_if_the_list_can_say_it(
    library: Page, query: dict[str, Any], params: dict[str, str] | None
) -> None:
    assert say(library, "labels/query-labels", "queryParams", whole(query)) == params


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "0 bytes"), (1023, "1,023 bytes"), (1024, "1 KB"), (1536, "1.5 KB"), (52_428_800, "50 MB"), (2**31, "2 GB")],
)
def test_a_size_in_words(library: Page, size: int, words: str) -> None:
    assert say(library, "lib/format", "bytes", size) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "a few seconds"),
        (11, "about 15 seconds"),
        (60, "about a minute"),
        (150, "about 3 minutes"),
        (3600, "about an hour"),
        (9000, "about 3 hours"),
    ],
)
def test_a_duration_in_words(library: Page, seconds: int, words: str) -> None:
    assert say(library, "lib/format", "duration", seconds) == words


@pytest.mark.parametrize(
    ("lead", "name"),
    [
        ({"firstName": "Anna", "lastName": "Berg"}, "Anna Berg"),
        ({"firstName": "N/A", "lastName": "Berg"}, "Berg"),
        ({"firstName": "N/A", "lastName": "N/A", "company": "Acme"}, "Acme"),
        ({"firstName": "N/A", "company": "N/A", "email": "a@b.example"}, "a@b.example"),
        ({}, "Unnamed lead"),
    ],
)
def test_a_lead_is_called_by_what_it_has(library: Page, lead: dict[str, str], name: str) -> None:
    assert say(library, "lib/format", "leadName", lead) == name


@pytest.mark.parametrize(("column", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_a_column_has_the_letters_of_a_spreadsheet(library: Page, column: int, letters: str) -> None:
    script = "async (column) => (await import(`${MODULES}components/imports/import-sheet.js`)).letters(column)"

    assert library.evaluate(script, column) == letters
