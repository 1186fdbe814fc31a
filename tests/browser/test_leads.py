"""The list of leads."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Download, Page, expect

from tests.browser.screens import NARROW, go, hook, row_texts
from tests.doubles.site import FakeSite


def test_without_leads_the_page_says_how_to_get_some(signed_in: Page) -> None:
    expect(hook(signed_in, "empty")).to_contain_text("No leads yet")

    hook(signed_in, "to-imports").click()

    expect(hook(signed_in, "drop-zone")).to_be_visible()


def test_the_newest_leads_come_first_with_an_exact_total(leads: Page) -> None:
    expect(hook(leads, "total")).to_have_text("3 leads")
    assert row_texts(leads, "name") == ["Zoë Adler", "José Cruz", "Anna Berg"]
    expect(leads.locator("[aria-sort]")).to_have_attribute("aria-sort", "descending")


def test_a_header_sorts_and_says_so(leads: Page) -> None:
    hook(leads, "sort-name").click()
    header = leads.get_by_role("columnheader", name="Name")
    expect(header).to_have_attribute("aria-sort", "ascending")
    expect(hook(leads, "cell-name").first).to_have_text("Anna Berg")

    hook(leads, "sort-name").click()

    expect(header).to_have_attribute("aria-sort", "descending")
    expect(hook(leads, "cell-name").first).to_have_text("Zoë Adler")
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
    expect(hook(leads, "filter-name")).to_be_focused()

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
    hook(leads, "sort-name").click()
    expect(hook(leads, "total")).to_have_text("2 leads match")

    leads.reload()

    expect(hook(leads, "search")).to_have_value("acme")
    expect(hook(leads, "cell-name")).to_have_text(["Anna Berg", "José Cruz"])


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


def test_long_notes_are_shortened_in_the_table(leads: Page) -> None:
    hook(leads, "columns-menu").locator("summary").click()
    hook(leads, "column-notes").check()

    assert hook(leads, "cell-notes").first.evaluate("cell => cell.offsetHeight") < 60


def test_what_a_lead_lacks_is_a_dash_that_nobody_copies(leads: Page) -> None:
    cell = hook(leads, "cell-phone").first

    expect(cell.get_by_role("img", name="no value")).to_be_visible()
    assert cell.inner_text() == ""


def test_tags_are_chips_and_a_field_of_the_owners_is_a_column(leads: Page, site: FakeSite) -> None:
    site.api.fields.add("Budget", "number", headers=["Budget EUR"])
    lead = next(iter(site.api.leads.values()))
    lead |= {"tags": ["vip", "fair"], "extras": {"Budget EUR": "12000"}}
    leads.reload()
    expect(hook(leads, "cell-tags").last.locator(".tag")).to_have_text(["vip", "fair"])

    hook(leads, "columns-menu").locator("summary").click()
    hook(leads, "column-budget").check()

    expect(hook(leads, "cell-budget").last).to_have_text("12,000")


def test_a_filter_finds_what_is_empty_and_what_is_not(leads: Page, site: FakeSite) -> None:
    hook(leads, "toggle-filters").click()
    site.api.calls.clear()

    hook(leads, "filter-how-phone").select_option("empty")

    expect(hook(leads, "lead")).to_have_count(2)
    expect(hook(leads, "chip")).to_have_text("Phone is empty")
    expect(hook(leads, "filter-phone")).to_have_count(0)
    assert site.api.requests("GET", "/leads")[-1].query["filter[phone][empty]"] == "1"
    hook(leads, "filter-how-phone").select_option("notEmpty")
    expect(hook(leads, "cell-name")).to_have_text(["José Cruz"])


def test_a_comparison_without_a_text_narrows_nothing_and_stays_chosen(leads: Page) -> None:
    hook(leads, "toggle-filters").click()

    hook(leads, "filter-how-company").select_option("startsWith")
    expect(hook(leads, "filter-how-company")).to_have_value("startsWith")
    expect(hook(leads, "lead")).to_have_count(3)
    hook(leads, "filter-company").fill("nord")

    expect(hook(leads, "chip")).to_have_text("Company starts with “nord”")
    expect(hook(leads, "lead")).to_have_count(1)


def test_a_date_is_chosen_from_a_calendar_or_by_what_today_is(leads: Page, site: FakeSite) -> None:
    for place, lead in enumerate(site.api.leads.values()):
        lead["createdAt"] = f"2026-01-{10 + place}T08:00:00.000Z"
    hook(leads, "toggle-filters").click()
    day = hook(leads, "filter-createdAt")
    expect(day).to_have_attribute("type", "date")

    day.fill("2026-01-11")
    expect(hook(leads, "chip")).to_have_text("Added is after Jan 11, 2026")
    expect(hook(leads, "cell-name")).to_have_text(["Zoë Adler"])
    hook(leads, "filter-how-createdAt").select_option("between")
    expect(hook(leads, "lead")).to_have_count(3)
    hook(leads, "filter-createdAt-to").fill("2026-01-11")
    hook(leads, "filter-createdAt").fill("2026-01-10")

    expect(hook(leads, "cell-name")).to_have_text(["José Cruz", "Anna Berg"])
    asked = site.api.requests("GET", "/leads")[-1].query
    assert asked["filter[createdAt][between]"] == "2026-01-10\n2026-01-11"
    leads.reload()
    expect(hook(leads, "filter-createdAt-to")).to_have_value("2026-01-11")
    hook(leads, "filter-period-createdAt").select_option("today")
    expect(hook(leads, "lead")).to_have_count(0)


def test_values_of_a_list_are_ticked_and_others_typed(leads: Page, site: FakeSite) -> None:
    for lead, status in zip(site.api.leads.values(), ("new", "won", "lost"), strict=True):
        lead["status"] = status
    hook(leads, "columns-menu").locator("summary").click()
    hook(leads, "column-status").check()
    leads.keyboard.press("Escape")
    leads.reload()
    hook(leads, "toggle-filters").click()

    leads.get_by_label("won").check()
    expect(hook(leads, "cell-name")).to_have_text(["José Cruz"])
    leads.get_by_label("lost").check()
    expect(hook(leads, "chip")).to_have_text("Status is “won” or “lost”")
    hook(leads, "filter-status").fill("gone")
    leads.keyboard.press("Enter")

    expect(hook(leads, "chip")).to_have_text("Status is “won” or “lost” or “gone”")
    expect(leads).to_have_url(re.compile("gone$"))
    leads.reload()
    expect(hook(leads, "cell-name")).to_have_text(["Zoë Adler", "José Cruz"])
    expect(leads.get_by_role("checkbox", name="gone")).to_be_checked()
    assert site.api.requests("GET", "/leads")[-1].query["filter[status][in]"] == "won\nlost\ngone"


def test_the_built_in_columns_show_when_the_fields_cannot_be_read(leads: Page, site: FakeSite) -> None:
    site.api.fail("GET", "/fields", 500, times=9)

    leads.reload()

    expect(hook(leads, "cell-name")).to_have_text(["Zoë Adler", "José Cruz", "Anna Berg"])
    expect(hook(leads, "toast-text")).to_contain_text("could not be loaded")


@pytest.mark.usefixtures("own_clock")
def test_what_is_typed_in_one_breath_counts_together(leads: Page, site: FakeSite) -> None:
    hook(leads, "toggle-filters").click()
    hook(leads, "search").fill("acme")
    hook(leads, "filter-email").fill("@")
    leads.clock.fast_forward(400)
    expect(hook(leads, "chip")).to_have_count(2)
    hook(leads, "filter-email").fill("jose")
    hook(leads, "search").fill("acm")
    hook(leads, "sort-name").click()
    leads.clock.fast_forward(400)

    expect(hook(leads, "cell-name")).to_have_text(["José Cruz"])
    expect(hook(leads, "search")).to_have_value("acm")
    assert site.api.requests("GET", "/leads")[-1].query == {
        "q": "acm",
        "filter[email]": "jose",
        "sort": "name",
        "page": "1",
        "pageSize": "50",
    }


def test_the_export_is_of_the_view_and_is_saved(leads: Page, site: FakeSite) -> None:
    hook(leads, "search").fill("acme")
    hook(leads, "sort-name").click()
    hook(leads, "toggle-filters").click()
    hook(leads, "filter-email").fill("@")
    hook(leads, "filter-how-company").select_option("notEmpty")
    expect(hook(leads, "chip")).to_have_count(3)

    hook(leads, "export").click()
    with leads.expect_download() as saved:
        hook(leads, "export-csv").click()

    download: Download = saved.value
    assert download.suggested_filename == "leads.csv"
    assert site.api.requests("POST", "/exports")[0].body == {
        "q": "acme",
        "where": {"all": [{"field": "email", "op": "contains", "value": "@"}, {"field": "company", "op": "notEmpty"}]},
        "sort": "name",
        "format": "csv",
    }
    expect(hook(leads, "toast-text")).to_contain_text("Exported 3 leads.")
    expect(hook(leads, "lead")).to_have_count(2)


def test_an_export_has_only_the_columns_of_the_table_where_one_wants_that(leads: Page, site: FakeSite) -> None:
    hook(leads, "export").click()
    hook(leads, "export-shown").check()
    with leads.expect_download():
        hook(leads, "export-xlsx").click()

    shown = ["firstName", "lastName", "title", "company", "email", "phone", "tags", "createdAt", "leadId"]
    assert site.api.requests("POST", "/exports")[0].body["columns"] == shown


def test_a_column_is_made_wider_by_its_edge_and_stays_so(leads: Page) -> None:
    cell = hook(leads, "cell-company").first
    before = cell.evaluate("cell => cell.offsetWidth")
    edge = hook(leads, "edge-company").bounding_box()
    assert edge
    leads.mouse.move(edge["x"] + 2, edge["y"] + 5)
    leads.mouse.down()
    leads.mouse.move(edge["x"] + 82, edge["y"] + 5, steps=4)
    leads.mouse.up()

    wider = cell.evaluate("cell => cell.offsetWidth")
    assert wider >= before + 75  # what room is left the table gives to all columns
    leads.reload()
    expect(hook(leads, "lead")).to_have_count(3)
    assert hook(leads, "cell-company").first.evaluate("cell => cell.offsetWidth") == wider


def test_the_format_of_an_export_is_chosen_with_the_keyboard(leads: Page, site: FakeSite) -> None:
    hook(leads, "export").focus()
    leads.keyboard.press("Enter")
    leads.keyboard.press("Tab")
    expect(hook(leads, "export-xlsx")).to_be_focused()
    leads.keyboard.press("Escape")
    expect(hook(leads, "export-xlsx")).to_be_hidden()
    expect(hook(leads, "export")).to_be_focused()

    leads.keyboard.press("Space")
    leads.keyboard.press("Tab")
    with leads.expect_download() as saved:
        leads.keyboard.press("Enter")

    assert saved.value.url.endswith("/export.xlsx")
    assert site.api.requests("POST", "/exports")[0].body["format"] == "xlsx"
    expect(hook(leads, "export-xlsx")).to_be_hidden()
    expect(hook(leads, "export")).to_be_focused()


def test_an_export_shows_how_far_it_is_until_it_is_saved(leads: Page, site: FakeSite) -> None:
    steps: list[dict[str, Any]] = [{"status": "pending"}, {"status": "pending", "rows": 12_000, "total": 300_000}]
    site.api.export_steps = steps
    hook(leads, "export").click()
    hook(leads, "export-xlsx").click()

    expect(hook(leads, "toast-text")).to_have_text("Exporting 3 leads to Excel…")
    expect(hook(leads, "toast-how-far")).to_have_text("In preparation")
    expect(hook(leads, "export")).to_have_attribute("aria-disabled", "true")
    hook(leads, "export").click(force=True)
    expect(hook(leads, "export-csv")).to_be_hidden()
    expect(hook(leads, "toast-how-far")).to_have_text("12,000 of 300,000 rows")
    bar = hook(leads, "toast-progress")
    expect(bar).to_have_attribute("value", "12000")
    expect(bar).to_have_attribute("aria-valuetext", "12,000 of 300,000 rows")
    leads.clock.fast_forward(60_000)
    expect(hook(leads, "toast-how-far")).to_be_visible()

    site.api.end_exports()

    with leads.expect_download():
        leads.clock.fast_forward(10_000)
    expect(hook(leads, "toast-text")).to_have_text("Exported 3 leads.")
    expect(hook(leads, "toast-progress")).not_to_be_attached()


@pytest.mark.parametrize(
    ("reason", "messages", "shown"),
    [
        (None, [], "The export failed. Please try again."),
        ("Of a kind without a code.", [], "Of a kind without a code."),
        (
            "Too wide.",
            [{"code": "exportTooWide", "values": {"count": 17_000, "most": 16_384}}],
            "The leads have 17,000 columns, and a sheet of Excel has 16,384. Please export as CSV.",
        ),
    ],
)
def test_an_export_that_fails_says_so_and_can_be_tried_again(
    leads: Page, site: FakeSite, reason: str | None, messages: list[dict[str, Any]], shown: str
) -> None:
    failed = {"status": "failed", "url": None, "rows": 0, "total": None, "reason": reason, "reasonMessages": messages}
    site.api.fail("GET", "/exports/.*", 200, failed)

    hook(leads, "export").click()
    hook(leads, "export-csv").click()

    expect(hook(leads, "toast-text")).to_have_text(shown)
    expect(hook(leads, "export")).to_have_attribute("aria-disabled", "false")


def test_a_service_that_fails_for_good_is_told_and_can_be_tried_again(signed_in: Page, site: FakeSite) -> None:
    expect(hook(signed_in, "empty")).to_be_visible()  # no request is under way that could use up a fault
    site.api.add_lead(firstName="Anna")
    site.api.fail("GET", "/leads", 502, "<html>Bad gateway</html>", times=3)

    signed_in.reload()
    expect(hook(signed_in, "notice")).to_contain_text("Something went wrong on our side.")
    hook(signed_in, "retry").click()

    expect(hook(signed_in, "lead")).to_have_count(1)
    expect(hook(signed_in, "notice")).not_to_be_attached()


def test_a_hiccup_of_the_service_is_not_seen(signed_in: Page, site: FakeSite) -> None:
    expect(hook(signed_in, "empty")).to_be_visible()
    site.api.add_lead(firstName="Anna")
    site.api.fail("GET", "/leads", 503, {"message": "Service Unavailable"}, times=2)

    signed_in.reload()

    expect(hook(signed_in, "lead")).to_have_count(1)


def test_an_unknown_place_leads_to_the_leads(leads: Page) -> None:
    go(leads, "/nowhere")

    expect(hook(leads, "lead")).to_have_count(3)
    assert leads.evaluate("location.hash") == "#/leads"


def test_on_a_phone_rows_are_cards_and_a_list_sorts_them(leads: Page) -> None:
    leads.set_viewport_size(NARROW)
    expect(hook(leads, "sort-name")).not_to_be_visible()

    hook(leads, "sort-choice").select_option("firstName")

    expect(hook(leads, "cell-name").first).to_have_text("Anna Berg")
    assert hook(leads, "cell-phone").first.is_hidden()  # Anna has none
    hook(leads, "cell-company").first.click()
    expect(hook(leads, "drawer-title")).to_have_text("Anna Berg")


def test_a_condition_in_the_address_that_cannot_be_read_is_said_and_can_be_taken_out(leads: Page) -> None:
    go(leads, "/leads?where=nonsense")

    expect(hook(leads, "chip")).to_have_text("a condition that cannot be read")
    hook(leads, "chip").get_by_role("button").click()

    expect(hook(leads, "lead")).to_have_count(3)
    expect(hook(leads, "chips")).not_to_be_attached()
