"""An import that waits for its review: its rows and columns, what it will do, and what a person decides (promise 8)."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.screens import NARROW, PASSWORD, begin_session, go, hook
from tests.browser.sheets import SHEET, column
from tests.doubles.cognito import FakeUser
from tests.doubles.site import FakeSite

COLUMNS = [
    column(0, "First name", "firstName"),
    column(1, "Mail", "email", confidence=0.97),
    column(2, "Firma", "company", "model", 0.5) | {"because": "The values are names of companies."},
    column(3, "City", "remarks", confidence=0.97),
    column(4, "", "remarks", confidence=0.8),
]
ROWS = {
    2: ["Anna", "anna@acme.example", "Acme", "Berlin", ""],
    3: ["José", "peter at acme", "Acme", "Madrid", ""],
    4: ["Zoë", "zoe@globex.example", "Globex", "Berlin", ""],
    5: ["Kim", "", "Initech", "", "x"],
}
ONE: dict[str, Any] = SHEET | {"name": "", "headerRows": [1], "dataRows": 4, "mapping": COLUMNS}
NO_EMAIL = "This is no email address."
COUNTS = "2 new, 2 cannot be imported."


def reviewed(site: FakeSite, owner: FakeUser, *sheets: dict[str, Any], **values: Any) -> dict[str, Any]:
    """An import that waits for its review; each of its sheets has the same rows."""
    found: tuple[dict[str, Any], ...] = sheets or (ONE,)
    record = site.api.add_import(owner, status="review", fileName="fair.csv", sheets=list(found), **values)
    site.api.review.files[record["importId"]] = {sheet["index"]: ROWS for sheet in found if not sheet["skipped"]}
    return record


def show(page: Page, record: dict[str, Any]) -> None:
    go(page, f"/imports/{record['importId']}")
    expect(hook(page, "import-name")).to_have_text(record["fileName"])


def settled(page: Page) -> None:
    """Waits until what was decided is kept, and tried."""
    expect(hook(page, "saved")).to_have_text("Saved")
    expect(hook(page, "expected")).to_have_attribute("aria-busy", "false")


@pytest.fixture
def record(site: FakeSite, member: FakeUser) -> dict[str, Any]:
    return reviewed(site, member)


@pytest.fixture
def checked(signed_in: Page, record: dict[str, Any]) -> Page:
    """The page at an import of one sheet that waits, once all of it is there."""
    show(signed_in, record)
    expect(hook(signed_in, "counts")).to_have_text(COUNTS)
    return signed_in


def drafts(site: FakeSite) -> list[dict[str, Any]]:
    return [call.body for call in site.api.requests("PUT", ".*/draft")]


# What is shown


def test_new_leads_that_look_like_people_who_are_there_are_told_with_examples(
    signed_in: Page, site: FakeSite, record: dict[str, Any]
) -> None:
    known = site.api.add_lead(firstName="Robert", lastName="Stone")["leadId"]
    example = {"name": "Bob Stone", "leadId": known, "leadName": "Robert Stone", "band": "certain"}
    site.api.duplicates.look_alikes |= {"rows": 1000, "isWhole": False, "count": 12}
    site.api.duplicates.look_alikes["examples"] = [example | {"reasons": ["same phone"], "reasonMessages": []}]

    show(signed_in, record)

    told = hook(signed_in, "look-alikes")
    expect(told).to_contain_text("Of the first 1,000 rows, 12 new leads look like people you have.")
    expect(told).to_contain_text("Bob Stone and Robert Stone: same phone")
    expect(told.get_by_role("link", name="Robert Stone")).to_be_visible()


def test_the_step_is_named_and_no_percentage_is_shown(checked: Page) -> None:
    expect(hook(checked, "steps").locator("li")).to_have_text(["Upload", "Check", "Import", "Result"])
    expect(checked.locator("[aria-current=step]")).to_have_text("Check")
    expect(hook(checked, "percent")).to_have_count(0)
    expect(hook(checked, "progress")).to_have_count(0)


def test_the_first_rows_show_with_their_numbers_and_the_header(checked: Page) -> None:
    rows = hook(checked, "first-rows").locator("tr")
    expect(rows.nth(0).locator("th")).to_have_text(["1", "First name", "Mail", "Firma", "City", "E"])
    expect(rows.nth(2).locator("th, td")).to_have_text(["3", "José", f"peter at acme {NO_EMAIL}", "Acme", "Madrid", ""])


def test_another_row_is_chosen_as_the_header(checked: Page, site: FakeSite) -> None:
    choice = hook(checked, "header-row")
    expect(choice.locator("option").first).to_have_text("Row 1: First name · Mail · Firma · City")
    expect(choice.locator("option:checked")).to_have_text("Row 1: First name · Mail · Firma · City")

    choice.select_option(label="Row 2: Anna · anna@acme.example · Acme · Berlin")

    expect(hook(checked, "first-rows").locator("thead th")).to_have_text(
        ["2", "Anna", "anna@acme.example", "Acme", "Berlin", "E"]
    )
    expect(hook(checked, "header-row").locator("option:checked")).to_have_text(
        "Row 2: Anna · anna@acme.example · Acme · Berlin"
    )
    [call] = site.api.requests("POST", ".*/header-row")
    assert call.body == {"sheet": 0, "row": 2, "draftId": None}


def test_a_sheet_may_have_no_header_and_back_leads_to_no_import_that_is_gone(checked: Page) -> None:
    replaced = checked.url

    hook(checked, "header-row").select_option(label="No header")

    expect(hook(checked, "check-sheet").locator(".card-head")).to_contain_text("no header")
    expect(checked).not_to_have_url(replaced)
    checked.go_back()
    expect(checked).not_to_have_url(replaced)


def test_a_header_that_cannot_be_chosen_is_said_and_the_review_goes_on(checked: Page, site: FakeSite) -> None:
    refused = {"error": {"code": "invalid", "message": "There are no rows below this one.", "fields": {}}}
    site.api.fail("POST", ".*/header-row", 422, refused)

    hook(checked, "header-row").select_option(label="No header")

    expect(hook(checked, "toast")).to_contain_text("There are no rows below this one.")
    expect(hook(checked, "header-row").locator("option:checked")).to_contain_text("Row 1")
    expect(hook(checked, "confirm-mapping")).to_be_enabled()


def test_only_who_may_decide_chooses_the_header(signed_in: Page, site: FakeSite) -> None:
    other = site.cognito.add(FakeUser("other@example.com", PASSWORD))
    show(signed_in, reviewed(site, other))

    expect(hook(signed_in, "first-rows")).to_be_visible()
    expect(hook(signed_in, "header-row")).to_have_count(0)


def test_a_sheet_that_was_skipped_is_read_all_the_same(signed_in: Page, site: FakeSite, member: FakeUser) -> None:
    skipped = ONE | {"index": 1, "name": "Info", "skipped": "instructions", "mapping": [], "headerRows": []}
    record = reviewed(site, member, ONE | {"name": "A"}, skipped)
    site.api.review.files[record["importId"]] |= {1: {1: ["Name", "Mail"], 2: ["Ada", "ada@x.example"]}}
    show(signed_in, record)

    hook(signed_in, "read-sheet-1").click()

    expect(hook(signed_in, "sheet-skipped")).to_have_count(0)
    info = hook(signed_in, "check-sheet").filter(has_text="Info")
    expect(hook(info, "first-rows").locator("thead th")).to_have_text(["1", "Name", "Mail"])


def test_a_text_file_lends_its_sheet_its_name(checked: Page) -> None:
    expect(hook(checked, "sheet-name")).to_have_text("fair.csv")
    expect(hook(checked, "sheets")).to_have_count(0)


def test_columns_to_decide_come_first_and_those_that_are_only_kept_are_folded(checked: Page) -> None:
    expect(hook(checked, "header")).to_have_text(["Firma", "First name", "Mail", "City", "Column E"])
    expect(hook(checked, "kept").locator("summary")).to_have_text("2 columns kept under their headers")
    expect(checked.locator("[data-hook=kept] [data-hook=column]").first).not_to_be_visible()
    expect(hook(checked, "to-decide")).to_have_text("1 column to check")


def test_only_a_column_that_is_unsure_says_why(checked: Page) -> None:
    expect(hook(checked, "please-check")).to_have_text(["Please check. The values are names of companies."])
    expect(hook(checked, "field-2")).to_have_accessible_description("Please check. The values are names of companies.")

    hook(checked, "field-2").select_option("title")

    expect(hook(checked, "please-check")).to_have_count(0)
    expect(hook(checked, "to-decide")).to_have_count(0)


def test_each_column_shows_three_different_values(checked: Page) -> None:
    samples = hook(checked, "samples")
    expect(samples.nth(0).locator("li")).to_have_text(["Acme", "Globex", "Initech"])
    # The last one does not fit.
    expect(samples.nth(2).locator("li").nth(1)).to_have_text("zoe@globex.example")


def test_values_that_do_not_fit_are_marked_in_their_cells_and_lead_to_their_rows(checked: Page) -> None:
    marked = hook(checked, "wrong-cell")
    expect(marked).to_have_text(["peter at acme"] * 2)
    expect(hook(checked, "first-rows").locator("tr").nth(2).locator("td").nth(1)).to_contain_text(NO_EMAIL)
    asked = hook(checked, "not-usable")
    expect(asked).to_have_accessible_name("1 not usable in Mail: show the rows")

    asked.press("Enter")

    expect(hook(checked, "cell-1")).to_be_focused()
    expect(hook(checked, "cell-1")).to_have_attribute("aria-invalid", "true")
    expect(hook(checked, "cell-1")).to_have_accessible_description(NO_EMAIL)
    expect(hook(checked, "problem")).to_have_count(1)
    hook(checked, "cell-1").fill("jose@acme.example")
    settled(checked)
    expect(marked).to_have_count(0)
    expect(hook(checked, "first-rows").locator("td").nth(6)).to_have_text("jose@acme.example")
    hook(checked, "take-back").click()
    hook(checked, "drop-row").click()
    settled(checked)
    expect(hook(checked, "problem")).to_have_count(1)
    hook(checked, "all-problems").click()
    expect(hook(checked, "problem")).to_have_count(2)


def test_enter_goes_on_to_the_next_cell_that_does_not_fit(
    signed_in: Page, site: FakeSite, record: dict[str, Any]
) -> None:
    site.api.review.files[record["importId"]] = {0: ROWS | {8: ["Eve", "eve at globex", "Globex", "", ""]}}
    show(signed_in, record)
    hook(signed_in, "mend").first.click()
    expect(hook(signed_in, "cell-1")).to_be_focused()

    hook(signed_in, "cell-1").press("Enter")
    expect(hook(signed_in, "cell-0")).to_have_value("Kim")
    hook(signed_in, "cell-0").press("Enter")

    expect(hook(signed_in, "cell-1")).to_have_value("eve at globex")
    expect(hook(signed_in, "cell-1")).to_be_focused()
    hook(signed_in, "cell-1").press("Enter")
    expect(signed_in.locator("#problems-title")).to_be_focused()


def test_a_column_goes_to_fields_own_fields_or_stays_under_its_header(
    signed_in: Page, site: FakeSite, record: dict[str, Any]
) -> None:
    site.api.fields.add("Renewal date", "date")
    signed_in.reload()
    show(signed_in, record)

    choices = hook(signed_in, "field-3").locator("option")
    expect(choices.filter(has_text="Renewal date")).to_have_attribute("value", "extras/Renewal date")
    expect(choices.filter(has_text="Keep as “City”")).to_have_attribute("value", "remarks")
    expect(hook(signed_in, "field-4").locator("option:checked")).to_have_text("Keep as “Column E”")
    expect(choices.filter(has_text="Notes")).to_have_count(0)


def test_a_column_may_be_left_out_as_may_others_beside_it(checked: Page, site: FakeSite) -> None:
    hook(checked, "kept").locator("summary").click()
    hook(checked, "field-2").select_option(label="Do not import")
    hook(checked, "field-3").select_option(label="Do not import")

    settled(checked)
    expect(hook(checked, "shared")).to_have_count(0)
    assert drafts(site)[-1]["sheets"][0]["columns"] == {"2": "nothing", "3": "nothing"}


def test_notes_are_called_so_and_can_be_kept_under_their_header(
    signed_in: Page, site: FakeSite, member: FakeUser
) -> None:
    notes = column(0, "Comment", "remarks") | {"transform": "notes"}
    show(signed_in, reviewed(site, member, ONE | {"mapping": [notes, *COLUMNS[1:]]}))

    hook(signed_in, "kept").locator("summary").click()
    expect(hook(signed_in, "field-0").locator("option:checked")).to_have_text("Notes")
    hook(signed_in, "field-0").select_option(label="Keep as “Comment”")

    settled(signed_in)
    assert drafts(site)[-1]["sheets"][0]["columns"] == {"0": "extras/Comment"}


def test_two_columns_for_one_field_say_which_one_counts(checked: Page) -> None:
    hook(checked, "kept").locator("summary").click()
    hook(checked, "field-3").select_option("company")

    expect(hook(checked, "shared")).to_have_text(
        [
            "“City” goes there too. A lead gets the first that holds something.",
            "“Firma” goes there too. A lead gets the first that holds something.",
        ]
    )


def test_rows_that_have_expired_are_told_and_columns_can_still_be_decided(
    signed_in: Page, site: FakeSite, record: dict[str, Any]
) -> None:
    site.api.review.files.clear()
    show(signed_in, record)

    expect(hook(signed_in, "no-rows")).to_have_text("The rows of this file were kept for a limited time and are gone.")
    expect(hook(signed_in, "field-2")).to_be_enabled()


# What will happen


def test_new_leads_changes_and_problems_are_shown_before_anything_is_written(
    signed_in: Page, site: FakeSite, record: dict[str, Any]
) -> None:
    site.api.add_lead(firstName="Anna", lastName="Berg", email="anna@acme.example", company="Old")
    site.api.review.said = {"typedValues": 1}
    show(signed_in, record)

    expect(hook(signed_in, "counts")).to_have_text("1 new, 1 changed, 2 cannot be imported.")
    expect(hook(signed_in, "typed-values")).to_have_text("1 value typed by hand would change.")
    expect(hook(signed_in, "new-lead")).to_contain_text("Company: Globex · Email: zoe@globex.example · City: Berlin")
    expect(hook(signed_in, "changing-lead")).to_contain_text("Anna Berg")
    expect(hook(signed_in, "changing-lead").locator("del")).to_have_text("Old")
    expect(hook(signed_in, "changing-lead").locator("ins")).to_have_text("Acme")
    expect(hook(signed_in, "problem-state")).to_have_text(["This is no email address."] * 2)
    expect(hook(signed_in, "confirm-mapping")).to_have_text("Import 2 leads")
    assert site.api.leads["lead-00000"]["company"] == "Old"


def test_it_follows_each_decision_once_things_are_calm(checked: Page, site: FakeSite) -> None:
    asked = len(site.api.requests("POST", ".*/dry-run"))

    hook(checked, "field-1").select_option("remarks")
    hook(checked, "field-2").select_option("title")

    expect(hook(checked, "counts")).to_have_text("4 new.")
    expect(hook(checked, "confirm-mapping")).to_have_text("Import 4 leads")
    assert len(site.api.requests("POST", ".*/dry-run")) == asked + 1


def test_the_counts_are_told_politely_and_in_one_place(checked: Page) -> None:
    expect(hook(checked, "counts")).to_have_attribute("role", "status")
    expect(checked.locator("crm-check-step [role=status], crm-check-step [aria-live]")).to_have_count(1)


@pytest.mark.usefixtures("own_clock")
def test_a_large_file_is_told_from_its_first_rows_until_all_are_looked_at(
    signed_in: Page, site: FakeSite, record: dict[str, Any]
) -> None:
    some = {"rows": 1_000, "totalRows": 2_000, "isWhole": False, "isGoingOn": True}
    whole = {"rows": 2_000, "totalRows": 2_000, "isWhole": True, "isGoingOn": False}
    site.api.review.steps = [some, some, whole]
    show(signed_in, record)

    expect(hook(signed_in, "counts")).to_have_text(
        "2 new, 2 cannot be imported, from the first 1,000 of 2,000 rows; the others are being looked at."
    )
    expect(hook(signed_in, "confirm-mapping")).to_have_text("Import 2,000 rows")
    signed_in.clock.run_for(10_000)

    expect(hook(signed_in, "counts")).to_have_text(COUNTS)
    assert len(site.api.requests("GET", ".*/dry-run")) == 2
    signed_in.context.close()


def test_what_happens_to_existing_leads_is_chosen_here(signed_in: Page, site: FakeSite, record: dict[str, Any]) -> None:
    site.api.add_lead(firstName="Anna", lastName="Berg", email="anna@acme.example", company="Old")
    show(signed_in, record)
    expect(hook(signed_in, "policy")).to_have_value("update")

    hook(signed_in, "policy").select_option(label="Fill gaps")

    expect(hook(signed_in, "counts")).to_have_text("1 new, 1 unchanged, 2 cannot be imported.")
    expect(hook(signed_in, "policy")).to_have_accessible_description(
        "Only what the lead has no value for is filled in. Nothing is replaced."
    )
    assert drafts(site)[-1]["policy"] == "fill"


def test_a_sheet_is_left_out_and_taken_in_again(signed_in: Page, site: FakeSite, member: FakeUser) -> None:
    skipped = SHEET | {"index": 2, "name": "Leer", "skipped": "empty sheet", "mapping": [], "headerRows": []}
    show(signed_in, reviewed(site, member, ONE | {"name": "A"}, ONE | {"index": 1, "name": "B"}, skipped))
    expect(hook(signed_in, "sheet-skipped")).to_have_text("Skipped: empty sheet")
    expect(hook(signed_in, "read-sheet-2")).to_have_count(0)
    expect(hook(signed_in, "counts")).to_have_text("4 new, 4 cannot be imported.")

    signed_in.get_by_label("B 4 rows").uncheck()

    expect(hook(signed_in, "counts")).to_have_text("2 new, 2 cannot be imported, 4 left out.")
    expect(hook(signed_in, "problem")).to_have_count(2)
    signed_in.get_by_label("B 4 rows").check()
    expect(hook(signed_in, "counts")).to_have_text("4 new, 4 cannot be imported.")


def test_what_cannot_be_tried_says_why_and_may_be_imported_all_the_same(
    signed_in: Page, site: FakeSite, record: dict[str, Any]
) -> None:
    site.api.fail("POST", ".*/dry-run", 503, {"error": {"code": "busy", "message": "Too much at once."}})
    show(signed_in, record)

    expect(hook(signed_in, "notice")).to_contain_text("Too much at once.")
    expect(hook(signed_in, "confirm-mapping")).to_be_enabled()
    hook(signed_in, "try-again").click()

    expect(hook(signed_in, "counts")).to_have_text(COUNTS)


# Rows are mended


def test_a_cell_is_mended_in_place(checked: Page, site: FakeSite) -> None:
    hook(checked, "mend").first.click()
    expect(hook(checked, "cell-1")).to_be_focused()
    expect(hook(checked, "cell-1")).to_have_value("peter at acme")
    hook(checked, "cell-1").fill("jose@acme.example")
    checked.keyboard.press("Tab")

    expect(hook(checked, "cell-2")).to_be_focused()
    expect(hook(checked, "counts")).to_have_text("3 new, 1 cannot be imported.")
    expect(hook(checked, "problem-state").first).to_have_text("Mended.")
    expect(hook(checked, "cell-2")).to_be_focused()
    hook(checked, "mend").first.click()
    expect(hook(checked, "cells")).to_have_count(0)
    assert drafts(site)[-1]["sheets"][0]["cells"] == {"3": {"1": "jose@acme.example"}}


def test_what_is_being_typed_stays_while_the_cell_before_it_is_kept_and_tried(checked: Page, site: FakeSite) -> None:
    hook(checked, "mend").first.click()
    hook(checked, "cell-1").fill("jose@acme.example")
    hook(checked, "cell-2").focus()
    checked.keyboard.type(" GmbH")
    settled(checked)

    expect(hook(checked, "cell-2")).to_have_value("Acme GmbH")
    expect(hook(checked, "cell-2")).to_be_focused()
    assert drafts(site)[-1]["sheets"][0]["cells"] == {"3": {"1": "jose@acme.example", "2": "Acme GmbH"}}


def test_the_focus_stays_at_a_row_that_is_left_out_or_taken_in_again(checked: Page) -> None:
    hook(checked, "drop-row").first.press("Enter")
    expect(hook(checked, "take-back")).to_be_focused()
    settled(checked)

    checked.keyboard.press("Enter")

    expect(hook(checked, "drop-row").first).to_be_focused()


def test_a_mended_row_goes_back_to_what_the_file_has(checked: Page, site: FakeSite) -> None:
    hook(checked, "mend").first.click()
    hook(checked, "cell-1").fill("jose@acme.example")
    checked.keyboard.press("Tab")
    expect(hook(checked, "counts")).to_have_text("3 new, 1 cannot be imported.")

    hook(checked, "take-back").click()

    expect(hook(checked, "counts")).to_have_text(COUNTS)
    expect(hook(checked, "cell-1")).to_have_value("peter at acme")
    assert drafts(site)[-1]["sheets"][0]["cells"] == {}


def test_a_row_is_left_out(checked: Page, site: FakeSite) -> None:
    expect(hook(checked, "drop-row").nth(1)).to_have_accessible_name("Leave this row out (row 5)")
    hook(checked, "drop-row").nth(1).click()

    expect(hook(checked, "counts")).to_have_text("2 new, 1 cannot be imported, 1 left out.")
    expect(hook(checked, "problem-state").nth(1)).to_have_text("Left out.")
    assert drafts(site)[-1]["sheets"][0]["droppedRows"] == [5]


def test_a_cell_that_is_not_shown_whole_is_not_mended_here(
    signed_in: Page, site: FakeSite, record: dict[str, Any]
) -> None:
    site.api.review.longest_cell = 10
    show(signed_in, record)

    hook(signed_in, "mend").first.click()

    expect(hook(signed_in, "cell-1")).to_be_disabled()
    expect(hook(signed_in, "cell-1")).to_have_accessible_description(f"{NO_EMAIL} Too long to be mended here.")
    expect(hook(signed_in, "cell-2")).to_be_enabled()


def test_rows_that_are_no_contacts_are_told_before_the_import(
    signed_in: Page, site: FakeSite, member: FakeUser
) -> None:
    record = reviewed(site, member, totals={"rows": 6, "skipped": 2})
    missed = {"sheet": 0, "sheetName": "", "outcome": "skipped", "reason": "another table", "leadId": None}
    site.api.ledgers[record["importId"]] = [missed | {"row": 8}, missed | {"row": 9}]
    show(signed_in, record)
    expect(hook(signed_in, "left-out-count")).to_have_text("2 rows")

    expect(hook(signed_in, "left-out").locator("h2")).to_have_text("Rows that are left out, as they are no contacts")
    hook(signed_in, "left-out").locator("summary").click()

    expect(hook(signed_in, "reason")).to_have_text(["another table", "another table"])


def test_many_rows_with_a_problem_are_listed_bit_by_bit(
    signed_in: Page, site: FakeSite, record: dict[str, Any]
) -> None:
    site.api.review.files[record["importId"]] = {0: {number: ["", "nobody", "", "", ""] for number in range(2, 52)}}
    site.api.review.said = {"problemCount": 900}
    show(signed_in, record)

    expect(hook(signed_in, "problem")).to_have_count(20)
    expect(hook(signed_in, "more-in-file")).to_contain_text("The first 50 of 900 rows are listed.")
    hook(signed_in, "more-problems").click()
    hook(signed_in, "more-problems").click()

    expect(hook(signed_in, "problem")).to_have_count(50)
    expect(hook(signed_in, "more-problems")).to_have_count(0)


def test_a_row_far_down_the_file_is_mended_as_well(signed_in: Page, site: FakeSite, record: dict[str, Any]) -> None:
    good = {number: ["A", f"a{number}@x.example", "", "", ""] for number in range(2, 300)}
    site.api.review.files[record["importId"]] = {0: good | {280: ["Far", "nobody", "", "", ""]}}
    show(signed_in, record)

    hook(signed_in, "mend").click()

    expect(hook(signed_in, "cell-0")).to_have_value("Far")
    assert [call.query for call in site.api.requests("GET", ".*/file-rows")] == [
        {"sheet": "0", "from": "1"},
        {"sheet": "0", "from": "280"},
    ]


# What is decided is kept


def test_what_is_decided_is_there_again_after_a_reload_and_elsewhere(checked: Page) -> None:
    hook(checked, "field-2").select_option("title")
    hook(checked, "drop-row").first.click()
    settled(checked)

    checked.reload()
    expect(hook(checked, "field-2")).to_have_value("title")
    expect(hook(checked, "problem-state").first).to_have_text("Left out.")
    go(checked, "/leads")
    expect(hook(checked, "confirm-mapping")).to_have_count(0)
    checked.go_back()

    expect(hook(checked, "field-2")).to_have_value("title")


def test_a_change_is_sent_at_once_so_that_leaving_loses_nothing(checked: Page) -> None:
    hook(checked, "field-2").select_option("title")
    go(checked, "/leads")
    expect(hook(checked, "confirm-mapping")).to_have_count(0)

    checked.go_back()

    expect(hook(checked, "field-2")).to_have_value("title")


def test_changes_while_one_is_being_saved_are_saved_after_it(checked: Page, site: FakeSite) -> None:
    held: list[Route] = []
    checked.route("**/draft", lambda route: route.continue_() if held else held.append(route))
    hook(checked, "field-0").select_option("lastName")
    hook(checked, "field-1").select_option("remarks")
    hook(checked, "field-2").select_option("title")
    expect(hook(checked, "saved")).to_have_text("Saving…")
    held[0].continue_()

    settled(checked)
    sent = [draft["sheets"][0]["columns"] for draft in drafts(site)]
    assert sent == [{"0": "lastName"}, {"0": "lastName", "1": "remarks", "2": "title"}]


def test_what_cannot_be_saved_is_told_and_tried_again(checked: Page, site: FakeSite) -> None:
    site.api.fail("PUT", ".*/draft", 503, {"error": {"code": "busy", "message": "Too much at once."}})
    hook(checked, "field-2").select_option("title")

    expect(hook(checked, "not-saved")).to_have_text("Your last change is not saved. Too much at once.")
    expect(hook(checked, "saved")).to_have_text("Not saved")
    hook(checked, "save-again").click()

    settled(checked)
    expect(hook(checked, "not-saved")).to_have_count(0)
    assert site.api.review.drafts["import-000"]["sheets"][0]["columns"] == {"2": "title"}


def test_who_decides_after_somebody_else_is_shown_their_decision(
    checked: Page, site: FakeSite, record: dict[str, Any]
) -> None:
    theirs = {"basedOn": None, "sheets": [{"index": 0, "columns": {"2": "status"}}], "policy": "keep"}
    site.api.review.save(record, theirs, "ann@example.com")
    hook(checked, "field-2").select_option("title")

    expect(hook(checked, "outdated")).to_contain_text("ann@example.com has decided something else meanwhile.")
    expect(hook(checked, "saved")).to_have_text("Not saved")
    hook(checked, "show-theirs").click()

    expect(hook(checked, "field-2")).to_have_value("status")
    expect(hook(checked, "policy")).to_have_value("keep")
    expect(hook(checked, "outdated")).to_have_count(0)
    expect(checked.locator("#expected-title")).to_be_focused()
    hook(checked, "field-2").select_option("title")
    settled(checked)
    assert site.api.review.drafts[record["importId"]]["by"] == "mina@example.com"


def test_what_is_not_kept_stays_beside_what_somebody_else_has_decided(
    checked: Page, site: FakeSite, record: dict[str, Any]
) -> None:
    theirs = {"index": 0, "columns": {"2": "status"}, "droppedRows": [5]}
    site.api.review.save(record, {"basedOn": None, "sheets": [theirs]}, "ann@example.com")
    hook(checked, "mend").first.click()
    hook(checked, "cell-1").fill("jose@acme.example")

    checked.keyboard.press("Control+Enter")
    expect(hook(checked, "show-theirs")).to_be_focused()
    checked.keyboard.press("Enter")

    expect(hook(checked, "field-2")).to_have_value("status")
    expect(hook(checked, "cell-1")).to_have_value("jose@acme.example")
    settled(checked)
    [kept] = site.api.review.drafts[record["importId"]]["sheets"]
    assert (kept["columns"], kept["droppedRows"]) == ({"2": "status"}, [5])
    assert kept["cells"] == {"3": {"1": "jose@acme.example"}}


def test_a_decision_of_somebody_else_shows_with_the_next_look_at_the_rows(
    signed_in: Page, site: FakeSite, record: dict[str, Any]
) -> None:
    site.api.fail("POST", ".*/dry-run", 503, {"error": {"code": "busy", "message": "Too much at once."}})
    show(signed_in, record)
    expect(hook(signed_in, "try-again")).to_be_visible()
    site.api.review.save(record, {"basedOn": None, "sheets": [], "policy": "keep"}, "ann@example.com")

    hook(signed_in, "try-again").click()
    expect(hook(signed_in, "outdated")).to_contain_text("Somebody has decided something else meanwhile.")
    hook(signed_in, "show-theirs").click()

    expect(hook(signed_in, "policy")).to_have_value("keep")
    expect(hook(signed_in, "outdated")).to_have_count(0)


def test_rules_that_were_decided_elsewhere_stay(signed_in: Page, site: FakeSite, record: dict[str, Any]) -> None:
    site.api.review.save(record, {"basedOn": None, "sheets": [], "rules": {"phone": "never"}}, "ann@example.com")
    show(signed_in, record)

    hook(signed_in, "field-2").select_option("title")

    settled(signed_in)
    assert drafts(site)[-1]["rules"] == {"phone": "never"}


# And then


def test_the_import_begins_as_it_is_decided(checked: Page, site: FakeSite) -> None:
    site.api.script_of_new = [{"status": "completed", "progress": 100, "totals": {"rows": 4, "created": 4}}]
    hook(checked, "field-1").select_option("remarks")
    hook(checked, "confirm-mapping").click()

    expect(hook(checked, "status")).to_have_text("Completed")
    expect(hook(checked, "import-name")).to_be_focused()
    expect(checked.locator("[aria-current=step]")).to_have_text("Result")
    [sent] = site.api.requests("PUT", ".*/mapping")
    assert sent.body == {"draftId": "draft-1"}
    assert site.api.review.drafts["import-000"]["sheets"][0]["columns"] == {"1": "remarks"}


def test_an_import_that_nothing_was_decided_of_begins_as_it_is(checked: Page, site: FakeSite) -> None:
    hook(checked, "import-name").focus()
    checked.keyboard.press("Control+Enter")
    expect(checked.locator("[aria-current=step]")).to_have_text("Import")
    assert site.api.requests("PUT", ".*/mapping")[0].body == {"draftId": None}


def test_a_decision_of_somebody_else_is_not_imported_unseen(
    checked: Page, site: FakeSite, record: dict[str, Any]
) -> None:
    site.api.review.save(record, {"basedOn": None, "sheets": [], "policy": "keep"}, "ann@example.com")
    hook(checked, "confirm-mapping").click()

    expect(hook(checked, "outdated")).to_contain_text("decided something else meanwhile")
    assert record["status"] == "review"


def test_an_import_that_began_meanwhile_is_shown_as_it_is(checked: Page, record: dict[str, Any]) -> None:
    record |= {"status": "importing", "progress": 10}
    hook(checked, "field-2").select_option("title")

    expect(checked.locator("[aria-current=step]")).to_have_text("Import")


def test_it_is_cancelled_from_here(checked: Page) -> None:
    hook(checked, "cancel-import").click()
    hook(checked, "confirm-yes").click()
    expect(hook(checked, "status")).to_have_text("Cancelled")


def test_somebody_else_sees_it_and_decides_nothing(signed_in: Page, site: FakeSite) -> None:
    other = site.cognito.add(FakeUser("otto@example.com", PASSWORD))
    record = reviewed(site, other)
    site.api.review.save(record, {"basedOn": None, "sheets": [{"index": 0, "columns": {"2": "title"}}]}, other.email)
    show(signed_in, record)

    expect(hook(signed_in, "notice")).to_contain_text("otto@example.com has to check this")
    expect(hook(signed_in, "first-rows")).to_be_visible()
    expect(hook(signed_in, "field-2")).to_have_value("title")
    for name in ("field-2", "policy"):
        expect(hook(signed_in, name)).to_be_disabled()
    expect(hook(signed_in, "confirm-mapping")).to_have_count(0)
    assert not site.api.requests("POST", ".*/dry-run")


def test_the_whole_of_it_works_by_keyboard(checked: Page) -> None:
    hook(checked, "field-2").focus()
    checked.keyboard.type("Ti")
    settled(checked)
    expect(hook(checked, "field-2")).to_have_value("title")
    expect(hook(checked, "field-2")).to_be_focused()
    hook(checked, "kept").locator("summary").focus()
    checked.keyboard.press("Enter")
    expect(hook(checked, "field-3")).to_be_visible()

    hook(checked, "drop-row").first.focus()
    checked.keyboard.press("Enter")
    settled(checked)
    for _ in range(12):
        if hook(checked, "confirm-mapping").evaluate("element => element === document.activeElement"):
            break
        checked.keyboard.press("Tab")
    expect(hook(checked, "confirm-mapping")).to_be_focused()
    checked.keyboard.press("Enter")

    expect(checked.locator("[aria-current=step]")).to_have_text("Import")


def test_control_and_enter_begin_the_import_with_the_cell_that_is_being_typed(checked: Page, site: FakeSite) -> None:
    hook(checked, "mend").first.click()
    hook(checked, "cell-1").fill("jose@acme.example")
    checked.keyboard.press("Control+Enter")

    expect(checked.locator("[aria-current=step]")).to_have_text("Import")
    assert site.api.review.drafts["import-000"]["sheets"][0]["cells"] == {"3": {"1": "jose@acme.example"}}
    assert site.api.requests("PUT", ".*/mapping")[0].body == {"draftId": "draft-1"}


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_where_a_column_goes_can_be_read_at_any_width(checked: Page, width: int) -> None:
    checked.set_viewport_size({"width": width, "height": NARROW["height"]})

    box = hook(checked, "field-2").bounding_box()

    assert box is not None
    assert box["width"] >= 160
    assert box["x"] + box["width"] <= width


@pytest.mark.parametrize("width", [768, 1024])
def test_where_columns_go_can_be_read_on_a_tablet(checked: Page, width: int) -> None:
    checked.set_viewport_size({"width": width, "height": 1024})

    widths: list[int] = checked.locator('select[data-hook^="field-"]').evaluate_all(
        "all => all.map(one => one.offsetWidth)"
    )
    assert widths
    assert min(widths) >= 160


def test_a_column_that_could_be_a_field_says_its_type_and_why_and_an_admin_makes_it(page: Page, site: FakeSite) -> None:
    admin = site.cognito.add(FakeUser("ada@example.com", PASSWORD, group="admin"))
    begin_session(page, site, admin)
    proposal = {"type": "date", "dayFirst": True, "decimalComma": None, "choices": [], "values": 2, "fitting": 2}
    proposal |= {"reason": "All 2 values are dates.", "reasonMessages": []}
    mapping = [column(0, "Email", "email"), column(1, "Birthday", "remarks") | {"ownField": proposal}]
    mapping.append(column(2, "Remark", "remarks"))
    record = site.api.add_import(admin, status="review", sheets=[SHEET | {"mapping": mapping}])
    page.goto(f"{site.url}#/imports/{record['importId']}")

    expect(hook(page, "column").nth(1)).to_contain_text(
        "As a field of your own, by the first rows: Date. All 2 values are dates."
    )
    expect(hook(page, "kept")).to_contain_text("Remark")
    hook(page, "keep-as-field").click()

    expect(hook(page, "field-1")).to_have_value("extras/Birthday")
    expect(hook(page, "proposal")).to_have_count(0)
    assert site.api.fields.own["birthday"]["type"] == "date"
    expect(hook(page, "saved")).to_have_text("Saved")
    (*_, draft) = site.api.requests("PUT", "/imports/.*/draft")
    assert draft.body["sheets"][0]["columns"] == {"1": "extras/Birthday"}
