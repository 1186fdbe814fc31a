"""The client of DeepSeek's chat completions.

It sends what the caller passes and nothing else, and logs nothing that it sends or receives.
Reference: https://api-docs.deepseek.com (JSON output, thinking mode, error codes, rate limit).
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from crm.deepseek.answers import object_from_text
from crm.deepseek.breaker import CircuitBreaker, breaker_for
from crm.deepseek.errors import ModelUnavailable
from crm.sentences import NOTES, Sentence

if TYPE_CHECKING:
    import httpx

DEFAULT_BASE_URL = "https://api.deepseek.com"
DEFAULT_MODEL = "deepseek-flash"
MAX_ANSWER_BYTES = 2_000_000
"""The longest response: an answer of a few thousand tokens takes some kilobytes."""
ATTEMPTS = 2
LONGEST_PAUSE_S = 3.0
"""The longest `Retry-After` that is worth waiting for; beyond it, rules decide at once."""
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one client's calls so far, as DeepSeek counts them."""

    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0


@dataclass(frozen=True, slots=True)
class Exchange:
    """The last call: the request's body exactly as sent, and the model's text; "" without an answer."""

    request: dict[str, Any]
    answer: str


class _Failed(Exception):
    """One attempt failed.

    Args:
        reason: a sentence for the user.
        again: whether a second attempt may succeed.
        pause_s: seconds to wait before it.
    """

    def __init__(self, reason: str, *, again: bool = True, pause_s: float = 0.5) -> None:
        super().__init__(reason)
        self.reason = reason
        self.again = again
        self.pause_s = pause_s


