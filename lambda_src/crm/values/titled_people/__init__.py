"""Tells people from companies by the titles and forms of address in front of a name, within it or behind it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from crm.values.accents import without_accents
from crm.values.cjk_writing import is_cjk
from crm.values.companies import may_be_company
from crm.values.known_values import known_values
from crm.values.particles import is_particle

TITLED_PEOPLE = Path(__file__).with_name("titled_people.toml")
_MOST_WORDS = 5
"""Words of a name with its title. Chosen; a longer text tells of a firm."""
_MOST_BEHIND_ADDRESS = 3
"""Words of a name behind a form of address. Chosen."""
_MOST_IN_LATIN = 2
"""The same in Latin letters without particles: a trade may be the third. Chosen."""
_LATIN = re.compile("[a-zà-ž]")
_SYLLABLE = re.compile(r"(?:[bcdghklmnpqrstvx]|[cgknpt]h|gi|ngh?|qu|tr)?[aeiouy]{1,3}(?:[cmnpt]|[cn]h|ng)?")
"""A word of Vietnamese, without its accents."""
_LONGEST_EAST_ASIAN = 4
_LONGEST_HALF = 3
"""Characters of a Chinese or Korean name, and of one half of a Japanese one."""


@dataclass(frozen=True, slots=True)
class TitledPeopleWords:
    """The lists of `titled_people.toml`, as that file describes them, case-folded; the Thai titles in their order."""

    titles: frozenset[str]
    salutations: frozenset[str]
    professions: frozenset[str]
    before_given_names: frozenset[str]
    thai: tuple[str, ...]
    thai_firms: tuple[str, ...]
    vietnamese_addresses: frozenset[str]
    vietnamese_middle_names: frozenset[str]
    east_asian: tuple[str, ...]
    east_asian_of_firms: frozenset[str]
    east_asian_firms: tuple[str, ...]


@lru_cache(maxsize=1)
def titled_people_words() -> TitledPeopleWords:
    """Reads `titled_people.toml` once per process."""
    with TITLED_PEOPLE.open("rb") as file:
        lists = {name: tuple(str(text).casefold().split()) for name, text in tomllib.load(file).items()}
    return TitledPeopleWords(
        titles=frozenset(lists["titles"]),
        salutations=frozenset(lists["salutations"]),
        professions=frozenset(lists["professions"]),
        before_given_names=frozenset(lists["before_given_names"]),
        thai=lists["thai"],
        thai_firms=lists["thai_firms"],
        vietnamese_addresses=frozenset(lists["vietnamese_addresses"]),
        vietnamese_middle_names=frozenset(lists["vietnamese_middle_names"]),
        east_asian=lists["east_asian"],
        east_asian_of_firms=frozenset(lists["east_asian_of_firms"]),
        east_asian_firms=lists["east_asian_firms"],
    )


def is_titled_person(text: str) -> bool:
    """Whether a text under the header of a company is a person.

    `Cesca Dott. Giandomenico`, `นายธนวัฒน์ ใจคำ`, `Bà Trần Thị Lan`, `السيد أحمد علي`, `王芳女士` and `山田 太郎 様` are;
    `Studio Dott. Rossi`, `Dr. Marten Shoes`, `Cô Ba Quán` and `山田商店 様` are not.
    """
    if may_be_company(text) or any(map(str.isdigit, text)) or "&" in text:
        return False
    if is_cjk(text):
        return _is_east_asian(text)
    words = text.split()
    return 1 < len(words) <= _MOST_WORDS and (
        _is_thai(words) or _is_vietnamese(words) or _is_addressed(words) or _title_inside(words, among_names=False) > 0
    )


def without_title_inside(words: list[str]) -> list[str]:
    """The words of a name without a title between its halves: `Cesca, Giandomenico` of `Cesca Dott. Giandomenico`."""
    place = _title_inside(words, among_names=True)
    return [*words[: place - 1], f"{words[place - 1].rstrip(',')},", *words[place + 1 :]] if place else words


def _title_inside(words: list[str], *, among_names: bool) -> int:
    """Index of the title between a family name, with its particles, and known given names; 0 for none."""
    if len(words) < _LONGEST_HALF:
        return 0
    known = titled_people_words()
    titles = known.titles | known.salutations if among_names else known.titles
    places = [index for index, word in enumerate(words) if word.casefold().rstrip(",") in titles]
    if len(places) != 1 or not 0 < places[0] < len(words) - 1:
        return 0
    *before, family = words[: places[0]]
    if not family[0].isupper() or family.casefold().rstrip(",") in known.professions | known_values().job_words:
        return 0
    given = known_values().given_names.issuperset(map(str.casefold, words[places[0] + 1 :]))
    return places[0] if given and all(map(is_particle, before)) else 0


def _is_east_asian(text: str) -> bool:
    """Whether a family name begins a short name with a form of address behind it."""
    known, surnames = titled_people_words(), known_values().cjk_surnames
    address = next((word for word in known.east_asian if text.endswith(word)), "")
    halves = text.removesuffix(address).split()
    if not address or not halves or halves[-1].endswith(known.east_asian_firms):
        return False
    if len(halves) == 1:
        begins = not surnames.isdisjoint({halves[0][:1], halves[0][:2]})
        # "山田商店 様" is a shop.
        return begins and address not in known.east_asian_of_firms and len(halves[0]) <= _LONGEST_EAST_ASIAN
    return len(halves) == 2 and halves[0] in surnames and len(halves[1]) <= _LONGEST_HALF


def _is_thai(words: list[str]) -> bool:
    """Whether a Thai title begins a text of a given name and a family name."""
    known = titled_people_words()
    title = next((title for title in known.thai if words[0].startswith(title)), "")
    named = [word for word in (words[0].removeprefix(title), *words[1:]) if word]
    return bool(title) and len(named) == 2 and not any(firm in word for firm in known.thai_firms for word in named)


def _is_vietnamese(words: list[str]) -> bool:
    """Whether a family name stands behind a form of address, or before the middle name of many women or men."""
    known, family = titled_people_words(), known_values().vietnamese_family
    first, second, *rest = map(str.casefold, words)
    if not all(map(_SYLLABLE.fullmatch, map(without_accents, (first, second, *rest)))):
        # "Nguyễn Văn Linh Plaza".
        return False
    if first in known.vietnamese_addresses:
        return second in family and bool(rest)
    return first in family and second in known.vietnamese_middle_names and 0 < len(rest) < _MOST_BEHIND_ADDRESS


def _is_addressed(words: list[str]) -> bool:
    """Whether a form of address that firms do not bear stands before a known given name and another word.

    `Ing. Mario Rossi Costruzioni` is a firm.
    """
    known, (first, *rest) = known_values(), [word.casefold() for word in words]
    if _LATIN.match(first) and len(rest) - sum(map(is_particle, rest)) > _MOST_IN_LATIN:
        return False
    if titled_people_words().before_given_names.isdisjoint({first, first.rstrip(".")}):
        return False
    named = 1 < len(rest) <= _MOST_BEHIND_ADDRESS and not known.given_names.isdisjoint(rest)
    return named and known.job_words.isdisjoint(rest)
