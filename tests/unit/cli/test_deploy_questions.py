"""What a deployment asks for, and how it stores the answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from easy_crm.cli.deploy_questions import ask_for_missing, missing, require, write_answers
from easy_crm.environments_file import InvalidSettingsError, read_environments
from easy_crm.errors import CommandFailed

KNOWN = {"account": "123456789012", "region": "eu-central-1", "first_admin_email": "ana@example.com"}


class User:
    """Answers in order; remembers what it was asked."""

    def __init__(self, *answers: str) -> None:
        self._answers = list(answers)
        self.asked: list[str] = []
        self.suggested: list[str] = []

    def __call__(self, text: str, suggestion: str) -> str:
        self.asked.append(text)
        self.suggested.append(suggestion)
        return self._answers.pop(0)


def test_without_a_terminal_all_missing_settings_are_named_at_once() -> None:
    with pytest.raises(CommandFailed) as failure:
        require("dev", {"account": "123456789012"})

    assert "Missing for dev: region, first_admin_email" in str(failure.value)
    assert "environments.toml" in str(failure.value)


def test_with_all_required_settings_nothing_is_asked() -> None:
    user = User()

    require("dev", KNOWN)
    assert ask_for_missing(KNOWN, user, {}) == {}
    assert user.asked == []


def test_missing_settings_are_asked_with_a_suggestion_and_with_the_options() -> None:
    user = User("123456789012", "eu-central-1", "ana@example.com", "", "ops@example.com")

    answers = ask_for_missing({}, user, {"account": "123456789012", "region": "eu-central-1"})

    assert answers == {**KNOWN, "alarm_email": "ops@example.com"}
    assert user.suggested[:2] == ["123456789012", "eu-central-1"]


def test_a_domain_needs_a_certificate() -> None:
    arn = "arn:aws:acm:us-east-1:123456789012:certificate/0a1b"
    user = User("ana@example.com", "crm.example.com", arn, "")

    answers = ask_for_missing({key: KNOWN[key] for key in ("account", "region")}, user, {})

    assert answers["certificate_arn"] == arn


def test_an_invalid_answer_is_asked_again_with_the_valid_form() -> None:
    user = User("12", "123456789012", "eu-central-1", "ana@example.com", "", "")

    assert ask_for_missing({}, user, {})["account"] == "123456789012"
    assert "12 digits of an AWS account" in user.asked[1]


def test_answers_are_added_and_the_rest_of_the_file_stays_unchanged(tmp_path: Path) -> None:
    path = tmp_path / "environments.toml"
    path.write_text('# ours\n[prod]  # live\nregion = "eu-west-1"\n')

    write_answers(tmp_path, "prod", {"account": "123456789012"})
    write_answers(tmp_path, "dev", KNOWN)

    settings = read_environments(tmp_path)
    assert settings["prod"] == {"region": "eu-west-1", "account": "123456789012"}
    assert settings["dev"] == KNOWN
    assert path.read_text().startswith("# ours\n[prod]  # live\n")
    assert missing(settings["dev"]) == []


def test_an_answer_that_would_break_the_file_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(InvalidSettingsError):
        write_answers(tmp_path, "dev", {"domain": "crm.example.com"})

    assert not (tmp_path / "environments.toml").exists()
