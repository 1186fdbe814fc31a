"""Legal names beside the names by which a list of customers calls its firms and people."""

from __future__ import annotations

from crm.mapping.confidence import LIKELY
from crm.mapping.headers.column_meaning import Meaning
from crm.mapping.headers.vocabulary import vocabulary
from crm.mapping.mapping import Transform, TransformKind
from crm.mapping.reasons import Why
from crm.mapping.rules import thresholds as at
from crm.mapping.rules.column import Column, beside, of_meaning
from crm.values.companies import is_surely_company

_CALLED = (Meaning.FULL_NAME, Meaning.NAME, Meaning.CLIENT, Meaning.CONTACT)


def set_aside_legal_names(columns: list[Column], free: list[Column]) -> None:
    """`LegalName` beside `ContactName`: what firms are called in registers, where the list calls them otherwise.

    Rows that have one are firms. Where the other column names people in all those rows, it is their contact, and the
    legal name is the company.
    """
    called = [one for one in of_meaning(columns, *_CALLED) if one.shape.filled and not _is_legal(one)]
    halves = len({one.meaning for one in of_meaning(columns, Meaning.FIRST_NAME, Meaning.LAST_NAME)}) > 1
    for column in of_meaning(free, Meaning.FULL_NAME, Meaning.COMPANY) if len(called) == 1 else ():
        if not _is_legal(column) or column.shape.filled >= called[0].shape.filled:
            continue
        names = list(zip(column.values, called[0].values, strict=True))
        firms = [name for legal, name in names if is_surely_company(legal)]
        people = [name for name in firms if " " in name.strip()]
        if firms and (halves or len(people) <= at.HOLDS_HALF * len(firms)):
            column.assign(Meaning.OTHER, LIKELY, beside(Why.LEGAL_NAME, called[0]))
            column.transform_by(Transform(TransformKind.COMPANY_NUMBER))
            if called[0] in free:
                called[0].assign(Meaning.FULL_NAME, LIKELY, called[0].because)
                called[0].rerank(max(one.rank for one in columns) + 1)
                called[0].transform_by(Transform(TransformKind.CLIENT))
            return


def _is_legal(column: Column) -> bool:
    return vocabulary().marks_whole("legal_name", column.reading.words)
