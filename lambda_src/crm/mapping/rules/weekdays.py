"""Days of the week, which look like names where lists abbreviate them: `ma wo vr`, `Mo + Do`."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path

from crm.values.word_lists import phrases_of

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_MAY_BE_A_NAME = re.compile(r"[A-Z][a-z]+ [A-Z][a-z]+")
_LONGEST = 80
"""Characters of a value that may list days: all seven of them, and words between. Chosen."""
_FEWEST_DAYS = 2
"""Days of such a value: one alone may be a name, as `Mo`, `Sam` and `Sun` are. Chosen."""


def are_weekdays(text: str) -> bool:
    """Whether a text lists two days or more in one language, and nothing else: `ma t/m vr`, `пн, ср`.

    Two capitalized words with a blank between may be a name: `Ma Ke`.
    """
    if len(text) > _LONGEST or _MAY_BE_A_NAME.fullmatch(text):
        return False
    words = _WORD.findall(text.casefold())
    if len(words) < _FEWEST_DAYS or words[-1] not in _all_days():
        return False
    languages, between = _days()
    return any(
        sum(word in days for word in words) >= _FEWEST_DAYS and all(word in days or word in between for word in words)
        for days in languages
    )


@lru_cache(maxsize=1)
def _days() -> tuple[tuple[frozenset[str], ...], frozenset[str]]:
    """The days of each language, and the words that stand between days."""
    read = tomllib.loads(Path(__file__).with_name("weekdays.toml").read_text(encoding="utf-8"))
    return tuple(map(phrases_of, read["days"].values())), phrases_of(read["between"]["words"])


@lru_cache(maxsize=1)
def _all_days() -> frozenset[str]:
    return frozenset().union(*_days()[0])
