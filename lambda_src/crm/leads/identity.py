"""The key of a lead: what makes two rows the same person (promise 2).

It is the primary key of the leads table, so that DynamoDB's conditional write alone keeps leads unique and no index
has to be read first.
"""

from __future__ import annotations

import hashlib

from crm.values.email import normalize_email

EMAIL = "email#"


def identity_of_email(email: str) -> str | None:
    """The key of the lead with this address; None if the address identifies nobody."""
    normalized = normalize_email(email)
    return f"{EMAIL}{normalized}" if normalized else None


def identity_of_row(file_sha256: str, sheet: int, row: int) -> str:
    """The key of a lead whose row has no email.

    The hash of the file stands for the import: a repeated delivery or a second import of the same file finds the same
    lead, and a row of any other file is another lead.
    """
    return f"row#{file_sha256[:32]}#{sheet}#{row}"


def identity_by_hand(lead_id: str) -> str:
    """The key of a lead that a person made without an email."""
    return f"hand#{lead_id}"


def lead_id_of_row(import_id: str, sheet: int, row: int) -> str:
    """The id of the lead that this row creates: the same in every delivery."""
    return _id_of(f"{import_id}#{sheet}#{row}")


def lead_id_of_identity(identity: str) -> str:
    """The id for an item that was written into the table by hand without one."""
    return _id_of(identity)


def _id_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
