"""A question without blanks while it is read: what is left of its text, and what it has said so far."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from crm.chat.clauses import Clause, joined
from crm.chat.interpretation import Intent, NotUnderstood, Partly
from crm.chat.unspaced_patterns import FIRST_QUOTED, TAKEN, Patterns
from crm.query.conditions import Condition
from crm.query.lead_query import Sort

_BETWEEN_TAKEN = re.compile(f"[{TAKEN}\\s]+")


@dataclass(slots=True)
class UnspacedQuestion:
    """One question while it is read.

    Args:
        text: with `TAKEN` for what was understood.
        quoted: the texts that stand in quotes.
        clauses: each with the place where it began.
    """

    text: str
    today: date
    words: Patterns
    quoted: list[str] = field(default_factory=list)
    clauses: list[tuple[int, Clause]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    group_by: list[str] = field(default_factory=list)
    intent: Intent | None = None
    sort: Sort | None = None
    limit: int | None = None
    changed: bool = False
    unchanged: bool = False
    divider: int | None = None

    def take(self, match: re.Match[str]) -> None:
        self.text = self.text[: match.start()] + TAKEN * len(match[0]) + self.text[match.end() :]

    def add(self, match: re.Match[str], *conditions: Condition, negated: bool = False) -> None:
        self.clauses.append((match.start(), Clause(list(conditions), negated=negated)))

    def left(self) -> list[str]:
        """What no pattern has taken."""
        return [part for part in _BETWEEN_TAKEN.split(self.text) if part]

    def unclear(self) -> NotUnderstood:
        """What is left, to ask back."""
        left = [self.restored(part) for part in self.left()]
        nothing = self.words.nothing
        partly = [clause for _, clause in self.clauses]
        condition = joined(partly) if partly else None
        return NotUnderstood("", Partly(condition, tuple(part for part in left if not nothing.fullmatch(part))))

    def restored(self, text: str) -> str:
        """A text with the quoted texts that stand in it."""
        for number, quoted in enumerate(self.quoted):
            text = text.replace(chr(FIRST_QUOTED + number), quoted)
        return text.strip()

    def says_more(self, value: str) -> bool:
        """Whether a value has words of the grammar in it, so that more was said than a name."""
        if value in self.quoted:
            return False
        words = (*self.words.words["no_values"], *self.words.words["conjunctions"], *self.words.fields)
        return any(word in value for word in words)
