"""Orders that go to somebody else than who ordered: `受注名` beside `発送先名`, `구매자명` beside `수취인명`."""

from __future__ import annotations

from crm.mapping.confidence import LIKELY
from crm.mapping.headers.column_meaning import SIDE_RANK, Meaning
from crm.mapping.mapping import Transform, TransformKind
from crm.mapping.reasons import Why
from crm.mapping.rules.column import Column, beside, is_about, of_meaning
from crm.values.companies import is_surely_company
from crm.values.handles import is_handle
from crm.values.parties import is_same_in_most_rows
from crm.values.text import fold

_NAMED = (Meaning.FULL_NAME, Meaning.CLIENT, Meaning.NAME)


def set_aside_recipients(columns: list[Column], free: list[Column]) -> None:
    """Who ordered is the lead where they can be reached; a recipient who is another person is somebody else.

    A recipient who is the buyer in most rows fills what the buyer's columns leave out (`prefer_buyers`), but names
    nobody if a company has ordered for a person.
    """
    named = [column for column in of_meaning(free, *_NAMED) if column.shape.filled]
    recipients = [column for column in named if _is_recipient(column)]
    buyer = _buyer_among([column for column in named if column not in recipients])
    if not recipients or buyer is None or any(map(_is_no_name, buyer.values)):
        return
    reached = [one for one in of_meaning(columns, Meaning.EMAIL, Meaning.PHONE) if one.shape.filled]
    if all(_is_recipient(one) for one in reached) or any(_stands_alone(one, buyer) for one in recipients):
        return
    differ = any(not is_same_in_most_rows(one.values, buyer.values) for one in recipients)
    if differ or any(_is_sent_by_firms(one, buyer, reached) for one in recipients):
        buyer.assign(Meaning.FULL_NAME, LIKELY, beside(Why.BUYER_NOT_RECIPIENT, recipients[0]))
        buyer.transform_by(Transform(TransformKind.PERSON_OR_COMPANY))
        for column in [*recipients, *(one for one in reached if differ and one in free and _is_recipient(one))]:
            column.assign(Meaning.SOMEONE_ELSE, LIKELY, beside(Why.RECIPIENT_OF_BUYER, buyer))


def _is_recipient(column: Column) -> bool:
    return is_about("addressee", column)


def _buyer_among(named: list[Column]) -> Column | None:
    """Who ordered, or else a customer, who did so beside a recipient; None if several people may have."""
    plain = [column for column in named if column.rank < SIDE_RANK]
    ordering = [column for column in plain if is_about("orderer", column)]
    buyers = ordering or [column for column in plain if "client" in column.reading.kinds]
    if not buyers or not all(is_same_in_most_rows(one.values, buyers[0].values) for one in buyers):
        return None
    return buyers[0]


def _is_no_name(text: str) -> bool:
    """Whether a cell has what a buyer is called in a program, or the number of an order."""
    return is_handle(text) or any(map(str.isdigit, text))


def _stands_alone(recipient: Column, buyer: Column) -> bool:
    """Whether some row names a recipient and no buyer."""
    return any(to.strip() and not by.strip() for to, by in zip(recipient.values, buyer.values, strict=True))


def _is_sent_by_firms(recipient: Column, buyer: Column, reached: list[Column]) -> bool:
    """Whether a company has ordered in some row for somebody whose cell does not name it, and who has another phone."""
    theirs = {row for one in reached if _is_recipient(one) for row in enumerate(one.values)}
    ours = {row for one in reached if not _is_recipient(one) for row in enumerate(one.values)}
    shared = {row for row, text in theirs & ours if text.strip()}
    return any(
        to.strip() and is_surely_company(by) and fold(by) not in fold(to) and row not in shared
        for row, (to, by) in enumerate(zip(recipient.values, buyer.values, strict=True))
    )
