"""Particles of family names: `von der`, short ones such as `v. d.`, and where they begin a name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crm.values.known_values import known_values

SLASHED = re.compile(r"(?<!\S)[a-z]/[a-z]\.?(?!\S)")
"""A particle written with a slash, `v/d`, which does not stand between two people."""


def is_particle(word: str) -> bool:
    """Whether a word is a particle in full, however it is written, or a short one in small letters: `v.`, `v.d.`."""
    known = known_values()
    return word.casefold() in known.particles or word in known.short_particles


def begins_family(words: Sequence[str], index: int) -> bool:
    """Whether the word at an index is a particle that no given name is, before the family name at the end."""
    word, known = words[index], known_values()
    if word in known.short_particles:
        # A name in small letters all through has initials: "anna v. berg".
        return words[-1][:1].isupper()
    return word.casefold() in known.particles and (word[:1].islower() or word.casefold() not in known.given_names)


def leading_particles(words: Sequence[str]) -> int:
    """Number of particles at the beginning of a name; 0 where the first may be a given name: `Van`, `Ben`."""
    if not words or words[0].casefold() in known_values().given_names:
        return 0
    return next((index for index, word in enumerate(words) if not is_particle(word)), len(words))


def with_rank(words: Sequence[str], index: int) -> int:
    """Where a family name begins whose particle is at an index: at the rank before it, `Graf von Stetten`."""
    return index - 1 if index > 1 and words[index - 1].casefold() in known_values().ranks_of_nobility else index


def joins_next(word: str) -> bool:
    """Whether a word and the next are two names of one family: `Jansen-de Wit`."""
    before, hyphen, behind = word.rpartition("-")
    return bool(hyphen) and before[:1].isupper() and behind.islower() and behind in known_values().particles
