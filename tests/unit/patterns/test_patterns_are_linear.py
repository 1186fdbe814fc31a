"""No regular expression takes more than linear time, whatever text it is given: one cell never stops a worker."""

from __future__ import annotations

import re
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from re import _parser  # what a pattern consists of, nothing public tells
from time import process_time
from typing import Any

import pytest

from tests.unit.patterns.collect import ANYWHERE, Used, collected
from tests.unit.patterns.worst_texts import Recipe, recipes, repeats

SCREENED = ((20, 300), (60, 40), (1_000, 2))
"""Characters of the texts by which the worst ones are found, and how many are then looked at further. Short ones first:
they tell the texts that would take for ever."""
NO_TIME = 0.001
"""Seconds for a text of the shortest length; who needs more is looked at at once."""
LENGTHS = (10, 30, 300, 3_000, 30_000)
MOST_GROWTH = 40
"""Of the time from one length to the next: ten at most for a linear pattern, a hundred for a quadratic one."""
UNMEASURABLE = 0.00002
"""Seconds that are taken for as many, since a clock and a busy machine make shorter ones seem to grow."""
CONFIRMED = 4
"""Measurements that all have to show the growth."""
NO_NOISE = 0.5
"""Seconds that no pause of the machine explains: one measurement of so much is enough."""
FOR_EVER = 10.0
"""Seconds for all texts of a pattern: an exponential one would not end."""

Reading = Callable[[str], None]


class EndlessError(Exception):
    """A pattern took longer than it may for all of its texts."""


@contextmanager
def ended_after(most: float) -> Iterator[None]:
    """Ends what is running by `EndlessError` after so many seconds; `re` looks for signals."""

    def end(*_: object) -> None:
        raise EndlessError

    before = signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, most)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def readings(used: Used) -> Iterator[Reading]:
    """The ways in which the code reads a text with a pattern; what finds it anywhere goes on to the text's end."""
    pattern: re.Pattern[Any] = re.compile(used.pattern, used.flags)
    is_bytes = isinstance(used.pattern, bytes)

    def run(method: str) -> Reading:
        def read(text: str) -> None:
            content = text.encode() if is_bytes else text
            if method == "anywhere":
                for _ in pattern.finditer(content):
                    pass
            else:
                getattr(pattern, method)(content)

        return read

    methods = {"anywhere" if one in ANYWHERE else one for one in used.methods}
    if "anywhere" in methods:
        methods.discard("match")  # which is the first step of it
    return (run(method) for method in sorted(methods))


def seconds(read: Reading, text: str, times: int = 1) -> float:
    best = float("inf")
    for _ in range(times):
        began = process_time()
        read(text)
        best = min(best, process_time() - began)
    return best


def worst_of(read: Reading, candidates: list[Recipe]) -> list[Recipe]:
    """The recipes whose texts take longest."""
    for length, kept in SCREENED:
        by_time = sorted(((seconds(read, recipe.text(length)), recipe) for recipe in candidates), reverse=True)
        candidates = [recipe for _, recipe in by_time[:kept]]
        if by_time[0][0] > NO_TIME and length < LENGTHS[-3]:
            return candidates[:1]
    return candidates


def grows_too_fast(read: Reading, recipe: Recipe) -> bool:
    """Whether the time for a text grows faster than its length; stops at the first length that shows it."""
    before = seconds(read, recipe.text(LENGTHS[0]), 3)
    for shorter, longer in pairwise(LENGTHS):
        for _ in range(CONFIRMED):
            # The longest is compared with none: one measurement of it can only be too long, and is then repeated.
            after = seconds(read, recipe.text(longer), 1 if longer == LENGTHS[-1] else 3)
            if after <= MOST_GROWTH * max(before, UNMEASURABLE):
                break
            if after > NO_NOISE:
                return True
            before = max(before, seconds(read, recipe.text(shorter), 3))
        else:
            return True
        before = after
    return False


def slow(used: Used, most: float = FOR_EVER) -> list[str]:
    """What takes more than linear time; nothing does where all that repeats is short.

    Args:
        most: seconds after which a pattern is taken for one that does not end.
    """
    pattern = re.compile(used.pattern, used.flags)
    if not repeats(pattern):
        return []
    candidates = list(recipes(pattern))
    named = f"{used.place} {used.pattern!r}"
    try:
        with ended_after(most):
            return [
                f"{named}: {recipe}"
                for read in readings(used)
                for recipe in worst_of(read, candidates)
                if grows_too_fast(read, recipe)
            ]
    except EndlessError:
        return [f"{named}: does not end"]


@pytest.mark.parametrize(
    ("pattern", "method"),
    [
        (r"[^\s@]+@[^\s@]+", "search"),
        (r"\s*/\s*", "split"),
        (r"(?:a|b)*\d*\d*x", "fullmatch"),
        (r"total\b\s*[\w ]{0,20}\s*:?\s*[\d ]*", "fullmatch"),
        (r'"[^”]*”', "search"),
        (rb"<(?:\w+:)?row\b.*?</row>", "finditer"),
    ],
)
def test_the_texts_show_a_quadratic_pattern(pattern: str | bytes, method: str) -> None:
    # A busy machine may make short texts take longer, which hides the growth; the longest would then take ten seconds.
    assert any(slow(Used("here", pattern, 0, (method,)), most=2.0) for _ in range(3))


def test_a_pattern_that_does_not_end_is_shown_and_not_waited_for() -> None:
    assert slow(Used("here", r"(?:a|a)+b", 0, ("fullmatch",)), most=0.2) == ["here '(?:a|a)+b': does not end"]


def test_the_texts_show_no_growth_where_there_is_none() -> None:
    assert not slow(Used("here", r"(?<![^\s@])[^\s@]++@[^\s@]++", 0, ("search",)))


@pytest.mark.slow
def test_no_pattern_of_the_functions_takes_more_than_linear_time() -> None:
    patterns = collected()
    assert len(patterns) > 200
    assert [found for used in patterns for found in slow(used)] == []


def repeats_a_group_possessively(tree: Any) -> bool:
    """Whether a parsed pattern has a possessive group, such as `(?:ab?)*+`, or an atomic one."""
    for operator, arguments in tree:
        if str(operator) == "ATOMIC_GROUP":
            return True
        parts = arguments if isinstance(arguments, (tuple, list)) else (arguments,)
        inner = [part for one in parts for part in (one if isinstance(one, list) else [one])]
        groups = [part for part in inner if hasattr(part, "state")]
        if str(operator) == "POSSESSIVE_REPEAT" and any(len(one) > 1 or _is_group(one) for one in groups):
            return True
        if any(map(repeats_a_group_possessively, groups)):
            return True
    return False


def _is_group(tree: Any) -> bool:
    return str(tree[0][0]) in ("SUBPATTERN", "BRANCH", "MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"(?:ab?)*+", True),
        (r"x(?:(?>a|b)c)", True),
        (r"(?:a|bc)?+", True),
        (r"[ab]*+c\s++", False),
        (r"(?:a++b)*", False),
    ],
)
def test_a_possessive_group_is_told_from_a_possessive_sign(pattern: str, expected: bool) -> None:
    assert repeats_a_group_possessively(_parser.parse(pattern)) is expected


@pytest.mark.slow
def test_no_pattern_needs_a_possessive_group_which_older_pythons_match_wrongly() -> None:
    """Python before 3.11.5, as of Debian 12, misses what such groups match (python/cpython#106052)."""
    found = [
        used.place for used in collected() if repeats_a_group_possessively(_parser.parse(used.pattern, used.flags))
    ]

    assert found == []
