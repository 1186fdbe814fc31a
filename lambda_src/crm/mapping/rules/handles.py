"""What people call themselves in a program: the name that they have elsewhere in the row comes first."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from crm.mapping.confidence import LIKELY
from crm.mapping.headers.column_meaning import NAMES, Meaning
from crm.mapping.headers.subjects import without_subject
from crm.mapping.mapping import PLAIN_RANK
from crm.mapping.reasons import Reason, Why
from crm.mapping.rules.column import Column, beside, filled_values, joined_names, of_meaning
from crm.values.handles import is_handle, is_name_in_full
from crm.values.text import fold

_WHOLE = (Meaning.FULL_NAME, Meaning.NAME, Meaning.CLIENT)


def yield_handles(columns: list[Column], free: list[Column]) -> None:
    """`Backer name` that says `pixelfox99` yields to `Shipping name`, `Display name` to `Real name`.

    Where the other column has names in some rows only, this one names the rest.
    """
    _tell_nicknames(free)
    wholes = [column for column in of_meaning(columns, *_WHOLE) if column.shape.filled]
    shown = [column for column in columns if is_shown(column)]
    handles = [column for column in wholes if column in free and _may_hold_handles(column, shown)]
    for column in handles:
        names = [[other] for other in wholes if other not in handles and other not in shown] + _halves(columns)
        if column not in shown and not any(_are_alike(column, one) for one in shown):
            # A `Customer` in small letters beside a `Contact` may be a company.
            names = [side for side in names if all(map(_is_delivered_to, side))]
        counted = [(_rows(column, side, shown), side) for side in names if all(one in free for one in side)]
        rows, side = max(counted, key=lambda one: len(one[0]), default=([], []))
        if not rows:
            continue
        cells = zip(column.values, joined_names(side), strict=True)
        alone = any(bool(text.strip()) and not name for text, name in cells)
        filled = sum(bool(text.strip()) for text in column.values)
        if not alone and 2 * len(rows) >= filled:
            column.assign(Meaning.OTHER, LIKELY, beside(Why.HANDLE_BESIDE_NAME, side[0]))
            continue
        _take_both(column, side)


def accept_nicknames(columns: list[Column], free: list[Column]) -> None:
    """`Nickname` has the names where no other column has and most are in full, as members of a group write them."""
    if any(column.shape.filled for column in of_meaning(columns, *NAMES, Meaning.CLIENT)):
        return
    for column in of_meaning(free, Meaning.OTHER):
        if is_shown(column) and _most(column, is_name_in_full):
            column.assign(Meaning.FULL_NAME, LIKELY, Reason(Why.NAMED_BY_NICKNAME))
            return


def _tell_nicknames(free: list[Column]) -> None:
    """Portuguese `Apelido` is a family name, and in Brazil a nickname beside names in full."""
    for name in of_meaning(free, Meaning.FIRST_NAME, Meaning.FULL_NAME):
        lasts = of_meaning(free, Meaning.LAST_NAME)
        if len(lasts) == 1 and _most(name, is_name_in_full) and _most(lasts[0], is_handle):
            name.assign(Meaning.FULL_NAME, LIKELY, beside(Why.NAME_BESIDE_HANDLE, lasts[0]))
            lasts[0].assign(Meaning.OTHER, LIKELY, beside(Why.HANDLE_BESIDE_NAME, name))


def _most(column: Column, is_so: Callable[[str], bool]) -> bool:
    values = filled_values(column)
    return bool(values) and 2 * sum(map(is_so, values)) > len(values)


def _take_both(column: Column, side: list[Column]) -> None:
    """Takes the others for the name, and the column only where they have none."""
    column.assign(Meaning.FULL_NAME, LIKELY, beside(Why.NAMES_AMONG_HANDLES, side[0]))
    for other in side:
        if len(side) == 1:
            other.assign(Meaning.FULL_NAME, LIKELY, beside(Why.NAME_BESIDE_HANDLE, column))
        other.rerank(min(other.rank, PLAIN_RANK))
    column.rerank(PLAIN_RANK + 1)
    for one in (column, *side):
        # A backer is no company in the rows in which the other column names the person.
        one.ignore("client")


def is_shown(column: Column) -> bool:
    """Whether a header is about a name in a program: `Nickname`, `Login kupującego`."""
    return without_subject("handle", column.reading.words) is not None


def _is_delivered_to(column: Column) -> bool:
    """Whether a header is about an address, as only people's names in full are: `Shipping name`, `Addressee`."""
    addressed = without_subject("addressee", column.reading.words) is not None
    return addressed or bool(column.reading.kinds & {"billing", "shipping"})


def _may_hold_handles(column: Column, shown: Sequence[Column]) -> bool:
    return column in shown or any(map(is_handle, column.values)) or any(_are_alike(column, one) for one in shown)


def _are_alike(column: Column, other: Column) -> bool:
    """Whether most cells of two columns say the same: `Supporter` and `Nickname`."""
    pairs = [(fold(a), fold(b)) for a, b in zip(column.values, other.values, strict=True) if a.strip() and b.strip()]
    return column is not other and bool(pairs) and 2 * sum(a == b for a, b in pairs) > len(pairs)


def _halves(columns: list[Column]) -> list[list[Column]]:
    """A first and a last name with values, as one side."""
    sides = [
        [column for column in of_meaning(columns, meaning) if column.shape.filled][:1]
        for meaning in (Meaning.FIRST_NAME, Meaning.LAST_NAME)
    ]
    return [[column for side in sides for column in side]] if all(sides) else []


def _rows(column: Column, side: Sequence[Column], shown: Sequence[Column]) -> list[str]:
    """The handles of a column in whose rows the others have a name in full that is another."""
    called = column in shown or any(_are_alike(column, one) for one in shown)
    return [
        text
        for text, name in zip(column.values, joined_names(side), strict=True)
        if text.strip()
        and is_name_in_full(name)
        and (is_handle(text) or (called and fold(text) not in fold(name) and fold(name) not in fold(text)))
    ]
