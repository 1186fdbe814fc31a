"""Scores how much a possible name of a column differs from the cells below it.

Weights and thresholds were chosen by hand and moved a step up and down against 482 contact files and 86 layouts; what
a step changes stands beside the value, and nothing where it changes nothing (docs/measurements.md).
"""

from __future__ import annotations

from crm.spreadsheets.cell_kinds import TEXT, shape_of
from crm.spreadsheets.layout.column_profile import LONGEST_NAME, ColumnProfile, manner_of

# What a cell scores.
_NOT_TEXT = -0.3
"""A number, an address, a date."""
_REPEATED_BELOW = -0.5
"""The column holds the same text. Measured: -0.75 misses 1 layout, -0.25 none."""
ABOVE_DATA = 1.0
"""A word above data. Measured: 0.75 misses 2, 1.25 none."""
_ABOVE_LATER_DATA = 0.25
"""A word above data, whose first cell is text too: words further down speak for a header there.
Measured: 0.5 misses 2, 0.1 none."""
_SHAPED_ALIKE = -1.0
"""A text with digits of the column's own shape, such as `csv-11` above `csv-12`.
Measured: -0.5 misses 1, -1.5 misses 2."""
_ABOVE_TEXT = 0.15
"""A word above other words. Measured: 0.0 misses 4, 0.3 misses 1."""
_WRITTEN_OTHERWISE = 0.25
"""Lower case above capitalized words, for example."""
_WRITTEN_ALIKE = -0.05
"""Measured: -0.15 misses 4, 0.0 none."""
_SHORTER_THAN_BELOW = 0.2
"""A word above sentences."""
_LONG = -0.4
"""A sentence instead of a name: more than `LONGEST_NAME` characters or `_MOST_WORDS` words."""
_MOST_WORDS = 8

# When these count.
DATA_COLUMN = 0.6
"""Share of data that makes a column one of data. Measured: 0.7 misses 1, 0.5 none."""
_COMMON_SHAPE = 0.5
"""Share of a column's cells that must have one shape for it to be the column's."""
_COMMON_MANNER = 0.6
"""Share of a column's cells that must be written in one manner for it to be the column's."""
_MUCH_SHORTER = 2.5
"""Times a name's length that the cells below it are long on average."""


def contrast_of(text: str, kind: str, column: ColumnProfile | None) -> float:
    """How much a text differs from the column below it, between -1 and 1."""
    if kind != TEXT:
        return _NOT_TEXT
    if column is None:
        return 0.0
    if text in column.values:
        return _REPEATED_BELOW
    if column.data_share >= DATA_COLUMN:
        return ABOVE_DATA if column.data_first else _ABOVE_LATER_DATA
    shape = shape_of(text)
    if "9" in shape and shape == column.shape[0] and column.shape[1] >= _COMMON_SHAPE:
        return _SHAPED_ALIKE
    value = _ABOVE_TEXT
    manner, share = column.manner
    if share >= _COMMON_MANNER:
        value += _WRITTEN_OTHERWISE if manner.split()[0] != manner_of(text).split()[0] else _WRITTEN_ALIKE
    if column.mean_length > _MUCH_SHORTER * len(text):
        value += _SHORTER_THAN_BELOW
    if len(text) > LONGEST_NAME or len(text.split()) > _MOST_WORDS:
        value += _LONG
    return value
