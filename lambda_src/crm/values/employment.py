"""Tells who has no employer by what stands under the header of a company: `self-employed`, `Retired (teacher)`."""

from __future__ import annotations

from crm.values.addressees import is_position
from crm.values.known_values import known_values

_AROUND = " ()[]<>-–—*.,（）"


def names_no_employer(text: str) -> bool:
    """Whether a clean cell of companies says that the person has none, or what they do instead of being employed.

    A word in front may be followed by a job, a sign, or small letters; `Retired Greyhound Trust` is a company.
    """
    known, folded = known_values(), text.casefold().strip(_AROUND)
    if folded in known.no_employers:
        return True
    front = next(filter(folded.startswith, known.no_employers_in_front), "")
    behind = text.strip(_AROUND)[len(front) :] if front else ""
    if not behind or behind[0].isalnum():
        return False
    rest = behind.strip(_AROUND + "/:;,")
    return not behind[0].isspace() or not behind[1].isalnum() or rest[:1].islower() or is_position(rest)
