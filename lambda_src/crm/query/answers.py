"""Exports as the API shows them."""

from __future__ import annotations

from pydantic import Field

from crm.api.answers import Answer
from crm.api.messages import Messages
from crm.query.exports import ExportStatus


class StartedExport(Answer):
    """An export that is being written."""

    export_id: str


class Export(Answer):
    """How far an export is."""

    status: ExportStatus
    url: str | None = Field(description="Where the file can be fetched for 15 minutes; null until it is ready.")
    rows: int = Field(description="Rows that have been written; once it is ready, all of the file.")
    total: int | None = Field(description="Rows that the file will have; null until they are counted.")
    reason: str | None = Field(description="Why it has failed, in a sentence; null for another one.")
    reason_messages: Messages
