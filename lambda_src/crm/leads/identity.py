"""The key of a lead: what makes two rows the same person (promise 2).

The key is the primary key of the leads table, so that uniqueness is DynamoDB's conditional write itself and no
index has to be read first.
"""

from __future__ import annotations

import hashlib

from crm.values.email import normalize_email

EMAIL = "email#"


def identity_of_email(email: str) -> str | None:
    """The key of the lead with this address; None when the address identifies nobody."""
    normalized = normalize_email(email)
    return f"{EMAIL}{normalized}" if normalized else None


def identity_of_row(file_sha256: str, sheet: int, row: int) -> str:
    """The key of a lead whose row has no email.

    The file's content stands for the import: the same row delivered again, or the same file imported again, is the
    same lead, and the row of any other file is another.
    """
    return f"row#{file_sha256[:32]}#{sheet}#{row}"


def identity_by_hand(lead_id: str) -> str:
    """The key of a lead without an email that was not imported."""
    return f"hand#{lead_id}"


def lead_id_of_row(import_id: str, sheet: int, row: int) -> str:
    """The id that the lead created by this row gets: the same however often the row is delivered."""
    return _id_of(f"{import_id}#{sheet}#{row}")


def lead_id_of_identity(identity: str) -> str:
    """The id of a lead that somebody has written into the table by hand without one."""
    return _id_of(identity)


def _id_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
