"""Tells companies by their legal forms and by the words in their names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from crm.values.company_words import company_words
from crm.values.company_words.legal_forms import legal_forms
from crm.values.known_values import known_values
from crm.values.particles import is_particle
from crm.values.titles.in_front import titles_in_front

_OWNED = re.compile(r"\w['’]s(?=\s)", re.I)
_SPACED = re.compile(r"(?<=\b\w)\. (?=\w\.)")
_WORDS_WITH_ARTICLE = 3
"""Words of a name that begins with `The`: of two, `The Smiths` is a family. Chosen."""
_SPECIALIST = re.compile(r"Sp\.[A-Z]\.?")
"""A degree of physicians in Indonesia, which is no Italian `S.p.A.`."""


@lru_cache(maxsize=4096)
def is_surely_company(text: str) -> bool:
    """Whether a text in a column of people is a company, by a legal form or a word that no person has there."""
    known = known_values()
    words = text.split()
    if known.company_marks.search(text) is not None or (words and company_words().name_company(words)):
        return True
    if legal_forms().has_form(words):
        return True
    before = legal_forms().without_department(words)
    if len(before) < len(words) and is_surely_company(" ".join(before)):
        # "Hofladen Dorweiler Buchhaltung".
        return True
    if words and _SPECIALIST.fullmatch(words[-1]) is not None:
        return False
    if len(words) > 1 and words[-1].casefold().replace(".", "").strip(",()") in known.company_endings:
        return True
    return _ends_in_capitals(words) or _begins_with_article(words)


def _ends_in_capitals(words: Sequence[str]) -> bool:
    """Whether a name has a form behind it that only capitals tell from initials: `Sjögren Marin AB`."""
    *name, form = words or [""]
    if not name or not form.isupper() or form.casefold() not in known_values().forms_behind_lower_case:
        return False
    if any(map(str.isupper, name)):
        return False
    # "Anna AB" may be somebody with initials.
    return len(name) > 1 or name[0].casefold() not in known_values().given_names


def _begins_with_article(words: Sequence[str]) -> bool:
    """Whether a name begins as English ones of shops and inns do, `The Copper Kettle`, unlike `The Rev. Ann Lee`."""
    if words[:1] != ["The"] or len(words) < _WORDS_WITH_ARTICLE or not words[1][:1].isupper() or is_particle(words[1]):
        return False
    last = words[-1].casefold()
    # Vietnamese given names begin so without their accents: "The Anh Nguyen".
    vietnamese = last in known_values().vietnamese_family or last in known_values().romanized_family
    return not vietnamese and not titles_in_front(words, 0, half=False)


def looks_like_company(text: str) -> bool:
    """Whether a text in a column of people and companies is more likely a company: it has a word that companies use."""
    words = [word.strip(".,()").casefold() for word in text.split()]
    if len(words) < 2 or not has_legal_form(words, small=text[:1].islower()) or is_couple(text):
        return False
    # "Mr & Mrs Lee" are two people.
    return words[0] not in known_values().honorifics


def may_be_company(text: str) -> bool:
    """Whether a text is a company by any sign: a mark that no person has, or a word that companies use."""
    return is_surely_company(text) or looks_like_company(text)


def names_place(text: str) -> bool:
    """Whether a text begins or ends with what places are called, and people too: `Aldermoor Lodge`, `Haus Elbblick`."""
    words = [word.strip(".,()").casefold() for word in text.split()]
    return len(words) > 1 and not company_words().places.isdisjoint((words[0], words[-1]))


def has_legal_form(words: Sequence[str], *, small: bool) -> bool:
    """Whether one of these case-folded words is one that companies use.

    Args:
        words: of a text.
        small: whether the text begins with a small letter.
    """
    known = known_values()
    forms = known.legal_forms
    if forms.isdisjoint(words):
        return False
    is_word = words[0] in known.legal_forms_behind or (small and words[0] in known.legal_forms_or_words)
    return not is_word or not forms.isdisjoint(words[1:])


def is_legal_form(text: str, *, surely: bool = False) -> bool:
    """Whether a text is the legal form of a company and nothing else: `Ltda`, `S.A. de C.V.`, `GmbH & Co. KG`.

    Args:
        surely: whether it must be none that is a family name too, as `AG` and `S.A.` may be.
    """
    # Each point may have a blank behind it: "d. o. o.".
    words = [word.strip(",()") for word in _SPACED.sub(".", text).split()]
    folded = [word.replace(".", "").casefold() for word in words]
    known = known_values()
    sure = [word in known.forms_alone for word in folded]
    forms = sure if surely else [one or _is_short_form(word) for one, word in zip(sure, words, strict=True)]
    return any(forms) and all(form or word in known.beside_forms for form, word in zip(forms, folded, strict=True))


def with_legal_forms(parts: Iterable[str]) -> list[str]:
    """What signs divide in a text, without empty parts; a legal form belongs to the part before it: `Acme, Inc.`."""
    found: list[str] = []
    for part in parts:
        if found and part and is_legal_form(part):
            found[-1] = f"{found[-1]}, {part}"
        elif part:
            found.append(part)
    return found


def _is_short_form(word: str) -> bool:
    """Whether a word is a legal form of a few letters as such are written."""
    known, folded = known_values(), word.replace(".", "").casefold()
    written = folded in known.forms_in_capitals and (word.isupper() or word == "Oy")
    return written or (folded in known.forms_with_points and "." in word.rstrip(".") and len(folded) > 1)


def is_company_alone(text: str) -> bool:
    """Whether what stands for a family name without a first one is a company: `Solbakken Maler AS`."""
    *before, last = text.split() or [""]
    return is_surely_company(text) or (
        bool(before) and last.isupper() and last.casefold() in known_values().legal_forms
    )


def company_in_halves(first: str, last: str) -> str:
    """The company that stands where people have first and last names: `Santa Fé` and `Ltda`, `Hotel` and `Adler`.

    "" for a person.
    """
    whole = f"{first} {last}"
    given = not known_values().given_names.isdisjoint(first.casefold().split())
    is_family = last in known_values().cjk_surnames
    if first and not is_family and (is_legal_form(last, surely=given) or _ends_with_form(first, last)):
        return whole
    if last and is_legal_form(first, surely=True):
        return whole
    if is_surely_company(first) and last in ("", first):
        return first
    if last and not given and not is_surely_company(last) and company_words().name_company([*first.split(), "-"]):
        # Whatever stands behind such a beginning.
        return whole
    if first and not given and len(last.split()) > 1 and company_words().is_trade(last):
        # "Mesa Verde" and "Animal Hospital".
        return whole
    if last and not given and len(first.split()) > 1 and _is_owned(whole):
        # "St. Luke's Lutheran" and "Church".
        return whole
    *words, form = last.casefold().split() or [""]
    if not first or not words or not is_legal_form(form, surely=True):
        return ""
    # "Bakery" and "Crumb Ltd", "Blue Harbor" and "Group LLC": neither half is a company of its own.
    begins = company_words().name_company([*first.split(), "x"]) and not given
    return whole if begins or known_values().legal_forms.issuperset(words) else ""


def _ends_with_form(first: str, last: str) -> bool:
    """Whether the last of two halves is a form as it is written: `Nordlys Renhold` and `ANS`."""
    return len(last.split()) == 1 and first != last and legal_forms().has_form([*first.split(), last])


def _is_owned(text: str) -> bool:
    """Whether a company is named after whom it belongs to, which no person is: `St. Luke's Lutheran Church`."""
    return looks_like_company(text) and _OWNED.search(text) is not None


def is_couple(text: str) -> bool:
    """Whether a text is two people of one name and no firm: `John & Susan Whitaker`, unlike `Ann & Co`."""
    words = text.casefold().split()
    place = words.index("&") if "&" in words else 0
    known = known_values()
    both = 0 < place < len(words) - 2 and _may_be_given(words[:place], words[place + 1])
    return both and known.legal_forms.isdisjoint(word.strip(".,()") for word in words if word != "&")


def _may_be_given(first: Sequence[str], second: str) -> bool:
    """Whether case-folded words are two people's given names: one known, and no other that is a family name."""
    given, families = known_values().given_names, known_values().family_names
    if given.issuperset(first) and second in given:
        return True
    others = [word for word in (*first, second) if word not in given]
    return len(first) == len(others) == 1 and families.isdisjoint(others)
