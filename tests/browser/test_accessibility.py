"""Every screen in every state: axe-core finds nothing, nothing is cut off, and it can be used by keyboard."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.screens import NARROW, PASSWORD, WIDE, begin_session, hook
from tests.browser.states import STATES, fill_imports, fill_leads
from tests.doubles.cognito import FakeUser
from tests.doubles.site import FakeSite

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
SIZES = {"wide": WIDE, "narrow": NARROW}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="session")
def axe() -> str:
    """The script of axe-core, which npm brings (package.json)."""
    if not AXE.exists():
        message = "ACCESSIBILITY TESTS DID NOT RUN: axe-core is not there. Run `npm ci` in the project's folder."
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail(message)
        pytest.skip(message)
    return AXE.read_text(encoding="utf-8")


@pytest.fixture
def filled(page: Page, site: FakeSite) -> Page:
    """The list of leads, of an admin of a company that uses the CRM: who sees all there is."""
    admin = site.cognito.add(FakeUser("mina@example.com", PASSWORD, group="admin"))
    fill_leads(site)
    fill_imports(site, admin)
    begin_session(page, site, admin)
    page.goto(site.url)
    expect(hook(page, "lead").first).to_be_visible()
    return page


AT_REST = """() => document.getAnimations().every(
    (one) => one.playState !== "running" || one.effect.getComputedTiming().iterations === Infinity
) && !document.querySelector("table[aria-busy=true]")"""
"""Nothing fades any more, and no table is dimmed because newer rows are on their way: both change what axe measures."""


def findings(page: Page, axe: str) -> list[str]:
    """What axe-core has to say about the page once it has come to rest, a line for each element."""
    page.wait_for_function(AT_REST)
    page.evaluate(axe)
    found: dict[str, Any] = page.evaluate("tags => axe.run(document, { runOnly: tags })", RULES)
    return [
        f"{rule['id']}: {' '.join(map(str, node['target']))}: {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(
    filled: Page, site: FakeSite, axe: str, state: str, size: ViewportSize
) -> None:
    filled.set_viewport_size(size)
    STATES[state](filled, site)
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        filled.screenshot(path=Path(folder) / f"{state}-{size['width']}.png")

    assert filled.evaluate("document.documentElement.scrollWidth") <= size["width"]
    assert findings(filled, axe) == []


DARK = [
    "sign-in",
    "leads",
    "lead",
    "lead-origins",
    "lead-edit",
    "lead-form",
    "bin",
    "new-field",
    "imports",
    "import-with-errors",
    "answers",
]


@pytest.mark.parametrize("state", DARK)
def test_axe_finds_nothing_in_the_dark(filled: Page, site: FakeSite, axe: str, state: str) -> None:
    filled.emulate_media(color_scheme="dark", reduced_motion="reduce")
    STATES[state](filled, site)

    assert findings(filled, axe) == []


def test_the_first_press_of_tab_offers_to_skip_the_navigation(filled: Page) -> None:
    filled.keyboard.press("Tab")
    expect(filled.get_by_role("button", name="Skip to content")).to_be_focused()

    filled.keyboard.press("Enter")

    expect(filled.locator("main h1")).to_be_focused()


def test_a_new_screen_takes_the_focus_and_names_the_window(filled: Page) -> None:
    hook(filled, "nav-imports").click()

    expect(filled.locator("main h1")).to_be_focused()
    expect(filled).to_have_title("Imports · Easy CRM")
    expect(hook(filled, "nav-imports")).to_have_attribute("aria-current", "page")


@pytest.mark.parametrize("hooked", ["search", "nav-leads", "sort-company", "open-lead", "export", "page-size"])
def test_what_has_the_focus_is_seen(filled: Page, hooked: str) -> None:
    target = hook(filled, hooked).first
    resting = target.evaluate("element => getComputedStyle(element).boxShadow")

    filled.keyboard.press("Tab")
    target.focus()

    assert target.evaluate("element => getComputedStyle(element).boxShadow") not in (resting, "none")


def test_the_panel_keeps_the_focus_inside(filled: Page, site: FakeSite) -> None:
    STATES["lead"](filled, site)

    for _ in range(12):
        filled.keyboard.press("Tab")
        inside = filled.evaluate(
            "document.activeElement === document.body || Boolean(document.activeElement.closest('dialog'))"
        )
        assert inside
