"""What a column mapping is (design, "Words")."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from crm.fields import TargetField


class DecidedBy(StrEnum):
    """Who decided a column's field, strongest first."""

    USER = "user"
    MEMORY = "memory"
    RULES = "rules"
    MODEL = "model"


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """One source column and where its cells go.

    Args:
        column: 0-based position in the sheet.
        header: the header's text as the sheet shows it, "" when it has none.
        field: the target.
        transform: how its cells become the field, "" for as they are; the names are the standardizer's.
        confidence: 0 to 1.
        decided_by: user, memory, rules or model.
    """

    column: int
    header: str
    field: TargetField
    transform: str
    confidence: float
    decided_by: DecidedBy

    def to_json(self) -> dict[str, Any]:
        return {
            "column": self.column,
            "header": self.header,
            "field": self.field.value,
            "transform": self.transform,
            "confidence": round(self.confidence, 3),
            "decidedBy": self.decided_by.value,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> ColumnMapping:
        return cls(
            column=int(value["column"]),
            header=str(value["header"]),
            field=TargetField(value["field"]),
            transform=str(value.get("transform", "")),
            confidence=float(value["confidence"]),
            decided_by=DecidedBy(value["decidedBy"]),
        )


@dataclass(frozen=True, slots=True)
class SheetMapping:
    """The mapping of every column of one sheet, remembered under the sheet's header signature.

    Args:
        signature: of the header.
        columns: one entry a column.
        region: ISO 3166 region that this sheet's phone numbers seem to be of, None when they do not tell; it belongs
            to the values and is never remembered for the header.
    """

    signature: str
    columns: tuple[ColumnMapping, ...]
    region: str | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "signature": self.signature,
            "columns": [column.to_json() for column in self.columns],
            "region": self.region,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> SheetMapping:
        columns = tuple(ColumnMapping.from_json(column) for column in value["columns"])
        return cls(str(value["signature"]), columns, value.get("region"))
