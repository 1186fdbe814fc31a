"""Counts the titles, degrees and forms of address behind a name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crm.values.known_values import known_values
from crm.values.titled_people import titled_people_words
from crm.values.titles import forms_of, is_honorific, title_words

_FEWEST_OF_A_NAME = 2
_DEGREE = re.compile(r"\(?(?:[^\W\d_]{1,6}\.-?){1,4}[^\W\d_]{0,6}\.?\)?")
"""A degree by its points: `S.Pd.`, `dipl.ing.`, `Sp.OG`, `к.м.н.`."""
_INITIALS = re.compile(r"(?:[^\W\d_]\.-?){1,3}")
_CAPITALS = re.compile(r"\(?[A-ZÄÖÜ][A-Za-zÄÖÜ]{0,3}[A-ZÄÖÜ]\)?")
"""A degree without points: `SE`, `KTM`, `DiS`, `MSc`, `PhD`."""
_SAINT = "st."
_PRONOUNS = re.compile(r",?\s(?:he|she|they|er|sie|il|elle|él|ella|han|hun|hon|hij|zij)/\w+(?:/\w+)?$", re.I)
_OLDER = re.compile(r",?\sd\.\s?[äåjyæ]\.$", re.I)
"""The elder or the younger: `d. Ä.`."""
_KIN = re.compile(r"(?<!\s)\s*+[,(]?\s?(?<!\S)[SsDdWw]/[Oo]\.?\s")


def without_titles_behind(words: list[str]) -> list[str]:
    """The words of a name without what is behind it: `Hans Meier, Dipl.-Kfm.`, `Novák Jan Ing.`, `Siti Rahayu S.Pd`."""
    comma = next((place for place, word in enumerate(words) if word.endswith(",")), len(words))
    if 0 < comma < len(words) - 1 and _are_titles(words[: comma + 1], words[comma + 1 :]):
        return without_titles_behind([*words[:comma], words[comma].rstrip(",")])
    if comma < len(words) - 1:
        return words
    end = len(words)
    while end > _FEWEST_OF_A_NAME and _is_title_behind(words[:end]):
        end -= 1
    while end > 1 and end == len(words) and _is_behind(words[end - 1]):
        end -= 1
    return words if end == len(words) else [*words[: end - 1], words[end - 1].rstrip(",")]


def is_family_of(word: str) -> bool:
    """Whether a word behind a name says that it is a family: `Smith Family`, `Yılmaz Ailesi`."""
    return forms_of(word)[1] in title_words().families_behind


def is_called_by_family_name(words: Sequence[str], named: Sequence[str]) -> bool:
    """Whether a family name alone is left of a name with a form of address behind it: `Kiss asszony`, `Yılmaz Ailesi`.

    Args:
        words: of the name.
        named: those without what stands behind them.
    """
    if len(named) != 1 or len(words) < _FEWEST_OF_A_NAME or not _is_behind(words[-1]):
        return False
    by_given_name = not title_words().behind_given_names.isdisjoint(forms_of(words[-1]))
    return is_family_of(words[-1]) or not by_given_name or named[0].casefold() in known_values().family_names


def without_kin_behind(text: str) -> str:
    """A whole name without whose child it is and what else somebody is called: `Anna Meier geb. Schmidt`."""
    for pattern in (_KIN, title_words().apart, _PRONOUNS, _OLDER):
        found = pattern.search(text)
        if found is not None and " " in text[: found.start()].strip():
            text = text[: found.start()]
    return text


def _is_behind(word: str) -> bool:
    forms = forms_of(word)
    return not title_words().behind.isdisjoint(forms) or is_family_of(word)


def _is_title_behind(whole: Sequence[str]) -> bool:
    """Whether the last word of a name is a title, which a family name or an initial is not."""
    word = whole[-1]
    if _INITIALS.fullmatch(word) or word.casefold().startswith(_SAINT):
        return False
    pointed = word.endswith(".") and (is_honorific(word) or title_words().always.has_word(word))
    inner = "." in word.strip("().") and _DEGREE.fullmatch(word) is not None
    if len(whole) > _FEWEST_OF_A_NAME and word in title_words().exact_behind and not whole[0].isupper():
        return whole[0].casefold() in known_values().given_names
    return pointed or inner or _is_behind(word) or word.casefold() in titled_people_words().titles


def _are_titles(before: Sequence[str], behind: Sequence[str]) -> bool:
    """Whether all words behind a comma are degrees and titles, and a given name and a family name are before it."""
    known, bare = known_values(), [word.strip(",()") for word in behind]
    if len(before) < _FEWEST_OF_A_NAME or any(word.casefold() in known.given_names for word in bare):
        return False
    names = {word.casefold().rstrip(",") for word in before}
    named = not known.given_names.isdisjoint(names)
    families = not (known.family_names.isdisjoint(names) and known.iberian_family.isdisjoint(names))
    # "Retno Wulandari, M.T.", but "García López, M.T."
    return all(_is_degree(word, named=named) or (not families and _is_exact(word)) for word in bare)


def _is_exact(word: str) -> bool:
    return word.count(".") > 1 and word.replace(".", "") in title_words().exact_behind


def _is_degree(word: str, *, named: bool) -> bool:
    folded, without_point = forms_of(word)
    if _is_behind(word) or not known_values().suffixes.isdisjoint({folded, without_point, folded.replace(".", "")}):
        return True
    if is_honorific(word) or title_words().always.has_word(word):
        return True
    if _INITIALS.fullmatch(word):
        # "Budi Santoso, S.E.", but "Berg Meier, J."
        return named and word.count(".") > 1
    small = word[:1].islower() and word.endswith(".")
    return small or (named and (_DEGREE.fullmatch(word) or _CAPITALS.fullmatch(word)) is not None)
