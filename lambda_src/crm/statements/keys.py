"""The key of a lead in its table: a salted hash of the first identity that it had.

So finding a lead by its email is one read, uniqueness is DynamoDB's conditional write itself, and the key names nobody.
"""

from __future__ import annotations

import hashlib
import hmac
import re

_HEX_DIGITS = 32
"""128 bits: among a billion leads, two have the same key with a chance of 10^-21."""
_KEY = re.compile(rf"[0-9a-f]{{{_HEX_DIGITS}}}")


def key_of(identity: str, salt: bytes) -> str:
    """The key of the lead whose first identity this is.

    Args:
        identity: see `crm.statements.identity`.
        salt: of the installation, see `LeadTable.salt`.
    """
    return hmac.new(salt, identity.encode(), hashlib.sha256).hexdigest()[:_HEX_DIGITS]


def is_key(text: str | None) -> bool:
    """Whether a text can be the key of a lead at all; anything else is not looked up."""
    return text is not None and _KEY.fullmatch(text) is not None
