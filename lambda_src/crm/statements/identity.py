"""What makes a row this person (promise 2); the key of the lead follows from it, see `crm.statements.keys`."""

from __future__ import annotations

from crm.values.email import normalize_email


def identity_of_email(email: str | None) -> str | None:
    """The identity behind an address; None when it identifies nobody."""
    normalized = normalize_email(email) if email else None
    return f"email#{normalized}" if normalized else None


def identity_of_content(digest: str, equal_rows_before: int) -> str:
    """The identity of a row without an email: what it says, not the file and the place where it stands.

    Args:
        digest: of what the row says, see `crm.imports.row_content`.
        equal_rows_before: rows of the same import that say the same and stand before it.
    """
    return f"content#{digest}#{equal_rows_before}"


def identity_by_hand(new_id: str) -> str:
    """The identity of a lead without an email that a person made."""
    return f"hand#{new_id}"
