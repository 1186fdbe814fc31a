"""What each level of a comparison is worth, and the bands of scores; read from `data/weights.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

WEIGHTS = Path(__file__).with_name("data") / "weights.toml"


class Band(StrEnum):
    """How sure it is that two leads are one person."""

    CERTAIN = "certain"
    LIKELY = "likely"
    POSSIBLE = "possible"


@dataclass(frozen=True, slots=True)
class Level:
    """What a level says.

    Args:
        m: the share of pairs of one person that are at this level.
        u: the share of pairs of two people; None where it is how common the value is.
    """

    m: float
    u: float | None = None


@dataclass(frozen=True, slots=True)
class Weights:
    """A model of Fellegi and Sunter, "A Theory for Record Linkage" (1969), as `data/weights.toml` describes it.

    Args:
        duplicates: leads of which another one is the same person, of one.
        background: people who stand behind the leads.
        bands: the fewest bits of each.
        levels: by comparison and by name.
        shared_by_chance: by comparison, in people of the background.
        namesakes: the share of all people of one full name, of one, from which on a firm may have two of them.
    """

    duplicates: float
    background: float
    bands: Mapping[Band, float]
    levels: Mapping[str, Mapping[str, Level]]
    shared_by_chance: Mapping[str, float]
    namesakes: float


_COMPARISONS = ("order", "first", "last", "phone", "email", "company")


def weights_from(data: Mapping[str, Any]) -> Weights:
    """The weights that a document says."""
    return Weights(
        duplicates=data["duplicates"],
        background=data["background"],
        bands={Band(name): bits for name, bits in data["bands"].items()},
        levels={
            comparison: {name: Level(**level) for name, level in data[comparison].items()}
            for comparison in _COMPARISONS
        },
        shared_by_chance=data["shared_by_chance"],
        namesakes=data["namesakes"]["share"],
    )


@lru_cache(maxsize=1)
def weights() -> Weights:
    """Those of this project; read once."""
    return weights_from(tomllib.loads(WEIGHTS.read_text(encoding="utf-8")))
