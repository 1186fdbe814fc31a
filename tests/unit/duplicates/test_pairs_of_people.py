"""Says of pairs of people what a careful person would say (promise 10)."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from crm.duplicates.finding import find_pairs

from tests.unit.duplicates.people import database_of, lead_id

PAIRS = tomllib.loads(Path(__file__).with_name("pairs.toml").read_text(encoding="utf-8"))["pairs"]


@pytest.fixture(scope="module")
def bands() -> dict[tuple[str, str], str]:
    """The band of each pair of the table, all compared at once."""
    database = database_of([person for pair in PAIRS for person in pair[:2]])
    return {(one.first.lead_id, one.second.lead_id): str(one.band) for one in find_pairs(database)}


@pytest.mark.parametrize("number", range(len(PAIRS)), ids=lambda number: f"{PAIRS[number][0]} and {PAIRS[number][1]}")
def test_a_pair_of_people_is_judged_as_a_careful_person_would(number: int, bands: dict[tuple[str, str], str]) -> None:
    band = bands.get((lead_id(2 * number), lead_id(2 * number + 1)), "no")

    assert band in PAIRS[number][2].split()
