"""Exports as the API shows them."""

from __future__ import annotations

from pydantic import Field

from crm.api.answers import Answer
from crm.query.exports import ExportStatus


class StartedExport(Answer):
    """An export that is being written."""

    export_id: str


class Export(Answer):
    """How far an export is."""

    status: ExportStatus
    url: str | None = Field(description="Where the file can be fetched for 15 minutes; null until it is ready.")
    rows: int | None = Field(description="Leads in the file; null until it is ready.")
