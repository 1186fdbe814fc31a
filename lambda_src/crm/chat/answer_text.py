"""Puts answers into words and names the conditions, so that a person sees at once if a question was misread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crm.chat.answer_words import AnswerWords, FieldWords
from crm.chat.clauses import parts_of
from crm.chat.interpretation import Intent, Interpretation, NotUnderstood
from crm.own_fields.definition import OwnFields
from crm.query.conditions import EVERY_LEAD, AllOf, AnyOf, Comparison, Condition, Filter, Not
from crm.query.lead_query import LeadQuery
from crm.query.results import Count, Groups, Page, Result

_GROUPS_NAMED = 5


@dataclass(frozen=True, slots=True)
class AnswerText:
    """Says answers in one language.

    Args:
        words: of the language.
        own_fields: which answers call by their labels.
    """

    words: AnswerWords
    own_fields: OwnFields = ()

    def answer(self, understood: Interpretation, result: Result, part: int | None = None) -> str:
        """The answer in one or two sentences.

        Args:
            part: of a share, how many leads are in its part.
        """
        query = understood.query
        if isinstance(result, Groups):
            return self._groups(understood, result)
        if isinstance(result, Count):
            if understood.part is not None and part is not None:
                return self._share(query, result.total, part, self._said(understood.part))
            return self._there_are(result.total, query)
        return self._page(query, result)

    def conditions(self, query: LeadQuery) -> str:
        """The conditions, to follow "leads": " whose company contains “Acme” and without a phone"; "" for all leads."""
        parts = [self._said(query.where)] if query.where != EVERY_LEAD else []
        if query.text:
            parts.append(self.words.say("occurs", text=self.words.quoted([query.text])))
        return self.words.say("with", conditions=self.words.together(parts)) if parts else ""

    def help(self, failure: NotUnderstood) -> str:
        """What to say to a question that was not understood whole: what was, and what was not."""
        words, partly = self.words, failure.partly
        said = [words.reason(failure.sentence, failure.about)] if failure.sentence else []
        if partly.condition is not None and partly.condition != EVERY_LEAD:
            said.append(words.say("understood", condition=self._said(partly.condition)))
        if partly.unclear:
            said.append(words.say("unclear", words=words.quoted(partly.unclear)))
        return " ".join(said or [words.say("no_question")])

    def _said(self, condition: Condition) -> str:
        return self.words.together([self._condition(part) for part in parts_of(condition)])

    def _condition(self, condition: Condition) -> str:
        """One condition, in brackets where it would be read otherwise."""
        match condition:
            case Filter():
                return self._filter(condition)
            case Not(part):
                return self.words.say("outside", condition=self._condition(part))
            case AllOf(parts):
                return self._joined(parts, "both")
            case AnyOf(parts):
                return self._at_least(parts) or self._joined(parts, "either")

    def _joined(self, parts: Sequence[Condition], by: str) -> str:
        said = self.words.sentences[by].join(map(self._condition, parts))
        return self.words.say("brackets", text=said) if len(parts) > 1 else said

    def _at_least(self, parts: Sequence[Condition]) -> str:
        """ "More or equal" in one phrase; "" for any other alternatives."""
        match parts:
            case (Filter() as ordered, Filter(op=Comparison.EQUALS) as equal) if (ordered.field, ordered.values) == (
                equal.field,
                equal.values,
            ):
                phrase = {Comparison.MORE: "at_least", Comparison.LESS: "at_most"}.get(ordered.op)
                value = self.words.quoted([ordered.value])
                return self.words.say(phrase, field=self._field(ordered.field).one, value=value) if phrase else ""
        return ""

    def _filter(self, one: Filter) -> str:
        field = self._field(one.field)
        is_one_day = one.op is Comparison.BETWEEN and one.values[0] == one.values[1]
        values = one.values[:1] if is_one_day else one.values
        quoted = [self.words.quoted([value]) for value in values]
        return self.words.comparisons[Comparison.EQUALS if is_one_day else one.op].format(
            field=field.one,
            indefinite=field.indefinite,
            values=self.words.quoted(values),
            first=next(iter(quoted), ""),
            last=next(reversed(quoted), ""),
        )

    def _there_are(self, total: int, query: LeadQuery) -> str:
        name = {0: "there_is_none", 1: "there_is_one"}.get(total, "there_are")
        return self.words.say(name, leads=self._leads(total, query))

    def _page(self, query: LeadQuery, page: Page) -> str:
        shown = len(page.leads)
        if shown == page.total:
            return self._there_are(page.total, query)
        newest = "newest" if query.sort.descending else "oldest"
        which = newest if query.sort.field == "createdAt" else "first"
        return self.words.say(which, leads=self._leads(page.total, query), shown=self.words.number(shown))

    def _groups(self, understood: Interpretation, result: Groups) -> str:
        words, query = self.words, understood.query
        if not result.total:
            return self._there_are(0, query)
        grouped = [self._field(field) for field in query.group_by]
        leads = self._leads(result.total, query)
        one, many = grouped[0].one, grouped[0].many
        if understood.intent is Intent.DISTINCT:
            name = "distinct_one" if result.distinct == 1 else "distinct_many"
            return words.say(name, count=words.number(result.distinct), one=one, many=many, leads=leads)
        text = self._by(result, grouped, leads)
        lacking = sum(group.count for group in result.groups if not any(group.values))
        if not lacking:
            return text
        none = words.together([words.say("no_value", field=field.one) for field in grouped])
        return f"{text} {words.say(_number_of('lacking', lacking), count=words.number(lacking), none=none)}"

    def _by(self, result: Groups, grouped: Sequence[FieldWords], leads: str) -> str:
        """The leads and the largest of their groups."""
        words = self.words
        fields = words.together([field.one for field in grouped])
        known = [group for group in result.groups if any(group.values)][:_GROUPS_NAMED]
        if not known:
            return words.say("by", leads=leads, fields=fields)
        pairs = ((self._values(group.values, grouped), words.number(group.count)) for group in known)
        named = words.sentences["list"].join(words.say("named", value=value, count=count) for value, count in pairs)
        others = result.distinct - len(known)
        what = (words.sentences["pair"], words.sentences["pairs"])
        if len(grouped) == 1:
            what = (grouped[0].one, grouped[0].many)
        return words.say(
            "by_more" if others else "by_named",
            leads=leads,
            fields=fields,
            named=named,
            others=words.number(others),
            what=what[others != 1],
        )

    def _values(self, values: Sequence[str | None], grouped: Sequence[FieldWords]) -> str:
        """The values of a group: "Acme – new", "Acme – no status"."""
        said = zip(values, grouped, strict=True)
        return " – ".join(
            value if value is not None else self.words.say("no_value", field=field.one) for value, field in said
        )

    def _share(self, query: LeadQuery, whole: int, part: int, of_part: str) -> str:
        if not whole:
            return self._there_are(0, query)
        return self.words.say(
            _number_of("share", part),
            percent=self.words.percent(_percent(part, whole)),
            leads=self._leads(whole, query),
            count=self.words.number(part),
            condition=of_part,
        )

    def _leads(self, total: int, query: LeadQuery) -> str:
        name = {0: "no_leads", 1: "one_lead"}.get(total, "many_leads")
        return self.words.say(name, count=self.words.number(total), **{"with": self.conditions(query)})

    def _field(self, name: str) -> FieldWords:
        return self.words.of(name, self.own_fields)


def _number_of(sentence: str, count: int) -> str:
    """The name of a sentence that has a form for one and a form for more."""
    return f"{sentence}_{'one' if count == 1 else 'many'}"


def _percent(part: int, whole: int) -> str:
    """A share to a tenth of a percent; 100 and 0 only where it is so."""
    if part in (0, whole):
        return "100" if part else "0"
    return f"{min(max(100 * part / whole, 0.1), 99.9):.1f}"
