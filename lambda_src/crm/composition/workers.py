"""The services that handle batches, and that end imports whose batches are not handled."""

from __future__ import annotations

from crm.aws import clients
from crm.composition.imports import import_store, work_files
from crm.composition.leads import recorder
from crm.imports.batch_worker import BatchWorker
from crm.imports.control import REQUEST_SECONDS, Controller
from crm.leads.version import try_raise_version
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
        recorder=recorder(settings),
        leads_changed=lambda: try_raise_version(clients.dynamodb(), settings.imports_table),
        extractor=extractor,
    )


def controller(settings: Settings, *, seconds: float = REQUEST_SECONDS) -> Controller:
    """The controller, which cancels and ends imports.

    Args:
        seconds: how long one call may take; the next call does the rest.
    """
    return Controller(import_store(settings), batch_worker(settings), seconds=seconds)
