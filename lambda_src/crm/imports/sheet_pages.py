"""The sheets of an import as the API shows them, a page at a time: a workbook may have thousands."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import Field
from pydantic.alias_generators import to_camel

from crm.api.answers import Answer
from crm.imports.plan import SheetPlan
from crm.mapping import mapping
from crm.mapping.mapping import DecidedBy
from crm.own_fields.answers import ProposedField
from crm.own_fields.proposed import Proposal
from crm.sentences import code_of
from crm.table_numbers import table_of

PAGE_BYTES = 250_000
"""Of one page: some thirty sheets of thirty columns. Each poll of an import brings the first page."""
SHOWN = 1_000
"""Characters of a header, a reason or the name of a sheet: a cell may hold a whole text."""


def shown_text(text: str) -> str:
    """A text as an answer has it."""
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


class ColumnMapping(Answer):
    """A column of a sheet and the field that it goes to."""

    column: int = Field(ge=0, description="0-based.")
    header: str = Field(description="As the sheet shows it, its first 1,000 characters; empty when there is none.")
    field: str = Field(
        description="Where its cells go: a field of leads, fullName, remarks, leadId, nothing, or extras/…"
    )
    transform: str = Field(description="How cells become the field; empty when they are taken as they are.")
    confidence: float = Field(ge=0, le=1)
    decided_by: DecidedBy
    because: str = Field(description="Why, in one sentence for the user.")
    because_key: str = Field(description="Which sentence it is, for other languages: never changes.")
    because_values: dict[str, str] = Field(
        description="What the sentence speaks of, such as the header of a neighbour."
    )

    own_field: ProposedField | None = Field(
        description="The own field that it could be, by the first rows of an import that waits for a person; null for "
        "a column with a field, and where nothing speaks for one."
    )

    @classmethod
    def of(cls, column: mapping.ColumnMapping, proposal: Proposal | None = None) -> ColumnMapping:
        return cls(
            column=column.column,
            header=shown_text(column.header),
            field=column.field,
            transform=column.transform.text,
            confidence=round(column.confidence, 3),
            decided_by=column.decided_by,
            because=shown_text(column.because.sentence),
            because_key=to_camel(column.because.why.key),
            because_values={name: shown_text(text) for name, text in column.because.parameters.items()},
            own_field=ProposedField.of(proposal) if proposal else None,
        )


class ImportSheet(Answer):
    """A sheet of the file, or one of several tables of a sheet: what was found and how its columns are mapped."""

    index: int = Field(ge=0, description="Unique among the sheets of the file.")
    name: str
    table: int = Field(ge=1, description="Which of the tables of its sheet it is; 1 for the only one.")
    skipped: str | None = Field(description="Why the sheet is skipped; null when it is read.")
    skipped_code: str | None = Field(
        description="Which of the reasons it is, for other languages; null when it is read."
    )
    header_rows: list[int] = Field(description="Numbers of the rows that hold the header.")
    data_rows: int = Field(ge=0)
    can_choose_header: bool = Field(description="Whether another of its first rows can be its header, also if skipped.")
    column_count: int = Field(ge=0, description="0 for a skipped sheet.")
    mapping: list[ColumnMapping] = Field(
        description="Its columns. Of a sheet with too many for one page, those on this page: the next page begins with "
        "the same sheet and its further columns."
    )
    free_text: list[int] = Field(description="0-based columns whose texts the model may read.")

    @classmethod
    def of(cls, sheet: SheetPlan, columns: Sequence[ColumnMapping]) -> ImportSheet:
        """The answer for a sheet.

        Args:
            columns: those that it shows.
        """
        return cls(
            index=sheet.index,
            name=shown_text(sheet.name),
            table=table_of(sheet.index),
            skipped=sheet.skipped,
            skipped_code=code_of(sheet.skipped),
            header_rows=list(sheet.header_rows),
            data_rows=sheet.data_rows,
            can_choose_header=len(sheet.top) > 1,
            column_count=len(_columns(sheet)),
            mapping=list(columns),
            free_text=list(sheet.free_text),
        )


class ImportSheetPage(Answer):
    """One page of an import's sheets, in the order of the file."""

    sheets: list[ImportSheet]
    cursor: str | None = Field(description="Where the next page starts; null on the last one.")


def sheet_page(sheets: Sequence[SheetPlan], cursor: str | None = None) -> ImportSheetPage:
    """As many sheets as fit into `PAGE_BYTES`, and at least one column of one.

    Args:
        sheets: all of the import.
        cursor: the one that the previous page returned, `sheet.column`, by their places in `sheets` and in its mapping.

    Raises:
        ValueError: for a cursor that no page returned.
    """
    sheet, _, column = (cursor or "0.0").partition(".")
    first, skipped = int(sheet), int(column)
    shown: list[ImportSheet] = []
    left = PAGE_BYTES
    for place in range(first, len(sheets)):
        start = skipped if place == first else 0
        left -= _bytes_of(ImportSheet.of(sheets[place], ()))
        if left < 0 and shown:
            return ImportSheetPage(sheets=shown, cursor=f"{place}.0")
        columns: list[ColumnMapping] = []
        for position, one in enumerate(_columns(sheets[place])[start:], start):
            answer = ColumnMapping.of(one, sheets[place].proposals.get(one.column))
            left -= _bytes_of(answer)
            if left < 0 and (shown or columns):
                # A sheet that has none of its columns here stands on the next page alone.
                shown += [ImportSheet.of(sheets[place], columns)] if columns else []
                return ImportSheetPage(sheets=shown, cursor=f"{place}.{position}")
            columns.append(answer)
        shown.append(ImportSheet.of(sheets[place], columns))
    return ImportSheetPage(sheets=shown, cursor=None)


def _columns(sheet: SheetPlan) -> Sequence[mapping.ColumnMapping]:
    return sheet.mapping.columns if sheet.mapping else ()


def _bytes_of(answer: Answer) -> int:
    return len(answer.model_dump_json(by_alias=True).encode()) + len(",")
