"""Index queue, and every minute: keeps the read model up to date with the log of changes, or makes it anew.

The table in Athena, where there is one, is brought to the newest snapshot each minute and not with each message: no
reader of the read model is to wait for it.
"""

from __future__ import annotations

import time
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from crm.aws import clients
from crm.aws.consumer import RESERVE_S, consumer
from crm.composition.index import athena_table, index_rebuilder, turns
from crm.index.queue import IndexTask, task_of
from crm.settings import Settings

logger = Logger()

LONGEST_S = 120.0
"""Seconds after which a run ends though there is more: the next message goes on. A snapshot may take as long again."""


def work(record: SQSRecord) -> None:
    if task_of(record.body) is IndexTask.REBUILD:
        logger.info("index rebuilt", leads=index_rebuilder(Settings()).rebuild())
    else:
        keep(thoroughly=False)


def keep(*, thoroughly: bool) -> int:
    """Takes up what is new in the log, unless somebody else is at it; returns the number of changes."""
    settings = Settings()
    rebuilder = index_rebuilder(settings)
    until = time.time() + LONGEST_S
    changes = turns(settings).work(lambda: rebuilder.take_up(thoroughly=thoroughly), until=until)
    if changes:
        logger.info("index written", changes=changes)
    return changes


consume = consumer(work)


def handler(event: dict[str, Any], context: LambdaContext) -> Any:
    if "Records" in event:
        return consume(event, context)
    clients.PATIENCE.begin(context.get_remaining_time_in_millis() / 1000 - RESERVE_S)
    changes = keep(thoroughly=True)
    table = athena_table(Settings())
    if table is not None and table.keep():
        logger.info("table in Athena written")
    return {"changes": changes}
