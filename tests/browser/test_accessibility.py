"""Every screen in every state: axe-core finds nothing, nothing is cut off, and it can be used by keyboard."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.screens import NARROW, PASSWORD, WIDE, begin_session, hook
from tests.browser.states import (
    AT_THE_END,
    OF_ROWS,
    OF_THE_LIST,
    SHORT,
    STATES,
    fill_imports,
    fill_jobs,
    fill_leads,
    fill_people,
)
from tests.doubles.cognito import FakeUser
from tests.doubles.site import FakeSite

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
ALL_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOR_RULES = ["color-contrast", "link-in-text-block"]
LOOKS: tuple[tuple[str, ViewportSize, Literal["light", "dark"], list[str]], ...] = (
    ("wide", WIDE, "light", ALL_RULES),
    ("narrow", NARROW, "light", ALL_RULES),
    ("dark", WIDE, "dark", COLOR_RULES),
)
"""How each state is looked at: a name, the window, the color scheme, and axe's rules."""


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
def filled(page: Page, site: FakeSite, request: pytest.FixtureRequest) -> Page:
    """The list of leads, of an admin of a company that uses the CRM: who sees all there is.

    The list has pages where a state is about it, else a dozen leads of all kinds: axe looks at each.
    """
    admin = site.cognito.add(FakeUser("mina@example.com", PASSWORD, group="admin"))
    called = request.node.callspec.params if hasattr(request.node, "callspec") else {}
    fill_leads(site, 120 if called.get("state") in OF_THE_LIST else 12)
    fill_imports(site, admin)
    fill_jobs(site, admin)
    fill_people(site, admin)
    begin_session(page, site, admin)
    page.goto(f"{site.url}#/leads?{SHORT}")
    expect(hook(page, "lead").first).to_be_visible()
    return page


AT_REST = """() => document.getAnimations().every(
    (one) => one.playState !== "running" || one.effect.getComputedTiming().iterations === Infinity
) && !document.querySelector("table[aria-busy=true]")"""
"""Nothing fades any more, and no table is dimmed because newer rows are on their way: both change what axe measures."""

RUN = """async ([runOnly, exclude]) => {
    const { violations } = await axe.run({ exclude }, { runOnly, resultTypes: ["violations"] });
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target}: ${node.failureSummary}`));
}"""
"""Reports only violations: to describe every element that passes takes axe longer than to test it."""


FURTHER_LEADS = "[data-hook=lead]:nth-child(n+4)"
"""Rows of the list of leads but the first three."""


def findings(page: Page, rules: list[str], *, without: str = ":not(*)") -> list[str]:
    """What axe-core finds once the page has come to rest, a line for each element.

    Args:
        rules: names or tags of rules.
        without: selects elements to leave out.
    """
    page.wait_for_function(AT_REST)
    found: list[str] = page.evaluate(RUN, [rules, [without]])
    return found


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(
    filled: Page, site: FakeSite, axe: str, state: str
) -> None:
    """On a desktop, on a phone, and in the dark, where only colors differ.

    All rows of the list of leads are looked at in the states that are about them; behind others they are as there.
    """
    without = ":not(*)" if state in OF_ROWS else FURTHER_LEADS
    STATES[state](filled, site)
    filled.evaluate(axe)
    found: list[str] = []
    for look, size, scheme, rules in LOOKS:
        filled.set_viewport_size(size)
        filled.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        if state in AT_THE_END:
            filled.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        found += [f"{look}: {finding}" for finding in findings(filled, rules, without=without)]
        width = filled.evaluate("document.documentElement.scrollWidth")
        if width > size["width"]:
            found.append(f"{look}: The page is {width} pixels wide.")
        folder = os.environ.get("SCREENSHOTS")
        if folder:
            filled.screenshot(path=Path(folder) / f"{state}-{look}.png")

    assert found == []


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


@pytest.mark.parametrize("window", [NARROW, {"width": 1440, "height": 800}], ids=["narrow", "wide"])
def test_nothing_sticks_out_where_a_language_is_written_from_right_to_left(
    filled: Page, site: FakeSite, window: ViewportSize
) -> None:
    filled.evaluate("document.documentElement.dir = 'rtl'")
    filled.set_viewport_size(window)
    for state in ("leads", "lead", "import-check", "people"):
        STATES[state](filled, site)
        inside = "document.scrollingElement.scrollWidth <= innerWidth"
        assert filled.evaluate(inside), state
