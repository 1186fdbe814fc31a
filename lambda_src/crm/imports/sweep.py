"""Ends imports that do not move any more (promise 1), and none that only waits behind others.

An import stands still while its messages wait in a queue. So it is stuck only if its queue is empty, or if it has stood
still for so long that even a queue that is never seen empty holds nothing of it any more.

How old the oldest message of the queue is (CloudWatch, `ApproximateAgeOfOldestMessage`) does not tell. A message that
is handed back since AWS is too busy, or sent back from the dead letters, is a new one each time: an import that waits
for a table's capacity for hours has young messages only. And SQS leaves a message out of that number once it was
received three times without being deleted (Amazon SQS, "Available CloudWatch metrics"), so one on its fourth try is not
seen. By the age, both would be ended, and their rows rejected, while their messages are still to come.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from crm.clock import iso
from crm.imports.announced import Uploads, looked_for
from crm.imports.control import Controller
from crm.imports.model import Import, ImportStatus
from crm.imports.uploads import UPLOAD_SECONDS
from crm.outcomes import Outcome
from crm.sentences import FAILURES, ROWS

UPLOAD_BUDGET = timedelta(seconds=UPLOAD_SECONDS) + timedelta(minutes=15)
"""After this time an announced file cannot arrive any more: its form is valid for an hour, and uploads take time."""
STILL = timedelta(minutes=15)
"""Without a movement, and with an empty queue: longer than a function runs, and than SQS's numbers are out of date."""
LONGEST = timedelta(hours=12)
"""Without a movement, whatever the queue: longer than the files that several people import in a day take."""

NOT_CUT = FAILURES["cuttingStopped"]
NOT_SELECTED = FAILURES["findingStopped"]
SWEPT = ROWS["swept"]


@dataclass(frozen=True, slots=True)
class Sweeper:
    """Ends stuck imports.

    Args:
        intake_is_empty: whether no file waits to be read.
        uploads: where files are put.
        batches_are_done: whether no batch waits or is being handled.
    """

    controller: Controller
    intake_is_empty: Callable[[], bool]
    uploads: Uploads
    batches_are_done: Callable[[], bool]

    def sweep(self, now: datetime) -> list[Import]:
        """Ends what is stuck as far as the controller's time allows; the next sweep goes on with it.

        An announced file that never came is no failure: its import is dropped.

        Returns:
            The imports that were stuck.
        """
        # Asked first: what is sent after this moment belongs to an import that has moved since.
        is_idle = {True: self.intake_is_empty(), False: self.batches_are_done()}

        def waits_for_nobody(one: Import) -> bool:
            # The leads of a bulk change are found behind long exports, whose queue is not asked.
            is_selecting = one.change is not None and one.total_batches is None
            return not is_selecting and is_idle[one.total_batches is None]

        stuck = (one for one in self._open() if _is_begun(one) or _is_stuck(one, now, waits_for_nobody(one)))
        swept: list[Import] = []
        for record in stuck:
            if self.controller.is_out_of_time():
                break
            if record.status is ImportStatus.ANNOUNCED:
                self._give_up(record)
            else:
                swept.append(self._end(record))
        return swept

    def _give_up(self, record: Import) -> None:
        """Drops an import whose form is over, unless its file is there and only waits to be read."""
        imports = self.controller.imports
        if looked_for(record, imports, self.uploads).status is ImportStatus.ANNOUNCED:
            imports.drop(record.import_id)

    def _open(self) -> Iterator[Import]:
        start = None
        while True:
            records, start = self.controller.imports.page_of_open(limit=100, start=start)
            yield from (record for record in records if not record.is_final)
            if start is None:
                return

    def _end(self, record: Import) -> Import:
        if record.total_batches is not None:
            return self.controller.end(record, Outcome.REJECTED, SWEPT)
        if record.retry_of or record.remap:
            return self.controller.fail(record, NOT_CUT)
        if record.change:
            return self.controller.fail(record, NOT_SELECTED)
        return self.controller.fail(record, FAILURES["readingStopped"])


def _is_begun(record: Import) -> bool:
    """Whether an earlier sweep has begun to end it."""
    return record.closed_because == SWEPT


def _is_stuck(record: Import, now: datetime, is_idle: bool) -> bool:
    if record.status is ImportStatus.REVIEW:
        return False
    still = STILL if is_idle else LONGEST
    if record.status is ImportStatus.ANNOUNCED:
        still = UPLOAD_BUDGET
    return record.updated_at < iso(now.astimezone(UTC) - still)
