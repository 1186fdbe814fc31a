"""Reads a question word by word: at each place the first rule that fits takes its words; others are left over."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from crm.chat.interpretation import Intent
from crm.chat.token_matcher import YEAR_OR_DATE, TokenMatcher
from crm.chat.tokens import Token
from crm.fields import BY_HEADER
from crm.own_fields.definition import OwnFields
from crm.query.conditions import Comparison, Filter
from crm.query.lead_query import Sort

_BARE_VALUES = ("company", "title", "status", "tags", *BY_HEADER)
"""Built-in fields behind which a word with a capital letter is a value: "company Acme"."""


class QuestionParser(TokenMatcher):
    """What the words of one question say.

    Args:
        question: one line.
        today, own_fields: as `TokenMatcher` takes them.

    Attributes:
        intent: what the question asks for explicitly; None if it only names conditions.
        asked: whether the question began with a question word.
        noun: whether the question names leads: "leads", "people".
        filters: the conditions.
        texts: words to find in any field.
        left_over: words that no rule took, each with its place.
        group_by: the field after "by", "per".
        distinct: the field whose different values are counted.
        field: a field that is named without a condition.
        most: whether the most frequent values are wanted.
        sort: the order.
        limit: how many leads or values are wanted.

    Raises:
        NotUnderstood: for a question that the query language cannot express.
    """

    def __init__(self, question: str, today: date, own_fields: OwnFields = ()) -> None:
        super().__init__(question, today, own_fields)
        self.intent: Intent | None = None
        self.asked = self.noun = self.most = False
        self.filters: list[Filter] = []
        self.texts: list[str] = []
        self.left_over: list[tuple[int, Token]] = []
        self.group_by: str | None = None
        self.distinct: str | None = None
        self.field: str | None = None
        self.sort: Sort | None = None
        self.limit: int | None = None
        self._date_field = "createdAt"
        place = 0
        while place < len(self.tokens):
            place += self._step(place)

    def _step(self, place: int) -> int:
        if self.tokens[place].key:
            for rule in _RULES:
                taken = rule(self, place)
                if taken:
                    return taken
        self.left_over.append((place, self.tokens[place]))
        return 1

    def _add(self, field: str, op: Comparison, value: str = "") -> None:
        if value.startswith("@") and len(value) > 1 and field in ("company", "email", "emailDomain"):
            field, op, value = "emailDomain", Comparison.EQUALS, value[1:]
        self.filters.append(Filter(field, op, (value,) if op.takes_value else ()))

    # The rules in the order in which they are tried. Each returns the number of words that it took.

    def _count(self, place: int) -> int:
        length = self._match(place, self._words.count)
        if not length or (self._match(place, self._words.total) and self.intent):
            return 0
        self.intent = Intent.COUNT
        field, more = self._field(place + length, bare=True)
        if field and not (field == "name" and self._match(place, self._words.count_or_name)):
            self.distinct = field
            if not self._compared(field, place + length + more):
                length += more
        return length

    def _order(self, place: int) -> int:
        length = self._match(place, self._words.sort_by)
        field, more = self._field(place + length) if length else ("", 0)
        if field:
            length += more
            down = self._match(place + length, self._words.descending)
            up = self._match(place + length, self._words.ascending)
            self.sort = Sort(field, bool(down))
            return length + (down or up)
        length = self._match(place, self._words.recently_changed)
        if length:
            self.sort = Sort("updatedAt", True)
        return length

    def _most(self, place: int) -> int:
        number = self._number(place)
        first = 0 if number is None else 1
        length = self._match(place + first, self._words.most_frequent)
        if not length:
            length = self._match(place, self._words.have_most)
            self.most = self.most or bool(length)
            return length
        length += first
        later = self._number(place + length)
        if later is not None:
            number, length = later, length + 1
        if self._field(place + length, bare=True)[0]:
            self.most = True
        self.limit = number or self.limit
        return length

    def _age(self, place: int) -> int:
        number = self._number(place)
        first = 0 if number is None else 1
        newest = self._match(place + first, self._words.newest)
        length = newest or self._match(place + first, self._words.oldest)
        field, more = self._field(place + first)
        if not length or (field and more > length):
            return 0
        later = self._number(place + first + length)
        before_people = self._match(place + first + length, self._words.people)
        if self._match(place + first, self._words.first_or_last) and later is None and not before_people:
            return 0
        self.sort = Sort("createdAt", bool(newest))
        self.limit = later or number or self.limit
        if later is None and number is None and self._match(place + first + length, self._words.one_person):
            self.limit = 1
        return first + length + (later is not None)

    def _grouping(self, place: int) -> int:
        length = self._match(place, self._words.group_by)
        field, more = self._field(place + length) if length else ("", 0)
        if not field:
            return 0
        self.group_by = field
        return length + more

    def _lacking(self, place: int) -> int:
        length = self._match(place, self._words.lacking)
        field, more = self._field(place + length) if length else ("", 0)
        if not field:
            return 0
        return self._for_each(Comparison.EMPTY, field, place, length + more)

    def _for_each(self, op: Comparison, field: str, place: int, length: int) -> int:
        """ "with phone and email": the same for every field that follows after an "and"."""
        self._add(field, op)
        while joined := self._match(place + length, self._words.conjunctions):
            field, more = self._field(place + length + joined)
            if not field or self._compared(field, place + length + joined + more):
                break
            self._add(field, op)
            length += joined + more
        return length

    def _condition(self, place: int) -> int:
        with_ = self._match(place, self._words.having)
        bare = not with_ or self._match(place, self._words.conjunctions) > 0
        field, more = self._field(place + with_, bare=bare)
        if not field:
            return self._inside(place, with_) if with_ else 0
        after = place + with_ + more
        day, taken = self._own_day(field, after)
        if day:
            self._add(field, Comparison.STARTS_WITH, day)
            return with_ + more + taken
        compared = self._compared(field, after, holds=bool(with_))
        if compared:
            op, value, taken = compared
            self._add(field, op, value)
            return with_ + more + taken
        if bare:
            return self._bare(field, after, with_ + more)
        value, taken = ("", 0) if self._is_end(after) else self._value(after)
        if value and not self._match(after, self._words.people):
            self._add(field, self._holding(field), value)
            return with_ + more + taken
        return self._for_each(Comparison.NOT_EMPTY, field, place, with_ + more)

    def _bare(self, field: str, after: int, length: int) -> int:
        """A field without a comparison: "company Acme" implies one, "companies" does not."""
        if self._takes_value(field, after):
            value, taken = self._value(after)
            if value:
                self._add(field, self._holding(field), value)
                return length + taken
        self.field = self.field or field
        return length

    def _takes_value(self, field: str, after: int) -> bool:
        following = self.tokens[after] if after < len(self.tokens) else None
        takes_value = field in _BARE_VALUES or self.is_own(field)
        return following is not None and takes_value and (not following.key or not following.raw[0].islower())

    def _inside(self, place: int, with_: int) -> int:
        """ "with gmail in their email": the value first, then the field."""
        for end in range(place + with_ + 1, min(place + with_ + 6, len(self.tokens))):
            joined = self._match(end, self._words.in_field)
            field, more = self._field(end + joined) if joined else ("", 0)
            if field:
                quoted = end == place + with_ + 1 and not self.tokens[end - 1].key
                value = self.tokens[end - 1].raw if quoted else self.text(place + with_, end)
                self._add(field, Comparison.CONTAINS, value)
                return end - place + joined + more
        return 0

    def _file(self, place: int) -> int:
        length = self._match(place, self._words.from_file)
        value, taken = self._value(place + length) if length else ("", 0)
        if not value:
            return 0
        self._add("sourceFile", Comparison.CONTAINS, value)
        return length + taken

    def _named(self, place: int) -> int:
        length = self._match(place, self._words.named)
        value, taken = self._value(place + length) if length else ("", 0)
        if not value:
            return 0
        self._add("name", Comparison.CONTAINS, value)
        return length + taken

    def _tagged(self, place: int) -> int:
        for phrases, field, op in (
            (self._words.tagged, "tags", Comparison.EQUALS),
            (self._words.owned, "owner", Comparison.CONTAINS),
        ):
            length = self._match(place, phrases)
            value, taken = self._value(place + length) if length else ("", 0)
            if value:
                self._add(field, op, value)
                return length + taken
        return 0

    def _at(self, place: int) -> int:
        length = self._match(place, self._words.at)
        value, taken = self._value(place + length) if length else ("", 0)
        if not value or self._match(place, self._words.not_at):
            return 0
        self._add("company", Comparison.CONTAINS, value)
        return length + taken

    def _day(self, place: int) -> int:
        changed = self._match(place, self._words.changed)
        self._date_field = "updatedAt" if changed else self._date_field
        length = changed or self._match(place, self._words.added)
        day, taken = self._named_day(place + length)
        if taken:
            self._add(self._date_field, Comparison.STARTS_WITH, day)
            return length + taken
        following = self.tokens[place + length].key if place + length < len(self.tokens) else ""
        if length and not self._match(place, self._words.not_before_years) and YEAR_OR_DATE.fullmatch(following):
            self._add(self._date_field, Comparison.STARTS_WITH, following)
            return length + 1
        return changed

    def _anywhere(self, place: int) -> int:
        of = self._match(place, self._words.of) if self.noun or self.field else 0
        length = self._match(place, self._words.anywhere) or of
        after = place + length
        if not length or self._match(after, self._words.people) or self._all_filler(after):
            return 0
        field, more = self._field(after)
        if self.is_own(field) and self._takes_value(field, after + more):
            # "in city Rome": the condition follows.
            return length
        inside = 0 if self._match(place, self._words.places) else self._inside(place, length)
        if inside:
            return inside
        value, taken = self._value(after)
        if not value:
            return 0
        if re.search(r"\.(?:csv|tsv|txt|xls\w?|ods)$", value, re.IGNORECASE):
            self._add("sourceFile", Comparison.CONTAINS, value)
        elif of and not self._match(place, self._words.anywhere) and not self.field:
            self._add("company", Comparison.CONTAINS, value)
        else:
            self.texts.append(value)
        return length + taken

    def _address(self, place: int) -> int:
        raw = self.tokens[place].raw
        if "@" not in raw.strip("@") and not (raw.startswith("@") and len(raw) > 1):
            return 0
        self._add("email", Comparison.CONTAINS, raw)
        return 1

    def _verb(self, place: int) -> int:
        length = self._match(place, self._words.list)
        if length:
            self.intent = self.intent or Intent.LIST
            return length
        length = self._match(place, self._words.ask)
        if length:
            self.asked = True
        return length or (self._match(place, self._words.group_first) if place == 0 else 0)

    def _people(self, place: int) -> int:
        number = self._number(place)
        first = 0 if number is None else 1
        length = self._match(place + first, self._words.people)
        if not length:
            return 0
        self.noun = True
        self.limit = number if number and self.tokens[place].key.isdecimal() else self.limit
        return first + length

    def _filler(self, place: int) -> int:
        return self._match(place, self._words.fillers)


_RULES: tuple[Callable[[QuestionParser, int], int], ...] = (
    QuestionParser._lacking,
    QuestionParser._day,
    QuestionParser._refuse,
    QuestionParser._count,
    QuestionParser._order,
    QuestionParser._most,
    QuestionParser._age,
    QuestionParser._file,
    QuestionParser._grouping,
    QuestionParser._named,
    QuestionParser._tagged,
    QuestionParser._condition,
    QuestionParser._at,
    QuestionParser._anywhere,
    QuestionParser._address,
    QuestionParser._verb,
    QuestionParser._people,
    QuestionParser._filler,
)
