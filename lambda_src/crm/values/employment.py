"""Tells who has no employer by what stands under the header of a company: `self-employed`, `Retired (teacher)`."""

from __future__ import annotations

from crm.values.addressees import is_position
from crm.values.companies import may_be_company
from crm.values.known_values import known_values

_AROUND = " ()[]<>-–—*.,（）"


def names_no_employer(text: str) -> bool:
    """Whether a clean cell of companies says that the person has none, or what they do instead of being employed.

    `Retired (teacher)` and `retraité SNCF` do; `Retired Greyhound Trust` is a company.
    """
    known, bare = known_values(), text.strip(_AROUND)
    folded = bare.casefold()
    if folded in known.no_employers:
        return True
    if may_be_company(text):
        return False
    if _behind(bare, folded, known.no_employers_in_front):
        return True
    behind = _behind(bare, folded, known.no_employers_before_jobs)
    rest = behind.strip(_AROUND + "/:;,")
    return bool(rest) and (behind[:2].strip() != rest[:1] or rest[0].islower() or is_position(rest))


def _behind(text: str, folded: str, words: tuple[str, ...]) -> str:
    """What stands behind one of these words and a blank or a sign; "" where none stands in front."""
    word = next(filter(folded.startswith, words), "")
    behind = text[len(word) :] if word else ""
    return "" if behind[:1].isalnum() else behind
