"""cdk-nag's rules find nothing that is not explained, and no explanation is left over: with all options on and off."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest
from constructs import IConstruct

from easy_crm.config import environment_config
from easy_crm.nag import PACKS, acknowledge
from tests.infra.synthesis import EVERYTHING, build, small_frontend, small_source

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Finding:
    """One rule that one construct breaks."""

    rule: str
    path: str


@dataclass(frozen=True)
class Explanation:
    """One acknowledgment."""

    rule: str
    path: str
    reason: str

    def covers(self, finding: Finding) -> bool:
        return self.rule == finding.rule and f"{finding.path}/".startswith(f"{self.path}/")


@dataclass(frozen=True)
class Audit:
    """The findings of an app that explains nothing, and the explanations that it would have given."""

    findings: list[Finding]
    explanations: list[Explanation]


def _findings(app: cdk.App) -> Iterator[Finding]:
    for pack in PACKS:
        for violation in pack(app).validate_scope(app).violations:
            for resource in violation.violating_resources:
                yield Finding(violation.rule_name, resource.construct_path or "")


OPTIONS: dict[str, dict[str, Any]] = {"off": {}, "on": EVERYTHING}


def _synthesized(options: str, folder: Path) -> cdk.App:
    config = dataclasses.replace(environment_config("prod"), **OPTIONS[options])
    source, frontend = small_source(folder / "source"), small_frontend(folder / "frontend")
    app, _ = build(config, source=source, frontend=frontend, folder=folder)
    app.synth()
    return app


@pytest.fixture(scope="module", params=OPTIONS)
def audit(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Audit:
    explanations: list[Explanation] = []

    class Recorder:
        def __init__(self, construct: IConstruct) -> None:
            self._construct = construct

        def acknowledge(self, *rules: cdk.Acknowledgment) -> None:
            explanations.extend(Explanation(rule.id, self._construct.node.path, rule.reason) for rule in rules)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cdk.Validations, "of", Recorder)
        app = _synthesized(request.param, tmp_path_factory.mktemp("audit"))
    return Audit(list(_findings(app)), explanations)


@pytest.mark.parametrize("options", OPTIONS)
def test_nothing_is_unexplained(options: str, tmp_path: Path) -> None:
    assert list(_findings(_synthesized(options, tmp_path))) == []


def test_there_is_something_to_explain(audit: Audit) -> None:
    assert len(audit.findings) > 10


def test_every_explanation_covers_a_finding(audit: Audit) -> None:
    stale = [told for told in audit.explanations if not any(told.covers(finding) for finding in audit.findings)]
    assert stale == []


def test_every_explanation_gives_a_reason(audit: Audit) -> None:
    assert [told for told in audit.explanations if len(told.reason.split()) < 5] == []


def test_no_explanation_covers_a_whole_stack(audit: Audit) -> None:
    assert [told for told in audit.explanations if "/" not in told.path] == []


def test_an_explanation_without_a_reason_is_refused() -> None:
    stack = cdk.Stack(cdk.App(), "Stack")
    with pytest.raises(ValueError, match="without a reason"):
        acknowledge(stack, "AwsSolutions-S1", " ")
