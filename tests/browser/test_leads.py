"""The list of leads and the panel with one lead."""

from __future__ import annotations

import pytest
from playwright.sync_api import Download, Page, expect

from tests.browser.screens import NARROW, go, hook, row_texts
from tests.doubles.site import FakeSite


@pytest.fixture
def leads(signed_in: Page, site: FakeSite) -> Page:
    """Three leads, the list reloaded."""
    site.api.add_lead(firstName="Anna", lastName="Berg", company="Acme", email="anna@acme.example")
    site.api.add_lead(firstName="José", lastName="Cruz", company="Acme", email="jose@acme.example", phone="+34123")
    site.api.add_lead(firstName="Zoë", lastName="Adler", company="Nordwind", remarks="A" * 300)
    signed_in.reload()
    expect(hook(signed_in, "lead")).to_have_count(3)
    return signed_in


def open_lead(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).click()
    expect(hook(page, "drawer-title")).to_contain_text(name)


def test_without_leads_the_page_says_how_to_get_some(signed_in: Page) -> None:
    expect(hook(signed_in, "empty")).to_contain_text("No leads yet")

    hook(signed_in, "to-imports").click()

    expect(hook(signed_in, "drop-zone")).to_be_visible()


def test_the_newest_leads_come_first_with_an_exact_total(leads: Page) -> None:
    expect(hook(leads, "total")).to_have_text("3 leads")
    assert row_texts(leads, "firstName") == ["Zoë", "José", "Anna"]
    expect(leads.locator("[aria-sort]")).to_have_attribute("aria-sort", "descending")


def test_a_header_sorts_and_says_so(leads: Page) -> None:
    hook(leads, "sort-lastName").click()
    header = leads.get_by_role("columnheader", name="Last name")
    expect(header).to_have_attribute("aria-sort", "ascending")
    expect(hook(leads, "cell-lastName").first).to_have_text("Adler")

    hook(leads, "sort-lastName").click()

    expect(header).to_have_attribute("aria-sort", "descending")
    expect(hook(leads, "cell-lastName").first).to_have_text("Cruz")
    expect(leads.locator("[aria-sort]")).to_have_count(1)


def test_searching_asks_once_after_typing_has_ended(leads: Page, site: FakeSite) -> None:
    site.api.calls.clear()

    hook(leads, "search").press_sequentially("nordw", delay=10)

    expect(hook(leads, "total")).to_have_text("1 lead matches")
    assert row_texts(leads, "company") == ["Nordwind"]
    assert [call.query["q"] for call in site.api.requests("GET", "/leads")] == ["nordw"]


def test_a_search_without_a_match_can_be_cleared(leads: Page) -> None:
    hook(leads, "search").fill("nobody")
    expect(hook(leads, "empty")).to_contain_text("No lead matches")

    hook(leads, "clear-all").click()

    expect(hook(leads, "lead")).to_have_count(3)
    expect(hook(leads, "search")).to_have_value("")


def test_every_column_has_a_filter_and_filters_add_up(leads: Page) -> None:
    hook(leads, "toggle-filters").click()
    expect(hook(leads, "filter-firstName")).to_be_focused()

    hook(leads, "filter-company").fill("acme")
    hook(leads, "filter-phone").fill("34")

    expect(hook(leads, "lead")).to_have_count(1)
    expect(hook(leads, "chip")).to_have_count(2)
    hook(leads, "chip").first.get_by_role("button").click()
    expect(hook(leads, "chip")).to_have_count(1)
    expect(hook(leads, "filter-phone")).to_have_value("34")


def test_filters_stay_when_nothing_matches_so_that_they_can_be_changed(leads: Page) -> None:
    hook(leads, "toggle-filters").click()
    hook(leads, "filter-company").fill("nowhere")

    expect(hook(leads, "empty")).to_be_visible()
    expect(hook(leads, "filter-company")).to_be_focused()
    hook(leads, "filter-company").fill("")
    expect(hook(leads, "lead")).to_have_count(3)


