"""Screens in the states that are worth looking at: for the accessibility and layout tests, and for pictures."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.screens import file, go, hook, sign_out
from tests.browser.sheets import SHEET, column
from tests.doubles.api import count_by
from tests.doubles.api_answers import lead_answer
from tests.doubles.api_mends import row_to_mend
from tests.doubles.cognito import FakeUser
from tests.doubles.site import FakeSite

FIRST = ("Anna", "José", "王", "Mehmet", "Priya", "Olga", "Liam", "Zoë", "Kwame", "Hana", "Björn", "Aoife", "Yuki")
LAST = ("García", "小明", "Müller", "von der Heide", "O’Connor", "Nguyen", "Kowalska", "Okafor", "Tanaka", "Haddad")
COMPANIES = ("Acme Robotics", "Nordwind Energie GmbH", "Blue Harbor Logistics", "Société Lumière", "华东科技", None)
TITLES = ("Head of Procurement", "CTO", "Sales Manager", "Owner", None, "Data Engineer")
NOTES = (None, "Met in Hannover; wants a quote for 40 units before the quarter ends", "Call in\nspring")
SHORT = "pageSize=25"
"""Of the list of leads: axe looks at each row, and they are of one kind."""
TAGS: tuple[list[str], ...] = ([], ["trade fair 2026"], ["vip", "newsletter"])


def fill_leads(site: FakeSite, number: int) -> None:
    """So many leads, as a company might have them; the same each time."""
    chance = random.Random(7)
    for place in range(number):
        company = chance.choice(COMPANIES)
        site.api.add_lead(
            firstName=chance.choice(FIRST),
            lastName=chance.choice(LAST),
            company=company,
            title=chance.choice(TITLES),
            email=f"person{place}@example.com" if place % 9 else None,
            phone=f"+49 30 {chance.randint(1_000_000, 9_999_999)}" if place % 5 else None,
            notes=chance.choice(NOTES),
            tags=chance.choice(TAGS),
            status=chance.choice(("new", "contacted", None)),
            extras={"City": chance.choice(("Berlin", "Madrid", "Oslo")), "Budget": str(1000 * place)},
            sourceFile="contacts_2026.xlsx",
        )
    site.api.fields.add("Budget", "number", headers=["Budget"])
    site.api.fields.add("Colour", "choice", choices=["red", "blue"])
    site.api.fields.proposals["City"] = {
        "type": "choice",
        "choices": ["Berlin", "Madrid", "Oslo"],
        "reason": "There are 3 different values, each many times.",
        "values": number,
        "fitting": number,
    }
    _rich_lead(site)
    for gone in range(3):
        lead = site.api.add_lead(firstName="Gone", lastName=str(gone), company="Acme", deletedAt=_DELETED)
        site.api.deleted[lead["leadId"]] = site.api.leads.pop(lead["leadId"])


_DELETED = "2026-11-20T10:00:00.000Z"


def _rich_lead(site: FakeSite) -> None:
    """Gives one lead all that a lead can have: further addresses, a protected value, changes."""
    lead = site.api.leads["lead-00001"]
    lead |= {"emails": [{"value": "private@example.com", "label": "private"}], "phones": ["+49 170 1234567"]}
    lead |= lead_answer(lead | {"company": "Acme Robotics", "tags": ["vip", "trade fair 2026"]})
    place = {"importId": "import-000", "fileName": "contacts.xlsx", "sheet": 1, "row": 17, "column": 3}
    brought = place | {"at": "2026-11-20T10:00:00.000Z", "by": "owner@example.com", "isProtected": True}
    site.api.origins["lead-00001"] = {"company": brought}
    changes = [
        {"path": "company", "before": "Acme", "after": "Acme Robotics"},
        {"path": "phone", "before": None, "after": "+49 30 1"},
        {"path": "tags/vip", "before": None, "after": "vip"},
    ]
    event = {"event": "updated", "at": "2026-11-20T10:00:00.000Z", "importId": "import-000", "row": 17, "sheet": 1}
    site.api.histories["lead-00001"] = [event | {"fileName": "contacts.xlsx", "changes": changes}]


def fill_people(site: FakeSite, admin: FakeUser) -> None:
    """People in each state."""
    site.api.people.add(admin.email, "admin", user_id=admin.sub)
    site.api.people.add("bob@example.com", "viewer", state="off")
    site.api.people.add("maximiliane.von-der-heide@subsidiary.example.com", "member", state="invited")
    site.api.people.add("pia@acme.example", None, isFromProvider=True)


def fill_jobs(site: FakeSite, owner: FakeUser) -> None:
    """Bulk changes in several states."""
    add = site.api.jobs.add
    said = [
        {"path": "status", "value": "Won"},
        {"path": "title", "value": None},
        {"path": "tags/fair", "value": "fair"},
    ]
    undo = {
        "status": "undone",
        "batches": {"total": 3, "done": 3},
        "restored": 3168,
        "removed": 0,
        "kept": 3,
        "gone": 0,
    }
    many = {"leads": 3183, "changed": 3171, "unchanged": 10, "superseded": 2}
    add(owner, values=said, totals=many)
    add(owner, action="delete", totals=many, undo=undo)
    add(owner, action="restore", status="failed", reason="The leads could not be found.", totals={"changed": 0})
    add(owner, status="cancelled", values=said[:1], totals={"leads": 500, "changed": 120, "cancelled": 380})
    begun = {"status": "importing", "progress": 38, "etaSeconds": 40}
    add(owner, values=said[2:], totals={"leads": 3183, "changed": 1200}, **begun)


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
    given: dict[str, Any] = {"rules": {"phone": "never"}, "set": {"tags": ["fair"], "status": "new", "owner": None}}
    asked = given | {"notes": ["Rules decided."], "changedValues": 411, "doubtfulRows": 3}
    site.api.mends.rows["import-000"] = [row_to_mend(4, ["", "x"]), row_to_mend(5, ["Ada", "", "soon"], columns=[2])]
    add(owner, fileName="kunden.xlsx", status="completed_with_errors", totals=totals, **asked, **ended)
    first = site.api.imports["import-000"]
    earlier = {name: first[name] for name in ("importId", "createdAt", "owner", "totals")}
    add(
        owner,
        fileName="all.csv",
        status="completed",
        totals={"rows": 3000, "created": 3000},
        undo=undo,
        **ended,
    )
    add(owner, fileName="locked.xlsx", status="failed", progress=100, reason="This file is protected with a password.")
    add(
        owner,
        fileName="stopped.xls",
        sameFile=earlier,
        status="cancelled",
        totals={"rows": 500, "created": 120, "cancelled": 380},
        **ended,
    )
    add(owner, fileName="新客户名单 2026.xlsx", status="waiting", updatedAt="2026-01-01T00:00:00.000Z")
    moving = {"rows": 12000, "created": 4100, "updated": 800, "skipped": 20}
    add(owner, fileName="moving.xlsx", status="importing", progress=41, etaSeconds=95, totals=moving, sheets=sheets)
    _fill_review(site, add(owner, fileName="check me.csv", status="review", totals={"rows": 30}))
    add(owner, fileName="on its way.csv", status="announced")
    reason = "Nothing in this row identifies a person or a company."
    site.api.ledgers["import-000"] = [
        {"sheet": 0, "sheetName": "Kunden", "row": row, "outcome": "rejected", "reason": reason, "leadId": None}
        for row in range(4, 21)
    ]


def _fill_review(site: FakeSite, record: dict[str, Any]) -> None:
    """Gives an import two sheets to check, whose rows are new, change leads, and have problems."""
    columns = [
        column(0, "First name", "firstName"),
        column(1, "Surname of the contact", "lastName", confidence=0.5),
        column(2, "Mail", "email"),
        column(3, "Firma", "company", "memory", 1),
        column(4, "Firma 2", "company", confidence=0.8),
        column(5, "City", "remarks", confidence=0.97),
        column(6, "", "remarks", confidence=0.3),
    ]
    sheet = SHEET | {"name": "", "headerRows": [1], "dataRows": 24, "mapping": columns}
    skipped = sheet | {"index": 2, "name": "Leer", "skipped": "empty sheet", "mapping": [], "headerRows": []}
    record["sheets"] = [sheet, sheet | {"index": 1, "name": "Trade fair 2026", "dataRows": 6}, skipped]

    def cells(number: int) -> list[str]:
        email = (
            "peter at acme" if number % 9 == 5 else f"person{number if number % 7 == 0 else 900 + number}@example.com"
        )
        city = ("Hamburg", "Madrid", "Oslo")[number % 3]
        return [
            FIRST[number % 13],
            LAST[number % 10],
            email,
            COMPANIES[number % 4] or "",
            "",
            city,
            f"note {number} " * 9,
        ]

    rows = ({number: cells(number) for number in range(start, end)} for start, end in ((2, 26), (26, 32)))
    site.api.review.files[record["importId"]] = dict(enumerate(rows))
    site.api.review.said = {"typedValues": 3}


def _leads(page: Page, _site: FakeSite) -> None:
    go(page, f"/leads?{SHORT}")
    hook(page, "select").nth(1).check()


def _filters(page: Page, _site: FakeSite) -> None:
    go(page, f"/leads?filter[company]=a&{SHORT}")
    expect(hook(page, "chip")).to_have_count(1)


def _views(page: Page, site: FakeSite) -> None:
    (owner, *_) = site.cognito.users.values()
    site.api.views.add(owner, "Without a phone", where={"field": "phone", "op": "empty"})
    for number, name in enumerate(("At Acme", "Added in January", "Leads of the trade fair in Hannover")):
        site.api.views.add(owner, name, q="acme", shared=number > 0)
    page.reload()
    go(page, f"/leads?view=view-000&{SHORT}")
    expect(hook(page, "chip")).to_have_count(1)
    hook(page, "toggle-filters").click()
    hook(page, "filter-how-createdAt").select_option("between")
    hook(page, "filter-how-title").select_option("in")
    hook(page, "sort-company").click()
    expect(hook(page, "view-changed")).to_be_visible()
    hook(page, "columns-menu").locator("summary").click()


def _cell(page: Page, _site: FakeSite) -> None:
    hook(page, "open-lead").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("e")
    expect(hook(page, "cell-editor")).to_be_focused()


def _keys(page: Page, _site: FakeSite) -> None:
    page.keyboard.press("?")
    expect(hook(page, "keys")).to_be_visible()


def _save_view(page: Page, site: FakeSite) -> None:
    _filters(page, site)
    hook(page, "save-view-as").click()
    hook(page, "view-ok").click()
    expect(hook(page, "error-view-name")).to_be_visible()


def _empty_filter(page: Page, _site: FakeSite) -> None:
    go(page, f"/leads?filter[phone][empty]=1&{SHORT}")
    expect(hook(page, "chip")).to_have_count(1)
    hook(page, "toggle-filters").click()


def _panel(page: Page, _site: FakeSite) -> None:
    go(page, f"/leads?lead=lead-00001&{SHORT}")
    expect(hook(page, "event")).to_have_count(1)


def _origins(page: Page, site: FakeSite) -> None:
    _panel(page, site)
    for path in ("company", "extras/City"):
        page.locator(f'[data-hook="origin-{path}"] > summary').click()


def _edit(page: Page, site: FakeSite) -> None:
    _panel(page, site)
    hook(page, "edit-lead").click()
    hook(page, "added-add").click()


def _bin(page: Page, _site: FakeSite) -> None:
    go(page, "/leads/bin")
    expect(hook(page, "deleted")).to_have_count(3)


def _deleted(page: Page, site: FakeSite) -> None:
    go(page, f"/leads?lead={next(iter(site.api.deleted))}&{SHORT}")
    expect(hook(page, "in-bin")).to_be_visible()


def _duplicates(page: Page, site: FakeSite) -> None:
    """A pair, and a group of three with a certain pair in it."""
    one, other, *group = list(site.api.leads)[:5]
    site.api.duplicates.pairs = [
        (one, other, "likely", ["same phone", "first names alike"]),
        (group[0], group[1], "certain", ["same email"]),
        (group[1], group[2], "likely", ["same company"]),
    ]
    site.api.duplicates.searches = 1
    go(page, "/duplicates")
    expect(hook(page, "pair")).to_have_count(2)


def _fields(page: Page, _site: FakeSite) -> None:
    go(page, "/fields")
    expect(hook(page, "own-field")).to_have_count(2)


def _new_field(page: Page, _site: FakeSite) -> None:
    go(page, "/fields?header=City")
    expect(hook(page, "proposal")).to_contain_text("Proposed: Choice")


def _import_options(page: Page, site: FakeSite) -> None:
    _imports(page, site)
    for name in ("rules", "set"):
        hook(page, name).locator("summary").click()
    hook(page, "rule-company").select_option("never")
    hook(page, "tags").fill("trade fair,")


def _form(page: Page, _site: FakeSite) -> None:
    go(page, f"/leads?lead=new&{SHORT}")
    hook(page, "save").click()
    expect(hook(page, "error-summary")).to_be_visible()


def _question(page: Page, site: FakeSite) -> None:
    _leads(page, site)
    hook(page, "select").nth(2).check()
    hook(page, "delete-selected").click()


def _message(page: Page, site: FakeSite) -> None:
    _question(page, site)
    hook(page, "confirm-yes").click()
    # With the focus on it, it stays.
    expect(hook(page, "toast-action")).to_be_visible()
    hook(page, "toast-close").focus()


def _message_of_progress(page: Page, site: FakeSite) -> None:
    totals = {"leads": 3171, "changed": 1200}
    site.api.jobs.steps = [{"status": "importing", "progress": 38, "totals": totals}] * 99
    _question(page, site)
    hook(page, "confirm-yes").click()
    expect(hook(page, "toast-how-far")).to_have_text("1,200 of 3,171 leads")


def _everything(page: Page, _site: FakeSite) -> None:
    # What is ticked goes with the rows that it was ticked among.
    with page.expect_response(lambda answer: "/api/leads?" in answer.url and "q=a" in answer.url):
        go(page, f"/leads?q=a&{SHORT}")
    expect(page.locator("table[aria-busy=true]")).to_have_count(0)
    expect(hook(page, "total")).to_contain_text("match")
    hook(page, "select-all").check()
    hook(page, "select-everything").click()
    expect(hook(page, "selection")).to_contain_text("All ")


def _bulk_edit(page: Page, site: FakeSite) -> None:
    _everything(page, site)
    hook(page, "edit-selected").click()
    for name in ("status", "title", "fields/colour", "addTags"):
        hook(page, f"change-{name}").click()
    hook(page, "status").fill("Won")
    hook(page, "away-title").check()
    hook(page, "field-colour").select_option("red")
    hook(page, "tags").fill("fair 2026")
    page.keyboard.press("Enter")
    expect(hook(page, "bulk-count")).to_contain_text("leads will be changed.")


def _bulk_edit_refused(page: Page, site: FakeSite) -> None:
    _everything(page, site)
    hook(page, "edit-selected").click()
    hook(page, "change-phone").click()
    hook(page, "bulk-start").click()
    expect(hook(page, "error-summary")).to_be_visible()


def _changes(page: Page, _site: FakeSite) -> None:
    go(page, "/leads/changes")
    expect(hook(page, "job")).to_have_count(5)


def _nothing(page: Page, _site: FakeSite) -> None:
    go(page, f"/leads?q=zzz&{SHORT}")
    expect(hook(page, "empty")).to_be_visible()


def _imports(page: Page, _site: FakeSite) -> None:
    go(page, "/imports")
    hook(page, "file").set_input_files([file("notes.pdf"), file("empty.csv", b"")])
    expect(hook(page, "import")).to_have_count(8)


def _import(number: int) -> Callable[[Page, FakeSite], None]:
    def show(page: Page, _site: FakeSite) -> None:
        go(page, f"/imports/import-00{number}")
        expect(hook(page, "import-progress")).to_be_visible()
        if number == 0:
            expect(hook(page, "mend-cell-0").first).to_be_visible()

    return show


def _not_uploaded(page: Page, _site: FakeSite) -> None:
    go(page, "/imports/import-007")
    expect(hook(page, "file-again")).to_be_attached()


def _check(page: Page, _site: FakeSite) -> None:
    go(page, "/imports/import-006")
    expect(hook(page, "confirm-mapping")).to_contain_text("Import 2")
    expect(hook(page, "first-rows")).to_have_count(2)
    hook(page, "kept").first.locator("summary").click()
    hook(page, "mend").first.click()
    expect(hook(page, "cell-2")).to_be_focused()
    hook(page, "cell-2").fill("peter@acme.example")
    page.keyboard.press("Tab")
    hook(page, "drop-row").nth(1).click()
    expect(hook(page, "saved")).to_have_text("Saved")
    expect(hook(page, "expected")).to_have_attribute("aria-busy", "false")
    hook(page, "not-usable").first.click()
    expect(hook(page, "wrong-because")).to_be_visible()


def _check_outdated(page: Page, site: FakeSite) -> None:
    go(page, "/imports/import-006")
    expect(hook(page, "confirm-mapping")).to_contain_text("Import 2")
    record = site.api.imports["import-006"]
    site.api.review.save(record, {"basedOn": None, "sheets": [], "policy": "fill"}, "ann@example.com")
    hook(page, "sheet-1").uncheck()
    expect(hook(page, "outdated")).to_be_visible()


def _ask(page: Page, _site: FakeSite) -> None:
    go(page, "/ask")
    expect(hook(page, "example").first).to_be_visible()


def _answers(page: Page, site: FakeSite) -> None:
    groups = {
        "query": {"intent": "group", "groupBy": ["company"]},
        "text": "6 companies.",
        "count": len(site.api.leads),
    }
    site.api.answers["Group leads by company"] = groups | {"groups": count_by(site.api.leads, "company")}
    rows = list(site.api.leads.values())[:12]
    either = {"any": [{"field": "company", "op": "contains", "value": value} for value in ("a", "o")]}
    found = {"query": {"where": either}, "text": "12 leads."}
    site.api.answers["Show some"] = found | {"rows": rows, "count": 12}
    go(page, "/ask")
    for number, question in enumerate(("Group leads by company", "Show some"), 1):
        hook(page, "question").fill(question)
        page.keyboard.press("Enter")
        expect(hook(page, "answer")).to_have_count(number)
    hook(page, "edit-part").nth(0).click()
    hook(page, "edit-part").nth(1).click()


def _account(page: Page, _site: FakeSite) -> None:
    hook(page, "account").click()
    expect(hook(page, "sign-out")).to_be_visible()


def _password(page: Page, site: FakeSite) -> None:
    _account(page, site)
    hook(page, "change-password").click()
    hook(page, "save-password").click()
    expect(hook(page, "error-summary")).to_be_visible()


def _people(page: Page, _site: FakeSite) -> None:
    go(page, "/people")
    expect(hook(page, "person")).to_have_count(4)
    hook(page, "invite").click()


def _session_ended(page: Page, site: FakeSite) -> None:
    site.cognito.end_sessions()
    go(page, "/imports")
    expect(hook(page, "sign-in-again")).to_be_visible()


def _sign_in(page: Page, site: FakeSite) -> None:
    site.has_provider = True
    sign_out(page)
    hook(page, "submit").click()
    expect(hook(page, "error-summary")).to_be_visible()


def _reset_password(page: Page, _site: FakeSite) -> None:
    sign_out(page)
    for name in ("forgot", "have-code"):
        hook(page, name).click()
    hook(page, "show-password").check()


STATES: dict[str, Callable[[Page, FakeSite], None]] = {
    "sign-in": _sign_in,
    "reset-password": _reset_password,
    "session-ended": _session_ended,
    "account": _account,
    "password": _password,
    "people": _people,
    "leads": _leads,
    "leads-filtered": _filters,
    "leads-views": _views,
    "leads-save-view": _save_view,
    "leads-cell": _cell,
    "leads-keys": _keys,
    "leads-none": _nothing,
    "leads-empty-filter": _empty_filter,
    "lead": _panel,
    "lead-origins": _origins,
    "lead-edit": _edit,
    "lead-form": _form,
    "lead-deleted": _deleted,
    "bin": _bin,
    "duplicates": _duplicates,
    "fields": _fields,
    "new-field": _new_field,
    "question": _question,
    "message": _message,
    "message-of-progress": _message_of_progress,
    "leads-everything": _everything,
    "bulk-edit": _bulk_edit,
    "bulk-edit-refused": _bulk_edit_refused,
    "bulk-changes": _changes,
    "imports": _imports,
    "import-options": _import_options,
    "import-with-errors": _import(0),
    "import-undone": _import(1),
    "import-failed": _import(2),
    "import-cancelled": _import(3),
    "import-stuck": _import(4),
    "import-moving": _import(5),
    "import-not-uploaded": _not_uploaded,
    "import-check": _check,
    "import-check-outdated": _check_outdated,
    "ask": _ask,
    "answers": _answers,
}
"""Name of each state to what brings the page there, from any screen of a signed-in user."""

OF_THE_LIST = frozenset(
    {"leads", "leads-filtered", "leads-empty-filter", "leads-everything", "bulk-edit", "bulk-edit-refused"}
)
"""States in which the list of leads is what is looked at."""

OF_ROWS = frozenset({"leads", "leads-cell", "leads-everything"})
"""States in which the rows of the list differ from those in others."""

AT_THE_END = frozenset({"answers"})
"""States to look at from the end of the page, where the box for questions covers nothing."""
