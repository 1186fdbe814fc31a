"""A lead that is worked out step by step is what all of its entries make, and a late statement costs few steps."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from crm.outcomes import Outcome
from crm.statements import in_order
from crm.statements.arrivals import Arrival, InTurn, Standing
from crm.statements.folding import LeadState, take_in
from crm.statements.in_order import fold
from crm.statements.line import Line
from crm.statements.statement import OWN, Entry, Merge, Revocation, Statement

from tests.unit.statements.in_words import MEMBERS, merging, random_statement, row, take_back, undo

MANY = 300


def random_entries(chance: random.Random) -> list[Entry]:
    """Statements in any order, with undos and single statements that are taken back between them."""
    statements = [random_statement(chance, chance.randint(1, 4), number) for number in range(chance.randint(1, 10))]
    entries: list[Entry] = [*statements]
    if chance.random() < 0.5:
        entries.insert(chance.randint(0, len(entries)), undo(chance.randint(1, 4)))
    if chance.random() < 0.5:
        entries.insert(chance.randint(0, len(entries)), take_back(chance.choice(statements)))
    return entries if chance.random() < 0.4 else merging(chance, entries)


@pytest.mark.parametrize("seed", range(200))
def test_a_line_is_what_its_entries_make_at_every_step(seed: int) -> None:
    chance = random.Random(seed)
    entries = random_entries(chance)
    begun = chance.randint(0, len(entries))
    line = Line(entries[:begun])
    for number, entry in enumerate(entries[begun:], begun):
        assert [line.state_of(member) for member in MEMBERS] == [fold(entries[:number], member) for member in MEMBERS]
        line.add(entry)
    assert line.state == fold(entries)
    places = [one.place for one in entries if not isinstance(one, Revocation) and one.of == OWN]
    assert line.newest("") == max(places, default=None) or any(isinstance(one, Merge) for one in entries)


@pytest.mark.parametrize("seed", range(200))
def test_one_statement_more_makes_what_it_makes_with_all_entries(seed: int) -> None:
    chance = random.Random(seed)
    entries = random_entries(chance)
    line = Line(entries)
    for number in range(10, 15):
        late = random_statement(chance, chance.randint(1, 4), number)
        late = replace(late, of=(chance.choice(MEMBERS),))
        before = [one for one in entries if isinstance(one, Revocation) or one.place < late.place]
        turn = fold(before, late.of[0])
        assert line.with_one_more(late) == (fold([*entries, late], late.of[0]), take_in(turn, late).left_out)
    assert line.state == fold(entries)


@pytest.mark.parametrize("seed", range(200))
def test_statements_in_turn_are_told_as_each_of_them_would_be_alone(seed: int) -> None:
    chance = random.Random(seed)
    chain = random_entries(chance)
    standing = Standing(fold(chain), max(one.place for one in chain if not isinstance(one, Revocation)))
    again = [one for one in chain if isinstance(one, Statement)]
    arriving = [*(random_statement(chance, chance.randint(1, 4), number) for number in range(10, 15)), *again]
    chance.shuffle(arriving)
    turn = InTurn(standing, lambda: chain)
    for statement in arriving:
        alone = InTurn(turn.standing, lambda: [*chain, *turn.new]).arrival(statement)
        arrival = turn.arrival(statement)
        assert arrival == alone
        turn.take(statement, arrival)


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Grows by one with each statement that is applied to a lead."""
    counted: list[int] = []

    def counting(step: Callable[..., object]) -> Callable[..., object]:
        def counts(state: LeadState | None, statement: Statement) -> object:
            counted.append(1)
            return step(state, statement)

        return counts

    monkeypatch.setattr(in_order, "take_in", counting(take_in))
    return counted


def rows_of_one_lead(first: int) -> Sequence[Statement]:
    return [row(1, {"email": "a@x.example", "phone": str(n)}, number=n) for n in range(first, first + MANY)]


def arrivals(before: Sequence[Entry], rows: Sequence[Statement]) -> list[Arrival]:
    newest = max(one.place for one in before if isinstance(one, Statement))
    reads: list[int] = []

    def chain() -> Sequence[Entry]:
        reads.append(1)
        return before

    turn = InTurn(Standing(fold(before), newest), chain)
    told = []
    for one in rows:
        told.append(turn.arrival(one))
        turn.take(one, told[-1])
    assert len(reads) == 1
    return told


def test_a_batch_of_late_rows_of_one_lead_costs_a_few_steps_each(steps: list[int]) -> None:
    told = arrivals(rows_of_one_lead(MANY), rows_of_one_lead(0))
    assert {one.outcome for one in told} == {Outcome.SUPERSEDED}
    assert len(steps) < 10 * MANY


def test_a_batch_of_rows_of_one_lead_that_is_delivered_again_costs_a_few_steps_each(steps: list[int]) -> None:
    rows = rows_of_one_lead(0)
    told = arrivals(rows, rows)
    assert [one.outcome for one in told] == [Outcome.CREATED, *[Outcome.UPDATED] * (MANY - 1)]
    assert len(steps) < 10 * MANY
