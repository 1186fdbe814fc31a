"""Rules that read comparisons of own numbers: "more than 50 employees", "revenue of at least 1 million".

Each rule returns the number of words that it took at its place.
"""

from __future__ import annotations

from decimal import Decimal

from crm.chat.interpretation import NotUnderstood
from crm.chat.phrases import Phrases
from crm.chat.reading import Reading
from crm.own_fields.definition import FieldType
from crm.query.conditions import AnyOf, Comparison, Condition, Filter

Compared = tuple[str, str, str, int, bool]
"""A comparison with numbers: its subject, one or two numbers, its words, whether it says more than a number."""
_NO_NUMBER = "I can compare fields of your own that hold numbers, and days, but no others."


def number_before(r: Reading, place: int) -> int:
    """ "with more than 50 employees", "50 or more employees", "with 50 employees"."""
    with_ = r.match(place, r.words.having)
    compared = compared_number(r, place + with_)
    if compared is None:
        return 0
    op, low, high, taken, explicit = compared
    after = place + with_ + taken
    after += r.skip(after, r.words.of, r.words.articles, r.words.in_field)
    field, more = r.field(after)
    if r.type_of(field) is not FieldType.NUMBER:
        if explicit:
            raise NotUnderstood(_NO_NUMBER, r.partly(r.text(place, min(after + max(more, 1), len(r.tokens)))))
        return 0
    r.add(condition_of(field, op, low, high), end=after + more)
    return after + more - place


def number_behind(r: Reading, field: str, place: int) -> int:
    """The comparison behind its field: "revenue | over 100", "revenue | > 100"."""
    if r.type_of(field) is not FieldType.NUMBER:
        return 0
    compared = compared_number(r, place)
    if compared is None:
        return 0
    op, low, high, taken, _ = compared
    r.add(condition_of(field, op, low, high), end=place + taken)
    return taken


def compared_number(r: Reading, place: int) -> Compared | None:
    """The comparison at this place: its subject, one or two numbers, its words, whether it says more than a number."""
    words = r.words
    between = r.match(place, words.between)
    _, first = r.amount(place + between)
    joint_at = place + between + first
    joint = r.match(joint_at, words.range_joins) if first else 0
    if joint and (between or not r.match(joint_at, words.conjunctions)):
        low, high, taken = r.amounts(place + between, joint, joint_at + joint)
        if high:
            return "between", low, high, between + taken, True
    subjects: tuple[tuple[str, Phrases], ...] = (
        ("more", words.more),
        ("less", words.less),
        ("at_least", words.at_least),
        ("at_most", words.at_most),
    )
    length, subject = max((r.match(place, phrases), name) for name, phrases in subjects)
    low, taken = r.amount(place + length)
    if not low:
        return None
    if length:
        return subject, low, "", length + taken, True
    for name, phrases in (("at_least", words.or_more), ("at_most", words.or_less)):
        behind = r.match(place + taken, phrases)
        if behind:
            return name, low, "", taken + behind, True
    return "equals", low, "", taken, False


def condition_of(field: str, op: str, low: str, high: str = "") -> Condition:
    """The condition on a number; "at least" is "more or equal", for which there is no comparison of its own.

    Args:
        op: `more`, `less`, `at_least`, `at_most`, `equals` or `between`.
        low, high: digits; only `between` has two, in any order.
    """
    more, less = Filter(field, Comparison.MORE, (low,)), Filter(field, Comparison.LESS, (low,))
    equal = Filter(field, Comparison.EQUALS, (low,))
    if op == "between":
        first, last = sorted((low, high), key=Decimal)
        return Filter(field, Comparison.BETWEEN, (first, last))
    by_name: dict[str, Condition] = {"more": more, "less": less, "equals": equal}
    return by_name.get(op) or AnyOf((more if op == "at_least" else less, equal))
