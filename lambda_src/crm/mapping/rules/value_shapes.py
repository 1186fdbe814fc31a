"""What the values of a column look like, whatever its header says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice, pairwise

from crm.mapping.rules.thresholds import SHAPE_WORD
from crm.mapping.rules.value_kinds import kinds_of
from crm.values.blanks import is_blank_like
from crm.values.text import clean_cell

_LONGEST_LOOKED_AT = 2_000
"""Characters of a value that are examined; the rest cannot change what it looks like."""
_LONGEST_ROW_NUMBER = 18
"""Digits of a whole number at most that may be a row number; longer ones are identifiers. Chosen; not measured."""
_FEWEST_ROW_NUMBERS = 3
"""Numbers that must grow from row to row to be row numbers. Chosen; not measured."""
_EXAMPLES = 5
"""Different values of a column that are kept as examples."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How many of a column's sampled values look like what, each from 0 to 1.

    Args:
        filled: values that are not blank, as a number.
        distinct: different values among them, as a share.
        rising: whether they are whole numbers that only grow, as row numbers do.
        examples: the first different values.
        kinds: share of the values for each kind of `kinds_of`.
    """

    filled: int
    distinct: float
    rising: bool
    kinds: dict[str, float]
    examples: tuple[str, ...] = ()

    def share(self, *kinds: str) -> float:
        """The share of values that look like the kind; the largest of several."""
        return max((self.kinds.get(kind, 0.0) for kind in kinds), default=0.0)

    @property
    def word(self) -> str:
        """The kind that most values look like, for the signature of a sheet without a header."""
        if not self.filled:
            return "empty"
        for kind in ("email", "phone", "date", "number", "url", "person", "given", "words"):
            if self.share(kind) >= SHAPE_WORD:
                return kind
        return "text"


def shape_of(values: Iterable[str]) -> Shape:
    """The shape of a column from a sample of its cells; blanks and placeholders such as `N/A` count for nothing."""
    counts: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for value in values:
        text = clean_cell(value[:_LONGEST_LOOKED_AT])
        if not text or is_blank_like(text):
            continue
        seen[text] += 1
        counts.update(kinds_of(text))
    filled = seen.total()
    if not filled:
        return Shape(0, 0.0, False, {})
    numbers = [int(text) for text in seen if text.isascii() and text.isdigit() and len(text) <= _LONGEST_ROW_NUMBER]
    rising = len(numbers) == len(seen) >= _FEWEST_ROW_NUMBERS and all(low < high for low, high in pairwise(numbers))
    return Shape(
        filled,
        len(seen) / filled,
        rising,
        {kind: count / filled for kind, count in counts.items()},
        tuple(islice(seen, _EXAMPLES)),
    )
