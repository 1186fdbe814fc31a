"""Batch queue: imports a batch (standardizes rows, writes leads and ledger, counts), undoes one, says mended rows
anew, or takes late rows back."""

from __future__ import annotations

import time

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from crm.aws import clients
from crm.aws.consumer import consumer
from crm.aws.handing_back import was_delivered_before
from crm.composition.workers import batch_worker
from crm.deepseek.key import client_from_settings
from crm.duplicates.messages import SearchMessage
from crm.garbage import search_rarely
from crm.ids import new_id
from crm.imports.completion import Completion
from crm.imports.mender import Mender
from crm.imports.queue import BatchMessage, Task
from crm.imports.undo import Undoer
from crm.mapping.language_model.free_text import FreeTextExtractor
from crm.settings import Settings

logger = Logger()

MODEL_SECONDS = 10.0
"""Time-out of one attempt of two, for each twenty rows of free text; see
`crm.mapping.language_model.free_text.SECONDS_A_BATCH`."""


DRY_RUN_RESERVE_S = 20.0
"""Seconds of a run in which a dry run takes no further batch: enough to work on one and to tell what was found."""


GATHERING_S = 60
"""Seconds for which leads that an import has changed wait to be searched: most imports come with others."""


def _has_time() -> bool:
    return clients.PATIENCE.seconds_left > DRY_RUN_RESERVE_S


def _search_for_duplicates(settings: Settings, *, only_changed: bool) -> None:
    """Has the leads searched, or those that have changed; what is lost here is found by the next search."""
    message = SearchMessage(new_id(), only_changed, time.time() if only_changed else None)
    delay_s = GATHERING_S if only_changed else 0
    clients.sqs().send_message(QueueUrl=settings.export_queue_url, MessageBody=message.to_body(), DelaySeconds=delay_s)


def work(record: SQSRecord) -> None:
    message = BatchMessage.from_body(record.body)
    again = was_delivered_before(record)
    settings = Settings()
    extractor = FreeTextExtractor(lambda: client_from_settings(settings, timeout_s=MODEL_SECONDS))
    worker = batch_worker(settings, extractor)
    match message.task:
        case Task.UNDO:
            if Undoer(worker).handle(message.import_id, message.batch, again=again):
                # Leads that were taken apart are as they were, so nothing tells that they have changed.
                _search_for_duplicates(settings, only_changed=False)
            logger.info("batch undone", import_id=message.import_id, batch=message.batch)
        case Task.DRY_RUN:
            # Its answers are made with pydantic, for which no other run of a worker has to wait.
            from crm.composition.review import trier

            found = trier(settings).whole(message.import_id, _has_time)
            logger.info("dry run", import_id=message.import_id, rows=found.rows if found else None)
        case Task.TAKE_BACK:
            worker.take_back(message.import_id, message.batch)
            logger.info("late rows taken back", import_id=message.import_id, batch=message.batch)
        case Task.MEND:
            if Mender(worker).handle(message.import_id, message.batch):
                _search_for_duplicates(settings, only_changed=True)
            logger.info("rows mended", import_id=message.import_id, round=message.batch)
        case Task.TAKE_BACK_MEND:
            Mender(worker).take_back(message.import_id, message.batch)
            logger.info("late mended rows taken back", import_id=message.import_id, round=message.batch)
        case Task.IMPORT:
            completion = worker.handle(message.import_id, message.batch, again=again)
            if completion is Completion.FINISHED:
                _search_for_duplicates(settings, only_changed=True)
            logger.info("batch handled", import_id=message.import_id, batch=message.batch, completion=completion.value)


handler = consumer(work)
search_rarely()
