"""Imports the rejected rows of an import again, as an import of its own.

The first import's final state never changes. The rows keep their sheets and their numbers, so that the second ledger
names them as the spreadsheet does, and the number of equal rows before them, so that they are known as the same rows.
Millions of rows take minutes, so the splitter cuts them from the first import's batches, as it cuts a file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from crm.concurrency import parallel_map
from crm.errors import Conflict
from crm.imports.batches import Batch
from crm.imports.intake import IntakeQueue
from crm.imports.ledgers import Ledgers
from crm.imports.mended_plan import mended_plan
from crm.imports.model import Import
from crm.imports.plan import ImportPlan
from crm.imports.repository import ImportStore, NewImport
from crm.imports.work_files import MissingWorkFileError, WorkFiles
from crm.outcomes import Outcome
from crm.sentences import FAILURES, Sentence

_FILES_AT_ONCE = 16
"""Working files that are read or written in parallel; each is a request of some milliseconds."""

NOTHING_LEFT = FAILURES["nothingToRetry"]


def start_retry(record: Import, new: NewImport, imports: ImportStore, files: WorkFiles, intake: IntakeQueue) -> Import:
    """Creates the import of the rows that the given import rejected, and has the splitter cut them.

    Args:
        record: an import that has ended.
        new: the import to create.

    Raises:
        Conflict: if the import has not ended, or rejected no row, or its files have expired; or if it says the rows of
            another one anew.
    """
    if record.remap is not None:
        raise Conflict("nothing_to_retry", "These rows keep what the import has said of them at first.")
    if not record.is_final:
        raise Conflict("import_running", "This import has not ended, so it is not known yet which rows are rejected.")
    if not record.counts.get(Outcome.REJECTED) or files.find_plan(record.import_id) is None:
        raise Conflict("nothing_to_retry", "This import has no rejected rows that could be tried again.")
    created = imports.create(replace(new, retry_of=record.import_id))
    # No file is awaited.
    started = imports.start_reading(new.import_id) or created
    intake.send(new.import_id)
    return started


def cut_again(record: Import, retried: Import, files: WorkFiles) -> ImportPlan | None:
    """Writes the batches and the plan of an import that tries rejected rows again.

    Args:
        record: the new import.
        retried: the one that rejected them.

    Returns:
        The plan; None if no rejected row still has its cells.

    Raises:
        MissingWorkFileError: if the first import's plan has expired.
    """
    plan = mended_plan(files, retried.import_id, [one.mend_id for one in retried.mends])
    sheets: list[int] = []
    sizes: list[int] = []
    rows_of: Counter[int] = Counter()
    for group in _rejected_batches(Ledgers(retried, files, partial(files.plan, retried.import_id))):
        batches = [replace(one, import_id=record.import_id, number=n) for n, one in enumerate(group, len(sizes) + 1)]
        parallel_map(files.write_batch, batches, _FILES_AT_ONCE)
        for batch in batches:
            sheets.append(batch.sheet)
            sizes.append(len(batch.rows))
            rows_of[batch.sheet] += len(batch.rows)
    if not sizes:
        return None
    return files.write_plan(
        replace(
            plan,
            import_id=record.import_id,
            sheets=tuple(replace(sheet, data_rows=rows_of[sheet.index]) for sheet in plan.sheets),
            batch_sheets=tuple(sheets),
            batch_sizes=tuple(sizes),
            notes=(*plan.notes, Sentence("onlyRejected", count=sum(sizes))),
        )
    )


def _rejected_batches(ledgers: Ledgers) -> Iterator[list[Batch]]:
    """The batches reduced to their rejected rows, a few at a time; leaves out those without any or without a file."""

    def rejected(number: int) -> Batch | None:
        numbers = {row.row for row in ledgers.of(number) if row.outcome is Outcome.REJECTED}
        if not numbers:
            return None
        try:
            batch = ledgers.files.batch(ledgers.record.import_id, number)
        except MissingWorkFileError:
            # Its rows were rejected because the file is gone, so there is nothing to retry.
            return None
        return replace(batch, rows=tuple(row for row in batch.rows if row.number in numbers))

    last = ledgers.record.total_batches or 0
    for first in range(1, last + 1, _FILES_AT_ONCE):
        found = parallel_map(rejected, range(first, min(first + _FILES_AT_ONCE, last + 1)), _FILES_AT_ONCE)
        yield [batch for batch in found if batch is not None and batch.rows]
