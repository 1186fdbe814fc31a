"""Screens in the states that are worth looking at: for the accessibility and layout tests, and for pictures."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.screens import file, go, hook
from tests.doubles.api import count_by
from tests.doubles.cognito import FakeUser
from tests.doubles.site import FakeSite

FIRST = ("Anna", "José", "王", "Mehmet", "Priya", "Olga", "Liam", "Zoë", "Kwame", "Hana", "Björn", "Aoife", "Yuki")
LAST = ("García", "小明", "Müller", "von der Heide", "O’Connor", "Nguyen", "Kowalska", "Okafor", "Tanaka", "Haddad")
COMPANIES = ("Acme Robotics", "Nordwind Energie GmbH", "Blue Harbor Logistics", "Société Lumière", "华东科技", "N/A")
TITLES = ("Head of Procurement", "CTO", "Sales Manager", "Owner", "N/A", "Data Engineer")
REMARKS = (
    "N/A",
    "Met in Hannover; wants a quote for 40 units before the quarter ends",
    "Industry: Logistics\nRegion: EMEA",
)


def fill_leads(site: FakeSite, number: int = 120) -> None:
    """Leads as a company might have them; the same each time."""
    chance = random.Random(7)
    for place in range(number):
        company = chance.choice(COMPANIES)
        site.api.add_lead(
            firstName=chance.choice(FIRST),
            lastName=chance.choice(LAST),
            company=company,
            title=chance.choice(TITLES),
            email=f"person{place}@example.com" if place % 9 else "N/A",
            phone=f"+49 30 {chance.randint(1_000_000, 9_999_999)}" if place % 5 else "N/A",
            remarks=chance.choice(REMARKS),
            sourceFile="contacts_2026.xlsx",
        )
    values = {"before": {"company": "Acme", "phone": "N/A"}, "after": {"company": "Acme Robotics", "phone": "+49 30 1"}}
    event = {"event": "overwritten", "at": "2026-11-20T10:00:00.000Z", "by": None, "importId": "import-000", "row": 17}
    site.api.histories["lead-00001"] = [event | values | {"sourceFile": {"before": None, "after": "contacts.xlsx"}}]


def fill_imports(site: FakeSite, owner: FakeUser) -> None:
    """One import in each state; their ids are import-000 and so on, in this order."""
    headers = (("Vorname", "firstName", "rules"), ("Firma", "company", "memory"), ("", "remarks", "model"))
    mapping = [
        {
            "column": i,
            "header": h,
            "field": f,
            "transform": "",
            "confidence": 0.9 - i / 4,
            "decidedBy": d,
            "because": "The header says so.",
        }
        for i, (h, f, d) in enumerate(headers)
    ]
    sheet: dict[str, Any] = {"index": 0, "name": "Kunden", "skipped": None, "headerRows": [3], "dataRows": 812}
    sheets = [
        sheet | {"mapping": mapping},
        sheet | {"index": 1, "name": "Leer", "skipped": "empty sheet", "mapping": []},
    ]
    ended: dict[str, Any] = {"progress": 100, "sheets": sheets}
    totals = {"rows": 1243, "created": 902, "updated": 211, "unchanged": 88, "rejected": 17, "skipped": 25}
    undo = {"status": "undone", "batches": {"total": 3, "done": 3}, "restored": 5, "removed": 90, "kept": 2, "gone": 0}
    add = site.api.add_import
    add(owner, fileName="kunden.xlsx", status="completed_with_errors", totals=totals, notes=["Rules decided."], **ended)
    add(owner, fileName="all.csv", status="completed", totals={"rows": 3000, "created": 3000}, undo=undo, **ended)
    add(owner, fileName="locked.xlsx", status="failed", progress=100, reason="This file is protected with a password.")
    add(
        owner,
        fileName="stopped.xls",
        status="cancelled",
        totals={"rows": 500, "created": 120, "cancelled": 380},
        **ended,
    )
    add(owner, fileName="新客户名单 2026.xlsx", status="waiting", updatedAt="2026-01-01T00:00:00.000Z")
    moving = {"rows": 12000, "created": 4100, "updated": 800, "skipped": 20}
    add(owner, fileName="moving.xlsx", status="importing", progress=41, etaSeconds=95, totals=moving, sheets=sheets)
    add(owner, fileName="check me.csv", status="review", sheets=sheets, totals={"rows": 812})
    reason = "Nothing in this row identifies a person or a company."
    site.api.ledgers["import-000"] = [
        {"sheet": 0, "sheetName": "Kunden", "row": row, "outcome": "rejected", "reason": reason, "leadId": None}
        for row in range(4, 21)
    ]


def _leads(page: Page, _site: FakeSite) -> None:
    go(page, "/leads")
    hook(page, "select").nth(1).check()


def _filters(page: Page, _site: FakeSite) -> None:
    go(page, "/leads?filter[company]=a")
    expect(hook(page, "chip")).to_have_count(1)


def _panel(page: Page, _site: FakeSite) -> None:
    go(page, "/leads?lead=lead-00001")
    expect(hook(page, "event")).to_have_count(1)


def _form(page: Page, _site: FakeSite) -> None:
    go(page, "/leads?lead=new")
    hook(page, "save").click()
    expect(hook(page, "error-summary")).to_be_visible()


def _question(page: Page, site: FakeSite) -> None:
    _leads(page, site)
    hook(page, "select").nth(2).check()
    hook(page, "delete-selected").click()


def _message(page: Page, site: FakeSite) -> None:
    _question(page, site)
    hook(page, "confirm-yes").click()
    expect(hook(page, "toast")).to_be_visible()


def _nothing(page: Page, _site: FakeSite) -> None:
    go(page, "/leads?q=zzz")
    expect(hook(page, "empty")).to_be_visible()


def _imports(page: Page, _site: FakeSite) -> None:
    go(page, "/imports")
    hook(page, "file").set_input_files([file("notes.pdf"), file("empty.csv", b"")])
    expect(hook(page, "import")).to_have_count(7)


def _import(number: int) -> Callable[[Page, FakeSite], None]:
    def show(page: Page, _site: FakeSite) -> None:
        go(page, f"/imports/import-00{number}")
        expect(hook(page, "import-progress")).to_be_visible()

    return show


def _ask(page: Page, _site: FakeSite) -> None:
    go(page, "/ask")
    expect(hook(page, "example").first).to_be_visible()


def _answers(page: Page, site: FakeSite) -> None:
    groups = {"query": {"filters": [], "groupBy": "company"}, "text": "6 companies.", "count": len(site.api.leads)}
    site.api.answers["Group leads by company"] = groups | {"groups": count_by(site.api.leads, "company")}
    rows = list(site.api.leads.values())[:12]
    found = {"query": {"filters": [{"field": "company", "op": "contains", "value": "a"}]}, "text": "12 leads."}
    site.api.answers["Show some"] = found | {"rows": rows, "count": 12}
    go(page, "/ask")
    for number, question in enumerate(("Group leads by company", "Show some"), 1):
        hook(page, "question").fill(question)
        page.keyboard.press("Enter")
        expect(hook(page, "answer")).to_have_count(number)
    # At the end of the page, the box for questions covers nothing.
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")


def _session_ended(page: Page, site: FakeSite) -> None:
    site.cognito.end_sessions()
    go(page, "/imports")
    expect(hook(page, "sign-in-again")).to_be_visible()


def _sign_in(page: Page, _site: FakeSite) -> None:
    hook(page, "sign-out").click()
    hook(page, "submit").click()
    expect(hook(page, "error-summary")).to_be_visible()


STATES: dict[str, Callable[[Page, FakeSite], None]] = {
    "sign-in": _sign_in,
    "session-ended": _session_ended,
    "leads": _leads,
    "leads-filtered": _filters,
    "leads-none": _nothing,
    "lead": _panel,
    "lead-form": _form,
    "question": _question,
    "message": _message,
    "imports": _imports,
    "import-with-errors": _import(0),
    "import-undone": _import(1),
    "import-failed": _import(2),
    "import-cancelled": _import(3),
    "import-stuck": _import(4),
    "import-moving": _import(5),
    "import-review": _import(6),
    "ask": _ask,
    "answers": _answers,
}
"""Name of each state to what brings the page there, from any screen of a signed-in user."""
