"""Joins the conditions of a question by the words between them, and refuses what can be read in two ways."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crm.chat.interpretation import NotUnderstood
from crm.query.conditions import EVERY_LEAD, AllOf, AnyOf, Comparison, Condition, Filter, Not, all_of

_ONE_VALUE = (Comparison.EQUALS, Comparison.IN, Comparison.BETWEEN)
_SEVERAL_VALUES = ("tags", "email", "phone")
_EITHER = "No lead has two values of the same field. Please say “or” between them."
_TWO_READINGS = "“or” can join these conditions in more than one way. Please ask for one of them at a time."


@dataclass(slots=True)
class Clause:
    """One condition of a question.

    Args:
        parts: alternatives, of which one must hold.
        negated: whether none of them may hold.
        after_or: whether an "or" joins it to the one before.
    """

    parts: list[Condition]
    negated: bool = False
    after_or: bool = False

    @property
    def condition(self) -> Condition:
        joined = one_of(self.parts)
        return Not(joined) if self.negated else joined

    @property
    def single(self) -> Filter | None:
        """The comparison, if it is no more than one."""
        only = self.parts[0] if len(self.parts) == 1 and not self.negated else None
        return only if isinstance(only, Filter) else None


def one_of(parts: Sequence[Condition]) -> Condition:
    """At least one of the conditions; several that say "is" of one field are one comparison with several values."""
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, AnyOf) else (part,))]
    unique = list(dict.fromkeys(flat))
    if len(unique) == 1:
        return unique[0]
    filters = [part for part in unique if isinstance(part, Filter) and part.op is Comparison.EQUALS]
    if len(filters) == len(unique) and len({one.field for one in filters}) == 1:
        return Filter(filters[0].field, Comparison.IN, tuple(one.value for one in filters))
    return AnyOf(tuple(unique))


def joined(clauses: Sequence[Clause]) -> Condition:
    """All conditions that must hold.

    Raises:
        NotUnderstood: if an "or" could join them in two ways, because another condition stands beside it.
    """
    chains: list[list[Clause]] = []
    for clause in clauses:
        if clause.after_or and chains:
            chains[-1].append(clause)
        else:
            chains.append([clause])
    if any(len(chain) > 1 for chain in chains) and len(chains) > 1 and not all(map(_says_one_thing, chains)):
        raise NotUnderstood(_TWO_READINGS)
    if any(clause.negated for chain in chains for clause in chain if len(chain) > 1):
        raise NotUnderstood(_TWO_READINGS)
    _check_values([chain[0].single for chain in chains if len(chain) == 1])
    parts = [one_of([clause.condition for clause in chain]) for chain in chains]
    return all_of(dict.fromkeys(part for part in parts if part != EVERY_LEAD))


def _check_values(filters: Sequence[Filter | None]) -> None:
    """Refuses two values of a field that has one: "added in January and February" means either."""
    valued = [one.field for one in dict.fromkeys(filters) if one is not None and one.op in _ONE_VALUE]
    if any(valued.count(field) > 1 for field in valued if field not in _SEVERAL_VALUES):
        raise NotUnderstood(_EITHER)


def _says_one_thing(chain: Sequence[Clause]) -> bool:
    """Whether all alternatives compare one field, or ask for the lack or presence of something alone."""
    if len(chain) == 1:
        return True
    filters = [one for clause in chain for one in clause.parts if isinstance(one, Filter)]
    kinds = {one.op for one in filters}
    whole = len(filters) == sum(len(clause.parts) for clause in chain)
    alike = len({one.field for one in filters}) == 1 or kinds in ({Comparison.EMPTY}, {Comparison.NOT_EMPTY})
    return whole and alike


def parts_of(condition: Condition) -> tuple[Condition, ...]:
    """What all must hold of a condition."""
    return condition.parts if isinstance(condition, AllOf) else (condition,)
