"""Entries of chains as JSON: what the statements of a batch have in common is written once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crm.outcomes import Policy, Rule
from crm.said import Said
from crm.statements.field_paths import Reader
from crm.statements.statement import OWN, Entry, Kind, KnownBy, Merge, Place, Revocation, Source, Statement

if TYPE_CHECKING:
    from crm.statements.folding import Held

_REVOKE, _MERGE = "revoke", "merge"


@dataclass(frozen=True, slots=True)
class Link:
    """A piece of a lead's chain.

    Args:
        before: where the piece before it is, None for the first.
        entries: in the order in which they arrived.
    """

    before: str | None
    entries: tuple[Entry, ...]


def links_to_json(links: Mapping[str, Link]) -> dict[str, Any]:
    """The links of many leads, by `leadId`."""
    sources: dict[int, tuple[int, Source]] = {}

    def index_of(source: Source) -> int:
        return sources.setdefault(id(source), (len(sources), source))[0]

    leads = {
        lead_id: [link.before, [_entry_to_json(entry, index_of(entry.source)) for entry in link.entries]]
        for lead_id, link in links.items()
    }
    return {"sources": [_source_to_json(source) for _, source in sources.values()], "leads": leads}


def link_from_json(value: Mapping[str, Any], lead_id: str) -> Link:
    """One lead's link.

    Raises:
        KeyError: if the lead has none here.
    """
    before, entries = value["leads"][lead_id]
    sources = [_source_from_json(source) for source in value["sources"]]
    return Link(before, tuple(_entry_from_json(entry, sources) for entry in entries))


def _entry_to_json(entry: Entry, source: int) -> list[Any]:
    if isinstance(entry, Merge):
        said = [entry.merge_id, entry.into, entry.joined, entry.choices, entry.names]
        return [_MERGE, source, entry.place.to_json(), *said]
    # What most entries do not say is left out.
    if isinstance(entry, Revocation):
        at = entry.place.to_json() if entry.place else None
        places = [place.to_json() for place in sorted(entry.places)]
        taken_back = [sorted(entry.sequences), places, at, sorted(entry.editions)]
        whose = [entry.of, entry.merge_id] if entry.merge_id or entry.of != OWN else []
        return [_REVOKE, source, *taken_back, *whose]
    of = [list(entry.of)] if entry.of != OWN else []
    says = {path: (said.text, *details(said)) for path, said in entry.says.items()}
    apart = [list(entry.of), entry.apart] if entry.apart else of
    return [entry.kind.value, source, entry.place.to_json(), says, entry.known_by.value, *apart]


def _entry_from_json(value: list[Any], sources: list[Source]) -> Entry:
    kind, source, *rest = value
    if kind == _REVOKE:
        sequences, places, at, editions, *told_of = rest
        revoked_of, merge_id = (tuple(told_of[0]), told_of[1]) if told_of else (OWN, "")
        taken_back = frozenset(Place(*place) for place in places)
        stands = Place(*at) if at else None
        by, undone = sources[source], frozenset(sequences)
        return Revocation(by, undone, taken_back, stands, revoked_of, merge_id, frozenset(editions))
    if kind == _MERGE:
        place, merge_id, into, joined, choices, names = rest
        return Merge(Place(*place), sources[source], merge_id, into, tuple(joined), choices, tuple(names))
    place, says, known_by, *more = rest
    of = tuple(more[0]) if more else OWN
    apart = more[1] if len(more) > 1 else {}
    said = {path: Said(*parts) for path, parts in says.items()}
    whose = {path: tuple(members) for path, members in apart.items()}
    return Statement(Place(*place), Kind(kind), sources[source], said, KnownBy(known_by), of, whose)


def details(value: Said | Held) -> tuple[Any, ...]:
    """What is known of a value beside its text and origin as JSON, but for what says nothing at the end."""
    if value.is_protected or value.label:
        return value[-3:] if value.is_protected else value[-3:-1]
    return () if value.column is None else (value.column,)


def _source_to_json(source: Source) -> dict[str, Any]:
    return {
        "name": source.name,
        "at": source.at,
        "by": source.by,
        "fileName": source.file_name,
        "policy": source.policy.value,
        "rules": {field: rule.value for field, rule in source.rules.items()},
        "readers": {header: list(reader) for header, reader in source.readers.items()},
        "reading": source.reading,
    }


def _source_from_json(value: Mapping[str, Any]) -> Source:
    return Source(
        name=value["name"],
        at=value["at"],
        by=value["by"],
        file_name=value["fileName"],
        policy=Policy(value["policy"]),
        rules={field: Rule(rule) for field, rule in value["rules"].items()},
        readers={header: Reader(*reader) for header, reader in value["readers"].items()},
        reading=value["reading"],
    )
