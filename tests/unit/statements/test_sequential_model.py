"""The merge is what the plain model says: policies, rules, protection, edits, deletes, undos, leads too large.

`tests/concurrency` holds the whole way of a row against the same model.
"""

from __future__ import annotations

import random

import pytest
from crm.statements import size
from crm.statements.in_order import fold
from crm.statements.statement import Kind, Merge, Revocation, Statement

from tests.unit.statements.in_words import MEMBERS, bulk_restore, merging, random_statement, seen, take_back, undo
from tests.unit.statements.sequential_model import lead_after


@pytest.mark.parametrize("first", range(0, 4_000, 1_000))
@pytest.mark.parametrize("most", [None, 20], ids=["any size", "a small lead"])
def test_any_statements_make_what_the_plain_model_says(
    first: int, most: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if most is not None:
        monkeypatch.setattr(size, "MOST_BYTES", most)
        monkeypatch.setattr(size, "bytes_of", lambda held: sum(map(size._bytes_of_value, held, held.values())))
        monkeypatch.setattr(size, "_bytes_of_value", lambda path, one: len(path) + len(one.text))
        monkeypatch.setattr(size, "_bytes_of_origin", lambda _: 0)
        monkeypatch.setattr(size, "_surely_fits", lambda _: False)
    for seed in range(first, first + 1_000):
        chance = random.Random(seed)
        said = [random_statement(chance, chance.randint(1, 4), number) for number in range(chance.randint(1, 10))]
        undone = chance.sample(range(1, 5), chance.randint(0, 2))
        deletes = [one for one in said if one.kind is Kind.DELETE]
        restored = [one for one in deletes if chance.random() < 0.3]
        revocations = [undo(*undone)] if undone else []
        revocations += [take_back(*restored)] if restored else []
        by_bulk = [one for one in deletes if chance.random() < 0.3]
        restored_by = chance.randint(1, 4)
        restore = bulk_restore(restored_by, *by_bulk, number=99)
        revocations += [restore] if by_bulk else []
        standing = [one for one in revocations if one is not restore or restored_by not in undone]
        gone = {one.place for one in said if any(one_of.covers(one.place) for one_of in standing)}

        shown = seen(fold(chance.sample([*said, *revocations], len(said) + len(revocations))))

        assert shown == (lead_after(said, gone, most) or {}), f"seed {seed}"


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, 1_000, 500))
def test_leads_that_become_one_and_are_taken_apart_are_what_the_plain_model_says(first: int) -> None:
    for seed in range(first, first + 500):
        chance = random.Random(seed)
        said = [random_statement(chance, chance.randint(1, 4), number) for number in range(chance.randint(1, 12))]
        undone = chance.sample(range(1, 5), chance.randint(0, 1))
        entries = merging(chance, [*said, *([undo(*undone)] if undone else [])])
        statements = [one for one in entries if isinstance(one, Statement)]
        revocations = [one for one in entries if isinstance(one, Revocation)]
        gone = {
            one.place
            for one in entries
            if not isinstance(one, Revocation) and any(r.takes_back(one) for r in revocations)
        }
        merges = [one for one in entries if isinstance(one, Merge)]

        shown = [seen(fold(entries, member)) for member in MEMBERS]

        expected = [lead_after(statements, gone, None, merges, member) or {} for member in MEMBERS]
        assert shown == expected, f"seed {seed}"
