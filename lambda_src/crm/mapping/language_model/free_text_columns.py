"""Which columns of a sheet hold free text, for the splitter; reading it is the workers' (`free_text.py`)."""

from __future__ import annotations

from crm.fields import TargetField
from crm.mapping.mapping import SheetMapping
from crm.mapping.rules.column import columns_of
from crm.mapping.rules.thresholds import ARE_LONG_TEXTS
from crm.spreadsheets.model import SheetHead


def free_text_columns(head: SheetHead, mapping: SheetMapping) -> tuple[int, ...]:
    """The columns of a sheet that hold several values at once: remarks of long texts, or with emails inside texts."""
    remarks = {column.column for column in mapping.columns if column.field == TargetField.REMARKS}
    return tuple(
        column.index
        for column in columns_of(head)
        if column.index in remarks
        and (column.shape.share("long") >= ARE_LONG_TEXTS or any(_holds_an_address(value) for value in column.values))
    )


def _holds_an_address(text: str) -> bool:
    return "@" in text and len(text.split()) >= 3
