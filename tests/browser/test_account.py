"""The account menu: theme and language, one's own password, and a sign-out that other tabs learn of."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect

from tests.browser.screens import PASSWORD, go, hook, sign_out
from tests.doubles.cognito import FakeUser
from tests.doubles.site import FakeSite

NEW = "Another-horse-8"
LIGHT, DARK = "rgb(246, 247, 249)", "rgb(14, 19, 26)"


def test_the_theme_is_chosen_and_kept(signed_in: Page) -> None:
    body = signed_in.locator("body")
    expect(body).to_have_css("background-color", LIGHT)
    hook(signed_in, "account").click()
    hook(signed_in, "theme-dark").check()
    expect(body).to_have_css("background-color", DARK)

    signed_in.reload()

    hook(signed_in, "main").wait_for()
    expect(body).to_have_css("background-color", DARK)
    hook(signed_in, "account").click()
    hook(signed_in, "theme-system").check()
    expect(body).to_have_css("background-color", LIGHT)


def test_the_language_is_chosen_and_kept(signed_in: Page) -> None:
    hook(signed_in, "account").click()
    hook(signed_in, "language").select_option("de")

    expect(hook(signed_in, "nav-duplicates")).to_have_text("Dubletten")
    expect(signed_in.locator("html")).to_have_attribute("lang", "de")
    signed_in.reload()
    expect(hook(signed_in, "nav-duplicates")).to_have_text("Dubletten")


def test_fields_are_called_as_the_language_calls_them_and_the_owners_as_the_owner_does(
    signed_in: Page, site: FakeSite
) -> None:
    site.api.fields.add("Budget Total", "number")
    site.api.add_lead(firstName="Anna")
    signed_in.evaluate("localStorage.setItem('easy-crm.language', JSON.stringify('de'))")
    signed_in.reload()

    own = hook(signed_in, "columns-menu").locator(".column-choice", has_text="Budget Total")
    expect(own).to_have_count(1)  # the API has told its fields
    expect(hook(signed_in, "sort-company")).to_have_text("Firma")
    hook(signed_in, "toggle-filters").click()
    expect(hook(signed_in, "filter-company")).to_have_attribute("aria-label", "Nach Firma filtern")


@pytest.mark.parametrize(
    ("preferred", "shown"),
    [
        (["de-AT", "en"], "de"),
        (["fr-FR", "de"], "de"),
        (["zh-HK"], "zh-Hant"),
        (["zh-CN"], "zh-Hant"),
        (["fr"], "en"),
        ([], "en"),
    ],
)
def test_the_language_is_at_first_the_one_that_the_browser_prefers(
    library: Page, preferred: list[str], shown: str
) -> None:
    script = "async (tags) => (await import(`${MODULES}lib/languages.js`)).preferred(tags)"

    assert library.evaluate(script, preferred) == shown


@pytest.mark.parametrize(("tag", "direction"), [("en-GB", "ltr"), ("zh-Hant", "ltr"), ("ar-EG", "rtl"), ("he", "rtl")])
def test_a_language_is_shown_in_its_direction(library: Page, tag: str, direction: str) -> None:
    script = "async (tag) => (await import(`${MODULES}lib/languages.js`)).directionOf(tag)"

    assert library.evaluate(script, tag) == direction


def test_the_language_is_chosen_before_the_sign_in_and_refusals_are_in_it(page: Page, site: FakeSite) -> None:
    page.goto(site.url)
    hook(page, "language").select_option("de")
    hook(page, "email").fill("nobody@example.com")
    hook(page, "password").fill(PASSWORD)
    hook(page, "submit").click()

    expect(hook(page, "error-summary")).to_contain_text("Die E-Mail-Adresse oder das Passwort ist falsch.")


@pytest.mark.parametrize(
    ("code", "said"),
    [("user_exists", "Zu dieser Adresse gibt es schon ein Konto."), ("new_code", "There is one already.")],
)
def test_what_the_api_refuses_is_said_in_the_language_of_the_page(
    page: Page, site: FakeSite, code: str, said: str
) -> None:
    page.goto(site.url)
    hook(page, "language").select_option("de")
    expect(page.locator("html")).to_have_attribute("lang", "de")

    script = """async ([modules, body]) => {
        const { Api } = await import(`${modules}services/api.js`);
        const fetch = async () => new Response(body, { status: 409 });
        const api = new Api({ base: "/api", session: { token: async () => "token" }, fetch });
        return api.post("/users", {}).catch((error) => error.message);
    }"""
    body = json.dumps({"error": {"code": code, "message": "There is one already."}})
    assert page.evaluate(script, [site.modules, body]) == said


@pytest.fixture
def dialog(signed_in: Page) -> Page:
    hook(signed_in, "account").click()
    hook(signed_in, "change-password").click()
    expect(hook(signed_in, "password-current")).to_be_focused()
    return signed_in


def fill(page: Page, current: str, new: str, repeated: str) -> None:
    for name, text in {"current": current, "next": new, "repeated": repeated}.items():
        hook(page, f"password-{name}").fill(text)
    hook(page, "save-password").click()


def test_people_change_their_own_password(dialog: Page, member: FakeUser) -> None:
    fill(dialog, PASSWORD, NEW, NEW)

    expect(hook(dialog, "toast-text")).to_have_text("Your password is changed.")
    expect(hook(dialog, "password-dialog")).not_to_be_visible()
    assert member.password == NEW


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ((PASSWORD, NEW, "Another"), "The two passwords differ"),
        ((PASSWORD, PASSWORD, PASSWORD), "is the current one"),
        (("wrong", NEW, NEW), "The current password is incorrect"),
        ((PASSWORD, "short", "short"), "Password not long enough"),
    ],
)
def test_what_is_wrong_with_a_password_is_said(
    dialog: Page, member: FakeUser, typed: tuple[str, ...], said: str
) -> None:
    fill(dialog, *typed)

    expect(hook(dialog, "error-summary")).to_contain_text(said)
    assert member.password == PASSWORD


def test_a_tab_where_nothing_is_typed_is_left_when_another_signs_out(signed_in: Page, site: FakeSite) -> None:
    other = signed_in.context.new_page()
    try:
        other.goto(site.url)
        hook(other, "main").wait_for()
        sign_out(other)

        expect(hook(signed_in, "sign-in-form")).to_be_visible()
        expect(hook(signed_in, "main")).not_to_be_attached()
    finally:
        other.close()


def test_what_is_typed_is_kept_when_another_tab_signs_out_and_in_again(signed_in: Page, site: FakeSite) -> None:
    go(signed_in, "/leads?lead=new")
    hook(signed_in, "firstName").fill("Anna")
    other = signed_in.context.new_page()
    try:
        other.goto(site.url)
        hook(other, "main").wait_for()
        sign_out(other)
        expect(hook(signed_in, "sign-in-again")).to_contain_text("signed out in another tab")

        hook(other, "email").fill("mina@example.com")
        hook(other, "password").fill(PASSWORD)
        hook(other, "submit").click()

        expect(hook(signed_in, "sign-in-again")).not_to_be_attached()
        expect(hook(signed_in, "firstName")).to_have_value("Anna")
    finally:
        other.close()


def test_a_sign_in_service_that_hangs_is_given_up(library: Page, site: FakeSite) -> None:
    code = library.evaluate(
        """async ([modules, config]) => {
            const { Session } = await import(`${modules}services/session.js`);
            const hang = (signal) => new Promise((_, fail) => (signal.onabort = () => fail(signal.reason)));
            const { cognitoLibrary } = await import(`${modules}services/cognito-library.js`);
            window.fetch = (_address, { signal }) => hang(signal);
            const session = new Session(config, cognitoLibrary, 20);
            return session.forgotPassword("mina@example.com").then(() => "done", (error) => error.code);
        }""",
        [site.modules, site.config],
    )

    assert code == "NetworkError"
