"""Owners of flats in lists that name their tenants, too."""

from __future__ import annotations

from crm.mapping.confidence import LIKELY
from crm.mapping.headers.column_meaning import NAMES, Meaning
from crm.mapping.headers.vocabulary import vocabulary
from crm.mapping.reasons import Why
from crm.mapping.rules.column import Column, beside, of_meaning
from crm.mapping.rules.professionals import accept_as_lead


def set_aside_communities(columns: list[Column], free: list[Column]) -> None:
    """`Objekt`, `SVJ` or `Borettslag` beside those who own its flats is the house, of which they are no employees."""
    known = vocabulary()
    owners = [one for one in columns if one.shape.filled and known.has_mark("owner", one.reading.words)]
    called = of_meaning(free, Meaning.COMPANY, Meaning.NAME, Meaning.FULL_NAME, Meaning.UNKNOWN)
    for column in called if len(owners) == 1 else ():
        if column in owners or not known.marks_whole("community", column.reading.words):
            continue
        if column.shape.distinct * column.shape.filled < owners[0].shape.distinct * owners[0].shape.filled:
            column.assign(Meaning.OTHER, LIKELY, beside(Why.COMMUNITY_OF_OWNERS, owners[0]))


def set_aside_account_holders(columns: list[Column], free: list[Column]) -> None:
    """`Intestatario` or `Titular` right beside the IBAN is who holds the account of the firm or person of the row."""
    named = [one for one in of_meaning(columns, *NAMES, Meaning.COMPANY) if one.shape.filled]
    facts = {one.index for one in columns if vocabulary().marks_whole("bank_fact", one.reading.words)}
    for column in of_meaning(free, Meaning.CLIENT, Meaning.COMPANY) if facts else ():
        others = [one for one in named if one is not column]
        is_beside = not facts.isdisjoint((column.index - 1, column.index + 1))
        if column.reading.meaning is Meaning.CLIENT and is_beside and others:
            column.assign(Meaning.OTHER, LIKELY, beside(Why.HOLDS_THE_ACCOUNT, others[0]))


def accept_owners_beside_tenants(columns: list[Column], free: list[Column]) -> None:
    """`Owner` of each `Flat` beside a `Tenant` in some of the rows: the owner is the lead, the tenant somebody else.

    Where tenants are as many as different owners, or have emails and phones of their own, the list is about them.
    """
    known = vocabulary()
    if not any(known.has_mark("owned_thing", known.pieces(column.reading.words)) for column in columns):
        return
    owners = [
        (column, said[0])
        for column in of_meaning(free, Meaning.SOMEONE_ELSE, Meaning.CLIENT)
        if column.shape.filled and (said := [word for word in column.reading.words if known.has_mark("owner", [word])])
    ]
    owning = [column for column, _ in owners]
    tenants = [column for column in of_meaning(free, Meaning.CLIENT) if column.shape.filled and column not in owning]
    named = [column for column in of_meaning(columns, *NAMES) if column.reading.words and column.shape.filled]
    if not owners or not tenants or named:
        return
    if any("client" in column.reading.kinds for column in of_meaning(columns, Meaning.EMAIL, Meaning.PHONE)):
        return
    first = owners[0][0]
    different = first.shape.distinct * first.shape.filled
    if different <= max(tenant.shape.filled for tenant in tenants):
        # One landlord, or a tenant in each flat.
        return
    for column, word in owners:
        accept_as_lead(column, word)
    for tenant in tenants:
        tenant.assign(Meaning.SOMEONE_ELSE, LIKELY, beside(Why.TENANT_OF_OWNER, first))
