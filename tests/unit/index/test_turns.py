"""Turns of index writers: one works at a time, and nobody waits for one who has died."""

from __future__ import annotations

from typing import Any

import pytest
from crm.index.turns import TURN_S, Turns

from tests.doubles import FakeAws, fake_aws


@pytest.fixture
def aws() -> FakeAws:
    return fake_aws()


def turns(aws: FakeAws) -> Turns:
    client: Any = aws.dynamodb
    return Turns(client, aws.changes_table, now=lambda: aws.clock.moment().timestamp())


def test_it_is_taken_up_until_there_is_nothing_more(aws: FakeAws) -> None:
    there = [3, 2, 0, 9]
    assert turns(aws).work(lambda: there.pop(0), until=float("inf")) == 5
    assert there == [9]


def test_nobody_works_while_another_one_does(aws: FakeAws) -> None:
    other: list[int] = []

    def take_up() -> int:
        other.append(turns(aws).work(lambda: 1, until=float("inf")))
        return 0

    turns(aws).work(take_up, until=float("inf"))
    assert other == [0]


def test_a_turn_ends_with_an_error_too(aws: FakeAws) -> None:
    def fail() -> int:
        raise LookupError

    with pytest.raises(LookupError):
        turns(aws).work(fail, until=float("inf"))
    assert turns(aws).work(lambda: 0, until=0.0) == 0
    there = [1]
    assert turns(aws).work(there.pop, until=0.0) == 1


def test_the_turn_of_one_who_died_is_over_after_a_minute(aws: FakeAws) -> None:
    client: Any = aws.dynamodb
    until = aws.clock.moment().timestamp() + TURN_S
    client.put_item(
        TableName=aws.changes_table,
        Item={"log": {"S": "index"}, "entry": {"S": "turn"}, "until": {"N": str(until)}},
    )
    there = [1]
    assert turns(aws).work(there.pop, until=0.0) == 0
    aws.clock.advance(TURN_S + 1)
    assert turns(aws).work(there.pop, until=0.0) == 1


def test_a_run_ends_in_time_though_there_is_more(aws: FakeAws) -> None:
    assert turns(aws).work(lambda: 7, until=0.0) == 7
