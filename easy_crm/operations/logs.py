"""Reads the functions' logs, one line per event."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from easy_crm.errors import CommandFailed
from easy_crm.operations.deployment import Deployment

_POLL_SECONDS = 2.0
_OVERLAP_MS = 10_000
"""An event may become visible some seconds after later ones."""

_NOT_SHOWN = {"level", "message", "timestamp", "service", "location", "function_arn", "function_name", "cold_start"}
_NOT_SHOWN |= {"function_memory_size", "function_request_id", "xray_trace_id", "requestId"}


def log_group(deployment: Deployment, function: str) -> str:
    """The name of a function's log group.

    Raises:
        CommandFailed: when there is no such function; it names those that exist.
    """
    functions = deployment.functions()
    physical = functions.get(function)
    if physical is None:
        raise CommandFailed(f'There is no function "{function}". There are {", ".join(sorted(functions))}.')
    return f"/aws/lambda/{physical}"


def read(
    deployment: Deployment, function: str, *, minutes: int, follow: bool, wait: Callable[[float], None] = time.sleep
) -> Iterator[str]:
    """Lines of the log, oldest first.

    Args:
        function: name of the handler module, `lead_api`.
        minutes: minutes of history to read.
        follow: keeps reading new events, without end.
        wait: sleeps for a number of seconds between two requests.
    """
    client, group = deployment.account.client("logs"), log_group(deployment, function)
    start = int(time.time() * 1000) - minutes * 60_000
    seen: dict[str, int] = {}
    while True:
        pages = client.get_paginator("filter_log_events").paginate(logGroupName=group, startTime=start)
        for event in (event for page in pages for event in page["events"]):
            identity = event.get("eventId") or f"{event['timestamp']} {event['logStreamName']} {event['message']}"
            if identity not in seen:
                seen[identity] = event["timestamp"]
                yield line(event)
        if not follow:
            return
        if seen:
            start = max(start, max(seen.values()) - _OVERLAP_MS)
            seen = {identity: when for identity, when in seen.items() if when >= start}
        wait(_POLL_SECONDS)


def line(event: Mapping[str, Any]) -> str:
    """An event as a line: time, level, message, then its other fields. A traceback keeps its lines."""
    when = datetime.fromtimestamp(event["timestamp"] / 1000, UTC).strftime("%Y-%m-%d %H:%M:%S")
    text = event["message"].rstrip()
    try:
        content = json.loads(text)
    except ValueError:
        return f"{when}  {text}"
    if not isinstance(content, dict):
        return f"{when}  {text}"
    if str(content.get("type", "")).startswith("platform."):
        return f"{when}  {content['type']} {json.dumps(content.get('record', {}))}"
    traceback = content.pop("exception", None) or "\n".join(content.pop("stackTrace", []))
    more = " ".join(f"{name}={_short(value)}" for name, value in content.items() if name not in _NOT_SHOWN)
    parts = [when, f"{content.get('level', ''):<7}", str(content.get("message", content.get("errorMessage", ""))), more]
    return "  ".join(part for part in parts if part) + (f"\n{traceback}" if traceback else "")


def _short(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
