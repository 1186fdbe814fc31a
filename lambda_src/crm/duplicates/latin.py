"""Writes names of other scripts in Latin letters, as passports and address books mostly do.

Own code: of the packages for it, each knows one script, and a function would carry megabytes for names that are looked
at once. Arabic and Hebrew, which leave vowels out, stay as they are.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from crm.duplicates.name_words import name_words

_LETTERS = tomllib.loads(Path(__file__).with_name("data").joinpath("letters.toml").read_text(encoding="utf-8"))


def _table(letters: str, in_latin: str) -> dict[str, str]:
    return dict(zip(letters, _parts(in_latin), strict=True))


def _parts(listed: str) -> list[str]:
    return ["" if part == "." else part for part in listed.split()]


_ALPHABETS = str.maketrans(
    _table(_LETTERS["cyrillic"], _LETTERS["cyrillic_in_latin"]) | _table(_LETTERS["greek"], _LETTERS["greek_in_latin"])
)
_KANA = _table(_LETTERS["kana"], _LETTERS["kana_in_latin"])
_LEADS, _VOWELS, _TAILS = (_parts(_LETTERS[part]) for part in ("hangul_leads", "hangul_vowels", "hangul_tails"))
_HAN = re.compile("[\u3400-\u9fff]")
_NO_LATIN = re.compile("[^a-z]+")

_FIRST_SYLLABLE, _LAST_SYLLABLE = 0xAC00, 0xD7A3

_SMALL = {"ャ": "a", "ュ": "u", "ョ": "o"}


def is_han(text: str) -> bool:
    """Whether a text has Chinese characters."""
    return _HAN.search(text) is not None


def simplified(text: str) -> str:
    """A text with simplified Chinese characters in the place of traditional ones."""
    return text.translate(name_words().simplified)


def in_latin(name: str) -> str:
    """A name in the letters a to z, without blanks; "" where there is no way to tell.

    Args:
        name: one part of a name, normalized (`crm.query.text.normalize`).
    """
    if name.isascii():
        return _NO_LATIN.sub("", name)
    words = name_words()
    if name in words.japanese:
        return words.japanese[name]
    return _NO_LATIN.sub("", "".join(_syllables(simplified(name))).translate(_ALPHABETS))


def _syllables(name: str) -> list[str]:
    pinyin = name_words().pinyin
    found: list[str] = []
    doubled = False
    for character in name:
        kana = chr(ord(character) + 0x60) if "\u3041" <= character <= "\u3096" else character
        if kana == "ッ":
            doubled = True
            continue
        if kana == "ー" or (kana == "ウ" and found and found[-1].endswith("o")):
            # A long vowel, which is mostly written as a short one.
            continue
        if kana in _SMALL and found and found[-1].endswith("i"):
            stem = found[-1][:-1]
            found[-1] = stem + ("" if stem in ("sh", "ch", "j") else "y") + _SMALL[kana]
            continue
        text = _KANA.get(kana) or pinyin.get(character) or _hangul(character) or character
        found.append(text[0] + text if doubled and text.isascii() else text)
        doubled = False
    return found


def _hangul(character: str) -> str:
    """A syllable by the Revised Romanization of Korean, each by itself, as names are written; "" for another sign."""
    code = ord(character)
    if not _FIRST_SYLLABLE <= code <= _LAST_SYLLABLE:
        return ""
    syllable, tail = divmod(code - _FIRST_SYLLABLE, len(_TAILS))
    lead, vowel = divmod(syllable, len(_VOWELS))
    return f"{_LEADS[lead]}{_VOWELS[vowel]}{_TAILS[tail]}"
