"""Lists of donations: what a gift is meant for is nobody's job."""

from __future__ import annotations

from crm.mapping.confidence import LIKELY
from crm.mapping.headers.column_meaning import Meaning
from crm.mapping.headers.vocabulary import vocabulary
from crm.mapping.reasons import Why
from crm.mapping.rules.column import Column, beside, of_meaning


def set_aside_purposes_of_gifts(columns: list[Column], free: list[Column]) -> None:
    """`Designation` or `Function` beside `Donation date` is a fund or an appeal, unless its values are jobs."""
    known = vocabulary()
    gifts = [column for column in columns if known.marked_parts("donation_fact", column.reading.words)]
    for column in of_meaning(free, Meaning.JOB_TITLE, Meaning.TITLE) if gifts else ():
        others = [one for one in of_meaning(columns, Meaning.JOB_TITLE) if one is not column and one.shape.filled]
        called = known.marks_whole("purpose", column.reading.words)
        if column.shape.filled and called and (others or not column.shape.share("job")):
            column.assign(Meaning.OTHER, LIKELY, beside(Why.PURPOSE_OF_A_GIFT, gifts[0]))
