"""The key of a lead in its table: a salted hash of the first identity that it had.

So finding a lead by its email is one read, uniqueness is DynamoDB's conditional write itself, and the key names nobody.
"""

from __future__ import annotations

import hashlib
import hmac

_HEX_DIGITS = 32
"""128 bits: among a billion leads, two have the same key with a chance of 10^-21."""


def key_of(identity: str, salt: bytes) -> str:
    """The key of the lead whose first identity this is.

    Args:
        identity: see `crm.leads.identity`.
        salt: of the installation, see `LeadTable.salt`.
    """
    return hmac.new(salt, identity.encode(), hashlib.sha256).hexdigest()[:_HEX_DIGITS]