def test_the_address_keeps_the_view(leads: Page) -> None:
    hook(leads, "search").fill("acme")
    hook(leads, "sort-firstName").click()
    expect(hook(leads, "total")).to_have_text("2 leads match")

    leads.reload()

    expect(hook(leads, "search")).to_have_value("acme")
    expect(hook(leads, "cell-firstName")).to_have_text(["Anna", "José"])


def test_pages_have_exact_ends(signed_in: Page, site: FakeSite) -> None:
    for number in range(120):
        site.api.add_lead(firstName=f"Person {number:03d}")
    signed_in.reload()
    expect(hook(signed_in, "range")).to_have_text("1–50 of 120")
    expect(hook(signed_in, "page-previous")).to_be_disabled()

    hook(signed_in, "page-last").click()

    expect(hook(signed_in, "range")).to_have_text("101–120 of 120")
    expect(hook(signed_in, "lead")).to_have_count(20)
    expect(hook(signed_in, "page-next")).to_be_disabled()
    hook(signed_in, "page-size").select_option("200")
    expect(hook(signed_in, "range")).to_have_text("1–120 of 120")


def test_columns_can_be_chosen_and_stay_chosen(leads: Page) -> None:
    hook(leads, "columns-menu").locator("summary").click()
    hook(leads, "column-sourceFile").check()
    hook(leads, "column-phone").uncheck()
    leads.keyboard.press("Escape")
    expect(hook(leads, "column-phone")).not_to_be_visible()

    leads.reload()

    expect(hook(leads, "cell-sourceFile").first).to_have_text("contacts.xlsx")
    expect(hook(leads, "cell-phone")).to_have_count(0)


def test_long_remarks_are_shortened_in_the_table_and_whole_in_the_panel(leads: Page) -> None:
    cell = hook(leads, "cell-remarks").first
    assert cell.evaluate("cell => cell.offsetHeight") < 60

    open_lead(leads, "Zoë")

    expect(hook(leads, "detail-remarks")).to_have_text("A" * 300)


def test_a_lead_opens_by_keyboard_and_closing_returns_the_focus(leads: Page) -> None:
    link = leads.get_by_role("link", name="Anna", exact=True)
    link.focus()
    leads.keyboard.press("Enter")
    expect(hook(leads, "drawer-title")).to_have_text("Anna Berg")
    expect(hook(leads, "detail-email").get_by_role("link")).to_have_attribute("href", "mailto:anna@acme.example")

    leads.keyboard.press("Escape")

    expect(hook(leads, "drawer")).not_to_be_visible()
    expect(link).to_be_focused()


def test_a_press_anywhere_on_a_row_opens_it(leads: Page) -> None:
    hook(leads, "cell-company").first.click()

    expect(hook(leads, "drawer-title")).to_have_text("Zoë Adler")


def test_the_back_button_closes_the_panel(leads: Page) -> None:
    open_lead(leads, "Anna")

    leads.go_back()

    expect(hook(leads, "drawer")).not_to_be_visible()
    expect(hook(leads, "lead")).to_have_count(3)


def test_an_edit_sends_only_what_changed(leads: Page, site: FakeSite) -> None:
    open_lead(leads, "Anna")
    hook(leads, "edit-lead").click()
    expect(hook(leads, "firstName")).to_be_focused()
    expect(hook(leads, "phone")).to_have_value("")

    hook(leads, "title").fill("CTO")
    hook(leads, "save").click()

    expect(hook(leads, "toast-text")).to_have_text("Saved Anna Berg.")
    expect(hook(leads, "detail-title")).to_have_text("CTO")
    expect(hook(leads, "edit-lead")).to_be_focused()
    assert site.api.requests("PATCH", "/leads/.*")[0].body == {"title": "CTO", "version": 1}
    expect(hook(leads, "event")).to_contain_text("N/A")
    expect(hook(leads, "event")).to_contain_text("mina@example.com")


