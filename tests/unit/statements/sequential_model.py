"""The plain model that the merge is held against: everything happens once, in the order of its place (docs/leads.md).

It is written from the rules alone and shares no code with `crm.statements`; what was taken back never was.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from crm.fields import IDENTIFYING
from crm.outcomes import Policy, Rule
from crm.said import Said
from crm.statements.statement import Kind, KnownBy, Merge, Place, Source, Statement

Model = dict[str, tuple[str, str]]
"""A lead: text and label by path."""
_FIRST = Place(0, 0, 0)
_FIRSTS = (("email", "emails"), ("phone", "phones"))


def lead_after(
    statements: Iterable[Statement],
    taken_back: Collection[Place | tuple[Place, str]] = (),
    most: int | None = None,
    merges: Iterable[Merge] = (),
    member: str = "",
) -> Model | None:
    """The lead that these statements make.

    Args:
        taken_back: places of statements that an undo, a restore or a closed batch has taken back; some with the lead.
        most: characters of a lead's paths and texts at most, None for any number.
        merges: by which several leads become one, those that were not taken back.
        member: which lead is asked for.

    Returns:
        None without a lead.
    """
    return _lead_after([*statements, *merges], taken_back, most, member).values


def _lead_after(
    said: Iterable[Statement | Merge], taken_back: Collection[Place | tuple[Place, str]], most: int | None, member: str
) -> _Lead:
    ordered = sorted(said, key=lambda one: one.place)
    left = [one for one in ordered if not {one.place, (one.place, one.of[0])}.intersection(taken_back)]

    def apart(name: str, merge: Merge) -> _Lead:
        """A lead as it is when it becomes one with others."""
        return _lead_after([one for one in ordered if one.place < merge.place], taken_back, most, name)

    lead = _run(left, most, member, apart)
    rows = [one for one in ordered if isinstance(one, Statement) and one.kind is Kind.ROW and one not in left]
    revoked = [one for one in ordered if isinstance(one, Statement) and one not in left]
    if lead.values is not None and not any(path in lead.values for path in IDENTIFYING) and revoked:
        # A person has changed it, and nothing that is left says whose it is.
        whole = sorted([*left, *map(_uncorrected, rows)], key=lambda one: one.place)
        _keep(lead, _run(whole, most, member), most)
    return lead


def _keep(lead: _Lead, whole: _Lead, most: int | None) -> None:
    """A lead keeps the values of another that say whose it is."""
    kept = {path: value for path, value in (whole.values or {}).items() if path in IDENTIFYING}
    lead.values = _fitting(lead.values or {}, {**(lead.values or {}), **kept}, kept, most)
    lead.since |= {path: whole.since[path] for path in kept}
    lead.protected |= kept.keys() & whole.protected
    lead.sources |= whole.sources


def _uncorrected(one: Statement) -> Statement:
    """A row that was taken back does not correct an address any more."""
    by_correction = one.known_by in (KnownBy.LEAD_ID, KnownBy.CLAIM)
    return replace(one, says={path: said for path, said in one.says.items() if path != "email" or not by_correction})


@dataclass
class _Lead:
    """A lead on its way through its statements."""

    values: Model | None = None
    is_deleted: bool = False
    protected: set[str] = field(default_factory=set)
    since: dict[str, tuple[Place, str]] = field(default_factory=dict)
    """Which statement brought each value, and when that was said."""
    sources: dict[tuple[Place, str], Source] = field(default_factory=dict)
    members: frozenset[str] = frozenset()

    def repeats(self, path: str, row: Statement) -> bool:
        """Whether the same file has been imported before, and a later row of it has brought the value there is."""
        since = self.since.get(path)
        source = self.sources[since] if since else None
        if since is None or source is None or source.name == row.source.name:
            return False
        is_later = since[0][1:] > row.place[1:]
        return bool(row.source.reading) and source.reading == row.source.reading and is_later


def _run(
    steps: Iterable[Statement | Merge],
    most: int | None,
    member: str,
    apart: Callable[[str, Merge], _Lead] | None = None,
) -> _Lead:
    """A lead after all steps.

    Args:
        apart: works out a lead that is about to become one with others, where some steps are taken back.
    """
    leads = [_Lead(members=frozenset({member}))]
    for one in steps:
        new = [name for name in one.of if not any(name in lead.members for lead in leads)]
        leads += [_Lead(members=frozenset({name})) for name in new]
        if isinstance(one, Merge):
            about = [lead for lead in leads if lead.members.intersection(one.of)]
            others = [lead for lead in leads if lead not in about]
            leads = [_joined([apart(min(lead.members), one) if apart else lead for lead in about], one, most), *others]
        else:
            leads = [_told(lead, one, most) for lead in leads]
    return next(lead for lead in leads if member in lead.members)


def _told(lead: _Lead, one: Statement, most: int | None) -> _Lead:
    """A lead after one more statement, of which each value is of some leads."""
    says = {path: said for path, said in one.says.items() if lead.members.intersection(one.apart.get(path, one.of))}
    if not lead.members.intersection(one.of) or (one.apart and not says):
        return lead
    one = replace(one, says=says)
    if one.kind is Kind.DELETE:
        return _Lead(is_deleted=lead.values is not None or lead.is_deleted, members=lead.members)
    if one.kind is Kind.CHANGE and lead.is_deleted and lead.values is None:
        return lead
    named = (one.place, one.source.at)
    lead.sources[named] = one.source
    before, was_protected = lead.values or {}, set(lead.protected)
    if one.kind is Kind.ROW:
        one = replace(one, says=_of_fields(lead, one))
    after = _without_repeated(_said(lead, one))
    after = _without_repeated(_fitting(before, after, one.says, most))
    lead.values = after if after or lead.values is not None else None
    if one.kind is Kind.EDIT:
        taken_in = {path: value for path, value in one.says.items() if after.get(path) == (value.text, value.label)}
        lead.protected -= taken_in.keys()
        lead.protected |= {path for path, value in taken_in.items() if value.is_protected}
    # Protection is of a value: where there is none, imports may bring one.
    lead.protected &= after.keys()
    anew = {path for path in after if after[path] != before.get(path)} | (lead.protected ^ was_protected)
    lead.since = {path: named if path in anew else lead.since[path] for path in after}
    return lead


def _joined(leads: list[_Lead], merge: Merge, most: int | None) -> _Lead:
    """Of each value the highest holds; other first emails and phones stand beside the first."""
    members = frozenset(name for lead in leads for name in lead.members)
    there = [lead for lead in leads if lead.values is not None]
    if len(there) < 2:
        left = there[0] if there else _Lead(is_deleted=any(lead.is_deleted for lead in leads))
        return replace(left, members=members)
    held: defaultdict[str, list[_Held]] = defaultdict(list)
    for lead in there:
        for path, value in (lead.values or {}).items():
            rank = (merge.choices.get(path) in lead.members, path in lead.protected, *lead.since[path], value[0])
            held[path].append(_Held(rank, value, lead.since[path]))
    for first, further in _FIRSTS:
        for lost in sorted(held[first])[:-1]:
            held[f"{further}/{lost.value[0]}"].append(lost._replace(rank=(False, *lost.rank[1:])))
        if held[first]:
            # What is first is not kept beside itself, but for its label.
            text = max(held[first]).value[0]
            kept = [one for one in held.pop(f"{further}/{text}", []) if one.value[0] == text]
            held[first] += [one._replace(rank=(False, False, _FIRST, *one.rank[2:])) for one in kept]
    tops = {path: max(several) for path, several in held.items() if several}
    values = {path: (top.value[0], _label_of(top, held[path])) for path, top in tops.items()}
    before = max(there, key=lambda lead: merge.into in lead.members).values or {}
    values = _without_repeated(_fitting(before, values, values, most))
    protected = {path for path, top in tops.items() if top.rank[1] and path in values}
    sources = {since: source for lead in there for since, source in lead.sources.items()}
    since = {path: tops[path].since for path in values}
    return _Lead(values, False, protected, since, sources, members)


class _Held(NamedTuple):
    """A value of one of several leads that become one."""

    rank: tuple[Any, ...]
    value: tuple[str, str]
    since: tuple[Place, str]


def _label_of(top: _Held, several: list[_Held]) -> str:
    """The label of a value, else the one that it has in another lead."""
    labels = [one.value[1] for one in sorted(several, reverse=True) if one.value[0] == top.value[0]]
    return next((label for label in labels if label), "")


def _of_fields(lead: _Lead, row: Statement) -> dict[str, Said]:
    """What a row says of an own field changes the value that the field shows, whatever its header."""
    says = dict(row.says)
    for name in {reader.field for reader in row.source.readers.values()} if lead.values else ():
        has = _read_by(name, row, lead.values or {})
        said = [path for path in _read_by(name, row, says) if _rule(row, path) is not Rule.NEVER]
        if not has or not said:
            continue
        shown = max(has, key=lambda path: (path in lead.protected, lead.since[path], -has.index(path)))
        first = next((path for path in said if says[path].text), said[0])
        for path in said:
            if _rule(row, path) is Rule.IF_EMPTY:
                del says[path]
        if shown not in said and first in says:
            says[shown] = says.pop(first)
    return says


def _read_by(name: str, row: Statement, paths: Iterable[str]) -> list[str]:
    """The paths that an own field reads, in the order of its headers."""
    read = {path: row.source.readers.get(path[7:].lower().replace(" ", "")) for path in paths if path[:7] == "extras/"}
    places = {path: reader.place for path, reader in read.items() if reader and reader.field == name}
    return sorted(places, key=lambda path: (places[path], path))


def _said(lead: _Lead, one: Statement) -> Model:
    """The values with all that a statement says."""
    said = {path: (value.text, value.label) for path, value in one.says.items() if value.text}
    before = lead.values
    if one.kind in (Kind.EDIT, Kind.CHANGE):
        has = before or {}
        if one.kind is Kind.CHANGE:
            # It says nothing of labels.
            said |= {path: has[path] for path, value in said.items() if path in has and has[path][0] == value[0]}
        after = {path: value for path, value in has.items() if path not in one.says} | said
        is_known, stays_known = (any(path in values for path in IDENTIFYING) for values in (has, after))
        if one.kind is Kind.EDIT or stays_known or not is_known:
            return after
        return dict(has)
    if before is None:
        made = {path: value for path, value in said.items() if _rule(one, path) is not Rule.NEVER}
        return made if any(path in made for path in IDENTIFYING) else {}
    if one.source.policy is Policy.KEEP:
        return before
    return _imported(before, one, lead)


def _imported(before: Model, row: Statement, known: _Lead) -> Model:
    lead, protected = dict(before), known.protected
    fixed = protected | {path for path in before if known.repeats(path, row)}
    if row.source.policy is Policy.REPLACE:
        names_somebody = any(path in row.says and _rule(row, path) is not Rule.NEVER for path in IDENTIFYING)
        said_as_first = {f"{further}/{row.says[first].text}" for first, further in _FIRSTS if first in row.says}
        for path in before:
            says_whose = path == "email" or (path in IDENTIFYING and not names_somebody)
            spared = says_whose or path in fixed or _rule(row, path) is not Rule.ALWAYS
            if path not in row.says and path not in said_as_first and not spared:
                del lead[path]
    for path, value in row.says.items():
        rule = _rule(row, path)
        if not value.text or rule is Rule.NEVER or path in fixed:
            continue
        if path in lead and lead[path][0] == value.text:
            # The same value: a label is set where the row says one.
            label = value.label if value.label and rule is Rule.ALWAYS else lead[path][1]
            lead[path] = (value.text, label)
        elif path not in lead or (rule is Rule.ALWAYS and not _stays_first(before, protected, path, value.text, row)):
            lead[path] = (value.text, value.label)
    return lead


def _stays_first(before: Model, protected: set[str], path: str, text: str, row: Statement) -> bool:
    """Whether the lead's first email or phone stays the first although the row says another."""
    beside = f"{dict(_FIRSTS).get(path)}/{text}"
    if beside in before and (beside in protected or row.source.policy is not Policy.REPLACE):
        return True
    return path == "email" and row.known_by in (KnownBy.EMAIL, KnownBy.CLAIM)


def _without_repeated(lead: Model) -> Model:
    repeated = {f"{further}/{lead[first][0]}" for first, further in _FIRSTS if first in lead}
    return {path: value for path, value in lead.items() if path not in repeated}


def _fitting(before: Model, after: Model, said: Collection[str], most: int | None) -> Model:
    """What is said stands in the order in which it would be left out; the last of it that fits ends it."""
    new = [path for path in said if path in after and after[path] != before.get(path) and path != "email"]
    for path in sorted(new, key=lambda path: (not path.startswith("extras/"), -len(path + after[path][0]), path)):
        if most is None or sum(len(one + text) for one, (text, _) in after.items()) <= most:
            break
        after = {one: value for one, value in {**after, path: before.get(path)}.items() if value}
    return after


def _rule(row: Statement, path: str) -> Rule:
    usual = Rule.IF_EMPTY if row.source.policy is Policy.FILL else Rule.ALWAYS
    field, _, header = path.partition("/")
    as_ruled = f"extras/{header.lower().replace(' ', '')}" if field == "extras" else path
    return row.source.rules.get(as_ruled, row.source.rules.get(field, usual))
