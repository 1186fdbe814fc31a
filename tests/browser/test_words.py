"""Queries, sizes and times as the page says them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.doubles.api_answers import chat_answer
from tests.doubles.api_fields import BUILT_IN

LABELS = {
    **{name: label for name, (label, _) in BUILT_IN.items()},
    **{"createdAt": "Added", "updatedAt": "Changed", "sourceFile": "Source file"},
}
"""What the page calls the columns of its list."""
EITHER = {"any": [{"field": "title", "op": "empty"}, {"field": "phone", "op": "empty"}]}


ACME = {"field": "company", "op": "equals", "value": "acme"}
JANUARY = {"field": "createdAt", "op": "between", "values": ["2026-01-01", "2026-01-31"]}
AT_LEAST = [{"field": "Size", "op": op, "value": "5"} for op in ("more", "equals")]


def compact(condition: dict[str, Any]) -> str:
    """A condition as the page writes it into the address."""
    return json.dumps(condition, separators=(",", ":"))


def say(library: Page, module: str, function: str, *values: Any) -> Any:
    """What a function of a module of the page answers."""
    script = "async ([module, name, values]) => (await import(`${MODULES}${module}.js`))[name](...values)"
    return library.evaluate(script, [module, function, list(values)])


def test_a_column_without_a_header_is_called_by_its_letter_in_a_reason(library: Page) -> None:
    column = {"because": "“column 28” is plainer.", "becauseKey": "plainerName"}

    assert say(library, "labels/reasons", "becauseOf", column | {"becauseValues": {"neighbour": "column 28"}}) == (
        "“Column AB” is plainer."
    )


def test_a_reason_that_the_page_does_not_know_is_said_in_the_words_of_the_api(library: Page) -> None:
    column = {"because": "It is new.", "becauseKey": "somethingNew", "becauseValues": {}}

    assert say(library, "labels/reasons", "becauseOf", column) == "It is new."


def test_the_reasons_of_a_pair_are_said_one_after_the_other(library: Page) -> None:
    names = {"code": "firstShort", "values": {"one": "Bob", "other": "Robert"}}
    pair = {"reasons": ["same phone", "new"], "reasonMessages": [{"code": "phoneSame", "values": {}}, names]}

    assert say(library, "labels/reasons", "pairReasons", pair) == (
        "same phone; first names Bob and Robert stand for each other"
    )
    assert say(library, "labels/reasons", "pairReasons", pair | {"reasonMessages": []}) == "same phone; new"


def whole(query: dict[str, Any]) -> Any:
    """The query as the chat answers it: leads, the newest first, unless it says something else."""
    return chat_answer({"query": query})["query"]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({}, ["all leads", "newest first"]),
        ({"text": "acme"}, ["any field contains “acme”", "newest first"]),
        ({"where": {"field": "phone", "op": "empty"}}, ["Phone is empty", "newest first"]),
        (
            {"where": {"field": "emailDomain", "op": "equals", "value": "x.com"}},
            ["Email domain is “x.com”", "newest first"],
        ),
        ({"where": EITHER}, ["(Title is empty or Phone is empty)", "newest first"]),
        ({"where": {"not": EITHER}}, ["not (Title is empty or Phone is empty)", "newest first"]),
        (
            {"where": {"all": [JANUARY, {"field": "status", "op": "in", "values": ["new", "won"]}]}},
            ["Added is between Jan 1, 2026 and Jan 31, 2026", "Status is “new” or “won”", "newest first"],
        ),
        ({"where": {"any": AT_LEAST}}, ["Size is at least 5", "newest first"]),
        ({"part": EITHER}, ["all leads", "share of: (Title is empty or Phone is empty)"]),
        ({"groupBy": ["company", "status"]}, ["all leads", "grouped by company and status"]),
        (
            {"where": {"field": "createdAt", "op": "before", "value": "2026-01-31"}},
            ["Added is before Jan 31, 2026", "newest first"],
        ),
        ({"groupBy": ["company"]}, ["all leads", "grouped by company"]),
        ({"groupBy": ["Size"]}, ["all leads", "grouped by Size"]),
        ({"sort": {"field": "createdAt", "descending": False}}, ["all leads", "oldest first"]),
        ({"sort": {"field": "lastName", "descending": False}}, ["all leads", "by last name, A to Z"]),
    ],
)
def test_a_query_in_words(library: Page, query: dict[str, Any], words: list[str]) -> None:
    parts = say(library, "labels/query-labels", "queryParts", whole(query), LABELS)
    assert [part["label"] for part in parts] == words


EMPTY = {"field": "phone", "op": "empty"}


@pytest.mark.parametrize(
    ("condition", "compared", "wanted", "changed"),
    [
        (
            {"any": [ACME, ACME | {"value": "globex"}]},
            [{"field": "company", "op": "in", "values": ["acme", "globex"]}],
            [{"field": "company", "op": "in", "values": ["globex", "navy"]}],
            {"field": "company", "op": "in", "values": ["globex", "navy"]},
        ),
        (
            {"any": AT_LEAST},
            [AT_LEAST[0]],
            [AT_LEAST[0] | {"value": "9"}],
            {"any": [part | {"value": "9"} for part in AT_LEAST]},
        ),
        ({"not": {"any": [ACME, EMPTY]}}, [ACME, EMPTY], [None, EMPTY], {"not": EMPTY}),
        (
            {"all": [{"any": [ACME, EMPTY]}, JANUARY]},
            [ACME, EMPTY, JANUARY],
            [EMPTY, ACME, None],
            {"any": [EMPTY, ACME]},
        ),
        ({"any": [ACME, EMPTY]}, [ACME, EMPTY], [None, None], None),
    ],
)
def test_the_comparisons_of_a_condition_are_changed_one_by_one(
    library: Page, condition: Any, compared: list[Any], wanted: list[Any], changed: Any
) -> None:
    assert say(library, "labels/query-edits", "comparisonsIn", condition) == compared
    assert say(library, "labels/query-edits", "withComparisons", condition, compared) is not None
    assert say(library, "labels/query-edits", "withComparisons", condition, wanted) == changed


def test_rows_about_a_lead_that_the_file_adds_itself_are_not_counted_as_leads(library: Page) -> None:
    expected = {"isWhole": True, "totals": {"created": 75, "updated": 2}, "changingCount": 0}
    assert say(library, "labels/review-labels", "startInWords", expected) == "Import 75 leads"


@pytest.mark.parametrize(
    ("sheet", "title"),
    [
        ({"name": "House", "table": 1}, "House"),
        ({"name": "", "table": 1}, "house.csv"),
        ({"name": "House", "table": 2}, "House, table 2"),
    ],
)
def test_what_a_sheet_is_called(library: Page, sheet: dict[str, Any], title: str) -> None:
    assert say(library, "labels/review-labels", "sheetTitle", sheet, "house.csv") == title


@pytest.mark.parametrize(("because", "asks"), [("nothingKnown", True), ("nothingKnownOrThere", False)])
def test_a_column_without_values_is_none_to_decide(library: Page, because: str, asks: bool) -> None:
    column = {"confidence": 0.3, "becauseKey": because}
    assert say(library, "labels/review-labels", "isUnsure", column) is asks


@pytest.mark.parametrize(
    ("query", "params"),
    [
        (
            {"where": {"field": "company", "op": "contains", "value": "acme"}},
            {"filter[company]": "acme", "sort": "-createdAt"},
        ),
        ({"text": "a", "sort": {"field": "title", "descending": True}}, {"q": "a", "sort": "-title"}),
        (
            {
                "where": {
                    "all": [{"field": "company", "op": "equals", "value": "acme"}, {"field": "phone", "op": "empty"}]
                }
            },
            {"filter[company][equals]": "acme", "filter[phone][empty]": "1", "sort": "-createdAt"},
        ),
        ({"where": EITHER}, {"where": compact(EITHER), "sort": "-createdAt"}),
        (
            {"where": {"all": [{"field": "phone", "op": "empty"}, JANUARY, EITHER]}},
            {
                "filter[phone][empty]": "1",
                "filter[createdAt][between]": ["2026-01-01", "2026-01-31"],
                "where": compact(EITHER),
                "sort": "-createdAt",
            },
        ),
        (
            {"where": {"all": [{"field": "company", "op": op, "value": "a"} for op in ("contains", "equals")]}},
            {
                "filter[company]": "a",
                "where": compact({"field": "company", "op": "equals", "value": "a"}),
                "sort": "-createdAt",
            },
        ),
        ({"part": {"field": "phone", "op": "empty"}}, {"filter[phone][empty]": "1", "sort": "-createdAt"}),
        ({"groupBy": ["company"]}, None),
    ],
)
def test_a_query_opens_in_the_list_unless_it_is_one_of_groups(
    library: Page, query: dict[str, Any], params: dict[str, str] | None
) -> None:
    assert say(library, "labels/query-labels", "queryParams", whole(query), LABELS) == params


@pytest.mark.parametrize(
    ("period", "days"),
    [
        ("today", ["2026-03-01", "2026-03-01"]),
        ("week", ["2026-02-23", "2026-03-01"]),
        ("month", ["2026-03-01", "2026-03-31"]),
        ("days", ["2026-01-31", "2026-03-01"]),
    ],
)
def test_the_days_of_a_period(library: Page, period: str, days: list[str]) -> None:
    script = (
        "async (period) => (await import(`${MODULES}lib/periods.js`)).daysOf(period, new Date('2026-03-01T23:59Z'))"
    )
    assert library.evaluate(script, period) == days


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "0 bytes"), (1023, "1,023 bytes"), (1024, "1 KB"), (1536, "1.5 KB"), (52_428_800, "50 MB"), (2**31, "2 GB")],
)
def test_a_size_in_words(library: Page, size: int, words: str) -> None:
    assert say(library, "lib/format", "bytes", size) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "less than a minute"),
        (59, "less than a minute"),
        (60, "1 to 2 minutes"),
        (150, "2 to 5 minutes"),
        (3600, "1 to 2 hours"),
        (90_000, "more than 8 hours"),
    ],
)
def test_a_duration_in_words(library: Page, seconds: int, words: str) -> None:
    assert say(library, "lib/format", "duration", seconds) == words


@pytest.mark.parametrize(
    ("lead", "name"),
    [
        ({"firstName": "Anna", "lastName": "Berg"}, "Anna Berg"),
        ({"firstName": "美玲", "lastName": "李"}, "李美玲"),
        ({"firstName": "길동", "lastName": "홍"}, "홍길동"),
        ({"firstName": "美玲", "lastName": "Lee"}, "美玲 Lee"),
        ({"firstName": None, "lastName": "Berg"}, "Berg"),
        ({"firstName": None, "lastName": None, "company": "Acme"}, "Acme"),
        ({"firstName": None, "company": None, "email": "a@b.example"}, "a@b.example"),
        ({}, "Unnamed lead"),
    ],
)
def test_a_lead_is_called_by_what_it_has(library: Page, lead: dict[str, str], name: str) -> None:
    assert say(library, "lib/format", "leadName", lead) == name


@pytest.mark.parametrize(("column", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_a_column_has_the_letters_of_a_spreadsheet(library: Page, column: int, letters: str) -> None:
    assert say(library, "lib/format", "letters", column) == letters


@pytest.mark.parametrize(
    ("value", "kind", "words"),
    [
        (None, "text", ""),
        ("", "text", ""),
        (2026, "number", "2026"),
        (1234567.5, "number", "1,234,567.5"),
        (True, "yesNo", "Yes"),
        (False, "yesNo", "No"),
        (["red", "blue"], "choices", "red, blue"),
        ("2026-03-03", "date", "Mar 3, 2026"),
        ("soon", "date", "soon"),
    ],
)
def test_a_value_in_words(library: Page, value: Any, kind: str, words: str) -> None:
    assert say(library, "labels/lead-values", "textOf", value, kind) == words


@pytest.mark.parametrize(
    ("path", "words"),
    [("email", "Email"), ("emails/a@b.example", "Further email"), ("tags/vip", "Tag"), ("extras/A/B", "A/B")],
)
def test_a_path_in_words(library: Page, path: str, words: str) -> None:
    assert say(library, "labels/lead-fields", "pathLabel", path, LABELS) == words


FROM_FILE = {"importId": "i1", "fileName": "list.xlsx", "row": 14, "sheet": 1, "column": 2}
BY_HAND = {"importId": None, "fileName": None, "row": None, "sheet": None, "column": None}


def test_an_origin_in_few_words(library: Page) -> None:
    short = "originInShort"

    assert say(library, "labels/origin-labels", short, FROM_FILE | {"by": "ann@x.example"}) == "list.xlsx, row 14"
    assert say(library, "labels/origin-labels", short, BY_HAND | {"by": "ann@x.example"}) == "typed by ann@x.example"


def test_a_place_in_a_file_is_told_as_a_spreadsheet_counts(library: Page) -> None:
    assert say(library, "labels/origin-labels", "placeInFile", FROM_FILE) == "sheet 2, row 14, column C"
    assert say(library, "labels/origin-labels", "placeInFile", FROM_FILE | {"column": None}) == "sheet 2, row 14"
