"""Asks for the settings that a deployment needs, once, and writes them to `environments.toml`."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from easy_crm.environments_file import FILE_NAME, SETTINGS, parse_environments
from easy_crm.errors import CommandFailed

Ask = Callable[[str, str], str]
"""Takes a question and a suggested answer, returns the answer; "" is none."""


@dataclass(frozen=True, slots=True)
class Question:
    """One setting that may be missing.

    Attributes:
        key: its name in the file.
        text: the question.
        is_required: whether a deployment needs it.
        after: the setting without which this one means nothing.
    """

    key: str
    text: str
    is_required: bool = False
    after: str | None = None


QUESTIONS = (
    Question("account", "AWS account, 12 digits", is_required=True),
    Question("region", "AWS region, such as eu-central-1", is_required=True),
    Question("first_admin_email", "Email address of the first admin", is_required=True),
    Question("domain", "Name of the page, such as crm.example.com (Enter: CloudFront's own)"),
    Question("certificate_arn", "ARN of the certificate for that name, in us-east-1", True, after="domain"),
    Question("alarm_email", "Email address for alarms (Enter: none)"),
)


def missing(settings: Mapping[str, Any]) -> list[Question]:
    """The required settings that are missing."""
    return [
        question
        for question in QUESTIONS
        if question.is_required and question.key not in settings and question.after is None
    ]


def require(environment: str, settings: Mapping[str, Any]) -> None:
    """Checks that no required setting is missing, where there is no terminal to ask at.

    Raises:
        CommandFailed: when settings are missing; it names them all.
    """
    absent = missing(settings)
    if absent:
        lines = "\n".join(f'    {question.key} = "..."    # {question.text}' for question in absent)
        raise CommandFailed(
            f"Missing for {environment}: {', '.join(question.key for question in absent)}. "
            f"There is no terminal to ask at; set them in {FILE_NAME}:\n\n    [{environment}]\n{lines}"
        )


def ask_for_missing(settings: Mapping[str, Any], ask: Ask, suggestions: Mapping[str, str]) -> dict[str, str]:
    """Asks for missing settings. It asks for optional ones too, but only if a required one is missing.

    Args:
        settings: the settings in the file.
        ask: asks the user.
        suggestions: the answer that Enter accepts, by key.

    Returns:
        The answers by key, without those left empty.
    """
    if not missing(settings):
        return {}
    answers: dict[str, str] = {}
    for question in QUESTIONS:
        known = {**settings, **answers}
        if question.key in known or (question.after and question.after not in known):
            continue
        answer = _valid_answer(question, ask, suggestions.get(question.key, ""))
        if answer:
            answers[question.key] = answer
    return answers


def _valid_answer(question: Question, ask: Ask, suggestion: str) -> str:
    setting, text = SETTINGS[question.key], question.text
    while True:
        answer = ask(text, suggestion).strip()
        if (not answer and not question.is_required) or (answer and setting.fits(answer)):
            return answer
        text = f"It must be {setting.wanted}. {question.text}"


def write_answers(root: Path, environment: str, answers: Mapping[str, str]) -> None:
    """Adds the answers to the environment's table in the file and leaves the rest of the file unchanged.

    Raises:
        InvalidSettingsError: when the file would be invalid; it is not written then.
    """
    path = root / FILE_NAME
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    # Every JSON string is a TOML string.
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in answers.items()]
    header = f"[{environment}]"
    existing = text.splitlines()
    position = next((number for number, line in enumerate(existing) if line.split("#")[0].strip() == header), None)
    if position is None:
        existing += ([""] if existing else []) + [header, *lines]
    else:
        existing[position + 1 : position + 1] = lines
    changed = "\n".join(existing) + "\n"
    parse_environments(changed)
    path.write_text(changed, encoding="utf-8")
