"""Headers as databases write them, spelled out: `nm_cli`, `CUSTNAM`, `lib_fonc`, `NO_ENTIDADE`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from crm.mapping.headers.vocabulary import vocabulary, words_of

ABBREVIATIONS = Path(__file__).with_name("abbreviations.toml")

_LABEL = "label"
"""Under which the words stand that only say that the next one is written out and no code: `lib`, `desc`, `bez`."""
_ENGLISH = frozenset({"en"})
_TAILS = frozenset({"name", "number", "address", "phone", "email", "code", "date", "city", "state"})
"""English words that a word without a blank may end with, or what is short for them: `CUSTNAM`, `FACPHONE`."""
_LONGEST_WORD = 16
"""Letters of a word that several abbreviations may form: names of columns were short. Chosen."""
_SHORTEST_HEAD = 4
"""Fewest letters of a word, other than an abbreviation, in front of such an end. Chosen."""
_SHORTEST_TAIL = 2
_LONGEST_RUN = 4
"""Most words that are shortened together: `f_nm`. Chosen."""
_PREFIXED = re.compile(r"([A-Za-z]{2})_\w")

Long = Mapping[str, tuple[str, ...]]
"""What an abbreviation is short for in each language; no words where it only says that a label follows."""


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """What `abbreviations.toml` holds.

    Args:
        long: by the letters of what is written.
        tails: ends of words that are made of several.
        prefixes: by language, what stands in front of an underscore, with its word.
    """

    long: Mapping[str, Long]
    tails: frozenset[str]
    prefixes: Mapping[str, Mapping[str, str]]


@lru_cache(maxsize=1)
def abbreviations() -> Abbreviations:
    """The abbreviations of all languages, read once."""
    with ABBREVIATIONS.open("rb") as file:
        tables = tomllib.load(file)
    prefixes = {
        language: {short: long for long, shorts in table.items() for short in shorts}
        for language, table in tables.pop("prefixes").items()
    }
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for language, table in tables.items():
        for long, shorts in table.items():
            words = () if long == _LABEL else tuple(words_of(long))
            for short in shorts:
                found.setdefault("".join(words_of(short)), {})[language] = words
    tails = _TAILS.union(*(tables["en"].get(long, ()) for long in _TAILS))
    return Abbreviations(found, tails, prefixes)


def languages_of_abbreviation(word: str) -> frozenset[str]:
    """The languages that shorten some word to this one; English, in which databases of all countries are, is none."""
    return frozenset(abbreviations().long.get(word, {})) - _ENGLISH


def without_prefix(header: str, languages: frozenset[str]) -> str | None:
    """A header whose prefix is written out, as an authority's database has it: `NO_ENTIDADE`; None for others."""
    found = _PREFIXED.match(header)
    if found is None:
        return None
    for language, prefixes in abbreviations().prefixes.items():
        if language in languages and found[1].casefold() in prefixes:
            return f"{prefixes[found[1].casefold()]} {header[3:]}"
    return None


def spelled_out(words: Sequence[str], languages: frozenset[str], *, of_databases: bool = True) -> Iterator[str]:
    """A header with its abbreviations written out, once for each language that has some of them, English last.

    Args:
        words: of the header, as `words_of` writes them.
        languages: of the whole header; English abbreviations are understood among all; without any, those of all
            languages are, if they are not the only word.
        of_databases: whether it may be a name out of a database, which is in English among other languages, too.
    """
    parts = [part for word in words for part in _cut(word)]
    if len(parts) == 1 and not languages:
        # A value, or a word in a header of which nothing is known: "Cid" is a name, too.
        return
    runs = {run for start in range(len(parts)) for run in _runs(parts, start)}
    spoken = frozenset(language for run in runs for language in abbreviations().long.get(run, ()))
    if languages:
        spoken &= languages | (_ENGLISH if of_databases else frozenset())
    for language in sorted(spoken, key=lambda one: (one == "en", one)):
        long = _written_out(parts, language)
        if long and long != list(words):
            yield " ".join(long)


def _written_out(parts: Sequence[str], language: str) -> list[str]:
    known, found, start = abbreviations().long, list[str](), 0
    while start < len(parts):
        runs = _runs(parts, start)
        length = next((len(runs) - cut for cut, run in enumerate(reversed(runs)) if language in known.get(run, ())), 0)
        found.extend(known[runs[length - 1]][language] if length else parts[start : start + 1])
        start += max(length, 1)
    return found


def _runs(parts: Sequence[str], start: int) -> list[str]:
    """The first word, the first two, and so on, without blanks."""
    return ["".join(parts[start:end]) for end in range(start + 1, min(start + _LONGEST_RUN, len(parts)) + 1)]


def _cut(word: str) -> list[str]:
    """The two words that one without a blank between them is made of, one of them short: `CUSTNAM`, `SCHNAME`."""
    known, terms = abbreviations(), vocabulary().terms
    if word in known.long or word in terms or not (word.isascii() and word.isalpha()) or len(word) > _LONGEST_WORD:
        return [word]
    for cut in range(_SHORTEST_TAIL, len(word) - _SHORTEST_TAIL + 1):
        head, tail = word[:cut], word[cut:]
        if tail in known.tails and (head in known.long or (cut >= _SHORTEST_HEAD and head in terms)):
            return [head, tail]
    return [word]
