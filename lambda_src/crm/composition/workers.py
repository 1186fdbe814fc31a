"""The services that handle batches, and that end imports whose batches are not handled."""

from __future__ import annotations

import time
from functools import partial

from crm.aws import clients
from crm.composition.imports import batch_queue, import_store, upload_bucket, work_files
from crm.composition.leads import recorder
from crm.imports.batch_worker import BatchWorker
from crm.imports.control import REQUEST_SECONDS, Controller
from crm.imports.queue import is_empty
from crm.imports.sweep import Sweeper
from crm.mapping.language_model.free_text import FreeTextExtractor
from crm.settings import Settings


def batch_worker(settings: Settings, extractor: FreeTextExtractor | None = None) -> BatchWorker:
    """The worker, which handles or closes a batch.

    Args:
        extractor: reads free text; None in functions that only close batches.
    """
    return BatchWorker(
        imports=import_store(settings),
        files=work_files(settings),
        queue=batch_queue(settings),
        recorder=recorder(settings),
        extractor=extractor,
    )


def controller(settings: Settings, *, seconds: float = REQUEST_SECONDS) -> Controller:
    """The controller, which cancels and ends imports.

    Args:
        seconds: how long one call may take; the next call does the rest.
    """
    return Controller(import_store(settings), batch_worker(settings), until=time.monotonic() + seconds)


def sweeper(settings: Settings, *, seconds: float) -> Sweeper:
    """The sweeper, which ends imports that do not move any more.

    Args:
        seconds: how long one sweep may take.
    """
    client = clients.sqs()
    return Sweeper(
        controller(settings, seconds=seconds),
        intake_is_empty=partial(is_empty, client, settings.intake_queue_url),
        uploads=upload_bucket(settings),
        batches_are_done=partial(is_empty, client, settings.batch_queue_url),
    )
