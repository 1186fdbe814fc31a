"""Lines of the remarks: values that no field holds, as `Header: value`."""

from __future__ import annotations

from crm.values.known_values import known_values


def said_yes(text: str) -> bool:
    """Whether a flag cell says yes."""
    return text.casefold() in known_values().yes


def column_name(column: int) -> str:
    """The letters of a 0-based column in a spreadsheet: 0 is A, 26 is AA."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def remark_label(header: str, column: int) -> str:
    """The label of a value in the remarks: the header on one line, or `Column C` without one."""
    return " ".join(header.split()).rstrip(" :") or f"Column {column_name(column)}"
