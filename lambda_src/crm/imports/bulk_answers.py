"""Bulk changes as the API shows them: before they are made, on their way, and what became of each lead."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated

from pydantic import Field

from crm.api.answers import Answer, Time
from crm.api.messages import Messages, messages_in
from crm.imports import model
from crm.imports.answers import ImportOwner, ImportUndo, Number, eta_seconds
from crm.imports.bulk_change import BulkAction, BulkChange
from crm.imports.bulk_preview import Previewed
from crm.imports.ledger import LedgerRow
from crm.imports.model import ImportStatus
from crm.leads.history_answers import ValueChange
from crm.outcomes import Outcome
from crm.users import User


class SetValue(Answer):
    """What a bulk change sets at one path."""

    path: str
    value: str | None = Field(description="Null where it takes the value away.")

    @classmethod
    def all_of(cls, change: BulkChange) -> list[SetValue]:
        return [cls(path=path, value=text) for path, text in change.says.items()]


class JobTotals(Answer):
    """The leads that were found, and how many of them had each outcome so far."""

    leads: Number
    changed: Number = Field(description="Edited, deleted or restored.")
    unchanged: Number = Field(description="They had all of it already.")
    superseded: Number = Field(description="Somebody has changed them since.")
    skipped: Number = Field(description="They are not there any more, or in the bin.")
    rejected: Number
    cancelled: Number

    @classmethod
    def of(cls, record: model.Import) -> JobTotals:
        counts = {outcome.value: record.counts.get(outcome, 0) for outcome in Outcome}
        changed = counts.pop(Outcome.UPDATED) + counts.pop(Outcome.CREATED)
        return cls(leads=record.total_rows or 0, changed=changed, **counts)


class Job(Answer):
    """A bulk change with its totals and progress."""

    job_id: str
    action: BulkAction
    values: list[SetValue] = Field(description="Of an edit.")
    status: ImportStatus = Field(description="While it is reading, its leads are looked for.")
    reason: str | None = Field(description="Why it failed.")
    reason_messages: Messages
    created_at: Time
    finished_at: Time | None
    owner: ImportOwner
    can_control: bool = Field(description="Whether the person who asks may cancel it or take it back.")
    totals: JobTotals
    changed_values: Number = Field(description="Values of leads that it has changed so far.")
    progress: Annotated[int, Field(ge=0, le=100, description="Per cent; 100 only once it has ended.")]
    eta_seconds: int | None = Field(description="What the rest takes at the pace so far; null while none is known.")
    undo: ImportUndo | None

    @classmethod
    def of(cls, record: model.Import, user: User, now: datetime) -> Job:
        """The answer for a bulk change.

        Args:
            user: who asks; decides `canControl`.
        """
        if record.change is None:
            raise ValueError("an import is shown as one")
        return cls(
            job_id=record.import_id,
            action=record.change.action,
            values=SetValue.all_of(record.change),
            status=record.status,
            reason=record.reason,
            reason_messages=messages_in([record.reason]),
            created_at=record.created_at,
            finished_at=record.finished_at,
            owner=ImportOwner(id=record.owner_id, email=record.owner_email),
            can_control=user.may_control(record.owner_id),
            totals=JobTotals.of(record),
            changed_values=record.changed_values,
            progress=record.progress,
            eta_seconds=eta_seconds(record, now),
            undo=ImportUndo.of(record.undo) if record.undo else None,
        )


class JobPage(Answer):
    """One page of the bulk changes, newest first."""

    jobs: list[Job]
    cursor: str | None = Field(description="Where the next page starts; null on the last one.")


class JobLead(Answer):
    """What became of one lead."""

    lead_id: str | None = Field(description="Null for one that is not there any more.")
    outcome: Outcome = Field(description="`updated` for one that was edited, deleted or restored.")
    reason: str | None
    changed: Number = Field(description="Values of the lead that differ since.")

    @classmethod
    def of(cls, row: LedgerRow) -> JobLead:
        return cls(lead_id=row.lead_id, outcome=row.outcome, reason=row.reason, changed=row.changed)


class JobLeadPage(Answer):
    """One page of the leads that a bulk change was about."""

    leads: list[JobLead]
    cursor: str | None = Field(description="Where the next page starts; null on the last one.")


class PreviewedLead(Answer):
    """A lead, and what would become of it."""

    lead_id: str
    name: str = Field(description="Its name, else its company, email or phone.")
    changes: list[ValueChange] = Field(description="None where it has all of it already; nor of a delete or restore.")


class JobPreview(Answer):
    """What a bulk change would do; nothing is written."""

    total: Number = Field(description="The leads that the query finds.")
    fresh_as_of: Time = Field(description="Every change up to this moment is counted.")
    values: list[SetValue]
    leads: list[PreviewedLead] = Field(description="The first of them.")

    @classmethod
    def of(cls, total: int, fresh_as_of: str, change: BulkChange, leads: Iterable[Previewed]) -> JobPreview:
        shown = [
            PreviewedLead(lead_id=one.lead_id, name=one.name, changes=[ValueChange.of(c) for c in one.changes])
            for one in leads
        ]
        return cls(total=total, fresh_as_of=fresh_as_of, values=SetValue.all_of(change), leads=shown)
