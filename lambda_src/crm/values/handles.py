"""What people call themselves in a program, told from their names by how it is written: `pixelfox99`, `@ann_lee`."""

from __future__ import annotations

import re

from crm.values.cjk_writing import is_cjk
from crm.values.companies import looks_like_company
from crm.values.known_values import known_values

_SIGNS = re.compile(r"^@|[_\d]|#\d|[^\W\d_]{2}\.[^\W\d_]")
_HUMP = re.compile(r"[a-zß-ÿ][A-ZÀ-Þ]")
_NAME_WITH_HUMP = re.compile(r"(?:Mc|Mac|De|Di|Da|Du|La|Le|Lo|Van|Von|Fitz|Saint|St)[A-ZÀ-Þ]")
_FEWEST_LETTERS = 3
_MOST_WORDS = 6
"""Words of a name in full at most. Chosen."""
_SHORTEST_EAST_ASIAN, _LONGEST_EAST_ASIAN = 2, 6
"""Characters of a Chinese, Japanese or Korean name in full. Chosen."""


def is_handle(text: str) -> bool:
    """Whether a single word is written as no name is: with a digit, an underscore, a hump or only small letters."""
    word = text.strip()
    if len(word.split()) != 1 or sum(map(str.isalpha, word)) < _FEWEST_LETTERS or "@" in word[1:]:
        return False
    if _SIGNS.search(word):
        return True
    known = known_values()
    if word.casefold() in known.given_names or word.casefold() in known.family_names:
        return False
    if _HUMP.search(word):
        parts = _HUMP.sub(lambda hump: " ".join(hump[0]), word).casefold().split()
        return not _NAME_WITH_HUMP.match(word) and any(part not in known.given_names for part in parts)
    return word.isascii() and word.islower() and word.isalpha()


def is_name_in_full(text: str) -> bool:
    """Whether a text has several words of letters as a person's name does, or is an East Asian name."""
    compact = text.replace(" ", "")
    if is_cjk(compact):
        return _SHORTEST_EAST_ASIAN <= len(compact) <= _LONGEST_EAST_ASIAN
    words = text.split()
    if not 1 < len(words) <= _MOST_WORDS or any(sign.isdigit() or sign in "@_#|/" for sign in text):
        return False
    return not looks_like_company(text)
