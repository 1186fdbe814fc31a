"""A browser, the fake site, and a page that must not complain: errors in its console fail the test."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.chromium import ARGUMENTS, find_chromium
from tests.browser.screens import PASSWORD, WIDE, begin_session, hook, new_context, no_complaints
from tests.doubles.cognito import FakeUser
from tests.doubles.site import FakeSite

# Machines that run these tests are busy with other things; nothing that is right takes longer for it.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests. Without any, the tests do not run, which is a failure where CI=true."""
    with sync_playwright() as playwright:
        path = find_chromium(playwright)
        if path is None:
            message = "BROWSER TESTS DID NOT RUN: no Chromium was found. Install one, or set CHROMIUM to its path."
            if os.environ.get("CI", "").lower() == "true":
                pytest.fail(message)
            pytest.skip(message)
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def _served() -> Iterator[FakeSite]:
    site = FakeSite()
    yield site
    site.close()


@pytest.fixture
def site(_served: FakeSite) -> FakeSite:
    """The page with a fake of everything it talks to, as new."""
    _served.reset()
    return _served


@pytest.fixture
def member(site: FakeSite) -> FakeUser:
    return site.cognito.add(FakeUser("mina@example.com", PASSWORD))


@pytest.fixture(scope="session")
def _kept(browser: Browser, _served: FakeSite) -> Callable[[], Page]:
    """The page that tests use one after another: a context of its own takes three times the processor time."""
    pages: list[Page] = []

    def kept() -> Page:
        if not pages or pages[-1].is_closed():
            made = new_context(browser)
            pages.append(made.new_page())
            _forget(pages[-1], _served)
        return pages[-1]

    return kept


@pytest.fixture
def page(_kept: Callable[[], Page], _served: FakeSite) -> Iterator[Page]:
    """A page as new, wide; what its console and its scripts complain about fails the test."""
    made = _kept()
    made.set_viewport_size(WIDE)
    made.emulate_media(color_scheme="light", reduced_motion="reduce")
    with no_complaints(made):
        yield made
        if not made.is_closed():
            _forget(made, _served)


def _forget(page: Page, site: FakeSite) -> None:
    """Ends what runs in the page and empties its storage; it is left at a picture of the site."""
    page.unroute_all(behavior="ignoreErrors")
    page.mouse.move(0, 0)
    page.goto(f"{site.url}favicon.svg")
    page.evaluate("localStorage.clear(); sessionStorage.clear()")


@pytest.fixture
def own_clock(page: Page) -> Iterator[None]:
    """The test moves the page's clock; the page keeps it, and so is not used again."""
    page.clock.install()
    yield
    page.context.close()


@pytest.fixture(scope="module")
def library(browser: Browser, _served: FakeSite) -> Iterator[Page]:
    """A page for tests of the page's modules alone, which leave nothing behind; signed out.

    Its scripts find the modules below `MODULES`: `await import(`${MODULES}lib/format.js`)`.
    """
    made = browser.new_page(locale="en-US")
    made.add_init_script(f"window.MODULES = '{_served.modules}'")
    made.goto(_served.url)
    hook(made, "sign-in-form").wait_for()
    yield made
    made.close()


@pytest.fixture
def signed_in(page: Page, site: FakeSite, member: FakeUser) -> Page:
    """The page of a member with a session from an earlier visit, at the list of leads."""
    begin_session(page, site, member)
    page.goto(site.url)
    hook(page, "main").wait_for()
    return page


@pytest.fixture
def leads(page: Page, site: FakeSite, member: FakeUser) -> Page:
    """The same at a list of three leads."""
    site.api.add_lead(firstName="Anna", lastName="Berg", company="Acme", email="anna@acme.example")
    site.api.add_lead(firstName="José", lastName="Cruz", company="Acme", email="jose@acme.example", phone="+34123")
    site.api.add_lead(firstName="Zoë", lastName="Adler", company="Nordwind", notes="A" * 300)
    begin_session(page, site, member)
    page.goto(site.url)
    expect(hook(page, "lead")).to_have_count(3)
    return page
