"""The body of a request that saves a draft."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from crm.fields import MAX_EXTRA
from crm.imports.draft import Draft, SheetDraft
from crm.imports.plan import Mends
from crm.imports.targets import MAX_RULES
from crm.outcomes import Policy, Rule
from crm.query.query_fields import MAX_FIELD

MAX_SHEETS = 1_000
MAX_ROWS = 5_000
"""Rows of a sheet that a draft may drop, and rows in which it may mend cells."""

Target = Annotated[str, Field(min_length=1, max_length=MAX_FIELD)]
Column = Annotated[int, Field(ge=0, le=20_000)]
_Text = Annotated[str, Field(max_length=MAX_EXTRA)]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class SheetInDraft(_Body):
    """What was decided of one sheet."""

    index: int = Field(ge=0)
    columns: dict[Column, Target] = Field(
        {},
        description="0-based column to where it goes: a field of leads, fullName, remarks, leadId or nothing, the key "
        "of an own field, or an extra such as extras/City",
    )
    leftOut: bool = Field(False, description="Leaves out the whole sheet.")  # noqa: N815 - the API's names
    droppedRows: list[Annotated[int, Field(ge=1)]] = Field([], max_length=MAX_ROWS)  # noqa: N815
    cells: dict[int, dict[Column, _Text]] = Field(
        {}, max_length=MAX_ROWS, description="Texts in place of those of the file, by row number and 0-based column."
    )

    def as_draft(self) -> SheetDraft:
        return SheetDraft(self.columns, Mends(self.leftOut, frozenset(self.droppedRows), self.cells))


class ChosenHeader(_Body):
    """The row of a sheet that a person has chosen as its header."""

    sheet: int = Field(ge=0, description="Index of the sheet.")
    row: int | None = Field(ge=1, description="Number of one of the sheet's first rows; null for no header.")
    draftId: str | None = Field(None, max_length=64, description="What was decided so far.")  # noqa: N815


class WantedDraft(_Body):
    """All that was decided so far."""

    basedOn: str | None = Field(None, max_length=64, description="The draft that was changed; null for the first.")  # noqa: N815
    sheets: list[SheetInDraft] = Field([], max_length=MAX_SHEETS)
    policy: Policy | None = Field(None, description="Null for the one with which the import was announced.")
    rules: dict[Target, Rule] | None = Field(None, max_length=MAX_RULES)

    def as_draft(self, draft_id: str, by: str, at: str) -> Draft:
        sheets = {sheet.index: sheet.as_draft() for sheet in self.sheets}
        return Draft(draft_id, by, at, sheets, self.policy, self.rules)
