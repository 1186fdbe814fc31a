"""One random schedule of imports: every step may crash, repeat, come late or be interrupted by another step.

The code is the real one, from the splitter to the undo and to edits by hand, over doubles of AWS. Before each call to
AWS, other steps may run, which is all the concurrency there is, or the process may crash. After the last fault the
remaining messages are delivered, and then the invariants of promises 1 and 2 must hold.
"""

from __future__ import annotations

import itertools
import json
import math
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, cast

from botocore.exceptions import BotoCoreError, ClientError
from crm.aws.handing_back import HANDED_BACK
from crm.aws.patient import patient
from crm.errors import Refusal
from crm.imports.batch_worker import BatchWorker
from crm.imports.bulk_change import BulkAction
from crm.imports.completion import UnknownBatchError
from crm.imports.control import Controller
from crm.imports.dead_letters import close_dead_letter
from crm.imports.fields_of_file import fields_for
from crm.imports.intake import IntakeQueue, arrivals_of
from crm.imports.late_mends import start_mend
from crm.imports.ledgers import Ledgers
from crm.imports.mapping_memory import MappingTable
from crm.imports.mend import Mend, MendedRow
from crm.imports.mender import Mender
from crm.imports.model import FINAL, Import, ImportStatus, UploadedFile
from crm.imports.queue import BatchMessage, BatchQueue, QueueError, Task
from crm.imports.remapping import start_remap
from crm.imports.repository import ImportStore, NewImport
from crm.imports.retry import start_retry
from crm.imports.review import confirm_mapping
from crm.imports.selection import Selector, job_of_message, start_bulk_change
from crm.imports.sequence import newest_sequence
from crm.imports.splitter import Splitter
from crm.imports.sweep import Sweeper
from crm.imports.undo import Undoer, start_undo
from crm.imports.uploads import upload_key
from crm.imports.work_files import MissingWorkFileError, WorkFiles
from crm.leads.editing import LeadEditor
from crm.leads.merging import LeadMerger
from crm.outcomes import Policy
from crm.own_fields.header_memory import HeaderMemory
from crm.patience import OutOfPatienceError, Patience
from crm.query.exports import ExportStore
from crm.query.lead_query import LeadQuery
from crm.statements.chains import Chains
from crm.statements.change_log import ChangeLog
from crm.statements.claims import ContentionError, LeadWriteError
from crm.statements.lead import Lead
from crm.statements.lead_table import SALT, LeadTable
from crm.statements.recording import Recorder
from crm.statements.statement import Place
from crm.users import User

from tests.concurrency.files import (
    OWN_FIELDS,
    MendedFile,
    NoModel,
    NoUsers,
    SimulatedFile,
    mapping_of,
    other_cells,
    random_file,
    with_other_columns,
)
from tests.concurrency.people import random_change, random_edit, random_options
from tests.doubles import fake_aws
from tests.doubles.faults import FaultPlan, SimulatedCrash, inject

STEPS = 400
EXPECTED = (
    Refusal,
    BotoCoreError,
    ClientError,
    ContentionError,
    LeadWriteError,
    MissingWorkFileError,
    OutOfPatienceError,
    QueueError,
    SimulatedCrash,
    UnknownBatchError,
)
"""What a delivery may end with when a fault is injected; anything else is a defect."""
TIMES_S = (0.0, 0.2, 60.0)
"""How long a run may wait when AWS is busy: not at all, for a repetition or two, for all."""
USER = User("user", "ann@owner.example", frozenset())


class AllThere:
    """Uploads of which each has come."""

    def has(self, _import_id: str) -> bool:
        return True


