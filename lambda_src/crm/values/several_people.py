"""The first of several people whom signs divide in one cell: `Stefan Berg, Julia Berg`."""

from __future__ import annotations

import re

from crm.values.cjk_writing import is_cjk
from crm.values.companies import may_be_company
from crm.values.known_values import known_values
from crm.values.parties import is_family_name_first, is_person_alone, is_whole_name
from crm.values.titles import is_honorific

_SIGNS = ",;\n，；、"
_FEWEST = 2
_FEWEST_WORDS = 2
"""Words of a given name and a family name."""
_BETWEEN = re.compile(f"[{_SIGNS}]")


def first_of_several(text: str) -> str:
    """The first of several whole names; the text itself where it may be one name or anything else.

    Each has a given name and a family name, or all share one: `García López, Juan` is one person.
    """
    if not any(sign in text for sign in _SIGNS):
        return text
    parts = [part.strip() for part in _BETWEEN.split(text) if part.strip()]
    if len(parts) < _FEWEST or any(map(str.isdigit, text)) or may_be_company(text):
        return text
    if all(map(is_cjk, parts)):
        known = known_values()
        if parts[0] in known.korean_surnames or parts[0] in known.chinese_surnames:
            # "남궁, 민준".
            return text
        return parts[0] if all(is_person_alone(part.replace(" ", "")) for part in parts) else text
    names = list(map(_bare, parts))
    if min(map(len, names)) < _FEWEST_WORDS:
        return text
    ends = [{words[place].casefold() for words in names} for place in (0, -1)]
    whole = all(is_whole_name(name) or is_family_name_first(name) for name in map(" ".join, names))
    return parts[0] if whole or any(len(shared) == 1 for shared in ends) else text


def _bare(name: str) -> list[str]:
    """The words of a name without a form of address in front."""
    words = name.split()
    return words[1:] if len(words) > 1 and is_honorific(words[0]) and not _is_given(words[0]) else words


def _is_given(word: str) -> bool:
    return word.casefold() in known_values().given_names
