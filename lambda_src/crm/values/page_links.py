"""Takes the addresses of pages off what programs of notes link to: `Acme Ltd (https://www.notion.so/Acme-3f2e)`."""

from __future__ import annotations

import re

_ADDRESS = re.compile(r"\(https?://[^\s()]++\)(?=,\s|$)")


def first_linked(text: str) -> str:
    """The first text of a cell that has the address of its page in brackets behind it; else the text itself."""
    # Looked for in every name and company, nearly none of which has one.
    address = _ADDRESS.search(text) if "(http" in text else None
    return text[: address.start()].strip() or text if address else text
