"""What the tests say to the page: data hooks, signing in, going to a screen."""

from __future__ import annotations

import json

from playwright.sync_api import FilePayload, Locator, Page, ViewportSize

from tests.doubles.cognito import FakeUser
from tests.doubles.site import FakeSite

WIDE: ViewportSize = {"width": 1280, "height": 800}
NARROW: ViewportSize = {"width": 390, "height": 844}
PASSWORD = "Correct-horse-7"


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


def begin_session(page: Page, site: FakeSite, user: FakeUser) -> None:
    """Gives the page the tokens of an earlier sign-in, once: a session that it ends stays ended."""
    stored = json.dumps(site.cognito.stored_session(user))
    page.add_init_script(
        "if (!sessionStorage.begun) { "
        f"for (const [key, value] of Object.entries({stored})) localStorage[key] = value; "
        "sessionStorage.begun = 1; }"
    )


def go(page: Page, address: str) -> None:
    """Goes to a place within the page, such as `/imports`."""
    page.evaluate("address => { location.hash = address; }", address)


def file(name: str, content: bytes = b"Name,Email\nAnna,anna@example.com\n") -> FilePayload:
    """A file for a file input."""
    return {"name": name, "mimeType": "text/csv", "buffer": content}


def row_texts(page: Page, name: str) -> list[str]:
    """The texts of a column of the table of leads."""
    return hook(page, f"cell-{name}").all_inner_texts()
