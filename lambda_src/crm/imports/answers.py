"""Imports, their rows and their undo as the API shows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Annotated, Self

from pydantic import Field

from crm.api.answers import Answer, Time
from crm.api.messages import MessageAnswer, Messages, messages_in
from crm.imports import ledger, model
from crm.imports.ledger import LedgerRow
from crm.imports.model import ImportStatus, UndoStatus
from crm.imports.plan import ImportPlan
from crm.imports.set_values import SetValues
from crm.imports.sheet_pages import ImportSheet, sheet_page, shown_text
from crm.imports.uploads import UploadForm
from crm.leads.answers import Lead, leads_of
from crm.outcomes import Outcome, Policy, Rule, UndoResult
from crm.sentences import Sentence
from crm.statements import lead as stored
from crm.users import User

NOTES_BYTES = 100_000
"""Of the sentences that an answer has. A function's response may not exceed 6 MB."""

Number = Annotated[int, Field(ge=0)]


class Upload(Answer):
    """A form that puts the file into S3, as it is to be posted within an hour."""

    url: str
    fields: dict[str, str] = Field(description="The form's fields, to stand before the file.")
    max_bytes: int = Field(ge=1, description="S3 refuses a larger file.")

    @classmethod
    def of(cls, form: UploadForm) -> Upload:
        return cls(url=form.url, fields=dict(form.fields), max_bytes=form.max_bytes)


class AnnouncedImport(Answer):
    """An import whose file is awaited."""

    import_id: str
    upload: Upload


class ImportOwner(Answer):
    """The person who started an import."""

    id: str
    email: str


class ImportTotals(Answer):
    """Rows of the file, and how many of them had each outcome so far."""

    rows: Number
    created: Number
    updated: Number
    unchanged: Number
    superseded: Number
    rejected: Number
    skipped: Number
    cancelled: Number

    @classmethod
    def of(cls, record: model.Import) -> ImportTotals:
        counts = {outcome.value: record.counts.get(outcome, 0) for outcome in Outcome}
        return cls(rows=record.total_rows or 0, **counts)


class ValuesForAll(Answer):
    """What every row of an import says, whatever its cells say."""

    tags: list[str]
    status: str | None
    owner: str | None

    @classmethod
    def of(cls, values: SetValues) -> ValuesForAll:
        return cls(tags=list(values.tags), status=values.status, owner=values.owner)


class BatchProgress(Answer):
    """Batches of a job, and how many of them are done."""

    total: Number
    done: Number


class ImportUndo(Answer):
    """The undo of an import, and how many leads had each result so far."""

    status: UndoStatus
    batches: BatchProgress
    restored: Number
    removed: Number
    kept: Number
    gone: Number

    @classmethod
    def of(cls, undo: model.Undo) -> ImportUndo:
        counts = {result.value: undo.counts.get(result, 0) for result in UndoResult}
        return cls(status=undo.status, batches=_progress(undo.total_batches, undo.done_batches), **counts)


class SameFile(Answer):
    """An import that has brought the same file into leads before."""

    import_id: str
    created_at: Time
    owner: ImportOwner
    totals: ImportTotals

    @classmethod
    def of(cls, record: model.Import) -> SameFile:
        return cls(
            import_id=record.import_id,
            created_at=record.created_at,
            owner=ImportOwner(id=record.owner_id, email=record.owner_email),
            totals=ImportTotals.of(record),
        )


class Import(Answer):
    """An import with its totals and progress."""

    import_id: str
    file_name: str
    size: int = Field(ge=0, description="Bytes.")
    status: ImportStatus
    reason: str | None = Field(description="Why it failed.")
    reason_messages: Messages
    created_at: Time
    updated_at: Time
    finished_at: Time | None
    owner: ImportOwner
    can_control: bool = Field(description="Whether the person who asks may correct, cancel, end or undo it.")
    policy: Policy
    rules: dict[str, Rule] = Field(description="What it does to single fields, whatever its policy.")
    set: ValuesForAll
    region: str | None = Field(description="ISO 3166 code for phones without a prefix.")
    review: bool = Field(description="Whether it waits for a person to confirm the mapping.")
    extract_free_text: bool = Field(description="Whether DeepSeek may read texts that hold several values at once.")
    totals: ImportTotals
    changed_values: int = Field(ge=0, description="Values of leads that the rows so far have changed.")
    emptied_values: int = Field(ge=0, description="How many of them the leads have no more.")
    doubtful_rows: int = Field(
        ge=0, description="Rows that are in a lead, but not with all that they say, or not in its field."
    )
    progress: int = Field(ge=0, le=100, description="Per cent; 100 only once the import has ended.")
    eta_seconds: int | None = Field(description="What the rest takes at the pace so far; null while none is known.")
    batches: BatchProgress
    sheet_count: int = Field(ge=0, description="Sheets of the file; 0 in lists, and until the file is read.")
    sheets: list[ImportSheet] = Field(
        description="The first ones, as the first page of GET /imports/{importId}/sheets has them. Empty in lists, and "
        "until the file is read."
    )
    sheets_cursor: str | None = Field(description="Where the page after them starts; null when these are all.")
    notes: list[str] = Field(description="Sentences for the report. Empty in lists, and until the file is read.")
    note_messages: list[MessageAnswer | None] = Field(
        description="Each of them, for other languages; null for one that has no code."
    )
    undo: ImportUndo | None
    mends: int = Field(ge=0, description="How often rows of it were mended after it had ended.")
    is_mending: bool = Field(description="Whether mended rows of it are being imported: ask again.")
    draft_id: str | None = Field(description="Of what was decided in its review so far.")
    same_file: SameFile | None = Field(description="The last import of the same file before it. Null in lists.")
    remap_of: str | None = Field(description="The first import of the rows that it says anew under another mapping.")
    remapped_by: str | None = Field(
        description="The import that says its rows anew, or has done so; that one may have been taken back since."
    )

    @classmethod
    def of(
        cls,
        record: model.Import,
        plan: ImportPlan | None,
        user: User,
        now: datetime,
        earlier: model.Import | None = None,
    ) -> Import:
        """The answer for an import.

        Args:
            plan: None in lists, and until the file is read.
            user: who asks; decides `canControl`.
            earlier: the last import of the same file; None in lists.
        """
        page = sheet_page(plan.sheets) if plan else None
        notes = _notes(plan, record) if plan else []
        return cls(
            import_id=record.import_id,
            file_name=record.file_name,
            size=record.size,
            status=record.status,
            reason=record.reason,
            reason_messages=messages_in([record.reason]),
            created_at=record.created_at,
            updated_at=record.updated_at,
            finished_at=record.finished_at,
            owner=ImportOwner(id=record.owner_id, email=record.owner_email),
            can_control=user.may_control(record.owner_id),
            policy=record.policy,
            rules=dict(record.rules),
            set=ValuesForAll.of(record.set_values),
            region=record.region,
            review=record.review,
            extract_free_text=record.extract_free_text,
            totals=ImportTotals.of(record),
            changed_values=record.changed_values,
            emptied_values=record.emptied_values,
            doubtful_rows=record.doubtful_rows,
            progress=record.progress,
            eta_seconds=eta_seconds(record, now),
            batches=_progress(record.total_batches or 0, record.done_batches),
            sheet_count=len(plan.sheets) if plan else 0,
            sheets=page.sheets if page else [],
            sheets_cursor=page.cursor if page else None,
            notes=notes,
            note_messages=[*map(MessageAnswer.of_sentence, notes)],
            undo=ImportUndo.of(record.undo) if record.undo else None,
            mends=len(record.mends),
            is_mending=record.is_mending,
            draft_id=record.draft,
            same_file=SameFile.of(earlier) if earlier else None,
            remap_of=record.remap.earlier[0] if record.remap else None,
            remapped_by=record.remapped_by,
        )


