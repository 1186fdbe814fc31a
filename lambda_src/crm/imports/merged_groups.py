"""Carries out a batch of a bulk change that makes groups of leads one: each group is merged as a person would do it.

So it can be taken apart at any time, group by group or all at once, and what was said since stays (docs/leads.md).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from crm.compact_json import compact_json, parsed_json
from crm.imports.batches import Batch
from crm.imports.ledger import LedgerRow, UndoneLead
from crm.imports.model import Import, Undo
from crm.leads.group_merging import GroupMerger, MergedGroup
from crm.leads.merging import LeadMerger
from crm.outcomes import Outcome
from crm.statements.lead import LeadVersion
from crm.statements.recording import Recorder
from crm.users import User


def group_to_text(leads: Iterable[LeadVersion]) -> str:
    """A group as the one cell of its row."""
    return compact_json([list(one) for one in leads])


def _group_from_text(text: str) -> list[LeadVersion]:
    return [LeadVersion(*one) for one in parsed_json(text)]


@dataclass(frozen=True, slots=True)
class MergedGroups:
    """A batch of a bulk change that merges.

    Args:
        batch: its rows hold groups (`group_to_text`), each lead in one of them.
    """

    record: Import
    batch: Batch
    recorder: Recorder

    def write(self, _folder: str) -> list[LedgerRow]:
        """Merges the groups, and tells what became of each.

        Raises:
            ContentionError: when others change the leads all the time.
        """
        return [
            self._row(number, self._merger.merge(group, _merge_name(self.record, number), self._by))
            for number, group in self._groups.items()
        ]

    def told(self) -> list[LedgerRow]:
        """What became of the groups that an earlier delivery has merged; nothing is merged."""
        made = {number: self._made(number, group) for number, group in self._groups.items()}
        return [self._row(number, one) for number, one in made.items() if one is not None]

    def take_apart(self, numbers: Collection[int]) -> None:
        """Takes apart what was merged of these rows.

        Raises:
            ContentionError: when others change the leads all the time.
        """
        for number, group in sorted(self._groups.items()):
            made = self._made(number, group) if number in numbers else None
            if made is not None and made.lead_id is not None:
                self._merger.take_apart(made.lead_id, _merge_name(self.record, number), self._by)

    @property
    def _by(self) -> User:
        return User(self.record.owner_id, self.record.owner_email, frozenset())

    @property
    def _merger(self) -> GroupMerger:
        return _merger_of(self.record, self.recorder)

    @property
    def _groups(self) -> dict[int, list[LeadVersion]]:
        """By row."""
        return {row.number: _group_from_text(row.cells[0]) for row in self.batch.rows}

    def _made(self, number: int, group: Sequence[LeadVersion]) -> MergedGroup | None:
        return self._merger.made(group, _merge_name(self.record, number))

    def _row(self, number: int, group: MergedGroup) -> LedgerRow:
        return LedgerRow(self.batch.sheet, number, group.outcome, group.reason, group.lead_id)


def take_groups_apart(record: Import, undo: Undo, ledger: Sequence[LedgerRow], recorder: Recorder) -> list[UndoneLead]:
    """Takes back the merges of a batch, for the person who asked for the undo.

    Raises:
        ContentionError: when others change the leads all the time.
    """
    by = User(undo.requested_by, undo.requested_by_email, frozenset())
    merger = _merger_of(record, recorder)
    return [
        UndoneLead(row.lead_id, merger.take_apart(row.lead_id, _merge_name(record, row.row), by))
        for row in ledger
        if row.outcome is Outcome.UPDATED and row.lead_id is not None
    ]


def _merger_of(record: Import, recorder: Recorder) -> GroupMerger:
    """What merges for a bulk change: behind all imports that were announced before it."""
    return GroupMerger(LeadMerger(recorder, lambda: record.sequence))


def _merge_name(record: Import, number: int) -> str:
    """The name of the merge of a row, which no other merge of these leads has."""
    return f"{record.import_id[-12:]}-{number}"
