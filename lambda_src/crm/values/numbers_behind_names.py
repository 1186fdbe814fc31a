"""Phones behind a name in one cell: `Sami Laine 044 555 1200`, `Nora Falk, Tel. 030 5550101`, `Blum (0171 5550102)`.

Numbers are chosen.
"""

from __future__ import annotations

import re

from crm.values.contact_words import contact_words
from crm.values.phones import MAX_DIGITS, are_all, phones_in
from crm.values.signatures import signature_of

_FEWEST_DIGITS = 8
"""Digits of a number that begins with a zero or a plus: fewer may be an order, or the number of a flat."""
_FEWEST_OTHERWISE = 9
"""Digits of a number that does not, and is written in groups: eight are the years of `2019-2023`, or a day."""
_LONGEST_PART_OF_NAME = 2
"""Digits before a group with a zero in front that belong to the name."""
_MOST_NUMBERS = 3
_LONGEST = 80
"""Characters of a name with its numbers; a longer text is a note."""
_MOST_WORDS = 5
_DIGIT = re.compile(r"\d")
_SIGNS = frozenset(" \u00a0()+-–./")
_BEFORE = " \t\u00a0,;:|/(<–-+"


def name_and_number(text: str) -> tuple[str, str]:
    """The name and what stands behind it, a phone or several; the text and "" where a cell is anything else."""
    if "\n" in text:
        return _in_lines(text)
    digit = _DIGIT.search(text)
    if digit is None or not digit.start() or len(text) > _LONGEST:
        return text, ""
    start = digit.start()
    while text[start - 1] in "+(":
        start -= 1
        if not start:
            return text, ""
    if text[start - 1].isalnum():
        return text, ""
    number = text[start:].strip().removesuffix(",")
    if text[start - 1] == "-" and start > 1 and text[start - 2].isalnum() and number[0] not in "0+(":
        # "Ann Lee-CUST-2026-00017".
        return text, ""
    if number[0] == "(" and number[-1] == ")":
        number = number[1:-1]
    words = text[:start].rstrip(_BEFORE).split()
    if words and words[-1].strip(".:").casefold() in contact_words().labels:
        words.pop()
    name = " ".join(words).rstrip(_BEFORE)
    if not 0 < len(words) <= _MOST_WORDS or not any(map(str.isalpha, name)) or "@" in name:
        return text, ""
    return (name, number) if _are_phones(number) else (text, "")


def _in_lines(text: str) -> tuple[str, str]:
    """The name on top with the job and company below it, and the phones of a cell that has a line for each.

    Other lines, such as an address, are left out, and so are emails.
    """
    name, *lines = [line.strip() for line in text.split("\n") if line.strip()] or [""]
    reach = [line for line in lines if "@" in line or phones_in(line, None)]
    numbers = [line for line in reach if "@" not in line]
    if not numbers or len(name.split()) > _MOST_WORDS or any(map(str.isdigit, name)) or "@" in name:
        return text, ""
    whole = "\n".join([name, *(line for line in lines if line not in reach)])
    return (whole if signature_of(whole).name else name), ", ".join(numbers)


def _are_phones(text: str) -> bool:
    found = phones_in(text, None) if any(sign in text for sign in "/,;") else ()
    if not 1 < len(found) <= _MOST_NUMBERS:
        return _is_phone(text)
    return are_all(found, text) and all(_is_phone(phone.text) for phone in found)


def _is_phone(number: str) -> bool:
    digits = sum(map(str.isdigit, number))
    if digits > MAX_DIGITS or any(not sign.isdigit() and sign not in _SIGNS for sign in number):
        return False
    begins = number.lstrip("(")[:1] in ("0", "+")
    first, *groups = number.split()
    if not begins and len(first) <= _LONGEST_PART_OF_NAME and any(group[0] == "0" for group in groups):
        # "Firma 24 0171 5550102".
        return False
    grouped = any(sign in _SIGNS for sign in number.strip("()"))
    enough = digits >= (_FEWEST_DIGITS if begins else _FEWEST_OTHERWISE)
    return enough and (begins or grouped) and len(phones_in(number, None)) == 1
