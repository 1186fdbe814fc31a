"""Admins see who may sign in, invite, change roles, and switch accounts off and on."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.screens import PASSWORD, begin_session, go, hook
from tests.browser.states import fill_people
from tests.doubles.cognito import FakeUser
from tests.doubles.site import FakeSite


@pytest.fixture
def people(page: Page, site: FakeSite) -> Page:
    """The page of people, of the only admin."""
    admin = site.cognito.add(FakeUser("ada@example.com", PASSWORD, group="admin"))
    fill_people(site, admin)
    begin_session(page, site, admin)
    page.goto(site.url)
    hook(page, "account").click()
    hook(page, "nav-people").click()
    expect(hook(page, "person")).to_have_count(4)
    return page


def person(page: Page, email: str) -> Locator:
    return hook(page, "person").filter(has_text=email)


def test_a_person_is_invited_by_mail_and_again(people: Page, site: FakeSite) -> None:
    hook(people, "invite").click()
    hook(people, "invitation-email").fill("new@example.com")
    hook(people, "invitation-role").select_option("viewer")
    hook(people, "send-invitation").click()

    added = person(people, "new@example.com")
    expect(hook(added, "person-state")).to_have_text("Invited")
    expect(hook(added, "role")).to_have_value("viewer")
    hook(added, "invite-again").click()

    expect(hook(people, "toast-text").last).to_have_text("Sent another invitation to new@example.com.")
    assert site.api.people.mails == ["new@example.com"] * 2


def test_a_role_is_changed_and_an_account_switched_off_and_on(people: Page, site: FakeSite) -> None:
    pia = person(people, "pia@acme.example")
    hook(pia, "role").select_option("member")
    expect(hook(people, "toast-text").last).to_contain_text("is Member now")
    hook(pia, "switch-off").click()
    hook(people, "confirm-yes").click()
    expect(hook(pia, "person-state")).to_have_text("Switched off")
    hook(pia, "switch-on").click()
    expect(hook(pia, "person-state")).to_have_text("Active")

    bodies = [call.body for call in site.api.requests("PATCH", "/users/.*")]
    assert bodies == [{"role": "member"}, {"isActive": False}, {"isActive": True}]


def test_the_last_admin_is_told_why_they_stay_one(people: Page) -> None:
    me = person(people, "ada@example.com")
    hook(me, "role").select_option("viewer")
    hook(people, "confirm-yes").click()

    expect(hook(people, "toast-text").last).to_contain_text("Make somebody else an admin first")
    expect(hook(me, "role")).to_have_value("admin")


def test_who_is_no_admin_finds_no_way_there(signed_in: Page) -> None:
    hook(signed_in, "account").click()
    expect(hook(signed_in, "sign-out")).to_be_visible()
    expect(hook(signed_in, "nav-people")).not_to_be_attached()

    go(signed_in, "/people")

    expect(hook(signed_in, "notice")).to_contain_text("Only an admin")
