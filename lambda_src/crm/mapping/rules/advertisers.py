"""Answers to ads, enquiries and payments: the file's owner, in each row once more, is nobody's company there."""

from __future__ import annotations

from crm.mapping.confidence import LIKELY
from crm.mapping.headers.column_meaning import NAMES, Meaning
from crm.mapping.headers.vocabulary import vocabulary
from crm.mapping.reasons import Why
from crm.mapping.rules import thresholds as at
from crm.mapping.rules.column import Column, beside, different_values, of_meaning
from crm.values.text import fold

_CUSTOMERS = (Meaning.CLIENT, Meaning.FULL_NAME)


def set_aside_advertisers(columns: list[Column], free: list[Column]) -> None:
    """`Account name` and `Page name`, the same in all rows, beside `Form name` and `Campaign name` are who advertises.

    Different accounts beside the only campaign of a CRM are the companies of people. So is one account, unless ads are
    told by more than a campaign, or another column has the companies.
    """
    known = vocabulary()
    facts = [column for column in columns if known.marks_whole("ad_fact", column.reading.words)]
    campaigns = [column for column in columns if known.marked_parts("of_campaigns", column.reading.words)]
    called = [column for column in free if known.marks_whole("advertiser", column.reading.words)]
    others = [one for one in of_meaning(columns, Meaning.COMPANY) if one.shape.filled and one not in called]
    beside_one = next((one for one in [*facts, *campaigns] if one not in called), None)
    if beside_one is None or not (len(facts) > 1 or (others and facts + campaigns)):
        return
    for column in called:
        if len(different_values(column)) == 1:
            column.assign(Meaning.SOMEONE_ELSE, LIKELY, beside(Why.ADVERTISER, beside_one))


def set_aside_own_companies(columns: list[Column], free: list[Column]) -> None:
    """`Pro name` or `Organization`, the same in all rows of enquiries, calls or gifts of different people, got them.

    Where their emails are of it, it is where they work. So is one of two companies, the same in all rows, the owner's,
    and one `Company` beside different customers, as programs name it that several companies share.
    """
    companies = [one for one in of_meaning(columns, Meaning.COMPANY) if one.shape.filled]
    different = [one for one in companies if len(different_values(one)) > 1]
    customers = [one for one in columns if one.meaning in _CUSTOMERS and "client" in one.reading.kinds]
    different += [one for one in customers if len(different_values(one)) >= at.COMPANIES_OF_ONE]
    for column in companies if different else ():
        if column in free and _is_one_for_all(column, columns):
            column.assign(Meaning.SOMEONE_ELSE, LIKELY, beside(Why.OWN_COMPANY, different[0]))
    facts = [one for one in columns if vocabulary().marks_whole("received_fact", one.reading.words)]
    people = [one for one in of_meaning(columns, *NAMES, Meaning.EMAIL) if one.shape.filled >= at.COMPANIES_OF_ONE]
    if len(facts) < at.FACTS_OF_LISTINGS or not any(one.shape.distinct >= at.DISTINCT_CONTACTS for one in people):
        return
    for column in of_meaning(free, Meaning.COMPANY, Meaning.CLIENT, Meaning.NAME, Meaning.FULL_NAME):
        whose = column.reading.kinds & {"client", "contact"} and column.meaning is Meaning.COMPANY
        if not whose and _is_one_for_all(column, columns):
            column.assign(Meaning.SOMEONE_ELSE, LIKELY, beside(Why.OWN_COMPANY, facts[0]))


def _is_one_for_all(column: Column, columns: list[Column]) -> bool:
    """Whether a column says the same in enough rows, and no email is of what it says."""
    named = different_values(column)
    if len(named) != 1 or column.shape.filled < at.COMPANIES_OF_ONE:
        return False
    emails = [value for one in of_meaning(columns, Meaning.EMAIL) for value in one.values]
    domains = "".join(fold(email.rpartition("@")[2]) for email in emails)
    words = [word for word in " ".join(named).split() if len(word) > at.LETTERS_OF_A_NAME]
    return not any(word in domains for word in words)
