"""Lists of applicants: the job and the company that they apply for are not those that they have."""

from __future__ import annotations

from crm.mapping.confidence import LIKELY
from crm.mapping.headers.column_meaning import Meaning
from crm.mapping.headers.vocabulary import vocabulary
from crm.mapping.reasons import Reason, Why
from crm.mapping.rules import thresholds as at
from crm.mapping.rules.column import Column, of_meaning

_TITLES = (Meaning.JOB_TITLE, Meaning.TITLE)


def set_aside_vacancies(columns: list[Column], free: list[Column]) -> None:
    """`Job` beside a candidate's `Current title` is the vacancy.

    Without a current one it is where several apply for each job and no company stands beside it, whose job it may be,
    or beside the titles of different people: `Job` beside `Title` and `Applied on`. In a list of job offers, which says
    when they were posted, any title is one. A company beside `Current company`, the same for several, is where they
    apply.
    """
    marked = vocabulary().marked_parts
    posted = [one for one in columns if vocabulary().marks_whole("posting_fact", one.reading.words)]
    for column in of_meaning(free, *_TITLES) if posted else ():
        if not marked("present", column.reading.words):
            column.assign(Meaning.OTHER, LIKELY, Reason(Why.VACANCY))
    if not any(marked("applicant", column.reading.words) for column in columns):
        return
    present = [column for column in of_meaning(columns, *_TITLES) if marked("present", column.reading.words)]
    employers = of_meaning(columns, Meaning.COMPANY)
    for column in of_meaning(free, *_TITLES):
        others = [one for one in of_meaning(columns, *_TITLES) if one.shape.distinct > at.DISTINCT_VACANCIES]
        repeats = column.shape.filled > 0 and column.shape.distinct <= at.DISTINCT_VACANCIES
        repeats = repeats and (bool(others) or not employers)
        if column not in present and (present or repeats):
            column.assign(Meaning.OTHER, LIKELY, Reason(Why.VACANCY))
    present = [column for column in employers if marked("present", column.reading.words)]
    for column in of_meaning(free, Meaning.COMPANY) if present else ():
        if column not in present and column.shape.distinct <= at.DISTINCT_VACANCIES:
            column.assign(Meaning.OTHER, LIKELY, Reason(Why.VACANCY))
