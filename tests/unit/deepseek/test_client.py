"""The DeepSeek client against a real HTTP server that fails in every way in which DeepSeek may fail."""

from __future__ import annotations

import logging
import subprocess
import sys

import pytest
from crm.deepseek import DeepSeekClient, ModelUnavailable, Usage
from crm.deepseek.breaker import CircuitBreaker

from tests.doubles.deepseek_server import DeepSeekDouble

KEY = "sk-a-secret-that-must-not-leak"


class Pauses:
    """Records the pauses instead of making them."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


@pytest.fixture
def pauses() -> Pauses:
    return Pauses()


@pytest.fixture
def client(deepseek: DeepSeekDouble, pauses: Pauses) -> DeepSeekClient:
    deepseek.proper = {"mapping": ["a", "b", "c"]}
    return DeepSeekClient(KEY, base_url=deepseek.url, timeout_s=5, breaker=CircuitBreaker(), pause=pauses)


def impatient(deepseek: DeepSeekDouble, pauses: Pauses, timeout_s: float = 0.2) -> DeepSeekClient:
    return DeepSeekClient(KEY, base_url=deepseek.url, timeout_s=timeout_s, breaker=CircuitBreaker(), pause=pauses)


def ask(client: DeepSeekClient) -> dict[str, object]:
    return client.complete_json("Answer in JSON.", "the question", max_tokens=50)


def reason_of(client: DeepSeekClient) -> str:
    with pytest.raises(ModelUnavailable) as caught:
        ask(client)
    return caught.value.reason


def test_it_sends_json_mode_without_thinking_and_the_configured_model(
    deepseek: DeepSeekDouble, client: DeepSeekClient
) -> None:
    assert ask(client) == {"mapping": ["a", "b", "c"]}
    (request,) = deepseek.requests
    assert request.path == "/chat/completions"
    assert request.body == {
        "model": "deepseek-flash",
        "messages": [
            {"role": "system", "content": "Answer in JSON."},
            {"role": "user", "content": "the question"},
        ],
        "response_format": {"type": "json_object"},
        "thinking": {"type": "disabled"},
        "temperature": 0,
        "max_tokens": 50,
        "stream": False,
    }


def test_the_key_travels_in_the_header_only(deepseek: DeepSeekDouble, client: DeepSeekClient) -> None:
    ask(client)
    assert deepseek.requests[0].headers["authorization"] == f"Bearer {KEY}"
    assert KEY not in deepseek.wire_text
    assert client.last_exchange is not None
    assert KEY not in repr(client.last_exchange)


def test_the_word_json_is_added_when_the_prompt_lacks_it(deepseek: DeepSeekDouble, client: DeepSeekClient) -> None:
    client.complete_json("Map these.", "a, b", max_tokens=50)
    assert "JSON" in deepseek.requests[0].system


def test_the_last_exchange_is_what_went_over_the_wire(deepseek: DeepSeekDouble, client: DeepSeekClient) -> None:
    ask(client)
    assert client.last_exchange is not None
    assert client.last_exchange.request == deepseek.requests[0].body
    assert client.last_exchange.answer == '{"mapping": ["a", "b", "c"]}'


def test_usage_adds_up_over_the_calls(client: DeepSeekClient) -> None:
    ask(client)
    ask(client)
    assert client.usage == Usage(calls=2, prompt_tokens=200, completion_tokens=40)


@pytest.mark.parametrize(
    "hiccup",
    [
        "too_many_requests",
        "server_error",
        "overloaded",
        "half_json",
        "empty_content",
        "closes_connection",
        "prose",
        "list_instead_of_object",
        "not_a_completion",
    ],
)
def test_a_second_attempt_recovers_from_one_failure(
    deepseek: DeepSeekDouble, client: DeepSeekClient, hiccup: str
) -> None:
    deepseek.script(hiccup, "proper")
    assert ask(client) == {"mapping": ["a", "b", "c"]}
    assert len(deepseek.requests) == 2


def test_a_late_answer_is_requested_once_more(deepseek: DeepSeekDouble, pauses: Pauses) -> None:
    # The second answer is to be in time on a busy machine, too.
    client = impatient(deepseek, pauses, timeout_s=2.0)
    deepseek.script("late", "proper")
    assert ask(client) == {"ok": True}


def test_markdown_fences_are_taken_off_without_a_second_call(deepseek: DeepSeekDouble, client: DeepSeekClient) -> None:
    deepseek.script("markdown_fences")
    assert ask(client) == {"mapping": ["a", "b", "c"]}
    assert len(deepseek.requests) == 1


@pytest.mark.parametrize(
    ("scenario", "calls", "words"),
    [
        ("too_many_requests", 2, "busy"),
        ("server_error", 2, "error of its own (500)"),
        ("half_json", 2, "cut off"),
        ("empty_content", 2, "empty"),
        ("prose", 2, "not a JSON object"),
        ("not_a_completion", 2, "not in the form"),
        ("closes_connection", 2, "could not be reached"),
        ("wrong_key", 1, "does not accept the key"),
        ("no_credit", 1, "no credit"),
        ("refused", 1, "refused the request (422)"),
        ("redirect", 1, "refused the request (302)"),
        ("come_back_tomorrow", 1, "busy"),
        ("endless_answer", 1, "far longer"),
    ],
)
def test_a_lasting_failure_has_a_plain_reason(
    deepseek: DeepSeekDouble, client: DeepSeekClient, scenario: str, calls: int, words: str
) -> None:
    deepseek.script(scenario)
    assert words in reason_of(client)
    assert len(deepseek.requests) == calls


@pytest.mark.parametrize("scenario", ["late", "trickle"])
def test_no_answer_in_time_is_unavailable_even_when_blank_lines_keep_coming(
    deepseek: DeepSeekDouble, pauses: Pauses, scenario: str
) -> None:
    client = impatient(deepseek, pauses)
    deepseek.script(scenario)
    assert reason_of(client) == "DeepSeek did not answer within 0.2 seconds."
    assert len(deepseek.requests) == 2


def test_there_is_a_pause_before_the_second_attempt_and_none_after_it(
    deepseek: DeepSeekDouble, client: DeepSeekClient, pauses: Pauses
) -> None:
    deepseek.script("too_many_requests")
    reason_of(client)
    assert pauses.seconds == [1.0]


def test_a_refused_connection_makes_the_model_unavailable(pauses: Pauses) -> None:
    with DeepSeekDouble() as gone:
        address = gone.url
    client = DeepSeekClient(KEY, base_url=address, timeout_s=2, breaker=CircuitBreaker(), pause=pauses)
    assert reason_of(client) == "DeepSeek could not be reached."


def test_after_three_failures_in_a_row_calls_pause_for_a_while(deepseek: DeepSeekDouble) -> None:
    now = [0.0]
    breaker = CircuitBreaker(threshold=3, rest_s=60, clock=lambda: now[0])
    client = DeepSeekClient(KEY, base_url=deepseek.url, timeout_s=5, breaker=breaker)
    deepseek.script("wrong_key")
    for _ in range(3):
        reason_of(client)
    assert "left alone" in reason_of(client)
    assert len(deepseek.requests) == 3

    now[0] = 61.0
    deepseek.script("proper")
    assert ask(client) == {"ok": True}
    assert ask(client) == {"ok": True}


def test_clients_of_one_process_share_the_breaker_of_an_address(deepseek: DeepSeekDouble, pauses: Pauses) -> None:
    deepseek.script("wrong_key")
    for _ in range(3):
        reason_of(DeepSeekClient(KEY, base_url=deepseek.url, pause=pauses))
    assert "left alone" in reason_of(DeepSeekClient(KEY, base_url=deepseek.url, pause=pauses))


def test_neither_repr_nor_errors_nor_logs_hold_the_key_or_the_data(
    deepseek: DeepSeekDouble, client: DeepSeekClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    deepseek.script("server_error")
    with pytest.raises(ModelUnavailable) as caught:
        client.complete_json("json", "Anna Smith of Acme", max_tokens=5)
    seen = repr(client) + repr(caught.value) + str(caught.value.__dict__) + caplog.text
    assert KEY not in seen
    assert "Anna" not in seen


@pytest.mark.parametrize("key", ["", "sk-ä", "sk-a\nb", "two words"])
def test_an_unusable_key_is_refused_without_repeating_it(key: str) -> None:
    with pytest.raises(ValueError, match="key") as caught:
        DeepSeekClient(key)
    assert not key or key not in str(caught.value)


@pytest.mark.parametrize("address", ["http://api.deepseek.com", "ftp://127.0.0.1", "api.deepseek.com"])
def test_the_key_never_travels_unencrypted(address: str) -> None:
    with pytest.raises(ValueError, match="https"):
        DeepSeekClient(KEY, base_url=address)


def test_importing_the_client_loads_neither_httpx_nor_pydantic() -> None:
    code = "import sys, crm.deepseek; print([m for m in ('httpx', 'pydantic', 'boto3') if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONPATH": ":".join(sys.path)}
    )
    assert done.stdout.strip() == "[]"
