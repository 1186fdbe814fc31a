"""Statements in few words."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace

from crm.outcomes import Policy, Rule
from crm.said import Said
from crm.statements.field_paths import Reader, Readers
from crm.statements.folding import LeadState, texts_of
from crm.statements.statement import BY_HAND, Entry, Kind, KnownBy, Merge, Place, Revocation, Source, Statement

DAY = "2026-03-{:02d}T08:00:00.000Z"
"""When the import with this number was uploaded."""
MEMBERS = ("", "B", "C")
"""Leads that may become one, as the chain of the first names them."""
CITY: Readers = {"myc": Reader("city", 0), "town": Reader("city", 1)}
"""An own field that two headers give."""
BY_HAND_AT = "2026-03-{:02d}T09:00:00.000Z"
"""When a person acts after it."""


def row(
    sequence: int,
    says: Mapping[str, str | None],
    *,
    labels: Mapping[str, str] | None = None,
    number: int = 2,
    policy: Policy = Policy.UPDATE,
    rules: Mapping[str, Rule] | None = None,
    known_by: KnownBy = KnownBy.EMAIL,
    readers: Readers | None = None,
) -> Statement:
    """A row of the import with this number.

    Args:
        says: text by path, None where the file has a value that does not fit.
        labels: by path, of further emails and phones.
        readers: of the own fields that there were when the file was read.
    """
    by, at, ruled, reads = "ann@owner.example", DAY.format(sequence), rules or {}, readers or {}
    source = Source(f"import{sequence}", at, by, "list.xlsx", policy, ruled, reads)
    called = labels or {}
    said = {path: Said(text, column, called.get(path, "")) for column, (path, text) in enumerate(says.items())}
    return Statement(Place(sequence, 0, number), Kind.ROW, source, said, known_by)


def edit(
    sequence: int,
    says: Mapping[str, str | None],
    *,
    labels: Mapping[str, str] | None = None,
    version: int = 1,
    protect: bool = False,
) -> Statement:
    """What a person typed after the import with this number was announced."""
    called = labels or {}
    said = {
        path: Said(text, None, called.get(path, "") if text else "", protect and text is not None)
        for path, text in says.items()
    }
    return Statement(Place(sequence, BY_HAND, version), Kind.EDIT, _person(sequence), said)


def delete(sequence: int, *, version: int = 1) -> Statement:
    return Statement(Place(sequence, BY_HAND, version), Kind.DELETE, _person(sequence))


def change(sequence: int, says: Mapping[str, str | None], *, number: int = 1) -> Statement:
    """What the bulk change with this number says of a lead."""
    source = Source(f"job{sequence}", DAY.format(sequence), "ann@owner.example")
    said = {path: Said(text) for path, text in says.items()}
    return Statement(Place(sequence, 0, number), Kind.CHANGE, source, said, KnownBy.LEAD_ID)


def bulk_delete(sequence: int, *, number: int = 1) -> Statement:
    """The delete of a lead by the bulk change with this number."""
    return replace(change(sequence, {}, number=number), kind=Kind.DELETE)


def bulk_restore(sequence: int, *deletes: Statement, number: int = 1) -> Revocation:
    """The restore of a lead by the bulk change with this number."""
    places = frozenset(one.place for one in deletes)
    return Revocation(change(sequence, {}).source, places=places, place=Place(sequence, 0, number))


def undo(*sequences: int) -> Revocation:
    """The undo of imports."""
    return Revocation(_person(max(sequences)), sequences=frozenset(sequences))


def take_back(*statements: Statement) -> Revocation:
    """Single statements taken back: a restore, or rows whose batch had been closed."""
    return Revocation(statements[0].source, places=frozenset(statement.place for statement in statements))


def merge(sequence: int, into: str, *joined: str, version: int = 1, **choices: str) -> Merge:
    """A person makes leads one, after the import with this number was announced.

    Args:
        choices: by field, the lead whose value is to win.
    """
    place = Place(sequence, BY_HAND, version)
    return Merge(place, _person(sequence), f"{'-'.join(joined)}-{sequence}-{version}", into, joined, choices)


def take_apart(one: Merge) -> Revocation:
    """The merge is taken back."""
    return Revocation(one.source, of=one.of, merge_id=one.merge_id)


def merging(chance: random.Random, entries: Sequence[Entry]) -> list[Entry]:
    """Entries, most of them of one of several leads, which become one in the middle of it, and may be taken apart."""
    mixed = [_of_some(chance, one) for one in entries]
    merges = [merge(chance.randint(1, 4), "", "B", version=90), merge(chance.randint(1, 4), "B", "C", version=91)]
    wanted: list[Entry] = [*chance.sample(merges, chance.randint(1, 2))]
    wanted += [take_apart(one) for one in merges if chance.random() < 0.3]
    for one in wanted:
        mixed.insert(chance.randint(0, len(mixed)), one)
    return mixed


def _of_some(chance: random.Random, entry: Entry) -> Entry:
    if isinstance(entry, Revocation):
        return replace(entry, of=MEMBERS)
    if isinstance(entry, Merge) or entry.kind is Kind.ROW:
        return replace(entry, of=(chance.choice(MEMBERS),)) if isinstance(entry, Statement) else entry
    return replace(entry, of=tuple(sorted(chance.sample(MEMBERS, chance.randint(1, 3)))))


def texts(state: LeadState | None) -> dict[str, str]:
    """What a person sees of a lead; nothing of one that is not there."""
    return {path: held.text for path, held in state.held.items()} if state and state.is_there else {}


def seen(state: LeadState | None) -> dict[str, tuple[str, str]]:
    """As `texts`, each with its label."""
    return texts_of(state.held) if state and state.is_there else {}


def _person(sequence: int) -> Source:
    return Source("user", BY_HAND_AT.format(sequence), "bob@owner.example")


def _some_emptied(chance: random.Random, says: Mapping[str, str]) -> dict[str, str | None]:
    return {path: None if chance.random() < 0.3 else text for path, text in says.items()}


def random_statement(chance: random.Random, sequence: int, number: int) -> Statement:
    """A row, mostly, or what a person does.

    Args:
        sequence: the number of the import, or of the newest one.
        number: of the row or of the person's change; no two statements of one sequence share it.
    """
    paths = (
        "email",
        "emails/2",
        "phone",
        "phones/2",
        "firstName",
        "company",
        "notes",
        "tags/vip",
        "extras/My C",
        "extras/Town",
        "extras/TOWN",
    )
    says = {path: chance.choice(("1", "2", "3")) for path in chance.sample(paths, chance.randint(1, 5))}
    labels = {path: chance.choice(("", "work", "home")) for path in says if "s/2" in path}
    kind = chance.random()
    if kind < 0.1:
        return delete(sequence, version=number)
    if kind < 0.15:
        return bulk_delete(sequence, number=number)
    if kind < 0.25:
        return change(sequence, _some_emptied(chance, says), number=number)
    if kind < 0.4:
        typed = _some_emptied(chance, says)
        return edit(sequence, typed, labels=labels, version=number, protect=chance.random() < 0.3)
    rules = {
        path: chance.choice(list(Rule))
        for path in ("phone", "company", "extras", "extras/myc", "extras/town", "tags/vip")
        if chance.random() < 0.2
    }
    known_by = chance.choice(list(KnownBy))
    policy = chance.choice(list(Policy))
    fitting = {path: None if chance.random() < 0.1 else text for path, text in says.items()}
    readers = CITY if chance.random() < 0.7 else {}
    said = row(
        sequence,
        fitting,
        labels=labels,
        number=number,
        policy=policy,
        rules=rules,
        known_by=known_by,
        readers=readers,
    )
    # Several imports of two files, read in the same way.
    return replace(said, source=replace(said.source, reading=chance.choice(("", "list", "other list"))))
