"""Histories of leads for the tests of the read model: what the table holds, and the changes that made it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from crm.index.applying import write_segment
from crm.index.compaction import compact
from crm.index.database import Limits
from crm.own_fields.definition import FieldType, OwnField
from crm.statements.changes import Change
from crm.statements.folding import Held
from crm.statements.lead import Lead
from crm.statements.statement import Place

from tests.unit.query.leads import in_bin, lead, many

NOW = 1_770_000_000
"""2026-02-02, in seconds since 1970."""

LIMITS = Limits(memory_mib=256)

OWN_FIELDS = (
    OwnField(key="size", label="Size", type=FieldType.NUMBER, headers=("Employees",), decimal_comma=False),
    OwnField(key="since", label="Customer since", type=FieldType.DATE, headers=("since",), day_first=True),
    OwnField(key="seen", label="Last seen", type=FieldType.DATE_TIME),
    OwnField(key="likes", label="Likes", type=FieldType.CHOICES, choices=("Golf", "Wine, red", "Café")),
    OwnField(key="town", label="Town", headers=("City",)),
    OwnField(key="active", label="Active?", type=FieldType.YES_NO),
    OwnField(key="site", label="Website", type=FieldType.LINK),
)

_EXTRAS = {
    "City": ["Berlin", "berlin", "São Paulo", "東京", "Sao  Paulo"],
    "Town": ["Berlin", "Paris"],
    "Size": ["7", "1,200", "1200", "12.5", "many", "-3"],
    "Employees": ["7", "8"],
    "Customer since": ["2026-01-31", "3/4/2026", "13.2.2025", "last year"],
    "Since": ["2026-01-31"],
    "Last seen": ["2026-01-31 14:30", "2026-01-31T14:30Z", "2026-01-31", "01/02/2026 9:05 pm +02:00", "often"],
    "Likes": ["golf; cafe", "Wine, red", "Golf, Café; golf", "café", "chess"],
    "Active?": ["yes", "No", "✓", "perhaps"],
    "Website": ["example.com", "https://Example.com/a", "none"],
    'it\'s "quoted"; DROP TABLE leads; --': ["x", "';--"],
    "ＣＪＫ 列": ["値", "한국어"],
}


@dataclass(frozen=True, slots=True)
class History:
    """Leads as the table has them in the end, and all changes that made them, in the order of writing."""

    leads: tuple[Lead, ...]
    changes: tuple[Change, ...]


def history(count: int, seed: int) -> History:
    """Leads that were made, changed, moved to the bin, deleted and made anew at random."""
    chance = random.Random(seed)
    changes: list[Change] = []
    left: list[Lead] = []
    for first in many(count, seed):
        current: Lead | None = None
        for life in range(chance.choice([1, 1, 1, 2])):
            for revision in range(1, chance.choice([1, 1, 2, 4]) + 1):
                current = _changed(first, chance)
                changes.append(Change(first.lead_id, f"life{life}", revision, current.to_text()))
            if chance.random() < 0.3:
                changes.append(Change(first.lead_id, f"life{life}", 9, None))
                current = None
            if current is not None:
                break
        if current is not None:
            left.append(current)
    return History(tuple(left), tuple(changes))


def made(one: Lead, revision: int = 1, born: str = "life0") -> Change:
    """The change that a write of a lead is."""
    return Change(one.lead_id, born, revision, one.to_text())


def compacted(
    folder: Path, groups: Sequence[Sequence[Change]], own: Sequence[OwnField] = OWN_FIELDS, now: int = NOW
) -> Path:
    """A snapshot of changes, made step by step: each group is a segment, and every second one a compaction."""
    snapshot: Path | None = None
    waiting: list[Path] = []
    for number, changes in enumerate(groups):
        waiting.append(folder / f"segment-{number}.parquet")
        write_segment(changes, waiting[-1])
        if number % 2 or number == len(groups) - 1:
            target = folder / f"snapshot-{number}.duckdb"
            compact(target, snapshot, waiting, own, now, replace(LIMITS, folder=folder))
            snapshot, waiting = target, []
    assert snapshot is not None
    return snapshot


def shuffled(changes: Sequence[Change], chance: random.Random) -> list[Change]:
    """The same changes in another order, some of them several times."""
    twice = [*changes, *chance.sample(list(changes), len(changes) // 3)]
    chance.shuffle(twice)
    return twice


def split(changes: Sequence[Change], parts: int, chance: random.Random) -> list[list[Change]]:
    """The changes in so many groups, of which some may be empty."""
    groups: list[list[Change]] = [[] for _ in range(parts)]
    for change in changes:
        chance.choice(groups).append(change)
    return groups


def _changed(first: Lead, chance: random.Random) -> Lead:
    """A lead with other values: extras of several statements, labels, protection, the bin."""
    number = int(first.lead_id, 16)
    chosen = chance.sample(sorted(_EXTRAS), chance.randrange(0, 6))
    made = lead(
        number,
        created_at=f"2026-01-{number % 3 + 1:02d}T10:00:00.{number % 2:03d}Z",
        source_file=chance.choice(["people.xlsx", "Ä'b.csv"]),
        first_name=chance.choice(["Anna", "Émile", "小明", "", "Ɖan"]),
        last_name=chance.choice(["Smith", "王", "Müller", "", "de la Cruz"]),
        company=chance.choice(["Acme", "ACME", "acme ", "Ångström AB", "腾讯", "", "\u0301"]),
        title=chance.choice(["", "Dr.", "dr."]),
        email=chance.choice(["", f"p{number}@Example.com", f"q{number}@example.org"]),
        phone=chance.choice(["", f"+4930{number:05d}", f"+49 30 {number:05d}", f"0{number}/12-34"]),
        notes=chance.choice(["", "first line\nsecond line", "Straße 5 %_\\", f"'{number}"]),
        status=chance.choice(["", "new", "New", "won"]),
        owner=chance.choice(["", "ann@example.com"]),
        tags=chance.choice([(), ("VIP",), ("VIP", "Café", "cafe"), ("fair 2026",)]),
        emails=chance.choice([(), (f"also{number}@example.net", "b@example.com")]),
        phones=chance.choice([(), ("+49 30 1", "+49301"), ("+491234567",)]),
        extras={header: chance.choice(_EXTRAS[header]) for header in chosen},
    )
    state = made.standing.state
    assert state is not None
    held = {path: _said_elsewhere(value, chance) for path, value in state.held.items()}
    changed = replace(made, standing=replace(made.standing, state=replace(state, held=held)))
    gone = chance.choice(["", "", "", "2026-01-20T10:00:00.000Z", "2025-12-31T10:00:00.000Z"])
    return in_bin(changed, gone) if gone else changed


def _said_elsewhere(value: Held, chance: random.Random) -> Held:
    place = Place(chance.randrange(1, 4), chance.choice([0, 1, 1 << 30]), value.origin.place.row)
    file_name = chance.choice(["", "people.xlsx", "later.csv"])
    return value._replace(
        origin=value.origin._replace(place=place, file_name=file_name),
        label=chance.choice(["", "", "work"]),
        is_protected=chance.random() < 0.1,
    )
