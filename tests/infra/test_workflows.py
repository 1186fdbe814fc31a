"""GitHub's workflows run only what is pinned, may do only what they need, and call commands that exist."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]
from typer.testing import CliRunner

from easy_crm.cli.main import app
from easy_crm.config import ENVIRONMENTS

FOLDER = Path(__file__).resolve().parents[2] / ".github" / "workflows"
WORKFLOWS = sorted(FOLDER.glob("*.yml"))

WITH_CREDENTIALS = [path.stem for path in WORKFLOWS if "configure-aws-credentials" in path.read_text()]
INSTALLS = re.compile(r"\b(pipx?|uvx?|npm|npx|yarn|pnpm|apt(-get)?|brew|curl|wget|poetry)\b(?!_)")
"""Commands that fetch something; ./easy-crm fetches what there are locks for."""

# Beyond reading the sources.
PERMISSIONS = {
    "test": {},
    "diff": {"id-token": "write", "pull-requests": "write"},
    "deploy": {"id-token": "write"},
}


def _parsed(path: Path) -> dict[Any, Any]:
    parsed: dict[Any, Any] = yaml.safe_load(path.read_text())
    return parsed


def _jobs(path: Path) -> Iterator[dict[str, Any]]:
    yield from _parsed(path)["jobs"].values()


def _steps(path: Path) -> Iterator[dict[str, Any]]:
    for job in _jobs(path):
        yield from job["steps"]


def test_there_is_one_to_test_one_to_compare_and_one_to_deploy() -> None:
    assert [path.stem for path in WORKFLOWS] == ["deploy", "diff", "test"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_actions_are_pinned_by_commit_with_their_version_beside(path: Path) -> None:
    used = re.findall(r"uses: (.*)", path.read_text())
    assert len(used) == len([step for step in _steps(path) if "uses" in step]) > 0
    for action in used:
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action)


def test_an_action_is_the_same_commit_everywhere() -> None:
    pins: dict[str, set[str]] = {}
    for path in WORKFLOWS:
        for action, pin in re.findall(r"uses: (\S+)@(.*)", path.read_text()):
            pins.setdefault(action, set()).add(pin)
    assert all(len(versions) == 1 for versions in pins.values()), pins


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_permissions_are_the_least(path: Path) -> None:
    assert _parsed(path)["permissions"] == {"contents": "read"}
    for job in _jobs(path):
        assert job.get("permissions", {"contents": "read"}) == {"contents": "read", **PERMISSIONS[path.stem]}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_the_checkout_leaves_no_credentials_and_jobs_end(path: Path) -> None:
    for step in _steps(path):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False
    assert all(job["timeout-minutes"] <= 60 for job in _jobs(path))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_scripts_get_values_as_variables_and_never_as_text(path: Path) -> None:
    """A value that GitHub writes into a script would run as part of it."""
    assert [step["run"] for step in _steps(path) if "${{" in step.get("run", "")] == []


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_nobody_holds_a_key_of_aws(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"aws-access-key-id|aws-secret|AWS_ACCESS_KEY_ID|AWS_SECRET", text)
    assert set(re.findall(r"secrets\.(\w+)", text)) <= {"DEEPSEEK_API_KEY"}


def test_a_deployment_waits_for_the_reviewers_of_its_environment() -> None:
    workflow = _parsed(FOLDER / "deploy.yml")
    (job,) = workflow["jobs"].values()
    assert job["environment"] == "${{ inputs.environment }}"
    # YAML reads the key `on` as true.
    choice = workflow[True]["workflow_dispatch"]["inputs"]["environment"]
    assert (choice["type"], choice["options"]) == ("choice", [name for name in ENVIRONMENTS if name != "local"])


def test_forks_get_no_credentials() -> None:
    (job,) = _jobs(FOLDER / "diff.yml")
    assert "head.repo.full_name == github.repository" in job["if"]


def test_a_pull_request_reads_templates_and_nothing_else() -> None:
    """Its code runs with the role."""
    policy = json.loads((FOLDER.parent / "aws" / "review-role-policy.json").read_text())
    allowed = {
        (action, re.sub(r"^arn:aws:\w+:\*:ACCOUNT:", "", statement["Resource"]))
        for statement in policy["Statement"]
        for action in ([statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"])
    }
    assert allowed == {
        ("cloudformation:DescribeStacks", "stack/easy-crm-*/*"),
        ("cloudformation:DescribeStacks", "stack/CDKToolkit/*"),
        ("cloudformation:GetTemplate", "stack/easy-crm-*/*"),
        ("cloudformation:ListStackResources", "stack/easy-crm-*/*"),
        ("ssm:GetParameter", "parameter/cdk-bootstrap/*/version"),
    }
    (compare,) = (command for command in _commands() if command[0] == "diff")
    assert compare[compare.index("--method") + 1] == "template"


def _around_credentials(path: Path) -> tuple[str, str]:
    """What runs before a workflow has credentials, and after."""
    steps = list(_steps(path))
    (place,) = (place for place, step in enumerate(steps) if "configure-aws-credentials" in step.get("uses", ""))
    before, after = ("\n".join(step.get("run", "") for step in some) for some in (steps[:place], steps[place:]))
    return before, after


@pytest.mark.parametrize("name", WITH_CREDENTIALS)
def test_everything_is_installed_before_there_are_credentials(name: str) -> None:
    before, after = _around_credentials(FOLDER / f"{name}.yml")
    # It sets up Python, Node, the CDK command line and the layers.
    assert "./easy-crm synth" in before
    assert not INSTALLS.search(after)


@pytest.mark.parametrize("name", WITH_CREDENTIALS)
def test_with_credentials_neither_pip_nor_npm_reaches_a_registry(name: str) -> None:
    before, _ = _around_credentials(FOLDER / f"{name}.yml")
    last = before.splitlines()[-1]
    assert {*re.findall(r"(\w+=\w+)", last)} == {"PIP_NO_INDEX=1", "npm_config_offline=true"}
    assert last.endswith('>> "$GITHUB_ENV"')


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_nothing_is_installed_that_is_not_named_by_its_hash(path: Path) -> None:
    workflow = _parsed(path)
    # The variables also tell ./easy-crm to install from its locks (`easy_crm/local/machine.py`).
    assert workflow["env"] == {"PIP_REQUIRE_HASHES": "1", "PIP_ONLY_BINARY": ":all:"}
    scripts = [step.get("run", "") for step in _steps(path)]
    assert [script for script in scripts if INSTALLS.search(script)] == []
    overridden = [one for one in (*_jobs(path), *_steps(path)) if any("PIP_" in name for name in one.get("env", {}))]
    assert overridden == []


def _commands() -> list[list[str]]:
    """Each call of `./easy-crm` in a workflow."""
    found = []
    for path in WORKFLOWS:
        for step in _steps(path):
            for line in re.findall(r"\./easy-crm ([^|\n]*)", step.get("run", "")):
                found.append(shlex.split(line.partition(" 2>")[0]))
    return found


def test_the_commands_exist_with_their_options() -> None:
    commands = _commands()
    assert {command[0] for command in commands} == {"test", "synth", "diff", "deploy", "validate", "smoke"}
    for name, *arguments in commands:
        shown = CliRunner().invoke(app, [name, "--help"], terminal_width=200)
        assert shown.exit_code == 0, name
        options = {argument for argument in arguments if argument.startswith("--")} - {"--no-color", "--method"}
        assert not [option for option in options if option not in shown.stdout], name
