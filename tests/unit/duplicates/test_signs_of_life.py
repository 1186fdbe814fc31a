"""A search of which the function was killed shows so soon, and another one can be started (promise 10)."""

from __future__ import annotations

import threading
from typing import Any
from unittest.mock import Mock

import pytest
from botocore.exceptions import ClientError
from crm.duplicates.dismissals import Dismissals
from crm.duplicates.messages import SearchMessage
from crm.duplicates.search import OVERDUE_S, DuplicateSearch, Work
from crm.duplicates.signs_of_life import SILENT_S, telling
from crm.duplicates.store import DuplicateStore, FoundDuplicates, SearchStatus

from tests.doubles.clock import FakeClock
from tests.doubles.s3 import FakeS3


class Killed(BaseException):
    """What no code catches, as the end of a process."""


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def search(clock: FakeClock) -> DuplicateSearch:
    client: Any = FakeS3(clock=clock)
    client.create_bucket(Bucket="work")
    return DuplicateSearch(DuplicateStore(client, "work"), Mock(Dismissals), clock)


def start(search: DuplicateSearch) -> SearchMessage:
    return SearchMessage(search.start(lambda _body: None))


def is_pending(search: DuplicateSearch) -> bool:
    state = search.state()
    return state is not None and state.status is SearchStatus.PENDING


def killed(_work: Work) -> FoundDuplicates:
    raise Killed


def test_a_search_whose_function_was_killed_has_failed_soon_and_can_be_started_again(
    search: DuplicateSearch, clock: FakeClock
) -> None:
    message = start(search)
    clock.advance(OVERDUE_S - 1)
    with pytest.raises(Killed):
        search.work(message, killed)
    clock.advance(SILENT_S)
    assert is_pending(search)

    clock.advance(1)

    assert not is_pending(search)
    assert start(search) != message
    assert is_pending(search)


def test_a_search_that_nobody_begins_has_failed_after_an_hour(search: DuplicateSearch, clock: FakeClock) -> None:
    start(search)
    clock.advance(OVERDUE_S)
    assert is_pending(search)

    clock.advance(1)

    assert not is_pending(search)


def test_one_that_nobody_asked_for_does_not_speak_for_another(search: DuplicateSearch, clock: FakeClock) -> None:
    message = start(search)
    for one in (message, SearchMessage("of an undo")):
        with pytest.raises(Killed):
            search.work(one, killed)

    clock.advance(SILENT_S + 1)

    assert not is_pending(search)


def test_signs_of_life_go_on_beside_the_work_whatever_becomes_of_single_ones() -> None:
    third, told = threading.Event(), []

    def tell() -> None:
        told.append(1)
        if len(told) > 2:
            third.set()
        raise ClientError({"Error": {"Code": "SlowDown"}}, "PutObject")

    with telling(tell, every_s=0.001):
        assert third.wait(timeout=10)
