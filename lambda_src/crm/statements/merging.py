"""Leads that become one: a merge of maps (docs/leads.md).

Of each path, the value of highest rank holds, and of several first emails or phones the others are kept beside it. So
it does not matter in which order leads become one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from crm.said import FURTHER
from crm.statements.folding import Held, LeadState, TakenIn, is_there
from crm.statements.size import fitting
from crm.statements.statement import Merge


class Branch(NamedTuple):
    """A lead among those of one chain.

    Args:
        members: it, and those that have become one with it.
        state: what its statements make of it; None where that is nothing.
    """

    members: frozenset[str]
    state: LeadState | None


def merged(branches: Sequence[Branch], merge: Merge) -> TakenIn:
    """The lead that several leads become.

    What is in the bin adds nothing to those that are there.

    Args:
        branches: the leads; the first is the one whose id stays.
    """
    left = [one for one in branches if one.state is not None]
    there = [one for one in left if is_there(one.state)] or left
    states = [one.state for one in there if one.state is not None]
    if len(states) < 2:
        return TakenIn(states[0] if states else None)
    values = _merged_values([(one.members, one.state.held) for one in there if one.state is not None], merge.choices)
    held, left_out = fitting(states[0].held, values, values)
    state = LeadState(
        held,
        created_at=min(state.created_at for state in states),
        updated_at=merge.source.at,
        deleted_at=max(state.deleted_at for state in states),
    )
    return TakenIn(state, left_out)


def _merged_values(
    leads: Sequence[tuple[Collection[str], Mapping[str, Held]]], choices: Mapping[str, str]
) -> dict[str, Held]:
    found: dict[str, list[tuple[tuple[Any, ...], Held]]] = {}
    for members, held in leads:
        for path, one in held.items():
            found.setdefault(path, []).append(((choices.get(path) in members, *_rank(one)), one))
    ranked = {path: [one for _, one in sorted(values, key=_first, reverse=True)] for path, values in found.items()}
    values = {path: _labelled(*several) for path, several in ranked.items()}
    for first, further in FURTHER.items():
        for one in ranked.get(first, ())[1:]:
            path = f"{further}/{one.text}"
            values[path] = _labelled(*sorted([one, *filter(None, [values.get(path)])], key=_rank, reverse=True))
        if first in values and (beside := values.pop(f"{further}/{values[first].text}", None)) is not None:
            values[first] = _labelled(values[first], beside)
    return dict(sorted(values.items(), key=lambda item: (item[1].origin.place, item[1].column or 0, item[0])))


def _first(ranked: tuple[tuple[Any, ...], Held]) -> tuple[Any, ...]:
    return ranked[0]


def _labelled(best: Held, *others: Held) -> Held:
    """A value with the label that others have for it, where it has none."""
    label = next((one.label for one in (best, *others) if one.text == best.text and one.label), "")
    return best if label == best.label else best._replace(label=label)


def _rank(held: Held) -> tuple[Any, ...]:
    """What is protected stays above all imports; else what was said last."""
    return held.is_protected, held.origin.place, held.origin.at, held.text
