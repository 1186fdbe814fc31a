"""What the values of columns are called in the remarks and as extras."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def column_name(column: int) -> str:
    """The letters of a 0-based column in a spreadsheet: 0 is A, 26 is AA."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def header_name(header: str) -> str:
    """A header as what stands under it is called: on one line, without a colon at its end."""
    return " ".join(header.split()).rstrip(" :")


def remark_label(header: str, column: int) -> str:
    """The label of a value in the remarks: the header on one line, or `Column C` without one."""
    return header_name(header) or f"Column {column_name(column)}"


def distinct(labels: Iterable[str]) -> Iterator[str]:
    """The labels in their order; those that are there already get a number: `City`, `City 2`."""
    labels = list(labels)
    taken = set(labels)
    numbers: dict[str, int] = {}
    for label in labels:
        name = label
        numbers[label] = numbers.get(label, 0) + 1
        while numbers[label] > 1 and (name := f"{label} {numbers[label]}") in taken:
            numbers[label] += 1
        taken.add(name)
        yield name