PACE_SECONDS = 5
"""No pace is told from less: the first batches take their time to begin."""


def eta_seconds(record: model.Import, now: datetime) -> int | None:
    """Seconds that the rest takes at the pace since rows are imported, None while no pace is known."""
    if record.status is not ImportStatus.IMPORTING or not record.total_rows or not record.importing_since:
        return None
    handled = record.rows_done - record.counts.get(Outcome.SKIPPED, 0)
    left = record.total_rows - record.rows_done
    elapsed = (now - datetime.fromisoformat(record.importing_since)).total_seconds()
    return round(elapsed * left / handled) if handled > 0 and elapsed >= PACE_SECONDS else None


def _notes(plan: ImportPlan, record: model.Import) -> list[str]:
    """The sentences for the report, which thousands of sheets may have some each of."""
    notes = [*plan.notes, *sorted(record.worker_notes)]
    left = NOTES_BYTES
    for place, note in enumerate(notes):
        left -= len(note.encode())
        if left < 0:
            return [*notes[:place], Sentence("moreNotes", count=len(notes) - place)]
    return notes


def _progress(total: int, done: frozenset[int]) -> BatchProgress:
    """Number 0 is the splitter's own part, which is no batch."""
    return BatchProgress(total=total, done=len(done - {0}))


class ImportPage(Answer):
    """One page of the imports, newest first."""

    imports: list[Import]
    cursor: str | None = Field(description="Where the next page starts; null on the last one.")


class ImportRow(Answer):
    """What became of one row of an import."""

    sheet: int = Field(ge=0, description="Index of the sheet.")
    sheet_name: str
    row: int = Field(ge=0, description="The row's number in the sheet; 0 when the row itself is lost.")
    outcome: Outcome
    reason: str | None = Field(description="Why it has this outcome, and what of it was cut or left out.")
    reason_messages: Messages
    lead_id: str | None = Field(description="The lead that the row became, changed or matched.")
    changed: int = Field(ge=0, description="Values of the lead that the row has changed.")

    @classmethod
    def of(cls, row: LedgerRow, sheet_name: str) -> ImportRow:
        return cls(
            sheet=row.sheet,
            sheet_name=shown_text(sheet_name),
            row=row.row,
            outcome=row.outcome,
            reason=row.reason,
            reason_messages=[*map(MessageAnswer.of, row.messages)],
            lead_id=row.lead_id,
            changed=row.changed,
        )


class ImportRowPage(Answer):
    """One page of an import's rows, in the order of the file."""

    rows: list[ImportRow]
    cursor: str | None = Field(description="Where the next page starts; null on the last one.")


class UndoneLead(Answer):
    """A lead and what an undo did to it."""

    lead_id: str
    result: UndoResult
    kept: list[str] = Field(
        description="Paths that the import named and that have a value all the same, since someone has said it later."
    )
    lead: Lead | None = Field(description="Null when it is not there any more.")


class UndoneLeadPage(Answer):
    """One page of the leads that an undo met."""

    leads: list[UndoneLead]
    cursor: str | None = Field(description="Where the next page starts; null on the last one.")

    @classmethod
    def of(cls, found: Iterable[ledger.UndoneLead], leads: Mapping[str, stored.Lead], cursor: str | None) -> Self:
        """The answer for a page.

        Args:
            leads: by id, as they are now; one that is gone is missing.
        """
        shown = {lead.lead_id: lead for lead in leads_of(leads.values())}
        undone = [
            UndoneLead(lead_id=one.lead_id, result=one.result, kept=list(one.kept), lead=shown.get(one.lead_id))
            for one in found
        ]
        return cls(leads=undone, cursor=cursor)
