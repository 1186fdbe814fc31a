"""Nouns of jobs: "sales managers" asks for a title."""

from __future__ import annotations

from collections.abc import Sequence

from crm.chat.tokens import Token
from crm.chat.vocabulary import vocabulary


def job_of(tokens: Sequence[Token]) -> str | None:
    """ "sales managers" as a title contains it: "sales manager"; None for other words."""
    last, raw = tokens[-1].key, tokens[-1].raw
    for word in (last, *(last.removesuffix(ending) for ending in vocabulary().job_endings)):
        if word in vocabulary().jobs:
            # As it was typed, where no accent has changed its length.
            typed = raw[: len(word)] if len(raw) == len(last) else word
            return " ".join([*(token.raw for token in tokens[:-1]), typed])
    return None
