"""Five workers at once on three files that share people, every message delivered twice: exact numbers, every time.

`python -m tests.concurrency --crowds 10` repeats it with 20,000 rows on the double of DynamoDB, or with `--endpoint`
on a DynamoDB Local, where the workers wait for the network as in AWS.
"""

from __future__ import annotations

import random
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import boto3
from botocore.config import Config
from crm.aws.patient import patient
from crm.imports.batch_worker import BatchWorker
from crm.imports.ledger import LedgerRow
from crm.imports.mapping_memory import MappingTable
from crm.imports.model import ImportStatus
from crm.imports.queue import BatchMessage, BatchQueue
from crm.imports.repository import ImportStore, NewImport
from crm.imports.splitter import Splitter
from crm.imports.work_files import WorkFiles
from crm.outcomes import Outcome, Policy
from crm.own_fields.header_memory import HeaderMemory
from crm.patience import Patience
from crm.statements.chains import Chains
from crm.statements.change_log import ChangeLog
from crm.statements.claims import ContentionError
from crm.statements.lead import Lead
from crm.statements.lead_table import LeadTable
from crm.statements.recording import Recorder

from benchmarks.tables import definition
from tests.concurrency.files import NoModel, NoUsers, SimulatedSheet, simulated_files
from tests.doubles import FakeAws, fake_aws
from tests.doubles.aws import MAX_RECEIVES as ATTEMPTS

FILES = 3
HEADER = ("First name", "Email")
WORKERS = 5
SHARED = 0.3
"""The part of the rows whose address another row has too."""


class ConcurrentWorkers:
    """A CRM with several workers.

    Args:
        seed: of the files and of the order of messages.
        rows: of all files together.
        endpoint: of a DynamoDB Local; None for the double.
    """

    def __init__(self, seed: int, rows: int, endpoint: str | None = None) -> None:
        self.chance = random.Random(seed)
        self.aws: FakeAws = fake_aws(check_parameters=False)
        self.prefix = f"{uuid.uuid4().hex[:8]}-" if endpoint else ""
        client: Any = self.aws.dynamodb
        self.dynamodb: Any = patient(_tables(endpoint, self.prefix) if endpoint else client, Patience())
        self.imports = ImportStore(self.dynamodb, f"{self.prefix}imports")
        s3: Any = self.aws.s3
        self.work_files = WorkFiles(s3, "work")
        log = ChangeLog(self.dynamodb, f"{self.prefix}changes", s3, "work")
        self.recorder = Recorder(LeadTable(self.dynamodb, f"{self.prefix}leads"), Chains(s3, "work"), log)
        self.queue = BatchQueue(self.aws.sqs, self.aws.batch_queue_url)  # type: ignore[arg-type]
        self.worker = BatchWorker(self.imports, self.work_files, self.queue, self.recorder)
        self.files = _files(self.chance, rows)

    def run(self) -> None:
        """Starts the imports together and handles every batch twice, in any order."""
        mappings = self.dynamodb, f"{self.prefix}mappings"
        memory, headers = MappingTable(*mappings), HeaderMemory(*mappings)
        splitter = Splitter(self.imports, self.work_files, self.queue, memory, NoModel(), NoUsers(), tuple, headers)
        for number in range(1, FILES + 1):
            self.imports.create(NewImport(f"import{number}", "user", "", "f.csv", 1, Policy.UPDATE, None, False))
        with simulated_files():
            for number, rows in enumerate(self.files, 1):
                file: Any = [SimulatedSheet(HEADER, rows)]
                splitter.handle(f"import{number}", partial(_itself, file))
            self._handle_all()

    def _handle_all(self) -> None:
        messages = self.aws.sqs.queue(self.aws.batch_queue_url).messages
        with ThreadPoolExecutor(WORKERS) as pool:
            while messages:
                bodies = [message.body for message in messages.values()] * 2
                messages.clear()
                self.chance.shuffle(bodies)
                list(pool.map(self._handle, bodies))

    def _handle(self, body: str) -> None:
        message = BatchMessage.from_body(body)
        for _ in range(ATTEMPTS):
            try:
                self.worker.handle(message.import_id, message.batch)
            except ContentionError:
                continue
            return
        raise AssertionError(f"batch {message.batch} of {message.import_id} failed {ATTEMPTS} times")

    def check(self) -> None:
        """All that must be exact."""
        newest = {row[1]: row for rows in self.files for row in rows}
        counted: Counter[Outcome] = Counter()
        for number, rows in enumerate(self.files, 1):
            record = self.imports.get(f"import{number}")
            assert record, f"import{number} is gone"
            assert record.status is ImportStatus.COMPLETED, f"import{number} is {record.status}: {record.reason}"
            ledger = self._ledger(record.import_id, record.total_batches or 0)
            assert sorted(row.row for row in ledger) == list(range(2, len(rows) + 2)), "rows without one outcome"
            outcomes = Counter(row.outcome for row in ledger)
            assert outcomes == Counter({k: v for k, v in record.counts.items() if v}), "ledger and counters differ"
            counted += outcomes
        leads = self._all_leads()
        assert counted[Outcome.CREATED] == len(leads) == len(newest), f"{len(leads)} leads of {len(newest)} people"
        assert sum(counted.values()) == sum(map(len, self.files))
        states = [lead.standing.state for lead in leads if lead.standing.state is not None]
        held = [(state.text("firstName"), state.text("email")) for state in states]
        wrong = [name for name, email in held if name != newest[str(email)][0]]
        assert not wrong, f"{len(wrong)} leads do not hold their newest row"

    def _ledger(self, import_id: str, batches: int) -> list[LedgerRow]:
        return [row for number in range(1, batches + 1) for row in self.work_files.ledger(import_id, number) or []]

    def _all_leads(self) -> list[Lead]:
        pages = self.dynamodb.get_paginator("scan").paginate(TableName=f"{self.prefix}leads", ConsistentRead=True)
        return [Lead.from_item(item) for page in pages for item in page["Items"] if "lead" in item]


def _itself(file: Any, _: object) -> Any:
    """What `open_simulated` takes for a file."""
    return file


def _files(chance: random.Random, rows: int) -> list[list[list[str]]]:
    """Rows of each file under `HEADER`; the first name says which row it is."""
    people = [f"p{number}@initech.example" for number in range(round(rows * (1 - SHARED)))]
    emails = people + [chance.choice(people) for _ in range(rows - len(people))]
    chance.shuffle(emails)
    files: list[list[list[str]]] = [[] for _ in range(FILES)]
    for place, email in enumerate(emails):
        files[place % FILES].append([f"Row{chr(97 + place % FILES)}{place}", email])
    return files


def _tables(endpoint: str, prefix: str) -> Any:
    client: Any = boto3.client(
        "dynamodb",
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id="crowd",
        aws_secret_access_key="crowd",
        config=Config(max_pool_connections=50, parameter_validation=False),
    )
    keys = {"imports": ("importId",), "leads": ("leadId",), "mappings": ("signature",), "changes": ("log", "entry")}
    for table, names in keys.items():
        client.create_table(**definition(prefix + table, *names))
    return client
