"""Says in plain words why two leads may be one person."""

from __future__ import annotations

from collections.abc import Mapping

from crm.statements.lead import Lead

_PHONE = {"same": "same phone", "one digit": "phones differ in one digit", "different": "other phone"}
_EMAIL = {
    "same": "same email",
    "plus part": "same mailbox",
    "typing error": "emails differ in one letter",
    "other form of the name": "both emails at one company, made of the name",
    "same before the @": "emails are the same before the @",
    "colleagues": "other email at the same company",
}
_COMPANY = {
    "same": "same company",
    "similar": "similar company",
    "same domain": "email of the same company",
    "different": "other company",
}
_NAME = {
    "same letters": "{0}s {1} and {2} are one name in other letters",
    "sounds alike": "{0}s {1} and {2} sound alike",
    "initial": "{0}s {1} and {2}",
    "short for": "{0}s {1} and {2} stand for each other",
    "another generation": "{0}s {1} and {2} tell generations apart",
    "part": "{0}s {1} and {2} have a part in common",
    "similar": "{0}s {1} and {2} are similar",
    "different": "{0}s {1} and {2} are different",
    "different characters": "{0}s {1} and {2} are different",
}


def reasons_of(levels: Mapping[str, str], one: tuple[str, str], other: tuple[str, str]) -> list[str]:
    """The reasons, what speaks most for one person first.

    Args:
        levels: the name of the level by comparison (`crm.duplicates.levels`).
        one, other: first and last names of the two leads; "" where there is none.
    """
    found = [words[level] for part, words in _ADDRESSES if (level := levels[part]) in words]
    if levels["order"] == "swapped":
        found.append("first and last name are swapped")
    elif levels["first"] == levels["last"] == "same":
        found.append("same name")
    else:
        found += _of_name("first name", levels["first"], one[0], other[0])
        found += _of_name("last name", levels["last"], one[1], other[1])
    return sorted(found, key=lambda text: text.startswith("other ") or text.endswith("are different"))


_ADDRESSES = (("phone", _PHONE), ("email", _EMAIL), ("company", _COMPANY))


def _of_name(which: str, level: str, one: str, other: str) -> list[str]:
    if level == "same":
        return [f"same {which}"]
    return [_NAME[level].format(which, one, other)] if level in _NAME and one and other else []


def names_of(lead: Lead) -> tuple[str, str]:
    """First and last name; "" for what it has not."""
    state = lead.standing.state
    return ("", "") if state is None else (state.text("firstName") or "", state.text("lastName") or "")
