"""The whole CRM in memory: the real handlers over doubles of AWS, with queues that are emptied step by step."""

from __future__ import annotations

import io
import json
import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from crm.aws import clients
from crm.aws.consumer import DeliveryFailedError
from crm.aws.patient import patient
from crm.deepseek import key
from crm.handlers import batch_worker, dead_letter, file_upload, import_api, lead_splitter
from crm.imports.model import FINAL, ImportStatus
from crm.imports.uploads import upload_key
from crm.outcomes import Outcome
from crm.patience import Patience
from crm.statements.lead import Lead
from openpyxl import Workbook

from tests.contract import Kept, documented
from tests.doubles import FakeAws, fake_aws, sqs_event
from tests.factories import api_event, texts_of

STEPS = 10_000
"""More deliveries than any test needs: more would mean that a message returns for ever."""

RUN_SECONDS = 120
"""Seconds that a run of a function may take."""


@dataclass(frozen=True, slots=True)
class LambdaContext:
    """The parts of Lambda's context that handlers use."""

    function_name: str = "function"
    memory_limit_in_mb: int = 1769
    invoked_function_arn: str = "arn:aws:lambda:eu-central-1:123456789012:function:function"
    aws_request_id: str = "00000000-0000-4000-8000-000000000000"

    def get_remaining_time_in_millis(self) -> int:
        return RUN_SECONDS * 1000


CONTEXT: Any = LambdaContext()


def _itself(client: Any) -> Any:
    return client


class CrmInMemory:
    """Uploads files, delivers messages, and reads the results.

    Args:
        monkeypatch: replaces boto3's clients with the doubles until the test ends.
        aws: the doubles.

    Attributes:
        kept: what `call` has found to be as documented.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch, aws: FakeAws | None = None) -> None:
        self.aws = aws or fake_aws()
        self.kept: list[Kept | None] = []
        for name, value in self.aws.environment.items():
            monkeypatch.setenv(name, value)
        patience = Patience(self.aws.clock, self.aws.clock.advance, random.Random(0).random)
        monkeypatch.setattr(clients, "PATIENCE", patience)
        monkeypatch.setattr(clients, "cognito", partial(_itself, self.aws.cognito))
        for service in ("dynamodb", "s3", "sqs"):
            made = patient(getattr(self.aws, service), patience)
            monkeypatch.setattr(clients, service, partial(_itself, made))
        secrets = self.aws.secrets
        monkeypatch.setattr(key, "_fetch", lambda name: secrets.get_secret_value(SecretId=name)["SecretString"])
        # What an earlier test could not read, this one can.
        monkeypatch.setattr(key, "_unreadable_until", {})
        monkeypatch.setenv("POWERTOOLS_LOG_LEVEL", "CRITICAL")

    # What a user does

    def call(self, handler: Callable[..., Any], method: str, path: str, body: Any = None, **event: Any) -> Any:
        """An API call, whose answer must be as documented; returns (status, decoded body)."""
        answer = handler(api_event(method, f"/api{path}", body, **event), CONTEXT)
        status, text = answer["statusCode"], answer["body"]
        content_type = next(iter(answer["multiValueHeaders"].get("Content-Type", ())), None)
        self.kept.append(documented().check(method, path, status, content_type, text))
        return status, json.loads(text) if content_type == "application/json" else text

    def upload(self, content: bytes, name: str = "contacts.csv", **options: Any) -> str:
        """Announces a file and puts it into the bucket, whose event waits in the intake queue; returns the import."""
        user = options.pop("user", "user-1")
        body = {"fileName": name, "size": len(content), **options}
        status, answer = self.call(file_upload.handler, "POST", "/imports", body, user=user)
        assert status == 201, answer
        import_id = str(answer["importId"])
        self.post_file(import_id, content)
        return import_id

    def post_file(self, import_id: str, content: bytes) -> None:
        """Posts an import's form, which can be done more than once."""
        key = upload_key(import_id)
        stored = self.aws.s3.put_object(Bucket=self.aws.uploads_bucket, Key=key, Body=content)
        named = {"key": key, "versionId": stored["VersionId"]}
        event = {"Records": [{"eventName": "ObjectCreated:Post", "s3": {"object": named}}]}
        self.aws.sqs.send_message(QueueUrl=self.aws.intake_queue_url, MessageBody=json.dumps(event))

    def import_file(self, content: bytes, name: str = "contacts.csv", **options: Any) -> dict[str, Any]:
        """Uploads a file and lets everything run; returns the import as the API shows it."""
        import_id = self.upload(content, name, **options)
        self.run()
        return self.status(import_id)

    def status(self, import_id: str) -> dict[str, Any]:
        status, answer = self.call(import_api.handler, "GET", f"/imports/{import_id}")
        assert status == 200, answer
        return dict(answer)

    # What AWS does

    def run(self, wait_seconds: float = 6000) -> None:
        """Delivers messages until all queues are empty.

        Args:
            wait_seconds: how long it waits while all messages are hidden; usually past every visibility time-out.
        """
        for _ in range(STEPS):
            if not self.step():
                if not self.pending():
                    return
                self.aws.clock.advance(wait_seconds)
        raise AssertionError("the queues are never empty")

    def pending(self) -> int:
        """Messages in all queues, hidden ones too."""
        aws = self.aws
        urls = (aws.intake_queue_url, aws.batch_queue_url, aws.intake_dead_url, aws.batch_dead_url)
        return sum(len(aws.sqs.queue(url).messages) for url in urls)

    def step(self) -> bool:
        """Delivers one round of every queue; False when nothing was visible."""
        aws = self.aws
        delivered = [
            self.deliver(aws.intake_queue_url, lead_splitter.handler, 1),
            self.deliver(aws.batch_queue_url, batch_worker.handler, 5),
            self.deliver(aws.intake_dead_url, dead_letter.handler, 5),
            self.deliver(aws.batch_dead_url, dead_letter.handler, 5),
        ]
        return any(delivered)

    def deliver(self, url: str, handler: Callable[..., Any], size: int) -> bool:
        """Hands up to `size` messages to a function, and deletes those that it does not report as failed."""
        received = self.aws.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=size).get("Messages", [])
        if not received:
            return False
        queue = self.aws.sqs.queue(url)
        event = sqs_event(queue, [queue.messages[message["MessageId"]] for message in received])
        try:
            failed = {item["itemIdentifier"] for item in handler(event, CONTEXT)["batchItemFailures"]}
        except DeliveryFailedError:
            return True
        for message in received:
            if message["MessageId"] not in failed:
                self.aws.sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return True

    # What is there

    def forget_chains(self) -> None:
        """Deletes all pieces of chains from the bucket, which only an operator can do."""
        for piece in self.aws.s3.objects(self.aws.work_bucket):
            if piece.startswith("chains/"):
                self.aws.s3.delete_object(Bucket=self.aws.work_bucket, Key=piece)

    def leads(self) -> list[Lead]:
        """All leads that are there, by their keys; none of the bin."""
        leads = (Lead.from_item(item) for item in self.table() if "lead" in item)
        return [lead for lead in leads if lead.standing.state is not None and lead.standing.state.is_there]

    def texts(self) -> list[dict[str, str]]:
        """The values of each lead by path, sorted by their texts, as keys differ from installation to installation."""
        return sorted((texts_of(lead) for lead in self.leads()), key=lambda texts: sorted(texts.items()))

    def table(self) -> list[dict[str, Any]]:
        """The leads table's items, byte by byte."""
        items = self.aws.dynamodb.scan(TableName=self.aws.leads_table)["Items"]
        return sorted(items, key=lambda item: str(item["leadId"]["S"]))

    def ledger(self, import_id: str) -> list[dict[str, Any]]:
        """Every row of an import with its outcome, as the API pages through them."""
        rows: list[dict[str, Any]] = []
        query: dict[str, str] = {}
        while True:
            status, page = self.call(import_api.handler, "GET", f"/imports/{import_id}/rows", query=query)
            assert status == 200, page
            rows += page["rows"]
            if page["cursor"] is None:
                return rows
            query = {"cursor": page["cursor"]}


