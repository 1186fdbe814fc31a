"""What the API says of columns, sheets, rows and imports is in the language of the page."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.screens import go, hook
from tests.browser.sheets import SHEET, column
from tests.doubles.cognito import FakeUser
from tests.doubles.site import FakeSite

EMAILS = {"because": "The values are email addresses.", "becauseKey": "valuesAreEmails", "becauseValues": {}}
SKIPPED = {"index": 1, "skipped": "empty sheet", "skippedCode": "emptySheet", "headerRows": [], "mapping": []}
SHEETS = [SHEET | {"mapping": [column(0, "Mail", "email", confidence=0.5) | EMAILS]}, SHEET | SKIPPED]
MESSAGES = [
    {"code": "nothingIdentifies", "values": {}},
    {"code": "noEmail", "values": {"text": "ada at x", "column": "Mail"}},
    {"code": "cut", "values": {"field": "Notes", "bytes": 20_000, "path": "notes"}},
]
REJECTED = {
    **{"sheet": 0, "sheetName": "Kunden", "row": 4, "outcome": "rejected"},
    **{"reason": "The row has no name, company, email address or phone number.", "reasonMessages": MESSAGES},
}
TOLD = (
    "Die Zeile hat weder Namen noch Firma, E-Mail-Adresse oder Telefonnummer. "
    "„ada at x“ (Mail) ist keine E-Mail-Adresse. Notizen wurde auf 20.000 Bytes gekürzt: Mehr fasst ein Lead nicht."
)
NOTES = ["There is no column of free text that DeepSeek could read.", "Rows that name an owner: 3.", "It is new."]
NOTE_MESSAGES = [
    {"code": "noFreeText", "values": {"sheet": "Kunden"}},
    {"code": "unknownOwners", "values": {"count": 3_000, "names": "Bob, Eve"}},
    None,
]


@pytest.fixture
def german(signed_in: Page) -> Page:
    signed_in.evaluate("localStorage.setItem('easy-crm.language', JSON.stringify('de'))")
    return signed_in


def added(site: FakeSite, owner: FakeUser, status: str, **values: Any) -> str:
    record = site.api.add_import(owner, status=status, sheets=SHEETS, totals={"rows": 1, "rejected": 1}, **values)
    return str(record["importId"])


def test_on_the_page_of_an_import(german: Page, site: FakeSite, member: FakeUser) -> None:
    import_id = added(site, member, "completed_with_errors", notes=NOTES, noteMessages=NOTE_MESSAGES)
    site.api.ledgers[import_id] = [REJECTED | {"leadId": None}]
    go(german, f"/imports/{import_id}")
    german.reload()

    expect(hook(german, "because")).to_have_text("Die Werte sind E-Mail-Adressen.")
    expect(hook(german, "sheet-skipped")).to_contain_text("leeres Blatt")
    expect(hook(german, "reason")).to_have_text(TOLD)
    notes = [
        "Kunden: Es gibt keine Spalte mit freiem Text, die DeepSeek lesen könnte.",
        "Zeilen mit einem Zuständigen, der hier kein Benutzer ist: 3.000. Die Namen bleiben erhalten: Bob, Eve.",
        NOTES[2],
    ]
    expect(hook(german, "notes").locator("li")).to_have_text(notes)


def test_why_an_import_has_failed(german: Page, site: FakeSite, member: FakeUser) -> None:
    many = {"code": "tooManyRowsInFile", "values": {"most": 1_000_000}}
    failed = {"reason": "The file has more than 1,000,000 rows.", "reasonMessages": [many]}
    go(german, f"/imports/{added(site, member, 'failed', **failed)}")
    german.reload()

    expect(hook(german, "state-text")).to_contain_text("Die Datei hat mehr als 1.000.000 Zeilen")


def test_in_the_review_of_an_import(german: Page, site: FakeSite, member: FakeUser) -> None:
    import_id = added(site, member, "review")
    site.api.review.files[import_id] = {0: {4: ["nobody"]}}
    site.api.review.said = {"problems": [REJECTED | {"wrongCells": []}]}
    go(german, f"/imports/{import_id}")
    german.reload()

    expect(hook(german, "please-check")).to_contain_text("Die Werte sind E-Mail-Adressen.")
    expect(hook(german, "sheet-skipped")).to_contain_text("leeres Blatt")
    expect(hook(german, "problem-state")).to_have_text(TOLD)
