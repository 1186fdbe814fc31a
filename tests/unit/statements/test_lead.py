"""A lead and its chain come back from storage as they went in, and take little room there."""

from __future__ import annotations

import pytest
from crm.outcomes import Policy, Rule
from crm.statements.arrivals import Standing
from crm.statements.chain_entries import Link
from crm.statements.chains import Chains, ExpiredChainError
from crm.statements.in_order import fold
from crm.statements.lead import Lead
from crm.statements.statement import Entry, Place

from tests.doubles import fake_aws
from tests.unit.statements.in_words import delete, edit, row, take_back, undo

TWELVE = {
    "firstName": "Anna-Lena",
    "lastName": "von der Heide",
    "title": "Head of Procurement",
    "company": "Hanseatic Logistics GmbH",
    "email": "anna-lena.heide@hanseatic.example",
    "phone": "+49 40 9876543",
    "extras/Street": "Große Elbstraße 145",
    "extras/City": "Hamburg",
    "extras/Country": "Germany",
    "extras/Customer since": "2019-04-01",
    "extras/Newsletter": "yes",
    "notes": "Met at the trade fair; wants a quote in March",
}


def lead_of(*entries: Entry) -> Lead:
    state = fold(entries)
    return Lead(
        "ab" * 16, Standing(state, Place(7, 0, 2)), "01JD0000000000000000000000/000001-abcdefgh", "abcdefgh", 12
    )


@pytest.mark.parametrize(
    "lead",
    [
        lead_of(row(1, TWELVE), edit(2, {"phone": "1"}, protect=True)),
        lead_of(row(1, TWELVE), delete(2)),
        lead_of(row(1, TWELVE), edit(1, {"notes": "called"}), undo(1)),
        lead_of(row(1, TWELVE), undo(1)),
    ],
    ids=["edited", "deleted", "keeps what was taken back", "nothing left"],
)
def test_a_lead_comes_back_as_it_went_in(lead: Lead) -> None:
    assert Lead.from_item(lead.to_item()) == lead


def test_only_a_lead_in_the_bin_says_when_dynamodb_removes_it() -> None:
    binned, there = lead_of(row(1, TWELVE), delete(2)), lead_of(row(1, TWELVE))

    assert binned.to_item()["expires"] == {"N": str(binned.expires)}
    assert "expires" not in there.to_item()


def test_a_lead_of_twelve_columns_with_its_origins_takes_less_than_a_kilobyte() -> None:
    item = lead_of(row(1, TWELVE)).to_item()

    assert sum(len(name) + len(next(iter(value.values())).encode()) for name, value in item.items()) < 1024


def test_a_chain_is_read_from_its_last_piece_in_the_order_of_arrival() -> None:
    chains = Chains(fake_aws().s3, "work")  # type: ignore[arg-type]
    late = row(1, {"phone": "1"}, policy=Policy.FILL, rules={"phone": Rule.NEVER})
    entries: list[Entry] = [row(2, {"phone": "2"}), late, edit(3, {"phone": None}), take_back(late), undo(2)]
    chains.write("a", {"x": Link(None, tuple(entries[:2])), "y": Link(None, (row(2, TWELVE, number=3),))})
    chains.write("b", {"x": Link("a", tuple(entries[2:]))})

    assert chains.read("x", "b") == entries
    assert chains.read("x", None) == []


def test_a_chain_of_which_a_piece_is_gone_is_told_as_expired() -> None:
    chains = Chains(fake_aws().s3, "work")  # type: ignore[arg-type]
    chains.write("b", {"x": Link("a", (row(2, TWELVE),))})

    with pytest.raises(ExpiredChainError):
        chains.read("x", "b")
