"""Cells under a header such as `Contact / position`: a name and a job title, told apart by signs and script."""

from __future__ import annotations

import re

from crm.values.addressees import Addressee, addressee_of, is_east_asian_position, is_position
from crm.values.cjk_writing import is_cjk
from crm.values.honorifics import is_credential
from crm.values.known_values import known_values
from crm.values.parties import has_given_name

NAME_AND_TITLE = "name, job title"
"""Order of a column of names with job titles beside them."""
_SIGN = re.compile(r"(?<!\s)\s*+[,，、;；/／|｜(（\[【\n:：]\s*+|(?<!\s)\s++[-–—]\s++")
_CLOSING = " )）]】"
_WORDS_OF_A_NAME = 2
"""Fewest words of a name in front of a job title in small letters. Chosen."""
_SHORT = 2
"""Letters of words that stand between family names: `Ortega y Gasset`. Chosen."""
_WHOLE_NAME = 3
"""Characters of a Chinese, Japanese or Korean word that is rather a whole name than one half. Chosen."""
_LONGEST_EAST_ASIAN = 4


def name_and_position(text: str) -> Addressee:
    """The person of a cell and the job title beside the name: `李娜（总经理）`, `Jan Novák, obchodní ředitel`.

    A name alone, also with a salutation, has no job title.
    """
    sign = _SIGN.search(text)
    if sign is None and (small := _before_small_letters(text)).position:
        return small
    found = addressee_of(text)
    if found.position:
        return found
    if sign is not None and has_given_name(text[sign.end() :].replace(",", " ")):
        # "Meier, Anna, Leiterin"; "Ann Lee / Bob Ray" are two people.
        *_, sign = _SIGN.finditer(text)
    if sign is not None:
        left, right = text[: sign.start()].strip(), text[sign.end() :].strip(_CLOSING)
        return _of_two(left, right) or found
    return _east_asian(text) if is_cjk(text) else found


def _of_two(left: str, right: str) -> Addressee | None:
    """The name and the job title on the two sides of a sign; None where one of them is neither."""
    words = right.replace(",", " ").split()
    if not left or not words or any(map(str.isdigit, left + right)) or "@" in right or all(map(is_credential, words)):
        return None
    if _is_title(left) and not _is_title(right):
        return Addressee(right, left)
    return None if has_given_name(right) else Addressee(left, right)


def _is_title(text: str) -> bool:
    return is_position(text)


def _before_small_letters(text: str) -> Addressee:
    """A name in capital letters with a job title in small ones behind it: `Jan Novák obchodní ředitel`."""
    known, words = known_values(), text.split()
    for place in range(_WORDS_OF_A_NAME, len(words)):
        word = words[place]
        if word[0].islower() and len(word) > _SHORT and word not in known.particles | known.particles_or_names:
            return Addressee(" ".join(words[:place]), " ".join(words[place:]))
    return Addressee(text)


def _east_asian(text: str) -> Addressee:
    """A name and a job title with a blank between them, in either order: `王建国 采购经理`, `営業部長 佐藤 健`."""
    words = text.split()
    titles = [is_east_asian_position(word) for word in words]
    if titles == [True]:
        return Addressee("", text)
    place = len(words)
    while place > 1 and titles[place - 1]:
        place -= 1
    if place < len(words):
        return Addressee(" ".join(words[:place]), " ".join(words[place:]))
    if len(words) > 1 and titles[0]:
        return Addressee(" ".join(words[1:]), words[0])
    if len("".join(words[1:])) > 1 and _is_whole_name(words[0]):
        return Addressee(words[0], " ".join(words[1:]))
    return Addressee(text)


def _is_whole_name(word: str) -> bool:
    """Whether a word is a family name with a given name behind it."""
    known = known_values()
    if len(word) > _LONGEST_EAST_ASIAN or word in known.japanese_surnames:
        return False
    if len(word) >= _WHOLE_NAME:
        return not known.cjk_surnames.isdisjoint({word[:1], word[:2]})
    return len(word) > 1 and word[0] in known.chinese_surnames


def without_role_behind(name: str) -> str:
    """A name without what a dash divides from it: `Tom Hale - Treasurer`; `Hans - Peter Roth` has two given names."""
    if not any(dash in name for dash in (" - ", " – ")):
        return name
    addressed = name_and_position(name)
    is_role = has_given_name(addressed.name) and not has_given_name(addressed.position)
    return addressed.name if addressed.position and is_role else name
