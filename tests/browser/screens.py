"""A window to the page, and what the tests say to it: data hooks, signing in, going to a screen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    FilePayload,
    Locator,
    Page,
    ViewportSize,
)

from tests.doubles.cognito import FakeUser
from tests.doubles.site import FakeSite

WIDE: ViewportSize = {"width": 1280, "height": 800}
NARROW: ViewportSize = {"width": 390, "height": 844}
PASSWORD = "Correct-horse-7"

EXPECTED_COMPLAINTS = ("Failed to load resource",)
"""What the browser itself says about an answer of 4xx or 5xx, which tests provoke."""


def new_context(browser: Browser) -> BrowserContext:
    """A wide window without motion."""
    made = browser.new_context(viewport=WIDE, locale="en-US", timezone_id="UTC", reduced_motion="reduce")
    made.set_default_timeout(20_000)
    return made


@contextmanager
def no_complaints(page: Page) -> Iterator[None]:
    """Fails at its end where the console or a script of the page has complained."""
    complaints: list[str] = []

    def from_script(error: Error) -> None:
        complaints.append(str(error))

    def from_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(message.text)

    page.on("pageerror", from_script)
    page.on("console", from_console)
    yield
    page.remove_listener("pageerror", from_script)
    page.remove_listener("console", from_console)
    unexpected = [text for text in complaints if not text.startswith(EXPECTED_COMPLAINTS)]
    assert not unexpected, f"The page complained: {unexpected}"


def hook(page: Page | Locator, name: str) -> Locator:
    """The elements with the data hook."""
    return page.locator(f'[data-hook="{name}"]')


def sign_in(page: Page, url: str, user: FakeUser) -> None:
    """Signs in by the form, and waits for the first screen."""
    page.goto(url)
    hook(page, "email").fill(user.email)
    hook(page, "password").fill(user.password)
    hook(page, "submit").click()
    hook(page, "main").wait_for()


def sign_out(page: Page) -> None:
    """Signs out by the account menu."""
    hook(page, "account").click()
    hook(page, "sign-out").click()


def begin_session(page: Page, site: FakeSite, user: FakeUser) -> None:
    """Gives the page, which must be at the site, the tokens of an earlier sign-in."""
    page.evaluate("stored => Object.assign(localStorage, stored)", site.cognito.stored_session(user))


def go(page: Page, address: str) -> None:
    """Goes to a place within the page, such as `/imports`."""
    page.evaluate("address => { location.hash = address; }", address)


def file(name: str, content: bytes = b"Name,Email\nAnna,anna@example.com\n") -> FilePayload:
    """A file for a file input."""
    return {"name": name, "mimeType": "text/csv", "buffer": content}


def row_texts(page: Page, name: str) -> list[str]:
    """The texts of a column of the table of leads."""
    return hook(page, f"cell-{name}").all_inner_texts()
