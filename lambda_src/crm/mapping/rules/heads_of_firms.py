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
from crm.values.companies import is_surely_company, looks_like_company

_SOMEBODY = (Meaning.SOMEONE_ELSE, Meaning.OTHER, Meaning.UNKNOWN)
_NO_PEOPLE = ("company", "flag", "long", "date", "url", "city", "country")
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
    words = [word for word in column.reading.words if not word.isdigit()]
    if not vocabulary().marks_whole("firm_head", words) or share(*_NO_PEOPLE) >= at.WORDS_OF_NAMES:
        return False
    are_names = share("letters") >= at.WORDS_OF_NAMES
    return are_names and column.shape.distinct >= at.DISTINCT_CONTACTS


def _names_firms(column: Column) -> bool:
    """Whether a sheet is about the firms of a column. Beside customers, who is in charge may be one of ours."""
    if not column.shape.filled or column.reading.meaning is Meaning.CLIENT:
        return False
    if column.meaning is Meaning.COMPANY:
        return True
    firms = sum(looks_like_company(text) or is_surely_company(text) for text in column.values if text.strip())
    return column.meaning is Meaning.NAME and firms >= at.SOME_COMPANIES * column.shape.filled


def _names_people(column: Column) -> bool:
    named = column.meaning in NAMES or column.reading.meaning is Meaning.CLIENT
    return named and column.shape.filled > 0 and not _names_firms(column)


def _said_of(head: Column, column: Column) -> Meaning | None:
    """The field that a header says beside the head: `Посада керівника`, `Cargo del administrador`."""
    stems = {word[:STEM] for word in head.reading.words}
    rest = " ".join(word for word in column.reading.words if word[:STEM] not in stems)
    meaning = read_header(rest).meaning
    if len(rest) == len(" ".join(column.reading.words)) or meaning not in _DETAILS:
        return None
    return Meaning.JOB_TITLE if meaning is Meaning.TITLE else meaning
