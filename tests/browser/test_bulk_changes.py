"""Changing many leads at once: chosen, shown before, followed, taken back."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.screens import NARROW, PASSWORD, begin_session, go, hook
from tests.doubles.cognito import FakeUser
from tests.doubles.site import FakeSite

SHORT = "pageSize=25"


@pytest.fixture
def many(signed_in: Page, site: FakeSite) -> Page:
    """The first page of 40 leads, of which 30 are of Acme."""
    for number in range(40):
        site.api.add_lead(firstName=f"Person {number:02d}", company="Acme" if number % 4 else "Nordwind")
    go(signed_in, f"/leads?{SHORT}")
    expect(hook(signed_in, "lead")).to_have_count(25)
    return signed_in


def choose_all_of_acme(page: Page) -> None:
    go(page, f"/leads?filter[company]=acme&{SHORT}")
    expect(hook(page, "total")).to_have_text("30 leads match")
    hook(page, "select-all").check()
    hook(page, "select-everything").click()


def sent(site: FakeSite, path: str) -> Any:
    return site.api.requests("POST", path)[-1].body


def test_all_that_match_can_be_chosen_not_only_those_of_the_page(many: Page) -> None:
    go(many, f"/leads?filter[company]=acme&{SHORT}")
    expect(hook(many, "total")).to_have_text("30 leads match")
    hook(many, "select-all").check()
    expect(hook(many, "selection")).to_contain_text("25 leads selected")

    expect(hook(many, "select-everything")).to_have_text("Select all 30 that match")
    hook(many, "select-everything").click()

    expect(hook(many, "selection")).to_contain_text("All 30 leads selected")
    hook(many, "page-next").click()
    expect(hook(many, "lead")).to_have_count(5)
    expect(hook(many, "selection")).to_contain_text("All 30 leads selected")
    expect(hook(many, "select-all")).to_be_checked()


def test_who_unticks_one_of_all_chooses_single_ones_again(many: Page) -> None:
    choose_all_of_acme(many)
    hook(many, "select").first.uncheck()
    expect(hook(many, "selection")).to_contain_text("24 leads selected")


def test_another_search_forgets_that_all_were_chosen(many: Page) -> None:
    choose_all_of_acme(many)
    go(many, f"/leads?filter[company]=nordwind&{SHORT}")
    expect(hook(many, "total")).to_have_text("10 leads match")
    expect(hook(many, "selection")).not_to_be_attached()


def test_shift_and_a_click_tick_all_in_between(many: Page) -> None:
    hook(many, "select").nth(2).click()
    hook(many, "select").nth(6).click(modifiers=["Shift"])
    expect(hook(many, "selection")).to_contain_text("5 leads selected")

    hook(many, "select").nth(4).click(modifiers=["Shift"])
    expect(hook(many, "selection")).to_contain_text("2 leads selected")


def test_a_question_goes_with_the_screen_that_asked_it(many: Page, site: FakeSite) -> None:
    hook(many, "select").first.click()
    hook(many, "delete-selected").click()
    expect(hook(many, "confirm")).to_be_visible()

    go(many, "/imports")

    expect(hook(many, "confirm")).not_to_be_visible()
    assert not site.api.requests("POST", "/jobs")


def test_leads_that_are_gone_are_not_changed(many: Page, site: FakeSite) -> None:
    choose_all_of_acme(many)
    hook(many, "edit-selected").click()
    site.api.leads.clear()
    hook(many, "change-status").click()
    hook(many, "status").fill("Won")

    expect(hook(many, "bulk-count")).to_have_text("These leads are not there any more.")
    expect(hook(many, "bulk-start")).to_have_attribute("aria-disabled", "true")
    many.keyboard.press("Enter")
    assert not site.api.requests("POST", "/jobs")


def test_all_that_match_are_edited_after_a_look_at_what_would_change(many: Page, site: FakeSite) -> None:
    site.api.fields.add("Colour", "choice", choices=["red", "blue"])
    many.reload()
    choose_all_of_acme(many)
    hook(many, "edit-selected").click()
    expect(hook(many, "bulk-count")).to_have_text("Choose what to change.")
    expect(hook(many, "change-email")).to_have_count(0)

    for name in ("status", "company", "fields/colour", "addTags"):
        hook(many, f"change-{name}").click()
    hook(many, "status").fill("Won")
    hook(many, "away-company").check()
    hook(many, "field-colour").select_option("red")
    hook(many, "tags").fill("vip")
    many.keyboard.press("Enter")

    expect(hook(many, "bulk-count")).to_have_text("30 leads will be changed.")
    expect(hook(many, "previewed")).to_have_count(20)
    first = hook(many, "previewed").first
    expect(first).to_contain_text("Person 01")
    expect(first.locator("dt")).to_have_text(["Company", "Colour", "Status", "Tag"])
    expect(first.locator("del").first).to_have_text("Acme")
    expect(first.locator("ins").last).to_have_text("vip")
    assert not site.api.requests("POST", "/jobs")

    expect(hook(many, "bulk-start")).to_contain_text("Change 30 leads")
    hook(many, "bulk-start").click()

    expect(hook(many, "toast-text")).to_have_text("Changed 30 leads.")
    assert sent(site, "/jobs") == {
        "q": "",
        "where": {"field": "company", "op": "contains", "value": "acme"},
        "change": {
            "action": "edit",
            "values": {"status": "Won", "company": None, "extras": {"Colour": "red"}},
            "addTags": ["vip"],
        },
    }
    expect(hook(many, "bulk-edit")).to_be_hidden()
    expect(many.locator("main h1")).to_be_focused()
    expect(hook(many, "empty")).to_contain_text("No lead matches")  # nobody is of Acme any more

    hook(many, "toast-action").click()
    expect(hook(many, "toast-text")).to_have_text("Taken back: 30.")
    expect(hook(many, "total")).to_have_text("30 leads match")


def test_a_few_are_edited_by_their_ids(many: Page, site: FakeSite) -> None:
    for place in (0, 1):
        hook(many, "select").nth(place).check()
    hook(many, "edit-selected").click()
    hook(many, "change-owner").click()
    hook(many, "owner").fill("ann@x.example")
    expect(hook(many, "bulk-count")).to_have_text("2 leads will be changed.")
    hook(many, "bulk-start").click()

    expect(hook(many, "toast-text")).to_have_text("Changed 2 leads.")
    assert sent(site, "/jobs")["leadIds"] == ["lead-00039", "lead-00038"]
    assert [lead["owner"] for lead in site.api.leads.values()].count("ann@x.example") == 2


def test_the_preview_is_asked_for_once_after_typing_has_ended(many: Page, site: FakeSite) -> None:
    hook(many, "select").first.check()
    hook(many, "edit-selected").click()
    hook(many, "change-title").click()
    hook(many, "title").press_sequentially("Boss", delay=10)
    expect(hook(many, "bulk-count")).to_have_text("1 lead will be changed.")

    asked = [call.body["change"]["values"] for call in site.api.requests("POST", "/jobs/preview")]
    assert asked == [{"title": "Boss"}]


def test_a_value_is_asked_for_before_anything_begins(many: Page, site: FakeSite) -> None:
    hook(many, "select").first.check()
    hook(many, "edit-selected").click()
    hook(many, "bulk-start").click()
    expect(hook(many, "error-summary")).to_contain_text("Choose what to change.")

    hook(many, "change-phone").click()
    hook(many, "bulk-start").click()

    expect(hook(many, "error-phone")).to_contain_text("Fill in a value, or tick that it is taken away.")
    expect(hook(many, "bulk-count")).to_have_text("Fill in a value.")
    expect(hook(many, "error-summary")).to_be_focused()
    assert not site.api.requests("POST", "/jobs")
    hook(many, "phone").fill("030 1")
    expect(hook(many, "error-phone")).to_have_count(0)
    expect(hook(many, "bulk-count")).to_have_text("1 lead will be changed.")


def test_what_the_service_refuses_is_said_at_the_field(many: Page, site: FakeSite) -> None:
    said = "Write one number here, and each other one in a row of its own."
    refused = {"error": {"code": "invalid", "message": "Some fields do not fit.", "fields": {"phone": said}}}
    site.api.fail("POST", "/jobs/preview", 422, refused)
    site.api.fail("POST", "/jobs", 422, refused)
    hook(many, "select").first.check()
    hook(many, "edit-selected").click()
    hook(many, "change-phone").click()
    hook(many, "phone").fill("1; 2")

    expect(hook(many, "error-phone")).to_contain_text(said)
    expect(hook(many, "phone")).to_be_focused()
    expect(hook(many, "error-summary")).to_have_count(0)
    hook(many, "bulk-start").click()

    expect(hook(many, "error-summary")).to_contain_text(f"Phone: {said}")
    expect(hook(many, "bulk-edit")).to_be_visible()


def test_a_preview_that_cannot_be_made_says_why(many: Page, site: FakeSite) -> None:
    said = "The list of leads is being put together again."
    site.api.fail("POST", "/jobs/preview", 409, {"error": {"code": "index_unavailable", "message": said}})
    hook(many, "select").first.check()
    hook(many, "edit-selected").click()
    hook(many, "change-title").click()
    hook(many, "away-title").check()
    expect(hook(many, "notice")).to_contain_text(said)


def test_closing_the_dialog_changes_nothing_and_gives_the_focus_back(many: Page, site: FakeSite) -> None:
    hook(many, "select").first.check()
    hook(many, "edit-selected").click()
    expect(hook(many, "change-firstName")).to_be_focused()
    hook(many, "change-title").click()

    many.keyboard.press("Escape")

    expect(hook(many, "edit-selected")).to_be_focused()
    expect(hook(many, "selection")).to_contain_text("1 lead selected")
    hook(many, "edit-selected").click()
    expect(hook(many, "change-title")).to_have_attribute("aria-pressed", "false")
    assert not site.api.requests("POST", "/jobs")


def test_the_chosen_are_deleted_after_a_question_with_their_number_and_come_back(many: Page, site: FakeSite) -> None:
    hook(many, "select-all").check()
    hook(many, "select").first.uncheck()
    assert hook(many, "select-all").evaluate("box => box.indeterminate")
    del site.api.leads["lead-00038"]  # somebody else was faster

    hook(many, "delete-selected").click()
    expect(hook(many, "confirm")).to_contain_text("Delete 23 leads?")
    hook(many, "confirm-yes").click()

    expect(hook(many, "toast-text")).to_have_text("Deleted 23 leads.")
    expect(hook(many, "total")).to_have_text("16 leads")
    expect(hook(many, "selection")).not_to_be_attached()
    hook(many, "toast-action").click()
    expect(hook(many, "toast-text")).to_have_text("Taken back: 23.")
    expect(hook(many, "total")).to_have_text("39 leads")
    assert not site.api.deleted


def test_nothing_is_deleted_when_the_answer_is_no(many: Page, site: FakeSite) -> None:
    hook(many, "select").first.check()
    hook(many, "delete-selected").click()
    hook(many, "confirm-no").click()

    expect(hook(many, "delete-selected")).to_be_focused()
    expect(hook(many, "selection")).to_be_visible()
    assert not site.api.requests("POST", "/jobs")


def test_leads_that_somebody_else_has_deleted_are_not_asked_about(many: Page, site: FakeSite) -> None:
    hook(many, "select").first.check()
    site.api.leads.clear()
    hook(many, "delete-selected").click()
    expect(hook(many, "toast-text")).to_have_text("These leads are not there any more.")


def test_a_message_shows_how_far_it_is_and_what_was_left_alone(many: Page, site: FakeSite) -> None:
    totals = {"leads": 3183, "changed": 1200}
    ended = {"leads": 3183, "changed": 3171, "unchanged": 9, "superseded": 2, "rejected": 1}
    site.api.jobs.steps = [
        {"status": "importing", "progress": 38, "totals": totals},
        {"status": "completed_with_errors", "progress": 100, "totals": ended},
    ]
    hook(many, "select").first.check()
    hook(many, "delete-selected").click()
    hook(many, "confirm-yes").click()

    expect(hook(many, "toast-how-far")).to_have_text("1,200 of 3,183 leads")
    expect(hook(many, "toast-progress")).to_have_attribute("value", "38")
    expect(hook(many, "toast-text")).to_have_text("Deleted 3,171 leads. 12 left alone.")


def test_one_that_fails_says_why(many: Page, site: FakeSite) -> None:
    reason = "The leads could not be found: there is no field “colour”."
    site.api.jobs.steps = [{"status": "failed", "progress": 100, "reason": reason}]
    hook(many, "select").first.check()
    hook(many, "delete-selected").click()
    hook(many, "confirm-yes").click()
    expect(hook(many, "toast-text")).to_have_text(reason)
    expect(hook(many, "toast-action")).to_have_count(0)


def test_an_undo_says_what_it_has_kept(many: Page, site: FakeSite) -> None:
    for place in (0, 1, 2):
        hook(many, "select").nth(place).check()
    hook(many, "edit-selected").click()
    hook(many, "change-status").click()
    hook(many, "status").fill("Won")
    hook(many, "bulk-start").click()
    expect(hook(many, "toast-action")).to_be_visible()
    site.api.leads["lead-00039"]["version"] = "changed since"

    hook(many, "toast-action").click()

    expect(hook(many, "toast-text")).to_have_text("Taken back: 2; 1 kept because somebody has changed it since.")


def test_all_of_the_bin_is_restored_at_once(many: Page, site: FakeSite) -> None:
    for lead_id in list(site.api.leads)[:3]:
        site.api.deleted[lead_id] = site.api.leads.pop(lead_id) | {"deletedAt": "2026-11-20T10:00:00.000Z"}
    go(many, "/leads/bin")

    expect(hook(many, "restore-all")).to_have_text("Restore all 3")
    hook(many, "restore-all").click()

    expect(hook(many, "toast-text")).to_have_text("Restored 3 leads.")
    expect(hook(many, "empty")).to_contain_text("The bin is empty")
    expect(many.locator("main h1")).to_be_focused()
    assert sent(site, "/jobs") == {"change": {"action": "restore"}}
    assert len(site.api.leads) == 40


def test_the_history_says_what_was_done_by_whom_and_what_became_of_it(
    many: Page, site: FakeSite, member: FakeUser
) -> None:
    said = [{"path": "status", "value": "Won"}, {"path": "title", "value": None}, {"path": "tags/old", "value": None}]
    undo = {"status": "undone", "batches": {"total": 1, "done": 1}, "restored": 2, "removed": 0, "kept": 1, "gone": 1}
    site.api.jobs.add(member, values=said, totals={"leads": 4, "changed": 3, "skipped": 1})
    site.api.jobs.add(member, action="delete", undo=undo)
    hook(many, "to-changes").click()

    expect(hook(many, "job-words")).to_have_text(
        ["Leads deleted", "Status set to “Won”, Title taken away and tag “old” removed"]
    )
    expect(hook(many, "job-summary")).to_have_text(
        [
            "Deleted 3 leads. Taken back: 2; 1 kept because somebody has changed it since; 1 no longer there.",
            "Changed 3 leads. 1 left alone.",
        ]
    )
    expect(hook(many, "taken-back")).to_have_count(1)
    expect(hook(many, "undo-job")).to_have_count(1)
    expect(hook(many, "job").first).to_contain_text(member.email)


def test_one_is_taken_back_from_the_history(many: Page, site: FakeSite, member: FakeUser) -> None:
    site.api.jobs.add(member)
    go(many, "/leads/changes")
    hook(many, "undo-job").click()
    expect(hook(many, "confirm")).to_contain_text("What somebody has changed since stays.")
    hook(many, "confirm-yes").click()

    expect(hook(many, "taken-back")).to_be_visible()
    expect(hook(many, "toast-text")).to_have_text("Taken back: 0.")


def test_one_under_way_shows_how_far_it_is_and_can_be_cancelled(many: Page, site: FakeSite, member: FakeUser) -> None:
    begun = {"status": "importing", "progress": 38, "totals": {"leads": 3183, "changed": 1200}}
    site.api.jobs.add(member, **begun)
    go(many, "/leads/changes")
    expect(hook(many, "job-summary")).to_have_text("1,200 of 3,183 leads.")
    expect(hook(many, "progress")).to_have_attribute("value", "38")

    hook(many, "cancel-job").click()

    expect(hook(many, "status")).to_have_attribute("data-status", "cancelled")
    expect(hook(many, "job-summary")).to_contain_text("Stopped. Changed 1,200 leads.")


def test_only_what_is_ones_own_can_be_cancelled_or_taken_back(many: Page, site: FakeSite) -> None:
    other = FakeUser("other@example.com", PASSWORD)
    site.api.jobs.add(other)
    site.api.jobs.add(other, status="importing", progress=38)
    go(many, "/leads/changes")
    expect(hook(many, "job")).to_have_count(2)
    expect(hook(many, "undo-job")).to_have_count(0)
    expect(hook(many, "cancel-job")).to_have_count(0)


def test_older_ones_are_shown_when_asked_for(many: Page, site: FakeSite, member: FakeUser) -> None:
    site.api.jobs.page_size = 3
    for _ in range(5):
        site.api.jobs.add(member)
    go(many, "/leads/changes")
    expect(hook(many, "job")).to_have_count(3)
    hook(many, "older").click()
    expect(hook(many, "job")).to_have_count(5)
    expect(hook(many, "older")).to_have_count(0)


def test_without_any_the_history_says_what_it_is_for(many: Page) -> None:
    go(many, "/leads/changes")
    expect(hook(many, "empty")).to_contain_text("Tick leads in the list")


def test_a_viewer_can_look_at_the_history_and_change_nothing(page: Page, site: FakeSite, member: FakeUser) -> None:
    viewer = site.cognito.add(FakeUser("viewer@example.com", PASSWORD, group="viewer"))
    site.api.add_lead(firstName="Anna")
    site.api.jobs.add(member)
    begin_session(page, site, viewer)
    page.goto(site.url)
    hook(page, "main").wait_for()
    go(page, "/leads/changes")
    expect(hook(page, "job")).to_have_count(1)
    expect(hook(page, "undo-job")).to_have_count(0)
    go(page, "/leads")
    expect(hook(page, "lead")).to_have_count(1)
    expect(hook(page, "select")).to_have_count(0)


def test_on_a_phone_the_dialog_fits_and_its_foot_stays_in_sight(many: Page) -> None:
    many.set_viewport_size(NARROW)
    hook(many, "select").first.check()
    hook(many, "edit-selected").click()
    for name in ("status", "title", "company", "notes", "owner"):
        hook(many, f"change-{name}").click()
    expect(hook(many, "bulk-start")).to_be_in_viewport(ratio=1)
    box = hook(many, "bulk-edit").bounding_box()
    assert box and box["width"] <= NARROW["width"]
