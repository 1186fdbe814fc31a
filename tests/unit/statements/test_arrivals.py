"""Arriving statements: whatever their order, number and lateness, the lead is what its statements say in order."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from crm.outcomes import Outcome, Policy
from crm.statements.arrivals import MADE_ANEW, Arrival, InTurn, Standing
from crm.statements.in_order import fold
from crm.statements.statement import Entry, Place, Statement

from tests.unit.statements.in_words import delete, edit, random_statement, row, texts, undo


class Lead:
    """A lead and its chain in memory."""

    def __init__(self) -> None:
        self.standing: Standing | None = None
        self.chain: list[Entry] = []
        self.reads = 0

    def receive(self, statement: Statement) -> Arrival:
        arrival = InTurn(self.standing, self._read).arrival(statement)
        if arrival.is_new:
            self.chain.append(statement)
        self.standing = arrival.after
        return arrival

    def _read(self) -> Sequence[Entry]:
        self.reads += 1
        return self.chain


def outcomes(*statements: Statement) -> list[Outcome]:
    lead = Lead()
    return [lead.receive(statement).outcome for statement in statements]


def test_statements_in_order_need_no_chain() -> None:
    lead = Lead()
    for number in range(1, 5):
        lead.receive(row(number, {"phone": str(number)}))

    assert lead.reads == 0


def test_a_row_that_says_what_is_known_changes_nothing() -> None:
    assert outcomes(row(1, {"phone": "1"}), row(2, {"phone": "1"})) == [Outcome.CREATED, Outcome.UNCHANGED]


def test_a_row_that_begins_a_new_lead_beside_a_deleted_one_says_so() -> None:
    lead = Lead()
    lead.receive(row(1, {"phone": "1"}))
    lead.receive(delete(2))

    arrival = lead.receive(row(3, {"phone": "2"}))

    assert (arrival.outcome, arrival.reason) == (Outcome.CREATED, MADE_ANEW)


def test_changed_values_are_counted() -> None:
    lead = Lead()
    lead.receive(row(1, {"email": "a@x.example", "phone": "1"}))

    arrival = lead.receive(row(2, {"email": "a@x.example", "phone": "2", "title": "CEO"}))

    assert (arrival.outcome, arrival.changed) == (Outcome.UPDATED, 2)


def test_emptied_values_are_those_that_are_nowhere_any_more() -> None:
    lead = Lead()
    lead.receive(row(1, {"company": "Acme", "title": "CEO", "phones/2": "2"}))

    arrival = lead.receive(row(2, {"company": "Acme", "phone": "2"}, policy=Policy.REPLACE))

    assert (arrival.changed, arrival.emptied) == (3, 1)


def test_a_row_is_told_as_unchanged_where_what_differs_does_not_fit() -> None:
    says = {"phone": "1", "extras/Long": "x"}
    assert outcomes(row(1, says), row(2, {**says, "extras/Long": None})) == [Outcome.CREATED, Outcome.UNCHANGED]


def test_another_label_is_a_changed_value() -> None:
    says = {"phone": "1", "phones/2": "2"}
    rows = [row(number, says, labels={"phones/2": label}) for number, label in ((1, "work"), (3, "home"), (2, "car"))]
    assert outcomes(*rows) == [Outcome.CREATED, Outcome.UPDATED, Outcome.SUPERSEDED]


def test_a_late_row_whose_values_were_replaced_is_superseded_and_one_that_adds_is_not() -> None:
    assert outcomes(row(2, {"phone": "2"}), row(1, {"phone": "1"})) == [Outcome.CREATED, Outcome.SUPERSEDED]
    late = row(1, {"phone": "1", "title": "CEO"})
    assert outcomes(row(2, {"phone": "2"}), late) == [Outcome.CREATED, Outcome.UPDATED]


def test_a_lead_is_told_as_created_once_though_an_older_row_comes_later() -> None:
    assert outcomes(row(2, {"phone": "2"}), row(1, {"phone": "2"})) == [Outcome.CREATED, Outcome.UNCHANGED]


def test_a_kept_lead_is_told_as_skipped() -> None:
    assert outcomes(row(1, {"phone": "1"}), row(2, {"phone": "2"}, policy=Policy.KEEP))[1] is Outcome.SKIPPED


def test_a_repeated_delivery_is_told_what_the_first_one_did() -> None:
    first, second = row(1, {"phone": "1"}), row(2, {"phone": "2"})

    assert outcomes(first, second, first, second) == [Outcome.CREATED, Outcome.UPDATED] * 2


@pytest.mark.parametrize("seed", range(300))
def test_any_order_number_and_lateness_ends_in_the_same_lead(seed: int) -> None:
    chance = random.Random(seed)
    statements = [random_statement(chance, chance.randint(1, 4), n) for n in range(chance.randint(1, 8))]
    deliveries = [*statements, *chance.choices(statements, k=3)]
    chance.shuffle(deliveries)
    lead = Lead()
    for statement in deliveries:
        lead.receive(statement)

    assert lead.standing is not None
    assert lead.standing.state == fold(statements)
    assert lead.standing.newest == max(statement.place for statement in statements)
    assert len(lead.chain) == len(statements)
    assert texts(fold([*lead.chain, undo(1, 2)])) == texts(fold([*statements, undo(1, 2)]))


def test_a_row_that_comes_after_an_undo_finds_nothing_of_what_was_taken_back() -> None:
    lead = Lead()
    for statement in (row(1, {"email": "a@x.example", "firstName": "Ada"}), edit(1, {"notes": "called"})):
        lead.receive(statement)
    lead.chain.append(undo(1))
    lead.standing = Standing(fold(lead.chain), edit(1, {}).place)

    lead.receive(row(2, {"email": "a@x.example"}))

    assert texts(lead.standing.state) == {"email": "a@x.example", "notes": "called"}


def test_places_are_ordered_by_import_then_sheet_then_row() -> None:
    assert Place(1, 9, 9) < Place(2, 0, 1) < Place(2, 0, 2) < Place(2, 1, 1) < edit(2, {}).place < Place(3, 0, 1)
