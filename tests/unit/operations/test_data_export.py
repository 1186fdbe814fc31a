"""All leads as a file on this machine."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from easy_crm.operations.data_export import export_leads
from tests.crm_in_memory import CrmInMemory
from tests.unit.operations.deployed_in_memory import deployment


def test_the_file_has_all_leads_and_imports_again_without_a_change(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    crm = CrmInMemory(monkeypatch)
    crm.import_file(b"Email,Name,City\nana@example.com,Ana Lima,Porto\nbo@example.com,Bo Ek,Lund\n")
    outputs = {"LeadsTableName": crm.aws.leads_table}
    path = tmp_path / "leads.csv"

    assert export_leads(deployment({}, outputs=outputs, dynamodb=crm.aws.dynamodb), path) == 2

    assert "Porto" in path.read_text("utf-8-sig")
    assert crm.import_file(path.read_bytes())["totals"]["unchanged"] == 2


def test_nobody_else_may_read_the_file_and_none_is_overwritten(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    crm = CrmInMemory(monkeypatch)
    outputs = {"LeadsTableName": crm.aws.leads_table}
    system = deployment({}, outputs=outputs, dynamodb=crm.aws.dynamodb)
    path = tmp_path / "leads.csv"
    export_leads(system, path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(FileExistsError):
        export_leads(system, path)
