"""What the words of one question have said so far."""

from __future__ import annotations

from datetime import date

from crm.chat.clauses import Clause, joined
from crm.chat.day_matcher import DayMatcher
from crm.chat.interpretation import Intent, NotUnderstood, Partly
from crm.chat.tokens import Token
from crm.own_fields.definition import FieldType, OwnFields
from crm.query.conditions import Comparison, Condition, Filter
from crm.query.lead_query import Sort


class Reading(DayMatcher):
    """The state of reading a question; the rules fill it, word by word.

    Args:
        question: one line.
        today, own_fields: as `TokenMatcher` takes them.

    Attributes:
        intent: what the question asks for explicitly; None if it only names conditions.
        asked: whether the question began with a question word.
        noun: whether the question names leads: "leads", "people".
        clauses: the conditions.
        texts: words to find in any field.
        left_over: words that no rule took, each with its place.
        group_by: the fields after "by", "per".
        distinct: the field whose different values are counted.
        named_field: a field that is named without a condition.
        most: whether the most frequent values are wanted.
        top_leads: whether the first leads of some order are wanted: "top 10 leads by revenue".
        sort: the order.
        limit: how many leads or values are wanted.
        divider: how many clauses the whole has, of which a share is asked for; None before it is known.
        restricts, begins: whether the question begins as one that goes on from another: "only", "and".
        says_all: whether it says "all", so that those of the question before are not simply meant.
        refers: whether a word stands for the leads of the question before: "those".
    """

    def __init__(self, question: str, today: date, own_fields: OwnFields = ()) -> None:
        super().__init__(question, today, own_fields)
        self.intent: Intent | None = None
        self.asked = self.noun = self.most = self.top_leads = self.searches = False
        self.restricts = self.begins = self.refers = self.says_all = False
        self.clauses: list[Clause] = []
        self.texts: list[str] = []
        self.left_over: list[tuple[int, Token]] = []
        self.group_by: tuple[str, ...] = ()
        self.distinct: str | None = None
        self.named_field: str | None = None
        self.sort: Sort | None = None
        self.limit: int | None = None
        self.divider: int | None = None
        self.day_field = ""
        self._negated_at: int | None = None
        self._or_at: int | None = None
        self.last_end = 0
        """Where the words of the last clause ended."""

    def takes_days(self, field: str) -> bool:
        """Whether this is an own date, which may have a time."""
        return self.type_of(field) in (FieldType.DATE, FieldType.DATE_TIME)

    def add(self, *conditions: Condition, end: int, negated: bool = False) -> None:
        """Adds a clause of one condition or several alternatives, which takes what "not" and "or" said before it.

        Args:
            end: the place behind its words.
            negated: whether the words themselves say "not".
        """
        clause = Clause(list(conditions), negated=negated != (self._negated_at is not None))
        clause.after_or = self._or_at is not None
        self._negated_at = self._or_at = None
        self.clauses.append(clause)
        self.last_end = end

    def add_filter(self, field: str, op: Comparison, value: str = "", *, end: int, negated: bool = False) -> None:
        """Adds the comparison of a field with the words of a value, which may list alternatives."""
        if value.startswith("@") and len(value) > 1 and field in ("company", "email", "emailDomain"):
            field, op, value = "emailDomain", Comparison.EQUALS, value[1:]
        self.add(Filter(field, op, (value,) if op.takes_value else ()), end=end, negated=negated)

    def add_text(self, text: str, end: int) -> None:
        """Adds words to find in any field, which "not" and "or" cannot be said of.

        Raises:
            NotUnderstood: after one of them.
        """
        self.check_pending(text)
        self.texts.append(text)
        self.last_end = end

    def has_reference(self, start: int, end: int) -> bool:
        """Whether a word of a run stands for the leads of an answer before, as "them" does: it is no text to find."""
        return any(self.match(place, self.words.referring) for place in range(start, end))

    def negate(self, place: int) -> None:
        """Says that the next condition must not hold.

        Raises:
            NotUnderstood: for a second "not" before it.
        """
        if self._negated_at is not None:
            self.check_pending(self.tokens[place].raw)
        self._negated_at = place

    def alternative(self, place: int) -> None:
        """Says that the next condition is an alternative to the last one."""
        self._or_at = place

    @property
    def goes_on(self) -> bool:
        """Whether a word says that the question goes on from the one before."""
        return self.restricts or self.begins or self.refers

    @property
    def is_negated(self) -> bool:
        """Whether a "not" waits for its condition."""
        return self._negated_at is not None

    @property
    def takes_place(self) -> bool:
        """Whether a place must be a condition and no text: after "not", and after "or" behind another place."""
        last = self.clauses[-1].parts if self.clauses else []
        after_place = any(isinstance(part, Filter) and part.field in self.place_fields for part in last)
        return self.is_negated or (self._or_at is not None and after_place)

    def check_pending(self, text: str = "") -> None:
        """Refuses a "not" or an "or" to which no condition belongs.

        Args:
            text: the words behind it.

        Raises:
            NotUnderstood: names the words.
        """
        place = self._negated_at if self._negated_at is not None else self._or_at
        if place is None:
            return
        raw = self.tokens[place].raw
        reason = "I can leave out or choose between values of a field only. Please name the field." if text else ""
        raise NotUnderstood(reason, Partly(unclear=(f"{raw} {text}".strip(),)))

    def condition(self) -> Condition:
        """All that the clauses say. Errors as of `crm.chat.clauses.joined`."""
        return joined(self.clauses)

    def partly(self, *unclear: str) -> Partly:
        """What is understood so far, to ask back."""
        try:
            condition = self.condition() if self.clauses else None
        except NotUnderstood:
            condition = None
        return Partly(condition, unclear)
