"""Counts the titles in front of a name, and takes greetings off it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crm.values.known_values import known_values
from crm.values.particles import is_particle
from crm.values.titles import forms_of, is_honorific, title_words

_LONGEST_PART = 5
"""Letters of a title behind another without a blank: `Cand.mag.`. Chosen."""
_FEWEST_OF_A_NAME = 2
_SCIENCES = re.compile(r"[кд]\.[а-яіїє-]{1,8}\.(?:-?[а-яіїє]{1,8}\.)?н")
_WRITTEN_TOGETHER = re.compile(r"((?:[^\W\d_]{1,8}\.)+)([^\W\d_]{3}[\w'’-]*+,?)")
_SLASHED = re.compile(r"([^\s/]{1,12})/\s*+(?=[^\W\d_])")
_ENDS = ",;:!."


def without_greeting(words: list[str]) -> list[str]:
    """The words of a name without a greeting in front: `Dear Mr Smith`, `Sehr geehrte Frau Meier,`.

    A greeting that is a given name too, as `Cara` is, counts only before a form of address.
    """
    known = title_words()
    count = known.greetings.words_at(words, 0) if words else 0
    if count and count < len(words) and (len(words[0]) > 1 or count > 1):
        # "Olá" is no "Ola".
        is_name = count == 1 and frozenset.__contains__(known_values().given_names, words[0].casefold())
    elif len(words) > 1 and forms_of(words[0])[1] in known.greetings_or_names:
        count, is_name = 1, True
    else:
        return words
    rest = words[count:]
    if is_name and not (_is_title(rest) or _is_before_whole_name(words)):
        return words
    rest = [*rest[:-1], rest[-1].rstrip(_ENDS if len(rest[-1].rstrip(_ENDS)) > _FEWEST_OF_A_NAME else ",;:!")]
    return without_greeting(rest) if rest[-1] else words


def _is_before_whole_name(words: Sequence[str]) -> bool:
    """Whether a word that may be a family name, but no given one, is before a whole name: `Lieber Hans Roth`."""
    given = known_values().given_names
    greeting, *names = (word.casefold() for word in words)
    return greeting not in given and len(names) > 1 and names[0] in given and names[-1] not in given


def _is_title(words: Sequence[str]) -> bool:
    return len(words) > 1 and (is_honorific(words[0]) or title_words().always.words_at(words, 0) > 0)


def without_signs(name: str) -> str:
    """A name with blanks between its titles: `Dr. Hans` for `Dr.Hans`, `السيد محمد` for `السيد/ محمد`."""
    slash = _SLASHED.match(name)
    if slash is not None and any(_is_title([f"{slash[1]}{sign}", "x"]) for sign in ("", ".", "/")):
        name = f"{slash[1]} {name[slash.end() :]}"
    if "." not in name:
        return name
    words: list[str] = []
    for word in name.split():
        found = _WRITTEN_TOGETHER.fullmatch(word)
        apart = found is not None and not is_honorific(word) and _is_title([found[1], "x"])
        words.extend(found.groups() if found is not None and apart else [word])
    return " ".join(words)


def titles_in_front(words: Sequence[str], start: int, *, half: bool) -> int:
    """Number of words in front of a name that are titles: `Mr. Dr. Ing.`, `The Rev.`, `Herr und`.

    Args:
        words: of the name.
        start: those that are known to be titles.
        half: whether the words are a first or a last name alone.
    """
    known, between = title_words(), known_values().between_salutations
    if not start and words and forms_of(words[0])[0] == "the" and forms_of(words[-1])[0] in known.families_behind:
        start = 1
    while start < len(words) - 1:
        count = known.always.words_at(words, start)
        if not count and words[-1][0].isalpha() and not (half and is_particle(words[start])):
            # "Family 1" is a name, and "آل سعود" is a last name.
            count = known.families.words_at(words, start)
        if not count and (is_honorific(words[start]) or _is_glued(words[start])):
            count = 1
        if not count and start and words[start].casefold() in between and _is_addressed(words[start + 1]):
            count = 2
        if not count:
            count = _before_given_name(words, start, half=half)
        if not count or start + count >= len(words):
            break
        start += count
    return start


def _is_glued(word: str) -> bool:
    """Whether a word is several titles with points between them, or a Russian degree: `GS.TS.`, `к.м.н.`."""
    bare = forms_of(word)[1]
    if _SCIENCES.fullmatch(bare) is not None:
        return True
    first, *others = bare.split(".")
    known = title_words().always
    longest = max(map(len, others), default=0)
    return bool(others) and (known.has_word(first) or known.has_word(f"{first}.")) and longest <= _LONGEST_PART


def _is_addressed(word: str) -> bool:
    salutation = word.casefold() in known_values().initial_salutations
    return salutation or is_honorific(word) or title_words().always.has_word(word)


def _before_given_name(words: Sequence[str], start: int, *, half: bool) -> int:
    """Number of words of a title that may be a name or initials, where a given name and another word follow."""
    known, word = title_words(), words[start]
    count = known.before_given_names.words_at(words, start)
    exact = False
    if not count:
        exact = word.rstrip(".") in known.exact or word in known.exact
        behind = start > 0 and forms_of(word)[0] in known.behind_titles
        count = int(behind or (exact and not (word.isupper() and words[start + 1].isupper())))
    if not count or (count == 1 and word.casefold() in known_values().given_names and not start):
        return 0
    rest = words[start + count :]
    if not rest:
        return 0
    if exact and len(rest) > 1 and rest[-1].isupper() and not (word.isupper() or rest[0].isupper()):
        # "Me Awa NDOYESECK": capitals tell the family name, so the given one need not be known.
        return count
    family = known_values().slavic_family.search(rest[0]) is not None
    if len(rest) == 1 and family and word.islower() and rest[0].casefold() not in known_values().given_names:
        # "капитан Иванов".
        return count
    behind_it = titles_in_front(rest, 0, half=half)
    return count if _names_somebody(rest[behind_it:], half=half, surely=behind_it > 0) else 0


def _names_somebody(words: Sequence[str], *, half: bool, surely: bool) -> bool:
    """Whether words are a known given name and a family name behind it, or begin with a Vietnamese family name."""
    known = known_values()
    first, last = words[0].casefold().rstrip(","), words[-1].casefold()
    if half:
        return first in known.given_names
    if len(words) < _FEWEST_OF_A_NAME:
        return False
    if first in known.vietnamese_family and known.vietnamese.search(" ".join(words)):
        return True
    if first in known.given_names or surely:
        return True
    return last in known.given_names and last not in known.family_names
