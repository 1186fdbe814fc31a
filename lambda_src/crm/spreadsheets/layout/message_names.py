"""Who a line of a list is about: the name, job and company in front of the phone, where commas, dashes or brackets
divide them, or words say it: `Ann Lee – works at Acme`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from functools import lru_cache
from typing import NamedTuple

from crm.spreadsheets.layout.words import any_of

KindsOf = Callable[[str], Collection[str]]
"""What a text looks like: `company`, `job` and `given` (a first name) among it."""

_QUOTES = {"«": "»", "„": "“”", '"': '"', "“": "”", "「": "」"}
_FEWEST_PIECES = 3
"""Texts between commas of which the first may be one word: `Keller, Anna` is a name. Chosen."""
_MOST_WORDS_OF_JOB = 4
"""Words behind a name that are a job. Chosen."""
_WORDS_OF_COMPANY = range(2, 6)
"""Words of what may be a company: a single one may as well be a trade, `Architecte`. Chosen."""
_FIRST_EAST_ASIAN = "\u3000"
"""Where no blanks divide words."""
_SURE_COMPANIES = 0.3
"""Share of the texts behind names that must be surely companies for the others to be some. Chosen."""
_PLACES = frozenset({"city", "country", "salutation", "email", "phone", "date", "number", "long"})
"""What no company looks like."""
_SURE = frozenset({"company", "job"})
_BRACKETED = re.compile(r"[(（【\[][^()（）【】\[\]]+[)）】\]]")
_BEHIND_TEXT = re.compile(rf"(?<=[^\s(（【\[])\s*{_BRACKETED.pattern}\Z")


class Who(NamedTuple):
    """What a line says about somebody.

    Args:
        name: of a person, or of a company where nobody else is named.
        title: the job, or "".
        company: or "".
        others: what is none of these; what stood in brackets still does.
        bracketed: whether the company stood in brackets.
    """

    name: str
    title: str
    company: str
    others: list[str]
    bracketed: bool = False


def who_is(text: str, kinds_of: KindsOf) -> Who | None:
    """The name, job and company of a text such as `Ann Lee, Site Manager, Lee Homes`; None where commas divide none."""
    pieces = [piece for part in text.split(", ") for piece in _without_brackets(part.strip()) if piece]
    name, *behind = pieces or [""]
    if not behind:
        return None
    alone = " " not in name and len(behind) + 1 < _FEWEST_PIECES and not any(map(str.isdigit, behind[0]))
    sure = any(_says_company(piece) or not _SURE.isdisjoint(kinds_of(_bare(piece))) for piece in behind)
    # A word behind `Gómez Prieto,` is a first name too.
    if not sure and (alone or (len(behind) == 1 and " " not in behind[0] and "given" in kinds_of(behind[0]))):
        return None
    title = company = ""
    bracketed = False
    others: list[str] = []
    for place, piece in enumerate(behind):
        said = _says_company(piece)
        if not company and (said or is_company(piece, kinds_of)):
            company, bracketed = _bare(said or piece), _is_bracketed(piece)
        elif not title and (_is_job(piece, kinds_of) or (not place and _stands_before_company(behind, kinds_of))):
            title = _bare(piece)
        else:
            others.append(piece)
    return Who(name, title, company, others, bracketed)


def with_companies(found: Sequence[Who], kinds_of: KindsOf) -> list[Who]:
    """The same with companies of which only the others of their list show what they are: `Złoty Kłos` below `Lis S.A.`.

    Args:
        found: who the lines of a list are about.
    """
    read = list(found)
    for bracketed in (False, True):
        unsure = [place for place, who in enumerate(read) if _may_have_company(who, kinds_of, bracketed=bracketed)]
        sure = sum(1 for who in found if who.company and who.bracketed == bracketed)
        if sure and sure >= _SURE_COMPANIES * (sure + len(unsure)):
            for place in unsure:
                who = read[place]
                read[place] = who._replace(company=_bare(who.others[0]), others=who.others[1:])
    return read


def is_company(text: str, kinds_of: KindsOf) -> bool:
    """Whether a text is surely a company, by its words or by quotation marks around it."""
    bare = text[1:-1].strip() if _is_bracketed(text) else text
    return "company" in kinds_of(bare) or _unquoted(bare) != bare


def _is_job(text: str, kinds_of: KindsOf) -> bool:
    return "job" in kinds_of(_bare(text)) and len(text.split()) <= _MOST_WORDS_OF_JOB


def _stands_before_company(pieces: Sequence[str], kinds_of: KindsOf) -> bool:
    is_short = len(pieces[0].split()) <= _MOST_WORDS_OF_JOB and not any(map(str.isdigit, pieces[0]))
    return is_short and any(is_company(piece, kinds_of) for piece in pieces[1:2])


def _may_have_company(who: Who, kinds_of: KindsOf, *, bracketed: bool) -> bool:
    """Whether the text behind a name, in brackets or not, is written like the name of something, and is no place."""
    if who.company or not who.others or _is_bracketed(who.others[0]) != bracketed:
        return False
    text = _bare(who.others[0])
    is_short = len(text.split()) in _WORDS_OF_COMPANY or (" " not in text and text[0] >= _FIRST_EAST_ASIAN)
    if not is_short or any(map(str.isdigit, text)):
        return False
    return text[:1].isalpha() and not text[0].islower() and _PLACES.isdisjoint(kinds_of(text))


def _without_brackets(text: str) -> list[str]:
    """A text and what stands in brackets behind it, still in them: `Ann Lee`, `(Acme Ltd)`."""
    match = _BEHIND_TEXT.search(text)
    return [text] if match is None else [text[: match.start()].strip(), match[0].strip()]


def _bare(text: str) -> str:
    """A text without the brackets or quotation marks around it."""
    return _unquoted(text[1:-1].strip() if _is_bracketed(text) else text)


def _is_bracketed(text: str) -> bool:
    return _BRACKETED.fullmatch(text) is not None


def _says_company(text: str) -> str:
    """The company of a text such as `works at Acme`, "" where it does not say so."""
    return text[match.end() :].strip() if (match := _works_at().match(text)) else ""


@lru_cache(maxsize=1)
def _works_at() -> re.Pattern[str]:
    spaced = rf"(?:{any_of('works_at')}|{any_of('working_at')})\s+"
    return re.compile(rf"(?:{spaced}|@\s?|[就任供][职職][于於])(?=\S)", re.IGNORECASE)


def _unquoted(text: str) -> str:
    return text[1:-1] if len(text) > len("«»") and text[-1] in _QUOTES.get(text[0], ()) else text
