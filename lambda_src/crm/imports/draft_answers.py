"""Drafts and dry runs as the API shows them."""

from __future__ import annotations

from pydantic import Field

from crm.api.answers import Answer, Time
from crm.api.messages import MessageAnswer, Messages
from crm.imports.answers import Number
from crm.imports.draft import Draft
from crm.imports.dry_run import ChangingLead, Expected
from crm.imports.ledger import LedgerRow
from crm.imports.plan import ImportPlan
from crm.imports.told import sentences_of_cells
from crm.leads.answers import Lead
from crm.leads.history_answers import ValueChange
from crm.leads.reading import title_of
from crm.outcomes import Outcome, Policy, Rule
from crm.own_fields.definition import OwnFields
from crm.own_fields.values import StoredTexts


class SheetOfDraft(Answer):
    """What was decided of one sheet."""

    index: Number
    columns: dict[int, str] = Field(description="0-based column to where it goes.")
    left_out: bool
    dropped_rows: list[int]
    cells: dict[int, dict[int, str]] = Field(description="By row number and 0-based column.")


class ImportDraft(Answer):
    """What was decided of an import so far."""

    draft_id: str
    by: str = Field(description="Email of the person who has saved it last.")
    at: Time
    sheets: list[SheetOfDraft]
    policy: Policy | None = Field(description="Null for the one with which the import was announced.")
    rules: dict[str, Rule] | None

    @classmethod
    def of(cls, draft: Draft) -> ImportDraft:
        sheets = [
            SheetOfDraft(
                index=index,
                columns=dict(sheet.columns),
                left_out=sheet.mends.left_out,
                dropped_rows=sorted(sheet.mends.dropped),
                cells={row: dict(texts) for row, texts in sheet.mends.cells.items()},
            )
            for index, sheet in draft.sheets.items()
        ]
        rules = None if draft.rules is None else dict(draft.rules)
        return cls(draft_id=draft.draft_id, by=draft.by, at=draft.at, sheets=sheets, policy=draft.policy, rules=rules)


class ExpectedTotals(Answer):
    """Rows that were looked at, by what would become of them."""

    created: Number
    updated: Number
    unchanged: Number
    superseded: Number
    rejected: Number
    skipped: Number


class ChangingLeadAnswer(Answer):
    """A lead that is there and would change."""

    lead_id: str
    name: str = Field(description="Its name, else what else says whose it is.")
    changes: list[ValueChange]

    @classmethod
    def of(cls, one: ChangingLead) -> ChangingLeadAnswer:
        state = one.before.standing.state
        name = title_of(state) if state else ""
        return cls(
            lead_id=one.before.lead_id,
            name=name,
            changes=[ValueChange.of(change, shorten=True) for change in one.changes],
        )


class WrongCell(Answer):
    """A cell that does not fit the field that its column goes to."""

    column: Number = Field(description="0-based.")
    text: str = Field(description="The beginning of what it holds.")
    reason: str
    reason_messages: Messages


class WrongColumn(Answer):
    """A column with cells that do not fit the field that it goes to."""

    sheet: Number
    column: Number = Field(description="0-based.")
    count: Number = Field(description="Such cells of the rows that were looked at.")


class ProblemRow(Answer):
    """A row that would be rejected, or of which something would be cut or left out."""

    sheet: Number
    sheet_name: str
    row: Number
    outcome: Outcome
    reason: str | None
    reason_messages: Messages
    wrong_cells: list[WrongCell] = Field(description="By column; none where the row as a whole is the problem.")

    @classmethod
    def of(cls, row: LedgerRow, plan: ImportPlan) -> ProblemRow:
        name = plan.sheet(row.sheet).name
        cells = [
            WrongCell(
                column=column,
                text=str(sentence.message.values["text"]),
                reason=sentence,
                reason_messages=[MessageAnswer.of(sentence.message)],
            )
            for column, sentence in sentences_of_cells(row).items()
        ]
        return cls(
            sheet=row.sheet,
            sheet_name=name,
            row=row.row,
            outcome=row.outcome,
            reason=row.reason,
            reason_messages=[*map(MessageAnswer.of, row.messages)],
            wrong_cells=cells,
        )


class DryRunAnswer(Answer):
    """What an import would do to the leads that there are now; nothing is written."""

    draft_id: str | None = Field(description="Of the draft that was tried; null where nothing was decided yet.")
    rows: Number = Field(description="Rows that were looked at: the first ones of the file.")
    total_rows: Number = Field(description="Rows of the file that batches hold.")
    is_whole: bool = Field(description="Whether all of them were looked at.")
    is_going_on: bool = Field(description="Whether more of them are being looked at: ask again.")
    totals: ExpectedTotals
    changed_values: Number = Field(description="Values of leads that would differ.")
    emptied_values: Number = Field(description="How many of them the leads would have no more.")
    typed_values: Number = Field(description="How many of the changed values somebody has typed by hand.")
    new_leads: list[Lead] = Field(description="The first of the leads that it would make, as they would be stored.")
    changing_leads: list[ChangingLeadAnswer] = Field(description="The first of the leads that it would change.")
    changing_count: Number = Field(description="How many leads it would change.")
    going_count: Number = Field(
        description="How many leads would be there no more, where the mapping of an import is changed afterwards."
    )
    problems: list[ProblemRow] = Field(description="The first of them.")
    problem_count: Number
    wrong_columns: list[WrongColumn] = Field(description="Columns with cells that do not fit, by sheet and column.")

    @classmethod
    def of(
        cls, found: Expected, plan: ImportPlan, draft_id: str | None, own: OwnFields, *, is_going_on: bool
    ) -> DryRunAnswer:
        """The answer for what was found so far."""
        total, stored = sum(plan.batch_sizes), StoredTexts(own)
        counts = {outcome.value: found.rows.counts[outcome] for outcome in Outcome if outcome is not Outcome.CANCELLED}
        return cls(
            draft_id=draft_id,
            rows=found.rows.number,
            total_rows=total,
            is_whole=found.rows.number == total,
            is_going_on=is_going_on,
            totals=ExpectedTotals(**counts),
            changed_values=found.rows.changed_values,
            emptied_values=found.rows.emptied_values,
            typed_values=found.typed_values,
            new_leads=[Lead.of(lead, stored, shorten=True) for lead in found.new],
            changing_leads=[ChangingLeadAnswer.of(one) for one in found.changing],
            changing_count=found.changing_leads,
            going_count=found.going,
            problems=[ProblemRow.of(row, plan) for row in found.rows.problems],
            problem_count=found.rows.problem_rows,
            wrong_columns=[
                WrongColumn(sheet=sheet, column=column, count=count)
                for (sheet, column), count in sorted(found.rows.misfits.items())
            ],
        )
