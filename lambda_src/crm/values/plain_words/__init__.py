"""The words of cells that say yes or no, or a date, read from `plain_words.toml` when first needed.

They are apart from `known_values`: functions that read a typed value and no rows do without the rest.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

PLAIN_WORDS = Path(__file__).with_name("plain_words.toml")


@dataclass(frozen=True, slots=True)
class PlainWords:
    """The lists of `plain_words.toml`, as that file describes them, case-folded.

    Args:
        no: the flags that are none of `yes`.
        months: 1 to 12 by the first letters of the month's name.
        day_month, month_day: match a date with the name of its month; the groups are day, month and year, or month,
            day and year.
    """

    flags: frozenset[str]
    yes: frozenset[str]
    no: frozenset[str]
    months: dict[str, int]
    day_month: re.Pattern[str]
    month_day: re.Pattern[str]


@lru_cache(maxsize=1)
def plain_words() -> PlainWords:
    """Reads `plain_words.toml` once per process."""
    with PLAIN_WORDS.open("rb") as file:
        lists = tomllib.load(file)

    def any_of(name: str) -> str:
        return "|".join(map(re.escape, str(lists[name]).split()))

    particle = f"(?:(?:{any_of('date_particles')}) )?"
    flags = frozenset(str(lists["flags"]).casefold().split())
    yes = frozenset(str(lists["yes"]).casefold().split())
    return PlainWords(
        flags=flags,
        yes=yes,
        no=flags - yes,
        months={name: number for number, names in enumerate(lists["months"], start=1) for name in names.split()},
        day_month=re.compile(
            rf"(\d{{1,2}})(?:{any_of('ordinals')})?[ -]{particle}([^\W\d_]{{3,10}})\.?,?[ -]{particle}(\d{{4}})", re.I
        ),
        month_day=re.compile(
            rf"([^\W\d_]{{3,10}})\.? (\d{{1,2}})(?:{any_of('ordinals_after_month')})?,? (\d{{4}})", re.I
        ),
    )
