"""Reads an uploaded file: sheets, mappings, batches, messages. Cuts rows that are to be tried again or said anew, too.

Each step is idempotent: batches are cut at the same rows and written under the same names, the plan is written
once, and a batch that is sent twice counts once. If the plan exists, a repeated delivery only sends the messages
that may not have been sent.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from crm.imports.batches import BATCH_CHARACTERS, BATCH_ROWS, FREE_TEXT_BATCH_ROWS, Batch, BatchRow
from crm.imports.dispatch import dispatch
from crm.imports.fields_of_file import fields_for
from crm.imports.ledger import LedgerRow
from crm.imports.model import Import, ImportStatus, UploadedFile
from crm.imports.owners import OwnersNamed, RowReader, UserDirectory
from crm.imports.plan import ImportPlan, SheetPlan
from crm.imports.proposals import proposals_for, said_by_headers
from crm.imports.queue import BatchQueue
from crm.imports.remapping import EXPIRED, copied
from crm.imports.repository import ImportStore
from crm.imports.retry import NOTHING_LEFT, cut_again
from crm.imports.row_content import EqualRows
from crm.imports.top_rows import TopRows
from crm.imports.work_files import MissingWorkFileError, WorkFiles
from crm.mapping.decision import decide_mapping
from crm.mapping.headers.header_reading import is_header_word
from crm.mapping.headers.label_ranks import LabelRanks
from crm.mapping.headers.parties_of_rows import says_who
from crm.mapping.language_model.free_text_columns import free_text_columns
from crm.mapping.language_model.questions_of_a_file import QuestionsOfAFile
from crm.mapping.ports import MappingMemory, MappingModel
from crm.mapping.rules.value_kinds import kinds_of
from crm.outcomes import Outcome
from crm.own_fields.definition import OwnFields
from crm.own_fields.header_memory import HeaderMemory
from crm.sentences import NOTES, Sentence, of_sheet
from crm.sentences.failures import FILES
from crm.spreadsheets import Sheet, SheetHead, SpreadsheetRejected, open_spreadsheet
from crm.spreadsheets.model import BLANK_ROW
from crm.spreadsheets.rejections import rejection
from crm.standardizing.limits import MAX_READ
from crm.standardizing.remarks import remark_label
from crm.standardizing.standardizer import Standardizer

UPLOADED_AGAIN = NOTES["uploadedAgain"]


@dataclass(frozen=True, slots=True)
class Splitter:
    """Reads files and hands their rows to the workers.

    Args:
        model: answers for headers that the rules are not sure of.
        users: whom rows may name as owners.
        own_fields: as they are now.
        headers: remembers what headers say of the values below them.
    """

    imports: ImportStore
    files: WorkFiles
    queue: BatchQueue
    memory: MappingMemory
    model: MappingModel
    users: UserDirectory
    own_fields: Callable[[], OwnFields]
    headers: HeaderMemory

    def handle(self, import_id: str, fetch: Callable[[UploadedFile], Path], version: str = "") -> Import | None:
        """Reads the file of an import and sends its first batches.

        Args:
            version: S3's id of the upload. Only the first upload of an import is its file; others are told of.
            fetch: downloads a file; called only if it has to be read.

        Returns:
            The import after the last write; None if there is no such import.
        """
        record = self.imports.start_reading(import_id, version)
        if record is None:
            record = self.imports.get(import_id)
            if record and record.upload_version not in (None, version):
                self.imports.add_notes(import_id, [UPLOADED_AGAIN])
                return record
            record = self.imports.end_if_cancelled_unread(import_id) or record
            return dispatch(record, self.imports, self.queue)
        skipped: list[LedgerRow] = []
        if record.retry_of:
            plan = self._cut_again(record, record.retry_of)
            if plan is None:
                return self.imports.fail(import_id, NOTHING_LEFT)
        elif record.remap:
            try:
                plan, skipped = copied(record, record.remap, self.files)
            except MissingWorkFileError:
                return self.imports.fail(import_id, EXPIRED)
        else:
            try:
                plan, skipped = self._read(record, fetch(record.file))
            except SpreadsheetRejected as rejected:
                return self.imports.fail(import_id, rejected.sentence)
        same_as = self.imports.import_before(plan.file_digest, import_id) if plan.file_digest else None
        self.files.write_ledger(import_id, 0, skipped)
        planned = self.imports.planned(
            import_id,
            next_status=ImportStatus.REVIEW if record.review else ImportStatus.IMPORTING,
            total_rows=sum(plan.batch_sizes) + len(skipped),
            total_batches=len(plan.batch_sizes),
            skipped=len(skipped),
            same_as=same_as,
        )
        return dispatch(planned or self.imports.get(import_id), self.imports, self.queue)

    def _cut_again(self, record: Import, retry_of: str) -> ImportPlan | None:
        retried = self.imports.get(retry_of)
        return cut_again(record, retried, self.files) if retried else None

    def _read(self, record: Import, path: Path) -> tuple[ImportPlan, list[LedgerRow]]:
        cutter = _Cutter(record.import_id, self.files, record.extract_free_text)
        owners = OwnersNamed(record.set_values.owner)
        sheets: list[SheetPlan] = []
        notes: list[str] = []
        exchanges = []
        model = QuestionsOfAFile(self.model)
        own_fields = self.own_fields()
        paths_by_header = {key: field.path for field in own_fields for key in field.header_keys}
        top_rows = TopRows()
        with open_spreadsheet(
            path,
            file_name=record.file_name,
            is_header_word=is_header_word,
            kinds_of=kinds_of,
            says_who=says_who,
            header_rows=record.header_rows,
        ) as book:
            notes += book.notes
            for sheet in book.sheets():
                head = sheet.head
                mapping = None
                free_text: tuple[int, ...] = ()
                if head.skipped is None:
                    decision = decide_mapping(
                        head, memory=self.memory, model=model, region=record.region, own_fields=paths_by_header
                    )
                    mapping = decision.mapping
                    notes += [of_sheet(note, head.name) for note in decision.notes]
                    if decision.model_exchange:
                        exchanges.append(decision.model_exchange)
                    if record.extract_free_text:
                        free_text = free_text_columns(head, mapping)
                        notes.append(of_sheet(_free_text_note(head, free_text), head.name))
                labels = LabelRanks(mapping.columns if mapping else ())
                # The mapping learns the labels of each row before that row is standardized.
                mapping = mapping and replace(mapping, label_ranks=labels.found)
                standardizer = Standardizer(mapping, record.region) if mapping else None
                data_rows = cutter.cut(sheet, standardizer, (labels, owners.of(mapping)))
                sheets.append(
                    SheetPlan(
                        head.index,
                        head.name,
                        head.skipped,
                        head.header_rows,
                        data_rows,
                        mapping,
                        free_text,
                        top_rows.of(head),
                        proposals=proposals_for(head, mapping) if mapping and record.review else {},
                    )
                )
        if not cutter.sizes and all(row.reason == BLANK_ROW for row in cutter.skipped):
            raise rejection("empty", _nothing_in(sheets))
        self.headers.remember(said_by_headers(sheets))
        notes += owners.notes(sum(cutter.sizes), self.users)
        plan = ImportPlan(
            record.import_id,
            tuple(sheets),
            tuple(cutter.sheets),
            tuple(cutter.sizes),
            tuple(dict.fromkeys(notes)),
            tuple(exchanges),
            fields_for(sheets, own_fields),
            file_digest(path),
        )
        return self.files.write_plan(plan), cutter.skipped


@dataclass(slots=True)
class _Cutter:
    """Cuts a stream of rows into batches; holds one batch in memory."""

    import_id: str
    files: WorkFiles
    free_text: bool
    equal_rows: EqualRows = field(default_factory=EqualRows)
    sheets: list[int] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    skipped: list[LedgerRow] = field(default_factory=list)

    def cut(self, sheet: Sheet, standardizer: Standardizer | None, readers: Sequence[RowReader]) -> int:
        """Writes a sheet's batches; returns the number of its data rows.

        Args:
            standardizer: None for a skipped sheet.
            readers: take note of what is in the rows.
        """
        pending: list[BatchRow] = []
        total = characters = 0
        for row in sheet.rows():
            reason = row.skip or sheet.head.skipped
            if reason:
                self.skipped.append(LedgerRow(sheet.head.index, row.number, Outcome.SKIPPED, reason))
                continue
            total += 1
            for reader in readers:
                reader.read(row.cells)
            size = sum(map(len, row.cells))
            # A row that is too long is rejected unread.
            counted_by = standardizer if size <= MAX_READ else None
            equal_before = self.equal_rows.before(counted_by, row.cells) if counted_by else 0
            pending.append(BatchRow(row.number, row.cells, equal_before))
            characters += size
            most = FREE_TEXT_BATCH_ROWS if self.free_text else BATCH_ROWS
            if len(pending) == most or characters >= BATCH_CHARACTERS:
                self._write(sheet.head.index, pending)
                pending, characters = [], 0
        if pending:
            self._write(sheet.head.index, pending)
        return total

    def _write(self, sheet: int, rows: Iterable[BatchRow]) -> None:
        batch = Batch(self.import_id, len(self.sizes) + 1, sheet, tuple(rows))
        self.files.write_batch(batch)
        self.sheets.append(sheet)
        self.sizes.append(len(batch.rows))


def file_digest(path: Path) -> str:
    """Digest of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _nothing_in(sheets: Sequence[SheetPlan]) -> str:
    return FILES["headerOnly" if any(sheet.header_rows for sheet in sheets) else "emptySheets"]


def _free_text_note(head: SheetHead, columns: tuple[int, ...]) -> str:
    if not columns:
        return NOTES["noFreeText"]
    names = [head.header[column] if column < len(head.header) else "" for column in columns]
    labels = map(remark_label, names, columns)
    return Sentence("freeTextRead", columns=", ".join(labels))
