"""Lists of firms, as registers and data services keep them: who runs a firm is its contact if nobody else is named."""

from __future__ import annotations

from crm.mapping.confidence import PLAUSIBLE
from crm.mapping.headers.column_meaning import NAMES, Meaning
from crm.mapping.headers.header_reading import read_header
from crm.mapping.headers.shared_words import STEM
from crm.mapping.headers.vocabulary import vocabulary
from crm.mapping.reasons import Reason, Why
from crm.mapping.rules import thresholds as at
from crm.mapping.rules.column import Column, beside, of_meaning

_SOMEBODY = (Meaning.SOMEONE_ELSE, Meaning.OTHER, Meaning.UNKNOWN)
_DETAILS = frozenset({Meaning.JOB_TITLE, Meaning.TITLE, Meaning.EMAIL, Meaning.PHONE})


def accept_heads_of_firms(columns: list[Column], free: list[Column]) -> None:
    """`Руководитель`, `Daglig leder` or `法定代表人` beside firms is their contact, with what else is said of them.

    In other lists the same words are somebody's superior. So are one of a few, who run more than a firm each.
    """
    heads = [column for column in of_meaning(free, *_SOMEBODY) if _is_head(column)]
    if not heads or not any(map(_names_firms, columns)) or any(map(_names_people, columns)):
        return
    head = heads[0]
    head.assign(Meaning.FULL_NAME, PLAUSIBLE, Reason(Why.HEAD_OF_FIRM))
    for column in of_meaning(free, Meaning.SOMEONE_ELSE):
        if (meaning := _said_of(head, column)) is not None:
            column.assign(meaning, PLAUSIBLE, beside(Why.DETAIL_OF_HEAD, head))


def _is_head(column: Column) -> bool:
    share = column.shape.share
    if not vocabulary().marks_whole("firm_head", column.reading.words) or share("company") >= at.SOME_COMPANIES:
        return False
    are_names = share("words", "person", "maybe_person", "cjk", "hangul") >= at.WORDS_OF_NAMES
    return are_names and column.shape.distinct >= at.DISTINCT_CONTACTS


def _names_firms(column: Column) -> bool:
    if not column.shape.filled:
        return False
    are_firms = column.shape.share("company") >= at.SOME_COMPANIES
    return column.meaning is Meaning.COMPANY or (column.meaning in (Meaning.NAME, Meaning.CLIENT) and are_firms)


def _names_people(column: Column) -> bool:
    named = column.meaning in NAMES or column.meaning is Meaning.CLIENT
    return named and column.shape.filled > 0 and not _names_firms(column)


def _said_of(head: Column, column: Column) -> Meaning | None:
    """The field that a header says beside the head: `Посада керівника`, `Cargo del administrador`."""
    stems = {word[:STEM] for word in head.reading.words}
    rest = " ".join(word for word in column.reading.words if word[:STEM] not in stems)
    meaning = read_header(rest).meaning
    if len(rest) == len(" ".join(column.reading.words)) or meaning not in _DETAILS:
        return None
    return Meaning.JOB_TITLE if meaning is Meaning.TITLE else meaning
