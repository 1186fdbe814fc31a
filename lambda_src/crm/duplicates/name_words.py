"""What is known of names, read from `data/` when first needed."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_DATA = Path(__file__).with_name("data")


@dataclass(frozen=True, slots=True)
class NameWords:
    """The lists of `data/`, as its files describe them.

    Args:
        roots: by a first name, the names that it stands for.
        spellings: by a name in Latin letters, the names that are written so, too.
        japanese: by kanji, how they are read.
        simplified: by the code of a traditional character, the simplified one.
        pinyin: by a simplified character, how it is read.
        first_shares, last_shares: by a name, its share among all people.
    """

    roots: Mapping[str, tuple[str, ...]]
    spellings: Mapping[str, tuple[str, ...]]
    japanese: Mapping[str, str]
    simplified: Mapping[int, str]
    pinyin: Mapping[str, str]
    first_shares: Mapping[str, float]
    last_shares: Mapping[str, float]


@lru_cache(maxsize=1)
def name_words() -> NameWords:
    """The lists; read once."""
    data = tomllib.loads((_DATA / "names.toml").read_text(encoding="utf-8"))
    readings = (line.split(" ") for line in _lines("pinyin.txt"))
    return NameWords(
        roots=_by_word(data["nicknames"]),
        spellings=_by_word(data["spellings"]),
        japanese={kanji: reading for reading, several in data["japanese"].items() for kanji in several.split()},
        simplified={ord(pair[0]): pair[1] for line in _lines("simplified.txt") for pair in line.split()},
        pinyin={character: syllable for syllable, characters in readings for character in characters},
        first_shares=_shares(data["first_names_per_mille"]),
        last_shares=_shares(data["last_names_per_mille"]),
    )


def _by_word(listed: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """By each listed word, the words under which it is listed."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for name, words in listed.items():
        for word in words.split():
            found[word].append(name)
    return {word: tuple(names) for word, names in found.items()}


def _shares(listed: Mapping[str, str]) -> dict[str, float]:
    return {name: int(share) / 1_000 for share, names in listed.items() for name in names.split()}


def _lines(file: str) -> Iterator[str]:
    text = (_DATA / file).read_text(encoding="utf-8")
    return (line for line in text.splitlines() if line and not line.startswith("#"))
