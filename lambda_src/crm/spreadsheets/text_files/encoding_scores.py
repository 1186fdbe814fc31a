"""Scores how much a decoded text looks like a language that is written in its encoding.

Own code and not charset-normalizer, which needs more text than a list of names has: of 372 generated contact files of
1 to 40 rows in 19 languages it decodes 192 rightly, `find_encoding` with these scores 365; it mis-decodes 11 of 108
sample files, taking latin-1 for cp775 and Shift-JIS for cp949 (docs/measurements.md).

Each character outside ASCII gets a mark between -1 and 1, the score is their mean. The right decoding of a list of
names scores above 0.7 and wrong ones mostly below 0.4, already with a handful of characters. Letters count by how
common they are in the languages concerned, Chinese characters by the frequency levels that the national standards
themselves are ordered by, symbols by whether they stand inside a word.

The weights were chosen by hand on such files. Moving one of them by 0.2, or a count by 2, changes the answer for at
most 1 of 124 files; what changes more says so (docs/measurements.md).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

from crm.spreadsheets.text_files.encoding_hints import signs_in_place
from crm.spreadsheets.text_files.known_characters import (
    ALPHABETS,
    COMMON_SIMPLIFIED,
    COMMON_TRADITIONAL,
    COMMON_WESTERN,
    FINAL_LETTERS,
    GREEK_ACCENTS,
    KNOWN_JAPANESE,
    LATIN,
    WESTERN,
)

_FOUR_CONSONANTS = re.compile(r"[^аеёиоуыэюяіїєάέήίόύώαεηιουωϊϋьъa-z]{4}")
_INNER = "’'-–´`"
_QUOTES = "“”„«»‘’‚‹›"
_BEFORE_WORDS = _QUOTES + "¿¡•·©–—…"
_SYMBOLS = "–—…€°§·®©™ºª¿¡£•№\u00a0½¼²³µ×"

# Letters of Latin languages: 1 for the most common one, less for rarer ones, and what speaks against a reading.
_RARITY = 0.4
"""What the rarest letter of a language counts less than its most common one."""
_FOREIGN_LETTER = -0.2
"""A letter that the language does not have: names come from everywhere."""
_MIXED = 0.7
"""A letter of `COMMON_WESTERN`, where no single language has them all."""
_LONG_RUN = 1.0
"""Against the third letter outside ASCII in a row: no Latin language has three."""
_ALONE = 0.5
"""Against a letter with no letter on either side."""
_CAPITAL_INSIDE = 1.2
"""Against a capital after a small letter, which wrong readings are full of."""
_SMALL_AMONG_CAPITALS = 0.8
"""Against a small letter between capitals, or before one at the start of a word."""
_KNOWN_SIGN = 0.5
_OTHER_SIGN = 1.2
_SIGN_INSIDE = 2.0
"""Against a sign: a usual one between words, another one there, any one inside a word."""

# Letters of other alphabets.
_RARITY_IN_ALPHABET = 0.5
_SIGN_OUTSIDE = 0.3
"""A usual sign between words."""
_CAPITAL_AFTER_SMALL = 1.5
_AMONG_CAPITALS = 0.15
"""Against a capital after a capital: several encodings differ in case alone, and names are capitalized more often.
Measured: without it 4 of 124 files are lost."""
_AFTER_LATIN = 0.8
_WITHOUT_VOWELS = 0.4
"""Times the share of words with four consonants in a row."""
_ENOUGH_FOR_CAPITALS = 4
"""Letters of a text that should have a capital among them."""
_WITHOUT_CAPITALS = 0.15
"""What the lack of a capital costs. Measured: without it 2 files are lost."""
_ENOUGH_FOR_ACCENTS = 6
"""Letters of a Greek text that should have an accent among them."""
_WITHOUT_ACCENTS = 0.4
"""What the lack of an accent costs."""

# Characters of two bytes.
_LEVEL_ONE = 0.55
_LEVEL_TWO = -0.3
"""A character that is not among the common ones, by the level that the national standard gives it."""
_PUNCTUATION = 0.6
_KOREAN_PUNCTUATION = 0.5
_HALF_WIDTH_KANA = 0.5
_TRADITIONAL_IN_GB = 0.3
_FOREIGN_SCRIPT = -0.4
_IMPOSSIBLE = -0.5
"""A character that the encoding has and its language does not use."""
_NOT_KOREAN = -0.8
_BESIDE_LATIN = 0.7
"""Against a character beside a Latin letter: there, two letters are misread as one character."""


def _latin_score(text: str, languages: tuple[str, ...]) -> float:  # noqa: C901, PLR0912  (a branch for each clue)
    best = -1.0
    marks: list[tuple[str, float]] = []
    run = 0
    in_place = signs_in_place(text)
    for position, char in enumerate(text):
        if char < "\x80":
            run = 0
            continue
        before = text[position - 1] if position else " "
        after = text[position + 1] if position + 1 < len(text) else " "
        run += 1
        if position not in in_place and (char.isalpha() or unicodedata.combining(char)):
            penalty = 0.0
            if run >= 3:
                penalty += _LONG_RUN
            if not before.isalpha() and not after.isalpha():
                penalty += _ALONE
            if char.isupper() and before.islower():
                penalty += _CAPITAL_INSIDE
            elif char.islower() and before.isupper() and after.isupper():
                penalty += _SMALL_AMONG_CAPITALS
            if not before.isalpha() and char.islower() and after.isupper():
                penalty += _SMALL_AMONG_CAPITALS
            marks.append((char.lower(), penalty))
        elif position in in_place:
            marks.append(("", 0.0))
        else:
            inside = after.isalpha() and (before.isalpha() or char not in _BEFORE_WORDS)
            if char in _INNER or not inside:
                marks.append(("", _KNOWN_SIGN if char in _QUOTES + _SYMBOLS + _INNER else _OTHER_SIGN))
            else:
                marks.append(("", _SIGN_INSIDE))
    if not marks:
        return 0.0
    for language in languages:
        total = 0.0
        for letter, penalty in marks:
            rank = language.find(letter) if letter else 0
            total += (1.0 - _RARITY * rank / len(language) if rank >= 0 else _FOREIGN_LETTER) - penalty
        best = max(best, total / len(marks))
    if languages[0] != WESTERN[0]:
        return best
    # Lists of names mix French, German and Spanish ones.
    mixed = sum(
        (_MIXED if not letter or letter in COMMON_WESTERN else _FOREIGN_LETTER) - penalty for letter, penalty in marks
    )
    return max(best, mixed / len(marks))


def _alphabet_score(text: str, alphabet: str) -> float:  # noqa: C901  (a branch for each clue)
    cased = alphabet[0].upper() != alphabet[0]
    total, count = 0.0, 0
    for position, char in enumerate(text):
        if char < "\x80":
            continue
        count += 1
        before = text[position - 1] if position else " "
        after = text[position + 1] if position + 1 < len(text) else " "
        rank = alphabet.find(char.lower())
        if rank < 0:
            inside = before.isalpha() and after.isalpha() and char not in _INNER
            total += _SIGN_OUTSIDE if char in _QUOTES + _SYMBOLS and not inside else -1.0
            continue
        mark = 1.0 - _RARITY_IN_ALPHABET * rank / len(alphabet)
        if cased and char.isupper() and before.islower():
            mark -= _CAPITAL_AFTER_SMALL
        if cased and char.islower() and not before.isalpha() and after.isupper():
            mark -= 1.0
        if (char in FINAL_LETTERS and after.isalpha()) or (char == "σ" and not after.isalpha()):
            mark -= 1.0
        if cased and before.isalpha() and before.isupper() and char.isupper():
            mark -= _AMONG_CAPITALS
        if before.isascii() and before.isalpha():
            mark -= _AFTER_LATIN
        mark -= _against_letter_alone(before, char, after)
        total += mark
    if not count:
        return 0.0
    score = total / count
    # Names and headers begin with capitals, and Greek words have an accent.
    if cased:
        score -= _WITHOUT_VOWELS * _without_vowels(text)
    if cased and count >= _ENOUGH_FOR_CAPITALS and not any(char.isupper() for char in text if char >= "\x80"):
        score -= _WITHOUT_CAPITALS
    if (
        alphabet[0] == "α"
        and count >= _ENOUGH_FOR_ACCENTS
        and not GREEK_ACCENTS.intersection(text)
        and text != text.upper()
    ):
        score -= _WITHOUT_ACCENTS
    return score


def _against_letter_alone(before: str, char: str, after: str) -> float:
    """What speaks against a letter without a neighbour, most of all in front of a digit: `£145` is no `г145`."""
    if before.isalpha() or after.isalpha():
        return 0.0
    return 1.0 if char.islower() and after.isdigit() else _ALONE


def _without_vowels(text: str) -> float:
    """The share of words with four consonants in a row, which are common in a text read with the wrong alphabet."""
    words = [word for word in re.findall(r"[^\W\d_]{3,}", text.lower()) if not word.isascii()]
    if not words:
        return 0.0
    return sum(1 for word in words if _FOUR_CONSONANTS.search(word)) / len(words)


def _han_mark(char: str, common: frozenset[str], level_one: bool) -> float:
    if char in common:
        return 1.0
    return _LEVEL_ONE if level_one else _LEVEL_TWO


def _between_letters(text: str, position: int) -> bool:
    before = text[position - 1] if position else " "
    after = text[position + 1] if position + 1 < len(text) else " "
    return (before.isascii() and before.isalpha()) or (after.isascii() and after.islower())


def _east_asian_score(text: str, codec: str, mark: Callable[[str, bytes], float]) -> float:
    total, count = 0.0, 0
    for position, char in enumerate(text):
        if char < "\x80":
            continue
        count += 1
        value = mark(char, char.encode(codec, "replace"))
        # An accented Latin letter and the letter after it look like one character of two bytes.
        if value > _IMPOSSIBLE and unicodedata.category(char) == "Lo" and _between_letters(text, position):
            value -= _BESIDE_LATIN
        total += value
    return total / count if count else 0.0


def _is_kana(char: str) -> bool:
    return "\u3041" <= char <= "\u30ff"


def _wide_punctuation(char: str) -> bool:
    return "\u3000" <= char <= "\u303f" or "\uff01" <= char <= "\uff5e" or char in "·—‘’“”…№℃￥"


def _gb_mark(char: str, raw: bytes) -> float:
    if _wide_punctuation(char):
        return _PUNCTUATION
    if len(raw) != 2 or _is_kana(char):
        return _FOREIGN_SCRIPT
    level_one = 0xB0 <= raw[0] <= 0xD7 and raw[1] >= 0xA1
    if not level_one and not (0xD8 <= raw[0] <= 0xF7 and raw[1] >= 0xA1):
        return _TRADITIONAL_IN_GB if char in COMMON_TRADITIONAL else _IMPOSSIBLE
    return _han_mark(char, COMMON_SIMPLIFIED, level_one)


def _big5_mark(char: str, raw: bytes) -> float:
    if _wide_punctuation(char):
        return _PUNCTUATION
    if len(raw) != 2 or _is_kana(char):
        return _FOREIGN_SCRIPT
    return _han_mark(char, COMMON_TRADITIONAL, 0xA4 <= raw[0] <= 0xC6)


def _japanese_mark(char: str, raw: bytes) -> float:
    if "\uff61" <= char <= "\uff9f":
        return _HALF_WIDTH_KANA
    if _is_kana(char):
        return 1.0
    if _wide_punctuation(char):
        return _PUNCTUATION
    if "\ue000" <= char <= "\uf8ff":
        return -1.0
    level_one = len(raw) == 2 and 0x88 <= raw[0] <= 0x97
    return _han_mark(char, KNOWN_JAPANESE, level_one) if char >= "\u4e00" else _LEVEL_TWO


def _euc_jp_mark(char: str, raw: bytes) -> float:
    if _is_kana(char):
        return 1.0
    if _wide_punctuation(char):
        return _PUNCTUATION
    level_one = len(raw) == 2 and 0xB0 <= raw[0] <= 0xCF
    return _han_mark(char, KNOWN_JAPANESE, level_one) if char >= "\u4e00" else _LEVEL_TWO


def _korean_mark(char: str, raw: bytes) -> float:
    if "\uac00" <= char <= "\ud7a3":
        return 1.0 if len(raw) == 2 and raw[0] >= 0xB0 and raw[1] >= 0xA1 else _LEVEL_TWO
    return _KOREAN_PUNCTUATION if _wide_punctuation(char) else _NOT_KOREAN


def _latin(codec: str) -> Callable[[str], float]:
    return lambda text: _latin_score(text, LATIN[codec])


def _alphabet(name: str) -> Callable[[str], float]:
    return lambda text: _alphabet_score(text, ALPHABETS[name])


def _asian(codec: str, mark: Callable[[str, bytes], float]) -> Callable[[str], float]:
    return lambda text: _east_asian_score(text, codec, mark)


# Each with a bonus for how common such files are, which matters only where scores are close.
SCORES: Mapping[str, tuple[float, Callable[[str], float]]] = {
    "cp1252": (0.15, _latin("cp1252")),
    "gb18030": (0.05, _asian("gb18030", _gb_mark)),
    "cp932": (0.06, _asian("cp932", _japanese_mark)),
    "big5": (0.04, _asian("big5", _big5_mark)),
    "cp949": (0.04, _asian("cp949", _korean_mark)),
    "cp1251": (0.1, _alphabet("cyrillic")),
    "cp1250": (0.04, _latin("cp1250")),
    "mac_roman": (0.05, _latin("mac_roman")),
    "cp1254": (0.02, _latin("cp1254")),
    "euc_jp": (0.03, _asian("euc_jp", _euc_jp_mark)),
    "koi8_r": (0.0, _alphabet("cyrillic")),
    "cp1253": (0.0, _alphabet("greek")),
    "cp1255": (0.0, _alphabet("hebrew")),
    "cp1256": (0.0, _alphabet("arabic")),
    "cp874": (0.0, _alphabet("thai")),
    "cp1257": (-0.06, _latin("cp1257")),
    "iso8859_2": (-0.02, _latin("iso8859_2")),
    "cp1258": (-0.1, _latin("cp1258")),
    "cp850": (-0.06, _latin("cp850")),
    "cp852": (-0.15, _latin("cp852")),
    "cp866": (-0.06, _alphabet("cyrillic")),
    "mac_cyrillic": (-0.12, _alphabet("cyrillic")),
    "koi8_u": (-0.02, _alphabet("cyrillic")),
    "iso8859_5": (-0.08, _alphabet("cyrillic")),
    "iso8859_6": (-0.05, _alphabet("arabic")),
    "mac_greek": (-0.08, _alphabet("greek")),
    "cp737": (-0.1, _alphabet("greek")),
    "mac_latin2": (-0.12, _latin("mac_latin2")),
    "mac_turkish": (-0.08, _latin("mac_turkish")),
    "cp857": (-0.12, _latin("cp857")),
    "big5hkscs": (-0.05, _asian("big5hkscs", _big5_mark)),
}
