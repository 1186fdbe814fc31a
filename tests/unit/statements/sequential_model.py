"""The plain model that the merge is held against: everything happens once, in the order of its place (docs/leads.md).

It is written from the rules alone and shares no code with `crm.statements`; an undone import is one that never was.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from crm.fields import IDENTIFYING
from crm.outcomes import Policy, Rule
from crm.statements.statement import Kind, KnownBy, Statement

Model = dict[str, str]
"""A lead: text by path."""


def lead_after(statements: Iterable[Statement], undone: Collection[int] = ()) -> Model | None:
    """The lead that these statements make when the imports with these numbers had never been; None without one."""
    ordered = sorted(statements, key=lambda statement: statement.place)
    left = [one for one in ordered if one.place.is_by_hand or one.place.sequence not in undone]
    lead = _run(left)
    if lead is not None and not any(path in lead for path in IDENTIFYING) and len(left) < len(ordered):
        # A person has changed it, and nothing that is left says whose it is.
        lead |= {path: text for path, text in (_run(ordered) or {}).items() if path in IDENTIFYING}
    return lead


def _run(statements: Iterable[Statement]) -> Model | None:
    lead: Model | None = None
    protected: set[str] = set()
    for one in statements:
        said = {path: value.text for path, value in one.says.items()}
        if one.kind is Kind.DELETE:
            lead, protected = None, set()
        elif one.kind is Kind.EDIT:
            lead = _typed(lead, said)
            protected = (protected - said.keys()) | {path for path, value in one.says.items() if value.is_protected}
        elif lead is None:
            lead = {path: text for path, text in said.items() if text and _rule(one, path) is not Rule.NEVER} or None
        elif one.source.policy is not Policy.KEEP:
            _imported(lead, one, protected)
        for first, further in (("email", "emails"), ("phone", "phones")):
            if lead and first in lead:
                lead.pop(f"{further}/{lead[first]}", None)
        # Protection is of a value: where there is none, imports may bring one.
        protected &= (lead or {}).keys()
    return lead


def _typed(lead: Model | None, said: dict[str, str | None]) -> Model | None:
    after = {path: text for path, text in {**(lead or {}), **said}.items() if text}
    return after if after or lead is not None else None


def _imported(lead: Model, row: Statement, protected: set[str]) -> None:
    before = dict(lead)
    if row.source.policy is Policy.REPLACE:
        for path in before:
            spared = path == "email" or path in protected or _rule(row, path) is not Rule.ALWAYS
            if path not in row.says and not spared:
                del lead[path]
    for path, value in row.says.items():
        rule = _rule(row, path)
        if not value.text or rule is Rule.NEVER or path in protected:
            continue
        if path not in lead or (rule is Rule.ALWAYS and not _stays_first(before, path, value.text, row)):
            lead[path] = value.text


def _stays_first(before: Model, path: str, text: str, row: Statement) -> bool:
    """Whether the lead's first email or phone stays the first although the row says another."""
    further = {"email": "emails", "phone": "phones"}.get(path)
    if further is not None and f"{further}/{text}" in before:
        return True
    return path == "email" and row.known_by is KnownBy.EMAIL


def _rule(row: Statement, path: str) -> Rule:
    usual = Rule.IF_EMPTY if row.source.policy is Policy.FILL else Rule.ALWAYS
    return row.source.rules.get(path.partition("/")[0], usual)
