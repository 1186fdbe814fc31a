"""Takes the addresses of pages off what programs of notes link to: `Acme Ltd (https://www.notion.so/Acme-3f2e)`."""

from __future__ import annotations

import re

_LINKED = re.compile(r"(\S.*?)\s*\(https?://[^\s()]+\)(?:,\s.*)?", re.DOTALL)


def first_linked(text: str) -> str:
    """The first text of a cell that has the address of its page in brackets behind it; else the text itself."""
    linked = _LINKED.fullmatch(text) if "(http" in text else None
    return linked[1] if linked else text
