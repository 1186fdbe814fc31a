"""Job titles as people write them above their profiles: `CEO bei Acme GmbH`, `Directora | Acme S.L.`."""

from __future__ import annotations

import re
from functools import lru_cache

from crm.values.addressees import is_position
from crm.values.companies import is_legal_form, is_surely_company, may_be_company, with_legal_forms
from crm.values.known_values import known_values
from crm.values.titles import title_words
from crm.values.word_lists import any_of

_SIGN = re.compile(
    r"(?:(?<![^\S\n])[^\S\n]++)?\n\s*+|(?<!\s)\s++[-–—|/·•]\s++|(?<!\s)\s*+[,;|•·]\s++|(?:(?<!\s)\s++)?[，、；｜]\s*+"
)
_FIRM_IN_FRONT = re.compile(r"(.+?(?:公司|集团|集團))([^\s公司]{2,12})")
_FEWEST_WORDS = 2
_MOST_PARTS = 4


def job_and_company(text: str) -> tuple[str, str]:
    """The job and the company of a job title; the text itself and "" where no company is certain.

    A company is certain by its legal form. `Former CEO at Acme Ltd` works elsewhere.
    """
    folded = text.casefold()
    if folded.startswith(title_words().formerly) or not (_SIGN.search(text) or may_be_company(text)):
        return (text, "")
    parts = with_legal_forms(_SIGN.split(text.strip()))
    firms = [part for part in parts if _is_certain(part) and not is_position(part) and not _behind_word(part)[1]]
    others = [part for part in parts if part not in firms]
    if len(firms) == 1 and 0 < len(others) < _MOST_PARTS:
        return (" | ".join(others), firms[0])
    if firms:
        return (text, "")
    for place, part in enumerate(parts):
        job, company = _behind_word(part)
        if company:
            return (" | ".join([*parts[:place], job, *parts[place + 1 :]]), company)
    return (text, "")


def _behind_word(text: str) -> tuple[str, str]:
    """The job and the company on the two sides of `at` and its like, or before a legal form in front; two times ""."""
    matches = list(_employed().finditer(text))
    weak = [found for found in matches if found["weak"]]
    for found in (*(found for found in matches if not found["weak"]), *(weak if len(weak) == 1 else ())):
        left, right = text[: found.start()].strip(), text[found.end() :].strip()
        job, company = (right, left) if found["behind"] else (left, right)
        if job and _is_certain(company) and not _is_certain(job):
            return (job, company)
    if (in_front := _FIRM_IN_FRONT.fullmatch(text)) is not None and is_position(in_front[2]):
        return (in_front[2], in_front[1])
    words = text.split()
    for place in range(1, len(words)):
        left, right = " ".join(words[:place]), " ".join(words[place:])
        if is_position(left) and not may_be_company(left) and _is_form(words[place]) and _is_certain(right):
            return (left, right)
        if _is_certain(left) and is_position(right) and not may_be_company(right) and not right.isascii():
            return (right, left)
    return ("", "")


@lru_cache(maxsize=1)
def _employed() -> re.Pattern[str]:
    """The words between a job and a company, and those between a company and a job."""
    known = title_words()
    strong, weak, behind = map(any_of, (known.employed_at, known.employed_weakly, known.employed_behind))
    return re.compile(rf"\s(?:{strong}|(?P<weak>{weak})|(?P<behind>{behind}))\s", re.I)


def _is_certain(text: str) -> bool:
    """Whether a text is a company by a legal form at its beginning or end, or by a word that no job has."""
    words = text.split()
    if not words or not may_be_company(text) or is_legal_form(text) or is_position(text):
        return False
    return is_surely_company(text) or (len(words) >= _FEWEST_WORDS and (_is_form(words[-1]) or _is_form(words[0])))


def _is_form(word: str) -> bool:
    """Whether a word is a legal form, in capitals where it may be another word: `ООО`, `PT`, `Ltd`, `بشركة`.

    A sign is none: `Founder & CEO`.
    """
    if known_values().company_marks.match(word) is not None:
        return True
    bare = word.strip(",()").replace(".", "")
    if not any(map(str.isalnum, bare)):
        return False
    cased = bare.lower() != bare.upper()
    return is_legal_form(word) or ((bare.isupper() or not cased) and bare.casefold() in known_values().legal_forms)
