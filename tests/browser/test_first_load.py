"""What a browser fetches before the first rows show: few files, of few bytes."""

from __future__ import annotations

import gzip

from playwright.sync_api import Page, Response, expect

from tests.browser.screens import begin_session, hook
from tests.doubles.cognito import FakeUser
from tests.doubles.site import FakeSite

MOST_REQUESTS = 20
MOST_BYTES = 150_000
"""Compressed, as CloudFront sends them."""


def test_the_first_rows_take_few_requests_and_bytes(page: Page, site: FakeSite, member: FakeUser) -> None:
    site.api.add_lead(firstName="Anna", lastName="Berg")
    begin_session(page, site, member)
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))

    page.goto(site.url)
    expect(hook(page, "lead")).to_have_count(1)

    sent = {answer.url.removeprefix(site.url): len(gzip.compress(answer.body())) for answer in answers}
    assert len(sent) <= MOST_REQUESTS, sorted(sent)
    assert sum(sent.values()) <= MOST_BYTES, sent
    assert any(name.endswith("js/bundle/app.js") for name in sent)
    assert not any("cognito" in name for name in sent), "A session that is good needs no sign-in library."
