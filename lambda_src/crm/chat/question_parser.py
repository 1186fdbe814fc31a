"""Reads a question word by word: at each place the first rule that fits takes its words; others are left over."""

from __future__ import annotations

from collections.abc import Callable

from crm.chat import rules_asking, rules_conditions, rules_joining, rules_numbers
from crm.chat.reading import Reading

Rule = Callable[[Reading, int], int]

_RULES: tuple[Rule, ...] = (
    rules_asking.beginning,
    rules_asking.divide,
    rules_conditions.lacking,
    rules_asking.share,
    rules_asking.refuse,
    rules_asking.count,
    rules_asking.order,
    rules_asking.most,
    rules_joining.alternative,
    rules_numbers.number_before,
    rules_conditions.day,
    rules_asking.age,
    rules_conditions.marked,
    rules_asking.grouping,
    rules_conditions.address,
    rules_conditions.condition,
    rules_joining.negation,
    rules_conditions.at,
    rules_conditions.anywhere,
    rules_asking.referring,
    rules_asking.verb,
    rules_asking.people,
    rules_asking.filler,
)
"""In the order in which they are tried."""


def read_words(reading: Reading) -> None:
    """Fills a reading with what its question says.

    Raises:
        NotUnderstood: for a question that the query language cannot express, or that can be read in two ways.
    """
    place = 0
    while place < len(reading.tokens):
        place += _step(reading, place)
    reading.check_pending()


def _step(reading: Reading, place: int) -> int:
    if reading.tokens[place].key:
        for rule in _RULES:
            taken = rule(reading, place)
            if taken:
                return taken
    reading.left_over.append((place, reading.tokens[place]))
    return 1
