"""Every five minutes: ends imports that have not moved for longer than their retry budget."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from crm import observability
from crm.aws import services
from crm.imports.control import Controller
from crm.settings import Settings

logger = Logger()

_SECONDS = 200.0
"""Below the function's time-out; what is left is the next sweep's."""


def handler(_event: dict[str, Any], _context: LambdaContext) -> dict[str, int]:
    settings = Settings()
    controller = Controller(services.import_store(settings), services.batch_worker(settings), seconds=_SECONDS)
    swept = controller.sweep(datetime.now(UTC))
    if swept:
        observability.stuck(len(swept))
    for record in swept:
        logger.warning("import swept", import_id=record.import_id, status=record.status.value)
    return {"swept": len(swept)}
