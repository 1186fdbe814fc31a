"""The configuration reference names every setting, as the code has it."""

from __future__ import annotations

import dataclasses
import re

from easy_crm.config import EnvironmentConfig
from easy_crm.environments_file import parse_environments
from easy_crm.reference.configuration import DOCUMENT, descriptions, reference
from tests.infra.synthesis import Synthesized


def test_the_document_is_up_to_date(prod: Synthesized) -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == reference(prod.system), (
        "run: ./easy-crm synth && python -m easy_crm.reference.configuration"
    )


def test_every_field_is_described() -> None:
    assert set(descriptions()) == {field.name for field in dataclasses.fields(EnvironmentConfig)}


def test_the_example_in_the_document_is_accepted() -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    assert parse_environments(example)["prod"]["region"] == "eu-central-1"
