"""Says in plain words why two leads may be one person."""

from __future__ import annotations

from collections.abc import Mapping

from crm.sentences import DUPLICATES, Sentence, message_of
from crm.statements.lead import Lead

_PHONE = {"same": "phoneSame", "one digit": "phoneOneDigit", "different": "phoneDifferent"}
_EMAIL = {
    "same": "emailSame",
    "plus part": "emailPlusPart",
    "typing error": "emailTypingError",
    "other form of the name": "emailOtherForm",
    "same before the @": "emailSameBeforeAt",
    "colleagues": "emailColleagues",
}
_COMPANY = {
    "same": "companySame",
    "similar": "companySimilar",
    "same domain": "companySameDomain",
    "different": "companyDifferent",
}
_NAME = {
    "same letters": "Letters",
    "sounds alike": "Sound",
    "initial": "Initial",
    "short for": "Short",
    "another generation": "Generation",
    "part": "Part",
    "similar": "Similar",
    "different": "Different",
    "different characters": "Different",
}
"""The end of the code of what is said of two first or last names."""
_AGAINST = frozenset({"phoneDifferent", "emailColleagues", "companyDifferent", "firstDifferent", "lastDifferent"})
"""What speaks against one person."""


def reasons_of(levels: Mapping[str, str], one: tuple[str, str], other: tuple[str, str]) -> list[str]:
    """The reasons, what speaks most for one person first.

    Args:
        levels: the name of the level by comparison (`crm.duplicates.levels`).
        one, other: first and last names of the two leads; "" where there is none.
    """
    found = [DUPLICATES[codes[level]] for part, codes in _ADDRESSES if (level := levels[part]) in codes]
    if levels["order"] == "swapped":
        found.append(DUPLICATES["namesSwapped"])
    elif levels["first"] == levels["last"] == "same":
        found.append(DUPLICATES["nameSame"])
    else:
        found += _of_name("first", levels["first"], one[0], other[0])
        found += _of_name("last", levels["last"], one[1], other[1])
    return sorted(found, key=_is_against)


_ADDRESSES = (("phone", _PHONE), ("email", _EMAIL), ("company", _COMPANY))


def _is_against(reason: str) -> bool:
    message = message_of(reason)
    return message is not None and message.code in _AGAINST


def _of_name(which: str, level: str, one: str, other: str) -> list[str]:
    if level == "same":
        return [DUPLICATES[f"{which}Same"]]
    return [Sentence(f"{which}{_NAME[level]}", one=one, other=other)] if level in _NAME and one and other else []


def names_of(lead: Lead) -> tuple[str, str]:
    """First and last name; "" for what it has not."""
    state = lead.standing.state
    return ("", "") if state is None else (state.text("firstName") or "", state.text("lastName") or "")
