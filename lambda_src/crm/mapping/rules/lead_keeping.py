"""Columns in which a list keeps its contacts: tags, a status, and who is in charge of them."""

from __future__ import annotations

from crm.mapping.confidence import VERY_LIKELY
from crm.mapping.headers.column_meaning import Meaning
from crm.mapping.headers.vocabulary import vocabulary
from crm.mapping.mapping import PLAIN
from crm.mapping.reasons import Reason, Why
from crm.mapping.rules import thresholds as at
from crm.mapping.rules.column import Column, of_meaning
from crm.mapping.rules.value_shapes import Shape

_MARKS = ((Meaning.TAGS, "lead_tags"), (Meaning.STATUS, "lead_status"), (Meaning.OWNER, "lead_owner"))
_NEVER = {
    Meaning.TAGS: ("date", "url", "email"),
    Meaning.STATUS: ("date", "url", "email", "number", "long"),
    Meaning.OWNER: ("date", "url", "number", "long"),
}
"""What values refute such a header."""
_LONGEST_CODE = 3
"""Digits of a number at most that may stand for a status: 1, 20, 404. Chosen; not measured."""


def find_tags_status_and_owner(columns: list[Column], free: list[Column]) -> None:
    """Only whole headers say so: `Status` and `Lead owner`, but neither `Payment status` nor `Owner email`.

    It comes last, so that whom another step takes for the lead is no colleague: the owner in a list of pets.
    """
    known = vocabulary()
    headers = [column.reading.words for column in columns]
    of_others = {
        meaning
        for meaning, mark in ((Meaning.STATUS, "order"), (Meaning.OWNER, "owned_thing"))
        if any(known.has_mark(mark, words) for words in headers)
    }
    for column in of_meaning(free, Meaning.OTHER, Meaning.SOMEONE_ELSE, Meaning.TYPE):
        words = column.reading.words
        meaning = next((one for one, mark in _MARKS if known.marks_whole(mark, words)), None)
        if meaning is None or column.meaning is not column.reading.meaning or column.transform != PLAIN:
            continue
        says_whose = len(words) > 1
        if meaning in of_others and not says_whose:
            continue
        are_codes = meaning is Meaning.STATUS and _are_codes(column.shape)
        refuting = [kind for kind in _NEVER[meaning] if not (are_codes and kind == "number")]
        if column.shape.share(*refuting) >= at.NO_NAMES:
            continue
        column.assign(meaning, VERY_LIKELY, Reason(Why.ABOUT_THE_LEAD))
        if are_codes:
            # A column that says it in words before them.
            column.rerank(column.rank + 1)
        if says_whose:
            # "Lead status" before "Status".
            column.rerank(column.rank - 1)


def _are_codes(shape: Shape) -> bool:
    """Whether the numbers of a column are few digits each, which stand for words, and no row numbers or amounts."""
    return (
        shape.share("digits") > 0
        and shape.share("digits") == shape.share("number")
        and not (shape.rising and shape.distinct == 1)
        and all(len(text) <= _LONGEST_CODE for text in shape.examples if text.isdigit())
    )
