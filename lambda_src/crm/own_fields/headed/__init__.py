"""What a header says about the values below it: what kind of field they want.

Only the splitter may need this: others recall what it has read (`crm.own_fields.header_memory`).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from crm.mapping.headers.particulars import DATES, HeaderPhrases, Particular, particular_of, phrases_of
from crm.mapping.headers.vocabulary import words_of
from crm.own_fields.header_kinds import Headed

HEADER_WORDS = Path(__file__).with_name("header_words.toml")
_WHOLE = "="
"""Before a phrase of `header_words.toml` that is the whole header."""


_OF_PARTICULARS: Mapping[Particular, Headed] = {
    **dict.fromkeys(DATES, Headed.DATE),
    Particular.POSTCODE: Headed.POSTCODE,
    Particular.STREET: Headed.ADDRESS,
    Particular.ADDRESS: Headed.ADDRESS,
    Particular.CITY: Headed.PLACE,
    Particular.REGION: Headed.AREA,
}
_OF_WORDS = (Headed.NUMBER, Headed.IDENTIFIER, Headed.YES_NO, Headed.LINK, Headed.CHOICE)
"""`Number of employees` counts, and has no word of an identifier."""
_NOT_AREAS = frozenset({"phone", "mobile", "fax"})


def headed(header: str) -> Headed | None:
    """What a header says; None where it leaves that to the values.

    Args:
        header: as the file has it: `Geburtsdatum`, `Kunden-Nr.`, `是否订阅`.
    """
    particular = particular_of(header)
    if particular is not None:
        return _OF_PARTICULARS[particular]
    phrases = phrases_of(header)
    if "country" in phrases.kinds and not phrases.kinds & _NOT_AREAS:
        return Headed.AREA
    whole = "".join(words_of(header))
    found = next((kind for kind in _OF_WORDS if _is(kind, phrases, whole)), None)
    return found or (Headed.DATE if "date" in phrases.kinds else None)


def _is(kind: Headed, phrases: HeaderPhrases, whole: str) -> bool:
    words = _words()[kind.value]
    return _WHOLE + whole in words or phrases.hold(words)


@lru_cache(maxsize=1)
def _words() -> Mapping[str, frozenset[str]]:
    """The phrases of `header_words.toml` without blanks, as `phrases_of` has them."""
    with HEADER_WORDS.open("rb") as file:
        listed = tomllib.load(file)

    def letters(phrase: str) -> str:
        is_whole = phrase.startswith(_WHOLE)
        return (_WHOLE if is_whole else "") + "".join(words_of(phrase))

    return {kind: frozenset(map(letters, phrases)) for kind, phrases in listed.items()}
