"""How a function's log is shown."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from easy_crm.errors import CommandFailed
from easy_crm.operations.logs import line, read
from tests.unit.operations.deployed_in_memory import deployment

TEMPLATE = {
    "Resources": {"F": {"Type": "AWS::Lambda::Function", "Properties": {"FunctionName": "easy-crm-chatbot-dev"}}}
}


def event(message: Any, number: int = 0) -> dict[str, Any]:
    text = message if isinstance(message, str) else json.dumps(message)
    return {"timestamp": 1_700_000_000_000 + number, "message": text, "eventId": str(number), "logStreamName": "s"}


def test_a_json_line_is_shown_as_time_level_message_and_the_rest() -> None:
    shown = line(event({"level": "INFO", "message": "batch done", "location": "x:1", "importId": "a1", "rows": 3}))

    assert shown == "2023-11-14 22:13:20  INFO     batch done  importId=a1 rows=3"


def test_a_traceback_keeps_its_lines() -> None:
    shown = line(event({"level": "ERROR", "message": "failed", "exception": "Traceback\n  here\nKeyError"}))

    assert shown.splitlines() == ["2023-11-14 22:13:20  ERROR    failed", "Traceback", "  here", "KeyError"]


def test_a_line_that_is_not_json_is_shown_unchanged() -> None:
    assert line(event("REPORT Duration: 12 ms\n")) == "2023-11-14 22:13:20  REPORT Duration: 12 ms"


class Log:
    """CloudWatch Logs with a log that grows at each look."""

    def __init__(self, *looks: list[dict[str, Any]]) -> None:
        self._looks = list(looks)
        self.groups: list[str] = []

    def get_paginator(self, _name: str) -> Log:
        return self

    def paginate(self, *, logGroupName: str, startTime: int) -> list[dict[str, Any]]:  # noqa: ARG002, N803
        self.groups.append(logGroupName)
        return [{"events": self._looks.pop(0)}]


def test_following_shows_each_event_once() -> None:
    a, b, c = (event(text, number) | {"timestamp": int(time.time() * 1000)} for number, text in enumerate("abc"))
    log = Log([a], [a, b], [b, c])
    system = deployment({"api": TEMPLATE}, names={"F": "easy-crm-chatbot-dev"}, logs=log)

    lines = read(system, "chatbot", minutes=5, follow=True, wait=lambda _: None)

    assert [next(lines).split()[-1] for _ in range(3)] == ["a", "b", "c"]
    assert set(log.groups) == {"/aws/lambda/easy-crm-chatbot-dev"}


def test_an_unknown_function_is_refused_with_the_known_ones() -> None:
    system = deployment({"api": TEMPLATE}, names={"F": "easy-crm-chatbot-dev"}, logs=Log())

    with pytest.raises(CommandFailed, match=r'no function "chatty"\. There are chatbot'):
        next(read(system, "chatty", minutes=5, follow=False))
