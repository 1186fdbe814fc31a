"""Finds pairs of leads, and says how sure they are."""

from __future__ import annotations

from datetime import datetime

from crm.duplicates.finding import FoundPair, find_pairs
from crm.duplicates.weights import Band
from crm.index.database import Database

from tests.unit.duplicates.people import database_of, lead_id

STRANGERS = [f"Xa{n}vier | Quill{n}on | | x{n}@quill{n}.example | Quill{n}" for n in range(80)]


def found(database: Database, changed_since: datetime | None = None) -> dict[tuple[int, int], FoundPair]:
    """By the numbers of the leads."""
    pairs = find_pairs(database, changed_since=changed_since)
    return {(int(one.first.lead_id, 16), int(one.second.lead_id, 16)): one for one in pairs}


def test_strangers_are_no_pair() -> None:
    assert not found(database_of(STRANGERS))


def test_the_surest_pair_comes_first_and_says_at_which_levels() -> None:
    people = [
        "John | Doe | | |",
        "John | Doe | | |",
        "Bob | Lerner | +493012345678 | | Acme",
        "Robert | Lerner | +493012345678 | | Acme",
    ]

    first, second = find_pairs(database_of(people))

    assert (first.first.lead_id, first.second.lead_id, first.band) == (lead_id(2), lead_id(3), Band.CERTAIN)
    assert first.levels == {
        "order": "as written",
        "first": "short for",
        "last": "same",
        "phone": "same",
        "email": "missing",
        "company": "same",
    }
    assert second.band == Band.POSSIBLE


def test_a_name_and_a_phone_that_many_have_are_not_certain() -> None:
    """The switchboard of a firm, and a name that is common among the leads."""
    one, other = "Anna | Keller | +4930555000 | | Bigfirm", "Anna | Keller | +4930555000 | | Bigfirm"
    colleagues = [f"Anna | Zorn{n} | +4930555000 | | Bigfirm" for n in range(50)]
    namesakes = [f"Anna | Keller | +49401{n:07} | | Firm{n}xq" for n in range(50)]

    alone = found(database_of([one, other]))[0, 1]
    among_many = found(database_of([one, other, *colleagues, *namesakes]))[0, 1]

    assert alone.band == Band.CERTAIN
    assert among_many.bits < alone.bits - 8


def test_leads_in_the_bin_are_no_pair() -> None:
    database = database_of(["Bob | Lerner | +493012345678 | |", "Bob | Lerner | +493012345678 | |"])
    database.run("UPDATE leads SET in_bin = TRUE WHERE lead_id = ?", [lead_id(1)])

    assert not found(database)


def test_of_changed_leads_all_pairs_are_found_and_no_others() -> None:
    twice = "Bob | Lerner | +493012345678 | |"
    database = database_of([twice, twice, "Zoe | Quince | +493087654321 | |", "Zoe | Quince | +493087654321 | |"])
    database.run("UPDATE leads SET v_updatedAt = '2026-01-01'")
    database.run("UPDATE leads SET v_updatedAt = '2026-02-01' WHERE lead_id = ?", [lead_id(1)])

    assert set(found(database)) == {(0, 1), (2, 3)}
    assert set(found(database, datetime(2026, 1, 15))) == {(0, 1)}


def test_a_changed_lead_has_the_scores_of_a_search_of_all() -> None:
    """Whatever is counted only where it is needed then: phones, addresses and names that many have say less."""
    office = [f"Anna | Zorn{n} | +4930555000 | office@bigfirm.example | Bigfirm" for n in range(20)]
    database = database_of([*office, *office[:5], "Anna | Zorn | +4930555000 | anna@bigfirm.example | Bigfirm"])
    twice = "UPDATE leads SET m_{0} = '\n{1}\n' WHERE lead_id = ?"
    for number in (3, 22):
        database.run(twice.format("phone", "+4930555111"), [lead_id(number)])
        database.run(twice.format("email", "anna.zorn@bigfirm.example"), [lead_id(number)])
    database.run("UPDATE leads SET v_updatedAt = '2026-01-01'")
    database.run("UPDATE leads SET v_updatedAt = '2026-02-01' WHERE lead_id >= ?", [lead_id(20)])

    of_all = found(database)
    of_changed = found(database, datetime(2026, 1, 15))

    assert len(of_changed) > 5
    assert of_changed == {pair: one for pair, one in of_all.items() if pair[1] >= 20}
