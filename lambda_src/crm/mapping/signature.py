"""The key under which a mapping is remembered, the header signature."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from crm.mapping.headers.vocabulary import words_of


def header_signature(header: Sequence[str], *, shapes: Sequence[str] = ()) -> str:
    """A hash of the normalized header cells. Case, accents, blanks and width make no difference.

    Args:
        header: one text a column, as `SheetHead.header`; empty when the sheet has none.
        shapes: one word a column for what its values look like. Sheets without a header differ by nothing else.

    Returns:
        64 hex digits.
    """
    cells = [" ".join(words_of(cell)) for cell in header]
    while cells and not cells[-1]:
        cells.pop()
    text = "\x1f".join(cells) if cells else "\x1eno header\x1e" + "\x1f".join(shapes)
    return hashlib.sha256(text.encode()).hexdigest()
