"""Proposes the type of a field from the values that it would have, with the reason in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from crm.own_fields.definition import MAX_CHOICE, FieldType, OwnField
from crm.own_fields.reading import day_order, is_decimal, is_unclear_date, read, read_number, split_choices

FITTING = 0.95
"""Share of the values that a type must read: one in twenty may be a slip of the hand. Chosen, not measured."""
REPEATED = 3
"""How often each choice occurs on average, at the least. Chosen: below, the choices are just the values."""
MOST_CHOICES = 20
"""More choices are no list to pick from. Chosen."""
IN_PARTS = 0.1
"""Share of the values that hold several choices, for a field of several. Chosen."""
_LONGEST_CHOICE = 40
SAMPLE = 10_000
"""Values that are looked at. A slip in a hundred is among so many with near certainty."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A type for the values under one header.

    Args:
        type: proposed.
        day_first, decimal_comma: as in `OwnField`.
        choices: the most frequent first.
        reason: one or two sentences for the person who decides.
        values: how many there are.
        fitting: how many of them the type reads.
    """

    type: FieldType
    day_first: bool | None
    decimal_comma: bool | None
    choices: tuple[str, ...]
    reason: str
    values: int
    fitting: int


def propose(texts: Iterable[str]) -> Proposal:
    """The type that fits nearly all of these values and says the most of them; text where none does.

    Args:
        texts: the values of the leads that have one.
    """
    values = [text.strip() for text in texts if text.strip()]
    if not values:
        return Proposal(FieldType.TEXT, None, None, (), "No lead has a value here yet.", 0, 0)
    day_first, about_order = _day_order(values)
    comma = _decimal_comma(values)
    for kind, plausible, called in _PLAIN:
        field = OwnField(key="", label="", type=kind, day_first=day_first, decimal_comma=comma)
        fitting = sum(read(field, text) is not None and plausible(text) for text in values)
        if fitting >= FITTING * len(values):
            is_date = kind in (FieldType.DATE, FieldType.DATE_TIME)
            return Proposal(
                type=kind,
                day_first=day_first if is_date else None,
                decimal_comma=comma if kind is FieldType.NUMBER else None,
                choices=(),
                reason=f"{_share(fitting, len(values))} {called}.{about_order if is_date else ''}",
                values=len(values),
                fitting=fitting,
            )
    return _of_words(values)


def _of_words(values: Sequence[str]) -> Proposal:
    """A choice, several choices, an address or text."""
    parts = [split_choices(text) for text in values]
    several = sum(len(part) > 1 for part in parts)
    for kind, pieces, is_likely in (
        (FieldType.CHOICE, [[" ".join(text.split())] for text in values], several < IN_PARTS * len(values)),
        (FieldType.CHOICES, parts, several >= IN_PARTS * len(values)),
        (FieldType.CHOICE, [[" ".join(text.split())] for text in values], True),
    ):
        choices = _choices([piece for part in pieces for piece in part]) if is_likely else ()
        if choices:
            called = "hold several" if kind is FieldType.CHOICES else "are one"
            reason = f"All {len(values):,} values {called} of {len(choices)} that recur."
            return Proposal(kind, None, None, choices, reason, len(values), len(values))
    addresses = sum(map(_is_address, values))
    if addresses >= FITTING * len(values):
        reason = f"{_share(addresses, len(values))} have a street or place with a number."
        return Proposal(FieldType.ADDRESS, None, None, (), reason, len(values), addresses)
    reason = "The values have nothing in common that another type could read."
    return Proposal(FieldType.TEXT, None, None, (), reason, len(values), len(values))


def _choices(pieces: Sequence[str]) -> tuple[str, ...]:
    """Each value once, in its most frequent spelling; none where they do not recur."""
    spellings: dict[str, Counter[str]] = {}
    for piece in pieces:
        spellings.setdefault(piece.casefold(), Counter())[piece] += 1
    recur = 1 < len(spellings) <= MOST_CHOICES and len(pieces) >= REPEATED * len(spellings)
    if not recur or any(len(piece) > min(_LONGEST_CHOICE, MAX_CHOICE) for piece in pieces):
        return ()
    counts = sorted(spellings.values(), key=lambda counter: (-counter.total(), min(counter)))
    return tuple(min(counter, key=lambda spelling: (-counter[spelling], spelling)) for counter in counts)


def _day_order(values: Sequence[str]) -> tuple[bool | None, str]:
    """(whether the day is first, None where no date depends on it; a sentence on it)."""
    orders = Counter(order for text in values if (order := day_order(text)) is not None)
    unclear = sum(map(is_unclear_date, values))
    if not unclear:
        return None, ""
    if not orders:
        return True, (
            f" In {unclear:,} the day and the month can be confused, and no other date says which is first:"
            " please check that the day is."
        )
    first = "day" if orders[True] >= orders[False] else "month"
    against = min(orders[True], orders[False])
    but = f", although it is not in {against:,}" if against else ""
    return first == "day", f" The {first} is first in {max(orders.values()):,} that leave no doubt{but}."


def _decimal_comma(values: Sequence[str]) -> bool | None:
    """Whether decimals follow a comma, by the numbers that leave no doubt; None where none says so."""
    commas = points = 0
    for text in values:
        if read_number(text) is None:
            continue
        comma, point = text.rfind(","), text.rfind(".")
        if comma >= 0 and point >= 0:
            commas, points = commas + (comma > point), points + (point > comma)
        elif comma >= 0 or point >= 0:
            sign = "," if comma >= 0 else "."
            sure = is_decimal(text, sign, None) == is_decimal(text, sign, True)
            # A separator that surely is not decimal leaves the other one for the decimals.
            is_comma = (sign == ",") == is_decimal(text, sign, None)
            commas, points = commas + (sure and is_comma), points + (sure and not is_comma)
    return None if commas == points else commas > points


def _is_number(text: str) -> bool:
    """A code such as 01234 loses its zeros as a number."""
    digits = "".join(sign for sign in text if sign.isdigit() or sign in ",.")
    return not (len(digits) > 1 and digits[0] == "0" and digits[1].isdigit())


def _is_address(text: str) -> bool:
    words = text.replace(",", " ").split()
    has_number = any(word[:1].isdigit() for word in words)
    return has_number and sum(any(sign.isalpha() for sign in word) for word in words) > 1 and len(words) > 2


_PLAIN: tuple[tuple[FieldType, Callable[[str], bool], str], ...] = (
    # Digits alone are numbers: a column of 0 and 1 may count something.
    (FieldType.YES_NO, lambda text: not text.isdigit(), "answer yes or no"),
    (FieldType.NUMBER, _is_number, "are numbers"),
    (FieldType.DATE, lambda _: True, "are dates"),
    (FieldType.DATE_TIME, lambda _: True, "are dates, with a time in some"),
    (FieldType.LINK, lambda _: True, "are addresses of web pages"),
)
"""Types that a value has by itself, each with a further condition and what its values do; the first that fits is it."""


def _share(fitting: int, values: int) -> str:
    return f"All {values:,} values" if fitting == values else f"{fitting:,} of {values:,} values"
