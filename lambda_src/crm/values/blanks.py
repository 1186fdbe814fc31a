"""Recognizes cells that only say that there is nothing."""

from __future__ import annotations

import re
from functools import lru_cache

from crm.values.blank_words import blank_words

_LONGEST_PLACEHOLDER = 24
"""Characters up to which a text is compared with the placeholders of `blank_words.toml`; the longest has 22."""

_LETTERS_OF_A_STATE = 2
_AROUND = "[]()<>{}*!（）"
"""Signs around a placeholder: `[not provided]`."""
_BEFORE_A_PLACE = "(-–[/#:"
"""Signs between a customer at a counter and where it is."""
_BETWEEN_WORDS = re.compile(r"[\s,;:/#№()\[\]–—-]+")
_SIGNS = "-–—_=~.*()[]<>{}/!（） "
"""Signs on both sides of a word that may be a name without them: `-- leer --`."""
_PLUS_ONE = re.compile(r"\+\s?\d{1,2}(?:\s?[(–:,-]?\s?[^\W\d_].*)?")
"""A guest of the guest above: `+ 1 (Fiona's guest)`."""


def is_blank_like(text: str) -> bool:
    """Whether a clean text only says that there is no value: `N/A`, `-`, `none`.

    For columns of emails, phones, companies and titles; a surname may well be Null or None, so name columns ask
    `is_blank_name`.
    """
    return not text or text.casefold() in blank_words().blank_like or is_blank_name(text)


def is_unnamed(text: str) -> bool:
    """Whether a clean text under the header of a full name names nobody: `Guest`, `himself`, `+1`, and blank names."""
    return (
        is_blank_name(text)
        or text.casefold().strip(_AROUND) in blank_words().unnamed
        or _PLUS_ONE.fullmatch(text) is not None
        or is_enquiry(text)
        or is_network_name(text)
    )


def is_free(text: str) -> bool:
    """Whether a clean text says that a flat, a stall or a post has nobody, unless it is a family name: `frei`."""
    return text.casefold() in blank_words().between_signs


def is_enquiry(text: str) -> bool:
    """Whether a text in place of a name only says that, and how, somebody asked: `Consulta WhatsApp`, `Web lead 17`."""
    known = blank_words()
    words = [word for word in _BETWEEN_WORDS.split(text.casefold()) if word]
    if known.enquiries.isdisjoint(words):
        return False
    return all(word in known.enquiries or word in known.enquiry_ways or word.isdigit() for word in words)


def is_network_name(text: str) -> bool:
    """Whether a text in place of a name is what a phone network shows of a caller: `TOLL FREE`, `CELL PHONE  NY`."""
    known = blank_words().network_names
    words = text.casefold().strip(_AROUND).split()
    if " ".join(words) in known:
        return True
    return len(words) > 1 and len(words[-1]) == _LETTERS_OF_A_STATE and " ".join(words[:-1]) in known


def _is_walk_in(text: str) -> bool:
    """Whether a text is a customer at a counter: `Khách lẻ`, `Cash sale (till 2)`, but not `Cash Sale Motors`."""
    folded = text.casefold()
    if folded[:2] not in blank_words().walk_in_starts or not folded.startswith(blank_words().walk_ins):
        return False
    said = max(filter(folded.startswith, blank_words().walk_ins), key=len)
    # No letter grows or vanishes in these phrases when they are folded.
    behind = text[len(said) :]
    if not behind:
        return True
    # In letters without case, a word behind a blank may be a name.
    first = next(filter(str.isalnum, behind), "")
    if behind[0] == " " and behind.split()[0].casefold() in blank_words().walk_in_places:
        return True
    return behind[0] != first and (first.islower() or first.isdigit() or behind.strip()[0] in _BEFORE_A_PLACE)


def _is_pending(text: str) -> bool:
    """Whether a text says that somebody is yet to be found: `to be filled at AGM`, `wird noch gewählt`."""
    folded = text.casefold()
    return folded[:2] in blank_words().pending_starts and folded.startswith(blank_words().pending)


def is_surely_blank(text: str) -> bool:
    """Whether a clean text can hold nothing in any column, not even in one of free text: `-` or `N/A`."""
    return text in blank_words().surely_blank


@lru_cache(maxsize=4096)
def is_blank_name(text: str) -> bool:
    """Whether a clean text in a name column cannot be a name: `-` or `k.A.`, but never `NA` or `Null`.

    A name has a letter or a digit, so dashes, bullets and emoji are none. Two or more words that all say that there is
    nothing are none either: `n/a n/a` and `null null` are what programs make of a first and a last name.
    """
    if is_surely_blank(text) or not any(map(str.isalnum, text)):
        return True
    if _is_walk_in(text) or _is_pending(text):
        return True
    half = text[: len(text) // 2]
    if text == f"{half} {half}" and is_blank_name(half):
        # "Não informado Não informado".
        return True
    if len(text) > _LONGEST_PLACEHOLDER:
        return False
    folded = text.casefold()
    known = blank_words()
    if folded in known.placeholders or folded.strip(_AROUND) in known.placeholders:
        return True
    if not folded[0].isalnum() and not folded[-1].isalnum():
        between = folded.strip(_SIGNS)
        if between in known.between_signs or between in known.placeholders:
            return True
    words = folded.split()
    return len(words) > 1 and all(word in known.blank_like or word in known.placeholders for word in words)
