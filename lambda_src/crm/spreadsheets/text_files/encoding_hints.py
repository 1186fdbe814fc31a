"""Hints at an encoding beside its characters: countries named in a file, Hungarian letters, signs in their place."""

from __future__ import annotations

import re

_HUNGARIAN = re.compile(r"õ(?!e)|û", re.I)
_NOT_HUNGARIAN = re.compile(r"[^\x00-\x7fáéíóöõúüûÁÉÍÓÖÕÚÜÛ\u2010-\u203a§°«»]")


_ITALIAN = re.compile(r"(?:[\x00-\x7f‘’“”«»°€–]|(?<=[a-zA-Z])[àèéìòùÀÈÉÌÒÙ](?![^\W\d_]))+")
_SIGNS_IN_PLACE = re.compile(
    # "Cuthbert’s", "don’t", "Parents’ ", and before a vowel "d’affaires", but not the "día" of another encoding.
    r"(?<=[^\W\d_]{2})’(?=(?:s|t|ll|re|ve)(?![^\W\d_]))|(?<=[^\W\d_]{3}s)’(?=\s)"
    r"|(?<=\b[dljmnstcDLJMNSTC])’(?=[aeiouhyàâéèêëîïôAEIOUHYÉÈÊ][^\W\d_]{3})"
    # A quotation mark at its side of a word.
    r"|(?<!\w)[“‘„](?=\w)|(?<=[\w.!?])”(?!\w)"
    # "£145", "(£)", "20 °C", "Nº", "1ª".
    r"|(?<![^\W\d_])£(?=[\d,;)\s])|(?<=[\d\s(,;])°(?=[CF]\b)|(?<=\b[Nn])º(?!\w)|(?<=\d)[ºª](?!\w)"
)


def signs_in_place(text: str) -> frozenset[int]:
    """Places of apostrophes, quotation marks and signs of amounts and numbers that stand where languages have them, and
    so are no misread letters."""
    return frozenset(found.start() for found in _SIGNS_IN_PLACE.finditer(text))


def is_hungarian(western: str) -> bool:
    """Whether a text read as Western European is Hungarian, with ő and ű misread as õ and û.

    The two readings differ in nothing else. Portuguese writes õ before e and has ã and ç, Estonian has none of the
    accents that Hungarian has, French has è, ê and ç beside its û.
    """
    found = _HUNGARIAN.search(western)
    if found is None or _NOT_HUNGARIAN.search(western):
        return False
    needed = "áéíóú" if found[0].casefold() == "õ" else "öüáí"
    return any(letter in western.casefold() for letter in needed)


def is_italian(western: str) -> bool:
    """Whether a text read as Western European has an ì, and every letter with an accent at the end of a word: `Forlì`.

    Czech, whose ě it might be, mostly has that inside.
    """
    return "ì" in western and _ITALIAN.fullmatch(western) is not None


# Country domains and calling codes in a file, and the encodings of that country.
_HINTS = (
    (
        re.compile(rb"\.(?:pl|cz|sk|hu|ro|hr|si|rs|ba)\b|\+(?:48|420|421|36|40|385|386|381)"),
        ("cp1250", "iso8859_2", "cp852"),
    ),
    (re.compile(rb"\.(?:ru|ua|by|bg|kz|su)\b|\+(?:7|380|375|359)\d"), ("cp1251", "koi8_r", "cp866", "mac_cyrillic")),
    (re.compile(rb"\.tr\b|\+90"), ("cp1254",)),
    (re.compile(rb"\.gr\b|\+30"), ("cp1253",)),
    (re.compile(rb"\.il\b|\+972"), ("cp1255",)),
    (re.compile(rb"\.(?:lt|lv|ee)\b|\+37[012]"), ("cp1257",)),
    (re.compile(rb"\.vn\b|\+84"), ("cp1258",)),
    (re.compile(rb"\.jp\b|\+81"), ("cp932", "euc_jp")),
    (re.compile(rb"\.kr\b|\+82"), ("cp949",)),
    (re.compile(rb"\.cn\b|\+86"), ("gb18030",)),
    (re.compile(rb"\.(?:tw|hk|mo)\b|\+(?:886|85[23])"), ("big5", "big5hkscs")),
    (re.compile(rb"\.th\b|\+66"), ("cp874",)),
)
HINT_WEIGHT = 0.15
"""Added to the score of an encoding that a country in the file speaks for."""


def hinted(head: bytes) -> frozenset[str]:
    """Encodings that the country of an address or a phone number suggests."""
    return frozenset(codec for pattern, codecs in _HINTS if pattern.search(head) for codec in codecs)
