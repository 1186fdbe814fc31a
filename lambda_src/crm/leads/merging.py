"""Decides what a row does to an existing lead; pure, without AWS (promise 2).

Rows apply in the order (import sequence, sheet, row), whatever the order in which their batches finish: a row that is
older than the last one applied is superseded. A repeated delivery recognizes its own mark on the lead and reports the
outcome of the first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from crm.fields import MISSING, LeadValues
from crm.leads.identity import lead_id_of_row
from crm.leads.model import Lead, row_order
from crm.outcomes import Outcome, Policy


@dataclass(frozen=True, slots=True)
class Source:
    """The import that rows come from.

    Args:
        file_name: becomes the lead's sourceFile.
        user: id of the import's owner.
        user_email: the owner's address.
        created_at: when the import was created, ISO 8601.
        now: time of this write, ISO 8601.
    """

    import_id: str
    sequence: int
    file_name: str
    policy: Policy
    user: str
    user_email: str
    created_at: str
    now: str


@dataclass(frozen=True, slots=True)
class IncomingRow:
    """A standardized row for the lead with this identity, which may not exist yet."""

    sheet: int
    row: int
    identity: str
    values: LeadValues


@dataclass(frozen=True, slots=True)
class Change:
    """What one row did to an existing lead, for the history: enough to undo it exactly.

    Args:
        order: the row's order.
        outcome: updated, or unchanged if only the lead's place in the order of rows moved.
    """

    order: str
    row: IncomingRow
    outcome: Outcome
    before: Lead
    after: Lead


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """What became of one row."""

    row: IncomingRow
    outcome: Outcome
    reason: str | None
    lead_id: str


@dataclass(frozen=True, slots=True)
class Merge:
    """All rows of a batch that share an identity, applied to its lead.

    Args:
        before: the lead as it was read; None if there was none.
        after: the lead to write.
        outcomes: one per row, in the order of rows.
        history: what each row did to the lead that it found.
    """

    before: Lead | None
    after: Lead | None
    outcomes: tuple[RowOutcome, ...]
    history: tuple[Change, ...]

    @property
    def changes(self) -> bool:
        return self.after is not None and self.after is not self.before


def merge(before: Lead | None, rows: Sequence[IncomingRow], source: Source) -> Merge:
    """Applies rows of one identity, oldest first.

    Args:
        before: the present lead; None if there is none.
        rows: in the order of sheet and row.
        source: their import.
    """
    current = before
    outcomes: list[RowOutcome] = []
    history: list[Change] = []
    for row in rows:
        order = row_order(source.sequence, row.sheet, row.row)
        if current is None:
            current = _created(row, order, source)
            outcomes.append(RowOutcome(row, Outcome.CREATED, None, current.lead_id))
            continue
        outcome, after, reason = _applied(current, row, order, source)
        outcomes.append(RowOutcome(row, outcome, reason, current.lead_id))
        if after is not current:
            history.append(Change(order, row, outcome, current, after))
        current = after
    return Merge(before, current, tuple(outcomes), tuple(history))


def already_applied(current: Lead, order: str) -> Outcome | None:
    """The outcome of an earlier delivery of this row, if the lead still shows it."""
    if current.created_order == order:
        return Outcome.CREATED
    if current.changed_order == order:
        return Outcome.UPDATED
    return Outcome.UNCHANGED if current.order == order else None


def _created(row: IncomingRow, order: str, source: Source) -> Lead:
    return Lead(
        identity=row.identity,
        lead_id=lead_id_of_row(source.import_id, row.sheet, row.row),
        values=row.values,
        source_file=source.file_name,
        created_at=source.now,
        updated_at=source.now,
        order=order,
        created_order=order,
        changed_order=order,
        import_id=source.import_id,
    )


def _applied(current: Lead, row: IncomingRow, order: str, source: Source) -> tuple[Outcome, Lead, str | None]:
    earlier = already_applied(current, order)
    if earlier:
        return earlier, current, None
    if source.policy is Policy.SKIP:
        return Outcome.SKIPPED, current, "A lead with this email exists; the import keeps existing leads as they are."
    if order < current.order and source.policy is Policy.OVERWRITE:
        return Outcome.SUPERSEDED, current, "A newer row has already set this lead."
    values = _filled(current.values, row.values) if source.policy is Policy.FILL else row.values
    newest = max(order, current.order)
    if values == current.values:
        if newest == current.order:
            return Outcome.UNCHANGED, current, None
        return Outcome.UNCHANGED, replace(current, order=newest, version=current.version + 1), None
    changed = replace(
        current,
        values=values,
        source_file=source.file_name,
        updated_at=source.now,
        order=newest,
        changed_order=order,
        import_id=source.import_id,
        version=current.version + 1,
    )
    return Outcome.UPDATED, changed, None


def _filled(existing: LeadValues, incoming: LeadValues) -> LeadValues:
    """The existing values, with missing ones filled from the row."""
    old, new = existing.to_json(), incoming.to_json()
    return LeadValues.from_json({name: new[name] if value == MISSING else value for name, value in old.items()})
