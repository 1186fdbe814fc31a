"""Signing in at the organisation's identity provider, where an environment has one."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.screens import begin_session, go, hook, no_complaints, sign_out
from tests.doubles.cognito import FakeUser
from tests.doubles.managed_login import PROVIDER
from tests.doubles.site import FakeSite


@pytest.fixture
def pia(site: FakeSite) -> FakeUser:
    """A member who is signed in at the provider."""
    site.has_provider = True
    site.login.user = FakeUser("pia@acme.example", "none here", "member", provider=PROVIDER)
    return site.login.user


def leave(page: Page) -> None:
    """Clicks the button of the provider, and waits for the page to be there again."""
    with page.expect_navigation(url=lambda address: "/oauth2/" not in address):
        hook(page, "provider").click()


def kept(page: Page) -> list[str]:
    """What the browser still keeps of sign-ins that are under way."""
    found: list[str] = page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('easy-crm.sign-in:'))")
    return found


def test_without_a_provider_none_is_offered(page: Page, site: FakeSite) -> None:
    page.goto(site.url)

    expect(hook(page, "sign-in-form")).to_be_visible()
    expect(hook(page, "provider")).not_to_be_attached()


def test_whoever_the_provider_knows_signs_in_without_a_password(page: Page, site: FakeSite, pia: FakeUser) -> None:
    page.goto(site.url)
    expect(hook(page, "provider")).to_have_text("Sign in with Acme")

    leave(page)

    expect(hook(page, "user-email")).to_have_text(pia.email)
    expect(hook(page, "user-role")).to_have_text("Member")
    expect(hook(page, "total")).to_have_text("0 leads")
    assert not site.cognito.calls


@pytest.mark.usefixtures("pia")
def test_one_comes_back_to_the_place_that_one_wanted(page: Page, site: FakeSite) -> None:
    page.goto(f"{site.url}#/imports")

    leave(page)

    expect(page.get_by_role("heading", name="Imports", exact=True)).to_be_visible()
    assert page.url == f"{site.url}#/imports", "neither the code nor the state stays in the address"
    assert kept(page) == []


@pytest.mark.usefixtures("pia")
def test_a_session_from_the_provider_is_renewed_like_any_other(page: Page, site: FakeSite) -> None:
    page.goto(site.url)
    leave(page)
    expect(hook(page, "total")).to_have_text("0 leads")
    site.cognito.reject_tokens()

    go(page, "/imports")

    expect(hook(page, "empty")).to_be_visible()
    assert site.cognito.calls == ["GetTokensFromRefreshToken"]


def test_somebody_new_has_no_role_until_an_admin_gives_one(page: Page, site: FakeSite, pia: FakeUser) -> None:
    pia.group = None
    page.goto(site.url)

    leave(page)

    expect(hook(page, "user-role")).to_have_text("No role")


def test_a_refusal_is_said(page: Page, site: FakeSite, pia: FakeUser) -> None:
    assert pia.email
    site.login.user = None
    page.goto(site.url)

    leave(page)

    expect(hook(page, "notice")).to_contain_text("Acme did not sign you in.")
    expect(hook(page, "sign-in-form")).to_be_visible()


@pytest.mark.usefixtures("pia")
def test_an_answer_that_this_browser_did_not_ask_for_signs_nobody_in(page: Page, site: FakeSite) -> None:
    """Somebody else's code in a link would sign the reader in as that person."""
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))

    page.goto(f"{site.url}?code=stolen&state=made-up")

    expect(hook(page, "notice")).to_contain_text("The sign-in was not completed.")
    assert not [address for address in sent if "/oauth2/token" in address]
    assert page.url == site.url


@pytest.mark.usefixtures("pia")
def test_the_code_alone_is_worth_nothing(page: Page, site: FakeSite) -> None:
    """Whoever reads the answer's address lacks the verifier, which never leaves the browser until the exchange."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/oauth2/authorize" in request.url else None)
    page.goto(site.url)
    page.route("**/oauth2/token", lambda route: _without_verifier(route))

    leave(page)

    expect(hook(page, "notice")).to_contain_text("The sign-in was not completed.")
    (query,) = (parse_qs(urlsplit(address).query) for address in asked)
    assert len(query["code_challenge"][0]) == 43
    assert "code_verifier" not in query


def _without_verifier(route: Any) -> None:
    body = route.request.post_data.rpartition("code_verifier=")[0] + "code_verifier=guessed"
    route.continue_(post_data=body)


@pytest.mark.usefixtures("pia")
def test_a_reload_does_not_try_the_code_again(page: Page, site: FakeSite) -> None:
    page.goto(site.url)
    leave(page)
    expect(hook(page, "main")).to_be_visible()

    page.reload()

    expect(hook(page, "main")).to_be_visible()


@pytest.mark.usefixtures("pia")
def test_signing_out_leads_past_the_provider(page: Page, site: FakeSite) -> None:
    page.goto(site.url)
    leave(page)

    sign_out(page)

    expect(hook(page, "sign-in-form")).to_be_visible()
    assert site.login.signed_out == 1


def test_a_user_of_the_pool_signs_out_without_a_detour(page: Page, site: FakeSite, member: FakeUser) -> None:
    site.has_provider = True
    begin_session(page, site, member)
    page.goto(site.url)

    sign_out(page)

    expect(hook(page, "sign-in-form")).to_be_visible()
    assert site.login.signed_out == 0


def test_nothing_is_lost_when_a_session_ends_and_the_provider_is_asked(
    page: Page, site: FakeSite, pia: FakeUser
) -> None:
    begin_session(page, site, pia)
    page.goto(site.url)
    go(page, "/leads?lead=new")
    hook(page, "firstName").fill("Anna")
    site.cognito.end_sessions()
    hook(page, "save").click()
    context: BrowserContext = page.context

    with context.expect_page() as opened:
        hook(hook(page, "sign-in-again"), "provider").click()
    beside = opened.value
    with no_complaints(beside):
        expect(hook(beside, "user-email")).to_have_text(pia.email)
    beside.close()

    expect(hook(page, "toast-text")).to_have_text("Added Anna.")
    assert [lead["firstName"] for lead in site.api.leads.values()] == ["Anna"]


@pytest.mark.usefixtures("pia")
def test_sign_ins_that_nobody_came_back_from_are_forgotten(page: Page, site: FakeSite) -> None:
    page.goto(site.url)
    old = json.dumps({"verifier": "v", "place": "", "at": 0})
    page.evaluate("old => localStorage.setItem('easy-crm.sign-in:old', old)", old)

    leave(page)

    expect(hook(page, "main")).to_be_visible()
    # The process that shows the page now may learn of what another has deleted only after it has begun.
    page.wait_for_function("() => Object.keys(localStorage).every((key) => !key.startsWith('easy-crm.sign-in:'))")
    assert kept(page) == []
