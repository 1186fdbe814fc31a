"""The plain model that the merge is held against: everything happens once, in the order of its place (docs/leads.md).

It is written from the rules alone and shares no code with `crm.statements`; what was taken back never was.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from crm.fields import IDENTIFYING
from crm.outcomes import Policy, Rule
from crm.said import Said
from crm.statements.statement import Kind, KnownBy, Place, Source, Statement

Model = dict[str, tuple[str, str]]
"""A lead: text and label by path."""
_FIRSTS = (("email", "emails"), ("phone", "phones"))


def lead_after(
    statements: Iterable[Statement], taken_back: Collection[Place] = (), most: int | None = None
) -> Model | None:
    """The lead that these statements make.

    Args:
        taken_back: places of statements that an undo, a restore or a closed batch has taken back.
        most: characters of a lead's paths and texts at most, None for any number.

    Returns:
        None without a lead.
    """
    ordered = sorted(statements, key=lambda statement: statement.place)
    left = [one for one in ordered if one.place not in taken_back]
    lead = _run(left, most)
    if lead is not None and not any(path in lead for path in IDENTIFYING) and len(left) < len(ordered):
        # A person has changed it, and nothing that is left says whose it is.
        said = [one if one in left else _uncorrected(one) for one in ordered if one.kind is Kind.ROW or one in left]
        whole = {path: value for path, value in (_run(said, most) or {}).items() if path in IDENTIFYING}
        lead = _fitting(lead, {**lead, **whole}, whole, most)
    return lead


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
    since: dict[str, Place] = field(default_factory=dict)
    """Which statement brought each value."""
    sources: dict[Place, Source] = field(default_factory=dict)

    def repeats(self, path: str, row: Statement) -> bool:
        """Whether the same file has been imported before, and a later row of it has brought the value there is."""
        since = self.since.get(path)
        source = self.sources[since] if since else None
        if since is None or source is None or source.name == row.source.name:
            return False
        is_later = (since.sheet, since.row) > (row.place.sheet, row.place.row)
        return bool(row.source.reading) and source.reading == row.source.reading and is_later


def _run(statements: Iterable[Statement], most: int | None) -> Model | None:
    lead = _Lead()
    for one in statements:
        if one.kind is Kind.DELETE:
            lead = _Lead(is_deleted=lead.values is not None or lead.is_deleted)
            continue
        if one.kind is Kind.CHANGE and lead.is_deleted and lead.values is None:
            continue
        lead.sources[one.place] = one.source
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
        lead.since = {path: one.place if path in anew else lead.since[path] for path in after}
    return lead.values


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
