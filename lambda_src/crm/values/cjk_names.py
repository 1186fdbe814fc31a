"""Splits Chinese, Japanese and Korean names, which put the family name first and mostly no blank after it."""

from __future__ import annotations

import re

from crm.values.known_values import known_values
from crm.values.person_name import PersonName

_KANA = re.compile("[\u3040-\u30ff]")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_OLD_OR_YOUNG = "小老"
_LONGEST_KOREAN = 4
"""Syllables of a Korean name: two for the family at most, two for the person."""
_LAST_SYLLABLES = "군양"
_SYLLABLES = 3
"""Syllables of most Korean names."""
_LONGEST_CHINESE = 4
"""Characters of a Chinese name, likewise."""
_LONGEST = 6
"""Characters of a Japanese name: three for each half."""
_JAPANESE_FAMILY_LENGTH = {2: 1, 3: 2, 4: 2, 5: 2, 6: 3}
"""Characters of an unlisted family name by those of the whole name: two where the length allows it."""
_FAMILY_NAME_ALONE = (2, 3)
"""Characters of a Japanese family name that is read as one without a blank; a single one is rather a whole name."""


_LONGEST_FAMILY_BEFORE_TITLE = 2
"""Characters before `様` or `部長` that are a family name alone in Japan: names of one and one character are rare."""


def split_cjk(name: str, order: str) -> PersonName:
    """Splits a name for which `is_cjk` holds.

    Args:
        name: without blanks around it.
        order: ja, zh, ko, or anything else where the language is not known.
    """
    if _is_old_or_young(name):
        return PersonName("", name[1], False)
    bare, position = _without_titles(name)
    first, last = _halves(bare, order, titled=bare != name)
    is_one = sum(map(str.isalnum, first + last)) == sum(map(str.isalnum, bare))
    return PersonName(first, last, bare == name and is_one, position)


def _is_old_or_young(name: str) -> bool:
    """Whether a Chinese family name stands behind what colleagues put before it: `小王`, `老张`."""
    known = known_values()
    called = len(name) == 2 and name[0] in _OLD_OR_YOUNG and name[1] in known.chinese_surnames
    return called and name not in known.japanese_surnames


def _without_titles(name: str) -> tuple[str, str]:
    """The name without honorifics and positions behind it, and the first position from the left."""
    known = known_values()
    before, _, rest = name.partition(" ")
    is_position = before in known.asian_positions or _attached(before, whole=True) == before
    position = before if rest and before and is_position else ""
    name = rest if position else name
    while True:
        called = (word for word in known.asian_honorifics if name.endswith(word) and not _may_end_name(name, word))
        bare = next((name.removesuffix(word).rstrip() for word in called), name)
        apart, _, last_word = bare.rpartition(" ")
        is_title = last_word in known.asian_positions or _attached(last_word, whole=True) == last_word
        title = last_word if apart and is_title else ""
        title = title or _attached(bare)
        if title:
            bare, position = bare.removesuffix(title).rstrip(), title
        if bare == name or not bare:
            return name, position
        name = bare


def _may_end_name(name: str, word: str) -> bool:
    """Whether a form of address is the last syllable of a name of three: `우태양` is no Miss `우태`."""
    return word in _LAST_SYLLABLES and " " not in name and len(name) <= _SYLLABLES


def _attached(name: str, *, whole: bool = False) -> str:
    """The position that is written right behind a name, with what qualifies it: `采购经理` of `王芳采购经理`.

    Args:
        name: a name, or a word behind it.
        whole: whether nothing has to stand before it.
    """
    known = known_values()
    title = next((word for word in known.attached_positions if name.endswith(word)), "")
    if title and " " not in name:
        rest = name.removesuffix(title)
        qualifier = next(
            (word for word in known.position_qualifiers if rest.endswith(word) and (whole or rest != word)), ""
        )
        return qualifier + title
    return title


def _halves(name: str, order: str, *, titled: bool) -> tuple[str, str]:
    if titled and len(name) == 1:
        return ("", name)
    for point in "·・":
        before, found, behind = name.partition(point)
        if found and " " not in before:
            return (before.strip(), behind.strip())
        if found and " " in behind.strip():
            # "佐藤 健・田中 恵" are two people.
            name = before
    if " " in name:
        last, _, first = name.partition(" ")
        return (first.strip(), last)
    if order != "zh" and len(name) in _FAMILY_NAME_ALONE and name in known_values().japanese_surnames:
        return ("", name)
    if order == "ja" and titled and len(name) == _LONGEST_FAMILY_BEFORE_TITLE:
        return ("", name)
    length = _family_length(name, order)
    return (name[length:], name[:length]) if length else (name, "")


def _family_length(name: str, order: str) -> int:  # noqa: PLR0911  (a return for each length)
    """Characters of the family name that begins a name without blanks; 0 when unknown."""
    known = known_values()
    if _HANGUL.search(name):
        if not 2 <= len(name) <= _LONGEST_KOREAN:
            return 0
        if name[:2] in known.korean_surnames and len(name) > 2:
            return 2
        # In nearly all names of three syllables the family has one, listed or not.
        return 1 if name[:1] in known.korean_surnames or len(name) == 3 else 0
    if not 2 <= len(name) <= _LONGEST or (_KANA.fullmatch(name) is not None):
        return 0
    if all(_KANA.match(character) for character in name):
        return 0
    chinese = known.chinese_surnames
    japanese = known.japanese_surnames
    if order != "ja" and not _KANA.search(name) and len(name) <= _LONGEST_CHINESE:
        if len(name) >= 3 and name[:2] in chinese:
            return 2
        if name[:1] in chinese and (order == "zh" or name[:2] not in japanese) and len(name) <= 3:
            return 1
        if order == "zh":
            return 1
    listed = next((length for length in (3, 2, 1) if name[:length] in japanese and len(name) > length), 0)
    if listed > 1:
        return listed
    # "角花子" and "城戸太郎", whose family names are not listed.
    before_given = (length for length in range(1, len(name) - 1) if name[length:] in known.given_names)
    return next(before_given, listed) or _JAPANESE_FAMILY_LENGTH[len(name)]
