"""The merge: what a lead becomes by one more statement (docs/leads.md).

This is the one place in which policies, rules of fields, protection, edits and deletes act. It is pure: whoever reads
and writes leads asks it. `crm.statements.in_order` applies all statements of a lead.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeGuard

from crm.fields import IDENTIFYING
from crm.outcomes import Policy, Rule
from crm.said import EMAIL, FURTHER, Said, field_of, ruled_path
from crm.statements.field_paths import at_their_paths
from crm.statements.size import fitting
from crm.statements.statement import Kind, KnownBy, Origin, Statement


class Held(NamedTuple):
    """A value that a lead has, and where it comes from. A tuple, because a batch reads thousands of them.

    Args:
        origin: of the statement that brought it; one that says the same later leaves it as it is.
        column: as `Said.column`.
    """

    text: str
    origin: Origin
    column: int | None = None
    label: str = ""
    is_protected: bool = False


@dataclass(frozen=True, slots=True)
class LeadState:
    """What a lead is after its statements.

    Args:
        held: value by path; what is not there has no value.
        created_at: of the statement that made the lead, ISO 8601.
        updated_at: of the last statement that changed a value.
        deleted_at: when a person moved it to the bin, "" for a lead that is there.
        keeps_revoked: whether it holds identifying values of imports that were taken back, because a person has changed
            it since and nothing else would say whose it is.
    """

    held: Mapping[str, Held]
    created_at: str
    updated_at: str
    deleted_at: str = ""
    keeps_revoked: bool = False

    @property
    def is_there(self) -> bool:
        return not self.deleted_at

    @property
    def depends_on_chain(self) -> bool:
        """Whether what more is said has to be worked out with all that was said before: the lead holds what says whose
        it is though that was taken back, or has nothing that says so, as it may have been taken back."""
        return self.keeps_revoked or not any(path in self.held for path in IDENTIFYING)

    def text(self, path: str) -> str | None:
        """The value at a path, None where there is none."""
        held = self.held.get(path)
        return held.text if held else None


def is_there(state: LeadState | None) -> TypeGuard[LeadState]:
    """Whether people see a lead: something is left of it, and it is not in the bin."""
    return state is not None and state.is_there


class TakenIn(NamedTuple):
    """What a lead makes of a statement.

    Args:
        state: the lead after it; the same object when the statement changes nothing.
        left_out: paths of the statement that the lead cannot take in, because it would become too large.
    """

    state: LeadState | None
    left_out: tuple[str, ...] = ()


def take_in(state: LeadState | None, statement: Statement) -> TakenIn:
    """Applies one more statement, which stands behind all those that made the lead.

    Args:
        state: the lead when the statement's turn comes.
    """
    if statement.kind is Kind.DELETE:
        return TakenIn(replace(state, deleted_at=statement.source.at) if state and state.is_there else state)
    if statement.kind is Kind.CHANGE and state is not None and not state.is_there:
        return TakenIn(state)
    before = state.held if state and state.is_there else None
    if before is not None and statement.kind is Kind.ROW:
        statement = at_paths_of(before, statement)
    held, left_out = fitting(before or {}, _spoken(before, statement), statement.says)
    at = statement.source.at
    if before is None or state is None:
        return TakenIn(LeadState(held, at, at) if held else state, left_out)
    if held is before or held == before:
        return TakenIn(state, left_out)
    updated = at if any(True for _ in differing(before, held)) else state.updated_at
    return TakenIn(LeadState(held, state.created_at, updated, keeps_revoked=state.keeps_revoked), left_out)


def at_paths_of(held: Mapping[str, Held], row: Statement) -> Statement:
    """A row's statement with what it says of own fields at the paths at which a lead has them."""
    source = row.source
    if not source.readers:
        return row
    usual = _usual(source.policy)
    says = at_their_paths(row.says, held, source.readers, lambda path: _rule(source.rules, path, usual))
    return row if says is row.says else replace(row, says=says)


def applied(state: LeadState | None, statement: Statement) -> LeadState | None:
    """The lead after one more statement, see `take_in`."""
    return take_in(state, statement).state


def differing(before: Mapping[str, Held], after: Mapping[str, Held]) -> Iterator[str]:
    """The paths at which a person sees something else; most values of a lead are the same object as before."""
    for path, held in after.items():
        was = before.get(path)
        if was is not held and (was is None or was.text != held.text or was.label != held.label):
            yield path
    yield from before.keys() - after.keys()


def texts_of(held: Mapping[str, Held]) -> dict[str, tuple[str, str]]:
    """Value and label by path: what a person sees of a lead."""
    return {path: (value.text, value.label) for path, value in held.items()}


def _spoken(held: Mapping[str, Held] | None, statement: Statement) -> Mapping[str, Held]:
    """A lead's values with all that a row or a person says of it.

    Args:
        held: its values before, None for one that is not there.
    """
    if held is None:
        return _created(statement)
    if statement.kind is Kind.EDIT:
        return _edited(held, statement)
    if statement.kind is Kind.CHANGE:
        return _changed(held, statement)
    return held if statement.source.policy is Policy.KEEP else _imported(held, statement)


