"""Cells that hold a company and a job title: `Acme Oy, käyttöpäällikkö`, `Principal, North School`, `한빛은행 과장`."""

from __future__ import annotations

import re
from enum import StrEnum

from crm.values.addressees import is_department, is_position
from crm.values.companies import is_surely_company, may_be_company
from crm.values.employment import names_no_employer
from crm.values.known_values import known_values
from crm.values.parties import has_given_name

_SIGN = re.compile(r"(?<!\s)\s*+[,，、;；|｜(（\n]\s*+|(?<!\s)\s++[-–—/／]\s++|(?<=[^\W\d_]{3})[/／](?=[^\W\d_]{3})")
_BETWEEN = frozenset("-–—/／|｜·,、")
_CLOSING = " )）"
_WORDS_OF_A_JOB = 3
"""Words of a job title at most where no header says that there is one. Chosen."""


class Order(StrEnum):
    """What a header says of the two that a cell may hold."""

    COMPANY = "company"
    """Companies, behind which a job title may stand."""
    EITHER = "job title or company"
    """A job, a company, or both in any order: `Day job`."""
    COMPANY_FIRST = "company, job title"
    JOB_FIRST = "job title, company"


def firm_and_job(text: str, order: Order) -> tuple[str, str]:
    """The company and the job title of a cell, "" for what is not there.

    Args:
        text: a clean cell.
        order: what its header says.
    """
    alone = (text, "") if order is Order.COMPANY else _alone(text, order)
    if (found := _behind_blank(text)) is not None:
        return found
    sides = [(text[: sign.start()].strip(), text[sign.end() :].strip(_CLOSING)) for sign in _SIGN.finditer(text)]
    sides = [(left, right) for left, right in sides if left and right]
    if not sides or any(map(str.isdigit, sides[-1][1])) or "@" in text:
        return alone
    behind = [(left, right) for left, right in sides if _is_job(right) and not _is_job(left)]
    before = [(right, left) for left, right in sides if _is_job(left) and not _is_job(right)]
    if order is Order.COMPANY:
        firm, job = behind[-1] if behind else ("", "")
        short = len(job.split()) <= _WORDS_OF_A_JOB and not has_given_name(text)
        return (firm, job) if firm and short and (may_be_company(firm) or f"{firm}," not in text) else alone
    for firm, job in (*behind[-1:], *before[:1]):
        return ("", text) if is_department(firm) or names_no_employer(firm) else (firm, job)
    return _in_order(sides, order) or alone


def _in_order(sides: list[tuple[str, str]], order: Order) -> tuple[str, str] | None:
    """The two sides where one is written as a company, or the header says which is which; None where nothing does."""
    left, right = sides[0]
    if len(sides) > 1 or is_surely_company(f"x {right}") or is_department(right) or names_no_employer(left):
        # "Acme, Inc.", "Lecturer, Accounts".
        return None
    if len(right) == 1:
        # "가온제지(주)": a legal form.
        return None
    if may_be_company(left) != may_be_company(right):
        return (left, right) if may_be_company(left) else (right, left)
    if order is Order.EITHER:
        return None
    return (left, right) if order is Order.COMPANY_FIRST else (right, left)


def _behind_blank(text: str) -> tuple[str, str] | None:
    """A Chinese, Japanese or Korean company with a job title behind a blank; None for anything else."""
    *firm, job = text.split() or [""]
    positions = known_values().asian_positions
    if firm and firm[-1] in _BETWEEN:
        # "한빛물산 / 과장".
        firm.pop()
    return (" ".join(firm), job) if firm and job in positions and firm[-1] not in positions else None


def _alone(text: str, order: Order) -> tuple[str, str]:
    if is_position(text):
        return "", text
    is_firm = may_be_company(text) or (order is Order.COMPANY_FIRST and not _is_job(text))
    return (text, "") if is_firm and not is_department(text) and not names_no_employer(text) else ("", text)


def _is_job(text: str) -> bool:
    return text in known_values().asian_positions or is_position(text)
