"""What a bulk change does to each lead that a query finds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from crm.said import EXTRAS, Said, field_of, header_key, part_of


class BulkAction(StrEnum):
    """The kinds of bulk changes."""

    EDIT = "edit"
    DELETE = "delete"
    RESTORE = "restore"
    MERGE = "merge"
    """Makes groups of leads one; nobody asks for it with a query."""


@dataclass(frozen=True, slots=True)
class BulkChange:
    """A bulk change.

    Args:
        says: of an edit, text by path; None empties it.
        headers: of an own field that it sets, by the path of its value: all headers that it reads (`header_key`).
    """

    action: BulkAction
    says: Mapping[str, str | None] = field(default_factory=dict)
    headers: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def said_of(self, held: Iterable[str]) -> dict[str, Said]:
        """What it says of one lead: an own field has one value, so what the lead has under its other headers goes.

        Args:
            held: paths of the lead's values.
        """
        own = {key for keys in self.headers.values() for key in keys}
        others = [path for path in held if field_of(path) == EXTRAS and header_key(part_of(path)) in own] if own else ()
        return {path: Said(None) for path in others} | {path: Said(text) for path, text in self.says.items()}

    def to_json(self) -> dict[str, Any]:
        headers = {path: list(keys) for path, keys in self.headers.items()}
        return {"action": self.action.value, "says": dict(self.says), "headers": headers}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> BulkChange:
        return cls(BulkAction(value["action"]), value["says"], value["headers"])
