"""A dry run: what an import would do to the leads that there are now, by the code that does it (promise 8)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from crm.imports.free_text import stored_extraction
from crm.imports.ledger import LedgerRow
from crm.imports.model import Import
from crm.imports.plan import ImportPlan
from crm.imports.recording_rows import record_rows
from crm.imports.remapped_rows import earlier_rows
from crm.imports.work_files import WorkFiles
from crm.leads.history import Change, changes_between
from crm.outcomes import Outcome
from crm.statements.folding import LeadState, is_there
from crm.statements.lead import Lead
from crm.statements.recording import Recorder
from crm.statements.rehearsal import RehearsedChains, RehearsedLeads, Unlogged

SHOWN_LEADS = 20
"""Leads that a dry run shows, of those that are new and of those that change."""
SHOWN_ROWS = 200
"""Rows with a problem that a dry run shows; it counts the others."""
MOST_ROWS_SHOWN = 2 * SHOWN_ROWS
"""With the first row in which a cell of a column does not fit, where no other row shows one of that column."""


@dataclass(frozen=True, slots=True)
class ChangingLead:
    """A lead that is there and would change.

    Args:
        before: as it is stored.
        changes: values before and after.
    """

    before: Lead
    changes: Sequence[Change]


@dataclass(slots=True)
class Rows:
    """What would become of the rows that were looked at.

    Args:
        number: of these rows, which are the first ones of the file.
        counts: of them, by outcome.
        changed_values, emptied_values: of leads, by these rows.
        problems: the first rows that are rejected, or of which something is cut or left out.
        problem_rows: how many of them there are.
        misfits: cells that do not fit the field that they go to, by sheet and 0-based column.
    """

    number: int = 0
    counts: Counter[Outcome] = field(default_factory=Counter)
    changed_values: int = 0
    emptied_values: int = 0
    problems: list[LedgerRow] = field(default_factory=list)
    problem_rows: int = 0
    misfits: Counter[tuple[int, int]] = field(default_factory=Counter)

    def add(self, row: LedgerRow) -> None:
        """Takes note of one more row."""
        self.number += 1
        self.counts[row.outcome] += 1
        self.changed_values += row.changed
        self.emptied_values += row.emptied
        if row.needs_mending or (row.reason and row.outcome in (Outcome.CREATED, Outcome.UPDATED)):
            self.problem_rows += 1
            cells = [(row.sheet, column) for column in row.misfits or ()]
            is_first = any(cell not in self.misfits for cell in cells)
            if len(self.problems) < (MOST_ROWS_SHOWN if is_first else SHOWN_ROWS):
                self.problems.append(row)
            self.misfits.update(cells)


@dataclass(slots=True)
class Expected:
    """What an import would do.

    Args:
        rows: what would become of the rows.
        new: the first of the leads that it would make, as they would be stored.
        changing: the first of those that it would change.
        changing_leads: how many of them there are.
        going: how many leads would be there no more.
        typed_values: how many of the values that differ a person has typed.
    """

    rows: Rows
    new: list[Lead] = field(default_factory=list)
    changing: list[ChangingLead] = field(default_factory=list)
    changing_leads: int = 0
    going: int = 0
    typed_values: int = 0


@dataclass(frozen=True, slots=True)
class DryRun:
    """A dry run of one import; keep one for all its batches, since rows of several may be one lead.

    Args:
        record: the import; what it does to single fields, its policy and its region count, its state does not.
        plan: with the mapping that is to be tried.
    """

    record: Import
    plan: ImportPlan
    files: WorkFiles
    leads: RehearsedLeads
    chains: RehearsedChains
    rows: Rows = field(default_factory=Rows)

    def batch(self, number: int) -> list[LedgerRow]:
        """What would become of each row of a batch, after the batches that were asked for before.

        Raises:
            MissingWorkFileError: if the batch cannot be read.
        """
        batch = self.files.batch(self.record.import_id, number)
        extraction = stored_extraction(self.record, batch, self.files)
        recorder = Recorder(self.leads, self.chains, Unlogged())
        earlier = earlier_rows(self.record, batch, extraction, self.files)
        return record_rows(self.record, self.plan, batch, extraction, recorder, "dry-run", earlier)

    def take(self, number: int) -> None:
        """Looks at one more batch; `expected` tells of it."""
        for row in self.batch(number):
            self.rows.add(row)

    def new_leads(self, most: int) -> list[Lead]:
        """The first of the leads that the rows would make, as they would be stored."""
        there = (
            after
            for lead_id, after in self.leads.after.items()
            if after is not None and _seen(after) is not None and _seen(self.leads.before.get(lead_id)) is None
        )
        return list(islice(there, most))

    def expected(self) -> Expected:
        """What would become of the rows that were looked at, and of their leads."""
        found = Expected(self.rows)
        for lead_id, after in self.leads.after.items():
            _add_lead(found, self.leads.before.get(lead_id), after)
        return found


def _add_lead(found: Expected, before: Lead | None, after: Lead | None) -> None:
    was, now = _seen(before), _seen(after)
    if was is None:
        if after is not None and now is not None and len(found.new) < SHOWN_LEADS:
            found.new.append(after)
        return
    found.going += now is None
    changes = changes_between(was, now)
    if before is None or now is None or not changes:
        return
    found.changing_leads += 1
    found.typed_values += sum(one.path in was.held and was.held[one.path].origin.place.is_by_hand for one in changes)
    if len(found.changing) < SHOWN_LEADS:
        found.changing.append(ChangingLead(before, changes))


def _seen(lead: Lead | None) -> LeadState | None:
    """A lead as people see it, None for one that is not there."""
    state = lead.standing.state if lead else None
    return state if is_there(state) else None
