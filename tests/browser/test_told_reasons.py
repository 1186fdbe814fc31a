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
REJECTED = {
    **{"sheet": 0, "sheetName": "Kunden", "row": 4, "outcome": "rejected"},
    **{"reason": "The row has no name, company, email address or phone number.", "reasonCode": "nothingIdentifies"},
}
TOLD = "Die Zeile hat weder Namen noch Firma, E-Mail-Adresse oder Telefonnummer."
NOTES = ["There is no column of free text that DeepSeek could read.", "3 rows name an owner who is no user here."]


@pytest.fixture
def german(signed_in: Page) -> Page:
    signed_in.evaluate("localStorage.setItem('easy-crm.language', JSON.stringify('de'))")
    return signed_in


def added(site: FakeSite, owner: FakeUser, status: str, **values: Any) -> str:
    record = site.api.add_import(owner, status=status, sheets=SHEETS, totals={"rows": 1, "rejected": 1}, **values)
    return str(record["importId"])


def test_on_the_page_of_an_import(german: Page, site: FakeSite, member: FakeUser) -> None:
    import_id = added(site, member, "completed_with_errors", notes=NOTES, noteCodes=["noFreeText", None])
    site.api.ledgers[import_id] = [REJECTED | {"leadId": None}]
    go(german, f"/imports/{import_id}")
    german.reload()

    expect(hook(german, "because")).to_have_text("Die Werte sind E-Mail-Adressen.")
    expect(hook(german, "sheet-skipped")).to_contain_text("leeres Blatt")
    expect(hook(german, "reason")).to_have_text(TOLD)
    notes = ["Es gibt keine Spalte mit freiem Text, die DeepSeek lesen könnte.", NOTES[1]]
    expect(hook(german, "notes").locator("li")).to_have_text(notes)


def test_in_the_review_of_an_import(german: Page, site: FakeSite, member: FakeUser) -> None:
    import_id = added(site, member, "review")
    site.api.review.files[import_id] = {0: {4: ["nobody"]}}
    site.api.review.said = {"problems": [REJECTED]}
    go(german, f"/imports/{import_id}")
    german.reload()

    expect(hook(german, "please-check")).to_contain_text("Die Werte sind E-Mail-Adressen.")
    expect(hook(german, "sheet-skipped")).to_contain_text("leeres Blatt")
    expect(hook(german, "problem-state")).to_have_text(TOLD)
