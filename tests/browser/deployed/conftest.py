"""The deployed page, signed in by its form, in a window of its own. Every test has its own mail domain."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from easy_crm.operations.cognito_users import new_password
from tests.browser.screens import hook, new_context, no_complaints
from tests.system.deployed import Deployed


@pytest.fixture(scope="session")
def run() -> str:
    """Tells this run's leads from those of earlier ones, where the system is kept between runs."""
    return f"{time.time_ns():x}"


@pytest.fixture
def domain(request: pytest.FixtureRequest, run: str) -> str:
    """The test's own mail domain, so that none sees another's leads."""
    name = re.sub(r"[^a-z0-9]+", "-", request.node.name.removeprefix("test_"))
    return f"{name[:40].strip('-')}.{run}.example"


@pytest.fixture(scope="session")
def account(deployed: Deployed, run: str) -> tuple[str, str]:
    """Email and password of a member who uses the page."""
    email, password = f"page.{run}@users.example", new_password()
    deployed.system.create_user(deployed.process, email, password, group="member")
    return email, password


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Of a context of its own."""
    context = new_context(browser)
    context.set_default_timeout(30_000)
    made = context.new_page()
    with no_complaints(made):
        yield made
        context.close()


@pytest.fixture
def crm(page: Page, deployed: Deployed, account: tuple[str, str]) -> Page:
    """The deployed page, signed in by its form."""
    page.goto(deployed.address.site)
    hook(page, "email").fill(account[0])
    hook(page, "password").fill(account[1])
    hook(page, "submit").click()
    expect(hook(page, "main")).to_be_visible(timeout=30_000)
    return page
