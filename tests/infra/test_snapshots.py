"""A change of a template shows in review as a change of its snapshot: `pytest tests/infra --snapshot-update`."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from tests.infra.dashboards import dashboard_widgets, title
from tests.infra.synthesis import STACKS, Synthesized

# Hashes of bundles, and the names of versions that hold such a hash, say nothing about the infrastructure and differ
# between machines.
_HASH = re.compile(r"\b[0-9a-f]{64}\b|(?<=CurrentVersion)[0-9A-F]{8}[0-9a-f]{32}\b")


class TemplateSnapshot(SingleFileSnapshotExtension):
    """One JSON file per stack."""

    file_extension = "json"
    _write_mode = WriteMode.TEXT

    def serialize(self, data: Any, **_: Any) -> str:
        return json.dumps(data, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


@pytest.mark.parametrize("stack", STACKS)
def test_template_is_as_reviewed(stack: str, prod: Synthesized, snapshot: SnapshotAssertion) -> None:
    template = json.loads(_HASH.sub("HASH", json.dumps(prod.system.templates[stack])))
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::CloudWatch::Dashboard":
            # What is drawn counts, not how: `test_monitoring.py` looks at the metrics.
            widgets = dashboard_widgets(resource["Properties"]["DashboardBody"])
            resource["Properties"]["DashboardBody"] = [title(widget) for widget in widgets]
    assert template == snapshot(extension_class=TemplateSnapshot)
