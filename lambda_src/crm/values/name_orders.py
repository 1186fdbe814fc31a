"""Tells which half of a name stands in front, by its script, its endings, its capitals and known names."""

from __future__ import annotations

import re

from crm.values.known_values import known_values
from crm.values.particles import is_particle, leading_particles

_INITIALS = re.compile(r"(?:[^\W\d_]\.?-?){1,2}\.|[^\W\d_]")
_INITIALS_ALONE = re.compile(r"(?:[^\W\d_]{1,2}\.-?){1,3}")
_ROMANIZED = re.compile(r"[bcdfghjklmnpqrstwxyz]{0,2}[aeiou]{1,3}(?:ng|[hknmptw])?")
"""A syllable of a Chinese name in Latin letters."""
_LATIN = re.compile(r"[^\u0370-\u03ff\u0400-\u04ff]")
"""A letter that is neither Greek nor Cyrillic."""
_HEBREW = re.compile("[\u0590-\u05ff]")
_KOREAN_GIVEN = re.compile(r"[A-Z][a-z]+-[a-z]+")
_MOST_WITHOUT_FATHER = 3
_MOST_FAMILY_NAMES = _MOST_GIVEN_NAMES = 2


def is_foreign(words: list[str], *, saluted: bool) -> bool:
    """Whether a name among those with the family name first has it behind: `Mme Solène Garrigou`, `Peter Berger`.

    A known given name is in front that is no family name, and none at the end; a salutation in front of it, or a known
    family name at the end, shows that its bearer writes it so.
    """
    known, first, last = known_values(), words[0].casefold(), words[-1].casefold()
    if _INITIALS_ALONE.fullmatch(words[0]) and not any(map(_INITIALS_ALONE.fullmatch, words[-1:])):
        # "И. И. Иванов".
        return True
    if not _is_given(words[0]) or last in known.given_names:
        return False
    if first in known.family_names:
        # "Ion Popescu".
        return is_family_name(words[-1]) and not is_family_name(words[0])
    return saluted or last in known.family_names or is_family_name(last)


def is_family_name(word: str) -> bool:
    """Whether a word is a family name and nobody's given name, by its ending or a list: `Rossetti`, `Kettunen-Salo`."""
    name = word.casefold()
    if "-" not in name:
        return _is_family_alone(name)
    names = name.split("-")
    return any(map(_is_family_alone, names)) and known_values().given_names.isdisjoint(names)


def _is_family_alone(name: str) -> bool:
    """Whether a case-folded word without a hyphen is nobody's given name."""
    known = known_values()
    if name in known.family_names_in_front:
        return True
    ends = name.endswith(known.family_endings) and name not in known.family_endings
    if not ends and known.slavic_family.search(name) is None:
        return False
    return name not in known.given_names and name not in known.given_like_family


def stands_before_given_names(words: list[str]) -> bool:
    """Whether one or two family names stand in front and given names behind: `Kovács Péter`, `Rossetti Maria Grazia`.

    A family name may be a Brazilian's given name, behind which another family name stands.
    """
    known = known_values()
    if not is_family_name(words[0]):
        return False
    families = next((place for place, word in enumerate(words) if not is_family_name(word)), len(words))
    behind = words[families:]
    if families > _MOST_FAMILY_NAMES or not 0 < len(behind) <= _MOST_GIVEN_NAMES:
        return False
    given = all(_is_given(word) for word in behind)
    return given and behind[-1].casefold() not in known.iberian_family


def _is_given(word: str) -> bool:
    """Whether a word is a known given name, or two with a hyphen: `Jean-Pierre`."""
    return known_values().given_names.issuperset(word.casefold().split("-"))