def test_a_taken_address_is_refused_with_a_way_to_the_lead_that_holds_it(leads: Page) -> None:
    open_lead(leads, "Anna")
    hook(leads, "edit-lead").click()
    hook(leads, "email").fill("JOSE@acme.example")
    hook(leads, "save").click()

    expect(hook(leads, "error-summary")).to_be_focused()
    expect(hook(leads, "error-email")).to_contain_text("Another lead has this address.")
    hook(leads, "open-holder").click()
    hook(leads, "confirm-yes").click()

    expect(hook(leads, "drawer-title")).to_have_text("José Cruz")


def test_a_change_by_someone_else_is_shown_and_ones_own_is_kept(leads: Page, site: FakeSite) -> None:
    open_lead(leads, "Anna")
    hook(leads, "edit-lead").click()
    hook(leads, "title").fill("CTO")
    lead = next(lead for lead in site.api.leads.values() if lead["firstName"] == "Anna")
    lead |= {"phone": "+49301", "version": 2}
    hook(leads, "save").click()

    expect(hook(leads, "error-summary")).to_contain_text("Someone else has changed this lead in the meantime.")
    hook(leads, "take-up").click()
    expect(hook(leads, "phone")).to_have_value("+49301")
    expect(hook(leads, "title")).to_have_value("CTO")
    hook(leads, "save").click()

    expect(hook(leads, "detail-title")).to_have_text("CTO")
    assert (lead["title"], lead["phone"]) == ("CTO", "+49301")


def test_what_the_api_says_of_a_field_stands_at_the_field(leads: Page, site: FakeSite) -> None:
    error = {
        "code": "invalid",
        "message": "Some fields do not fit.",
        "fields": {"email": "This is not an email address."},
    }
    site.api.fail("POST", "/leads", 422, {"error": error})
    hook(leads, "new-lead").click()
    hook(leads, "email").fill("nonsense")
    hook(leads, "save").click()

    expect(hook(leads, "error-email")).to_contain_text("This is not an email address.")
    hook(leads, "error-summary").get_by_role("button").click()
    expect(hook(leads, "email")).to_be_focused()
    expect(hook(leads, "email")).to_have_value("nonsense")


def test_a_new_lead_needs_something_in_it(leads: Page, site: FakeSite) -> None:
    hook(leads, "new-lead").click()
    hook(leads, "save").click()

    expect(hook(leads, "error-summary")).to_contain_text("Fill in at least one field.")
    assert not site.api.requests("POST", "/leads")


def test_a_new_lead_appears_in_the_list(leads: Page) -> None:
    hook(leads, "new-lead").click()
    hook(leads, "firstName").fill("王")
    hook(leads, "lastName").fill("小明")
    hook(leads, "save").click()

    expect(hook(leads, "toast-text")).to_have_text("Added 王 小明.")
    expect(hook(leads, "lead")).to_have_count(4)
    expect(hook(leads, "drawer")).not_to_be_visible()


def test_what_was_typed_is_not_left_without_a_question(leads: Page) -> None:
    hook(leads, "new-lead").click()
    hook(leads, "firstName").fill("Half")

    hook(leads, "close-drawer").click()
    expect(hook(leads, "confirm")).to_contain_text("Leave without saving?")
    hook(leads, "confirm-no").click()

    expect(hook(leads, "firstName")).to_have_value("Half")
    hook(leads, "cancel").click()
    hook(leads, "confirm-yes").click()
    expect(hook(leads, "drawer")).not_to_be_visible()


def test_a_deleted_lead_can_be_brought_back(leads: Page, site: FakeSite) -> None:
    open_lead(leads, "Anna")
    hook(leads, "delete-lead").click()
    expect(hook(leads, "toast-text")).to_have_text("Deleted Anna Berg.")
    expect(hook(leads, "lead")).to_have_count(2)

    hook(leads, "toast-action").click()

    expect(hook(leads, "lead")).to_have_count(3)
    expect(hook(leads, "toast-text")).to_have_text("Restored Anna Berg.")
    assert not site.api.deleted


