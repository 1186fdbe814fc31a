"""An import: one uploaded file on its way into the CRM (promise 1)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, NamedTuple

from crm.aws.items import from_item
from crm.imports.bulk_change import BulkChange
from crm.imports.ledger import LedgerRow
from crm.imports.set_values import NOTHING_SET, SetValues
from crm.outcomes import Counts, Outcome, Policy, Rule, UndoResult
from crm.sentences import from_json

_COUNTERS = tuple((outcome, outcome.value) for outcome in Outcome)
"""Outcomes and the attributes that count them."""
CHANGED_VALUES, EMPTIED_VALUES = "changedValues", "emptiedValues"
"""The attribute that counts the values of leads that an import has changed."""
MENDED = "mendedRounds"
"""The attribute that holds the numbers of the counted rounds of mending, and 0."""
DOUBTFUL = "doubtfulRows"
"""The attribute that counts the rows that are in a lead, but not with all that they say, or not in its field."""
SENT = "sentBatches"
"""The attribute that counts the batches whose messages were sent, or are about to be."""
OPEN = "open"
"""The attribute that only imports have that have not ended: the key of the index `Open`."""

AT_ONCE = 8
"""Batches of one import that are under way at once, waiting ones included: more than an account's usual workers, and
so few that the batches of other imports come soon."""


class ImportStatus(StrEnum):
    """The state of an import. The last four are final and never change again."""

    ANNOUNCED = "announced"
    """The file has not been seen: it is on its way, or its upload was interrupted."""
    WAITING = "waiting"
    """The file is there, and no splitter has begun to read it."""
    READING = "reading"
    REVIEW = "review"
    """Read and mapped; waits for a person to confirm the mapping."""
    IMPORTING = "importing"
    CANCELLING = "cancelling"
    """No new batch starts; workers close those that are under way."""
    COMPLETED = "completed"
    COMPLETED_WITH_ERRORS = "completed_with_errors"
    FAILED = "failed"
    CANCELLED = "cancelled"


FINAL = frozenset(
    {ImportStatus.COMPLETED, ImportStatus.COMPLETED_WITH_ERRORS, ImportStatus.FAILED, ImportStatus.CANCELLED}
)


class UndoStatus(StrEnum):
    """The state of an import's undo."""

    UNDOING = "undoing"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class Undo:
    """The undo of an import that has ended.

    Args:
        requested_at: ISO 8601.
        requested_by: id of the user.
        requested_by_email: the user's address.
        counts: leads per result so far.
        done_batches: as `Import.done_batches`.
        sent_batches: as `Import.sent_batches`.
        total_batches: batches that are to be taken back.
    """

    status: UndoStatus
    requested_at: str
    requested_by: str
    requested_by_email: str
    counts: Mapping[UndoResult, int]
    done_batches: frozenset[int]
    sent_batches: int
    total_batches: int

    @property
    def missing_batches(self) -> list[int]:
        """Numbers of the batches that are under way."""
        return [number for number in range(1, self.sent_batches + 1) if number not in self.done_batches]


class ValueCounts(NamedTuple):
    """What is counted of rows beside their outcomes.

    Args:
        changed: values of leads that they have changed.
        emptied: how many of them the leads have no more.
        doubtful: rows that are in a lead, but not with all that they say, or not in its field.
    """

    changed: int = 0
    emptied: int = 0
    doubtful: int = 0

    @classmethod
    def of(cls, rows: Sequence[LedgerRow]) -> ValueCounts:
        return cls(
            sum(row.changed for row in rows), sum(row.emptied for row in rows), sum(row.is_doubtful for row in rows)
        )

    def minus(self, other: ValueCounts) -> ValueCounts:
        return ValueCounts(*(now - before for now, before in zip(self, other, strict=True)))


NO_VALUES = ValueCounts()


class UploadedFile(NamedTuple):
    """A file that was uploaded.

    Args:
        import_id: for which it was.
        version: S3's id of the upload, "" where none is known.
    """

    import_id: str
    version: str


class Remap(NamedTuple):
    """What an import says anew under another mapping, instead of a file.

    Args:
        earlier: ids of the imports that have said it before, the first of all at the beginning.
        edition: see `crm.statements.statement.Place`.
        by, at: who has announced the first of all, and when, ISO 8601.
        mended: what was mended of these imports, each by the import's id and its own, in their order.
    """

    earlier: tuple[str, ...]
    edition: int
    by: str
    at: str
    mended: tuple[tuple[str, str], ...] = ()

    def mends_of(self, import_id: str) -> list[str]:
        """The ids of what was mended of one of these imports."""
        return [mend_id for one, mend_id in self.mended if one == import_id]


