"""A lead as it is stored, and its place in the order of rows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crm.aws.items import from_item, to_item
from crm.compact_json import compact_json
from crm.fields import LeadValues
from crm.leads.identity import lead_id_of_identity

_KEYS = ("identity", "leadId", "version")
"""Attributes of their own in the table; everything else is in the JSON text."""
ATTRIBUTES = (*_KEYS, "lead")
"""All attributes of an item."""


@dataclass(frozen=True, slots=True)
class Lead:
    """One item of the leads table.

    Args:
        identity: the table's key, see `crm.leads.identity`.
        lead_id: never changes, even if the email does.
        values: the seven fields.
        source_file: the file whose row last wrote the values; "" for a lead made by hand.
        created_at: ISO 8601, UTC, milliseconds.
        updated_at: likewise; moves only when a value changes.
        order: the newest row that was applied, see `row_order`; "" for a lead made by hand.
        created_order: the row that created it.
        changed_order: the row that last changed a value; tells a repeated delivery from an unchanged row.
        import_id: the import that changed it last; "" for a lead made by hand.
        version: counts the changes; every write is conditional on the version that was read.
    """

    identity: str
    lead_id: str
    values: LeadValues
    source_file: str
    created_at: str
    updated_at: str
    order: str = ""
    created_order: str = ""
    changed_order: str = ""
    import_id: str = ""
    version: int = 1

    def to_json(self) -> dict[str, str]:
        """The lead as the API and the page see it."""
        return {
            "leadId": self.lead_id,
            **self.values.to_json(),
            "sourceFile": self.source_file,
            "createdAt": self.created_at,
            "updatedAt": self.updated_at,
        }

    def to_record(self) -> dict[str, Any]:
        """Every attribute under the table's names, as in the history's before-images.

        The orders of rows are left out where they equal `order`, which saves write units.
        """
        others = {"createdOrder": self.created_order, "changedOrder": self.changed_order}
        return {
            "identity": self.identity,
            **self.to_json(),
            "order": self.order,
            **{name: order for name, order in others.items() if order != self.order},
            "importId": self.import_id,
            "version": self.version,
        }

    def to_item(self) -> dict[str, Any]:
        """The DynamoDB item: attributes for conditions and the index, the rest as one JSON text (ADR 4)."""
        record = self.to_record()
        keys = {name: record.pop(name) for name in _KEYS}
        return to_item({**keys, "lead": compact_json(record)})

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Lead:
        """Reads what `to_record` wrote; an item written by hand gets defaults for what it lacks."""
        order = str(record.get("order", ""))
        identity = str(record["identity"])
        return cls(
            identity=identity,
            lead_id=str(record.get("leadId") or lead_id_of_identity(identity)),
            values=LeadValues.from_json(record),
            source_file=str(record.get("sourceFile", "")),
            created_at=str(record.get("createdAt", "")),
            updated_at=str(record.get("updatedAt", "")),
            order=order,
            created_order=str(record.get("createdOrder", order)),
            changed_order=str(record.get("changedOrder", order)),
            import_id=str(record.get("importId", "")),
            version=version if isinstance(version := record.get("version"), int) else 1,
        )

    @classmethod
    def from_item(cls, item: Mapping[str, Any]) -> Lead:
        """Reads what `to_item` wrote, and items that were written by hand with plain attributes."""
        attributes = from_item(item)
        try:
            rest = json.loads(attributes.pop("lead", "{}"))
        except (ValueError, TypeError):
            rest = None
        keys = {name: attributes.get(name) for name in _KEYS}
        return cls.from_record({**attributes, **(rest if isinstance(rest, dict) else {}), **keys})


def row_order(import_sequence: int, sheet: int, row: int) -> str:
    """A row's place among all rows ever imported, comparable as text: newer is greater.

    Args:
        import_sequence: the import's number; a newer import has a greater one.
        sheet: 0-based index of the sheet.
        row: the row's number in the sheet.
    """
    return f"{import_sequence:012d}#{sheet:05d}#{row:09d}"


def is_of_import(order: str, import_sequence: int) -> bool:
    """Whether the row with this order belongs to the import with this number."""
    return order.startswith(f"{import_sequence:012d}#")