def assert_adds_up(crm: CrmInMemory, import_id: str) -> None:
    """The invariants of an import that has ended (promise 1)."""
    record = crm.status(import_id)
    assert record["status"] in {status.value for status in FINAL}, record
    assert record["progress"] == 100
    totals = {outcome.value: record["totals"][outcome.value] for outcome in Outcome}
    assert sum(totals.values()) == record["totals"]["rows"]
    if record["status"] != ImportStatus.FAILED.value:
        ledger = Counter(row["outcome"] for row in crm.ledger(import_id))
        assert ledger == {outcome: number for outcome, number in totals.items() if number}


def assert_nobody_twice(crm: CrmInMemory) -> None:
    """No two leads with one email, and no two with one id (promise 2)."""
    leads = crm.leads()
    emails = Counter(texts_of(lead).get("email", lead.lead_id) for lead in leads)
    assert [email for email, number in emails.items() if number > 1] == []
    assert len({lead.lead_id for lead in leads}) == len(leads)


def csv_bytes(rows: Sequence[Sequence[str]], header: Sequence[str] = ("First name", "Last name", "Email")) -> bytes:
    """A CSV file as a spreadsheet program writes it."""
    return "".join(",".join(row) + "\r\n" for row in (header, *rows)).encode()


def xlsx_bytes(sheets: Mapping[str, Sequence[Sequence[str]]]) -> bytes:
    """A workbook with these sheets, row by row."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def people(count: int, *, start: int = 0, company: str = "Initech") -> list[tuple[str, str, str]]:
    """Rows of invented people, each with an address of their own."""
    first = ("Ada", "Grace", "Alan", "Edsger", "Barbara", "Donald", "Radia", "Tim")
    last = ("Lovelace", "Hopper", "Turing", "Dijkstra", "Liskov", "Knuth", "Perlman", "Lee")
    return [
        (first[n % 8], last[n // 8 % 8], f"{first[n % 8]}.{n}@{company}.example".lower())
        for n in range(start, start + count)
    ]
