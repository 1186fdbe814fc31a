"""What the keyboard does in the list of leads and its panel, where the focus goes, and what stays in sight."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.screens import NARROW, hook
from tests.browser.states import fill_leads
from tests.doubles.site import FakeSite


@pytest.fixture
def pages(signed_in: Page, site: FakeSite) -> Page:
    """A list of three pages."""
    fill_leads(site, 120)
    signed_in.reload()
    expect(hook(signed_in, "lead")).to_have_count(50)
    return signed_in


def delete_first(page: Page) -> None:
    hook(page, "open-lead").first.click()
    hook(page, "delete-lead").click()
    expect(hook(page, "lead")).to_have_count(2)
    expect(hook(page, "drawer")).not_to_be_visible()


@pytest.mark.usefixtures("own_clock")
def test_an_undo_is_offered_for_twenty_seconds(leads: Page) -> None:
    delete_first(leads)

    leads.clock.run_for(19_000)
    expect(hook(leads, "toast-action")).to_be_visible()

    leads.clock.run_for(2_000)
    expect(hook(leads, "toast-action")).to_have_count(0)


@pytest.mark.parametrize("keys", ["Control+z", "Meta+z"])
def test_a_deleted_lead_comes_back_by_a_key(leads: Page, keys: str) -> None:
    delete_first(leads)

    leads.keyboard.press(keys)

    expect(hook(leads, "lead")).to_have_count(3)
    expect(hook(leads, "toast-text")).to_have_text("Restored Zoë Adler.")


def test_the_key_is_the_fields_own_while_one_types(leads: Page) -> None:
    delete_first(leads)
    hook(leads, "search").focus()

    leads.keyboard.press("Control+z")

    expect(hook(leads, "toast-action")).to_be_visible()
    expect(hook(leads, "lead")).to_have_count(2)


def test_a_key_leads_to_the_message(leads: Page) -> None:
    delete_first(leads)

    leads.keyboard.press("F6")

    expect(hook(leads, "toast-action")).to_be_focused()


def test_a_slash_leads_to_the_search_and_is_typed_there(leads: Page) -> None:
    leads.keyboard.press("/")
    expect(hook(leads, "search")).to_be_focused()
    expect(hook(leads, "search")).to_have_value("")

    leads.keyboard.press("/")

    expect(hook(leads, "search")).to_have_value("/")


def test_the_panel_goes_through_the_list_and_closing_returns_to_the_row(leads: Page) -> None:
    hook(leads, "open-lead").first.click()
    expect(hook(leads, "drawer-title")).to_have_text("Zoë Adler")
    expect(hook(leads, "lead-previous")).to_have_attribute("aria-disabled", "true")

    leads.keyboard.press("Alt+ArrowDown")
    expect(hook(leads, "drawer-title")).to_have_text("José Cruz")
    hook(leads, "lead-next").click()
    expect(hook(leads, "drawer-title")).to_have_text("Anna Berg")
    expect(hook(leads, "lead-next")).to_have_attribute("aria-disabled", "true")
    leads.keyboard.press("Alt+ArrowDown")
    expect(hook(leads, "drawer-title")).to_have_text("Anna Berg")

    leads.keyboard.press("Escape")

    expect(hook(leads, "open-lead").last).to_be_focused()
    expect(hook(leads, "drawer")).not_to_be_visible()


def test_the_next_lead_waits_for_what_is_typed(leads: Page) -> None:
    hook(leads, "open-lead").first.click()
    hook(leads, "edit-lead").click()
    hook(leads, "title").fill("CTO")

    leads.keyboard.press("Alt+ArrowDown")
    hook(leads, "confirm-no").click()
    expect(hook(leads, "title")).to_have_value("CTO")

    leads.keyboard.press("Alt+ArrowDown")
    hook(leads, "confirm-yes").click()
    expect(hook(leads, "drawer-title")).to_have_text("José Cruz")


def test_a_panel_opened_by_a_press_on_the_row_returns_the_focus_to_it(leads: Page) -> None:
    hook(leads, "cell-company").nth(1).click()
    expect(hook(leads, "drawer-title")).to_have_text("José Cruz")

    leads.keyboard.press("Escape")

    expect(hook(leads, "open-lead").nth(1)).to_be_focused()


def test_the_header_and_the_pager_stay_in_sight(pages: Page) -> None:
    hook(pages, "lead").last.scroll_into_view_if_needed()

    expect(hook(pages, "lead").last).to_be_in_viewport(ratio=0.9)
    expect(hook(pages, "sort-company")).to_be_in_viewport(ratio=1)
    pages.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    expect(hook(pages, "sort-company")).to_be_in_viewport(ratio=1)
    expect(hook(pages, "page-next")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("phone", [False, True])
def test_another_page_begins_at_its_first_row(pages: Page, phone: bool) -> None:
    if phone:
        pages.set_viewport_size(NARROW)
    hook(pages, "lead").last.scroll_into_view_if_needed()
    hook(pages, "page-next").click()

    expect(hook(pages, "range")).to_have_text("51–100 of 120")
    expect(hook(pages, "lead").first).to_be_in_viewport(ratio=0.9)


def test_rows_and_cells_are_reached_and_used_by_keys(leads: Page, site: FakeSite) -> None:
    hook(leads, "table-scroll").focus()
    for key in ("j", "ArrowDown", "k"):
        leads.keyboard.press(key)
    expect(hook(leads, "open-lead").first).to_be_focused()
    leads.keyboard.press("Space")
    expect(hook(leads, "selection")).to_contain_text("1 lead selected")
    leads.keyboard.press("Space")
    for key in ("ArrowRight", "ArrowRight", "ArrowDown"):
        leads.keyboard.press(key)
    expect(hook(leads, "cell-company").nth(1)).to_be_focused()

    leads.keyboard.press("e")
    expect(hook(leads, "cell-editor")).to_have_value("Acme")
    leads.keyboard.type("Globex")
    leads.keyboard.press("Enter")

    expect(hook(leads, "cell-company").nth(1)).to_have_text("Globex")
    expect(hook(leads, "cell-company").nth(1)).to_be_focused()
    (sent,) = site.api.requests("PATCH", "/leads/lead-00001")
    assert (sent.body, "if-match" in sent.headers) == ({"company": "Globex"}, True)
    leads.keyboard.press("e")
    leads.keyboard.type("Nobody")
    leads.keyboard.press("Escape")
    expect(hook(leads, "cell-company").nth(1)).to_have_text("Globex")
    leads.keyboard.press("Enter")
    expect(hook(leads, "drawer-title")).to_have_text("José Cruz")
    leads.keyboard.press("Escape")
    expect(hook(leads, "open-lead").nth(1)).to_be_focused()
    leads.keyboard.press("Delete")
    expect(hook(leads, "toast-text")).to_have_text("Deleted José Cruz.")
    expect(hook(leads, "open-lead").nth(1)).to_be_focused()
    assert len(site.api.requests("PATCH", "/leads/.*")) == 1


@pytest.mark.parametrize(("answer", "kept"), [("confirm-yes", "Globex"), ("confirm-no", "Initech")])
def test_of_two_values_for_one_cell_the_second_person_chooses(
    leads: Page, site: FakeSite, answer: str, kept: str
) -> None:
    hook(leads, "cell-company").first.focus()
    leads.keyboard.press("e")
    site.api.leads["lead-00002"] |= {"company": "Initech", "version": "another"}

    leads.keyboard.type("Globex")
    leads.keyboard.press("Enter")

    expect(hook(leads, "confirm")).to_contain_text("in another tab: “Initech”. You have typed: “Globex”.")
    hook(leads, answer).click()
    expect(hook(leads, "cell-company").first).to_have_text(kept)
    assert site.api.leads["lead-00002"]["company"] == kept


def test_an_edit_in_a_cell_keeps_what_somebody_has_saved_in_other_fields(leads: Page, site: FakeSite) -> None:
    hook(leads, "cell-company").first.focus()
    leads.keyboard.press("e")
    site.api.leads["lead-00002"] |= {"title": "Chief", "version": "another"}

    leads.keyboard.type("Globex")
    leads.keyboard.press("Enter")

    expect(hook(leads, "cell-company").first).to_have_text("Globex")
    lead = site.api.leads["lead-00002"]
    assert (lead["company"], lead["title"]) == ("Globex", "Chief")


def test_a_question_mark_lists_the_keys(leads: Page) -> None:
    leads.keyboard.press("?")

    expect(hook(leads, "keys")).to_contain_text("Select the row")
    leads.keyboard.press("Enter")
    expect(hook(leads, "keys")).to_be_hidden()
