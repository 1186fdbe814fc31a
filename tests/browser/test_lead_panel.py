"""The panel with one lead: its values and where they come from, its history, and changing it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.screens import go, hook
from tests.doubles.api_answers import hand_origin, time_at
from tests.doubles.site import FakeSite


def open_lead(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).click()
    expect(hook(page, "drawer-title")).to_contain_text(name)


def edit(page: Page, name: str) -> None:
    open_lead(page, name)
    hook(page, "edit-lead").click()


def origin(page: Page, path: str) -> Any:
    """The origin at a value, unfolded."""
    found = page.locator(f'[data-hook="origin-{path}"]')
    found.locator("> summary").click()
    return found


def sent(site: FakeSite) -> Any:
    """What the last change of a lead said."""
    return site.api.requests("PATCH", "/leads/.*")[-1].body


def test_a_lead_opens_by_keyboard_and_closing_returns_the_focus(leads: Page) -> None:
    link = leads.get_by_role("link", name="Anna Berg", exact=True)
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
    open_lead(leads, "Anna Berg")

    leads.go_back()

    expect(hook(leads, "drawer")).not_to_be_visible()
    expect(hook(leads, "lead")).to_have_count(3)


def test_an_edit_sends_only_what_changed_and_what_version_was_seen(leads: Page, site: FakeSite) -> None:
    seen = site.api.leads["lead-00000"]["version"]
    open_lead(leads, "Anna Berg")
    hook(leads, "edit-lead").click()
    expect(hook(leads, "firstName")).to_be_focused()
    expect(hook(leads, "phone")).to_have_value("")

    hook(leads, "title").fill("CTO")
    hook(leads, "save").click()

    expect(hook(leads, "toast-text")).to_have_text("Saved Anna Berg.")
    expect(hook(leads, "detail-title")).to_have_text("CTO")
    expect(hook(leads, "edit-lead")).to_be_focused()
    assert sent(site) == {"title": "CTO"}
    assert site.api.requests("PATCH", "/leads/.*")[0].headers["if-match"] == f'"{seen}"'
    expect(hook(leads, "event").locator("dd")).to_have_text(re.compile(r"→\s*became\s*CTO"))
    expect(hook(leads, "event")).to_contain_text("mina@example.com")


def test_a_taken_address_is_refused_with_a_way_to_the_lead_that_holds_it(leads: Page) -> None:
    open_lead(leads, "Anna Berg")
    hook(leads, "edit-lead").click()
    hook(leads, "email").fill("JOSE@acme.example")
    hook(leads, "save").click()

    expect(hook(leads, "error-summary")).to_be_focused()
    expect(hook(leads, "error-email")).to_contain_text("Another lead has this address.")
    hook(leads, "open-holder").click()
    hook(leads, "confirm-yes").click()

    expect(hook(leads, "drawer-title")).to_have_text("José Cruz")


def test_a_change_by_someone_else_is_shown_and_ones_own_is_kept(leads: Page, site: FakeSite) -> None:
    site.api.fields.add("City")
    lead = next(lead for lead in site.api.leads.values() if lead["firstName"] == "Anna")
    lead["tags"] = ["old", "vip"]
    leads.reload()
    open_lead(leads, "Anna Berg")
    hook(leads, "edit-lead").click()
    hook(leads, "title").fill("CTO")
    hook(leads, "field-city").fill("Oslo")
    hook(leads, "tags").fill("mine,")
    hook(leads, "tag").first.get_by_role("button").click()
    lead |= {"phone": "+49301", "title": "Chief", "extras": {"City": "Rome"}, "version": "another"}
    lead["tags"] = ["old", "vip", "theirs"]
    hook(leads, "save").click()

    summary = hook(leads, "error-summary")
    expect(summary).to_contain_text("Title: saved is “Chief”, you have “CTO”.")
    expect(summary).to_contain_text("City: saved is “Rome”, you have “Oslo”.")
    expect(summary).not_to_contain_text("Tags")
    expect(hook(leads, "phone")).to_have_value("+49301")
    expect(leads.get_by_text("Saved meanwhile: “Chief”")).to_be_visible()
    hook(leads, "use-theirs").last.click()
    expect(hook(leads, "field-city")).to_have_value("Rome")
    expect(summary).not_to_contain_text("City")
    hook(leads, "save").click()

    expect(hook(leads, "detail-title")).to_have_text("CTO")
    assert (lead["title"], lead["phone"], lead["extras"]) == ("CTO", "+49301", {"City": "Rome"})
    assert lead["tags"] == ["vip", "theirs", "mine"]


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
    hook(leads, "firstName").fill("小明")
    hook(leads, "lastName").fill("王")
    hook(leads, "save").click()

    expect(hook(leads, "toast-text")).to_have_text("Added 王小明.")
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
    open_lead(leads, "Anna Berg")
    hook(leads, "delete-lead").click()
    expect(hook(leads, "toast-text")).to_have_text("Deleted Anna Berg.")
    expect(hook(leads, "lead")).to_have_count(2)

    hook(leads, "toast-action").click()

    expect(hook(leads, "lead")).to_have_count(3)
    expect(hook(leads, "toast-text")).to_have_text("Restored Anna Berg.")
    assert not site.api.deleted


def test_a_lead_that_is_gone_is_told(leads: Page) -> None:
    go(leads, "/leads?lead=nobody")

    expect(hook(leads, "drawer")).to_contain_text("This lead no longer exists.")
    expect(hook(leads, "drawer").get_by_role("link", name="bin")).to_have_attribute("href", "#/leads/bin")


def test_notes_are_whole(leads: Page) -> None:
    open_lead(leads, "Zoë Adler")

    expect(hook(leads, "detail-notes")).to_have_text("A" * 300)


def test_further_addresses_and_extras_stand_under_their_names(leads: Page, site: FakeSite) -> None:
    lead = site.api.leads["lead-00000"]
    lead |= {"phones": [{"value": "+4930123", "label": "work"}], "extras": {"City": "Berlin"}}

    open_lead(leads, "Anna Berg")

    expect(hook(leads, "detail-phones/+4930123")).to_have_text("+4930123 (work)")
    expect(hook(leads, "extras").locator("dt")).to_have_text("City")
    expect(hook(leads, "detail-extras/City")).to_have_text("Berlin")


def test_a_value_says_where_it_comes_from_and_what_was_there_before(leads: Page, site: FakeSite) -> None:
    place = {"importId": "i7", "fileName": "list.xlsx", "sheet": 1, "row": 14, "column": 2}
    brought = place | {"at": "2026-03-03T09:00:00.000Z", "by": "ann@x.example", "isProtected": False}
    site.api.origins["lead-00000"] = {"company": brought}
    change = {"path": "company", "before": "Old Acme", "after": "Acme"}
    event = {"event": "updated", "at": "2026-03-03T09:00:00.000Z", "importId": "i7", "changes": [change]}
    site.api.histories["lead-00000"] = [event]
    open_lead(leads, "Anna Berg")
    expect(leads.locator('[data-hook="origin-company"] > summary')).to_contain_text("list.xlsx, row 14")

    found = origin(leads, "company")

    expect(hook(found, "origin-text")).to_have_text(
        "list.xlsx, sheet 2, row 14, column C, by ann@x.example on Mar 3, 2026"
    )
    expect(hook(found, "origin-text").get_by_role("link")).to_have_attribute("href", "#/imports/i7")
    expect(hook(found, "earlier")).to_contain_text("Old Acme until Mar 3, 2026")


def test_each_tag_says_where_it_comes_from(leads: Page, site: FakeSite) -> None:
    site.api.leads["lead-00000"] |= {"tags": ["VIP", "fair"]}
    site.api.origins["lead-00000"] = {"tags/vip": hand_origin("ann@x.example", "2026-03-03T09:00:00.000Z", None)}
    open_lead(leads, "Anna Berg")

    found = origin(leads, "tags")

    expect(found.locator("> summary")).to_contain_text("typed by ann@x.example and others")
    expect(found.locator("dt")).to_have_text(["VIP", "fair"])
    expect(found.locator("dd").first).to_have_text("Typed by ann@x.example on Mar 3, 2026.")


def test_a_value_is_protected_from_imports_and_released(leads: Page, site: FakeSite) -> None:
    open_lead(leads, "Anna Berg")

    hook(origin(leads, "company"), "protect").click()

    expect(hook(leads, "protected-company")).to_be_visible()
    assert sent(site) == {"protect": ["company"]}
    leads.get_by_role("button", name=re.compile("Let imports change this")).click()
    expect(hook(leads, "protected-company")).not_to_be_attached()
    expect(leads.get_by_role("button", name=re.compile("Protect from imports"))).to_be_focused()
    assert sent(site) == {"protect": []}


def test_what_is_typed_can_be_protected_at_once(leads: Page, site: FakeSite) -> None:
    edit(leads, "Anna Berg")
    hook(leads, "title").fill("CTO")
    hook(leads, "protect-typed").check()
    hook(leads, "save").click()

    expect(hook(leads, "protected-title")).to_be_visible()
    assert sent(site) == {"title": "CTO", "protect": ["title"]}


def test_protection_covers_tags_and_further_addresses_that_change(leads: Page, site: FakeSite) -> None:
    pair = {"value": "anna@home.example", "label": "home"}
    site.api.leads["lead-00000"] |= {"tags": ["vip"], "emails": [pair]}
    edit(leads, "Anna Berg")
    hook(leads, "tags").fill("Fair,")
    hook(leads, "emails-add").click()
    hook(leads, "emails-value").last.fill("anna@club.example")
    hook(leads, "protect-typed").check()
    hook(leads, "save").click()

    expect(hook(leads, "edit-lead")).to_be_visible()
    assert sent(site) == {
        "tags": ["vip", "Fair"],
        "emails": [pair, {"value": "anna@club.example", "label": ""}],
        "protect": ["tags/fair", "emails/anna@club.example"],
    }


def test_protection_is_refused_where_the_lead_is_another_meanwhile(leads: Page, site: FakeSite) -> None:
    open_lead(leads, "Anna Berg")
    site.api.leads["lead-00000"] |= {"title": "CFO", "version": "0" * 16}

    hook(origin(leads, "company"), "protect").click()

    expect(hook(leads, "toast-text")).to_contain_text("Someone else has changed this lead in the meantime.")
    expect(hook(leads, "detail-title")).to_have_text("CFO")
    expect(hook(leads, "protected-company")).to_have_count(0)


def test_a_number_is_edited_as_it_is_written(leads: Page, site: FakeSite) -> None:
    site.api.fields.add("Price", "number", headers=["Preis"])
    site.api.leads["lead-00000"] |= {"extras": {"Preis": "12,345"}}
    leads.reload()
    edit(leads, "Anna Berg")
    expect(hook(leads, "field-price")).to_have_value("12,345")

    hook(leads, "field-price").fill("12,346")
    hook(leads, "save").click()

    expect(hook(leads, "edit-lead")).to_be_visible()
    assert sent(site) == {"extras": {"Price": "12,346"}}


@pytest.mark.parametrize(("type_", "typed"), [("choice", "Gold"), ("choices", "Gold; Silver")])
def test_a_choice_without_choices_takes_any_text(leads: Page, site: FakeSite, type_: str, typed: str) -> None:
    site.api.fields.add("Tier", type_)
    leads.reload()
    edit(leads, "Anna Berg")

    field = leads.get_by_role("textbox", name="Tier")
    field.fill(typed.replace("; ", ","))
    hook(leads, "save").click()

    expect(hook(leads, "edit-lead")).to_be_visible()
    assert sent(site) == {"extras": {"Tier": typed}}


def test_tags_and_further_addresses_are_edited_by_keyboard(leads: Page, site: FakeSite) -> None:
    edit(leads, "Anna Berg")

    hook(leads, "tags").fill("vip")
    leads.keyboard.press("Enter")
    hook(leads, "tags").fill("fair, Vip")
    hook(leads, "emails-add").focus()
    leads.keyboard.press("Enter")
    expect(hook(leads, "emails-value")).to_be_focused()
    leads.keyboard.type("second@acme.example")
    leads.keyboard.press("Tab")
    leads.keyboard.type("private")
    hook(leads, "save").click()

    expect(hook(leads, "detail-tags").locator(".tag")).to_have_text(["vip", "fair"])
    expect(hook(leads, "detail-emails/second@acme.example")).to_have_text("second@acme.example (private)")
    further = [{"value": "second@acme.example", "label": "private"}]
    assert sent(site) == {"tags": ["vip", "fair"], "emails": further}


def test_extras_are_edited_emptied_and_added(leads: Page, site: FakeSite) -> None:
    site.api.leads["lead-00000"] |= {"extras": {"City of birth": "Rom", "Hobby": "Chess", "Kept": "x"}}
    edit(leads, "Anna Berg")

    hook(leads, "extras/City of birth").fill("Rome")
    hook(leads, "extras/Hobby").fill("")
    hook(leads, "added-add").click()
    hook(leads, "added-value").fill("Colour")
    hook(leads, "added-label").fill("red")
    hook(leads, "save").click()

    expect(hook(leads, "detail-extras/Colour")).to_have_text("red")
    assert sent(site) == {"extras": {"City of birth": "Rome", "Hobby": None, "Colour": "red"}}


def test_fields_of_the_owners_are_edited_as_their_type_is_typed(leads: Page, site: FakeSite) -> None:
    site.api.fields.add("Born", "date", headers=["Geburtstag"])
    site.api.fields.add("Colour", "choice", choices=["red", "blue"])
    site.api.fields.add("Likes", "choices", choices=["tea", "coffee"])
    site.api.fields.add("Paid", "yesNo")
    site.api.leads["lead-00000"] |= {"extras": {"Geburtstag": "1990-05-01", "Colour": "green", "Paid": "no"}}
    leads.reload()
    open_lead(leads, "Anna Berg")
    expect(hook(leads, "detail-field-born")).to_have_text("May 1, 1990")
    expect(hook(leads, "detail-field-paid")).to_have_text("No")
    expect(hook(leads, "extras")).to_have_count(0)
    hook(leads, "edit-lead").click()
    expect(hook(leads, "field-colour").locator("option")).to_have_text(["No value", "red", "blue", "green"])

    hook(leads, "field-born").fill("1990-05-02")
    hook(leads, "field-colour").select_option("blue")
    leads.get_by_label("coffee").check()
    hook(leads, "field-paid").select_option("")
    hook(leads, "save").click()

    expect(hook(leads, "detail-field-colour")).to_have_text("blue")
    assert sent(site) == {"extras": {"Born": "1990-05-02", "Colour": "blue", "Likes": "coffee", "Paid": None}}


def test_a_delete_of_what_someone_has_changed_meanwhile_is_refused(leads: Page, site: FakeSite) -> None:
    open_lead(leads, "Anna Berg")
    site.api.leads["lead-00000"] |= {"title": "CTO", "version": "another"}

    hook(leads, "delete-lead").click()

    expect(hook(leads, "toast-text")).to_contain_text("someone else has changed it")
    expect(hook(leads, "detail-title")).to_have_text("CTO")
    hook(leads, "delete-lead").click()
    expect(hook(leads, "lead")).to_have_count(2)


def test_an_address_of_a_deleted_lead_is_refused_with_a_way_to_restore_it(leads: Page, site: FakeSite) -> None:
    fields = {"email": "A deleted lead has this address.", "leadId": "lead-00009"}
    error = {"code": "in_bin", "message": "A deleted lead has this email address.", "fields": fields}
    site.api.deleted["lead-00009"] = site.api.add_lead(leadId="lead-00009", firstName="Old")
    del site.api.leads["lead-00009"]
    site.api.fail("POST", "/leads", 409, {"error": error})
    hook(leads, "new-lead").click()
    hook(leads, "email").fill("old@acme.example")
    hook(leads, "save").click()
    expect(hook(leads, "error-email")).to_contain_text("A deleted lead has this address.")

    leads.get_by_role("button", name="Restore that lead").click()
    hook(leads, "confirm-yes").click()

    expect(hook(leads, "drawer-title")).to_have_text("Old")


def test_a_history_too_long_for_one_page_says_how_much_is_left_out(leads: Page, site: FakeSite) -> None:
    site.api.histories["lead-00000"] = [{"event": "edited", "at": "2026-03-02T09:00:00.000Z", "changes": []}]
    site.api.left_out["lead-00000"] = 7

    open_lead(leads, "Anna Berg")

    expect(hook(leads, "left-out")).to_contain_text("7 older changes not shown")


def test_the_history_tells_what_was_before_and_after_the_newest_first(leads: Page, site: FakeSite) -> None:
    first = {"event": "created", "at": "2026-03-01T09:00:00.000Z", "importId": "i1", "fileName": "a.csv", "row": 2}
    change = {"path": "phones/+491", "before": None, "after": "+491 (work)"}
    site.api.histories["lead-00000"] = [
        first | {"sheet": 0, "changes": [{"path": "firstName", "before": None, "after": "Ann"}]},
        {"event": "edited", "at": "2026-03-02T09:00:00.000Z", "by": "ann@x.example", "changes": [change]},
    ]

    open_lead(leads, "Anna Berg")

    events = hook(leads, "event")
    expect(events).to_have_count(2)
    expect(events.first).to_contain_text("Edited")
    expect(events.first.locator("dt")).to_have_text("Further phone")
    expect(events.first.get_by_role("img", name="no value")).to_be_visible()
    expect(events.last).to_contain_text("a.csv, sheet 1, row 2")
    expect(events.last.locator("del")).to_have_count(0)


def test_merged_leads_are_taken_apart_once_a_person_agrees(leads: Page, site: FakeSite) -> None:
    body = {"leads": ["lead-00000", "lead-00001"]}
    site.api.merges.merge(site.api.leads, body, "mina@example.com")
    site.api.merges.of_several = [{"at": time_at(0), "by": "mina@example.com", "paths": ["notes"]}]
    go(leads, "/leads?lead=lead-00001")
    expect(leads).to_have_url(re.compile("lead=lead-00000"))
    expect(hook(leads, "merged-from")).to_contain_text(re.compile("Merged with .+ by mina@example.com"))

    hook(leads, "take-apart").click()
    hook(leads, "confirm-no").click()
    assert site.api.requests("POST", "/merges/.*/undo") == []
    hook(leads, "take-apart").click()
    hook(leads, "confirm-yes").click()
    expect(hook(leads, "toast-text")).to_contain_text("each lead has them: Notes.")
    leads.get_by_role("button", name="Different people").click()

    expect(hook(leads, "merged-from")).to_have_count(0)
    expect(hook(leads, "drawer-title")).to_be_focused()
    expect(hook(leads, "lead")).to_have_count(3)
    assert site.api.duplicates.dismissed == {"lead-00000lead-00001"}
