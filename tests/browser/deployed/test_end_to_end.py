"""The page against the deployed stacks: from sign-in to leads, exports and answers, as a business user goes."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.deployed.steps import PATIENCE_MS, find, import_file, totals, upload
from tests.browser.screens import NARROW, file, go, hook
from tests.system.files import HEADER, csv_file, people, three_sheets

pytestmark = pytest.mark.system


def test_a_workbook_of_three_sheets_becomes_leads_and_again_adds_none(crm: Page, domain: str) -> None:
    book = three_sheets(domain, rows=100)

    import_file(crm, "three sheets.xlsx", book)
    first = totals(crm)
    assert first["created"] == 100
    expect(hook(crm, "sheet")).to_have_count(3)
    import_file(crm, "three sheets again.xlsx", book)

    assert {**totals(crm), "skipped": 0} == {"unchanged": 100, "skipped": 0}
    find(crm, domain, "100 leads match")


def test_an_example_file_is_accounted_for(crm: Page, corpus: Path) -> None:
    example = corpus / "contacts" / "three_phone_columns_same_header.xlsx"

    go(crm, "/imports")
    entry = upload(crm, example)
    expect(hook(entry, "status")).to_contain_text("Completed", timeout=PATIENCE_MS)
    hook(entry, "open-import").click()

    expect(hook(crm, "rows-done")).to_be_visible()
    done, _, rows = hook(crm, "rows-done").inner_text().removesuffix(" rows").removesuffix(" row").partition(" of ")
    assert done == rows == str(sum(totals(crm).values()))


def test_the_table_searches_filters_sorts_and_pages(crm: Page, domain: str) -> None:
    import_file(crm, "table.csv", csv_file(HEADER, people(60, domain)))

    find(crm, domain, "60 leads match")
    hook(crm, "sort-email").click()
    expect(hook(crm, "cell-email").first).to_have_text(f"person0@{domain}")
    hook(crm, "page-next").click()
    expect(hook(crm, "range")).to_have_text("51–60 of 60")
    hook(crm, "toggle-filters").click()
    hook(crm, "filter-name").fill("LÁST59")

    expect(hook(crm, "total")).to_have_text("1 lead matches")
    expect(hook(crm, "cell-name")).to_have_text("First59 Last59")


def test_a_lead_is_added_edited_deleted_and_brought_back(crm: Page, domain: str) -> None:
    address = f"hand@{domain}"
    go(crm, "/leads?lead=new")
    hook(crm, "firstName").fill("José")
    hook(crm, "email").fill(address)
    hook(crm, "save").click()
    expect(hook(crm, "toast-text").first).to_have_text("Added José.")
    find(crm, address, "1 lead matches")

    hook(crm, "open-lead").click()
    hook(crm, "edit-lead").click()
    hook(crm, "company").fill("Page GmbH")
    hook(crm, "save").click()
    expect(hook(crm, "detail-company")).to_have_text("Page GmbH")
    expect(hook(crm, "event").filter(has_text="Page GmbH")).to_be_visible()
    hook(crm, "delete-lead").click()
    expect(hook(crm, "total")).to_have_text("0 leads match")
    hook(crm, "toast-action").last.click()
    expect(hook(crm, "cell-company")).to_have_text("Page GmbH")


def test_a_deleted_lead_comes_back_from_the_bin_with_its_protected_value(crm: Page, domain: str) -> None:
    import_file(crm, "bin.csv", csv_file(HEADER, people(1, domain)))
    find(crm, domain, "1 lead matches")
    hook(crm, "open-lead").click()
    hook(crm, "origin-company").locator("> summary").click()
    hook(crm, "origin-company").locator("[data-hook=protect]").click()
    expect(hook(crm, "protected-company")).to_be_visible()
    hook(crm, "delete-lead").click()
    expect(hook(crm, "total")).to_have_text("0 leads match")

    go(crm, "/leads/bin")
    hook(crm, "deleted").filter(has_text=domain).get_by_role("button").click()

    expect(hook(crm, "deleted").filter(has_text=domain)).to_have_count(0)
    find(crm, domain, "1 lead matches")
    hook(crm, "open-lead").click()
    expect(hook(crm, "protected-company")).to_be_visible()


def test_a_taken_address_leads_to_its_holder(crm: Page, domain: str) -> None:
    address = f"taken@{domain}"
    for _ in range(2):
        go(crm, "/leads")
        go(crm, "/leads?lead=new")
        hook(crm, "firstName").fill("Holder")
        hook(crm, "email").fill(address)
        hook(crm, "save").click()
        expect(hook(crm, "error-summary").or_(hook(crm, "toast-text").first).first).to_be_visible()

    hook(crm, "open-holder").click()
    hook(crm, "confirm-yes").click()

    expect(hook(crm, "drawer-title")).to_have_text("Holder")


def test_the_export_holds_the_leads_of_the_view(crm: Page, domain: str, tmp_path: Path) -> None:
    import_file(crm, "export.csv", csv_file(HEADER, people(5, domain)))
    find(crm, domain, "5 leads match")

    hook(crm, "export").click()
    with crm.expect_download(timeout=PATIENCE_MS) as saved:
        hook(crm, "export-csv").click()

    saved.value.save_as(tmp_path / "leads.csv")
    text = (tmp_path / "leads.csv").read_text(encoding="utf-8-sig")
    assert saved.value.suggested_filename.endswith(".csv")
    assert len(text.splitlines()) == 6
    assert all(f"person{number}@{domain}" in text for number in range(5))
    expect(hook(crm, "main")).to_be_visible()


def test_questions_are_answered_exactly(crm: Page, domain: str) -> None:
    import_file(crm, "ask.csv", csv_file(HEADER, people(7, domain)))
    go(crm, "/ask")

    hook(crm, "question").fill(f"How many leads are at {domain}?")
    crm.keyboard.press("Enter")
    expect(hook(crm, "answer-text")).to_contain_text("7")
    hook(crm, "question").fill("Group leads by company")
    crm.keyboard.press("Enter")

    expect(hook(crm, "group").filter(has_text=domain)).to_be_visible()


def test_a_file_that_is_no_spreadsheet_is_refused_in_plain_words(crm: Page) -> None:
    go(crm, "/imports")

    entry = upload(crm, file("not really.xlsx", b"MZ\x90\x00" + bytes(2_000)))

    expect(hook(entry, "status")).to_have_text("Failed", timeout=PATIENCE_MS)
    assert len(hook(entry, "import-summary").inner_text()) > 20


def test_rejected_rows_can_be_downloaded(crm: Page, domain: str, tmp_path: Path) -> None:
    rows = [("Anna", "Berg", f"anna@{domain}", "Berg", ""), ("", "", "", "", "who is this?")]
    import_file(crm, "gaps.csv", csv_file((*HEADER, "Note"), rows), status="Completed with errors")

    expect(hook(crm, "reason").first).not_to_have_text("—")
    with crm.expect_download() as saved:
        hook(crm, "report").click()
    saved.value.save_as(tmp_path / "report.csv")

    assert "who is this?" in (tmp_path / "report.csv").read_text(encoding="utf-8-sig")


def test_an_import_is_taken_back(crm: Page, domain: str) -> None:
    import_file(crm, "undo.csv", csv_file(HEADER, people(9, domain)))

    hook(crm, "undo-import").click()
    hook(crm, "confirm-yes").click()

    expect(hook(crm, "undone")).to_be_visible(timeout=PATIENCE_MS)
    expect(hook(crm, "undo-counts")).to_contain_text("9 leads removed")
    find(crm, domain, "0 leads match")


def test_a_review_waits_for_the_user(crm: Page, domain: str) -> None:
    go(crm, "/imports")
    content = csv_file(("Name", "Mail", "Firma"), [("Anna Berg", f"anna@{domain}", "Berg GmbH")])
    entry = upload(crm, file("review.csv", content), review=True)
    expect(hook(entry, "status")).to_have_text("Needs your review", timeout=PATIENCE_MS)
    hook(entry, "open-import").click()

    # Read again without its header and then with it, it is the same.
    for choice in ("No header", "Row 1: Name · Mail · Firma"):
        replaced = crm.url
        hook(crm, "header-row").select_option(label=choice)
        expect(crm).not_to_have_url(replaced, timeout=PATIENCE_MS)
        expect(hook(crm, "header-row").locator("option:checked")).to_have_text(choice, timeout=PATIENCE_MS)
    # On a system that was kept the column is folded away, since this is what was decided of it the last time.
    crm.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    hook(crm, "field-2").select_option("remarks")
    hook(crm, "confirm-mapping").click()

    expect(hook(crm, "status")).to_have_text("Completed", timeout=PATIENCE_MS)
    find(crm, f"anna@{domain}", "1 lead matches")
    hook(crm, "open-lead").click()
    expect(hook(crm, "detail-extras/Firma")).to_have_text("Berg GmbH")
    expect(hook(crm, "origin-extras/Firma")).to_contain_text("review.csv, row 2")


def test_a_session_ends_and_is_taken_up_again(crm: Page, account: tuple[str, str]) -> None:
    go(crm, "/leads?lead=new")
    hook(crm, "firstName").fill("Survivor")
    crm.evaluate(
        "Object.keys(localStorage).filter((k) => k.startsWith('Cognito')).forEach((k) => delete localStorage[k])"
    )

    hook(crm, "save").click()
    again = hook(crm, "sign-in-again")
    hook(again, "password").fill(account[1])
    hook(again, "submit").click()

    expect(hook(crm, "toast-text").first).to_have_text("Added Survivor.", timeout=30_000)


def test_on_a_phone_nothing_is_cut_off(crm: Page) -> None:
    crm.set_viewport_size(NARROW)

    for place in ("/leads", "/imports", "/ask"):
        go(crm, place)
        expect(crm.locator("main h1")).to_be_visible()
        assert crm.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
