"""A stand-in for DeepSeek: a real HTTP server on loopback that behaves as well or as badly as a test says.

In a test: the fixture `deepseek`, or

    with DeepSeekDouble(proper={"columns": []}) as deepseek:
        deepseek.script("server_error", "proper")        # the first request fails, all later ones are answered
        DeepSeekClient("sk-test", base_url=deepseek.url)
        assert deepseek.requests[0].user == "…"

As a process, for the emulator:

    python -m tests.doubles.deepseek_server --port 8390 [--scenario proper] [--answer answer.json]

It is steered from outside by `POST /_double/script {"scenarios": [...], "proper": {...}?}` and read by
`GET /_double/requests`.
"""

from __future__ import annotations

import argparse
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

Answerer = Callable[["Received"], Mapping[str, Any]]
"""From a request to the object that a well-behaved model would answer."""


@dataclass(frozen=True)
class Received:
    """One request as it came over the wire."""

    path: str
    headers: dict[str, str]
    text: str
    body: dict[str, Any]

    @property
    def system(self) -> str:
        return str(self.body["messages"][0]["content"])

    @property
    def user(self) -> str:
        return str(self.body["messages"][-1]["content"])


class DeepSeekDouble:
    """The server and its script.

    Args:
        proper: what a well-behaved model answers: an object, or a function of the request.
        port: 0 for any free one.
    """

    def __init__(self, *, proper: Mapping[str, Any] | Answerer | None = None, port: int = 0) -> None:
        self.requests: list[Received] = []
        self.proper: Mapping[str, Any] | Answerer = proper if proper is not None else {"ok": True}
        self.closing = threading.Event()
        self._lock = threading.Lock()
        self._script: list[str] = ["proper"]
        self._server = ThreadingHTTPServer(("127.0.0.1", port), _handler_for(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def script(self, *scenarios: str) -> None:
        """The scenarios of the next requests, in order; the last one goes for all that follow."""
        unknown = [name for name in scenarios if name not in SCENARIOS]
        if unknown or not scenarios:
            raise ValueError(f"unknown scenarios {unknown}; there are {sorted(SCENARIOS)}")
        with self._lock:
            self._script = list(scenarios)

    def next_scenario(self, received: Received) -> str:
        with self._lock:
            self.requests.append(received)
            return self._script.pop(0) if len(self._script) > 1 else self._script[0]

    def content(self, received: Received) -> dict[str, Any]:
        """What the well-behaved model answers to this request."""
        return dict(self.proper(received) if callable(self.proper) else self.proper)

    @property
    def wire_text(self) -> str:
        """All bodies received, for assertions on what must not have been sent."""
        return "\n".join(request.text for request in self.requests)

    def start(self) -> DeepSeekDouble:
        self._thread.start()
        return self

    def stop(self) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(timeout=5)

    def __enter__(self) -> DeepSeekDouble:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()


class _Handler(BaseHTTPRequestHandler):
    double: DeepSeekDouble
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        """Silent: a test reads `requests`."""

    def do_GET(self) -> None:
        if self.path != "/_double/requests":
            self.send(404, {"error": {"message": "not found"}})
            return
        self.send(200, {"requests": [{"path": seen.path, "body": seen.body} for seen in self.double.requests]})

    def do_POST(self) -> None:
        text = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        body = json.loads(text)
        if self.path == "/_double/script":
            self.double.proper = body.get("proper", self.double.proper)
            self.double.script(*body["scenarios"])
            self.send(200, {})
            return
        received = Received(self.path, {name.lower(): value for name, value in self.headers.items()}, text, body)
        SCENARIOS[self.double.next_scenario(received)](self, received)

    def send(self, status: int, body: Any, headers: Mapping[str, str] | None = None) -> None:
        payload = json.dumps(body, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(payload)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(payload)

    def complete(self, content: str, *, finish_reason: str = "stop") -> None:
        """A completion as DeepSeek wraps it."""
        self.send(
            200,
            {
                "id": "double",
                "object": "chat.completion",
                "model": "deepseek-flash",
                "choices": [
                    {
                        "index": 0,
                        "finish_reason": finish_reason,
                        "message": {"role": "assistant", "content": content},
                    }
                ],
                "usage": {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120},
            },
        )

    def error(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        self.send(status, {"error": {"message": message, "type": "double", "code": str(status)}}, headers)


def _handler_for(double: DeepSeekDouble) -> type[_Handler]:
    return type("Handler", (_Handler,), {"double": double})


def _proper(handler: _Handler, received: Received) -> None:
    handler.complete(json.dumps(handler.double.content(received), ensure_ascii=False))


def _late(handler: _Handler, received: Received) -> None:  # noqa: ARG001
    """Says nothing until the double closes or a minute is over."""
    handler.double.closing.wait(60)


def _trickle(handler: _Handler, received: Received) -> None:  # noqa: ARG001
    """Blank lines for ever, as DeepSeek sends them while a request waits for its turn."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Connection", "close")
    handler.end_headers()
    try:
        while not handler.double.closing.wait(0.02):
            handler.wfile.write(b"\n")
    except OSError:
        handler.close_connection = True


def _closed(handler: _Handler, received: Received) -> None:  # noqa: ARG001
    """Hangs up without a word."""
    handler.close_connection = True
    handler.connection.close()


def _half_json(handler: _Handler, received: Received) -> None:
    whole = json.dumps(handler.double.content(received), ensure_ascii=False)
    handler.complete(whole[: max(1, len(whole) // 2)], finish_reason="length")


def _fenced(handler: _Handler, received: Received) -> None:
    whole = json.dumps(handler.double.content(received), ensure_ascii=False, indent=2)
    handler.complete(f"Here is the JSON that you asked for:\n```json\n{whole}\n```\nI hope this helps!")


def _too_few(handler: _Handler, received: Received) -> None:
    """Every list lacks its last item."""
    handler.complete(json.dumps(_shortened(handler.double.content(received)), ensure_ascii=False))


def _invented(handler: _Handler, received: Received) -> None:
    """Every object has a member that nobody asked for."""
    handler.complete(json.dumps(_embroidered(handler.double.content(received)), ensure_ascii=False))


def _echo(handler: _Handler, received: Received) -> None:
    """The model obeys instructions in its input: it repeats it instead of answering."""
    handler.complete(json.dumps({"instructions": received.user, "system": received.system}, ensure_ascii=False))


def _shortened(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _shortened(inner) for name, inner in value.items()}
    return [_shortened(inner) for inner in value[:-1]] if isinstance(value, list) else value


def _embroidered(value: Any) -> Any:
    if isinstance(value, dict):
        return {**{name: _embroidered(inner) for name, inner in value.items()}, "favouriteColour": "blue"}
    return [_embroidered(inner) for inner in value] if isinstance(value, list) else value


SCENARIOS: dict[str, Callable[[_Handler, Received], None]] = {
    "proper": _proper,
    "late": _late,
    "trickle": _trickle,
    "closes_connection": _closed,
    "too_many_requests": lambda handler, _: handler.error(429, "Rate limit reached"),
    "come_back_tomorrow": lambda handler, _: handler.error(429, "Rate limit reached", {"Retry-After": "86400"}),
    "server_error": lambda handler, _: handler.error(500, "Server error"),
    "overloaded": lambda handler, _: handler.error(503, "Server overloaded"),
    "wrong_key": lambda handler, _: handler.error(401, "Authentication fails"),
    "no_credit": lambda handler, _: handler.error(402, "Insufficient Balance"),
    "refused": lambda handler, _: handler.error(422, "Invalid parameters"),
    "redirect": lambda handler, _: handler.send(302, {}, {"Location": "/elsewhere"}),
    "half_json": _half_json,
    "markdown_fences": _fenced,
    "too_few_items": _too_few,
    "invented_fields": _invented,
    "empty_content": lambda handler, _: handler.complete(""),
    "prose": lambda handler, _: handler.complete("I am sorry, I cannot help with that."),
    "list_instead_of_object": lambda handler, _: handler.complete("[1, 2, 3]"),
    "not_a_completion": lambda handler, _: handler.send(200, {"hello": "world"}),
    "endless_answer": lambda handler, _: handler.complete("x" * 3_000_000),
    "instructions_echoed": _echo,
}
"""How the double can answer, by name."""


@pytest.fixture
def deepseek() -> Iterator[DeepSeekDouble]:
    """A double that answers `{"ok": true}` until a test says otherwise."""
    with DeepSeekDouble() as double:
        yield double


def main() -> None:
    parser = argparse.ArgumentParser(description="A stand-in for DeepSeek on the loopback interface.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--scenario", nargs="+", default=["proper"], choices=sorted(SCENARIOS))
    parser.add_argument("--answer", type=Path, help="JSON file with what a well-behaved model answers")
    arguments = parser.parse_args()
    proper = json.loads(arguments.answer.read_text()) if arguments.answer else None
    double = DeepSeekDouble(proper=proper, port=arguments.port)
    double.script(*arguments.scenario)
    print(double.url, flush=True)  # noqa: T201
    with double:
        double.closing.wait()


if __name__ == "__main__":
    main()
