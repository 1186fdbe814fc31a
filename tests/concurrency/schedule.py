"""One random schedule of imports: every step may crash, repeat, come late or be interrupted by another step.

The code is the real one, from the splitter to the undo, over doubles of AWS. Before each call to AWS, other steps may
run, which is all the concurrency there is, or the process may crash. After the last fault the remaining messages are
delivered, and then the invariants of promises 1 and 2 must hold.
"""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from unittest.mock import patch

from botocore.exceptions import BotoCoreError, ClientError
from crm.errors import Refusal
from crm.imports.batch_worker import BatchWorker
from crm.imports.completion import UnknownBatchError
from crm.imports.control import Controller
from crm.imports.dead_letters import close_dead_letter
from crm.imports.mapping_memory import MappingTable
from crm.imports.model import Import
from crm.imports.queue import BatchMessage, BatchQueue, QueueError, Task
from crm.imports.repository import ImportStore, NewImport
from crm.imports.splitter import Splitter
from crm.imports.undo import Undoer, start_undo
from crm.imports.uploads import uploaded_imports
from crm.imports.work_files import MissingWorkFileError, WorkFiles
from crm.leads.history import HistoryStore
from crm.leads.repository import LeadStore, LeadWriteError
from crm.leads.upsert import ContentionError
from crm.leads.version import try_raise_version
from crm.outcomes import Policy
from crm.query.exports import ExportStore
from crm.users import User

from tests.concurrency.files import NoModel, random_file, simulated_files
from tests.doubles import fake_aws
from tests.doubles.faults import FaultPlan, SimulatedCrash, inject

BATCH_ROWS = 2
STEPS = 400
EXPECTED = (
    Refusal,
    BotoCoreError,
    ClientError,
    ContentionError,
    LeadWriteError,
    MissingWorkFileError,
    QueueError,
    SimulatedCrash,
    UnknownBatchError,
)
"""What a delivery may end with when a fault is injected; anything else is a defect."""


