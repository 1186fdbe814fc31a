"""A lead never becomes too large for its item in the table, and what is left out depends on places alone."""

from __future__ import annotations

from itertools import permutations

import pytest
from crm.outcomes import Policy
from crm.statements import size
from crm.statements.arrivals import InTurn, Standing
from crm.statements.in_order import fold
from crm.statements.lead import Lead
from crm.statements.size import MOST_BYTES, bytes_of
from crm.statements.statement import Place

from tests.unit.statements.in_words import row, texts

ADA = {"email": "ada@x.example", "firstName": "Ada"}
HALF = "x" * (MOST_BYTES // 2)


def test_of_a_row_that_is_too_large_the_longest_extras_are_left_out_first() -> None:
    large = {**ADA, "notes": "y" * 100_000, "extras/A": HALF, "extras/B": HALF + "x", "extras/C": "short"}

    arrival = InTurn(None, list).arrival(row(1, large))

    assert arrival.left_out == ("extras/B",)
    assert texts(arrival.after.state).keys() == {*ADA, "notes", "extras/A", "extras/C"}


def test_a_value_that_does_not_fit_leaves_the_old_one() -> None:
    rows = [row(1, {**ADA, "extras/A": HALF, "notes": "old"}), row(2, {**ADA, "notes": HALF, "title": "CEO"})]

    state = fold(rows)

    assert state is not None
    assert (state.text("notes"), state.text("title")) == ("old", "CEO")
    assert bytes_of(state.held) <= MOST_BYTES


def test_what_is_left_out_does_not_depend_on_the_order_of_deliveries() -> None:
    rows = [
        row(1, {**ADA, "extras/A": HALF}),
        row(2, {**ADA, "extras/B": HALF}),
        row(3, {**ADA, "extras/A": "short"}),
        row(4, {"extras/C": HALF, **ADA}, policy=Policy.REPLACE),
    ]

    states = []
    for order in permutations(rows):
        standing = None
        for n, one in enumerate(order):
            standing = InTurn(standing, lambda said=order[:n]: said).arrival(one).after  # type: ignore[misc]
        states.append(standing.state if standing else None)

    assert all(state == states[0] for state in states)
    assert texts(states[0]) == {**ADA, "extras/C": HALF}


def test_the_largest_lead_fits_into_an_item_of_dynamodb() -> None:
    pieces = {f"extras/{number}": "x" * 4_000 for number in range(150)}
    state = fold([row(number, {**ADA, path: text}) for number, (path, text) in enumerate(pieces.items(), 1)])
    item = Lead("ab" * 16, Standing(state, Place(150, 0, 2)), "a" * 60).to_item()

    assert state is not None
    assert bytes_of(state.held) > MOST_BYTES - 5_000
    assert sum(len(name) + len(next(iter(value.values())).encode()) for name, value in item.items()) < 400 * 1024


def test_letters_count_as_the_bytes_that_they_take() -> None:
    (left_out,) = InTurn(None, list).arrival(row(1, {**ADA, "extras/A": "\u4e2d" * (MOST_BYTES // 2)})).left_out

    assert left_out == "extras/A"


def test_origins_count_too(monkeypatch: pytest.MonkeyPatch) -> None:
    one = fold([row(1, {**ADA, "extras/A": "1"})])
    two = fold([row(1, ADA), row(2, {**ADA, "extras/A": "1"})])
    monkeypatch.setattr(size, "MOST_BYTES", bytes_of(one.held) if one else 0)

    assert two is not None
    assert bytes_of(two.held) > size.MOST_BYTES
