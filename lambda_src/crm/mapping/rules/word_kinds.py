"""What words look like: names of people, companies, jobs."""

from __future__ import annotations

import re

from crm.values.companies import has_legal_form
from crm.values.honorifics import strip_honorifics
from crm.values.known_values import known_values
from crm.values.name_orders import is_patronymic
from crm.values.particles import leading_particles
from crm.values.parties import is_vietnamese_name
from crm.values.several_people import first_of_several
from crm.values.titles import is_honorific

_CJK = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_KANA = re.compile("[\u3040-\u30ff]")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_NAME_WORD = re.compile(r"^[^\W\d_](?:[^\W\d_'’.\-]|[\u0900-\u0dff])*(?:['’\-][^\W\d_]+)*\.?,?$")
"""Of India's scripts, the signs of vowels are no letters to Python."""
_TIMES = re.compile(r"\d{1,3}\s?[x×]\s")
_FEWEST_NAME_WORDS = 2
"""Words of a full name at least: a given name and a family name."""
_MOST_NAME_WORDS = 5
"""Words of a full name at most, without its salutations. Chosen; not measured."""
_MOST_UNKNOWN_NAME_WORDS = 4
"""Words of a name at most if none of them is a known name. Chosen; not measured."""
_WORDS_WITH_PATRONYMIC = 3
"""Words of a full Russian or Ukrainian name: given name, patronymic and family name."""
_LETTERS_OF_A_FORM = 3
"""Letters of an abbreviated legal form at least. Chosen: two may be initials of a person."""
_SHORTEST_EAST_ASIAN = 2
"""Characters of a Chinese, Japanese or Korean full name at least."""
_LONGEST_EAST_ASIAN = 5
"""Characters of such a name at most. Chosen; not measured."""


def word_kinds(text: str, digits: int) -> set[str]:
    """The kinds of `crm.mapping.rules.value_kinds` that the words of a text have.

    Args:
        digits: how many the text has.
    """
    kinds: set[str] = set()
    known = known_values()
    if _CJK.search(text):
        kinds.add("cjk")
    if _KANA.search(text):
        kinds.add("kana")
    if _HANGUL.search(text):
        kinds.add("hangul")
    words = text.split()
    if len(words) > _MOST_NAME_WORDS:
        # "M. et Mme LE TALLEC Yves" is a name too.
        words = strip_honorifics(text)[0].split()
    bare = [word.strip(".,;:()\"'").casefold() for word in words]
    kinds |= _company_kinds(text, words, bare)
    if any(word in known.job_words for word in bare) or known.job_marks.search(text):
        kinds.add("job")
    if digits:
        return kinds
    if first_of_several(text) != text:
        kinds.add("people")
    if len(words) <= _MOST_NAME_WORDS and all(_NAME_WORD.match(word) or word in "&/-+" for word in words):
        kinds |= _name_kinds(text, words, bare, kinds)
    return kinds


def _name_kinds(text: str, words: list[str], bare: list[str], kinds: set[str]) -> set[str]:
    """The kinds of words of letters, of which each may be one of a name."""
    found = {"words"}
    known = known_values()
    given = any(part in known.given_names for word in bare for part in (word, word.partition("-")[0]))
    if given:
        found.add("given")
    if bare[-1] in known.family_names or bare[0] in known.family_names or is_vietnamese_name(text):
        found.add("family")
    if len(words) == 1 or (words[0].islower() and leading_particles(words) == len(words) - 1):
        # "van den Berg" is a family name alone.
        found.add("one_word")
        if len(words) > 1:
            return found
    return found | _person_kinds(text, words, given, kinds | found)


def _company_kinds(text: str, words: list[str], bare: list[str]) -> set[str]:
    """Whether words of a company are in a text, and whether a person stands behind them."""
    known = known_values()
    if _TIMES.match(text):
        # "6x KG" is what a doctor prescribes.
        return set()
    forms = [*bare, *map(_undotted, words)]
    if not has_legal_form(forms, small=text[:1].islower()) and not known.company_marks.search(text):
        return set()
    # "Berg, Anna & Tom" are two people; only what is written as a firm is one.
    people = words[0].endswith(",") or is_honorific(words[0]) or any(word in known.given_names for word in bare)
    pair = "&" in bare and people
    if pair and not any(word in known.legal_forms for word in bare if word != "&"):
        return set()
    return {"company", "person"} if _is_person_behind_comma(text) else {"company"}


def _undotted(word: str) -> str:
    """An abbreviation without its dots, as legal forms are listed: `d.o.o.`; "" for initials, which are capitals."""
    letters = word.strip(",;:()").replace(".", "")
    return letters.casefold() if len(letters) >= _LETTERS_OF_A_FORM and "." in word and not letters.isupper() else ""


def _is_person_behind_comma(text: str) -> bool:
    """Whether a company and a comma stand before a person: `Acme Tools, Ann Lee`."""
    _, comma, behind = text.rpartition(", ")
    words = behind.split()
    known = known_values()
    return (
        bool(comma)
        and _FEWEST_NAME_WORDS <= len(words) <= _MOST_UNKNOWN_NAME_WORDS
        and all(_NAME_WORD.match(word) and word[0].isupper() for word in words)
        and not any(word.casefold() in known.legal_forms or word.casefold() in known.job_words for word in words)
    )


def _person_kinds(text: str, words: list[str], given: bool, kinds: set[str]) -> set[str]:
    """Whether words of letters are a person's full name."""
    if kinds & {"company", "job"}:
        return set()
    known = known_values()
    # "高梨 ふみ" has a family name in front, though no family name has such signs.
    divided = len(words) == _FEWEST_NAME_WORDS and words[0] in known.japanese_surnames
    if kinds & {"cjk", "hangul"} and (divided or not kinds & {"kana"}):
        compact = text.replace(" ", "")
        if compact in known.japanese_surnames:
            return {"family"}
        surname = compact[:1] in known.cjk_surnames or compact[:2] in known.cjk_surnames
        fits = _SHORTEST_EAST_ASIAN <= len(compact) <= _LONGEST_EAST_ASIAN
        return {"person"} if divided or (fits and surname) else set()
    if not _FEWEST_NAME_WORDS <= len(words) <= _MOST_NAME_WORDS:
        return set()
    if not strip_honorifics(text)[1]:
        return {"person"}
    # Letters without cases, as in Arabic, are as good as capitals.
    capitalized = all(not word[:1].islower() or word.casefold() in known.particles for word in words)
    if words[0].endswith(","):
        return {"person", "comma_name"} if capitalized or given else set()
    if given or "family" in kinds or (len(words) == _WORDS_WITH_PATRONYMIC and any(map(is_patronymic, words))):
        return {"person"}
    return {"maybe_person"} if capitalized and len(words) <= _MOST_UNKNOWN_NAME_WORDS else set()