def _created(statement: Statement) -> dict[str, Held]:
    rules, origin = statement.source.rules, statement.origin
    held = {
        path: _held(said.text, said, origin)
        for path, said in statement.says.items()
        if said.text is not None and _rule(rules, path) is not Rule.NEVER
    }
    if statement.kind is Kind.ROW and not any(path in held for path in IDENTIFYING):
        # Nobody could tell whose lead it is: such a row adds to a lead, but it makes none.
        return {}
    return _without_repeated(held)


def _edited(held: Mapping[str, Held], statement: Statement) -> dict[str, Held]:
    after, origin = dict(held), statement.origin
    for path, said in statement.says.items():
        if said.text is None:
            after.pop(path, None)
        elif not _says_the_same(after.get(path), said):
            after[path] = _held(said.text, said, origin)
    return _without_repeated(after)


def _changed(held: Mapping[str, Held], statement: Statement) -> Mapping[str, Held]:
    """As an edit, but a value stays protected, and a lead keeps what says whose it is."""
    after, origin = dict(held), statement.origin
    for path, said in statement.says.items():
        before = after.get(path)
        if said.text is None:
            after.pop(path, None)
        elif before is None or before.text != said.text:
            after[path] = Held(said.text, origin, is_protected=before is not None and before.is_protected)
    if any(path in held for path in IDENTIFYING) and not any(path in after for path in IDENTIFYING):
        return held
    return _without_repeated(after)


def _imported(held: Mapping[str, Held], statement: Statement) -> dict[str, Held]:
    policy, rules, origin = statement.source.policy, statement.source.rules, statement.origin
    usual = _usual(policy)
    after = dict(held)
    if policy is Policy.REPLACE:
        # What says whose lead it is: the address is never emptied, the rest only by a row that says so too.
        says_so = any(path in statement.says and _rule(rules, path) is not Rule.NEVER for path in IDENTIFYING)
        whose = (EMAIL,) if says_so else IDENTIFYING
        named = statement.says.keys() | _firsts_as_further(statement)
        for path, value in held.items():
            spared = path in whose or value.is_protected or _rule(rules, path, usual) is not Rule.ALWAYS
            if path not in named and not spared and not is_said_further_down(value, statement):
                del after[path]
    for path, said in statement.says.items():
        before = after.get(path)
        if said.text is None or (before is not None and before.text == said.text and said.label in ("", before.label)):
            # As most values of most rows; a row without a label says nothing of it.
            continue
        rule = _rule(rules, path, usual) if rules else usual
        if rule is Rule.NEVER:
            continue
        if before is None or (rule is Rule.ALWAYS and _may_change(path, before, said, held, statement)):
            after[path] = _held(said.text, said, origin)
    return _without_repeated(after)


def is_said_further_down(held: Held | None, row: Statement) -> bool:
    """Whether a lead's value is from a row further down in the same file, which was imported before.

    Then that row will say it again, and has the last word already. Without this, rows of one file that contradict each
    other would change their lead back and forth each time that the file is imported.
    """
    if held is None:
        return False
    origin, source = held.origin, row.source
    was_read_before = origin.reading == source.reading != "" and origin.name != source.name
    return was_read_before and (origin.place.sheet, origin.place.row) > (row.place.sheet, row.place.row)


def _firsts_as_further(statement: Statement) -> set[str]:
    """Where a lead has the row's first email and phone, if it has them beside others: they are not to be emptied."""
    return {f"{further}/{statement.says[first].text}" for first, further in FURTHER.items() if first in statement.says}


def _usual(policy: Policy) -> Rule:
    return Rule.IF_EMPTY if policy is Policy.FILL else Rule.ALWAYS


def _rule(rules: Mapping[str, Rule], path: str, usual: Rule = Rule.ALWAYS) -> Rule:
    """What an import does to a path: that of the path itself goes before that of its field."""
    return rules.get(ruled_path(path), rules.get(field_of(path), usual)) if rules else usual


def _may_change(path: str, before: Held, said: Said, held: Mapping[str, Held], statement: Statement) -> bool:
    """Whether a row's value takes the place of another one that the lead has."""
    if before.is_protected or is_said_further_down(before, statement):
        return False
    if before.text == said.text:
        return True
    further = held.get(f"{FURTHER[path]}/{said.text}") if path in FURTHER else None
    if further is not None and (further.is_protected or statement.source.policy is not Policy.REPLACE):
        # The lead has it beside the first one; only a row that stands for the whole lead says which is first.
        return False
    # A row that was recognized by an address says no other first address; only a `Lead ID` can correct one.
    return path != EMAIL or statement.known_by not in (KnownBy.EMAIL, KnownBy.CLAIM)


def _without_repeated(held: dict[str, Held]) -> dict[str, Held]:
    """What is first is not kept beside itself."""
    for first, further in FURTHER.items():
        if first in held:
            held.pop(f"{further}/{held[first].text}", None)
    return held


def _says_the_same(held: Held | None, said: Said) -> bool:
    return held is not None and (held.text, held.label, held.is_protected) == (
        said.text,
        said.label,
        said.is_protected,
    )


def _held(text: str, said: Said, origin: Origin) -> Held:
    return Held(text, origin, said.column, said.label, said.is_protected)
