"""Text of leads, files, sheets and answers never runs as markup, wherever it is shown."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.screens import PASSWORD, begin_session, file, go, hook
from tests.browser.sheets import SHEET, column
from tests.doubles.api_answers import FIELDS
from tests.doubles.cognito import FakeUser
from tests.doubles.site import FakeSite

ATTACKS = {
    "markup": '<img src=x onerror=alert(1)><script>alert(1)</script>"><svg onload=alert(1)>',
    "attributes": "' onfocus=alert(1) autofocus=' </textarea><iframe srcdoc='<script>parent.alert(1)</script>'>",
    "addresses": "javascript:alert(1)",
    "templates": "${alert(1)}{{constructor.constructor('alert(1)')()}}\u00010\u0002",
}


@pytest.fixture(params=list(ATTACKS.values()), ids=list(ATTACKS))
def attack(request: pytest.FixtureRequest) -> str:
    text: str = request.param
    return text


@pytest.fixture
def watched(page: Page, site: FakeSite, attack: str) -> Iterator[Page]:
    """The page of a user whose own address is an attack; whatever runs or enters the page fails the test."""
    dialogs: list[str] = []

    def note(dialog: object) -> None:
        dialogs.append(str(dialog))
        dialog.dismiss()  # type: ignore[attr-defined]

    page.on("dialog", note)
    user = site.cognito.add(FakeUser(f"{attack}@example.com", PASSWORD))
    begin_session(page, site, user)
    site.api.keeps_contract = False
    site.api.fields.add(attack, key="own", choices=[attack], type="choice", headers=[attack])
    several = {
        "tags": [attack],
        "emails": [{"value": attack, "label": attack}],
        "extras": {attack: attack, f"{attack}2": attack},
    }
    lead = site.api.add_lead(**dict.fromkeys(FIELDS, attack), **several, sourceFile=attack)
    place = {"importId": attack, "fileName": attack, "sheet": 0, "row": 1}
    at = {"at": "2026-01-01T00:00:00.000Z", "by": attack}
    paths = (*FIELDS, f"emails/{attack}", f"extras/{attack}", f"extras/{attack}2")
    site.api.origins[lead["leadId"]] = dict.fromkeys(paths, place | at | {"column": 0, "isProtected": True})
    changes = [{"path": path, "before": attack, "after": attack} for path in paths]
    site.api.histories[lead["leadId"]] = [place | at | {"event": "updated", "changes": changes}]
    page.goto(site.url)
    hook(page, "main").wait_for()
    yield page
    page.remove_listener("dialog", note)
    assert not dialogs
    assert (
        page.evaluate("document.querySelectorAll('main script, main iframe, main img, [onerror], [onload]').length")
        == 0
    )


def shown(text: str) -> str:
    """As a browser shows it: control characters are not seen."""
    return text.replace("\u0001", "").replace("\u0002", "")


def test_in_the_table_the_panel_its_history_and_messages(watched: Page, attack: str) -> None:
    page = watched
    expect(hook(page, "cell-name")).to_contain_text(attack)
    hook(page, "columns-menu").locator("summary").click()
    hook(page, "column-own").check()
    assert hook(page, "cell-own").get_attribute("title") == attack
    hook(page, "open-lead").click()
    expect(hook(page, "detail-notes")).to_contain_text(attack)
    expect(hook(page, "detail-field-own")).to_contain_text(attack)
    expect(hook(page, "extras")).to_contain_text(attack)
    page.evaluate("document.querySelectorAll('.origin').forEach((one) => { one.open = true; })")
    expect(hook(page, "origin-text").first).to_contain_text(attack)
    expect(hook(page, "earlier").first).to_contain_text(attack)
    expect(hook(page, "event")).to_contain_text(attack)
    address = hook(page, "detail-email").get_by_role("link").get_attribute("href") or ""
    assert address.startswith("mailto:")
    assert not set(address) & set('"<>?& ')
    hook(page, "edit-lead").click()
    assert hook(page, "notes").input_value() == attack
    hook(page, "title").fill("x")
    hook(page, "save").click()
    expect(hook(page, "toast-text")).to_contain_text(attack)


def test_in_search_filters_and_addresses(watched: Page, attack: str) -> None:
    page = watched
    hook(page, "search").fill(attack)
    expect(hook(page, "chip")).to_contain_text(attack)

    page.reload()

    assert hook(page, "search").input_value() == attack


def test_in_the_names_of_files_sheets_headers_and_reasons(watched: Page, site: FakeSite, attack: str) -> None:
    page = watched
    owner = FakeUser(attack, PASSWORD)
    mapping = [
        {
            "column": 0,
            "header": attack,
            "field": "email",
            "transform": attack,
            "confidence": 1,
            "decidedBy": "rules",
            "because": attack,
        }
    ]
    sheet = {"index": 0, "name": attack, "skipped": None, "headerRows": [1], "dataRows": 1, "mapping": mapping}
    record = site.api.add_import(
        owner,
        fileName=attack,
        status="failed",
        progress=100,
        reason=attack,
        notes=[attack],
        sheets=[sheet, sheet | {"index": 1, "skipped": attack}],
        totals={"rows": 1, "rejected": 1},
    )
    row = {"sheet": 0, "sheetName": attack, "row": 1, "outcome": "rejected", "reason": attack, "leadId": attack}
    site.api.ledgers[record["importId"]] = [row]
    go(page, "/imports")
    expect(hook(page, "open-import")).to_contain_text(attack)
    hook(page, "file").set_input_files(file(f"{attack.replace('/', '')}.pdf"))
    expect(hook(page, "upload-name")).to_contain_text(attack.replace("/", "").split("\u0001")[0])

    hook(page, "open-import").click()

    expect(hook(page, "state-text")).to_contain_text(attack)
    expect(hook(page, "notes")).to_contain_text(attack)
    expect(hook(page, "header")).to_contain_text(attack)
    expect(hook(page, "reason")).to_contain_text(attack)


def test_in_what_is_checked_before_an_import(watched: Page, site: FakeSite, attack: str) -> None:
    page = watched
    [owner] = site.cognito.users.values()
    columns = [column(0, attack, "email", confidence=0.5) | {"because": attack}, column(1, attack, "remarks")]
    sheet = SHEET | {"name": attack, "headerRows": [1], "mapping": columns}
    record = site.api.add_import(owner, fileName=attack, status="review", sheets=[sheet, sheet | {"index": 1}])
    site.api.review.files[record["importId"]] = {0: {2: [attack.replace("@", ""), attack], 3: [f"{attack}@", attack]}}
    site.api.add_lead(email=f"{attack}@", company=attack)
    go(page, f"/imports/{record['importId']}")

    expect(hook(page, "sheet-name").first).to_contain_text(attack)
    expect(hook(page, "please-check").first).to_contain_text(attack)
    expect(hook(page, "samples").first).to_contain_text(attack)
    expect(hook(page, "first-rows").first).to_contain_text(attack)
    expect(hook(page, "problem").first).to_contain_text(attack)


def test_in_questions_answers_and_errors(watched: Page, site: FakeSite, attack: str) -> None:
    page = watched
    query = {"text": attack, "where": {"field": attack, "op": "contains", "value": attack}, "groupBy": [attack]}
    groups = [{"values": [attack], "count": 1}]
    rows = list(site.api.leads.values())
    question = shown(attack)
    site.api.answers[question] = {"query": query, "text": attack, "groups": groups, "rows": rows, "count": 1}
    go(page, "/ask")
    hook(page, "question").fill(question)
    page.keyboard.press("Enter")
    expect(hook(page, "answer-text")).to_contain_text(attack)
    expect(hook(page, "group")).to_contain_text(attack)

    site.api.fail("POST", "/chat", 400, {"error": {"code": attack, "message": attack, "fields": {attack: attack}}})
    hook(page, "question").fill("another")
    page.keyboard.press("Enter")

    expect(hook(page, "notice")).to_contain_text(attack)
