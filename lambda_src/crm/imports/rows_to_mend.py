"""The rows of an import that a person can mend, as the API shows them, and the body that mends them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from crm.api.answers import Answer
from crm.api.messages import MessageAnswer, Messages
from crm.fields import MAX_EXTRA
from crm.imports.answers import Number
from crm.imports.batches import BatchRow
from crm.imports.draft_body import Column
from crm.imports.file_rows import PAGE_CHARACTERS, shown_row
from crm.imports.ledger import LedgerRow
from crm.imports.ledgers import Ledgers
from crm.imports.mend import Mend, MendedRow
from crm.imports.mending import mended
from crm.imports.plan import ImportPlan
from crm.imports.report import page_of
from crm.imports.sheet_pages import shown_text
from crm.imports.work_files import MissingWorkFileError
from crm.outcomes import Outcome

PAGE_ROWS = 50
"""Rows of one answer."""
MAX_ROWS = 500
"""Rows of one request: each may be in a batch of its own, which is read before the gateway's 29 s are over."""


class RowToMend(Answer):
    """A row that was rejected, or of which a value did not fit its field."""

    batch: int = Field(ge=0, description="Which part of the file holds it: to be sent back with what is mended.")
    sheet: Number
    sheet_name: str
    row: Number = Field(description="Its number in the sheet; 0 when the row itself is lost.")
    outcome: Outcome
    reason: str | None
    reason_messages: Messages
    lead_id: str | None
    columns: list[int] = Field(description="0-based columns whose cells do not fit the fields that they go to.")
    cells: list[str] = Field(description="As they were mended last, by column; empty when the row itself is lost.")
    shortened: list[int] = Field(description="0-based columns of which only the beginning is shown.")


class MendRefusal(Answer):
    """Why the rows of an import cannot be mended."""

    code: str = Field(description="As POST /imports/{importId}/mend refuses it.")
    message: str = Field(description="A sentence for the user.")


class RowsToMend(Answer):
    """One page of the rows of an import that can be mended, in the order of the file."""

    rows: list[RowToMend]
    cursor: str | None = Field(description="Where the next page starts; null on the last one.")
    mends: int = Field(ge=0, description="How often rows of it were mended: to be sent back with what is mended.")
    refusal: MendRefusal | None = Field(description="Null when they can be mended.")


class WantedRow(BaseModel):
    """A row that is mended."""

    model_config = ConfigDict(extra="forbid")

    batch: int = Field(ge=1)
    row: int = Field(ge=1)
    cells: dict[Column, Annotated[str, Field(max_length=MAX_EXTRA)]] = Field(
        {},
        max_length=1_000,
        description="Texts in place of the file's, by 0-based column; none to try it again.",
    )
    isDropped: bool = Field(False, description="Leaves the row out.")  # noqa: N815 - the API's names


class WantedMend(BaseModel):
    """Rows that are mended and imported as part of their import."""

    model_config = ConfigDict(extra="forbid")

    mends: int = Field(ge=0, description="How often rows of it were mended before, as far as is known.")
    rows: list[WantedRow] = Field(min_length=1, max_length=MAX_ROWS)

    def as_mend(self, mend_id: str, by: str, at: str) -> Mend:
        rows = (MendedRow(one.batch, one.row, one.cells, one.isDropped) for one in self.rows)
        return Mend(mend_id, by, at, tuple(rows))


def rows_to_mend(ledgers: Ledgers, plan: ImportPlan, cursor: str | None, refusal: MendRefusal | None) -> RowsToMend:
    """One page of the rows that need mending; only the batches that hold some are read.

    Args:
        plan: with what was mended so far.
        cursor: the one that the previous page returned.
        refusal: why they cannot be mended.
    """
    found, following = page_of(
        lambda number: [(number, row) for row in ledgers.of(number)],
        ledgers.record.total_batches or 0,
        lambda one: one[1].needs_mending,
        PAGE_ROWS,
        cursor,
        lambda one: len((one[1].reason or "").encode()),
    )
    cells = {number: _cells(ledgers, plan, number) for number in {number for number, _ in found}}
    left = PAGE_CHARACTERS
    rows: list[RowToMend] = []
    for number, row in found:
        shown = _shown(plan, number, row, cells[number].get(row.row), left)
        left -= sum(map(len, shown.cells))
        rows.append(shown)
    return RowsToMend(rows=rows, cursor=following, mends=len(ledgers.record.mends), refusal=refusal)


def _cells(ledgers: Ledgers, plan: ImportPlan, number: int) -> Mapping[int, BatchRow]:
    try:
        batch = ledgers.files.batch(ledgers.record.import_id, number)
    except MissingWorkFileError:
        # The batch was closed because its file is gone.
        return {}
    return {row.number: row for row in mended(batch, plan.sheet(batch.sheet).mends)[0].rows}


def _shown(plan: ImportPlan, number: int, row: LedgerRow, cells: BatchRow | None, left: int) -> RowToMend:
    shown = shown_row(cells, left) if cells else None
    return RowToMend(
        batch=number,
        sheet=row.sheet,
        sheet_name=shown_text(plan.sheet(row.sheet).name),
        row=row.row,
        outcome=row.outcome,
        reason=row.reason,
        reason_messages=[*map(MessageAnswer.of, row.messages)],
        lead_id=row.lead_id,
        columns=list(row.misfits or ()),
        cells=shown.cells if shown else [],
        shortened=shown.shortened if shown else [],
    )
