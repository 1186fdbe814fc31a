"""A lead as an item of the leads table: the result of its statements, and where they are.

The values are one JSON text, which costs a worker a tenth of the time of attributes (ADR 4); a lead of twelve columns
takes less than the KB that one write unit pays for.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from crm.aws.items import from_item, to_item
from crm.compact_json import compact_json, parsed_json
from crm.statements.arrivals import Standing
from crm.statements.chain_entries import details
from crm.statements.folding import Held, LeadState
from crm.statements.statement import OWN, Origin, Place

ATTRIBUTES = ("leadId", "lead")
"""All attributes of the item of a lead that is not in the bin."""
BIN = timedelta(days=30)
"""How long a deleted lead can be restored."""
BEGINNING = '{"is":'
"""How the text of each lead begins: with `[born, revision, chain]`."""
_BORN_BYTES = 6
"""Random bytes of `Lead.born`: enough for the few lives that one key has."""


class Merged(NamedTuple):
    """A merge by which leads have become one, as their item tells of it (`crm.statements.statement.Merge`).

    Args:
        into, joined: ids of the leads.
        names: what people called those that joined, in their order.
        at: when, as ISO 8601.
        by: email address of the person.
    """

    merge_id: str
    into: str
    joined: tuple[str, ...]
    names: tuple[str, ...]
    at: str
    by: str


class LeadVersion(NamedTuple):
    """A lead as it was at some time: another one once anything is written to it.

    Args:
        lead_id, born, revision: as of `Lead`.
    """

    lead_id: str
    born: str
    revision: int


@dataclass(frozen=True, slots=True)
class Lead:
    """One lead of the table.

    Args:
        lead_id: the table's key, see `crm.statements.keys`.
        standing: what it is, and the newest place of its statements.
        chain: address of the last piece of its chain. No two writes have the same.
        born: tells the lives of a lead apart: an item that is deleted and made anew has another one.
        revision: how often it has been written in this life; 0 before the first time.
        merged: the merges that have made it one of several leads; every write but that of a merge leaves them.
        as_read: its text in the table; "" for one that was not read there.
    """

    lead_id: str
    standing: Standing
    chain: str
    born: str = ""
    revision: int = 0
    merged: tuple[Merged, ...] = ()
    as_read: str = field(default="", compare=False, repr=False)

    @property
    def stored(self) -> str:
        """Its text in the table: a write is conditional on it, because no two writes make the same."""
        return self.as_read or self.to_text()

    @property
    def beginning(self) -> str:
        """How its text in the table begins, and no other does: for conditions that must be short."""
        return f"{BEGINNING}{compact_json([self.born, self.revision, self.chain])}"

    @property
    def version(self) -> LeadVersion:
        return LeadVersion(self.lead_id, self.born, self.revision)

    @property
    def ids(self) -> frozenset[str]:
        """Its own id, and those of the leads that have become one with it."""
        return frozenset((self.lead_id, *(one for merge in self.merged for one in (merge.into, *merge.joined))))

    def name_of(self, lead_id: str) -> str:
        """How its chain names a lead that has become one with it, see `crm.statements.statement.OWN`."""
        return OWN[0] if lead_id == self.lead_id else lead_id

    @property
    def members(self) -> tuple[str, ...]:
        """How its chain names all leads that it is."""
        return tuple(sorted(map(self.name_of, self.ids))) if self.merged else OWN

    @property
    def expires(self) -> int | None:
        """When DynamoDB removes a lead from the bin, in seconds since 1970; None for a lead that is there."""
        state = self.standing.state
        if state is None or state.is_there:
            return None
        return int((datetime.fromisoformat(state.deleted_at) + BIN).timestamp())

    def has_expired(self, now: float) -> bool:
        """Whether its time in the bin is over. DynamoDB removes it only within days of that.

        Args:
            now: seconds since 1970.
        """
        expires = self.expires
        return expires is not None and expires <= now

    def following(self, before: Lead | None, merged: tuple[Merged, ...] | None = None) -> Lead:
        """The lead as it is to be written over another state of it.

        Args:
            before: as it was read; None if there was none, and then a life begins.
            merged: where the write is a merge or takes one back; None to leave them.
        """
        if before is None:
            born = secrets.token_urlsafe(_BORN_BYTES)
            return Lead(self.lead_id, self.standing, self.chain, born, 1, merged or ())
        left = before.merged if merged is None else merged
        return Lead(self.lead_id, self.standing, self.chain, before.born, before.revision + 1, left)

    def to_item(self) -> dict[str, Any]:
        """The item as DynamoDB takes it."""
        item: dict[str, Any] = {"leadId": self.lead_id, "lead": self.to_text()}
        if self.expires is not None:
            item["expires"] = self.expires
        return to_item(item)

    def to_text(self) -> str:
        """All but the key."""
        record: dict[str, Any] = {
            "is": [self.born, self.revision, self.chain],
            "newest": self.standing.newest.to_json(),
        }
        state = self.standing.state
        if state is not None:
            record |= _state_to_json(state)
        if self.merged:
            record["merged"] = self.merged
        return compact_json(record)

    @classmethod
    def from_item(cls, item: Mapping[str, Any]) -> Lead:
        """Reads what `to_item` wrote."""
        attributes = from_item(item)
        return cls.from_text(attributes["leadId"], attributes["lead"])

    @classmethod
    def from_text(cls, lead_id: str, text: str) -> Lead:
        """Reads what `to_text` wrote."""
        record = parsed_json(text)
        state = _state_from_json(record) if "values" in record else None
        merged = tuple(_merged_from_json(one) for one in record["merged"]) if "merged" in record else ()
        born, revision, chain = record["is"]
        return cls(lead_id, Standing(state, Place(*record["newest"])), chain, born, revision, merged, text)


def _merged_from_json(value: Sequence[Any]) -> Merged:
    merge_id, into, joined, names, *how = value
    return Merged(merge_id, into, tuple(joined), tuple(names), *how)


def _state_to_json(state: LeadState) -> dict[str, Any]:
    origins: dict[Origin, int] = {}
    values = {
        path: (held.text, origins.setdefault(held.origin, len(origins)), *details(held))
        for path, held in state.held.items()
    }
    record: dict[str, Any] = {
        "values": values,
        "origins": [_origin_to_json(origin) for origin in origins],
        "createdAt": state.created_at,
        "updatedAt": state.updated_at,
    }
    if state.deleted_at:
        record["deletedAt"] = state.deleted_at
    if state.keeps_revoked:
        record["keepsRevoked"] = True
    return record


def _origin_to_json(origin: Origin) -> list[Any]:
    place = origin.place
    return [*place[:3], *origin[1:], *([place.edition] if place.edition else [])]


def _state_from_json(record: Mapping[str, Any]) -> LeadState:
    origins = [Origin(Place(*origin[:3], *origin[8:]), *origin[3:8]) for origin in record["origins"]]
    held = {path: Held(parts[0], origins[parts[1]], *parts[2:]) for path, parts in record["values"].items()}
    return LeadState(
        held,
        record["createdAt"],
        record["updatedAt"],
        record.get("deletedAt", ""),
        record.get("keepsRevoked", False),
    )