class Schedule:
    """A CRM in memory and its faults.

    Args:
        seed: of everything that is random.
        faults: how many may happen.
        crowd: the chance that somebody else comes in before a call.
    """

    def __init__(self, seed: int, *, faults: int = 6, crowd: float = 0.03) -> None:
        self.chance = random.Random(seed)
        lagging = random.Random(seed + 2)
        self.aws = fake_aws(
            check_parameters=False,
            message_order=random.Random(seed + 1),
            # Reads that do not ask for consistency, and those of an index, often see what was there before.
            stale_read=lambda: lagging.random() < 0.2,
        )
        self.plan = FaultPlan(seed, rate=0.0, limit=faults, before_call=self._let_others_go_on)
        self.crowd = crowd
        self.depth = 0
        self.running = False
        self.forced = False
        self.swept: list[Import] = []
        self.number = 0
        dynamodb, s3, sqs = (inject(client, self.plan) for client in (self.aws.dynamodb, self.aws.s3, self.aws.sqs))
        self.imports = ImportStore(dynamodb, "imports")  # type: ignore[arg-type]
        self.files = WorkFiles(s3, "work")  # type: ignore[arg-type]
        self.queue = BatchQueue(sqs, self.aws.batch_queue_url)  # type: ignore[arg-type]
        self.worker = BatchWorker(
            self.imports,
            self.files,
            LeadStore(dynamodb, "leads"),  # type: ignore[arg-type]
            HistoryStore(dynamodb, "history"),  # type: ignore[arg-type]
            lambda: try_raise_version(dynamodb, "imports"),  # type: ignore[arg-type]
        )
        self.exports = ExportStore(s3, "work")  # type: ignore[arg-type]
        memory = MappingTable(dynamodb, "mappings")  # type: ignore[arg-type]
        self.splitter = Splitter(self.imports, self.files, self.queue, memory, NoModel())
        self.controller = Controller(self.imports, self.worker)

    # What users do

    def upload(self, policy: Policy = Policy.OVERWRITE) -> str:
        """A new file of a new import; its message waits in the intake queue."""
        self.number += 1
        import_id = f"import{self.number}"
        self.imports.create(NewImport(import_id, "user", "", f"{import_id}.csv", 1, policy, None, False))
        key = f"uploads/{import_id}/file"
        self.aws.s3.put_object(Bucket="uploads", Key=key, Body=random_file(self.chance, f"n{self.number}-"))
        body = json.dumps({"Records": [{"s3": {"object": {"key": key}}}]})
        self.aws.sqs.send_message(QueueUrl=self.aws.intake_queue_url, MessageBody=body)
        return import_id

    def control(self, import_id: str) -> None:
        """Somebody cancels or forces an import, at any moment."""
        record = self.imports.get(import_id)
        if record is None:
            return
        if self.chance.random() < 0.6:
            self.controller.cancel(record, self.queue)
        else:
            self.forced = True
            self.controller.force_complete(record)

    def undo(self, import_id: str) -> None:
        """Somebody takes an import back."""
        record = self.imports.get(import_id)
        if record is not None:
            start_undo(record, User("user", "", frozenset()), self.imports, self.queue)

    # What AWS does

    def run(self, actions: list[Callable[[], None]], *, rate: float) -> None:
        """Delivers messages in random order, under faults and with the actions in between, until all is quiet.

        Args:
            actions: done once each, at random moments.
            rate: chance of each call to meet a fault.
        """
        left = list(actions)
        with self._faults_at(rate):
            self._run(left)
        self.aws.dynamodb.settle()
        self.swept += self.controller.sweep(datetime.now(UTC) + timedelta(days=2))
        self.aws.dynamodb.settle()

    def _run(self, left: list[Callable[[], None]]) -> None:
        for _ in range(STEPS):
            if left and self.chance.random() < 0.15:
                self.attempt(left.pop(self.chance.randrange(len(left))))
            elif not self.deliver():
                if not left and not self.pending():
                    return
                self.aws.clock.advance(6_000)
        raise AssertionError("messages come back for ever")

    def deliver(self) -> bool:
        """Hands one message of one queue to its function; sometimes it is delivered again although it was handled."""
        urls = [
            self.aws.intake_queue_url,
            self.aws.batch_queue_url,
            self.aws.intake_dead_url,
            self.aws.batch_dead_url,
        ]
        for url in self.chance.sample(urls, len(urls)):
            received = self.aws.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=1).get("Messages", [])
            if not received:
                continue
            done = self.attempt(partial(self._handle, url, received[0]["Body"]))
            if done and self.chance.random() > 0.1:
                self.aws.sqs.delete_message(QueueUrl=url, ReceiptHandle=received[0]["ReceiptHandle"])
            return True
        return False

    def attempt(self, action: Callable[[], None]) -> bool:
        """Runs a step of one process; whether it came to its end."""
        self.depth += 1
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
        return aws.intake_queue_url, aws.batch_queue_url, aws.intake_dead_url, aws.batch_dead_url

    def _handle(self, url: str, body: str) -> None:
        if url == self.aws.intake_queue_url:
            for import_id in uploaded_imports(body):
                self._split(import_id)
        elif url == self.aws.batch_queue_url:
            message = BatchMessage.from_body(body)
            if message.task is Task.UNDO:
                Undoer(self.worker).handle(message.import_id, message.batch)
            else:
                self.worker.handle(message.import_id, message.batch)
        else:
            close_dead_letter(body, self.worker, self.exports)

    def _split(self, import_id: str) -> None:
        with tempfile.TemporaryDirectory() as folder:

            def fetch() -> Path:
                path = Path(folder) / "upload"
                self.aws.s3.download_file("uploads", f"uploads/{import_id}/file", str(path))
                return path

            self.splitter.handle(import_id, fetch)

    def _let_others_go_on(self) -> None:
        """Before a call to AWS, another process may handle a message: that is all the concurrency there is."""
        if self.running and self.depth < 3 and self.chance.random() < self.crowd:
            self.deliver()


@contextmanager
def simulated_reading() -> Iterator[None]:
    """Files are JSON and batches hold two rows, so that a few rows are several batches."""
    with simulated_files(), patch("crm.imports.splitter.batch_rows", lambda _number: BATCH_ROWS):
        yield
