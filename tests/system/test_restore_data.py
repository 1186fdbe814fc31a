"""The steps of docs/restore.md, run from the first to the last line."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest

from easy_crm import paths
from easy_crm.operations.account import ENDPOINT
from tests.system.deployed import Client, Deployed
from tests.system.files import HEADER, csv_file, people


def steps(import_id: str) -> list[str]:
    """The document's Python, with this deployment and this import instead of the examples, and less patience."""
    text = (paths.ROOT / "docs" / "restore.md").read_text(encoding="utf-8")
    now = datetime.now(UTC).isoformat()
    for written, here in (
        ('connect("prod", "work")', 'connect("local")'),
        ("datetime(2026, 11, 24, 10, 0, tzinfo=UTC)", f'datetime.fromisoformat("{now}")'),
        ('"Delay": 20', '"Delay": 1'),
        ("IMPORT_ID", import_id),
    ):
        assert written in text
        text = text.replace(written, here)
    return re.findall(r"```python\n(.*?)```", text, flags=re.DOTALL)


def test_a_deleted_lead_and_a_deleted_file_come_back(
    deployed: Deployed, member: Client, domain: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(ENDPOINT, deployed.process.endpoint)
    import_id = member.import_file("kept.csv", csv_file(HEADER, people(3, domain)))["importId"]
    (deleted, *_) = member.leads(**{"filter[email]": domain})
    bucket, key = deployed.outputs["UploadsBucketName"], f"uploads/{import_id}/file"
    content = deployed.aws("s3").get_object(Bucket=bucket, Key=key)["Body"].read()
    recovery = deployed.aws("dynamodb").update_continuous_backups
    # The templates switch it on; the emulator does not apply that.
    recovery(
        TableName=deployed.outputs["LeadsTableName"],
        PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True},
    )
    names: dict[str, Any] = {}
    restore, compare, put_back, tidy_up, versions, copy = steps(import_id)

    exec(restore, names)  # noqa: S102 - the document's own steps
    try:
        member.call("DELETE", f"/leads/{deleted['leadId']}").raise_for_status()
        assert len(member.leads(**{"filter[email]": domain})) == 2
        exec(compare, names)  # noqa: S102
        assert "1 of them missing" in capsys.readouterr().out
        exec(put_back, names)  # noqa: S102
    finally:
        exec(tidy_up, names)  # noqa: S102
        recovery(
            TableName=deployed.outputs["LeadsTableName"],
            PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": False},
        )

    assert deleted in member.leads(**{"filter[email]": domain})

    deployed.aws("s3").delete_object(Bucket=bucket, Key=key)
    exec(versions, names)  # noqa: S102
    assert f"{len(content)} bytes" in capsys.readouterr().out
    exec(copy, names)  # noqa: S102
    assert deployed.aws("s3").get_object(Bucket=bucket, Key=key)["Body"].read() == content
    assert member.get(f"/imports/{import_id}")["totals"]["created"] == 3
