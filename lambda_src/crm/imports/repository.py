"""The states of an import: each change of one is a single conditional write."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from crm.clock import now_iso
from crm.compact_json import compact_json
from crm.imports.bulk_change import BulkChange
from crm.imports.completion import CANCELLED, Completed, Completion, complete_batch
from crm.imports.import_table import ImportTable, Kind
from crm.imports.mend_counting import ALL_COUNTED, count_mended
from crm.imports.model import (
    AT_ONCE,
    CHANGED_VALUES,
    DOUBTFUL,
    EMPTIED_VALUES,
    FINAL,
    MENDED,
    NO_VALUES,
    OPEN,
    SENT,
    Import,
    ImportStatus,
    MendRound,
    Remap,
    UndoStatus,
    UploadedFile,
    ValueCounts,
)
from crm.imports.same_file import import_before
from crm.imports.sequence import next_sequence
from crm.imports.set_values import NOTHING_SET, SetValues
from crm.imports.undo_counting import count_undone
from crm.outcomes import Counts, Outcome, Policy, Rule, UndoResult
from crm.sentences import as_json
from crm.users import User

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


READ_AGAIN = "The file was read again with another header row."
_UNREAD = "attribute_not_exists(totalBatches)"
_UNBEGUN = (ImportStatus.ANNOUNCED, ImportStatus.WAITING)


@dataclass(frozen=True, slots=True)
class NewImport:
    """What is known about an import when its upload is announced.

    Args:
        upload_of, header_rows: see `Import`.
        retry_of: the import whose rejected rows it tries again, instead of a file.
        remap: the rows that it says anew, instead of a file.
        sequence: the number of the import that has said them; None for a number of its own.
        draft: id of a draft that is stored; what was decided before it is read.
        change: what it does to the leads that a query finds, instead of a file.
    """

    import_id: str
    owner_id: str
    owner_email: str
    file_name: str
    size: int
    policy: Policy
    region: str | None
    review: bool
    extract_free_text: bool = False
    rules: Mapping[str, Rule] = field(default_factory=dict)
    set_values: SetValues = NOTHING_SET
    upload_of: UploadedFile | None = None
    header_rows: Mapping[int, int] = field(default_factory=dict)
    retry_of: str | None = None
    remap: Remap | None = None
    sequence: int | None = None
    draft: str | None = None
    change: BulkChange | None = None

    @property
    def kind(self) -> Kind:
        """In which list it is."""
        if self.remap is not None:
            return Kind.REMAP
        return Kind.IMPORT if self.change is None else Kind.BULK_CHANGE

    @classmethod
    def again(cls, record: Import, import_id: str) -> NewImport:
        """A new import with the owner and the options of one that there is."""
        return cls(
            import_id=import_id,
            owner_id=record.owner_id,
            owner_email=record.owner_email,
            file_name=record.file_name,
            size=record.size,
            policy=record.policy,
            region=record.region,
            review=record.review,
            extract_free_text=record.extract_free_text,
            rules=record.rules,
            set_values=record.set_values,
        )


class ImportObserver(Protocol):
    """Learns of each counted batch and each ended import, once."""

    def counted(self, counts: Counts) -> None: ...

    def ended(self, record: Import) -> None: ...


class ImportStore(ImportTable):
    """Reads imports and changes their state.

    Args:
        client: DynamoDB, patient (`crm.aws.patient`).
        table: name of the imports table.
        observer: called after the write that counted a batch or ended an import.
    """

    def __init__(self, client: DynamoDBClient, table: str, observer: ImportObserver | None = None) -> None:
        super().__init__(client, table)
        self._observer = observer

    def create(self, new: NewImport) -> Import:
        """Stores a new import, with the next sequence number: announced, or waiting where no upload is to come.

        Args:
            new: its id is nobody else's: where there is such an import, AWS has got this very request twice.
        """
        now = now_iso()
        is_uploaded = bool(new.upload_of or new.retry_of or new.change or new.remap)
        values: dict[str, Any] = {
            "kind": new.kind.value,
            OPEN: "import",
            "sequence": next_sequence(self._client, self._table) if new.sequence is None else new.sequence,
            "status": (ImportStatus.WAITING if is_uploaded else ImportStatus.ANNOUNCED).value,
            "ownerId": new.owner_id,
            "ownerEmail": new.owner_email,
            "fileName": new.file_name,
            "size": new.size,
            "policy": new.policy.value,
            "review": new.review,
            "extractFreeText": new.extract_free_text,
            "rules": {field: rule.value for field, rule in new.rules.items()},
            "set": new.set_values.to_json(),
            "headerRows": {str(index): row for index, row in new.header_rows.items()},
            "createdAt": now,
            "updatedAt": now,
            **{outcome.value: 0 for outcome in Outcome},
            CHANGED_VALUES: 0,
            EMPTIED_VALUES: 0,
            DOUBTFUL: 0,
            "mends": "[]",
            "mendsBegun": 0,
            MENDED: {0},
        }
        if new.region:
            values["region"] = new.region
        if new.upload_of:
            values["uploadOf"] = list(new.upload_of)
        if new.draft:
            values["draft"] = new.draft
        if new.retry_of:
            values["retryOf"] = new.retry_of
        if new.remap:
            values["remap"] = compact_json(new.remap)
        if new.change:
            values["change"] = compact_json(new.change.to_json())
        record = self._update(new.import_id, values, "attribute_not_exists(importId)", {}) or self.get(new.import_id)
        if record is None:
            raise RuntimeError(f"import {new.import_id} was stored and is gone")
        return record

    def arrived(self, import_id: str) -> Import | None:
        """Moves an import on whose file is there; None if it is not announced any more."""
        return self._move(import_id, (ImportStatus.ANNOUNCED,), {"status": ImportStatus.WAITING.value})

    def drop(self, import_id: str) -> Import | None:
        """Ends an import whose file is not to come, and takes it out of the list; None for any other."""
        values = {"status": ImportStatus.CANCELLED.value, "reason": CANCELLED, "finishedAt": now_iso()}
        return self._move(import_id, (ImportStatus.ANNOUNCED,), values | {"kind": Kind.DROPPED.value})

    def start_reading(self, import_id: str, version: str = "") -> Import | None:
        """Moves an import on to reading; returns it, also when a repeated delivery finds it in reading.

        Args:
            version: S3's id of the upload. The first one is the import's file; for any other, None is returned.
        """
        values = {"status": ImportStatus.READING.value, "uploadVersion": version}
        this_one = "(attribute_not_exists(uploadVersion) OR uploadVersion = :uploadVersion)"
        return self._move(import_id, (*_UNBEGUN, ImportStatus.READING), values, this_one)

    def planned(
        self,
        import_id: str,
        *,
        next_status: ImportStatus,
        total_rows: int,
        total_batches: int,
        skipped: int,
        same_as: str | None = None,
    ) -> Import | None:
        """Records the totals of a file that was read and cut into batches.

        Args:
            next_status: importing, or review if a person is to confirm the mapping.
            total_rows: all rows, skipped ones included.
            total_batches: batches that workers will handle, `AT_ONCE` at a time; without any the import ends here.
            skipped: rows that the splitter skipped.
            same_as: the import that had the same file before.

        Returns:
            The import after the write; None if it was no longer in reading.
        """
        values: dict[str, Any] = {
            "totalRows": total_rows,
            "totalBatches": total_batches,
            "skipped": skipped,
            "doneBatches": {0},
            SENT: 0,
        }
        next_values: dict[str, Any] = {"status": next_status.value}
        if total_batches == 0:
            next_values = {"status": ImportStatus.COMPLETED.value, "finishedAt": now_iso()}
        elif next_status is ImportStatus.IMPORTING:
            next_values |= {SENT: min(AT_ONCE, total_batches), "importingSince": now_iso()}
        if same_as:
            values["sameAs"] = same_as
        planned = self._move(import_id, (ImportStatus.READING,), values | next_values)
        if planned is None:
            # It was cancelled meanwhile: no batch begins.
            cancelled = _closed(Outcome.CANCELLED, CANCELLED, total_rows - skipped)
            planned = self._move(import_id, (ImportStatus.CANCELLING,), values | cancelled, _UNREAD)
        return planned

    def import_before(self, digest: str, import_id: str) -> str | None:
        """See `crm.imports.same_file.import_before`."""
        return import_before(self._client, self._table, digest, import_id)

    def save_draft(self, import_id: str, draft: str, based_on: str | None) -> Import | None:
        """Makes a stored draft the one of an import in review; None if it is not, or another draft has come first.

        Args:
            draft: its id.
            based_on: the id of the draft that was changed, None for the first.
        """
        return self._move(import_id, (ImportStatus.REVIEW,), {"draft": draft}, *_draft_is(based_on))

    def replace(self, record: Import, by: str) -> Import | None:
        """Ends an import that another one replaces before it begins, and takes it out of the list of imports.

        Args:
            by: the other import's id.

        Returns:
            None if it is no longer waiting or in review, or another draft has come first.
        """
        values = {"kind": Kind.REPLACED.value, "replacedBy": by}
        closed = _closed(Outcome.CANCELLED, READ_AGAIN, record.rows_left)
        unwritten = (ImportStatus.WAITING, ImportStatus.REVIEW)
        return self._move(record.import_id, unwritten, values | closed, *_draft_is(record.draft))

    def confirmed(self, record: Import) -> Import | None:
        """Moves an import from review to importing, after a person has confirmed what it is to do.

        Args:
            record: with the policy and the rules that it is to have.
        """
        values = {
            "status": ImportStatus.IMPORTING.value,
            "importingSince": now_iso(),
            SENT: min(AT_ONCE, record.total_batches or 0),
            "policy": record.policy.value,
            "rules": {field: rule.value for field, rule in record.rules.items()},
        }
        return self._move(record.import_id, (ImportStatus.REVIEW,), values, *_draft_is(record.draft))

    def dispatched(self, import_id: str) -> None:
        """Records that the messages of the first batches have been sent."""
        self._update(import_id, {"dispatched": True}, "attribute_exists(importId)", {})

    def fail(self, import_id: str, reason: str) -> Import | None:
        """Fails an import whose file was not read; None if it was read or has ended."""
        told = compact_json(as_json(reason))
        values = {"status": ImportStatus.FAILED.value, "failure": told, "finishedAt": now_iso()}
        failed = self._move(import_id, (*_UNBEGUN, ImportStatus.READING), values, _UNREAD)
        return failed or self.end_if_cancelled_unread(import_id)

    def end_if_cancelled_unread(self, import_id: str) -> Import | None:
        """Ends an import that is being cancelled and whose file is not read; None for any other."""
        values = {"status": ImportStatus.CANCELLED.value, "reason": CANCELLED, "finishedAt": now_iso()}
        return self._move(import_id, (ImportStatus.CANCELLING,), values, _UNREAD)

    def cancel(self, record: Import) -> Import | None:
        """Begins to cancel an import, however many batches wait; None if it has ended or is closed."""
        ended = {"status": ImportStatus.CANCELLED.value, "reason": CANCELLED, "finishedAt": now_iso()}
        cancelling = {"status": ImportStatus.CANCELLING.value}
        return (
            self.drop(record.import_id)
            or self._move(record.import_id, (ImportStatus.WAITING,), ended)
            or self._move(record.import_id, (ImportStatus.READING,), cancelling)
            or self.close(record, Outcome.CANCELLED, CANCELLED)
        )

    def close(self, record: Import, outcome: Outcome, because: str) -> Import | None:
        """Lets no further batch of an import begin: all rows of those that wait get this outcome when it ends.

        It ends with the last batch that is under way; when there is none, at once.

        Args:
            outcome: rejected or cancelled.
            because: the reason of these rows.

        Returns:
            The import after the write; None if its file is not read, it has ended or is closed.
        """
        if record.status is ImportStatus.REVIEW:
            return self._move(record.import_id, (ImportStatus.REVIEW,), _closed(outcome, because, record.rows_left))
        values = {"closedAs": outcome.value, "closedBecause": because}
        if outcome is Outcome.CANCELLED:
            values["status"] = ImportStatus.CANCELLING.value
        return self._move(record.import_id, (ImportStatus.IMPORTING,), values, "attribute_not_exists(closedAs)")

    def start_undo(self, record: Import, user: User, past: str | None = None) -> Import | None:
        """Begins the undo of an import.

        Args:
            past: the import that has said its rows anew and was taken back, None if none has.

        Returns:
            None if the import had not ended, an undo has begun before, rows of it are being mended, or another import
            says its rows anew.
        """
        batches = record.last_batch or 0
        values = {
            "undoStatus": UndoStatus.UNDOING.value,
            "undoRequestedAt": now_iso(),
            "undoRequestedBy": user.id,
            "undoRequestedByEmail": user.email,
            "undoBatches": {0},
            "undoSent": min(AT_ONCE, batches),
            "undoTotal": batches,
        }
        if not batches or not record.is_final:
            # Which batches there are is settled when it ends: it may have ended since with fewer.
            return None
        unclaimed, names = _not_remapped(past)
        also = f"attribute_not_exists(undoStatus) AND {ALL_COUNTED} AND {unclaimed}"
        return self._move(record.import_id, tuple(FINAL), values, also, names)

    def begin_mend(self, record: Import, mend: MendRound, past: str | None) -> Import | None:
        """Begins a round of mending.

        Args:
            past: as for `start_undo`.

        Returns:
            None if another round has begun since the import was read, or is under way; or if it did not come to its
            end, was taken back, or another import says its rows anew.
        """
        rounds = len(record.mends)
        values = {"mends": compact_json([*record.mends, mend]), "mendsBegun": rounds + 1}
        unclaimed, names = _not_remapped(past)
        is_left = "attribute_not_exists(undoStatus) AND attribute_not_exists(closedAs)"
        also = f"{is_left} AND mendsBegun = :rounds AND {ALL_COUNTED} AND {unclaimed}"
        ended = (ImportStatus.COMPLETED, ImportStatus.COMPLETED_WITH_ERRORS)
        return self._move(record.import_id, ended, values, also, {**names, ":rounds": rounds})

    def count_mended(self, import_id: str, number: int, counts: Counts, values: ValueCounts) -> bool:
        """See `crm.imports.mend_counting.count_mended`."""
        return count_mended(self._client, self._table, import_id, number, counts, values)

    def next_edition(self, import_id: str) -> int:
        """Counts up how often somebody has begun to say the rows of an import anew."""
        answer = self._client.update_item(
            TableName=self._table,
            Key={"importId": {"S": import_id}},
            UpdateExpression="ADD editions :one",
            ConditionExpression="attribute_exists(importId)",
            ExpressionAttributeValues={":one": {"N": "1"}},
            ReturnValues="UPDATED_NEW",
        )
        return int(answer["Attributes"]["editions"]["N"])

    def claim_rows(self, import_id: str, by: str, past: str | None, rounds: int) -> Import | None:
        """Lets one import alone say the rows of another one anew; repeating it changes nothing.

        Args:
            import_id: of the import that has said them.
            by: id of the one that is to say them anew.
            past: the one that has done so before and counts no more, None if none has.
            rounds: of mending that the new one knows.

        Returns:
            None if the import has been taken back, rows of it were mended since, or another one says its rows anew.
        """
        unclaimed, names = _not_remapped(past)
        is_left = "attribute_not_exists(undoStatus) AND mendsBegun = :rounds"
        also = f"{is_left} AND ({unclaimed} OR remappedBy = :remappedBy)"
        return self._move(import_id, tuple(FINAL), {"remappedBy": by}, also, {**names, ":rounds": rounds})

    def count_undone(self, import_id: str, batch: int, counts: Mapping[UndoResult, int]) -> Sequence[int]:
        """See `crm.imports.undo_counting.count_undone`."""
        return count_undone(self._client, self._table, import_id, batch, counts)

    def add_notes(self, import_id: str, notes: Iterable[str]) -> None:
        """Adds a worker's sentences to the report; a repeated sentence is kept once."""
        if sentences := {compact_json(as_json(note)) for note in notes}:
            self._client.update_item(
                TableName=self._table,
                Key={"importId": {"S": import_id}},
                UpdateExpression="ADD workerNotes :notes",
                ConditionExpression="attribute_exists(importId)",
                ExpressionAttributeValues={":notes": {"SS": sorted(sentences)}},
            )

    def complete_batch(self, known: Import, batch: int, counts: Counts, values: ValueCounts = NO_VALUES) -> Completed:
        """See `crm.imports.completion.complete_batch`."""
        done = complete_batch(self._client, self._table, known, batch, counts, values)
        if self._observer and done.completion in (Completion.COUNTED, Completion.FINISHED):
            self._observer.counted(counts)
            if done.completion is Completion.FINISHED:
                self._observer.ended(done.record)
        return done

    def _move(
        self,
        import_id: str,
        sources: tuple[ImportStatus, ...],
        values: dict[str, Any],
        also: str = "",
        also_values: Mapping[str, Any] | None = None,
    ) -> Import | None:
        """One write, on the condition that the import is in one of the given states."""
        names = {f":from{place}": status.value for place, status in enumerate(sources)}
        condition = f"#status IN ({', '.join(names)})" + (f" AND {also}" if also else "")
        values = {"updatedAt": now_iso(), **values}
        moved = self._update(import_id, values, condition, {**names, **(also_values or {})})
        if self._observer and moved and moved.is_final and "status" in values:
            self._observer.ended(moved)
        return moved


def _draft_is(draft: str | None) -> tuple[str, dict[str, Any]]:
    """The condition that an import's draft is this one, or that it has none."""
    return ("attribute_not_exists(draft)", {}) if draft is None else ("draft = :drafted", {":drafted": draft})


def _not_remapped(past: str | None) -> tuple[str, dict[str, Any]]:
    """The condition that no import says the rows of another anew, but for one that counts no more."""
    nobody = "attribute_not_exists(remappedBy)"
    return (nobody, {}) if past is None else (f"({nobody} OR remappedBy = :past)", {":past": past})


def _closed(outcome: Outcome, because: str, rows: int) -> dict[str, Any]:
    """The values of an import that ends before a batch has begun.

    Args:
        rows: those that batches hold.
    """
    status = ImportStatus.CANCELLED if outcome is Outcome.CANCELLED else ImportStatus.COMPLETED_WITH_ERRORS
    reason = {"reason": because} if outcome is Outcome.CANCELLED else {}
    return {
        "status": status.value,
        "finishedAt": now_iso(),
        "closedAs": outcome.value,
        "closedBecause": because,
        outcome.value: rows,
        **reason,
    }
