"""New versions handle a share of the calls first, and none any more once an alarm goes off."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import pytest

from easy_crm.errors import CommandFailed
from easy_crm.operations.alarms import sounding
from easy_crm.operations.gradual_release import Canary, NewAlarms, Versions, release
from tests.doubles.client import FakeClient, Request, Response, operation
from tests.doubles.clock import FakeClock
from tests.unit.operations.deployed_in_memory import deployment

OLD = {"chatbot": "4", "lead_api": "7"}
NEW = {"chatbot": "5", "lead_api": "7"}
TENTH = Canary(percent=10, minutes=10)


class Aliases:
    """Aliases in memory: where each sends its calls, and when that was changed."""

    def __init__(self, clock: FakeClock, live: Versions) -> None:
        self._clock = clock
        self._began = clock()
        self.calls: dict[str, dict[str, int]] = {name: {version: 100} for name, version in live.items()}
        self.changes: list[tuple[float, dict[str, dict[str, int]]]] = []

    def point(self, versions: Versions) -> None:
        self._set({name: {version: 100} for name, version in versions.items()})

    def split(self, versions: Versions, new: Versions, percent: int) -> None:
        self._set({name: {versions[name]: 100 - percent, version: percent} for name, version in new.items()})

    def _set(self, calls: dict[str, dict[str, int]]) -> None:
        if any(self.calls.get(name) != value for name, value in calls.items()):
            self.changes.append((self._clock() - self._began, calls))
        self.calls |= calls


class World:
    """A release right after CloudFormation has moved the aliases to what it published.

    Args:
        alarm_after: seconds after which an alarm goes off.
    """

    def __init__(self, *, before: Versions = OLD, new: Versions = NEW, alarm_after: float | None = None) -> None:
        self.clock = FakeClock()
        self.before, self.new = before, new
        self.aliases = Aliases(self.clock, new)
        self.said: list[str] = []
        self._alarm_at = None if alarm_after is None else self.clock() + alarm_after

    def alarms(self) -> Collection[str]:
        return ["errors-chatbot"] if self._alarm_at is not None and self.clock() >= self._alarm_at else []

    def release(self, canary: Canary = TENTH, sleep: Any = None) -> None:
        release(
            self.new,
            before=self.before,
            canary=canary,
            aliases=self.aliases,
            alarms=self.alarms,
            report=self.said.append,
            clock=self.clock,
            sleep=sleep or self.clock.advance,
        )


def test_a_tenth_of_the_calls_for_ten_minutes_then_all() -> None:
    world = World()

    world.release()

    assert world.aliases.changes == [(0, {"chatbot": {"4": 90, "5": 10}}), (600, {"chatbot": {"5": 100}})]
    assert "10 % of the calls go to the new versions of chatbot for 10 minutes" in world.said[0]


def test_an_alarm_sends_all_calls_back_within_half_a_minute_and_the_release_fails() -> None:
    world = World(alarm_after=130)

    with pytest.raises(CommandFailed, match="errors-chatbot"):
        world.release()

    assert world.aliases.calls == {"chatbot": {"4": 100}, "lead_api": {"7": 100}}
    assert 130 <= world.aliases.changes[-1][0] < 160
    assert "chatbot 5 -> 4" in world.said[-1]


@pytest.mark.parametrize("when", [0, 600])
def test_the_first_and_the_last_moment_are_watched(when: float) -> None:
    world = World(alarm_after=when)

    with pytest.raises(CommandFailed):
        world.release()

    assert world.aliases.calls["chatbot"] == {"4": 100}


def test_whoever_interrupts_the_command_gets_the_earlier_versions_back() -> None:
    world = World()

    def interrupt(_: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        world.release(sleep=interrupt)

    assert world.aliases.calls["chatbot"] == {"4": 100}


def test_without_a_canary_everything_is_live_at_once() -> None:
    world = World(alarm_after=0)
    world.aliases.point(OLD)

    world.release(Canary(percent=0, minutes=10))

    assert world.aliases.calls == {"chatbot": {"5": 100}, "lead_api": {"7": 100}}
    assert world.said == []


@pytest.mark.parametrize("before", [{}, NEW])
def test_where_there_is_nothing_to_compare_with_nobody_waits(before: Versions) -> None:
    world = World(before=before)
    began = world.clock()

    world.release()

    assert world.clock() == began
    assert world.aliases.calls == {"chatbot": {"5": 100}, "lead_api": {"7": 100}}


def test_what_an_interrupted_release_left_split_is_joined() -> None:
    world = World(before=NEW)
    world.aliases.split(NEW, {"lead_api": "8"}, 10)

    world.release()

    assert world.aliases.calls["lead_api"] == {"7": 100}


def test_an_alarm_that_was_on_before_counts_only_after_it_has_been_off() -> None:
    looks: Sequence[set[str]] = [{"old"}, {"old", "new"}, set(), {"old"}]
    alarms = NewAlarms({"old"}, iter(looks).__next__)

    assert [alarms() for _ in looks] == [[], ["new"], [], ["old"]]


class FakeCloudWatch(FakeClient):
    """Alarms by name, each with its state. It answers at most a hundred."""

    service = "cloudwatch"

    def __init__(self, states: dict[str, str]) -> None:
        super().__init__()
        self._states = states

    @operation("DescribeAlarms")
    def describe_alarms(self, request: Request) -> Response:
        assert len(request["AlarmNames"]) <= 100
        found = [name for name in request["AlarmNames"] if self._states.get(name) == request["StateValue"]]
        return {"MetricAlarms": [{"AlarmName": name} for name in found[: request["MaxRecords"]]]}


def test_only_alarms_of_the_environment_that_are_on_are_looked_at_however_many_there_are() -> None:
    alarms = {f"Alarm{number}": {"Type": "AWS::CloudWatch::Alarm"} for number in range(150)}
    states = {f"physical-{name}": "ALARM" for name in list(alarms)[::2]} | {"somebody-else": "ALARM"}
    states["physical-Alarm1"] = "INSUFFICIENT_DATA"
    cloudwatch = FakeCloudWatch(states)

    found = sounding(deployment({"monitoring": {"Resources": alarms}}, cloudwatch=cloudwatch))

    assert found == {f"physical-Alarm{number}" for number in range(0, 150, 2)}