def test_many_are_deleted_after_a_question_and_can_be_brought_back(leads: Page, site: FakeSite) -> None:
    hook(leads, "select-all").check()
    expect(hook(leads, "selection")).to_contain_text("3 leads selected")
    hook(leads, "select").first.uncheck()
    assert hook(leads, "select-all").evaluate("box => box.indeterminate")

    hook(leads, "delete-selected").click()
    expect(hook(leads, "confirm")).to_contain_text("Delete 2 leads?")
    hook(leads, "confirm-yes").click()

    expect(hook(leads, "lead")).to_have_count(1)
    expect(hook(leads, "selection")).not_to_be_attached()
    hook(leads, "toast-action").click()
    expect(hook(leads, "lead")).to_have_count(3)
    assert not site.api.deleted


def test_of_many_only_what_was_deleted_is_brought_back(leads: Page, site: FakeSite) -> None:
    hook(leads, "select-all").check()
    gone = next(iter(site.api.leads))
    del site.api.leads[gone]

    hook(leads, "delete-selected").click()
    hook(leads, "confirm-yes").click()
    expect(hook(leads, "toast-text")).to_have_text(
        ["Deleted 2 leads.", "1 lead could not be deleted: There is no such lead."]
    )
    hook(leads, "toast-action").click()

    expect(hook(leads, "lead")).to_have_count(2)


def test_the_export_is_of_the_view_and_is_saved(leads: Page, site: FakeSite) -> None:
    hook(leads, "search").fill("acme")
    hook(leads, "sort-firstName").click()
    expect(hook(leads, "total")).to_have_text("2 leads match")

    with leads.expect_download() as saved:
        hook(leads, "export").click()

    download: Download = saved.value
    assert download.suggested_filename == "leads.csv"
    assert site.api.requests("POST", "/exports")[0].body == {"q": "acme", "filters": {}, "sort": "firstName"}
    expect(hook(leads, "toast-text")).to_contain_text("Exported 3 leads.")
    expect(hook(leads, "lead")).to_have_count(2)


def test_an_export_that_fails_says_so_and_can_be_tried_again(leads: Page, site: FakeSite) -> None:
    site.api.fail("GET", "/exports/.*", 200, {"status": "failed", "url": None, "rows": None})

    hook(leads, "export").click()

    expect(hook(leads, "toast-text")).to_have_text("The export failed. Please try again.")
    expect(hook(leads, "export")).to_be_enabled()


def test_a_service_that_fails_for_good_is_told_and_can_be_tried_again(signed_in: Page, site: FakeSite) -> None:
    site.api.add_lead(firstName="Anna")
    site.api.fail("GET", "/leads", 502, "<html>Bad gateway</html>", times=3)

    signed_in.reload()
    expect(hook(signed_in, "notice")).to_contain_text("Something went wrong on our side.")
    hook(signed_in, "retry").click()

    expect(hook(signed_in, "lead")).to_have_count(1)
    expect(hook(signed_in, "notice")).not_to_be_attached()


def test_a_hiccup_of_the_service_is_not_seen(signed_in: Page, site: FakeSite) -> None:
    site.api.add_lead(firstName="Anna")
    site.api.fail("GET", "/leads", 503, {"message": "Service Unavailable"}, times=2)

    signed_in.reload()

    expect(hook(signed_in, "lead")).to_have_count(1)


def test_a_lead_that_is_gone_is_told(leads: Page) -> None:
    go(leads, "/leads?lead=nobody")

    expect(hook(leads, "drawer")).to_contain_text("This lead no longer exists.")


def test_an_unknown_place_leads_to_the_leads(leads: Page) -> None:
    go(leads, "/nowhere")

    expect(hook(leads, "lead")).to_have_count(3)
    assert leads.evaluate("location.hash") == "#/leads"


def test_on_a_phone_rows_are_cards_and_a_list_sorts_them(leads: Page) -> None:
    leads.set_viewport_size(NARROW)
    expect(hook(leads, "sort-lastName")).not_to_be_visible()

    hook(leads, "sort-choice").select_option("firstName")

    expect(hook(leads, "cell-firstName").first).to_have_text("Anna")
    assert hook(leads, "cell-phone").first.is_hidden()  # Anna has none
    hook(leads, "cell-company").first.click()
    expect(hook(leads, "drawer-title")).to_have_text("Anna Berg")
