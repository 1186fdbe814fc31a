"""Takes salutations, titles, suffixes and ornaments off a name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crm.values.known_values import known_values
from crm.values.titled_people import titled_people_words
from crm.values.titles import is_honorific, title_words
from crm.values.titles.behind import without_titles_behind
from crm.values.titles.in_front import titles_in_front, without_greeting, without_signs

_ORNAMENT = re.compile(
    "(?:[\u2000-\u200b\u200e\u200f\u2022-\u2043\u2190-\u2bff\u3012\u3013\ufe0f\U0001f000-\U0001faff][\u200c\u200d]?"
    r"|(?<!\S)[\u200c\u200d]|[\u200c\u200d](?!\S))+"
)
"""Bullets, arrows, stars and emoji. Joiners and non-joiners belong to words in Persian and Indic letters."""
_NUMBERED = re.compile(r"\d{1,3}[.)]\s+(?=[^\W\d_])")
"""Before a name in a list: `3. Ida Berg`."""
_NOTE = re.compile(r"(?<!\s)\s*+[(（\[]([^()（）\[\]]+)[)）\]]$")
_CALLED = re.compile(r"[A-ZÀ-ÖØ-Þ][^\W\d_]*+(?:-[^\W\d_]++)?")
_THAI_RANK = re.compile(r"(?:[\u0e01-\u0e2e]{1,4}\.\s?)+(?=[\u0e01-\u0e2e\u0e40-\u0e44]{1,2}[\u0e01-\u0e4e])")
"""Ranks and titles before a Thai name, with a point behind each abbreviation: `ร.ต.อ. `, `ผศ.ดร.`."""
_JOINTS = re.compile(r"[._]")
"""Between the names of `john.smith`."""
_HALVES = 2
_FEWEST_BEHIND_DEGREES = 3
"""Words of a name with a degree in front."""


_JAPANESE_BULLETS = "・･"
"""In front of names; within one they part its words: `ジャン・レノ`."""


def without_ornaments(name: str) -> str:
    """A name without emoji, and without the bullets, dashes and numbers of a list around it."""
    if name.isascii() and name[:1].isalpha() and name[-1:].isalnum():
        return name
    words = _ORNAMENT.sub(" ", _NUMBERED.sub("", name.lstrip(_JAPANESE_BULLETS))).split()
    start, end = 0, len(words)
    while start < end and not any(map(str.isalnum, words[start])):
        start += 1
    while end > start and not any(map(str.isalnum, words[end - 1])):
        end -= 1
    return " ".join(words[start:end]) or name


def without_marks(name: str) -> str:
    """A name without the signs that stand for a remark: `*John Smith`, `John Smith?`, `john.smith`, `John_Smith`."""
    bare = name.strip("*?!†#~_ ") or name
    if " " in bare or bare.isalnum():
        return bare
    parts = _JOINTS.split(bare)
    halves = len(parts) == _HALVES and all(map(str.isalpha, parts)) and min(map(len, parts)) > 1
    return " ".join(parts) if halves and parts[0].casefold() in known_values().given_names else bare


def without_note(half: str) -> str:
    """A first or a last name without a note in brackets behind it: `Fatou (stage jusqu'au 18/12)`.

    One capitalized word, as in `Katherine (Kate)`, is what somebody is called.
    """
    note = _NOTE.search(half)
    if note is None or not half[: note.start()].strip():
        return half
    return half if _CALLED.fullmatch(note[1].strip()) else half[: note.start()].strip()


def is_note(half: str) -> bool:
    """Whether all that stands for a first or a last name is a note in brackets: `(plumber)`, `[from work]`.

    One capitalized word that is no job is a name that somebody once had, or is called by.
    """
    note = _NOTE.fullmatch(half)
    if note is None:
        return False
    inner = note[1].strip()
    return not _CALLED.fullmatch(inner) or inner.casefold() in known_values().job_words


_WORDS_WITHOUT_FIRST = 2
"""Words of a form of address and a last name."""


def strip_honorifics(name: str, *, french: bool = False, spanish: bool = False, half: bool = False) -> tuple[str, bool]:
    """Removes greetings, salutations and academic titles from the front of a name.

    Args:
        name: the name as typed.
        french: whether `M.` and `M` are salutations.
        spanish: whether `D.` and `D` are one before a known given name, and `Dona` and `Seu` before any.
        half: whether the text is a first or a last name alone.

    Returns:
        The rest, and whether it is the whole name.
    """
    if name.isascii() and name.isalpha():
        # One plain word, as most halves are.
        return name, True
    if (bare := _without_attached(name)) != name:
        return bare, False
    between = known_values().between_salutations
    typed = name.split()
    words = without_greeting(without_signs(name).split())
    start = 0
    if french and len(words) > 1 and is_initial_salutation(words[0]) and words[1] not in between:
        start = 1
    if spanish and len(words) > 1 and words[0] in ("D.", "D"):
        # "D. Paz" with nothing more has no first name.
        alone = words[0] == "D." and len(words) == _WORDS_WITHOUT_FIRST
        start = int(alone or words[1].casefold() in known_values().given_names)
    elif spanish and len(words) > 1 and words[0].casefold() in known_values().iberian_salutations:
        start = 1
    if len(words) > 3 and is_initial_salutation(words[0]) and words[1] in between and is_honorific(words[2]):
        # "M. et Mme Dupont".
        start = 2
    if _is_degree(words) or _is_vietnamese_address(words) or _is_before_given_name(words):
        start = 1
    start = titles_in_front(words, start, half=half)
    return (_without_attached(" ".join(words[start:])), False) if start or words != typed else (name, True)


def _without_attached(name: str) -> str:
    """A name without a title that is written without a blank before it, and the greeting before that."""
    if name.isascii():
        return name
    bare = " ".join(without_greeting(name.split()))
    for attached in known_values().attached_honorifics:
        if bare.startswith(attached):
            return bare.removeprefix(attached).strip() or name
    rank = _THAI_RANK.match(bare)
    return name if rank is None else bare[rank.end() :]


def without_greetings(name: str) -> str:
    """A name without the greeting in front: `Dear Mr Smith`, `尊敬的王先生`."""
    if not name.isascii():
        name = next(
            (name.removeprefix(word) for word in title_words().attached_greetings if name.startswith(word)), name
        )
    return " ".join(without_greeting(without_signs(name.strip(" ，,")).split()))


def bare_name(text: str) -> str:
    """A name without the titles around it; "" where there are none, or nothing but titles."""
    front, _ = strip_honorifics(text)
    words, _ = strip_suffixes(front)
    found = " ".join(words).strip(" ,")
    only_title = len(words) == 1 and (is_honorific(words[0]) or found.casefold() in known_values().salutations)
    return "" if not found or only_title or found == text.strip(" ,") else found


def are_titles(words: Sequence[str]) -> bool:
    """Whether words are titles and forms of address alone: `De heer`, `Hr.`."""
    return titles_in_front([*words, "x"], 0, half=False) == len(words)


def _is_degree(words: list[str]) -> bool:
    """Whether a name begins with a degree that may be initials elsewhere: `C.P. Marisol Nieto`, but not `C.P. Snow`."""
    if len(words) < _FEWEST_BEHIND_DEGREES or not (words[0].isupper() or "." in words[0]):
        return False
    known, degree = known_values(), words[0].casefold().rstrip(".")
    return degree in known.degrees_before_given_names and words[1].casefold() in known.given_names


def _is_before_given_name(words: list[str]) -> bool:
    """Whether a form of address that is a family name too stands before a name or a family name: `Pan Jerzy Bąk`."""
    known = known_values()
    if len(words) < 2 or words[0].casefold() not in known.before_whole_names:
        return False
    if len(words) < _FEWEST_BEHIND_DEGREES:
        # "Pan Kowalski".
        family = words[1].casefold()
        is_known = family in known.family_names or known.slavic_family.search(family) is not None
        return is_known and family not in known.given_names
    return words[1].casefold() in known.given_names


def _is_vietnamese_address(words: list[str]) -> bool:
    """Whether a Vietnamese form of address stands before a family name and a given one: `Anh Trần Văn Tám`."""
    if len(words) < _FEWEST_BEHIND_DEGREES or words[0].casefold() not in titled_people_words().vietnamese_addresses:
        return False
    return words[1].casefold() in known_values().vietnamese_family


def is_initial_salutation(word: str) -> bool:
    """Whether a word is a salutation of one letter, which alone is an initial: `M.`."""
    return word.casefold() in known_values().initial_salutations


def strip_salutations_behind(words: list[str], *, turkish: bool = False) -> list[str]:
    """The words of a name without the forms of address behind it: `Mrs`, `Herr Dr.`, `hanım`.

    Args:
        words: of the name.
        turkish: whether `Bey` is one.
    """
    end = len(words)
    while end > 1 and _is_behind(words[end - 1], turkish=turkish):
        end -= 1
    return words[:end]


def _is_behind(word: str, *, turkish: bool) -> bool:
    known, folded = known_values(), word.casefold()
    if (
        word in known.small_salutations_behind
        or word in known.asian_honorifics
        or (turkish and folded in known.turkish_salutations)
    ):
        return True
    return not known.salutations_behind.isdisjoint({folded, folded.rstrip(".")})


def is_credential(word: str) -> bool:
    """Whether a word behind a name and a comma is a degree or a certificate: `MBA`, `PMP®`, `Ph.D.`."""
    bare = word.strip("®™()").replace(".", "")
    return bare.casefold() in known_values().suffixes or (bare.replace("-", "").isupper() and len(bare) > 1)


def strip_suffixes(name: str) -> tuple[list[str], bool]:
    """The words of a name without suffixes and titles behind it, as `Jr.`, and whether they are all of its words."""
    words = name.split()
    kept = _without_suffixes(without_titles_behind(_without_suffixes(words)))
    return kept, len(kept) == len(words)


def _without_suffixes(words: list[str]) -> list[str]:
    end = len(words)
    while end > 1 and _is_suffix(words[end - 1], alone=end > 2):
        end -= 1
    return words if end == len(words) else [*words[: end - 1], words[end - 1].rstrip(",")]


def _is_suffix(word: str, *, alone: bool) -> bool:
    bare = word.casefold().strip(".,")
    if not {bare, word.casefold().strip(",")} & known_values().suffixes:
        return False
    return alone or bare not in known_values().suffixes_or_names
