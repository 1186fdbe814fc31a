"""The app as `cdk` and `./easy-crm` run it: an environment is said, nothing else is needed."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable

import pytest

from easy_crm.config import ENVIRONMENTS, EnvironmentConfig, UnknownEnvironmentError, environment_config
from tests.infra.synthesis import CANARY, EVERY_ENVIRONMENT, STACKS, Synthesized


@pytest.mark.parametrize("environment", EVERY_ENVIRONMENT)
def test_every_stack_has_the_environments_name(environment: str, app_of: Callable[[str], Synthesized]) -> None:
    manifest = json.loads((app_of(environment).outdir / "manifest.json").read_text())
    stacks = {
        name for name, artifact in manifest["artifacts"].items() if artifact["type"] == "aws:cloudformation:stack"
    }
    assert stacks == {f"easy-crm-{environment}-{stack}" for stack in STACKS}


@pytest.mark.parametrize("environment", EVERY_ENVIRONMENT)
def test_synthesis_asks_no_account_for_anything(environment: str, app_of: Callable[[str], Synthesized]) -> None:
    outdir = app_of(environment).outdir
    manifest = json.loads((outdir / "manifest.json").read_text())
    assert "missing" not in manifest
    for name, artifact in manifest["artifacts"].items():
        if artifact["type"] == "aws:cloudformation:stack":
            assert artifact["environment"] == "aws://unknown-account/unknown-region"
            assert not re.search(r"\b\d{12}\b", (outdir / f"{name}.template.json").read_text())


def test_stacks_depend_one_way(prod: Synthesized) -> None:
    needs = {
        stack: {other for other in STACKS if f"easy-crm-prod-{other}" in artifact["dependencies"]}
        for stack, artifact in prod.artifacts().items()
    }
    assert needs == {
        "storage": set(),
        "processing": {"storage"},
        "api": {"storage"},
        "frontend": {"storage", "api"},
        "monitoring": {"storage"},
    }


@pytest.mark.parametrize(
    ("stack", "outputs"),
    [
        (
            "storage",
            {
                "UserPoolId",
                "UserPoolClientId",
                "LeadsTableName",
                "ImportsTableName",
                "MappingsTableName",
                "ChangesTableName",
                "UploadsBucketName",
                "WorkBucketName",
                "IntakeQueueUrl",
                "IntakeDeadLettersUrl",
                "BatchQueueUrl",
                "BatchDeadLettersUrl",
                "ExportQueueUrl",
                "ExportDeadLettersUrl",
                "IndexQueueUrl",
                "IndexDeadLettersUrl",
                "DeepSeekSecretId",
            },
        ),
        ("api", {"ApiUrl", "ApiId"}),
        ("frontend", {"SiteUrl", "DistributionId", "SiteBucketName"}),
    ],
)
def test_what_the_command_line_reads_is_put_out(stack: str, outputs: set[str], prod: Synthesized) -> None:
    assert outputs <= set(prod.system.templates[stack]["Outputs"])


def test_everything_is_tagged_with_its_environment(prod: Synthesized) -> None:
    for _, table in prod.system.resources("AWS::DynamoDB::Table"):
        tags = {tag["Key"]: tag["Value"] for tag in table["Tags"]}
        assert tags == {"application": "easy-crm", "environment": "prod"}


def test_a_key_in_the_environment_stays_out_of_templates_and_assets(prod: Synthesized) -> None:
    files = [path for path in prod.outdir.rglob("*") if path.is_file() and path.suffix in (".json", ".py", ".js")]
    assert files
    assert not [path for path in files if CANARY in path.read_text()]


@pytest.mark.parametrize("name", [None, "", "production", "LOCAL"])
def test_an_unknown_environment_is_refused_with_the_known_ones(name: str | None) -> None:
    with pytest.raises(UnknownEnvironmentError, match="-c env=local, -c env=dev, -c env=staging, -c env=prod"):
        environment_config(name)


def test_only_local_has_an_emulator_and_loses_its_state() -> None:
    configs = {name: environment_config(name) for name in ENVIRONMENTS}
    assert {name for name, config in configs.items() if config.is_local} == {"local"}
    assert {name for name, config in configs.items() if not config.retains_state} == {"local"}
    assert configs["local"].emulator and configs["local"].emulator.endpoint == "http://127.0.0.1:8321"


def test_a_configuration_does_not_change() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        environment_config("prod").name = "dev"  # type: ignore[misc]


def test_names_carry_the_environment() -> None:
    config = EnvironmentConfig(name="dev")
    assert config.stack_name("api") == "easy-crm-dev-api"
    assert config.function_name("lead_api") == "easy-crm-lead_api-dev"
