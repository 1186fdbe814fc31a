"""Signing in and staying so: the real protocol of Cognito (SRP), against a pool of this machine."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.screens import PASSWORD, begin_session, go, hook, sign_in, sign_out
from tests.doubles.cognito import FakeUser
from tests.doubles.site import FakeSite


def submit(page: Page, **values: str) -> None:
    for name, text in values.items():
        hook(page, name).fill(text)
    hook(page, "submit").click()


def expire_stored_token(page: Page) -> None:
    """As if an hour had passed: the tokens kept by the browser have run out."""
    page.evaluate(
        """() => {
            for (const key of Object.keys(localStorage).filter((name) => /\\.(id|access)Token$/.test(name))) {
                const [head, body, signature] = localStorage[key].split(".");
                const claims = JSON.parse(atob(body.replaceAll("-", "+").replaceAll("_", "/")));
                claims.exp = Math.floor(Date.now() / 1000) - 60;  // by the browser's clock, which decides
                localStorage[key] = [head, btoa(JSON.stringify(claims)).replaceAll("=", ""), signature].join(".");
            }
        }"""
    )


def test_a_member_signs_in_and_sees_who_they_are(page: Page, site: FakeSite, member: FakeUser) -> None:
    sign_in(page, site.url, member)

    expect(hook(page, "user-email")).to_have_text(member.email)
    expect(hook(page, "user-role")).to_have_text("Member")
    expect(page.get_by_role("heading", name="Leads", exact=True)).to_be_visible()


def test_after_signing_in_the_title_of_the_screen_has_the_focus(page: Page, site: FakeSite, member: FakeUser) -> None:
    sign_in(page, site.url, member)

    expect(page.get_by_role("heading", name="Leads", exact=True)).to_be_focused()
    expect(page).to_have_title("Leads · Easy CRM")


def test_the_password_never_leaves_the_browser(page: Page, site: FakeSite, member: FakeUser) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.post_data or ""))

    sign_in(page, site.url, member)

    assert any("SRP_A" in body for body in sent)
    assert not [body for body in sent if PASSWORD in body]


def test_a_wrong_password_is_told_and_the_address_stays(page: Page, site: FakeSite, member: FakeUser) -> None:
    page.goto(site.url)

    submit(page, email=member.email, password="wrong")

    summary = hook(page, "error-summary")
    expect(summary).to_contain_text("The email address or password is incorrect.")
    expect(summary).to_be_focused()
    expect(hook(page, "email")).to_have_value(member.email)


def test_an_unknown_address_gets_the_same_answer_as_a_wrong_password(page: Page, site: FakeSite) -> None:
    page.goto(site.url)

    submit(page, email="nobody@example.com", password="wrong")

    expect(hook(page, "error-summary")).to_contain_text("The email address or password is incorrect.")
    expect(hook(page, "error-summary")).to_be_focused()
    page.keyboard.press("Tab")
    expect(hook(page, "password")).to_be_focused()


def test_empty_fields_are_listed_and_each_entry_leads_to_its_field(page: Page, site: FakeSite) -> None:
    page.goto(site.url)

    hook(page, "submit").click()
    expect(hook(page, "error-summary")).to_be_focused()
    page.get_by_role("button", name="Enter your password.").click()

    expect(hook(page, "password")).to_be_focused()
    expect(hook(page, "password")).to_have_attribute("aria-invalid", "true")
    assert not site.cognito.calls


def test_a_temporary_password_is_replaced_by_an_own_one(page: Page, site: FakeSite, member: FakeUser) -> None:
    member.temporary = True
    page.goto(site.url)
    submit(page, email=member.email, password=PASSWORD)
    expect(page.get_by_role("heading", name="Choose a new password")).to_be_visible()

    submit(page, newPassword="another-Password-9", repeated="different")
    expect(hook(page, "error-summary")).to_contain_text("The two passwords differ")
    submit(page, newPassword="short", repeated="short")
    expect(hook(page, "error-summary")).to_contain_text("Password not long enough")

    # The service has ended that challenge; the page begins again.
    hook(page, "back").click()
    submit(page, email=member.email, password=PASSWORD)
    submit(page, newPassword="another-Password-9", repeated="another-Password-9")

    expect(hook(page, "main")).to_be_visible()
    assert member.password == "another-Password-9"


def test_a_code_from_an_app_is_asked_for(page: Page, site: FakeSite, member: FakeUser) -> None:
    member.totp = "314159"
    page.goto(site.url)
    submit(page, email=member.email, password=PASSWORD)

    submit(page, code="314159")

    expect(hook(page, "main")).to_be_visible()


def test_an_authenticator_app_is_set_up_after_the_first_password(page: Page, site: FakeSite, member: FakeUser) -> None:
    member.temporary, member.totp, member.sets_up = True, "314159", True
    page.goto(site.url)
    submit(page, email=member.email, password=PASSWORD)
    submit(page, newPassword="another-Password-9", repeated="another-Password-9")
    expect(page.get_by_role("heading", name="Set up your authenticator app")).to_be_visible()
    expect(hook(page, "app-key")).to_have_text("JBSW Y3DP EHPK 3PXP JBSW Y3DP")

    submit(page, code="000000")
    expect(hook(page, "error-summary")).to_contain_text("That code is incorrect")
    submit(page, code="314159")

    expect(hook(page, "main")).to_be_visible()
    assert not member.sets_up


def test_a_forgotten_password_is_reset_by_a_code(page: Page, site: FakeSite, member: FakeUser) -> None:
    page.goto(site.url)
    hook(page, "forgot").click()
    submit(page, email=member.email)
    submit(page, code="000000", newPassword="brand-New-word-1", repeated="brand-New-word-1")
    expect(hook(page, "error-summary")).to_contain_text("That code is incorrect")
    submit(page, code=site.cognito.reset_code)

    expect(page.get_by_text("Your new password is saved.")).to_be_visible()
    submit(page, email=member.email, password="brand-New-word-1")
    expect(hook(page, "main")).to_be_visible()


def test_a_code_that_is_there_already_can_be_used_after_a_reload(page: Page, site: FakeSite, member: FakeUser) -> None:
    page.goto(site.url)
    hook(page, "forgot").click()
    submit(page, email=member.email)
    expect(hook(page, "code")).to_be_focused()
    page.reload()

    hook(page, "forgot").click()
    hook(page, "have-code").click()
    expect(hook(page, "email")).to_be_focused()
    word = "brand-New-word-1"
    submit(page, email=member.email, code=site.cognito.reset_code, newPassword=word, repeated=word)

    expect(page.get_by_text("Your new password is saved.")).to_be_visible()


def test_a_password_can_be_read_until_it_is_sent(page: Page, site: FakeSite, member: FakeUser) -> None:
    page.goto(site.url)
    hook(page, "password").fill("wrong-Password-1")
    hook(page, "show-password").check()
    expect(hook(page, "password")).to_have_attribute("type", "text")
    expect(hook(page, "password")).to_have_value("wrong-Password-1")

    submit(page, email=member.email)

    expect(hook(page, "error-summary")).to_be_visible()
    expect(hook(page, "password")).to_have_attribute("type", "password")
    expect(hook(page, "show-password")).not_to_be_checked()


def test_a_long_address_of_the_account_is_shown_whole(page: Page, site: FakeSite) -> None:
    long = "maximiliane.von-der-heide@subsidiary.example.com"
    begin_session(page, site, site.cognito.add(FakeUser(long, PASSWORD)))
    page.goto(site.url)
    for width in (768, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        expect(hook(page, "user-email")).to_have_text(long)
        cut = "element => element.scrollWidth > element.clientWidth"
        assert not hook(page, "user-email").evaluate(cut)


def test_a_reload_keeps_the_session(signed_in: Page) -> None:
    signed_in.reload()

    expect(hook(signed_in, "main")).to_be_visible()


def test_a_token_that_ran_out_is_renewed_without_a_word(signed_in: Page, site: FakeSite) -> None:
    expire_stored_token(signed_in)
    site.cognito.calls.clear()

    signed_in.reload()

    expect(hook(signed_in, "main")).to_be_visible()
    assert site.cognito.calls == ["GetTokensFromRefreshToken"]


def test_each_renewal_replaces_the_refresh_token(signed_in: Page, site: FakeSite) -> None:
    """The pool takes each refresh token once."""
    for _ in range(3):
        expire_stored_token(signed_in)
        signed_in.reload()
        expect(hook(signed_in, "main")).to_be_visible()

    assert site.cognito.calls == ["GetTokensFromRefreshToken"] * 3


def _call(page: Page, site: FakeSite, calls: str, fetch: str = "undefined") -> None:
    """Runs a script with an `api` of a session of its own."""
    page.evaluate(
        f"""async (modules) => {{
            const {{ Api }} = await import(`${{modules}}services/api.js`);
            const {{ Connection }} = await import(`${{modules}}services/connection.js`);
            const {{ Session }} = await import(`${{modules}}services/session.js`);
            const config = await (await fetch("config.json")).json();
            const [base, session] = [config.apiBase, new Session(config)];
            let renewed;
            const api = new Api({{ base, session, connection: new Connection({{ base }}), fetch: {fetch} }});
            {calls}
        }}""",
        site.modules,
    )


def test_calls_that_need_a_new_token_at_the_same_moment_renew_it_once(signed_in: Page, site: FakeSite) -> None:
    expect(hook(signed_in, "total")).to_have_text("0 leads")
    expire_stored_token(signed_in)

    _call(
        signed_in, site, 'await Promise.all(["/leads", "/imports", "/fields", "/leads"].map((path) => api.get(path)));'
    )

    assert site.cognito.calls == ["GetTokensFromRefreshToken"]
    expect(hook(signed_in, "sign-in-again")).not_to_be_attached()


def test_a_call_that_is_refused_after_another_has_renewed_the_token_takes_the_new_one(
    signed_in: Page, site: FakeSite
) -> None:
    expect(hook(signed_in, "total")).to_have_text("0 leads")
    site.cognito.reject_tokens()

    _call(
        signed_in,
        site,
        'renewed = api.get("/leads"); await Promise.all([renewed, api.get("/imports")]);',
        fetch="""async (url, init) => {
            const answer = await fetch(url, init);
            if (String(url).includes("/imports")) await renewed;
            return answer;
        }""",
    )

    assert site.cognito.calls == ["GetTokensFromRefreshToken"]


def test_a_token_that_the_api_refuses_is_renewed_once(signed_in: Page, site: FakeSite) -> None:
    expect(hook(signed_in, "total")).to_have_text("0 leads")
    site.cognito.reject_tokens()

    go(signed_in, "/imports")

    expect(hook(signed_in, "empty")).to_be_visible()
    expect(hook(signed_in, "sign-in-again")).not_to_be_attached()


def test_an_ended_session_leads_back_to_the_sign_in_with_a_notice(signed_in: Page, site: FakeSite) -> None:
    expect(hook(signed_in, "total")).to_have_text("0 leads")
    expire_stored_token(signed_in)
    site.cognito.end_sessions()

    signed_in.reload()

    expect(hook(signed_in, "sign-in-form")).to_be_visible()
    expect(hook(signed_in, "notice")).to_contain_text("Your session has ended. Please sign in again.")


def test_nothing_is_lost_when_the_session_ends_while_one_types(signed_in: Page, site: FakeSite) -> None:
    page = signed_in
    go(page, "/leads?lead=new")
    hook(page, "firstName").fill("Anna")
    hook(page, "notes").fill("met in Hannover")
    site.cognito.end_sessions()

    hook(page, "save").click()
    again = hook(page, "sign-in-again")
    expect(again).to_contain_text("Your session has ended. Sign in again to carry on")
    expect(hook(again, "email")).to_have_value("mina@example.com")
    expect(hook(again, "language")).to_have_count(0)
    hook(again, "password").fill(PASSWORD)
    hook(again, "submit").click()

    expect(hook(page, "toast-text")).to_have_text("Added Anna.")
    assert [lead["notes"] for lead in site.api.leads.values()] == ["met in Hannover"]


def test_escape_does_not_leave_the_sign_in_of_an_ended_session(signed_in: Page, site: FakeSite) -> None:
    site.cognito.end_sessions()
    go(signed_in, "/imports")
    expect(hook(signed_in, "sign-in-again")).to_be_visible()

    for _ in range(3):
        signed_in.keyboard.press("Escape")

    expect(hook(signed_in, "sign-in-again")).to_be_visible()


def test_another_person_who_signs_in_does_not_get_the_page_of_the_first(signed_in: Page, site: FakeSite) -> None:
    page = signed_in
    other = site.cognito.add(FakeUser("otto@example.com", PASSWORD, "viewer"))
    go(page, "/leads?lead=new")
    hook(page, "firstName").fill("Anna")
    site.cognito.end_sessions()
    hook(page, "save").click()

    again = hook(page, "sign-in-again")
    hook(again, "email").fill(other.email)
    hook(again, "password").fill(PASSWORD)
    hook(again, "submit").click()

    expect(hook(page, "user-email")).to_have_text(other.email)
    assert not site.api.leads


def test_signing_out_forgets_the_tokens(signed_in: Page) -> None:
    sign_out(signed_in)

    expect(hook(signed_in, "sign-in-form")).to_be_visible()
    assert signed_in.evaluate("Object.keys(localStorage).filter((name) => name.includes('Token'))") == []


def test_a_viewer_is_offered_nothing_that_changes_anything(page: Page, site: FakeSite) -> None:
    viewer = site.cognito.add(FakeUser("vera@example.com", PASSWORD, "viewer"))
    lead = site.api.add_lead(firstName="Anna")

    sign_in(page, site.url, viewer)
    expect(hook(page, "lead")).to_have_count(1)
    expect(hook(page, "new-lead")).not_to_be_attached()
    expect(hook(page, "select")).not_to_be_attached()
    go(page, f"/leads?lead={lead['leadId']}")
    expect(hook(page, "detail-firstName")).to_have_text("Anna")
    expect(hook(page, "edit-lead")).not_to_be_attached()
    expect(hook(page, "delete-lead")).not_to_be_attached()
    hook(page, "close-drawer").click()
    go(page, "/imports")

    expect(hook(page, "empty")).to_be_visible()
    expect(hook(page, "drop-zone")).not_to_be_attached()


@pytest.mark.parametrize(
    ("config", "said"),
    [(None, "could not read its settings"), ({"region": "eu-test-1"}, "Missing: userPoolId")],
)
def test_settings_that_are_not_there_or_not_whole_are_said(page: Page, site: FakeSite, config: Any, said: str) -> None:
    body = "not found" if config is None else json.dumps(config)
    page.route("**/config.json", lambda route: route.fulfill(status=404 if config is None else 200, body=body))

    page.goto(site.url)

    expect(hook(page, "notice")).to_contain_text(said)
