"""Proposes the type of a field from what its header says and the values that it would have, with a reason in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from crm.own_fields.definition import MAX_CHOICE, FieldType, OwnField
from crm.own_fields.header_kinds import Headed
from crm.own_fields.proposed import Proposal
from crm.own_fields.reading import day_order, is_decimal, is_unclear_date, read, read_number, split_choices
from crm.sentences import PROPOSALS, Sentence

FITTING = 0.95
"""Share of the values that a type must read: one in twenty may be a slip of the hand. Chosen, not measured."""
FITTING_AS_HEADED = 0.5
"""The same where the header names the type: what does not fit stays as it is. Chosen: most of them."""
REPEATED = 3
"""How often each choice occurs on average, at the least. Chosen: below, the choices are just the values."""
REPEATED_AS_HEADED = 1.5
"""The same where the header names choices, such as `Source`. Chosen: of three values two are the same."""
MOST_CHOICES = 20
"""More choices are no list to pick from. Chosen."""
IN_PARTS = 0.1
"""Share of the values that hold several choices, for a field of several. Chosen."""
_LONGEST_CHOICE = 40


def propose(texts: Iterable[str], says: Headed | None = None) -> Proposal:
    """The type that fits these values and says the most of them; text where none does.

    A type that the header names needs fewer values that fit, and digits that name something stay text, whatever they
    look like: postcodes and customer numbers.

    Args:
        texts: the values of the leads that have one.
        says: what the header above them says, None where only the values count.
    """
    values = [text.strip() for text in texts if text.strip()]
    if not values:
        kind, called = (_TYPES[says], (_called(says),)) if says and says in _TYPES else (FieldType.TEXT, ())
        return Proposal(kind, None, None, (), (PROPOSALS["noValues"], *called), 0, 0)
    by_values = _by_values(values)
    return (_as_headed(says, values, by_values) if says else None) or by_values


def _by_values(values: Sequence[str]) -> Proposal:
    """What the values alone say."""
    plain = (_as(kind, values, FITTING, plausible) for kind, plausible in _PLAIN)
    return next((proposal for proposal in plain if proposal), None) or _of_words(values)


def _as_headed(says: Headed, values: Sequence[str], by_values: Proposal) -> Proposal | None:
    """What the header says of the values, None where it has nothing to add to what they say themselves."""
    if says in _READ_AS:
        kinds, least = _READ_AS[says], FITTING if says is Headed.YES_NO else FITTING_AS_HEADED
        found = (_as(kind, values, least, _is_number if says is Headed.NUMBER else _is_any) for kind in kinds)
        proposal = max(filter(None, found), key=lambda one: one.fitting, default=None)
        return proposal and replace(proposal, reasons=(_called(says), *proposal.reasons))
    if says is Headed.CHOICE:
        is_open = by_values.type in (FieldType.TEXT, FieldType.ADDRESS)
        return _recurring(values, REPEATED_AS_HEADED) if is_open else None
    if by_values.type not in _GIVING_WAY[says]:
        return None
    return Proposal(_TYPES[says], None, None, (), (_called(says),), len(values), len(values))


def _as(kind: FieldType, values: Sequence[str], least: float, plausible: Callable[[str], bool]) -> Proposal | None:
    """The type, if so many of the values can be read as it.

    Args:
        least: share of the values.
        plausible: a further condition on each.
    """
    is_date = kind in (FieldType.DATE, FieldType.DATE_TIME)
    day_first, about_order = _day_order(values) if is_date else (None, ())
    comma = _decimal_comma(values) if kind is FieldType.NUMBER else None
    field = OwnField(key="", label="", type=kind, day_first=day_first, decimal_comma=comma)
    fitting = sum(read(field, text) is not None and plausible(text) for text in values)
    if fitting < least * len(values):
        return None
    reasons = (_share(kind, fitting, len(values)), *about_order)
    return Proposal(kind, day_first, comma, (), reasons, len(values), fitting)


def _of_words(values: Sequence[str]) -> Proposal:
    """A choice, several choices, an address or text."""
    recurring = _recurring(values, REPEATED)
    if recurring is not None:
        return recurring
    addresses = sum(map(_is_address, values))
    if addresses >= FITTING * len(values):
        reason = _share(FieldType.ADDRESS, addresses, len(values))
        return Proposal(FieldType.ADDRESS, None, None, (), (reason,), len(values), addresses)
    return Proposal(FieldType.TEXT, None, None, (), (PROPOSALS["nothingInCommon"],), len(values), len(values))


def _recurring(values: Sequence[str], repeated: float) -> Proposal | None:
    """A choice or several choices, if each occurs so often on average."""
    parts = [split_choices(text) for text in values]
    several = sum(len(part) > 1 for part in parts)
    for kind, pieces, is_likely in (
        (FieldType.CHOICE, [[" ".join(text.split())] for text in values], several < IN_PARTS * len(values)),
        (FieldType.CHOICES, parts, several >= IN_PARTS * len(values)),
        (FieldType.CHOICE, [[" ".join(text.split())] for text in values], True),
    ):
        choices = _choices([piece for part in pieces for piece in part], repeated) if is_likely else ()
        if choices:
            code = "severalOf" if kind is FieldType.CHOICES else "oneOf"
            reason = Sentence(code, values=len(values), choices=len(choices))
            return Proposal(kind, None, None, choices, (reason,), len(values), len(values))
    return None


def _choices(pieces: Sequence[str], repeated: float) -> tuple[str, ...]:
    """Each value once, in its most frequent spelling; none where they do not recur."""
    spellings: dict[str, Counter[str]] = {}
    for piece in pieces:
        spellings.setdefault(piece.casefold(), Counter())[piece] += 1
    recur = 1 < len(spellings) <= MOST_CHOICES and len(pieces) >= repeated * len(spellings)
    if not recur or any(len(piece) > min(_LONGEST_CHOICE, MAX_CHOICE) for piece in pieces):
        return ()
    counts = sorted(spellings.values(), key=lambda counter: (-counter.total(), min(counter)))
    return tuple(min(counter, key=lambda spelling: (-counter[spelling], spelling)) for counter in counts)


def _day_order(values: Sequence[str]) -> tuple[bool | None, tuple[str, ...]]:
    """(whether the day is first, None where no date depends on it; what is said of it)."""
    orders = Counter(order for text in values if (order := day_order(text)) is not None)
    unclear = sum(map(is_unclear_date, values))
    if not unclear:
        return None, ()
    if not orders:
        return True, (Sentence("dayOrMonth", count=unclear),)
    is_first, count, against = orders[True] >= orders[False], max(orders.values()), min(orders[True], orders[False])
    first = "day" if is_first else "month"
    if against:
        return is_first, (Sentence(f"{first}MostlyFirst", count=count, against=against),)
    return is_first, (Sentence(f"{first}First", count=count),)


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


def _is_any(_: str) -> bool:
    return True


def _is_number(text: str) -> bool:
    """A code such as 01234 loses its zeros as a number."""
    digits = "".join(sign for sign in text if sign.isdigit() or sign in ",.")
    return not (len(digits) > 1 and digits[0] == "0" and digits[1].isdigit())


def _is_address(text: str) -> bool:
    words = text.replace(",", " ").split()
    has_number = any(word[:1].isdigit() for word in words)
    return has_number and sum(any(sign.isalpha() for sign in word) for word in words) > 1 and len(words) > 2


_PLAIN: tuple[tuple[FieldType, Callable[[str], bool]], ...] = (
    # Digits alone are numbers: a column of 0 and 1 may count something.
    (FieldType.YES_NO, lambda text: not text.isdigit()),
    (FieldType.NUMBER, _is_number),
    (FieldType.DATE, _is_any),
    (FieldType.DATE_TIME, _is_any),
    (FieldType.LINK, _is_any),
)
"""Types that a value has by itself, each with a further condition; the first that fits is it."""
_FITTING: Mapping[FieldType, str] = {
    FieldType.YES_NO: "YesNo",
    FieldType.NUMBER: "Number",
    FieldType.DATE: "Date",
    FieldType.DATE_TIME: "DateTime",
    FieldType.LINK: "Link",
    FieldType.ADDRESS: "Address",
}
"""The end of the code of what is said of the values of a type."""
_READ_AS: Mapping[Headed, tuple[FieldType, ...]] = {
    Headed.DATE: (FieldType.DATE, FieldType.DATE_TIME),
    Headed.NUMBER: (FieldType.NUMBER,),
    Headed.YES_NO: (FieldType.YES_NO,),
    Headed.LINK: (FieldType.LINK,),
}
"""The types that a header names, if the values can be read so: of two, the first that reads most."""
_WORDS = frozenset({FieldType.TEXT, FieldType.ADDRESS})
_GIVING_WAY: Mapping[Headed, frozenset[FieldType]] = {
    Headed.POSTCODE: _WORDS | {FieldType.NUMBER, FieldType.CHOICE},
    Headed.ADDRESS: _WORDS | {FieldType.NUMBER, FieldType.CHOICE, FieldType.CHOICES},
    Headed.PLACE: _WORDS | {FieldType.CHOICE, FieldType.CHOICES},
    Headed.AREA: _WORDS | {FieldType.NUMBER},
    Headed.IDENTIFIER: _WORDS | {FieldType.NUMBER},
}
"""What values may seem to be under a header that knows better."""
_TYPES: Mapping[Headed, FieldType] = {
    Headed.DATE: FieldType.DATE,
    Headed.NUMBER: FieldType.NUMBER,
    Headed.YES_NO: FieldType.YES_NO,
    Headed.LINK: FieldType.LINK,
    Headed.ADDRESS: FieldType.ADDRESS,
    **dict.fromkeys((Headed.POSTCODE, Headed.PLACE, Headed.AREA, Headed.IDENTIFIER), FieldType.TEXT),
}
_CALLED: Mapping[Headed, str] = {
    Headed.DATE: "headedDate",
    Headed.NUMBER: "headedNumber",
    Headed.YES_NO: "headedYesNo",
    Headed.LINK: "headedLink",
    Headed.ADDRESS: "headedAddress",
    Headed.POSTCODE: "headedPostcode",
    Headed.PLACE: "headedPlace",
    Headed.AREA: "headedArea",
    Headed.IDENTIFIER: "headedIdentifier",
}
"""The code of what a header says."""


def _called(says: Headed) -> str:
    """What a header says, for the person who decides."""
    return PROPOSALS[_CALLED[says]]


def _share(kind: FieldType, fitting: int, values: int) -> str:
    """How many of the values are of a type."""
    if fitting == values:
        return Sentence(f"all{_FITTING[kind]}", values=values)
    return Sentence(f"most{_FITTING[kind]}", fitting=fitting, values=values)
