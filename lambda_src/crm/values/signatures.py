"""Cells that hold a person and a company, and mostly the job between them: `Ann Lee, Head of Sales, Acme Ltd`."""

from __future__ import annotations

import re
from typing import NamedTuple

from crm.values.addressees import addressee_of, is_department, is_position
from crm.values.cjk_writing import is_cjk
from crm.values.companies import may_be_company, with_legal_forms
from crm.values.honorifics import bare_name
from crm.values.known_values import known_values
from crm.values.named_people import names_person
from crm.values.parties import company_before_person, is_person_alone, without_works_at

_SIGN = re.compile(
    r"(?:(?<![^\S\n])[^\S\n]++)?\n\s*+|(?<!\s)\s++(?:[-–—|/·•@]|c/o)\s++|(?<!\s)\s*+[,;|•·]\s++"
    r"|(?:(?<!\s)\s++)?[，、；：（]\s*+|(?<!\s)\s++\(",
    re.I,
)
_LABELLED = re.compile(r"([^()（）]*[^()（）\s])\s*+[(（]([^()（）\s]++)[)）]")
_MOST_PARTS = 4
_WORDS_OF_A_NAME = range(2, 4)
_PERSON_AND_EMPLOYER = 2
_WHOLE_SIGNATURE = 3
"""Parts of a cell in which the company and the job are certain, so that the third one is the person."""
_CLOSING = " )）"
_MOST_DIGITS = 3
"""Digits of a company in such a cell: `School No. 112`. More are a phone's. Chosen."""


class Signature(NamedTuple):
    """The parts of a cell, "" for what is not there."""

    name: str = ""
    position: str = ""
    company: str = ""


def signature_of(text: str) -> Signature:
    """The person, the job and the company of a cell of names; nothing for a name alone, or other parts.

    `Acme GmbH, z. Hd. Frau Meier`, `Ann Lee / Acme Ltd`, `Ann Lee c/o Acme Ltd` and `Ann Lee @ Acme Ltd` have no job.
    """
    if sum(map(str.isdigit, text)) > _MOST_DIGITS or company_before_person(text)[0]:
        return Signature()
    found = _of_parts(_parts(text))
    label, colon, behind = text.partition(": ")
    if found.name or not colon or not may_be_company(label):
        return found
    # "Acme Ltd: Ann Lee".
    return _of_parts([label.strip(), *_parts(behind)])


def _of_parts(parts: list[str]) -> Signature:
    if not 1 < len(parts) <= _MOST_PARTS:
        return Signature()
    if len(parts) == _PERSON_AND_EMPLOYER and (_is_person(parts[0]) or _may_be_person(parts[0])):
        job, employer = _job_at(parts[1])
        if employer:
            return Signature(addressee_of(parts[0]).name or parts[0], job, employer)
    people = [part for part in parts if _is_person(part)]
    jobs = [part for part in parts if part not in people and is_position(part)]
    firms = [part for part in parts if part not in people and part not in jobs and may_be_company(part)]
    others = [part for part in parts if part not in (*people, *jobs, *firms)]
    if len(people) == len(jobs) == 1 and parts == [*people, *jobs]:
        return Signature(addressee_of(people[0]).name, jobs[0])
    if len(people) == len(jobs) == len(others) == 1 and parts == [*people, *jobs, *others]:
        # "Ông Trần Quốc Bảo, Phó Giám đốc, Sở Thủy sản Duyên Hải".
        is_named = len(others[0].split()) > 1 and others[0].casefold() not in known_values().cities
        company = others[0] if is_named else ""
        return Signature(addressee_of(people[0]).name or people[0], jobs[0], company)
    if len(firms) != 1 or len(people) > 1 or len(jobs) > 1:
        return Signature()
    if not people and jobs and len(others) == 1 and len(parts) == _WHOLE_SIGNATURE and _may_be_person(others[0]):
        people, others = others, []
    if not people or any(not is_department(part) for part in others):
        return Signature()
    found = addressee_of(people[0])
    # "Ann Lee - Buyer - works at Acme & Sons".
    return Signature(found.name or people[0], jobs[0] if jobs else found.position, without_works_at(firms[0]))


def _job_at(text: str) -> tuple[str, str]:
    """The job, which may be "", and the company of `works at Acme & Sons` and `CEO at Acme`; else two times ""."""
    if (employer := without_works_at(text)) != text:
        return ("", employer)
    job, *behind = map(str.strip, known_values().employed_at.split(text, 1))
    employer = behind[0] if behind else ""
    # "Sales at Berlin" is at a place.
    is_firm = employer.casefold() not in known_values().cities and not employer[:1].islower() and is_position(job)
    return (job, employer) if is_firm else ("", "")


def without_label(text: str) -> str:
    """A person without the one word in brackets that says where a number rings: `Ana García (oficina)`."""
    found = _LABELLED.fullmatch(text)
    kept = found is not None and (is_position(found[2]) or may_be_company(found[2]))
    if found is None or kept or found[2].casefold() in known_values().given_names:
        return text
    person = is_person_alone(found[1].replace(" ", "")) if is_cjk(found[1]) else names_person(found[1])
    return found[1] if person else text


def _parts(text: str) -> list[str]:
    return with_legal_forms(part.strip(_CLOSING) for part in _SIGN.split(text.rstrip(_CLOSING)))


def _is_person(text: str) -> bool:
    name = addressee_of(text).name
    if is_cjk(text):
        return is_person_alone((bare_name(name) or name).replace(" ", "")) and not is_position(text)
    bare = bare_name(name) or name
    if not name or is_position(text):
        return False
    return names_person(name) or names_person(bare) or (bare != text and _may_be_person(bare))


def _may_be_person(text: str) -> bool:
    """Whether a text is written as names are."""
    words = text.split()
    return len(words) in _WORDS_OF_A_NAME and all(word[:1].isalpha() and not word[:1].islower() for word in words)
