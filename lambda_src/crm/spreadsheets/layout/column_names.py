"""Names of columns as the headers of several tables on a sheet are compared."""

from __future__ import annotations

from collections.abc import Sequence


def column_name(cell: str) -> str:
    """The text of a header's cell without capitals and needless blanks."""
    return " ".join(cell.split()).casefold()


def are_others(names: Sequence[str], above: Sequence[str]) -> bool:
    """Whether a column has a name other than that of the same column above.

    Args:
        names: from `column_name`, "" for a column without.
        above: those of the table above.
    """
    return any(name and above[place : place + 1] != [name] for place, name in enumerate(names))
