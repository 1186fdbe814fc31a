"""Answers to ads: whose account or page ran the ad, in each row once more, is not the company of who answered."""

from __future__ import annotations

from crm.mapping.confidence import LIKELY
from crm.mapping.headers.column_meaning import Meaning
from crm.mapping.headers.vocabulary import vocabulary
from crm.mapping.reasons import Why
from crm.mapping.rules.column import Column, beside, of_meaning
from crm.values.text import fold


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
        if len({fold(value) for value in column.values if value.strip()}) == 1:
            column.assign(Meaning.OTHER, LIKELY, beside(Why.ADVERTISER, beside_one))
