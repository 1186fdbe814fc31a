"""Owners that a file names: those who are no users are told of in the report, and their names are kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from crm.fields import TargetField
from crm.mapping.mapping import SheetMapping
from crm.sentences import NOTES, Sentence
from crm.values.blanks import is_blank_like
from crm.values.text import clean_cell

_NAMED = 10
"""Unknown owners that the note names."""
_MOST_OWNERS = 10_000
"""Different owners that are counted: a column with more of them names no owners."""

UNCHECKED = NOTES["ownersUnchecked"]


class UserDirectory(Protocol):
    """The people who can sign in."""

    def emails(self) -> frozenset[str] | None:
        """Their addresses in lower case; None when they cannot be read now."""
        ...


class RowReader(Protocol):
    """Takes note of what is in the rows of a sheet."""

    def read(self, cells: Sequence[str]) -> None: ...


@dataclass(slots=True)
class OwnersNamed:
    """Counts the rows that name each owner.

    Args:
        of_all: the owner that an import sets for every row, None if it sets none.
    """

    of_all: str | None
    _rows: Counter[str] = field(default_factory=Counter)

    def of(self, mapping: SheetMapping | None) -> RowReader:
        """Reads the owners of a sheet's rows."""
        columns = mapping.columns if mapping and not self.of_all else ()
        owners = [column.column for column in columns if column.field == TargetField.OWNER]
        return _OwnerColumns(owners, self._rows)

    def notes(self, rows: int, users: UserDirectory) -> list[str]:
        """A sentence for the report on those who are no users, if there are any.

        Args:
            rows: of all sheets.
            users: asked only if an owner is named.
        """
        counted = Counter({self.of_all: rows}) if self.of_all and rows else self._rows
        if not counted:
            return []
        known = users.emails()
        if known is None:
            return [UNCHECKED]
        unknown = {owner: number for owner, number in counted.items() if owner.lower() not in known}
        if not unknown:
            return []
        names = sorted(unknown, key=str.casefold)
        shown = ", ".join(names[:_NAMED]) + (", …" if len(names) > _NAMED else "")
        return [Sentence("unknownOwners", count=sum(unknown.values()), names=shown)]


@dataclass(frozen=True, slots=True)
class _OwnerColumns:
    columns: Sequence[int]
    rows: Counter[str]

    def read(self, cells: Sequence[str]) -> None:
        for column in self.columns:
            owner = clean_cell(cells[column]) if column < len(cells) else ""
            if not is_blank_like(owner) and (owner in self.rows or len(self.rows) < _MOST_OWNERS):
                self.rows[owner] += 1
