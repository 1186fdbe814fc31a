from __future__ import annotations

import logging
from collections.abc import Callable

import boto3
import pytest
from crm.deepseek.key import KEEP_S, client_from_settings, load_key
from crm.settings import Settings
from moto import mock_aws


class Secret:
    """A secret that counts how often it is read."""

    def __init__(self, content: str | Exception) -> None:
        self.content = content
        self.reads = 0

    def __call__(self, _secret_id: str) -> str:
        self.reads += 1
        if isinstance(self.content, Exception):
            raise self.content
        return self.content


@pytest.fixture
def secret_id(request: pytest.FixtureRequest) -> str:
    """A name of its own for each test, because the process remembers unreadable secrets."""
    return f"secret-of-{request.node.name}"


def test_the_key_is_the_secret_without_white_space(secret_id: str) -> None:
    assert load_key(secret_id, fetch=Secret(" sk-123\n")) == "sk-123"


@pytest.mark.parametrize("content", ["", "  ", "none", "None"])
def test_an_empty_secret_means_rules_only(secret_id: str, content: str) -> None:
    assert load_key(secret_id, fetch=Secret(content)) is None


def test_a_function_without_a_secret_has_no_key() -> None:
    assert load_key("", fetch=Secret("sk-123")) is None


def test_a_denied_secret_means_rules_only_and_is_not_read_at_each_request(secret_id: str) -> None:
    now = [0.0]
    clock: Callable[[], float] = lambda: now[0]  # noqa: E731
    secret = Secret(PermissionError("AccessDenied"))
    assert load_key(secret_id, fetch=secret, clock=clock) is None
    assert load_key(secret_id, fetch=secret, clock=clock) is None
    assert secret.reads == 1
    now[0] = KEEP_S + 1
    secret.content = "sk-now-allowed"
    assert load_key(secret_id, fetch=secret, clock=clock) == "sk-now-allowed"


def test_garbage_in_the_secret_is_neither_used_nor_logged(
    secret_id: str, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    assert load_key(secret_id, fetch=Secret('{"key": "sk-hidden value"}')) is None
    assert "sk-hidden" not in caplog.text + "".join(capsys.readouterr())


def test_without_a_key_there_is_no_client() -> None:
    assert client_from_settings(Settings({"DEEPSEEK_BASE_URL": "https://api.deepseek.com"}), timeout_s=5) is None


@mock_aws
def test_the_key_is_read_from_secrets_manager(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    boto3.client("secretsmanager").create_secret(Name="secret-of-the-owner", SecretString="sk-from-the-manager\n")
    assert load_key("secret-of-the-owner") == "sk-from-the-manager"
    assert load_key("secret-that-is-not-there") is None
