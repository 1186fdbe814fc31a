"""What somebody is in a club, a parish, a school or a program, and no job: `Member`, `Membre Troupe Éclaireurs`.

The words are in `known_values.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from crm.values.known_values import known_values

_PARTS = re.compile(r"[,;\n]")
_WORDS = re.compile(r"[^\s()\[\]:–—-]+")
_MOST_WORDS_OF_A_ROLE = 3
"""Words of a role in front of a group, such as `ancien membre actif`. Chosen."""
_LONGEST = 200
"""Characters of a text that may list roles; a longer one is a description. Chosen."""


@lru_cache(maxsize=4096)
def is_mere_role(text: str) -> bool:
    """Whether a clean text only says what somebody is in a group, or in several: no job, whatever stands around it.

    `Member` is one, and so is `Ancien membre Groupe Les Rochers`. `Member Services Manager` and `Member of the Board`
    are jobs.
    """
    if len(text) > _LONGEST:
        return False
    known = known_values()
    if text.casefold() in known.mere_roles:
        return True
    return all(map(_is_in_a_group, _PARTS.split(text.removesuffix(","))))


def are_accounts_of_a_school(texts: Collection[str]) -> bool:
    """Whether texts are kinds of people who have an account of a school's program, learners or parents among them."""
    known = known_values()
    folded = {text.casefold() for text in texts}
    learners = folded & (known.learners | known.mere_roles)
    return bool(learners) and folded - learners <= known.school_staff


def _is_in_a_group(text: str) -> bool:
    """Whether a role stands before the name of a group: `Sponsor Groupe Les Rochers`, `Mitglied (Pfadistufe)`."""
    words = _WORDS.findall(text)
    known = known_values()
    folded = [word.casefold().strip(".") for word in words]
    for length in range(min(len(words) - 1, _MOST_WORDS_OF_A_ROLE), 0, -1):
        role = " ".join(folded[:length])
        if role in known.mere_roles or role in known.backers:
            group, named = folded[length:], words[length]
            ends = {group[0], group[-1]}
            return not named[0].islower() and not ends.isdisjoint(known.kinds_of_groups)
    return False
