"""Columns of titles: a job, a salutation, or what something that was written is called."""

from __future__ import annotations

from crm.mapping.confidence import LIKELY, PLAUSIBLE, SURE, VERY_LIKELY
from crm.mapping.headers.column_meaning import NAMES, Meaning
from crm.mapping.headers.vocabulary import vocabulary
from crm.mapping.reasons import Reason, Why
from crm.mapping.rules import thresholds as at
from crm.mapping.rules.column import Column, beside, filled_values, of_meaning
from crm.values.addressees import is_position
from crm.values.companies import is_surely_company

_WORDS_OF_A_MATTER = 3
"""Words of the title of a case at least. Chosen."""


def resolve_titles(columns: list[Column], free: list[Column]) -> None:
    """`Title` beside `Job title` is a salutation; alone, or when it alone holds jobs, it is the job title.

    Beside an author, it is the title of what was written, and of a request beside its id and its priority.
    `Contact/Job title` beside the names of the contacts, which otherwise is both, is the job title too.
    """
    plain = [column for column in columns if "job_title" not in column.reading.beside]
    for column in of_meaning(free, Meaning.FULL_NAME) if any(map(_names_people, plain)) else ():
        if column not in plain:
            column.assign(Meaning.JOB_TITLE, LIKELY, Reason(Why.TITLE_IS_JOB))
    jobs = of_meaning(columns, Meaning.JOB_TITLE)
    _tell_styled_companies(columns, [job for job in jobs if job in free], jobs)
    titled = [one for one in of_meaning(columns, Meaning.TITLE) if one.shape.share("job") >= at.SOME_JOBS]
    for column in [job for job in jobs if job in free and _is_role(job, titled)]:
        if any(one.shape.share("job") > column.shape.share("job") for one in titled):
            # `Role: Decision maker` in a sale beside `Title: Head of Sales`.
            column.assign(Meaning.OTHER, LIKELY, beside(Why.ROLE_BESIDE_TITLE, titled[0]))
            jobs.remove(column)
        elif any(job.shape.share("job") > column.shape.share("job") for job in jobs):
            # `Role` in a project beside `Contact title`.
            column.rerank(max(job.rank for job in jobs) + 1)
    _set_aside_parts_in_sales(jobs, titled, free)
    filled = any(column.shape.filled for column in jobs)
    of_works = any("titled" in column.reading.kinds for column in columns)
    facts = [column for column in columns if vocabulary().marks_whole("request_fact", column.reading.words)]
    ordered = [column for column in columns if vocabulary().marked_parts("order", column.reading.words)]
    of_works = of_works or len(facts) >= at.FACTS_OF_LISTINGS
    for column in of_meaning(free, Meaning.TITLE):
        holds_jobs = column.shape.share("job") >= at.SOME_JOBS
        # What was ordered, unless it is `Mrs`.
        of_goods = len(ordered) >= at.FACTS_OF_LISTINGS and not column.shape.share("salutation")
        if not holds_jobs and (of_works or of_goods or _names_matters(column)):
            column.assign(Meaning.OTHER, PLAUSIBLE, Reason(Why.TITLE_OF_A_WORK))
        elif holds_jobs and filled and not any(job.shape.share("job") for job in jobs):
            # "Designation" holds degrees beside "Title" with the jobs.
            column.assign(Meaning.JOB_TITLE, LIKELY, Reason(Why.TITLE_IS_JOB))
            column.rerank(min(job.rank for job in jobs) - 1)
        elif not holds_jobs and _names_firms(column) and not of_meaning(columns, Meaning.COMPANY):
            # Each row decides whether it is a person among them.
            column.assign(Meaning.CLIENT, PLAUSIBLE, Reason(Why.TITLE_NAMES_COMPANIES))
        elif not holds_jobs and (first := _first_title(column, columns)) is not None:
            column.assign(Meaning.SALUTATION, VERY_LIKELY, beside(Why.TITLE_IS_SALUTATION, first))
        elif jobs and (filled or not (holds_jobs or _holds_words_but_no_salutation(column))):
            column.assign(Meaning.SALUTATION, VERY_LIKELY, beside(Why.TITLE_IS_SALUTATION, jobs[0]))
        else:
            column.assign(Meaning.JOB_TITLE, SURE if holds_jobs else LIKELY, Reason(Why.TITLE_IS_JOB))


