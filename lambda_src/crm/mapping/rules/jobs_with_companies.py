"""Columns of job titles with the company beside them, and jobs beside what somebody does in a club."""

from __future__ import annotations

import re

from crm.mapping.confidence import LIKELY
from crm.mapping.headers.column_meaning import Meaning
from crm.mapping.headers.header_reading import read_header
from crm.mapping.headers.vocabulary import vocabulary, words_of
from crm.mapping.mapping import Transform, TransformKind
from crm.mapping.reasons import Why
from crm.mapping.rules.column import Column, beside, of_meaning

_JOBS = (Meaning.JOB_TITLE, Meaning.TITLE)
_BETWEEN = re.compile(r"[/／・|&+,，、;；及与與和]")

_AND_OR_IN = frozenset({"in", "i", "a", "à", "en"})
"""`And` in one language and `in` in another: `Role in company`."""


def tell_jobs_with_companies(columns: list[Column], free: list[Column]) -> None:
    """`Company / Position` and `Organisaatio ja tehtävänimike` hold both, `Day job` either or both.

    Beside a day job, `Post` is what somebody does in a club or a parish.
    """
    jobs = of_meaning(columns, Meaning.JOB_TITLE)
    day_jobs = [column for column in jobs if vocabulary().marks_whole("day_job", column.reading.words)]
    for column in jobs:
        if column not in free:
            continue
        if column in day_jobs:
            column.transform_by(Transform(TransformKind.JOB_OR_COMPANY))
        elif any(one.shape.filled for one in day_jobs):
            column.assign(Meaning.OTHER, LIKELY, beside(Why.POST_BESIDE_DAY_JOB, day_jobs[0]))
        elif (kind := _order_of(column.header)) is not None:
            column.transform_by(Transform(kind))


def _order_of(header: str) -> TransformKind | None:
    """Which of a company and a job title comes first by a header that names both; None for any other header.

    `Role in company` and `Company position` name one.
    """
    words = header.split()
    ands = [place for place, word in enumerate(words) if vocabulary().has_mark("and", words_of(word))]
    sides = [" ".join(words[: ands[0]]), " ".join(words[ands[0] + 1 :])] if len(ands) == 1 else _BETWEEN.split(header)
    if len(sides) != 2:
        return None
    left, right = (read_header(side).meaning for side in sides)
    if left is Meaning.COMPANY and right in _JOBS:
        return TransformKind.COMPANY_AND_JOB
    if left not in _JOBS or right is not Meaning.COMPANY:
        return None
    return TransformKind.JOB_AND_COMPANY if not ands or words[ands[0]] not in _AND_OR_IN else None
