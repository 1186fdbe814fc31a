"""Bulk changes in memory: asked for, carried out and looked at through the API."""

from __future__ import annotations

from typing import Any

from crm.handlers import import_api, lead_api, lead_exporter
from crm.statements.folding import LeadState

from tests.crm_in_memory import CrmInMemory
from tests.factories import texts_of

ADA, ALAN = ("Ada", "Lovelace", "ada@initech.example"), ("Alan", "Turing", "alan@globex.example")
WON = {"action": "edit", "values": {"status": "Won"}}


def started(crm: CrmInMemory, change: dict[str, Any], **body: Any) -> str:
    """Starts a bulk change whose leads are not looked for yet; returns its id."""
    status, answer = crm.call(import_api.handler, "POST", "/jobs", {"change": change, **body})
    assert status == 202, answer
    return str(answer["jobId"])


def found(crm: CrmInMemory) -> None:
    assert crm.deliver(crm.aws.export_queue_url, lead_exporter.handler, 5)


def job(crm: CrmInMemory, job_id: str) -> dict[str, Any]:
    status, answer = crm.call(import_api.handler, "GET", f"/jobs/{job_id}")
    assert status == 200, answer
    return dict(answer)


def changed(crm: CrmInMemory, change: dict[str, Any], **body: Any) -> dict[str, Any]:
    """Carries out a bulk change; returns it as the API shows it."""
    job_id = started(crm, change, **body)
    found(crm)
    crm.run()
    return job(crm, job_id)


def taken_back(crm: CrmInMemory, job_id: str) -> dict[str, Any]:
    status, answer = crm.call(import_api.handler, "POST", f"/jobs/{job_id}/undo")
    assert status == 202, answer
    crm.run()
    return dict(job(crm, job_id)["undo"])


def leads(crm: CrmInMemory) -> dict[str, dict[str, str]]:
    """Texts by path of each lead that is there, by first name."""
    return {texts["firstName"]: texts for texts in map(texts_of, crm.leads())}


def states(crm: CrmInMemory) -> dict[str, LeadState | None]:
    return {lead.lead_id: lead.standing.state for lead in crm.leads()}


def outcomes(crm: CrmInMemory, job_id: str) -> list[tuple[str, str | None]]:
    status, answer = crm.call(import_api.handler, "GET", f"/jobs/{job_id}/leads")
    assert status == 200, answer
    return sorted((one["outcome"], one["reason"]) for one in answer["leads"])


def deleted(crm: CrmInMemory) -> list[str]:
    """Ids of the leads of the bin."""
    there = {lead.lead_id for lead in crm.leads()}
    return [item["leadId"]["S"] for item in crm.table() if "lead" in item and item["leadId"]["S"] not in there]


def preview(crm: CrmInMemory, change: dict[str, Any], **body: Any) -> Any:
    return crm.call(lead_api.handler, "POST", "/jobs/preview", {"change": change, **body})


def lead_id_of(crm: CrmInMemory, name: str) -> str:
    return next(lead.lead_id for lead in crm.leads() if texts_of(lead)["firstName"] == name)