class Schedule:
    """A CRM in memory and its faults.

    Args:
        seed: of everything that is random.
        faults: how many may happen.
        crowd: the chance that somebody else comes in before a call.

    Attributes:
        uploaded: the file of each import.
        originals: the import whose rows another one says anew, by the id of the latter.
        jobs, merge_jobs: ids of bulk changes: of those that change leads, and of those that merge groups.
        mended: the file as each round of mending an import left it, and what had been mended by then.
        named: ids of leads that rows of own exports name.
        typed: lead and place of each change by hand that was answered as done.
        merges: each merge that was answered as done: the lead, and its newest place then.
        taken_apart: ids of merges that somebody has asked to take back.
        interfered: whether somebody has done anything beside importing, or a batch may have been closed.
        meddling: whether what users do may happen while a process runs, not only between two.
        importer: does the work of messages; it may be another than those of dead letters and of users.
        mender: likewise, of messages about mended rows.
        lag: the chance that a read sees what was there before.
        most: characters of a lead where they are few, None for the usual limit.
    """

    def __init__(self, seed: int, *, faults: int = 6, crowd: float = 0.03) -> None:
        self.chance = random.Random(seed)
        lagging = random.Random(seed + 2)
        self.lag = 0.2
        self.aws = fake_aws(
            check_parameters=False,
            message_order=random.Random(seed + 1),
            # Reads that do not ask for consistency, and those of an index, often see what was there before.
            stale_read=lambda: lagging.random() < self.lag,
        )
        self.plan = FaultPlan(seed, rate=0.0, limit=faults, before_call=self._let_others_go_on)
        self.crowd = crowd
        self.depth = 0
        self.running = False
        self.meddling = False
        self._left: list[Callable[[], None]] = []
        self.swept: list[Import] = []
        self.uploaded: dict[str, SimulatedFile] = {}
        self.originals: dict[str, str] = {}
        self.mended: dict[str, MendedFile] = {}
        self.jobs: list[str] = []
        self.merge_jobs: list[str] = []
        self.named: set[str] = set()
        self.typed: list[tuple[str, Place]] = []
        self.merges: dict[str, tuple[str, Place]] = {}
        self.taken_apart: set[str] = set()
        self.interfered = faults > 2
        self._read_at = -1
        self._leads_to: tuple[dict[str, str], dict[str, str]] = ({}, {})
        self.most: int | None = None
        self._numbers = itertools.count()
        # The same keys in every run of a seed.
        self.aws.dynamodb.put_item(TableName="leads", Item={"leadId": {"S": SALT}, "salt": {"S": "5a17"}})
        self.patience = Patience(self.aws.clock, self.aws.clock.advance, random.Random(seed + 3).random)
        dynamodb: Any = patient(inject(self.aws.dynamodb, self.plan), self.patience)
        s3: Any = patient(inject(self.aws.s3, self.plan), self.patience)
        sqs: Any = patient(inject(self.aws.sqs, self.plan), self.patience)
        self.imports = ImportStore(dynamodb, "imports")
        self.files = WorkFiles(s3, "work")
        self.queue = BatchQueue(sqs, self.aws.batch_queue_url)
        self.intake = IntakeQueue(sqs, self.aws.intake_queue_url)
        self.log = ChangeLog(dynamodb, "changes", s3, "work", name_entry=self._new_id, now=self.aws.clock)
        self.recorder = Recorder(LeadTable(dynamodb, "leads"), Chains(s3, "work"), self.log, self._new_id)
        self.worker = BatchWorker(self.imports, self.files, self.queue, self.recorder)
        self.importer = self.worker
        self.mender = Mender(self.worker)
        newest = partial(newest_sequence, dynamodb, "imports")
        self._tomorrow = (datetime.now(UTC) + timedelta(days=1)).date()
        self.editor = LeadEditor(self.recorder, newest, self._now, self._new_id)
        self.merger = LeadMerger(self.recorder, newest, self._now, self._new_id)
        self.exports = ExportStore(s3, "work")
        # What headers say is no part of a lead: the calls for it need no faults, which others can have.
        memory, headers = MappingTable(dynamodb, "mappings"), HeaderMemory(cast(Any, self.aws.dynamodb), "mappings")
        self.splitter = Splitter(
            self.imports, self.files, self.queue, memory, NoModel(), NoUsers(), lambda: OWN_FIELDS, headers
        )
        self.controller = Controller(self.imports, self.worker, until=math.inf)
        self.selector = Selector(self.imports, self.files, self.queue)
        self._export_queue = sqs
        self.sweeper = Sweeper(self.controller, lambda: True, AllThere(), lambda: True)

    # What users do

    def upload(self, lead_ids: Sequence[str] = ()) -> str:
        """A new file of a new import with random options; its message waits in the intake queue.

        Args:
            lead_ids: leads that the rows of an own export name.
        """
        self.named |= set(lead_ids)
        return self._announce(random_file(self.chance, lead_ids), random_options(self.chance))

    def again(self, import_id: str) -> str:
        """The same file in a new import, without options."""
        return self._announce(self.uploaded[import_id], {})

    def _announce(self, file: SimulatedFile, options: dict[str, Any]) -> str:
        import_id = f"import{len(self.uploaded) + 1}"
        new = NewImport(import_id, USER.id, USER.email, f"{import_id}.csv", 1, Policy.UPDATE, None, False)
        self.imports.create(replace(new, **options))
        self.uploaded[import_id] = file
        body = json.dumps({"Records": [{"s3": {"object": {"key": upload_key(import_id)}}}]})
        self.aws.sqs.send_message(QueueUrl=self.aws.intake_queue_url, MessageBody=body)
        return import_id

    def change_many(self) -> None:
        """Somebody changes many leads at once; its message waits in the export queue."""
        self.interfered = True
        name = f"job{len(self.jobs) + 1}"
        self.jobs.append(name)
        new = NewImport(name, USER.id, USER.email, "", 0, Policy.UPDATE, None, False, change=random_change(self.chance))

        start_bulk_change(new, LeadQuery(), self.imports, self.files, self.send_to_exports)

    def send_to_exports(self, body: str) -> None:
        self._export_queue.send_message(QueueUrl=self.aws.export_queue_url, MessageBody=body)

    def control(self, import_id: str) -> None:
        """Somebody cancels or forces an import, at any moment."""
        self.interfered = True
        record = self.imports.get(import_id)
        if record is None:
            return
        if self.chance.random() < 0.6:
            self.controller.cancel(record, self.queue)
        else:
            self.controller.force_complete(record)

    def control_any(self) -> None:
        """Somebody cancels or forces an import or a bulk change."""
        self.control(self.chance.choice([*self.uploaded, *self.jobs]))

    def upload_more(self) -> None:
        """Somebody imports one more file."""
        self.upload()

    def undo(self, import_id: str) -> None:
        """Somebody takes an import back."""
        self.interfered = True
        record = self.imports.get(import_id)
        if record is not None:
            start_undo(record, USER, self.imports, self.files, self.queue)

    def retry(self, import_id: str) -> None:
        """Somebody has the rejected rows of an import tried again."""
        record = self.imports.get(import_id)
        if record is None:
            return
        file, name = self.uploaded[import_id], f"import{len(self.uploaded) + 1}"
        new = NewImport(name, USER.id, USER.email, record.file_name, 1, record.policy, None, False)
        # Also where the answer is lost: the import is there.
        self.uploaded[name] = file
        start_retry(
            record,
            replace(new, rules=record.rules, set_values=record.set_values),
            self.imports,
            self.files,
            self.intake,
        )

    def remap(self, import_id: str) -> None:
        """Somebody begins to change the mapping of an import that has ended."""
        self.interfered = True
        record = self.imports.get(import_id)
        if record is None:
            return
        name = f"import{len(self.uploaded) + 1}"
        # Also where the answer is lost: the import is there.
        self.uploaded[name] = with_other_columns(self.chance, self.uploaded[import_id])
        self.originals[name] = self.originals.get(import_id, import_id)
        start_remap(record, name, USER, self.imports, self.files, self.intake)

    def confirm(self, import_id: str) -> None:
        """Somebody has the rows of an import said anew, under the mapping of its file."""
        record = self.imports.get(import_id)
        if record is None or record.remap is None:
            return
        plan = self.files.plan(import_id)
        mappings = [mapping_of(sheet.header) for sheet in self.uploaded[import_id]]
        sheets = tuple(replace(sheet, mapping=mappings[sheet.index]) for sheet in plan.sheets)
        plan = replace(plan, sheets=sheets, own_fields=fields_for(sheets, OWN_FIELDS))
        confirm_mapping(record, plan, self.imports, self.files, self.queue)

    def mend(self, import_id: str) -> None:
        """Somebody mends rows of an import that has ended: with other cells, or by leaving them out."""
        self.interfered = True
        record, plan = self.imports.get(import_id), self.files.find_plan(import_id)
        if record is None or plan is None:
            return
        ledgers = Ledgers(record, self.files, lambda: plan)
        batches = range(1, (record.total_batches or 0) + 1)
        found = [(number, row) for number in batches for row in ledgers.of(number) if row.needs_mending]
        file = self.uploaded[import_id]
        rows = [
            MendedRow(number, row.row, other_cells(self.chance, file[row.sheet].header), self.chance.random() < 0.2)
            for number, row in found
            if self.chance.random() < 0.7
        ]
        if rows:
            mend = Mend(self._new_id(), USER.email, "", tuple(rows))
            start_mend(record, mend, len(record.mends), self.imports, self.files, self.queue)

    def give_up_reviews(self) -> None:
        """Whoever has begun to change a mapping, and has not confirmed it, cancels."""
        for import_id in self.originals:
            record = self.imports.get(import_id)
            if record is not None and record.status is ImportStatus.REVIEW:
                self.attempt(partial(self._cancel, record))

    def _cancel(self, record: Import) -> None:
        self.controller.cancel(record, self.queue)

    def edit(self) -> None:
        """Somebody changes a lead by hand, deletes or restores one, or makes one."""
        self.interfered = True
        lead = random_edit(self.chance, self.editor, [lead.lead_id for lead in self.leads()])
        if lead is not None and lead.standing.newest.is_by_hand:
            self.typed.append((lead.lead_id, lead.standing.newest))

    def merge(self) -> None:
        """Somebody makes some leads one, of which others may be making two or more one at the same time."""
        self.interfered = True
        ids = [lead.lead_id for lead in self.leads()]
        ids += [one for lead in self.leads() for one in sorted(lead.ids) if self.chance.random() < 0.3]
        some = self.chance.sample(ids, min(len(ids), self.chance.choice((2, 2, 2, 3))))
        if some:
            into = self.chance.choice((None, some[0]))
            choices = {path: some[-1] for path in ("email", "company") if self.chance.random() < 0.3}
            merge_id, lead = self.merger.merge(some, USER, into, choices)
            self.merges[merge_id] = (lead.lead_id, lead.standing.newest)

    def take_apart(self) -> None:
        """Somebody takes a merge back."""
        self.interfered = True
        merges = sorted({one.merge_id for lead in self.leads() for one in lead.merged} | self.taken_apart)
        if merges:
            merge_id = self.chance.choice(merges)
            self.taken_apart.add(merge_id)
            self.merger.undo(merge_id, USER)

    # What there is

    @property
    def has_crashed(self) -> bool:
        """Whether a fault has happened."""
        return any(fault for *_, fault in self.plan.log)

    def leads(self) -> list[Lead]:
        """All leads of the table, those of the bin too."""
        leads = [Lead.from_item(item) for item in self._items("leads") if "lead" in item]
        return sorted(leads, key=lambda lead: lead.lead_id)

    def file_of(self, name: str) -> SimulatedFile:
        """What an import, or a round of mending one, has said."""
        return self.mended[name].file if name in self.mended else self.uploaded[name]

    def claims(self) -> dict[str, str]:
        """The lead behind each key that a lead has claimed."""
        return self._keys()[0]

    def merged(self) -> dict[str, str]:
        """The lead into which each lead was merged."""
        return self._keys()[1]

    def owner(self, key: str) -> str:
        """The lead that a key leads to."""
        return _followed(key, self.claims() | self.merged())

    def now(self, lead_id: str) -> str:
        """The lead that a lead is now."""
        return _followed(lead_id, self.merged())

    def member(self, key: str) -> str:
        """The lead that has a key, whatever it was merged into."""
        return _followed(key, self.claims())

    def _keys(self) -> tuple[dict[str, str], dict[str, str]]:
        if self._read_at != len(self.plan.log):
            claims = [item for item in self._items("leads") if "claims" in item]
            leads_to = {item["leadId"]["S"]: item["claims"]["S"] for item in claims}
            merged = {item["leadId"]["S"] for item in claims if "merged" in item}
            self._read_at = len(self.plan.log)
            self._leads_to = (
                {key: lead_id for key, lead_id in leads_to.items() if key not in merged},
                {key: lead_id for key, lead_id in leads_to.items() if key in merged},
            )
        return self._leads_to

    def known(self) -> set[str]:
        """The ids that lead to a lead."""
        return {lead_id for lead in self.leads() for lead_id in lead.ids}

    def _items(self, table: str) -> list[dict[str, Any]]:
        return self.aws.dynamodb.all_items(table)

    # What AWS does

    def run(self, actions: list[Callable[[], None]], *, rate: float) -> None:
        """Delivers messages in random order, under faults and with the actions in between, until all is quiet.

        Args:
            actions: done once each, at random moments.
            rate: chance of each call to meet a fault.
        """
        self._left = list(actions)
        with self._faults_at(rate):
            self._run()
        self.aws.dynamodb.settle()
        if any(item["status"]["S"] not in FINAL for item in self._items("imports") if "status" in item):
            self.swept += self.sweeper.sweep(datetime.now(UTC) + timedelta(days=2))
            self.aws.dynamodb.settle()

    def _run(self) -> None:
        for _ in range(STEPS):
            if self._left and self.chance.random() < 0.15:
                self._act()
            elif not self.deliver():
                if not self._left and not self.pending():
                    return
                self.aws.clock.advance(6_000)
        raise AssertionError("messages come back for ever")

    def _act(self) -> None:
        self.attempt(self._left.pop(self.chance.randrange(len(self._left))))

    def deliver(self) -> bool:
        """Hands one message of one queue to its function; sometimes it is delivered again although it was handled."""
        urls = self._urls()
        for url in self.chance.sample(urls, len(urls)):
            if not self.aws.sqs.queue(url).messages:
                continue
            received = self.aws.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=1).get("Messages", [])
            if not received:
                continue
            done = self.attempt(partial(self._handle, url, received[0]))
            if done and self.chance.random() > 0.1:
                self.aws.sqs.delete_message(QueueUrl=url, ReceiptHandle=received[0]["ReceiptHandle"])
            return True
        return False

    def attempt(self, action: Callable[[], None]) -> bool:
        """Runs a step of one process; whether it came to its end."""
        self.depth += 1
        self.patience.begin(self.chance.choice(TIMES_S))
        try:
            action()
        except EXPECTED:
            return False
        finally:
            self.depth -= 1
        return True

    def pending(self) -> int:
        return sum(len(queue.messages) for queue in map(self.aws.sqs.queue, self._urls()))

    @contextmanager
    def _faults_at(self, rate: float) -> Iterator[None]:
        """While it runs, calls meet faults, and others come in between; before and after, nothing goes wrong."""
        self.plan.rate, self.running = rate, True
        try:
            yield
        finally:
            self.plan.rate, self.running = 0.0, False

    def _urls(self) -> tuple[str, ...]:
        aws = self.aws
        queues = (aws.intake_queue_url, aws.batch_queue_url, aws.export_queue_url)
        return *queues, aws.intake_dead_url, aws.batch_dead_url, aws.export_dead_url

    def _handle(self, url: str, received: Any) -> None:
        """Handles a message; one for which AWS was too busy goes back to its queue."""
        try:
            self._work(url, received["Body"], again=_was_delivered_before(received))
        except OutOfPatienceError:
            times = {"DataType": "Number", "StringValue": "1"}
            self.aws.sqs.send_message(
                QueueUrl=url, MessageBody=received["Body"], MessageAttributes={HANDED_BACK: times}
            )

    def _work(self, url: str, body: str, *, again: bool) -> None:
        if url == self.aws.intake_queue_url:
            for arrival in arrivals_of(body):
                self.splitter.handle(arrival.import_id, self._fetch)
        elif url == self.aws.export_queue_url:
            job = job_of_message(body)
            self.selector.handle(job, partial(self._found, job))
        elif url == self.aws.batch_queue_url:
            message = BatchMessage.from_body(body)
            match message.task:
                case Task.UNDO:
                    Undoer(self.worker).handle(message.import_id, message.batch, again=again)
                case Task.TAKE_BACK:
                    self.worker.take_back(message.import_id, message.batch)
                case Task.TAKE_BACK_MEND:
                    Mender(self.worker).take_back(message.import_id, message.batch)
                case Task.MEND:
                    self.mender.handle(message.import_id, message.batch)
                case Task.IMPORT:
                    self.importer.handle(message.import_id, message.batch, again=again)
        else:
            close_dead_letter(body, self.worker, self.exports)

    def _fetch(self, file: UploadedFile) -> Any:
        """What `open_simulated` takes for a file."""
        return self.uploaded[file.import_id]

    def _found(self, job: str) -> list[str]:
        """Some of the leads that a bulk change may be about; now and then one that is gone since."""
        record = self.imports.get(job)
        wants_bin = record is not None and record.change is not None and record.change.action is BulkAction.RESTORE
        states = {lead.lead_id: lead.standing.state for lead in self.leads()}
        found = [lead_id for lead_id, state in states.items() if state is not None and state.is_there is not wants_bin]
        some = self.chance.sample(found, self.chance.randint(0, len(found)))
        return [*some, f"{0:032x}"] if self.chance.random() < 0.1 else some

    def _let_others_go_on(self) -> None:
        """Before a call to AWS, another process may handle a message: that is all the concurrency there is."""
        if self.running and self.depth < 3 and self.chance.random() < self.crowd:
            if self.meddling and self._left and self.chance.random() < 0.5:
                self._act()
            else:
                self.deliver()

    def _new_id(self) -> str:
        return f"{next(self._numbers):06d}"

    def _now(self) -> str:
        """The time of a change by hand, by which it is known again in a chain.

        It is after all imports, and within the time in the bin of what these have deleted.
        """
        return f"{self._tomorrow}T08:00:00.{next(self._numbers):06d}Z"


def _followed(key: str, leads_to: Mapping[str, str]) -> str:
    while key in leads_to:
        key = leads_to[key]
    return key


def _was_delivered_before(received: Any) -> bool:
    return received["Attributes"]["ApproximateReceiveCount"] != "1" or HANDED_BACK in received["MessageAttributes"]
