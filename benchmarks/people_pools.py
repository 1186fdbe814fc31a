"""Names of people in several languages and scripts, drawn as unevenly as real ones are.

Its romanizations are written by hand, and not by `crm.duplicates`, which is measured with them.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from crm.values.known_values import GIVEN_NAMES, known_values

POOLS = {
    name: words.split()
    for name, words in tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")).items()
}


@dataclass(frozen=True, slots=True)
class Name:
    """A name, and how else the same person writes it.

    Args:
        first, last: as it is usually written.
        others: the same in other letters, as (first, last).
    """

    first: str
    last: str
    others: tuple[tuple[str, str], ...] = ()


def _zipf(count: int) -> list[float]:
    return list(accumulate(1 / (rank + 3) for rank in range(count)))


def _drawn(values: Sequence[str]) -> Callable[[random.Random], str]:
    weights = _zipf(len(values))
    return lambda chance: chance.choices(values, cum_weights=weights)[0]


def _given_names() -> list[str]:
    lines = GIVEN_NAMES.read_text(encoding="utf-8").splitlines()
    names = [name for line in lines if not line.startswith("#") for name in line.split() if name.isascii()]
    random.Random(1).shuffle(names)
    return [*POOLS["first_names"], *names]


_FIRST = _drawn(_given_names())
_LAST = _drawn(
    [*POOLS["last_names"], *sorted(name for name in known_values().family_names if name.isalpha() and len(name) > 3)]
)

_ZH_OTHER = {
    "王": "Wong",
    "陈": "Chan",
    "黄": "Wong",
    "李": "Lee",
    "吴": "Ng",
    "林": "Lam",
    "张": "Cheung",
    "何": "Ho",
    "刘": "Lau",
}


def _split(entry: str) -> tuple[str, str]:
    """The signs of another script, and the Latin letters behind them."""
    length = next(place for place, sign in enumerate(entry) if sign.isascii())
    return entry[:length], entry[length:]


def _western(chance: random.Random) -> Name:
    first = _FIRST(chance).title()
    if chance.random() < 0.06:
        first += chance.choice((" ", "-")) + _FIRST(chance).title()
    if chance.random() < 0.45:
        last = _LAST(chance).title()
    else:
        last = "".join(chance.choice(POOLS["syllables"]) for _ in range(chance.choice((2, 3, 3)))).title()
    return Name(first, last)


def _chinese(chance: random.Random) -> Name:
    last, in_latin = _split(_drawn(POOLS["chinese_last"])(chance))
    given = [_split(chance.choice(POOLS["chinese_given"])) for _ in range(chance.choice((1, 2, 2)))]
    first, latin_first = "".join(sign for sign, _ in given), "".join(latin for _, latin in given).title()
    apart = " ".join(latin for _, latin in given).title()
    others = [(latin_first, in_latin.title()), (apart, in_latin.title())]
    if last in _ZH_OTHER:
        others.append((latin_first, _ZH_OTHER[last]))
    return _either(chance, Name(first, last, tuple(others)))


def _japanese(chance: random.Random) -> Name:
    (last, latin_last), (first, latin_first) = (
        _split(_drawn(POOLS["japanese_last"])(chance)),
        _split(_drawn(POOLS["japanese_first"])(chance)),
    )
    return _either(chance, Name(first, last, ((latin_first.title(), latin_last.title()),)))


def _korean(chance: random.Random) -> Name:
    last, latin_last = _split(_drawn(POOLS["korean_last"])(chance))
    (one, latin_one), (two, latin_two) = (_split(chance.choice(POOLS["korean_given"])) for _ in range(2))
    others = ((f"{latin_one}-{latin_two}".title(), latin_last), (f"{latin_one}{latin_two}".title(), latin_last))
    return _either(chance, Name(one + two, last, others))


def _russian(chance: random.Random) -> Name:
    first, *latin_firsts = _drawn(POOLS["russian_first"])(chance).split(":")
    last, latin_last = _drawn(POOLS["russian_last"])(chance).split(":")
    if first[-1] in "ая":
        last, latin_last = last + "а", latin_last + "a"
    return _either(chance, Name(first, last, tuple((one, latin_last) for one in latin_firsts)))


def _either(chance: random.Random, name: Name) -> Name:
    """The name in its own script, or in half of all cases in Latin letters."""
    if chance.random() < 0.5:
        return name
    first, last = name.others[0]
    return Name(first, last, ((name.first, name.last), *name.others[1:]))


_LANGUAGES: Sequence[tuple[Callable[[random.Random], Name], float]] = (
    (_western, 0.78),
    (_chinese, 0.07),
    (_japanese, 0.04),
    (_korean, 0.04),
    (_russian, 0.07),
)


def drawn_name(chance: random.Random) -> Name:
    """The name of a person of any language."""
    makers, shares = zip(*_LANGUAGES, strict=True)
    maker: Callable[[random.Random], Name] = chance.choices(makers, weights=shares)[0]
    return maker(chance)
