"""How sure a mapping is of a column: one scale from 0 to 1 for headers, rules, the model and people.

A level is a place in an order. It says which of two readings is taken, which columns are put to the model (those below
`UNCERTAIN`), and what the review shows; it is no measured frequency.
"""

from __future__ import annotations

from typing import Final

DECIDED: Final = 1.0
"""A person, our own export or an earlier decision says so."""
EXACT: Final = 0.97
"""The whole header is one known word or phrase."""
CERTAIN: Final = 0.95
"""The header is one known phrase, or the values are unmistakable."""
SURE: Final = 0.9
"""Every word of the header is known and they agree."""
VERY_LIKELY: Final = 0.85
"""The values, or a header and its neighbours, leave little else."""
LIKELY: Final = 0.8
"""The header names it beside words that no language knows, or two weaker signs agree."""
PROBABLE: Final = 0.75
"""The values look like it, and nothing speaks against it."""
PLAUSIBLE: Final = 0.7
"""The header and the values only partly agree."""
SUPPORTED: Final = 0.65
"""The values look like it, and a neighbour supports that."""
SUGGESTED: Final = 0.6
"""The values look like it."""
HINTED: Final = 0.55
"""A minority of the values look like it, or they do only by their place."""
EVEN: Final = 0.5
"""As likely as not."""
DOUBTFUL: Final = 0.4
"""The header mentions it beside other things: the values have to agree."""
UNRECOGNIZED: Final = 0.3
"""Nothing is known of the column; the remarks keep it."""
NONE: Final = 0.0
"""The header says nothing."""

UNCERTAIN: Final = PLAUSIBLE
"""A column below this level is put to the model."""
NEEDS_VALUES: Final = PLAUSIBLE
"""A header read below this level counts only where the values agree."""
IS_KNOWN: Final = LIKELY
"""From this level on a header is a known one: it may stand in a header row, and it names the subject of a sheet."""
IS_SURE_OF_A_SIDE: Final = SURE
"""From this level on one side of `Company / group` stands for the whole header."""
IS_CERTAIN: Final = CERTAIN
"""From this level on a header holds against values of no recognizable kind."""

LEVELS: Final = {
    "very_likely": VERY_LIKELY,
    "likely": LIKELY,
    "suggested": SUGGESTED,
    "even": EVEN,
    "doubtful": DOUBTFUL,
    "none": NONE,
}
"""The levels that `headers/meaning_rules.toml` may name beside `sure`: `EXACT` for one term, `SURE` for more."""
