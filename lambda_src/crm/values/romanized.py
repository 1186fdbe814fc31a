"""Names of East Asia in Latin letters, without accents: `Wei Zhang`, `Tan Hui Min`, `Park Ji-hoon`."""

from __future__ import annotations

import re
from itertools import permutations

from crm.values.known_values import known_values

_LOOSE = "(?:[bcdfghjklmnpqrstvwxyz]{0,2})[aeiouy]{1,3}(?:ng|nh|ch|[nmptkhr])?"
_SYLLABLE = re.compile(_LOOSE)
"""A syllable of a name from Korea, Hong Kong, Singapore or Vietnam."""
_WITH_HYPHEN = re.compile(f"{_LOOSE}-{_LOOSE}")
_LONGEST_SYLLABLE = 5
_TWO, _THREE = 2, 3
"""Words of such a name."""


def is_romanized_name(text: str) -> bool:
    """Whether a text is a family name of East Asia beside what may be a given name from there, in either order."""
    words = text.replace(",", " ").casefold().split()
    family, given_name = known_values().romanized_family, known_values().pinyin
    if len(words) == _TWO:
        return any(
            one in family and (given_name.fullmatch(other) or _WITH_HYPHEN.fullmatch(other)) is not None
            for one, other in permutations(words)
        )
    if len(words) != _THREE:
        return False
    given = words[1:] if words[0] in family else words[:-1] if words[-1] in family else []
    return bool(given) and all(len(word) <= _LONGEST_SYLLABLE and _SYLLABLE.fullmatch(word) for word in given)
