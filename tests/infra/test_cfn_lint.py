"""cfn-lint, AWS's own check of templates, finds nothing that is not explained, with all options on and off."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.infra.synthesis import STACKS, Synthesized

EXPLAINED = {
    "W3005": "CDK lets each function wait for its role by name too; it changes nothing.",
}


def _findings(*apps: Synthesized) -> dict[str, list[str]]:
    """What each rule says, with the resource."""
    templates = [app.outdir / f"easy-crm-prod-{stack}.template.json" for app in apps for stack in STACKS]
    checked = subprocess.run(
        [Path(sys.executable).with_name("cfn-lint"), "--format", "json", *templates],
        capture_output=True,
        text=True,
        check=False,
    )
    found: dict[str, list[str]] = {}
    for finding in json.loads(checked.stdout):
        found.setdefault(finding["Rule"]["Id"], []).append(f"{finding['Message']} {finding['Location']['Path']}")
    return found


@pytest.mark.slow
def test_nothing_is_unexplained_and_no_explanation_is_left_over(
    prod: Synthesized, app_with_everything: Callable[[str], Synthesized]
) -> None:
    found = _findings(prod, app_with_everything("prod"))
    assert {rule: said for rule, said in found.items() if rule not in EXPLAINED} == {}
    assert set(found) == set(EXPLAINED)
