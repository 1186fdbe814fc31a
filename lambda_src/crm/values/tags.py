"""Tags as people write them."""

from __future__ import annotations

from collections.abc import Iterator

from crm.values.blanks import is_blank_like
from crm.values.text import clean_cell


def typed_tags(text: str) -> Iterator[str]:
    """The tags of a text, without those that say that there is none: a `;` separates them, as it does in an export."""
    lines = (" ".join(clean_cell(part).split()) for part in text.split(";"))
    return (line for line in lines if not is_blank_like(line))
