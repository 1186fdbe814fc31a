"""Answers beside the questions that they answer: `Question 1`, `Response 1`, where each row repeats the question."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from crm.mapping.headers.header_reading import HeaderReading, read_header
from crm.mapping.headers.vocabulary import vocabulary
from crm.values.text import fold


def about_their_questions(
    readings: Sequence[HeaderReading], cells: Sequence[Sequence[str]], languages: frozenset[str]
) -> list[HeaderReading]:
    """The readings of a sheet's headers, where an answer is read by the one question that all rows ask.

    Args:
        readings: one a column.
        cells: the values of each column.
        languages: of the whole header.
    """
    read = list(readings)
    for place, (question, answer) in enumerate(pairwise(readings)):
        if not _is_pair(question, answer):
            continue
        asked = {fold(value): value for value in cells[place] if value.strip()}
        if len(asked) == 1:
            read[place + 1] = read_header(next(iter(asked.values())), languages)
    return read


def _is_pair(question: HeaderReading, answer: HeaderReading) -> bool:
    numbers = [[word for word in reading.words if word.isdigit()] for reading in (question, answer)]
    return numbers[0] == numbers[1] and _says("question", question) and _says("answer", answer)


def _says(mark: str, reading: HeaderReading) -> bool:
    return vocabulary().marks_whole(mark, [word for word in reading.words if not word.isdigit()])
