"""Answers that are not the API's: a page of CloudFront, of a proxy or of a hotspot is said in a sentence."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

CALL = """
async ([status, body, type]) => {
    const { Api } = await import(`${MODULES}services/api.js`);
    const api = new Api({
        base: "/api",
        session: { token: async () => "token" },
        signInAgain: async () => {},
        connection: { lose: async () => {} },
        fetch: async () => new Response(body, { status, headers: { "Content-Type": type } }),
    });
    try {
        return { answer: await api.post("/leads", {}) };
    } catch (error) {
        return { status: error.status, code: error.code, message: error.message };
    }
}
"""
PAGE = "<html><head><title>ERROR: The request could not be satisfied</title></head><body>Request blocked.</body></html>"


def call(page: Page, status: int, body: str, kind: str = "text/html") -> dict[str, Any]:
    """What a caller in the page gets for such an answer."""
    told: dict[str, Any] = page.evaluate(CALL, [status, body, kind])
    return told


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (400, "Something went wrong on our side."),
        (403, "Something between you and Easy CRM has blocked this."),
        (404, "This does not exist, or no longer does."),
        (405, "This cannot be done at this address."),
        (413, "That is more than the service accepts at once."),
        (414, "This asks for too much at once."),
        (429, "Too many requests at once."),
        (502, "Something went wrong on our side."),
        (504, "This took too long."),
    ],
)
def test_a_page_instead_of_an_error_is_said_in_a_sentence(library: Page, status: int, said: str) -> None:
    told = call(library, status, PAGE)

    assert (told["status"], told["code"]) == (status, "http")
    assert told["message"].startswith(said)
    assert "<" not in told["message"]


def test_a_page_instead_of_an_answer_is_no_success(library: Page) -> None:
    """A hotspot that wants a sign-in of its own answers everything with 200."""
    assert call(library, 200, PAGE)["code"] == "unreadable"


def test_other_json_is_no_error_of_the_api(library: Page) -> None:
    told = call(library, 403, '{"message": "Forbidden"}', "application/json")

    assert told["message"].startswith("Something between you and Easy CRM has blocked this.")


def test_an_error_of_the_api_says_itself_what_is_wrong(library: Page) -> None:
    body = '{"error": {"code": "blocked", "message": "The firewall has blocked this request."}}'

    told = call(library, 403, body, "application/json")

    assert told == {"status": 403, "code": "blocked", "message": "The firewall has blocked this request."}
