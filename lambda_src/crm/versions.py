"""Versions of small things that people change: who has seen another one overwrites nothing."""

from __future__ import annotations

import hashlib
from typing import Any

from crm.compact_json import compact_json


def version_of(stored: Any) -> str:
    """Names what is stored: 16 hexadecimal digits that change with each part of it.

    Args:
        stored: anything that JSON can say.
    """
    return hashlib.sha256(compact_json(stored).encode()).hexdigest()[:16]
