"""One import: progress, outcomes, sheets, rows, and what its owner can do."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.screens import PASSWORD, go, hook
from tests.browser.sheets import SHEET, UNDONE, column
from tests.doubles.cognito import FakeUser
from tests.doubles.site import FakeSite

SKIPPED = {"index": 1, "name": "Leer", "skipped": "empty sheet", "headerRows": [], "dataRows": 0, "mapping": []}
ENDED = {"rows": 100, "created": 60, "updated": 20, "unchanged": 5, "rejected": 10, "skipped": 5}


def show(page: Page, record: dict[str, Any]) -> None:
    go(page, f"/imports/{record['importId']}")
    expect(hook(page, "import-name")).to_have_text(record["fileName"])


def with_errors(site: FakeSite, owner: FakeUser, **values: Any) -> dict[str, Any]:
    record = site.api.add_import(
        owner, status="completed_with_errors", progress=100, totals=ENDED, sheets=[SHEET, SKIPPED], **values
    )
    site.api.ledgers[record["importId"]] = [
        {"sheet": 0, "sheetName": "Kunden", "row": row, "outcome": "rejected", "reason": "No name.", "leadId": None}
        for row in range(4, 14)
    ] + [
        {"sheet": 0, "sheetName": "Kunden", "row": row, "outcome": "created", "reason": None, "leadId": "lead-1"}
        | {"changed": 3}
        for row in range(14, 74)
    ]
    return record


def test_progress_is_followed_to_its_end(signed_in: Page, site: FakeSite, member: FakeUser) -> None:
    record = site.api.add_import(
        member,
        [
            {"status": "waiting"},
            {"status": "importing", "progress": 41, "etaSeconds": 95, "totals": {"rows": 100, "created": 41}},
            {"status": "completed", "progress": 100, "etaSeconds": None, "totals": {"created": 100}},
        ],
    )
    show(signed_in, record)
    expect(hook(signed_in, "state-text")).to_contain_text("the file will be read")
    expect(hook(signed_in, "percent")).to_have_text("41 %")
    expect(hook(signed_in, "rows-done")).to_have_text("41 of 100 rows, 1 to 2 minutes left")
    expect(hook(signed_in, "progress")).to_have_attribute("value", "41")

    expect(hook(signed_in, "status")).to_have_text("Completed")
    expect(hook(signed_in, "percent")).to_have_count(0)
    expect(hook(signed_in, "state-text")).to_have_attribute("role", "status")
    expect(hook(signed_in, "cancel-import")).not_to_be_attached()


@pytest.mark.parametrize(
    ("status", "step"),
    [
        ("waiting", "Upload"),
        ("reading", "Upload"),
        ("importing", "Import"),
        ("failed", "Result"),
        ("cancelled", "Result"),
    ],
)
def test_it_names_its_step_and_counts_no_percent_of_what_has_ended(
    signed_in: Page, site: FakeSite, member: FakeUser, status: str, step: str
) -> None:
    show(signed_in, site.api.add_import(member, status=status, progress=100, reason="No rows."))

    expect(signed_in.locator("[aria-current=step]")).to_have_text(step)
    expect(hook(signed_in, "percent")).to_have_count(0 if step == "Result" else 1)


def test_a_file_with_one_sheet_has_its_name_and_no_column_for_it(
    signed_in: Page, site: FakeSite, member: FakeUser
) -> None:
    record = with_errors(site, member, fileName="fair.csv")
    record["sheets"] = [SHEET | {"name": ""}]
    show(signed_in, record)

    expect(hook(signed_in, "sheet").locator("h2")).to_have_text("fair.csv")
    expect(hook(signed_in, "mapping").locator("caption")).to_have_text("Where the columns of fair.csv go")
    expect(hook(signed_in, "rows").locator("th").first).to_have_text("Row")


@pytest.mark.parametrize(("status", "asks"), [("review", True), ("completed", False)])
def test_a_file_that_was_imported_before_says_so(
    signed_in: Page, site: FakeSite, member: FakeUser, status: str, asks: bool
) -> None:
    first = site.api.add_import(member, status="completed", totals={"rows": 41, "created": 41})
    earlier = {name: first[name] for name in ("importId", "createdAt", "owner", "totals")}
    show(signed_in, site.api.add_import(member, status=status, sameFile=earlier))

    said = "This file was imported on Sep 21, 2026 by mina@example.com: 41 created."
    expect(hook(signed_in, "same-file")).to_have_text(f"{said} Import it again?" if asks else said)
    hook(signed_in, "earlier-import").click()
    expect(hook(signed_in, "same-file")).not_to_be_attached()


def test_every_outcome_that_rows_had_is_counted(signed_in: Page, site: FakeSite, member: FakeUser) -> None:
    show(signed_in, with_errors(site, member))

    had = {name: str(count) for name, count in ENDED.items() if count and name != "rows"}
    assert {name: hook(signed_in, f"total-{name}").inner_text() for name in had} == had
    expect(hook(signed_in, "totals").locator("dd")).to_have_count(len(had))
    expect(hook(signed_in, "headline")).to_contain_text(f"{ENDED['created']} created")


@pytest.mark.parametrize("width", [360, 768])
def test_no_name_of_a_sheet_is_broken_and_no_row_widens_the_page(
    signed_in: Page, site: FakeSite, member: FakeUser, width: int
) -> None:
    record = with_errors(site, member)
    record["sheets"][0]["name"] = "Trade fair 2026"
    site.api.ledgers[record["importId"]][0]["reason"] = "x" * 90
    site.api.ledgers[record["importId"]][0]["leadId"] = "lead-1"
    signed_in.set_viewport_size({"width": width, "height": 800})
    show(signed_in, record)
    expect(hook(signed_in, "row").first).to_be_visible()

    heights = (
        hook(signed_in, "sheet")
        .first.locator("h2")
        .evaluate("h2 => [h2.getBoundingClientRect().height, parseFloat(getComputedStyle(h2).lineHeight)]")
    )
    assert heights[0] < 1.5 * heights[1]
    assert signed_in.evaluate("document.documentElement.scrollWidth") <= width


def test_sheets_say_where_their_columns_go_and_why(signed_in: Page, site: FakeSite, member: FakeUser) -> None:
    show(signed_in, with_errors(site, member, notes=["DeepSeek was not reachable; rules decided."]))

    sheet = hook(signed_in, "sheet").first
    expect(hook(sheet, "sheet-rows")).to_have_text("100 rows, header in row 3, 3 columns")
    expect(hook(sheet, "column").nth(1)).to_contain_text("No header")
    told = ["The header says so.", "“Vorname” is plainer.", "The header says so."]
    expect(hook(sheet, "because")).to_have_text(told)
    expect(hook(sheet, "field")).to_have_text(["First name", "Keep under its header", "Email"])
    expect(hook(signed_in, "sheet-skipped")).to_have_text("Skipped: empty sheet")
    expect(hook(signed_in, "notes")).to_have_text("DeepSeek was not reachable; rules decided.")


def test_a_workbook_of_many_sheets_shows_further_ones_when_asked(
    signed_in: Page, site: FakeSite, member: FakeUser
) -> None:
    site.api.page_of_sheets = 2
    sheets = [SHEET | {"index": number, "name": f"Region {number}"} for number in range(5)]
    show(signed_in, site.api.add_import(member, status="completed", sheets=sheets))

    expect(hook(signed_in, "sheet")).to_have_count(2)
    expect(hook(signed_in, "sheets-shown")).to_have_text("2 of 5")
    hook(signed_in, "more-sheets").click()
    expect(hook(signed_in, "sheet")).to_have_count(4)
    hook(signed_in, "more-sheets").click()

    expect(hook(signed_in, "sheet")).to_have_count(5)
    expect(hook(signed_in, "sheet").last).to_contain_text("Region 4")
    expect(hook(signed_in, "more-sheets")).not_to_be_attached()


def test_the_columns_of_a_sheet_of_two_pages_are_shown_together(
    signed_in: Page, site: FakeSite, member: FakeUser
) -> None:
    site.api.page_of_sheets = 1
    columns = [column(place, f"Header {place}", "remarks") for place in range(3)]
    halves = [SHEET | {"columnCount": 3, "mapping": part} for part in (columns[:2], columns[2:])]
    show(signed_in, site.api.add_import(member, status="completed", sheets=halves))

    expect(hook(signed_in, "sheet-rows")).to_have_text("100 rows, header in row 3, 3 columns")
    hook(signed_in, "more-sheets").click()

    expect(hook(signed_in, "more-sheets")).not_to_be_attached()
    expect(hook(signed_in, "sheet")).to_have_count(1)
    expect(hook(signed_in, "header")).to_have_text(["Header 0", "Header 1", "Header 2"])


def test_what_becomes_notes_or_a_further_email_is_called_so(signed_in: Page, site: FakeSite, member: FakeUser) -> None:
    mapping = [
        column(0, "Comment", "remarks") | {"transform": "notes"},
        column(1, "Further emails", "email") | {"transform": "further"},
        column(2, "Date", "remarks") | {"transform": "date"},
    ]
    show(signed_in, site.api.add_import(member, status="completed", sheets=[SHEET | {"mapping": mapping}]))

    expect(hook(signed_in, "field")).to_have_text(["Notes", "Further emails", "Keep under its header"])


def test_rejected_rows_are_shown_first_with_their_reasons(signed_in: Page, site: FakeSite, member: FakeUser) -> None:
    show(signed_in, with_errors(site, member))

    expect(hook(signed_in, "row")).to_have_count(10)
    expect(hook(signed_in, "reason").first).to_have_text("No name.")
    expect(hook(signed_in, "outcome-rejected")).to_have_attribute("aria-pressed", "true")


def test_rows_of_an_outcome_are_paged_and_lead_to_their_leads(
    signed_in: Page, site: FakeSite, member: FakeUser
) -> None:
    show(signed_in, with_errors(site, member))

    hook(signed_in, "outcome-created").click()
    expect(hook(signed_in, "row")).to_have_count(50)
    hook(signed_in, "more-rows").click()

    expect(hook(signed_in, "row")).to_have_count(60)
    expect(hook(signed_in, "more-rows")).not_to_be_attached()
    expect(hook(signed_in, "changed").first).to_have_text("3")
    expect(hook(signed_in, "row").first.get_by_role("link")).to_have_attribute("href", "#/leads?lead=lead-1")


def test_the_report_of_rejected_rows_is_written_and_saved(signed_in: Page, site: FakeSite, member: FakeUser) -> None:
    record = with_errors(site, member, fileName="kunden 2026.xlsx")
    show(signed_in, record)

    with signed_in.expect_download() as saved:
        hook(signed_in, "report").click()

    assert saved.value.url.endswith("/export.csv")
    assert len(site.api.requests("POST", f"/imports/{record['importId']}/report")) == 1
    expect(hook(signed_in, "toast").last).to_contain_text("Saved 10 rejected rows.")


def test_an_import_is_cancelled_after_a_question(signed_in: Page, site: FakeSite, member: FakeUser) -> None:
    show(signed_in, site.api.add_import(member, status="importing", progress=10, totals={"rows": 100, "created": 10}))

    hook(signed_in, "cancel-import").click()
    expect(hook(signed_in, "confirm")).to_contain_text("Leads already written stay")
    hook(signed_in, "confirm-yes").click()

    expect(hook(signed_in, "status")).to_have_text("Cancelled")
    assert site.api.requests("POST", "/imports/import-000/cancel")


def test_an_import_that_ended_meanwhile_is_shown_as_it_is(signed_in: Page, site: FakeSite, member: FakeUser) -> None:
    record = site.api.add_import(member, status="importing", progress=99, totals={"rows": 100, "created": 99})
    show(signed_in, record)
    hook(signed_in, "cancel-import").click()
    record |= {"status": "completed", "progress": 100}
    hook(signed_in, "confirm-yes").click()

    expect(hook(signed_in, "toast-text")).to_have_text("This import has already ended.")
    expect(hook(signed_in, "status")).to_have_text("Completed")


def test_an_import_that_does_not_move_can_be_ended_by_hand(signed_in: Page, site: FakeSite, member: FakeUser) -> None:
    stuck = site.api.add_import(
        member, status="importing", progress=50, totals={"rows": 2, "created": 1}, updatedAt="2026-01-01T00:00:00.000Z"
    )
    show(signed_in, stuck)

    expect(hook(signed_in, "notice")).to_contain_text("This import has made no progress since")
    hook(signed_in, "force-complete").click()
    expect(hook(signed_in, "confirm")).to_contain_text("reported as rejected")
    hook(signed_in, "confirm-yes").click()

    expect(hook(signed_in, "status")).to_have_text("Completed with errors")


def test_an_import_that_moves_is_not_called_stuck(signed_in: Page, site: FakeSite, member: FakeUser) -> None:
    show(signed_in, site.api.add_import(member, status="importing", progress=50, totals={"rows": 2, "created": 1}))

    expect(hook(signed_in, "percent")).to_have_text("50 %")
    expect(hook(signed_in, "force-complete")).not_to_be_attached()


def test_someone_elses_import_can_be_seen_and_not_controlled(signed_in: Page, site: FakeSite) -> None:
    other = site.cognito.add(FakeUser("otto@example.com", PASSWORD))
    old = "2026-01-01T00:00:00.000Z"
    show(signed_in, site.api.add_import(other, status="importing", totals={"rows": 2, "created": 1}, updatedAt=old))

    expect(hook(signed_in, "notice")).to_contain_text("has made no progress")
    expect(hook(signed_in, "cancel-import")).not_to_be_attached()
    expect(hook(signed_in, "force-complete")).not_to_be_attached()


def test_a_column_of_an_own_field_is_called_so_also_once_the_field_is_gone(
    signed_in: Page, site: FakeSite, member: FakeUser
) -> None:
    sheet = SHEET | {"mapping": [column(0, "Due", "extras/Renewal date", "memory")]}
    record = site.api.add_import(member, status="completed", sheets=[sheet], rules={"extras/Renewal date": "never"})
    show(signed_in, record)

    expect(hook(signed_in, "field")).to_have_text(["Renewal date"])
    expect(hook(signed_in, "import-options")).to_contain_text("Renewal date: never import")


def test_an_import_is_taken_back_and_says_what_became_of_its_leads(
    signed_in: Page, site: FakeSite, member: FakeUser
) -> None:
    record = with_errors(site, member)
    show(signed_in, record)

    hook(signed_in, "undo-import").click()
    expect(hook(signed_in, "confirm")).to_contain_text("What someone changed since stays")
    hook(signed_in, "confirm-yes").click()
    expect(hook(signed_in, "undoing")).to_be_visible()
    expect(hook(signed_in, "import-name")).to_be_focused()
    site.api.add_lead(firstName="Anna", lastName="Since", email="anna@since.example")
    record["undo"] |= {"status": "undone", "removed": 9, "kept": 2, "gone": 1}

    expect(hook(signed_in, "undone")).to_be_visible()
    expect(hook(signed_in, "undo-counts").locator("li")).to_have_text(
        ["9 leads removed, as the import had added them", "2 leads kept with what someone has said of them since"]
    )
    hook(signed_in, "show-kept").click()
    kept = hook(signed_in, "kept-leads").locator("li")
    expect(kept).to_have_text(
        ["Anna Since · anna@since.example · Last name and Notes stay", "A lead that no longer exists"]
    )
    kept.first.get_by_role("link").click()
    expect(hook(signed_in, "drawer")).to_be_visible()
    signed_in.go_back()
    expect(hook(signed_in, "undo-import")).not_to_be_attached()


def test_an_import_that_was_undone_says_so_and_offers_nothing_of_what_is_gone(
    signed_in: Page, site: FakeSite, member: FakeUser
) -> None:
    show(signed_in, with_errors(site, member, undo=UNDONE, changedValues=120))

    expect(hook(signed_in, "status")).to_have_text("Undone")
    for claim in ("totals", "changed-values"):
        expect(hook(signed_in, claim)).to_have_count(0)
    expect(hook(signed_in, "state-text")).to_have_text("The import was undone.")
    expect(hook(signed_in, "report")).to_be_visible()
    for action in ("see-leads", "retry-rejected", "undo-import"):
        expect(hook(signed_in, action)).to_have_count(0)


def test_an_import_whose_files_are_gone_says_why_it_stays(signed_in: Page, site: FakeSite, member: FakeUser) -> None:
    error = {"code": "files_expired", "message": "The files of this import are no longer kept."}
    site.api.fail("POST", "/imports/.*/undo", 409, {"error": error})
    show(signed_in, with_errors(site, member))

    hook(signed_in, "undo-import").click()
    hook(signed_in, "confirm-yes").click()

    expect(hook(signed_in, "not-undone")).to_have_text("The files of this import are no longer kept.")
    expect(hook(signed_in, "undo-import")).to_have_count(0)


def test_the_values_that_changed_are_counted(signed_in: Page, site: FakeSite, member: FakeUser) -> None:
    show(signed_in, with_errors(site, member, changedValues=1412))

    expect(hook(signed_in, "changed-values")).to_have_text("1,412 values of leads are different now.")


def test_the_values_that_are_empty_now_are_counted(signed_in: Page, site: FakeSite, member: FakeUser) -> None:
    show(signed_in, with_errors(site, member, changedValues=1412, emptiedValues=1001))

    expect(hook(signed_in, "changed-values")).to_have_text(
        "1,412 values of leads are different now; 1,001 of them are empty now."
    )


def test_the_leads_of_an_import_are_one_press_away(signed_in: Page, site: FakeSite, member: FakeUser) -> None:
    """Those that have a value of it, whatever other files of the same name have brought."""
    record = with_errors(site, member, fileName="kunden.xlsx")
    show(signed_in, record)
    expect(signed_in.locator(".page-head .actions > *").first).to_have_attribute("data-hook", "see-leads")

    with signed_in.expect_response(lambda answer: "/api/leads?" in answer.url):
        hook(signed_in, "see-leads").click()

    expect(hook(signed_in, "chip")).to_have_text("From the import of “kunden.xlsx”")
    # The filters of the columns would only push the leads down on a phone.
    expect(hook(signed_in, "filters")).to_have_count(0)
    asked = site.api.requests("GET", "/leads")[-1]
    assert asked.query["filter[importId][equals]"] == record["importId"]


def test_the_columns_of_an_import_can_be_changed_afterwards(signed_in: Page, site: FakeSite, member: FakeUser) -> None:
    record = with_errors(site, member, fileName="kunden.xlsx")
    show(signed_in, record)
    site.api.review.said = {"goingCount": 2}

    hook(signed_in, "remap").click()

    expect(hook(signed_in, "remap-of")).to_contain_text("Nothing changes until you confirm")
    expect(hook(signed_in, "going-leads")).to_have_text("2 leads would go, because nothing else was said of them.")
    hook(signed_in, "remap-of").get_by_role("link").click()
    expect(hook(signed_in, "remapped-by")).to_be_visible()


def test_an_import_that_does_not_exist_is_told(signed_in: Page) -> None:
    go(signed_in, "/imports/nothing-here")

    expect(hook(signed_in, "notice")).to_have_text("There is no such import.")


@pytest.mark.parametrize("status", ["waiting", "reading", "importing", "cancelling"])
def test_a_reload_shows_the_same_import(signed_in: Page, site: FakeSite, member: FakeUser, status: str) -> None:
    show(signed_in, site.api.add_import(member, status=status, totals={"rows": 10}))

    signed_in.reload()

    expect(hook(signed_in, "status")).to_have_attribute("data-status", status)