def family_is_first(words: list[str]) -> bool:
    """Whether script, endings or capitals show that the family name comes first."""
    known = known_values()
    first, second = words[0], words[1]
    if len(words) == 3 and is_patronymic(words[2]) and not is_patronymic(second):
        return True
    if _is_eastern(words):
        return True
    if len(words) == 2 and not _LATIN.match(first) and second.casefold() in known.given_names:
        # Most Greek and Russian given names are known, so the other word is none.
        return first.casefold() not in known.given_names and not known.slavic_family.search(second)
    if len(words) == 2 and known.slavic_family.search(first) and not known.slavic_family.search(second):
        return first.casefold() not in known.given_like_family
    if len(words) == 2 and _INITIALS.fullmatch(second) and not _INITIALS.fullmatch(first):
        # "Smith J.", "Дубова И.", but "Ole B." and "Kirsi-Maria L.", who hide their family names.
        return first.casefold() in known.family_names or known.slavic_family.search(first) is not None
    # "Virtanen Aino".
    initials = len(words) > 2 and _ends_with_initials(words)
    return initials or leading_capitals(words) > 0 or _begins_with_particle(words) or stands_before_given_names(words)


def _is_eastern(words: list[str]) -> bool:
    """Whether a name is written as in lists of the East: `Nguyễn Văn An`, `Tan Ah Kow`, `Kim Min-jun`, `כהן דוד`."""
    known, first, behind = known_values(), words[0].casefold(), [word.casefold() for word in words[1:]]
    if first in known.vietnamese_family and known.vietnamese.search("".join(words)):
        return True
    if len(words) > _MOST_WITHOUT_FATHER and behind[-1] in known.sons:
        # "Məmmədov Elşən Rəşad oğlu".
        return True
    if len(behind) == _MOST_GIVEN_NAMES and first in known.chinese_romanized:
        return all(map(_ROMANIZED.fullmatch, behind)) and known.family_names.isdisjoint(behind)
    if len(behind) > 1:
        return False
    hebrew = _HEBREW.match(first) is not None and first in known.family_names and first not in known.given_names
    korean = first in known.korean_romanized and _KOREAN_GIVEN.fullmatch(words[1]) is not None
    return korean or (hebrew and behind[0] in known.given_names)


def _begins_with_particle(words: list[str]) -> bool:
    """Whether a particle that is no given name stands in front, and given names at the end: `De Luca Antonio`."""
    particles = leading_particles(words)
    behind = words[particles + 1 :]
    return particles > 0 and 0 < len(behind) <= _MOST_GIVEN_NAMES and all(map(_is_given, behind))


def _ends_with_initials(words: list[str]) -> bool:
    """Whether a family name, with or without particles, is followed by two or more initials: `Дубов И. П.`."""
    end = len(words)
    while end and words[end - 1].endswith(".") and _INITIALS.fullmatch(words[end - 1]):
        end -= 1
    known = known_values()
    family = words[:end]
    if len(words) - end < 2 or not family or not all(map(is_particle, family[:-1])):
        return False
    return family[-1].casefold() in known.family_names or family[-1].casefold() not in known.given_names


def leading_capitals(words: list[str]) -> int:
    """Number of leading words that are a family name in capitals: `DE LA TOUR Marie`; 0 when none or all are."""
    count = 0
    while count < len(words) and words[count].isupper() and words[count].isalpha():
        count += 1
    longest = max(map(len, words[:count]), default=0)
    return count if longest > 2 and count < len(words) and not any(word.isupper() for word in words[count:]) else 0


def trailing_capitals(words: list[str]) -> int:
    """Number of final words that are a family name in capitals: `Jean DE LA TOUR`; 0 when all or none are."""
    count = 0
    while count < len(words) and words[-1 - count].isupper() and len(words[-1 - count].strip(".")) > 1:
        count += 1
    return count if count < len(words) and not words[0].isupper() else 0


def is_patronymic(word: str) -> bool:
    """Whether a word is a Russian or Ukrainian patronymic: `Ивановна`, `Petrovich`."""
    return known_values().patronymic.search(word) is not None


def is_patronymic_of_woman(word: str) -> bool:
    """Whether a word is a patronymic that is nobody's family name, as men's may be: `Ивановна`."""
    return word.casefold().endswith(("овна", "евна", "ична", "івна", "ївна"))
