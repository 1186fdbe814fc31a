"""Imports that end one after another are searched together (promise 10)."""

from __future__ import annotations

from typing import Any
from unittest.mock import Mock

import pytest
from crm.duplicates.dismissals import Dismissals
from crm.duplicates.messages import SearchMessage
from crm.duplicates.search import APART_S, DuplicateSearch, Work
from crm.duplicates.store import DuplicateStore, FoundDuplicates

from tests.doubles.s3 import FakeS3

BEGAN = 5_000.0
"""When the last search began."""


@pytest.fixture
def search() -> DuplicateSearch:
    client: Any = FakeS3()
    client.create_bucket(Bucket="work")
    store = DuplicateStore(client, "work")
    store.publish(FoundDuplicates("last", BEGAN, 0, {}), [])
    return DuplicateSearch(store, Mock(Dismissals))


@pytest.mark.parametrize(
    ("asked", "is_done"),
    [(BEGAN - APART_S - 1, False), (BEGAN - APART_S, True), (BEGAN + 1, True), (None, True)],
    ids=["long before the last search", "just before it", "after it", "in any case"],
)
def test_only_leads_are_looked_at_that_the_last_search_may_not_have_seen(
    search: DuplicateSearch, asked: float | None, *, is_done: bool
) -> None:
    done: list[Work] = []

    def with_leads(work: Work) -> FoundDuplicates:
        done.append(work)
        return FoundDuplicates("next", BEGAN + 2, 0, {})

    message = SearchMessage.from_body(SearchMessage("a" * 24, only_changed=True, asked=asked).to_body())
    found = search.work(message, with_leads)

    assert found is not None
    assert (found.search_id, bool(done)) == (("next", True) if is_done else ("last", False))
