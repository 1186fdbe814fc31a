"""Intake queue: reads an uploaded file and sends its batches to the workers."""

from __future__ import annotations

import tempfile
from pathlib import Path

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from crm.aws.consumer import consumer
from crm.composition.imports import upload_bucket
from crm.composition.splitter import splitter
from crm.deepseek.key import client_from_settings
from crm.imports.intake import arrivals_of
from crm.imports.model import UploadedFile
from crm.mapping.language_model.column_proposal import ModelMapping
from crm.settings import Settings
from crm.spreadsheets.reading_process import prepare

logger = Logger()

MODEL_SECONDS = 20.0
"""Time-out of one attempt of two, for each header that the rules are not sure of."""


def read_upload(record: SQSRecord) -> None:
    # The reading process starts while the file is fetched, and the next one while the function is idle.
    prepare()
    try:
        _read_upload(record)
    finally:
        prepare()


def _read_upload(record: SQSRecord) -> None:
    settings = Settings()
    reader = splitter(settings, ModelMapping(lambda: client_from_settings(settings, timeout_s=MODEL_SECONDS)))
    uploads = upload_bucket(settings)
    for arrival in arrivals_of(record.body):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "upload"

            def fetch(file: UploadedFile, path: Path = path) -> Path:
                uploads.fetch(file, path)
                return path

            result = reader.handle(arrival.import_id, fetch, arrival.version)
        logger.info("file read", import_id=arrival.import_id, status=result.status if result else "unknown import")


handler = consumer(read_upload)
