"""Nouns of jobs: "sales managers" asks for a title."""

from __future__ import annotations

from collections.abc import Sequence

from crm.chat.tokens import Token
from crm.chat.vocabulary import vocabulary


def job_of(tokens: Sequence[Token]) -> str | None:
    """ "sales managers" as a title contains it: "sales manager"; None for other words."""
    last = tokens[-1].key
    for word in (last, *(last.removesuffix(ending) for ending in vocabulary().job_endings)):
        if word in vocabulary().jobs:
            return " ".join([*(token.raw for token in tokens[:-1]), word])
    return None
