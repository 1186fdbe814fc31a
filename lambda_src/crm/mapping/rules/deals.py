"""Lists of CRM programs whose words for deals and companies mean something else elsewhere."""

from __future__ import annotations

from crm.mapping.confidence import LIKELY, VERY_LIKELY
from crm.mapping.headers.column_meaning import Meaning
from crm.mapping.headers.vocabulary import vocabulary
from crm.mapping.reasons import Why
from crm.mapping.rules import thresholds as at
from crm.mapping.rules.column import Column, beside, of_meaning


def set_aside_deals(columns: list[Column], free: list[Column]) -> None:
    """`Nombre del negocio` beside `Etapa del negocio` is what the deal is about, and no company.

    Spanish and Portuguese call a deal and a business by one word. So is `Lead - Title` over what is no job, or beside
    `Lead - Contact person`.
    """
    known = vocabulary()
    stages = [column for column in columns if known.marks_whole("deal_stage", column.reading.words)]
    jobs = of_meaning(free, Meaning.JOB_TITLE, Meaning.TITLE)
    for column in [job for job in jobs if known.marks_whole("deal_name", job.reading.words) and job.shape.filled]:
        others = [one for one in columns if one is not column and one.reading.words[:1] == column.reading.words[:1]]
        if (others or stages) and (column.shape.share("job") < at.SOME_JOBS or any(map(_is_contact_person, others))):
            column.assign(Meaning.OTHER, LIKELY, beside(Why.NAME_OF_A_DEAL, (others or stages)[0]))
    for column in of_meaning(free, Meaning.COMPANY, Meaning.FULL_NAME) if stages else ():
        if known.marks_whole("deal_name", column.reading.words):
            column.assign(Meaning.OTHER, VERY_LIKELY, beside(Why.NAME_OF_A_DEAL, stages[0]))


def _is_contact_person(column: Column) -> bool:
    """Whether a header names the contact person behind its first word: `Lead - Contact person`."""
    return vocabulary().marks_whole("contact_person", column.reading.words[1:])


def find_accounts(columns: list[Column], free: list[Column]) -> None:
    """`اسم الحساب` beside who keeps the record is a company; elsewhere it is of a bank or a log-in."""
    keepers = [column for column in of_meaning(columns, Meaning.SOMEONE_ELSE) if column.shape.filled]
    if not keepers or any(column.shape.filled for column in of_meaning(columns, Meaning.COMPANY)):
        return
    for column in of_meaning(free, Meaning.OTHER, Meaning.UNKNOWN):
        named = vocabulary().marks_whole("crm_account", column.reading.words)
        if named and column.shape.share("letters") >= at.LETTERS_OF_COMPANIES and not column.shape.share("email"):
            column.assign(Meaning.COMPANY, LIKELY, beside(Why.ACCOUNT_OF_A_COMPANY, keepers[0]))
            return
