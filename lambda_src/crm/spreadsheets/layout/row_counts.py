"""Texts that say how many rows there are: `8 vendors`, `Total: 8`, `計 8 名`.

Words tell it in many languages. Where no word is known, a number that is that of the rows above does. "Chosen" numbers
were not measured.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from crm.spreadsheets.cell_kinds import EMAIL, NUMBER, PHONE, kind_of
from crm.spreadsheets.layout.words import any_of

_PHONE = re.compile(r"0\d|\+|\(\d+\)")
"""How phone numbers begin, and sums do not: `Total Ltd` with `020 7946 0001` is a client."""
_LONGEST = 60
"""Characters of a text that says a number of rows and no more. Chosen."""
_FEWEST_ROWS = 3
"""Rows from which a number beside unknown words is that of the rows and no accident. Chosen."""
_OF_UNKNOWN = re.compile(r"[^\d\W]{0,20}[ .]{0,2}(?:[:：=]\s?)?(\d{1,9})(?:\s[^\W\d_]{2,24}){1,2}[.!)]?")
"""`8 zaposlenici`, `Tot: 8 zaposlenici`."""
_LABELLED = re.compile(r"[^\W\d_][^\d:：=@]{1,40}[:：=]\s?(\d{1,9})[.!)]?")
"""`Zaposlenici: 8`."""
_TALLY = re.compile(r"(?:[^\W\d_][^\W\d_ ]{0,20}\s?[:：=]?\s?\d{1,6}|\d{1,6}\s?[^\W\d_][^\W\d_ ]{0,20})")
"""One of several numbers: `yes 6`, `2 no`."""
_EQUALS = re.compile(r"[^\W\d_]{1,20}=\d{1,6}[,;]?")
"""One of several numbers behind signs: `A=2`."""
_OF_THINGS = re.compile(r"\d{1,6} ?[^\W\d_]{2,20}\.?")
_SHARE = re.compile(r"\d{1,6} ?(?:/|[^\W\d_]{1,4}) ?\d{1,6}")
"""Parts of a whole: `391/1000`."""
_SUM = r"[-–]?\d[\d.,'’\s]{0,20}"
_WITH_CENTS = re.compile(r"[-–]?\d{1,3}(?:[.,'’\s]?\d{3}){0,4}[.,]\d{2}")
_NUMBER = re.compile(r"\d+")
_COUNTED = ("counted", "counted_alone", "counted_without_blanks")
"""The lists of words for what is counted."""
_MOST_CELLS_OF_SUMS = 4
"""Cells that say a sum: `Total`, `5`, `people`, `3 families`. Chosen."""
_LABEL_AND_AMOUNT = 2
_BETWEEN = re.compile(r"\s?[,，、;/|·]\s?")


@lru_cache(maxsize=1)
def _known_count() -> re.Pattern[str]:
    """A number of things of which the words are known, alone or behind a word such as `Total`."""
    known = f"{any_of('counted')}|{any_of('counted_alone')}"
    unspaced = any_of("counted_without_blanks")
    several = rf"(?:\d[\d.,]{{0,9}}\s?(?:{known})|\d{{1,9}}\s?(?:{unspaced})[^\W\d_]{{0,8}})"
    totals = any_of("totals")
    numbered = rf"{several}(?:\s?[,，、;/|·+&]\s?{several}){{0,4}}(?:\s(?:{totals}|{any_of('numbers_of')}))?"
    label = rf"(?:{totals}|{any_of('numbers_of')})(?:\.|\b)[^\d:：=@]{{0,30}}[:：=]?\s?"
    unspaced_label = rf"(?:{any_of('numbers_of_without_blanks')})\s?[:：]?\s?"
    return re.compile(
        rf"[(\[]?(?:(?:{label}|{unspaced_label})?{numbered}|{label}\d{{1,9}}"
        rf"|{unspaced_label}\d{{1,9}}|(?:{known})(?:\s(?:{totals})\s?[:：=]?|\s?[:：=])\s?\d{{1,9}})\s?[.!)\]。]?",
        re.IGNORECASE,
    )


@lru_cache(maxsize=1)
def _counted() -> re.Pattern[str]:
    return re.compile(rf"\d{{1,9}}\s?(?:{'|'.join(map(any_of, _COUNTED))})", re.IGNORECASE)


@lru_cache(maxsize=1)
def _said() -> re.Pattern[str]:
    """A word before or behind a number in a cell of its own."""
    subjects = ("totals", "numbers_of", "numbers_of_without_blanks", *_COUNTED)
    return re.compile(rf"(?:{'|'.join(map(any_of, subjects))})\.?\s?[:：=]?", re.IGNORECASE)


@lru_cache(maxsize=1)
def _amount() -> re.Pattern[str]:
    """A sum with its currency before or behind it."""
    currency = f"(?:{any_of('currencies')})"
    return re.compile(rf"(?:{currency}\.?\s?{_SUM}|{_SUM}{currency}\.?)", re.IGNORECASE)


@lru_cache(maxsize=1)
def _side() -> re.Pattern[str]:
    """The side of an account behind a sum, or in a cell of its own."""
    return re.compile(rf"(?:^|(?<=[\d\s]))\(?(?:{any_of('sides_of_accounts')})\.?\)?$", re.IGNORECASE)


def is_amount_with_label(filled: Sequence[str]) -> bool:
    """Whether a row has nothing but words and an amount with cents: `Check fee` and `2,194.20`."""
    if len(filled) != _LABEL_AND_AMOUNT or any(map(str.isdigit, filled[0])):
        return False
    amount = filled[1]
    return _WITH_CENTS.fullmatch(amount) is not None or (
        amount[-1].isdigit() and _amount().fullmatch(amount) is not None
    )


def begins_as_phone(text: str) -> bool:
    """Whether a number begins as phones do and sums do not."""
    return _PHONE.match(text) is not None


def reaches_somebody(text: str) -> bool:
    """Whether a cell is an email, or is written or begins as a phone."""
    return kind_of(text) in (EMAIL, PHONE) or begins_as_phone(text)


def counts(text: str) -> bool:
    """Whether a text is a number, of money or of things that are counted: `4`, `4 contacts`, `4人`, `427 000 Ft`."""
    if kind_of(text) == NUMBER:
        return not begins_as_phone(text)
    return _counted().fullmatch(text) is not None or _amount().fullmatch(text) is not None


def is_tally(text: str) -> bool:
    """Whether a text divides a sum: `yes 6 / open 2 / no 1`."""
    parts = _BETWEEN.split(text) if len(text) <= _LONGEST else []
    counted = text.split() if "=" in text and len(text) <= _LONGEST else []
    return (len(parts) > 1 and all(map(_TALLY.fullmatch, parts))) or (
        len(counted) > 1 and all(map(_EQUALS.fullmatch, counted))
    )


def is_beside_total(text: str) -> bool:
    """Whether a text may stand beside the word for a sum: a number, several, one of anything, or one of the books.

    `4 paniers`, `391/1000` and `25800.00 Dr` may.
    """
    one = _side().sub("", text).rstrip() if len(text) <= _LONGEST else text
    said = _OF_THINGS.fullmatch(text) or _SHARE.fullmatch(text)
    return not one or counts(one) or is_tally(text) or said is not None


def says_how_many(text: str, rows: int | None = None) -> bool:
    """Whether the only text of a row says how many rows a table has.

    Args:
        text: the text.
        rows: number of rows above, None for any: only words tell it then.
    """
    if len(text) > _LONGEST or not _has_digit(text):
        return False
    if _known_count().fullmatch(text):
        return True
    found = (_OF_UNKNOWN.fullmatch(text) or _LABELLED.fullmatch(text)) if (rows or 0) >= _FEWEST_ROWS else None
    return found is not None and int(found[1]) == rows


def are_sums(texts: Sequence[str]) -> bool:
    """Whether the cells of a row say how many there are, in any order: `5 άτομα`, `ΣΥΝΟΛΟ`; `Total`, `5`, `people`.

    Args:
        texts: the filled cells. A number alone says nothing, nor does a number beside nothing but a number.
    """
    if not 1 < len(texts) <= _MOST_CELLS_OF_SUMS or not any(map(_has_digit, texts)):
        return False
    words = [text for text in texts if len(text) <= _LONGEST and _said().fullmatch(text)]
    numbers = [text for text in texts if text not in words and (counts(text) or _says_sum(text))]
    return len(words) + len(numbers) == len(texts) and (bool(words) or any(map(_says_sum, numbers)))


def _says_sum(text: str) -> bool:
    """Whether a text says how many there are of something, be it behind a word of its own: `已收入:4笔`."""
    label, _, number = text.replace("：", ":").rpartition(":")
    return says_how_many(text) or (label[:1].isalpha() and not number.strip().isdigit() and counts(number.strip()))


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


def says_so_many(text: str, rows: int) -> bool:
    """Whether the only text of a row says that there are so many rows: `2 Mitglieder` below two of them."""
    return says_how_many(text, rows) and rows in map(int, _NUMBER.findall(text))
