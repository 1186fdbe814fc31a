"""The key of a lead in its table: a salted hash of the first identity that it had.

So finding a lead by its email is one read, uniqueness is DynamoDB's conditional write itself, and the key names nobody.
"""

from __future__ import annotations

import hashlib
import hmac

from crm.ids import LEAD_ID_DIGITS, is_lead_id


def key_of(identity: str, salt: bytes) -> str:
    """The key of the lead whose first identity this is: 128 bits, so that among a billion leads two have the same one
    with a chance of 10^-21.

    Args:
        identity: see `crm.statements.identity`.
        salt: of the installation, see `LeadTable.salt`.
    """
    return hmac.new(salt, identity.encode(), hashlib.sha256).hexdigest()[:LEAD_ID_DIGITS]


def is_key(text: str | None) -> bool:
    """Whether a text can be the key of a lead at all; anything else is not looked up."""
    return text is not None and is_lead_id(text)