def _holds_words_but_no_salutation(column: Column) -> bool:
    return column.shape.filled > 0 and not column.shape.share("salutation")


def _is_role(job: Column, titled: list[Column]) -> bool:
    """Whether a column is called a role, behind no words but those of a title: `Recipient Role`, `Recipient Title`."""
    shared = {word for title in titled for word in title.reading.words}
    words = tuple(word for word in job.reading.words if word not in shared)
    return vocabulary().marks_whole("account_role", words)


def _first_title(column: Column, columns: list[Column]) -> Column | None:
    """The column of salutations or academic titles of which one is the second: `Titel` and `Titel2`; else None."""
    firsts = [one for one in of_meaning(columns, Meaning.SALUTATION) if one.reading.meaning is Meaning.TITLE]
    return firsts[0] if firsts and column.reading.ordinal > firsts[0].reading.ordinal else None


def _tell_styled_companies(columns: list[Column], free: list[Column], jobs: list[Column]) -> None:
    """Turkish `Ünvan` is a job, or a company's name beside `Görevi`."""
    styled = [job for job in jobs if vocabulary().has_mark("style", job.reading.words)]
    for column in [job for job in styled if job in free]:
        plain = [job for job in jobs if job.shape.filled and job not in styled]
        named = plain or ([] if column.shape.share("job") else of_meaning(columns, Meaning.FULL_NAME))
        if named and not of_meaning(columns, Meaning.COMPANY) and column.shape.share("company") >= at.SOME_COMPANIES:
            column.assign(Meaning.COMPANY, LIKELY, beside(Why.TITLE_OF_A_COMPANY, named[0]))


def _names_firms(column: Column) -> bool:
    """Whether half of the values are surely companies and none is a job: `title` is what customers are called."""
    values = filled_values(column)
    firms = sum(map(is_surely_company, values))
    differ = len(values) >= at.FEWEST_COMPANIES and column.shape.distinct >= at.DISTINCT_NAMES
    return differ and firms >= at.HOLDS_HALF * len(values) and not any(map(is_position, values))


def _names_matters(column: Column) -> bool:
    """Whether few titles of several words stand in many rows, and none is a job: `Utträde ur Svenska kyrkan`."""
    long = [value for value in column.values if len(value.split()) >= _WORDS_OF_A_MATTER]
    repeated = column.shape.distinct <= at.HOLDS_HALF and column.shape.filled >= at.ENOUGH_ROWS
    return repeated and len(long) >= at.HOLDS_HALF * column.shape.filled and not any(map(is_position, column.values))


def _set_aside_parts_in_sales(jobs: list[Column], titled: list[Column], free: list[Column]) -> None:
    """`Contact role`, who decides and who buys, is no job beside a job title: `Acheteur` beside `Gérante`."""
    parts = [job for job in jobs if vocabulary().marks_whole("contact_role", job.reading.words)]
    named = [job for job in [*jobs, *titled] if job not in parts and job.shape.filled]
    for column in [part for part in parts if part in free] if named else ():
        column.assign(Meaning.OTHER, LIKELY, beside(Why.ROLE_BESIDE_TITLE, named[0]))
        jobs.remove(column)


def _names_people(column: Column) -> bool:
    if not column.shape.filled or column.meaning not in NAMES:
        return False
    return column.meaning is not Meaning.NAME or column.shape.share("given") >= at.GIVEN_NAMES_OF_CLIENTS
