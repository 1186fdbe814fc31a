"""The whole of Easy CRM's storage in memory: tables, buckets and queues as the stacks create them."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.doubles.clock import FakeClock
from tests.doubles.dynamodb import FakeDynamoDB, Index
from tests.doubles.s3 import FakeS3
from tests.doubles.secrets import FakeSecrets
from tests.doubles.sqs import FakeSQS
from tests.doubles.user_pool import FakeUserPool

MAX_RECEIVES = 6
"""Deliveries before a message goes to the dead-letter queue (promise 1)."""


_OF_IMPORTS = [
    Index("ByCreation", ("kind", "createdAt"), "KEYS_ONLY"),
    Index("Open", ("open", "createdAt"), "KEYS_ONLY"),
]


@dataclass(frozen=True, slots=True)
class FakeAws:
    """Doubles of the clients and the names of what was created in them.

    Attributes:
        environment: what the stacks would put into the functions' environment.
    """

    clock: FakeClock
    dynamodb: FakeDynamoDB
    s3: FakeS3
    sqs: FakeSQS
    secrets: FakeSecrets
    intake_queue_url: str
    intake_dead_url: str
    batch_queue_url: str
    batch_dead_url: str
    export_queue_url: str
    export_dead_url: str
    index_queue_url: str
    index_dead_url: str
    cognito: FakeUserPool = field(default_factory=FakeUserPool)
    leads_table: str = "leads"
    imports_table: str = "imports"
    mappings_table: str = "mappings"
    changes_table: str = "changes"
    uploads_bucket: str = "uploads"
    work_bucket: str = "work"
    secret_id: str = "deepseek"
    environment: dict[str, str] = field(default_factory=dict)


def fake_aws(
    *,
    check_parameters: bool = True,
    stale_read: Callable[[], bool] | None = None,
    message_order: random.Random | None = None,
    deepseek_key: str = "none",
) -> FakeAws:
    """Everything empty and ready.

    Args:
        check_parameters: False for long simulations, see `FakeClient`.
        stale_read: whether an eventually consistent read sees an older version, see `FakeDynamoDB`.
        message_order: see `FakeSQS`.
        deepseek_key: what the secret holds.
    """
    clock = FakeClock()
    dynamodb = FakeDynamoDB(clock=clock, stale_read=stale_read, check_parameters=check_parameters)
    dynamodb.add_table("leads", "leadId", stream=True)
    dynamodb.add_table("imports", "importId", indexes=_OF_IMPORTS)
    dynamodb.add_table("mappings", "signature")
    dynamodb.add_table("changes", "log", "entry")
    s3 = FakeS3(clock=clock, check_parameters=check_parameters)
    for bucket in ("uploads", "work"):
        s3.create_bucket(Bucket=bucket)
    sqs = FakeSQS(clock=clock, order=message_order, check_parameters=check_parameters)
    urls: dict[str, str] = {}
    for name, visibility in (("intake", 1800.0), ("batch", 720.0), ("export", 1800.0), ("index", 1800.0)):
        dead = sqs.add_queue(f"{name}-dead", visibility=720.0)
        urls[f"{name}-dead"] = dead
        urls[name] = sqs.add_queue(name, visibility=visibility, dead_letter=dead, max_receives=MAX_RECEIVES)
    aws = FakeAws(
        clock,
        dynamodb,
        s3,
        sqs,
        FakeSecrets({"deepseek": deepseek_key}),
        intake_queue_url=urls["intake"],
        intake_dead_url=urls["intake-dead"],
        batch_queue_url=urls["batch"],
        batch_dead_url=urls["batch-dead"],
        export_queue_url=urls["export"],
        export_dead_url=urls["export-dead"],
        index_queue_url=urls["index"],
        index_dead_url=urls["index-dead"],
    )
    aws.environment.update(
        {
            "ENVIRONMENT": "test",
            "LEADS_TABLE": aws.leads_table,
            "IMPORTS_TABLE": aws.imports_table,
            "MAPPINGS_TABLE": aws.mappings_table,
            "CHANGES_TABLE": aws.changes_table,
            "UPLOADS_BUCKET": aws.uploads_bucket,
            "WORK_BUCKET": aws.work_bucket,
            "USER_POOL_ID": "pool",
            "BATCH_QUEUE_URL": aws.batch_queue_url,
            "INTAKE_QUEUE_URL": aws.intake_queue_url,
            "EXPORT_QUEUE_URL": aws.export_queue_url,
            "INDEX_QUEUE_URL": aws.index_queue_url,
            "MAX_UPLOAD_BYTES": str(50 * 1024 * 1024),
            "DEEPSEEK_SECRET_ID": aws.secret_id,
            "DEEPSEEK_BASE_URL": "http://deepseek.invalid",
            "DEEPSEEK_MODEL": "deepseek-flash",
            "AWS_REGION": "eu-central-1",
            "AWS_DEFAULT_REGION": "eu-central-1",
            "POWERTOOLS_SERVICE_NAME": "easy-crm",
        }
    )
    return aws
