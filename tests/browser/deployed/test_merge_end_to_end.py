"""People of two lists who share their phone only: found, merged, imported again, taken apart, on the deployed page."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.deployed.steps import PATIENCE_MS, find, import_file
from tests.browser.screens import go, hook
from tests.system.deployed import Client, Deployed, eventually
from tests.system.files import csv_file

pytestmark = pytest.mark.system

OF_MERGES = {"merged", "takenApart"}
"""Events of a history that only a lead has that was merged."""
UNLIKE = {"leadId", "version", "createdAt", "updatedAt", "row", "at"}
"""Where two leads differ of which the same was said."""

DIGITS_AS_LETTERS = str.maketrans("0123456789", "ghijklmnop")


class Person(NamedTuple):
    """Somebody who is in both lists, with another address in each."""

    name: str
    phone: str

    def row(self, place: str, domain: str, *cells: str) -> tuple[str, ...]:
        return (f"{self.name.lower()}@{place}.{domain}", *cells)


def test_leads_that_are_taken_apart_have_what_they_would_have_had_they_never_been_one(
    crm: Page, deployed: Deployed, account: tuple[str, str], domain: str, run: str
) -> None:
    number = f"{int(run, 16) // 1_000_000 % 10**8:08}"
    merged, never_merged = Person("Ottilie", f"30{number}"), Person("Wilhelmina", f"40{number[::-1]}")
    people = (merged, never_merged)
    # Unlike those of another run on the same system, of which the beginnings are alike.
    word = run[::-1].translate(DIGITS_AS_LETTERS)
    last_name, company = f"{word}vold", f"{word} Ltd"
    fair = [one.row("fair", domain, one.name, last_name, f"+49 {one.phone}", company) for one in people]
    news = [one.row("news", domain, one.name, last_name, f"0{one.phone}", "Buyer", "Kiel") for one in people]
    again = [one.row("news", domain, "Head of buying", "yes") for one in people]

    import_file(crm, "fair.csv", csv_file(("Email", "First name", "Last name", "Phone", "Company"), fair))
    import_file(crm, "news.csv", csv_file(("Email", "First name", "Last name", "Phone", "Title", "City"), news))
    api = Client(deployed.address, deployed.token(*account))
    pair = found_pair(crm, api, f"{merged.name} {last_name}")
    expect(hook(pair, "reasons")).to_contain_text("same phone")
    hook(pair, "merge").click()
    expect(hook(crm, "toast-text").first).to_contain_text(f"Merged {merged.name}")
    import_file(crm, "news again.csv", csv_file(("Email", "Title", "Club"), again))
    find(crm, f"{merged.name.lower()}@news.{domain}", "1 lead matches")
    hook(crm, "open-lead").click()
    expect(hook(crm, "detail-title")).to_have_text("Head of buying")
    expect(hook(crm, "detail-company")).to_have_text(company)
    hook(crm, "take-apart").click()
    hook(crm, "confirm-yes").click()
    crm.get_by_role("button", name="Not sure").click()
    expect(hook(crm, "merged-from")).to_have_count(0)

    for place in ("fair", "news"):
        apart, expected = (seen(api, one, f"{one.name.lower()}@{place}.{domain}") for one in people)
        assert apart == expected


def found_pair(crm: Page, api: Client, name: str) -> Locator:
    """Searches, and turns pages until the certain pair of two leads of the name is there."""
    go(crm, "/duplicates")
    with crm.expect_response(lambda r: r.request.method == "POST" and r.url.endswith("/duplicates/searches")):
        hook(crm, "search-duplicates").click()
    eventually(lambda: api.get("/duplicates"), lambda seen: bool(seen["search"] == "ready"))
    crm.reload()
    expect(hook(crm, "pair").first).to_be_visible(timeout=PATIENCE_MS)
    pair = crm.get_by_role("article", name=f"{name} and {name}", exact=True)
    while not pair.count() and hook(crm, "page-after").count():
        page = crm.url
        hook(crm, "page-after").click()
        expect(crm).not_to_have_url(page)
        expect(hook(crm, "page-before")).to_be_visible()
    expect(hook(pair, "band")).to_have_text("Certain")
    return pair


def seen(api: Client, person: Person, address: str) -> Any:
    """A lead with its origins and its history, as it would be whatever the person is called."""
    (found,) = api.leads(**{"filter[email]": address})
    lead, history = (api.get(f"/leads/{found['leadId']}{part}") for part in ("", "/history"))
    events = [one for one in history["events"] if one["event"] not in OF_MERGES]
    text = json.dumps([without(lead), without(events)])
    for own, everybodys in ((person.name, "Name"), (person.name.lower(), "name"), (person.phone, "1")):
        text = text.replace(own, everybodys)
    return json.loads(text)


def without(value: Any) -> Any:
    """A JSON value without what differs anyway."""
    if isinstance(value, dict):
        return {name: without(one) for name, one in value.items() if name not in UNLIKE}
    return [without(one) for one in value] if isinstance(value, list) else value