class MendRound(NamedTuple):
    """Rows of an import that a person has mended after it, in one go.

    Args:
        edition: of what they say, see `crm.statements.statement.Place`.
        mend_id: of `crm.imports.mend.Mend`.
    """

    edition: int
    mend_id: str


@dataclass(frozen=True, slots=True)
class Import:
    """One item of the imports table.

    Args:
        sequence: the import's number; a newer import has a greater one.
        counts: rows per outcome so far.
        total_rows: rows of the file, None until it is read.
        total_batches: None until the file is read.
        done_batches: numbers of the counted batches; 0 stands for the splitter's own part, the skipped rows.
        sent_batches: batches that workers handle, are handling or have handled: 1 to this number. The write that
            counts a batch also raises it.
        closed_as: what the rows of all other batches became, when the import was ended before they began.
        closed_because: the reason of these rows.
        dispatched: whether the messages of its first batches have been sent.
        upload_version: S3's id of the upload that is its file; None until one has arrived.
        upload_of: the file that it reads, where another import has read it before; None for most.
        header_rows: the number of the row that holds the header, 0 for none, by index of the sheets for which a person
            has chosen it.
        retry_of: the import whose rejected rows it tries again, instead of a file; None for most.
        same_as: the import that had the same file before; None where none had it.
        importing_since: when it began to import rows, ISO 8601.
        remap: the rows that it says anew; None for most.
        remapped_by: the import that says its rows anew, or has begun to; None for most.
        mends: rounds in which rows of it were mended after it had ended.
        mended: numbers of those that are counted, from 1; and 0.
        draft: id of what was decided in its review so far; None while nothing was.
        change: what it does to the leads that a query finds, instead of a file; None for all but bulk changes.
        reason: why it failed, as a sentence for its owner.
        extract_free_text: whether the model may read texts that hold several values at once.
        rules: what it does to single fields or paths, whatever its policy.
        set_values: what every row says.
        changed_values: values of leads that its counted batches have changed.
        emptied_values: how many of them the leads have no more.
        doubtful_rows: rows that are in a lead, but not with all that they say, or not in its field.
        worker_notes: sentences that workers added to the report, in no order.
    """

    import_id: str
    sequence: int
    status: ImportStatus
    owner_id: str
    owner_email: str
    file_name: str
    size: int
    policy: Policy
    region: str | None
    review: bool
    created_at: str
    updated_at: str
    finished_at: str | None = None
    upload_version: str | None = None
    upload_of: UploadedFile | None = None
    header_rows: Mapping[int, int] = field(default_factory=dict)
    retry_of: str | None = None
    same_as: str | None = None
    importing_since: str | None = None
    remap: Remap | None = None
    remapped_by: str | None = None
    mends: tuple[MendRound, ...] = ()
    mended: frozenset[int] = frozenset({0})
    draft: str | None = None
    change: BulkChange | None = None
    reason: str | None = None
    total_rows: int | None = None
    total_batches: int | None = None
    sent_batches: int = 0
    closed_as: Outcome | None = None
    closed_because: str | None = None
    dispatched: bool = False
    counts: Counts = field(default_factory=dict)
    done_batches: frozenset[int] = frozenset()
    undo: Undo | None = None
    extract_free_text: bool = False
    worker_notes: frozenset[str] = frozenset()
    rules: Mapping[str, Rule] = field(default_factory=dict)
    set_values: SetValues = NOTHING_SET
    changed_values: int = 0
    emptied_values: int = 0
    doubtful_rows: int = 0

    @property
    def file(self) -> UploadedFile:
        """The file that it reads."""
        return self.upload_of or UploadedFile(self.import_id, self.upload_version or "")

    @property
    def noun(self) -> str:
        """What it is, in sentences for people."""
        return "import" if self.change is None else "bulk change"

    @property
    def said_by(self) -> tuple[str, str, str]:
        """The id of the import that its rows come from, who has announced that one, and when."""
        if self.remap is None:
            return self.import_id, self.owner_email, self.created_at
        return self.remap.earlier[0], self.remap.by, self.remap.at

    def said_before(self, rounds: int | None = None) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
        """What has said its rows, for one that says them anew: as `Remap` has it in `earlier` and `mended`.

        Args:
            rounds: of mending that count, None for all.
        """
        earlier, mended = (self.remap.earlier, self.remap.mended) if self.remap else ((), ())
        own = ((self.import_id, one.mend_id) for one in self.mends[:rounds])
        return (*earlier, self.import_id), (*mended, *own)

    def in_round(self, number: int) -> Import:
        """As the one that says mended rows anew.

        Args:
            number: of the round, from 1.
        """
        earlier, mended = self.said_before(number - 1)
        _, by, at = self.said_by
        return replace(self, remap=Remap(earlier, self.mends[number - 1].edition, by, at, mended))

    @property
    def is_mending(self) -> bool:
        """Whether a round of mending is under way."""
        return len(self.mended) <= len(self.mends)

    @property
    def editions(self) -> frozenset[int]:
        """Of all that it says, mended rows included."""
        return frozenset({self.edition, *(one.edition for one in self.mends)})

    @property
    def edition(self) -> int:
        """Of its statements, see `crm.statements.statement.Place`."""
        return self.remap.edition if self.remap else 0

    @property
    def has_said_nothing(self) -> bool:
        """Whether it has ended, and no row of it counts: none was begun, or all are taken back."""
        is_undone = self.undo is not None and self.undo.status is UndoStatus.UNDONE
        return self.is_final and (is_undone or not self.sent_batches)

    @property
    def is_final(self) -> bool:
        return self.status in FINAL

    @property
    def rows_done(self) -> int:
        return sum(self.counts.values())

    @property
    def last_batch(self) -> int | None:
        """Number of the last batch that workers handle; None until the file is read."""
        return self.total_batches if self.closed_as is None else self.sent_batches

    @property
    def missing_batches(self) -> list[int]:
        """Numbers of the batches that are under way: sent, and not counted yet."""
        return [number for number in range(1, self.sent_batches + 1) if number not in self.done_batches]

    @property
    def rows_left(self) -> int:
        """Rows without an outcome."""
        return (self.total_rows or 0) - self.rows_done

    @property
    def progress(self) -> int:
        """0 to 100; 100 only in a final state."""
        if self.is_final:
            return 100
        if not self.total_rows:
            return 0
        return min(99, 100 * self.rows_done // self.total_rows)

    @classmethod
    def from_item(cls, item: Mapping[str, Any]) -> Import:
        values = from_item(item)
        return cls(
            import_id=values["importId"],
            sequence=values["sequence"],
            status=ImportStatus(values["status"]),
            owner_id=values["ownerId"],
            owner_email=values["ownerEmail"],
            file_name=values["fileName"],
            size=values["size"],
            policy=Policy(values["policy"]),
            region=values.get("region"),
            review=values.get("review", False),
            created_at=values["createdAt"],
            updated_at=values["updatedAt"],
            finished_at=values.get("finishedAt"),
            upload_version=values.get("uploadVersion"),
            upload_of=UploadedFile(*values["uploadOf"]) if "uploadOf" in values else None,
            header_rows={int(index): row for index, row in values["headerRows"].items()},
            retry_of=values.get("retryOf"),
            same_as=values.get("sameAs"),
            importing_since=values.get("importingSince"),
            remap=_remap(values["remap"]) if "remap" in values else None,
            remapped_by=values.get("remappedBy"),
            mends=tuple(MendRound(*one) for one in json.loads(values["mends"])),
            mended=frozenset(values[MENDED]),
            draft=values.get("draft"),
            change=BulkChange.from_json(json.loads(values["change"])) if "change" in values else None,
            reason=from_json(json.loads(values["failure"])) if "failure" in values else values.get("reason"),
            total_rows=values.get("totalRows"),
            total_batches=values.get("totalBatches"),
            sent_batches=values.get(SENT, 0),
            closed_as=Outcome(values["closedAs"]) if "closedAs" in values else None,
            closed_because=values.get("closedBecause"),
            dispatched=values.get("dispatched", False),
            counts={outcome: values.get(counter, 0) for outcome, counter in _COUNTERS},
            done_batches=frozenset(values.get("doneBatches", ())),
            undo=_undo(values),
            extract_free_text=values.get("extractFreeText", False),
            worker_notes=frozenset(from_json(json.loads(note)) for note in values.get("workerNotes", ())),
            rules={name: Rule(rule) for name, rule in values["rules"].items()},
            set_values=SetValues.from_json(values["set"]),
            changed_values=values[CHANGED_VALUES],
            emptied_values=values[EMPTIED_VALUES],
            doubtful_rows=values[DOUBTFUL],
        )


def _remap(said: str) -> Remap:
    earlier, edition, by, at, mended = json.loads(said)
    return Remap(tuple(earlier), edition, by, at, tuple((import_id, mend_id) for import_id, mend_id in mended))


def undo_counter(result: UndoResult) -> str:
    """The attribute that counts the leads with this result of an undo."""
    return f"undo{result.value.capitalize()}"


def _undo(values: Mapping[str, Any]) -> Undo | None:
    if "undoStatus" not in values:
        return None
    return Undo(
        status=UndoStatus(values["undoStatus"]),
        requested_at=values["undoRequestedAt"],
        requested_by=values["undoRequestedBy"],
        requested_by_email=values["undoRequestedByEmail"],
        counts={result: values.get(undo_counter(result), 0) for result in UndoResult},
        done_batches=frozenset(values["undoBatches"]),
        sent_batches=values["undoSent"],
        total_batches=values["undoTotal"],
    )
