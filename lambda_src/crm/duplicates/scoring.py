"""Scores the candidates: compares the two people of each, and adds up what the levels are worth, in bits.

As Splink does it (https://moj-analytical-services.github.io/splink), whose packages take up 280 MB, more than a
function may have. Beyond its model there are rules for what a score can be at most, because agreements of people who
live or work together do not come independently of each other, as the model assumes.
"""

from __future__ import annotations

import math

from crm.duplicates.levels import COMPARISONS, level_case
from crm.duplicates.weights import Band, Level, Weights
from crm.index.database import Database

_AT_ONCE = 2_000_000
"""Candidates that are scored at once, which bounds the memory."""


def score_candidates(database: Database, model: Weights) -> int:
    """Makes the table `scored` of the candidates that are possible at least; returns their number.

    Its columns: `one` and `other`, `bits`, and the number of the level of each comparison.
    """
    database.run("DROP TABLE IF EXISTS scored")
    levels = ", ".join(f"level_{name} UTINYINT" for name in COMPARISONS)
    database.run(f"CREATE TEMP TABLE scored (one UINTEGER, other UINTEGER, bits DOUBLE, {levels})")
    [(leads,)] = database.fetch("SELECT count(*) FROM people")
    [(total,)] = database.fetch("SELECT coalesce(max(rowid) + 1, 0) FROM candidates")
    sql = _scored(model, leads)
    for start in range(0, total, _AT_ONCE):
        database.run(f"INSERT INTO scored {sql}", [start, start + _AT_ONCE])
    [(count,)] = database.fetch("SELECT count(*) FROM scored")
    return int(count)


def compared() -> str:
    """The candidates with the level of each comparison, as SQL; its parameters are the first row and the one after the
    last."""
    names = ", ".join(f"{level_case(name)} AS level_{name}" for name in COMPARISONS)
    return f"""
    SELECT one, other, {names}, {_counts()} FROM (
        SELECT one, other, a, b,
            CASE WHEN swapped THEN a.last ELSE a.first END AS fa, b.first AS fb,
            CASE WHEN swapped THEN a.first ELSE a.last END AS la, b.last AS lb, swapped
        FROM (
            SELECT one, other, a, b, {level_case("order")} = 0 AS swapped
            FROM candidates AS pair
            JOIN compared_people AS a ON a.id = pair.one JOIN compared_people AS b ON b.id = pair.other
            WHERE pair.rowid >= ? AND pair.rowid < ?))"""


def _counts() -> str:
    """How many leads have what the two share, and what is known of how common it is."""

    def shared(column: str, counts: str) -> str:
        return (
            f"list_min(list_transform(list_intersect(a.{column}, b.{column}),"
            f" lambda one: a.{counts}[list_position(a.{column}, one)]))"
        )

    return f"""
        CASE WHEN swapped THEN greatest(a.last_count, b.first_count)
            ELSE greatest(a.first_count, b.first_count) END AS count_first,
        CASE WHEN swapped THEN greatest(a.first_count, b.last_count)
            ELSE greatest(a.last_count, b.last_count) END AS count_last,
        CASE WHEN swapped THEN greatest(a.last_share, b.first_share)
            ELSE greatest(a.first_share, b.first_share) END AS share_first,
        CASE WHEN swapped THEN greatest(a.first_share, b.last_share)
            ELSE greatest(a.last_share, b.last_share) END AS share_last,
        {shared("phones", "phone_counts")} AS count_phone,
        {shared("emails", "email_counts")} AS count_email,
        CASE WHEN a.company = b.company THEN a.company_count ELSE least(a.domain_count, b.domain_count) END
            AS count_company"""


def _scored(model: Weights, leads: int) -> str:
    people = leads + model.background
    prior = math.log2(model.duplicates / people)
    sums = " + ".join(_bits(model, name, people) for name in COMPARISONS)
    levels = ", ".join(f"level_{name}" for name in COMPARISONS)
    return f"""
    SELECT one, other, least(sum_of_bits, {_most(model)}) AS bits, {levels} FROM (
        SELECT *, greatest({prior!r} + {sums}, {_least(model)}) AS sum_of_bits FROM ({compared()}))
    WHERE sum_of_bits >= {model.bands[Band.POSSIBLE]!r}"""


def _bits(model: Weights, comparison: str, people: float) -> str:
    """What the level of a comparison is worth, as SQL; 0 where a value is missing."""
    parts = [
        f"WHEN {number} THEN {_worth(model, comparison, model.levels[comparison][name], people)}"
        for number, name in enumerate(COMPARISONS[comparison])
        if name in model.levels[comparison]
    ]
    return f"(CASE level_{comparison} {' '.join(parts)} ELSE 0.0 END)"


def _worth(model: Weights, comparison: str, level: Level, people: float) -> str:
    if level.u is not None:
        return repr(math.log2(level.m / level.u))
    usual = repr(model.shared_by_chance[comparison])
    if comparison in ("first", "last"):
        usual = f"coalesce(share_{comparison} * {model.background!r}, {usual})"
    # Without the two leads themselves, which say nothing of how common the value is.
    return f"{math.log2(level.m * people)!r} - log2(greatest(count_{comparison} - 2, 0) + {usual})"


def _least(model: Weights) -> str:
    """The lowest score that a pair can have, as SQL; NULL for any."""
    nothing_else = " AND ".join(_is(comparison, "missing") for comparison in ("phone", "email", "company"))
    # A common name alone speaks for two people, but who looks for duplicates wants to see it.
    alike = " AND ".join(_is(part, "same", "same letters", "sounds alike") for part in ("first", "last"))
    return f"""CASE WHEN {alike} AND {nothing_else}
        THEN {model.bands[Band.POSSIBLE]!r} END"""


def _most(model: Weights) -> str:
    """The highest score that a pair can have, as SQL: the first rule that holds counts."""
    below_certain = repr(model.bands[Band.CERTAIN] - 0.1)
    below_likely = repr(model.bands[Band.LIKELY] - 0.1)
    personal = f"({_is('phone', 'same')} OR {_is('email', 'same', 'plus part', 'typing error')})"
    another = ("different", "different characters")
    return f"""CASE
        -- Another first name is another person of the family or the firm, however much else is equal.
        WHEN {_is("first", *another)} OR {_is("last", "another generation")} THEN {below_likely}
        -- Who marries takes the phone along.
        WHEN {_is("last", *another)} THEN CASE WHEN {personal} THEN {below_certain} ELSE {below_likely} END
        -- Nothing but the names is equal.
        WHEN NOT ({personal} OR {_is("company", "same", "similar", "same domain")}) THEN {below_likely}
        WHEN {_is("first", "missing")} OR {_is("last", "missing")} THEN {below_certain}
        -- A firm has people of one name, too: two numbers or two of its addresses speak for that.
        WHEN NOT {personal} AND ({_is("phone", "different")} OR {_is("email", "colleagues")}) THEN {below_certain}
        -- A common name does so by itself, and so does one whose order is not clear.
        WHEN NOT {personal} AND (share_first * share_last >= {model.namesakes!r} OR {_is("order", "swapped")})
            THEN {below_certain}
        ELSE 100.0 END"""


def _is(comparison: str, *levels: str) -> str:
    order = list(COMPARISONS[comparison])
    return f"level_{comparison} IN ({', '.join(str(order.index(name)) for name in levels)})"
