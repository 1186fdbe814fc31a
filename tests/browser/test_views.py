"""Saved views above the list of leads, and the order and widths of its columns."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.screens import go, hook, row_texts
from tests.doubles.cognito import FakeUser
from tests.doubles.site import FakeSite

ACME: dict[str, Any] = {"field": "company", "op": "equals", "value": "Acme"}
COLUMNS = [{"field": "email", "width": 384}, {"field": "firstName", "width": None}]


def headers(page: Page) -> list[str]:
    return [text.strip() for text in page.locator("th .sort").all_inner_texts()]


def test_a_search_is_saved_as_a_view_with_its_columns_and_opened_again(leads: Page, site: FakeSite) -> None:
    hook(leads, "search").fill("acme")
    hook(leads, "sort-name").click()
    hook(leads, "save-view-as").click()
    expect(leads.locator("#view-name")).to_be_focused()
    leads.keyboard.press("Enter")
    expect(hook(leads, "error-view-name")).to_contain_text("Enter a name.")

    leads.keyboard.type("At Acme")
    leads.keyboard.press("Enter")

    tab = hook(leads, "view")
    expect(tab).to_have_text("At Acme")
    expect(tab).to_have_attribute("aria-current", "page")
    expect(hook(leads, "view-changed")).not_to_be_attached()
    (saved,) = site.api.requests("POST", "/views")
    assert (saved.body["q"], saved.body["where"], saved.body["sort"]) == ("acme", None, "name")
    hook(leads, "view-all").click()
    expect(hook(leads, "lead")).to_have_count(3)
    tab.click()
    expect(hook(leads, "search")).to_have_value("acme")
    expect(hook(leads, "lead")).to_have_count(2)
    assert row_texts(leads, "name") == ["Anna Berg", "José Cruz"]


def test_a_view_that_was_changed_says_so_and_is_saved(leads: Page, site: FakeSite, member: FakeUser) -> None:
    site.api.views.add(member, "At Acme", where=ACME, sort="firstName", columns=COLUMNS)
    leads.reload()
    hook(leads, "view").click()
    expect(hook(leads, "chip")).to_have_text("Company is “Acme”")
    assert headers(leads) == ["Email", "First name"]
    assert hook(leads, "cell-email").first.evaluate("cell => cell.offsetWidth") >= 384
    expect(hook(leads, "save-view")).not_to_be_attached()

    hook(leads, "sort-firstName").click()
    expect(hook(leads, "view-changed")).to_be_visible()
    hook(leads, "columns-menu").locator("summary").click()
    hook(leads, "column-down-email").focus()
    leads.keyboard.press("Enter")
    expect(hook(leads, "column-down-email")).to_be_focused()
    hook(leads, "column-width-email").select_option("narrow")
    assert headers(leads) == ["First name", "Email"]
    leads.keyboard.press("Escape")
    hook(leads, "save-view").click()

    expect(hook(leads, "view-changed")).not_to_be_attached()
    (changed,) = site.api.requests("PATCH", "/views/.*")
    assert changed.body == {
        "q": "",
        "where": ACME,
        "sort": "-firstName",
        "columns": [{"field": "firstName", "width": None}, {"field": "email", "width": 96}],
    }


def test_a_link_names_the_view_alone_or_with_what_differs(leads: Page, site: FakeSite, member: FakeUser) -> None:
    view_id = site.api.views.add(member, "At Acme", where=ACME, sort="firstName")["viewId"]
    leads.reload()

    go(leads, f"/leads?view={view_id}")
    expect(hook(leads, "cell-name")).to_have_text(["Anna Berg", "José Cruz"])
    expect(hook(leads, "view-changed")).not_to_be_attached()
    hook(leads, "clear-filters").click()

    expect(hook(leads, "lead")).to_have_count(3)
    expect(hook(leads, "view-changed")).to_be_visible()
    leads.reload()
    expect(hook(leads, "lead")).to_have_count(3)
    expect(hook(leads, "view-changed")).to_be_visible()


def test_a_view_is_renamed_shared_and_deleted_by_who_may(leads: Page, site: FakeSite, member: FakeUser) -> None:
    other = site.cognito.add(FakeUser("bob@example.com", "Correct-horse-7"))
    site.api.views.add(member, "Mine", q="acme")
    site.api.views.add(other, "Bob’s", q="nordwind", shared=True)
    leads.reload()
    hook(leads, "view").nth(1).click()
    expect(hook(leads, "lead")).to_have_count(1)
    expect(hook(leads, "view-menu")).not_to_be_attached()

    hook(leads, "view").first.click()
    hook(leads, "view-menu").locator("summary").click()
    hook(leads, "rename-view").click()
    leads.locator("#view-name").fill("Ours")
    hook(leads, "view-shared").check()
    leads.keyboard.press("Enter")
    expect(hook(leads, "view").first).to_have_text("Shared: Ours")
    assert site.api.requests("PATCH", "/views/.*")[0].body == {"name": "Ours", "shared": True}
    hook(leads, "view-menu").locator("summary").click()
    hook(leads, "delete-view").click()
    hook(leads, "confirm-yes").click()

    expect(hook(leads, "view")).to_have_text(["Shared: Bob’s"])
    expect(hook(leads, "view-all")).to_have_attribute("aria-current", "page")


def test_who_saves_a_view_that_somebody_else_has_saved_since_chooses(
    leads: Page, site: FakeSite, member: FakeUser
) -> None:
    view_id = site.api.views.add(member, "At Acme", where=ACME, sort="firstName", columns=COLUMNS)["viewId"]
    leads.reload()
    hook(leads, "view").click()
    hook(leads, "sort-firstName").click()
    site.api.views.change(view_id, member, {"name": "Acme"})

    hook(leads, "save-view").click()
    expect(hook(leads, "confirm")).to_contain_text("Someone else has changed Acme")
    hook(leads, "confirm-yes").click()

    expect(hook(leads, "toast-text")).to_have_text("Saved Acme.")
    assert site.api.views.all[view_id]["sort"] == "-firstName"

    hook(leads, "sort-firstName").click()
    site.api.views.change(view_id, member, {"sort": "company"})
    hook(leads, "save-view").click()
    hook(leads, "confirm-no").click()

    expect(hook(leads, "view-changed")).not_to_be_attached()
    assert site.api.views.all[view_id]["sort"] == "company"
