"""Stacks hold on to what they refer to in others: nothing goes, or is replaced, from under them unnoticed."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable
from pathlib import Path

import aws_cdk as cdk
import pytest

from easy_crm.api_stack import ApiStack
from easy_crm.config import environment_config
from easy_crm.storage_stack import StorageStack
from easy_crm.templates import System
from tests.infra.synthesis import (
    EVERY_ENVIRONMENT,
    EVERYTHING,
    PROJECT,
    Synthesized,
    ready_bundler,
    small_source,
)

FLAGS = json.loads((PROJECT / "cdk.json").read_text())["context"]


def _imports(system: System) -> set[str]:
    return set(re.findall(r'"Fn::ImportValue": "([^"]+)"', json.dumps(system.templates)))


def _exports(system: System) -> set[str]:
    return {
        output["Export"]["Name"]
        for template in system.templates.values()
        for output in template.get("Outputs", {}).values()
        if "Export" in output
    }


@pytest.mark.parametrize("environment", EVERY_ENVIRONMENT)
def test_every_reference_to_another_stack_holds_what_it_refers_to(
    environment: str, app_of: Callable[[str], Synthesized]
) -> None:
    """A weak one is not resolved again while its stack is unchanged: CloudFront would ask an API that is gone."""
    system = app_of(environment).system
    assert "Fn::GetStackOutput" not in json.dumps(system.templates)
    assert _imports(system)
    assert _imports(system) <= _exports(system)


@pytest.mark.slow
def test_what_is_exported_does_not_depend_on_who_refers_to_it(
    app_with_everything: Callable[[str], Synthesized], tmp_path: Path
) -> None:
    """A release that drops the last reference could not be deployed: the export that goes with it is still in use."""
    config = dataclasses.replace(environment_config("prod"), **EVERYTHING)
    alone = cdk.App(outdir=str(tmp_path / "cdk.out"), context=FLAGS)
    storage = StorageStack(alone, config.stack_name("storage"), config=config)
    bundler = ready_bundler(config.target, source=small_source(tmp_path / "source"), folder=tmp_path)
    ApiStack(alone, config.stack_name("api"), config=config, storage=storage, bundler=bundler)
    folder = Path(alone.synth().directory)
    templates = {
        name: json.loads((folder / f"{config.stack_name(name)}.template.json").read_text())
        for name in ("storage", "api")
    }
    assert _imports(app_with_everything("prod").system) <= _exports(System("prod", templates))