class DeepSeekClient:
    """Asks DeepSeek for JSON.

    Args:
        api_key: the bare key, which stays out of `repr`, errors and logs.
        base_url: `https://…`; plain http is allowed only to the loopback interface, for the tests' double.
        model: the model's name.
        timeout_s: seconds without data that end an attempt, and the deadline of the whole attempt.
        transport: for tests, instead of the network.
        breaker: for tests; by default the process has one per address.
        pause: sleeps the given seconds between the attempts.
        answered: called with the tokens of prompt and answer for each billed answer.

    Raises:
        ValueError: for an unusable address or key; the message leaves out the key.
    """

    def __init__(
        self,
        api_key: str,
        *,
        base_url: str = DEFAULT_BASE_URL,
        model: str = DEFAULT_MODEL,
        timeout_s: float = 20.0,
        transport: httpx.BaseTransport | None = None,
        breaker: CircuitBreaker | None = None,
        pause: Callable[[float], None] = time.sleep,
        answered: Callable[[int, int], None] = lambda _prompt, _completion: None,
    ) -> None:
        parts = urlsplit(base_url)
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
            raise ValueError(f"DeepSeek's address must begin with https://, not {parts.scheme or 'nothing'}://")
        if not is_key(api_key):
            # An HTTP library puts the value of an invalid header into its error, and so the key into a log.
            raise ValueError("the DeepSeek key is empty or holds characters that no key has")
        self._key = api_key
        self._url = base_url.rstrip("/") + "/chat/completions"
        self.base_url = base_url
        self.model = model
        self._timeout_s = timeout_s
        self._transport = transport
        self._breaker = breaker or breaker_for(base_url)
        self._pause = pause
        self._answered = answered
        self._lock = threading.Lock()
        self._http: httpx.Client | None = None
        self.usage = Usage()
        self.last_exchange: Exchange | None = None

    def __repr__(self) -> str:
        return f"DeepSeekClient(base_url={self.base_url!r}, model={self.model!r})"

    def complete_json(self, system: str, user: str, *, max_tokens: int) -> dict[str, Any]:
        """Sends one prompt and returns one JSON object.

        JSON mode works only if the prompt says "json" (DeepSeek's documentation), so a missing word is added.
        Thinking is switched off: it is on by default and bills its tokens.

        Args:
            system: the constant part of the prompt; a cached prefix is billed at a fiftieth (docs/measurements.md).
            user: the variable part.
            max_tokens: the longest answer.

        Returns:
            The object. The caller checks its schema.

        Raises:
            ModelUnavailable: after two attempts, or at once if a second attempt is useless or the circuit is open.
        """
        if "json" not in (system + user).lower():
            system += "\nAnswer with one JSON object."
        request = {
            "model": self.model,
            "messages": [{"role": "system", "content": system}, {"role": "user", "content": user}],
            "response_format": {"type": "json_object"},
            "thinking": {"type": "disabled"},
            "temperature": 0,
            "max_tokens": max_tokens,
            "stream": False,
        }
        if not self._breaker.allows():
            raise ModelUnavailable(NOTES["modelPaused"])
        self.last_exchange = Exchange(request, "")
        for attempt in range(1, ATTEMPTS + 1):
            try:
                answer = self._attempt(request)
            except _Failed as failure:
                if failure.again and attempt < ATTEMPTS and failure.pause_s <= LONGEST_PAUSE_S:
                    self._pause(failure.pause_s)
                    continue
                self._breaker.failed()
                raise ModelUnavailable(failure.reason) from None
            self._breaker.succeeded()
            return answer
        raise AssertionError("every attempt returns or raises")

    def _attempt(self, request: dict[str, Any]) -> dict[str, Any]:
        status, headers, body = self._post(json.dumps(request, ensure_ascii=False).encode())
        if status != 200:
            raise _failure_of_status(status, headers)
        try:
            answer = json.loads(body)
            choice = answer["choices"][0]
            content = choice["message"]["content"] or ""
            if not isinstance(content, str):
                raise TypeError("content is not text")
        except (ValueError, TypeError, LookupError, RecursionError):
            raise _Failed(NOTES["modelFormless"]) from None
        self._count(answer.get("usage"))
        self.last_exchange = Exchange(request, content)
        if not content.strip():
            raise _Failed(NOTES["modelEmpty"])
        try:
            return object_from_text(content)
        except ValueError:
            cut = choice.get("finish_reason") == "length"
            raise _Failed(NOTES["modelCutOff" if cut else "modelNoObject"]) from None

    def _post(self, body: bytes) -> tuple[int, dict[str, str], bytes]:
        """Sends the body and reads the answer before the deadline.

        While a request is queued, DeepSeek sends blank lines to keep the connection open. A read time-out alone would
        therefore never fire, so the whole attempt has a deadline.
        """
        import httpx

        deadline = time.monotonic() + self._timeout_s
        late = _Failed(Sentence("modelLate", seconds=f"{self._timeout_s:g}"))
        headers = {"Authorization": f"Bearer {self._key}", "Content-Type": "application/json"}
        received = bytearray()
        try:
            with self._client().stream("POST", self._url, content=body, headers=headers) as response:
                for chunk in response.iter_bytes():
                    received += chunk
                    if len(received) > MAX_ANSWER_BYTES:
                        raise _Failed(NOTES["modelTooLong"], again=False)
                    if time.monotonic() > deadline:
                        raise late
                return response.status_code, dict(response.headers), bytes(received)
        except httpx.TimeoutException:
            raise late from None
        except (httpx.HTTPError, httpx.InvalidURL):
            raise _Failed(NOTES["modelUnreachable"]) from None

    def _client(self) -> httpx.Client:
        """One connection pool per client; httpx is imported with the first call."""
        import httpx

        with self._lock:
            if self._http is None:
                timeout = httpx.Timeout(self._timeout_s, connect=min(5.0, self._timeout_s))
                self._http = httpx.Client(timeout=timeout, transport=self._transport, follow_redirects=False)
            return self._http

    def _count(self, usage: Any) -> None:
        usage = usage if isinstance(usage, dict) else {}
        prompt, completion = _whole(usage.get("prompt_tokens")), _whole(usage.get("completion_tokens"))
        with self._lock:
            self.usage = Usage(
                self.usage.calls + 1, self.usage.prompt_tokens + prompt, self.usage.completion_tokens + completion
            )
        self._answered(prompt, completion)


def is_key(text: str) -> bool:
    """Whether the text can be sent as a key."""
    return bool(text) and text.isascii() and text.isprintable() and " " not in text


def _failure_of_status(status: int, headers: dict[str, str]) -> _Failed:
    """DeepSeek's documented error codes in plain words."""
    if status == 429:
        wait = headers.get("retry-after", "")
        return _Failed(NOTES["modelBusy"], pause_s=float(wait) if wait.isdigit() else 1.0)
    if status >= 500:
        return _Failed(Sentence("modelError", status=str(status)))
    if status in (401, 403):
        return _Failed(NOTES["modelKeyRefused"], again=False)
    if status == 402:
        return _Failed(NOTES["modelNoCredit"], again=False)
    return _Failed(Sentence("modelRefused", status=str(status)), again=False)


def _whole(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else 0
