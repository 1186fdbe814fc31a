"""Statements: what rows of imports and people say of one lead (docs/leads.md).

A lead is nothing but the result of its statements in the order of their places, so it does not depend on the order, the
number or the lateness of deliveries.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NamedTuple

from crm.outcomes import Policy, Rule
from crm.said import Says
from crm.statements.field_paths import Readers

BY_HAND = 1 << 30
"""Stands for the sheet in the place of what people do: after every sheet of the imports announced before."""


class Place(NamedTuple):
    """Where a statement stands among all statements ever made of a lead; the later one has the greater place.

    Args:
        sequence: the number of the import or bulk change, counted up over all of them; for a person, the newest number.
        sheet: 0-based index of the sheet, or of a further table on one (`crm.table_numbers`); `BY_HAND` for a person.
        row: the row's number in the sheet, or of the lead in a bulk change; for a person, the time in milliseconds
            since 1970, so that what people say of two leads has an order when these become one.
        edition: 0 for what an import said at first; each time that its mapping is changed afterwards, one more.
    """

    sequence: int
    sheet: int
    row: int
    edition: int = 0

    def to_json(self) -> list[int]:
        """Its parts without the edition of almost all, for what keeps very many."""
        return list(self if self.edition else self[:3])

    @property
    def earlier(self) -> frozenset[Place]:
        """The places of the same row in all earlier editions."""
        return frozenset(self._replace(edition=edition) for edition in range(self.edition))

    @property
    def is_by_hand(self) -> bool:
        return self.sheet == BY_HAND


OWN = ("",)
"""Stands for the lead in whose chain an entry is. Leads that became one with it are named by their ids
(`crm.statements.in_order`)."""


class KnownBy(StrEnum):
    """By what a row was recognized as this lead."""

    EMAIL = "email"
    CLAIM = "claim"
    """An address that the lead has claimed, since a row or a person has corrected its own."""
    LEAD_ID = "leadId"
    """The `Lead ID` of an own export."""
    CONTENT = "content"
    """What the row says as a whole, where it has no address."""


class Kind(StrEnum):
    """Who says it, and how."""

    ROW = "row"
    EDIT = "edit"
    CHANGE = "change"
    """A bulk change: what a person says of many leads at once."""
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Source:
    """What statements of one import, or of one person at one time, have in common.

    Args:
        name: id of the import or of the user.
        at: ISO 8601; when the import was announced, or when the person did it.
        by: email address of the import's owner or of the person.
        file_name: of the import, "" for a person.
        policy: of the import.
        rules: by field or by path (`crm.said.ruled_path`), for those that have one of their own.
        readers: of the headers that the import's columns share with own fields.
        reading: of the import's file and mapping, "" for a person: a file that is read again the same way has the same.
    """

    name: str
    at: str
    by: str
    file_name: str = ""
    policy: Policy = Policy.UPDATE
    rules: Mapping[str, Rule] = field(default_factory=dict)
    readers: Readers = field(default_factory=dict)
    reading: str = ""


class Origin(NamedTuple):
    """Where a value comes from: the statement that first said it.

    Args:
        name, at, by, file_name, reading: as in `Source`.
    """

    place: Place
    name: str
    at: str
    by: str
    file_name: str
    reading: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """What one row or one person says of one lead at one place.

    Args:
        says: value by path.
        known_by: by what a row was recognized as this lead.
        of: the leads it is about, of those that have become one.
        apart: by path, the leads that a value is of, where these are not all of them.
    """

    place: Place
    kind: Kind
    source: Source
    says: Says = field(default_factory=dict)
    known_by: KnownBy = KnownBy.EMAIL
    of: tuple[str, ...] = OWN
    apart: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def whose(self, path: str) -> tuple[str, ...]:
        """The leads that its value of a path is of."""
        return self.apart.get(path, self.of)

    def part(self, members: Collection[str]) -> Statement | None:
        """What it says of some leads; None if that is nothing."""
        if not any(member in members for member in self.of):
            return None
        if not self.apart:
            return self
        says = {path: said for path, said in self.says.items() if any(one in members for one in self.whose(path))}
        return replace(self, says=says) if says else None

    @property
    def origin(self) -> Origin:
        """The origin of the values that it brings."""
        source = self.source
        return Origin(self.place, source.name, source.at, source.by, source.file_name, source.reading)


@dataclass(frozen=True, slots=True)
class Revocation:
    """Takes statements back as if they had never been made: an import's, by an undo, or single ones.

    Args:
        sequences: numbers of imports.
        places: of single statements, such as a delete that is restored or a row whose batch had been closed.
        source: who took them back and when.
        place: where it stands itself if it can be taken back too, as a bulk change that restores, or a row that is
            said anew; None for most. It takes back only what stands before it.
        of: the leads whose statements it takes back, of those that have become one.
        merge_id: of a merge that is taken back, "" for none.
        editions: of the imports' statements, those of these editions; empty for all.
    """

    source: Source
    sequences: frozenset[int] = frozenset()
    places: frozenset[Place] = frozenset()
    place: Place | None = None
    of: tuple[str, ...] = OWN
    merge_id: str = ""
    editions: frozenset[int] = frozenset()

    def covers(self, place: Place) -> bool:
        """Whether the statement at this place is taken back. What people do is never part of an import."""
        if place in self.places:
            return True
        is_of_import = place.sequence in self.sequences and not place.is_by_hand
        return is_of_import and (not self.editions or place.edition in self.editions)

    def takes_back(self, entry: Statement | Merge) -> bool:
        """Whether it takes back a merge, or a statement of one of its leads."""
        if isinstance(entry, Merge):
            return entry.merge_id == self.merge_id
        return self.covers(entry.place) and any(member in self.of for member in entry.of)


@dataclass(frozen=True, slots=True)
class Merge:
    """A person makes leads one: behind its place, what is said of one of them is said of all.

    Args:
        merge_id: begins with the id of the first lead that joins (`crm.leads.merging`).
        into: the lead whose id stays.
        joined: the others.
        choices: by path, the lead whose value wins, where a person has chosen it.
        names: what people call the leads that join, in their order.
    """

    place: Place
    source: Source
    merge_id: str
    into: str
    joined: tuple[str, ...]
    choices: Mapping[str, str] = field(default_factory=dict)
    names: tuple[str, ...] = ()

    @property
    def of(self) -> tuple[str, ...]:
        """All leads that it makes one."""
        return (self.into, *self.joined)


Entry = Statement | Revocation | Merge
"""One entry of a lead's chain, in the order in which they arrived."""
