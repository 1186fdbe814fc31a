"""Fields of the owner's: listed for everybody, made and changed by admins."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.screens import PASSWORD, begin_session, go, hook
from tests.browser.sheets import SHEET, column
from tests.doubles.cognito import FakeUser
from tests.doubles.site import FakeSite

CITIES = {
    "type": "choice",
    "choices": ["Berlin", "Oslo"],
    "reason": "There are 2 different values, each many times.",
    "leads": 1_234,
    "values": 41,
    "fitting": 40,
}


@pytest.fixture
def fields(page: Page, site: FakeSite) -> Page:
    """The page of fields of an admin, who has one."""
    begin_session(page, site, site.cognito.add(FakeUser("ada@example.com", PASSWORD, group="admin")))
    site.api.fields.add("Budget", "number", headers=["Budget EUR"])
    site.api.fields.proposals["City"] = CITIES
    page.goto(f"{site.url}#/fields")
    expect(hook(page, "own-field")).to_have_count(1)
    return page


def test_the_type_of_a_new_field_is_proposed_with_its_reason(fields: Page, site: FakeSite) -> None:
    hook(fields, "new-field").click()
    expect(hook(fields, "field-label")).to_be_focused()
    hook(fields, "field-label").fill("City")
    fields.keyboard.press("Tab")

    expect(hook(fields, "proposal")).to_contain_text(
        "Proposed: Choice. There are 2 different values, each many times. 40 of 41 values fit."
        " 1,234 leads have one: these are a sample."
    )
    expect(hook(fields, "field-type")).to_have_value("choice")
    expect(hook(fields, "field-choices")).to_have_value("Berlin\nOslo")
    hook(fields, "save-field").click()

    expect(hook(fields, "own-field-about").last).to_have_text("Choice · Berlin, Oslo · from “City”")
    made = site.api.requests("POST", "/fields")[0].body
    assert {name: made[name] for name in ("label", "type", "choices")} == {
        "label": "City",
        "type": "choice",
        "choices": ["Berlin", "Oslo"],
    }


def test_a_type_that_the_admin_has_chosen_is_not_overruled(fields: Page) -> None:
    hook(fields, "new-field").click()
    hook(fields, "field-type").select_option("text")
    hook(fields, "field-label").fill("City")
    fields.keyboard.press("Tab")

    expect(hook(fields, "proposal")).to_contain_text("Proposed: Choice")
    expect(hook(fields, "field-type")).to_have_value("text")
    hook(fields, "take-proposal").click()
    expect(hook(fields, "field-type")).to_have_value("choice")


def test_a_header_of_a_lead_becomes_a_field(fields: Page, site: FakeSite) -> None:
    site.api.add_lead(firstName="Anna", extras={"City": "Berlin"})
    go(fields, "/leads?lead=lead-00000")
    fields.locator('[data-hook="origin-extras/City"] > summary').click()

    hook(fields, "make-field").click()

    expect(hook(fields, "field-label")).to_have_value("City")
    expect(hook(fields, "field-type")).to_have_value("choice")
    hook(fields, "save-field").click()
    expect(hook(fields, "own-field")).to_have_count(2)
    go(fields, "/leads?lead=lead-00000")
    expect(hook(fields, "detail-field-city")).to_have_text("Berlin")


def test_a_column_of_a_finished_import_becomes_a_field(fields: Page, site: FakeSite) -> None:
    owner = site.cognito.add(FakeUser("ben@example.com", PASSWORD))
    mapping = [column(0, "Company", "company"), column(1, "City", "remarks"), column(2, "budget eur", "remarks")]
    record = site.api.add_import(owner, status="completed", sheets=[SHEET | {"mapping": mapping}])
    go(fields, f"/imports/{record['importId']}")

    hook(fields, "make-field").click()

    expect(hook(fields, "field-label")).to_have_value("City")
    expect(hook(fields, "field-type")).to_have_value("choice")


def test_a_field_gets_another_name(fields: Page, site: FakeSite) -> None:
    hook(fields, "change-field").click()
    hook(fields, "field-label").fill("Yearly budget")
    hook(fields, "save-field").click()

    expect(hook(fields, "own-field")).to_contain_text("Yearly budget")
    assert site.api.requests("PATCH", "/fields/budget")[0].body["label"] == "Yearly budget"


def test_of_two_names_for_one_field_the_second_admin_chooses(fields: Page, site: FakeSite) -> None:
    hook(fields, "change-field").click()
    hook(fields, "field-label").fill("Yearly budget")
    hook(fields, "field-headers").fill("Budget EUR\nSpend")
    site.api.fields.own["budget"] |= {"label": "Funds", "headers": ["Budget EUR", "Means"], "decimalComma": True}
    hook(fields, "save-field").click()

    summary = hook(fields, "error-summary")
    expect(summary).to_contain_text("Name: saved is “Funds”, you have “Yearly budget”.")
    expect(hook(fields, "field-label")).to_have_value("Yearly budget")
    expect(hook(fields, "field-headers")).to_have_value("Budget EUR\nMeans\nSpend")
    hook(fields, "use-theirs").click()
    expect(hook(fields, "field-label")).to_have_value("Funds")
    hook(fields, "save-field").click()

    expect(hook(fields, "own-field")).to_contain_text("Funds")
    stored = site.api.fields.own["budget"]
    assert (stored["label"], stored["headers"], stored["decimalComma"]) == (
        "Funds",
        ["Budget EUR", "Means", "Spend"],
        True,
    )


def test_a_field_is_removed_after_a_question_that_says_what_stays(fields: Page, site: FakeSite) -> None:
    hook(fields, "remove-field").click()
    expect(hook(fields, "confirm")).to_contain_text("The values stay with their leads")
    hook(fields, "confirm-yes").click()

    expect(hook(fields, "empty")).to_contain_text("No fields of your own yet")
    assert not site.api.fields.own


def test_what_the_api_refuses_stands_at_its_field(fields: Page, site: FakeSite) -> None:
    error = {"code": "field_exists", "message": "There is a field Budget already.", "fields": {"label": "It is taken."}}
    site.api.fail("POST", "/fields", 409, {"error": error})
    hook(fields, "new-field").click()
    hook(fields, "save-field").click()
    expect(hook(fields, "error-field-label")).to_contain_text("Give the field a name.")

    hook(fields, "field-label").fill("Budget")
    hook(fields, "save-field").click()

    expect(hook(fields, "error-field-label")).to_contain_text("It is taken.")


def test_others_see_the_fields_and_cannot_change_them(signed_in: Page, site: FakeSite) -> None:
    site.api.fields.add("Budget", "number")
    site.api.add_lead(firstName="Anna", extras={"City": "Berlin"})

    go(signed_in, "/fields")

    expect(hook(signed_in, "own-field")).to_contain_text("Budget")
    expect(hook(signed_in, "new-field")).to_have_count(0)
    expect(hook(signed_in, "remove-field")).to_have_count(0)
    go(signed_in, "/leads?lead=lead-00000")
    expect(hook(signed_in, "extras")).to_be_visible()
    expect(hook(signed_in, "make-field")).to_have_count(0)
