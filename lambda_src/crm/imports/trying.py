"""Tries a draft: a sample at once, and all of the file behind the batch queue."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from crm.imports.draft_answers import DryRunAnswer
from crm.imports.drafting import draft_of, drafted
from crm.imports.dry_run import DryRun
from crm.imports.model import Import, ImportStatus
from crm.imports.plan import ImportPlan
from crm.imports.repository import ImportStore
from crm.imports.work_files import SampledLeads, WorkFiles
from crm.own_fields.definition import OwnFields
from crm.statements.rehearsal import RehearsedChains, RehearsedLeads

SAMPLE_ROWS = 1_000
"""Rows of a sample, which takes about a second. A file with no more is looked at whole."""
MOST_ROWS = 100_000
"""Rows that are looked at: what becomes of them is kept in memory, some 3 KB a lead."""
TOLD_AFTER_S = 3.0
"""Seconds after which what was found so far is told the first time."""


@dataclass(frozen=True, slots=True)
class _Trial:
    """A dry run under way, with what it began with."""

    plan: ImportPlan
    own_fields: OwnFields
    run: DryRun


@dataclass(frozen=True, slots=True)
class Trier:
    """Dry runs of imports that wait for their review.

    Args:
        rehearse: makes the leads and chains of one dry run.
        now: seconds of a clock that only goes forward.
    """

    imports: ImportStore
    files: WorkFiles
    own_fields: Callable[[], OwnFields]
    rehearse: Callable[[], tuple[RehearsedLeads, RehearsedChains]]
    now: Callable[[], float]

    def sample(self, record: Import) -> DryRunAnswer:
        """What would become of the first rows of a file; stored as the answer so far, with their new leads.

        Raises:
            Invalid: if the draft names what is not there any more.
        """
        trial = self._trial(record)
        for number in _batches_within(trial.plan, SAMPLE_ROWS):
            trial.run.take(number)
        self._keep_new_leads(record, trial)
        is_going_on = trial.run.rows.number < min(sum(trial.plan.batch_sizes), MOST_ROWS)
        return self._tell(record, trial, is_going_on=is_going_on)

    def whole(self, import_id: str, has_time: Callable[[], bool]) -> DryRunAnswer | None:
        """Looks at all rows and stores what it finds, from time to time and in the end.

        Args:
            has_time: whether the function may go on; if not, what was found is the answer.

        Returns:
            The last answer; None if the import does not wait for its review any more.
        """
        record = self.imports.get(import_id)
        if record is None or record.status is not ImportStatus.REVIEW:
            return None
        trial = self._trial(record)
        due, pause = self.now() + TOLD_AFTER_S, TOLD_AFTER_S
        for number in _batches_within(trial.plan, MOST_ROWS):
            if not has_time() or not self._is_current(record):
                break
            trial.run.take(number)
            if self.now() >= due:
                self._tell(record, trial, is_going_on=True)
                # What was found is gone through each time, so the more it is, the less often.
                pause *= 2
                due = self.now() + pause
        return self._tell(record, trial, is_going_on=False)

    def _trial(self, record: Import) -> _Trial:
        own_fields = self.own_fields()
        draft = draft_of(record, self.files)
        as_wanted, plan = drafted(record, self.files.plan(record.import_id), draft, own_fields)
        return _Trial(plan, own_fields, DryRun(as_wanted, plan, self.files, *self.rehearse()))

    def _is_current(self, record: Import) -> bool:
        """Whether nobody has decided something else meanwhile."""
        current = self.imports.get(record.import_id)
        return current is not None and current.status is ImportStatus.REVIEW and current.draft == record.draft

    def _keep_new_leads(self, record: Import, trial: _Trial) -> None:
        """Stores the leads that the sample would make, for whoever compares them with those that are there."""
        rows = trial.run.rows.number
        new = [(lead.lead_id, lead.to_text()) for lead in trial.run.new_leads(SAMPLE_ROWS)]
        sample = SampledLeads(rows, rows == sum(trial.plan.batch_sizes), new)
        self.files.write_new_leads(record.import_id, record.draft, sample)

    def _tell(self, record: Import, trial: _Trial, *, is_going_on: bool) -> DryRunAnswer:
        found = trial.run.expected()
        answer = DryRunAnswer.of(found, trial.plan, record.draft, trial.own_fields, is_going_on=is_going_on)
        self.files.write_dry_run(record.import_id, record.draft, answer.model_dump_json().encode())
        return answer


def _batches_within(plan: ImportPlan, most: int) -> Iterator[int]:
    """The numbers of the first batches, with so many rows at most; at least one."""
    rows = 0
    for number, size in enumerate(plan.batch_sizes, 1):
        rows += size
        if number > 1 and rows > most:
            return
        yield number
