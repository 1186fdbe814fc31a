"""checkov finds nothing that is not explained, with all options on and off.

It takes 290 MB of packages in an environment of its own, so it runs where EASY_CRM_CHECKOV is set: in the project's
workflow, and before a release.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from easy_crm.local import machine
from tests.infra.synthesis import STACKS, Synthesized

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not os.environ.get("EASY_CRM_CHECKOV"),
        reason="checkov was not asked for: EASY_CRM_CHECKOV=1 installs it (290 MB) and runs it",
    ),
    pytest.mark.timeout(900),
]

_OPTION = "an option of the environment (customer_keys); without it AWS holds the key for the account"
_FUNCTIONS = r"Function|CustomCDKBucketDeployment"
# Check: what it is about, and why it is right so.
EVERYWHERE = {
    "CKV_AWS_111": ("CustomCDKBucketDeployment", "CDK's own function may invalidate any distribution"),
    "CKV_AWS_115": (_FUNCTIONS, "a new account has ten executions in all: reserving some would leave too few"),
    "CKV_AWS_116": (_FUNCTIONS, "callers wait, or deliver again and hand over to a dead-letter queue"),
    "CKV_AWS_117": (_FUNCTIONS, "a network of our own would protect nothing: all state is reached by AWS's endpoints"),
    "CKV_AWS_120": ("DeploymentStage", "answers differ by user and change with each import"),
    "CKV_AWS_173": (_FUNCTIONS, "the variables are names of resources; Lambda encrypts them with AWS's key"),
    "CKV_AWS_18": ("AccessLogs", "buckets of logs are not logged themselves"),
    "CKV_AWS_21": ("AccessLogs", "logs are written once"),
    "CKV_AWS_59": ("healthGET", "it says that the API is up and nothing else"),
    "CKV_AWS_68": ("SiteDistribution", "the page is static; the web ACL stands before the API (web_firewall)"),
    "CKV_AWS_73": ("DeploymentStage", "the functions behind it write no traces; the access log has the latency"),
}
WITHOUT_OPTIONS = {
    "CKV_AWS_119": (r"Leads|Imports|Mappings", _OPTION),
    "CKV_AWS_149": ("DeepSeekKey", _OPTION),
    "CKV_AWS_158": (r"Log[0-9A-F]{8}$", _OPTION),
    "CKV_AWS_174": ("SiteDistribution", "CloudFront's own certificate; a domain of one's own wants TLS 1.2"),
    "CKV_AWS_27": (r"Queue|DeadLetters", _OPTION),
}


def _findings(app: Synthesized, folder: Path) -> list[tuple[str, str]]:
    """(check, resource) of everything that checkov minds."""
    folder.mkdir()
    for stack in STACKS:
        shutil.copy(app.outdir / f"easy-crm-prod-{stack}.template.json", folder)
    options = ["--framework", "cloudformation", "--compact", "--quiet", "--skip-download", "-o", "json"]
    checked = subprocess.run(
        [machine.ensure_checkov(), "-m", "checkov.main", "-d", str(folder), *options],
        capture_output=True,
        text=True,
        check=False,
    )
    report: dict[str, Any] = json.loads(checked.stdout)
    assert report["summary"]["passed"] > 100, checked.stderr
    assert report["summary"]["parsing_errors"] == 0
    return [(found["check_id"], found["resource"]) for found in report["results"]["failed_checks"]]


@pytest.mark.parametrize("options", ["off", "on"])
def test_nothing_is_unexplained_and_no_explanation_is_left_over(
    options: str, prod: Synthesized, app_with_everything: Callable[[str], Synthesized], tmp_path: Path
) -> None:
    app = prod if options == "off" else app_with_everything("prod")
    explained = {**EVERYWHERE, **(WITHOUT_OPTIONS if options == "off" else {})}

    found = _findings(app, tmp_path / "templates")

    assert [
        (check, resource)
        for check, resource in found
        if check not in explained or not re.search(explained[check][0], resource)
    ] == []
    assert {check for check, _ in found} == set(explained)
