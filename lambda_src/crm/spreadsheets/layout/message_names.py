"""Who a line of a list is about: the name, job and company in front of the phone, where commas divide them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

KindsOf = Callable[[str], Collection[str]]
"""What a text looks like: `company`, `job` and `given` (a first name) among it."""

_QUOTES = {"«": "»", "„": "“”", '"': '"', "“": "”", "「": "」"}
_FEWEST_PIECES = 3
"""Texts between commas of which the first may be one word: `Keller, Anna` is a name. Chosen."""
_MOST_WORDS_OF_JOB = 4
"""Words behind a name that are a job. Chosen."""


class Who(NamedTuple):
    """What a line says about somebody.

    Args:
        name: of a person, or of a company where nobody else is named.
        title: the job, or "".
        company: or "".
        others: what is none of these.
    """

    name: str
    title: str
    company: str
    others: list[str]


def who_is(text: str, kinds_of: KindsOf) -> Who | None:
    """The name, job and company of a text such as `Ann Lee, Site Manager, Lee Homes`; None where commas divide none."""
    name, *behind = [piece for part in text.split(", ") if (piece := part.strip())] or [""]
    if not behind:
        return None
    alone = " " not in name and len(behind) + 1 < _FEWEST_PIECES and not any(map(str.isdigit, behind[0]))
    # A word behind `Gómez Prieto,` is a first name too.
    if alone or (len(behind) == 1 and " " not in behind[0] and "given" in kinds_of(behind[0])):
        return None
    title = company = ""
    others: list[str] = []
    for place, piece in enumerate(behind):
        if not company and is_company(piece, kinds_of):
            company = _unquoted(piece)
        elif not title and (_is_job(piece, kinds_of) or (not place and _stands_before_company(behind, kinds_of))):
            title = piece
        else:
            others.append(piece)
    return Who(name, title, company, others)


def is_company(text: str, kinds_of: KindsOf) -> bool:
    """Whether a text is surely a company, by its words or by quotation marks around it."""
    return "company" in kinds_of(text) or _unquoted(text) != text


def _is_job(text: str, kinds_of: KindsOf) -> bool:
    return "job" in kinds_of(text) and len(text.split()) <= _MOST_WORDS_OF_JOB


def _stands_before_company(pieces: Sequence[str], kinds_of: KindsOf) -> bool:
    is_short = len(pieces[0].split()) <= _MOST_WORDS_OF_JOB and not any(map(str.isdigit, pieces[0]))
    return is_short and any(is_company(piece, kinds_of) for piece in pieces[1:2])


def _unquoted(text: str) -> str:
    return text[1:-1] if len(text) > len("«»") and text[-1] in _QUOTES.get(text[0], ()) else text
