"""A service that cannot be reached or does not answer: it is told once, and the page goes on by itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.screens import go, hook
from tests.doubles.site import FakeSite

OFFLINE = "You are offline. This page goes on by itself when the connection is back."

CALL = """
async ([method, answers]) => {
    const { Api } = await import(`${MODULES}services/api.js`);
    let calls = 0;
    const never = (signal) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    const api = new Api({
        base: "/api",
        session: { token: async () => "token" },
        signInAgain: async () => {},
        connection: { lose: async () => {} },
        limit: 50,
        fetch: async (_, { signal }) => {
            calls += 1;
            if (answers === "nothing") return never(signal);
            return { status: 200, ok: true, text: () => never(signal) };
        },
    });
    try {
        return { answer: await api[method]("/leads", {}) };
    } catch (error) {
        return { status: error.status, code: error.code, message: error.message, calls };
    }
}
"""


def call(library: Page, method: str, answers: str) -> dict[str, Any]:
    """What a caller in the page gets of a service that answers nothing, or never ends its answer."""
    told: dict[str, Any] = library.evaluate(CALL, [method, answers])
    return told


@pytest.mark.parametrize("answers", ["nothing", "half"])
def test_a_request_that_hangs_is_given_up(library: Page, answers: str) -> None:
    told = call(library, "get", answers)

    assert told == {
        "status": 0,
        "code": "timeout",
        "message": "Easy CRM did not answer in time. Please try again.",
        "calls": 1,
    }


def test_a_change_that_hangs_may_have_been_made(library: Page) -> None:
    told = call(library, "post", "nothing")

    assert told["message"].endswith("It may have done this all the same, so look first.")


@pytest.fixture
def offline(leads: Page) -> Iterator[Page]:
    """The list of leads, whose connection has been lost."""
    leads.context.set_offline(True)
    yield leads
    leads.context.set_offline(False)


def test_offline_is_told_once_and_no_error_is_added(offline: Page) -> None:
    expect(hook(offline, "toast-text")).to_have_text([OFFLINE])

    hook(offline, "search").fill("anna")
    expect(offline.locator("table[aria-busy=true]")).to_be_attached()
    go(offline, "/leads/bin")

    expect(hook(offline, "total")).to_have_text("Loading…")
    expect(hook(offline, "toast-text")).to_have_text([OFFLINE])
    expect(hook(offline, "notice")).to_have_count(0)


def test_what_was_asked_for_offline_shows_once_the_connection_is_back(offline: Page) -> None:
    hook(offline, "search").fill("anna")
    expect(offline.locator("table[aria-busy=true]")).to_be_attached()
    expect(hook(offline, "toast-text")).to_have_text([OFFLINE])

    offline.context.set_offline(False)

    expect(hook(offline, "total")).to_have_text("1 lead matches")
    expect(hook(offline, "toast-text")).to_have_text(["You are online again."])


def test_a_service_that_is_there_again_when_it_is_looked_for_is_asked_once_more(leads: Page) -> None:
    """Three connections that break off: the first, and those of both retries."""
    leads.route("**/api/leads?*", lambda route: route.abort(), times=3)

    with leads.expect_response("**/api/leads?*"):
        hook(leads, "refresh").click()

    expect(leads.locator("table[aria-busy=false]")).to_be_attached()
    expect(hook(leads, "notice")).to_have_count(0)
    expect(hook(leads, "toast")).to_have_count(0)


def test_a_change_made_offline_is_not_lost_and_not_sent_by_itself(offline: Page, site: FakeSite) -> None:
    hook(offline, "new-lead").click()
    hook(offline, "firstName").fill("Half")
    hook(offline, "save").click()
    expect(hook(offline, "error-summary")).to_contain_text("Easy CRM could not be reached.")

    offline.context.set_offline(False)
    expect(hook(offline, "toast-text")).to_have_text(["You are online again."])

    expect(hook(offline, "firstName")).to_have_value("Half")
    assert site.api.requests("POST", "/leads") == []


def test_a_list_that_cannot_be_loaded_is_not_loading_at_the_same_time(leads: Page, site: FakeSite) -> None:
    site.api.fail("GET", "/leads", 500, times=3)
    leads.reload()

    expect(hook(leads, "retry")).to_be_visible()
    expect(leads.get_by_text("Loading")).to_have_count(0)
