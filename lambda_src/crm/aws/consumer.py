"""The one way in which functions consume a queue: Powertools' batch processor, with failures logged and reported.

A failed message is named in the answer, so that the queue delivers it again and, after three times, hands it to the
dead-letter queue; the others of the same delivery are done (`ReportBatchItemFailures`).
"""

from __future__ import annotations

import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

logger = Logger()


def consumer(handle: Callable[[SQSRecord], None]) -> Callable[[dict[str, Any], LambdaContext], Any]:
    """Makes a Lambda handler of a function that handles one message and raises when it could not."""

    def logged(record: SQSRecord) -> None:
        try:
            handle(record)
        except Exception as error:
            # The type and the places, not the text: an error's message may hold personal data.
            frames = traceback.extract_tb(error.__traceback__)[1:]
            logger.error(
                "message failed",
                message_id=record.message_id,
                receives=record.attributes.approximate_receive_count,
                error_type=type(error).__name__,
                places=[f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames],
            )
            raise

    def handler(event: dict[str, Any], context: LambdaContext) -> Any:
        processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)
        return process_partial_response(event=event, record_handler=logged, processor=processor, context=context)

    return handler
