"""Changes by hand to a deployed system, which are reverted at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tests.system.deployed import Deployed


@contextmanager
def changed(ask: Callable[..., Any], back: dict[str, Any], **change: Any) -> Iterator[None]:
    """Changes something with one call, and reverts it with the same call."""
    ask(**change)
    try:
        yield
    finally:
        ask(**{**change, **back})


@contextmanager
def back_after(seconds: int, deployed: Deployed) -> Iterator[None]:
    """Shortens the visibility time-out, so that failed messages are delivered again after some seconds."""
    sqs, name = deployed.aws("sqs"), "VisibilityTimeout"
    queues = [deployed.outputs[output] for output in ("IntakeQueueUrl", "BatchQueueUrl")]
    usual = {
        queue: sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=[name])["Attributes"][name] for queue in queues
    }
    try:
        for queue in queues:
            sqs.set_queue_attributes(QueueUrl=queue, Attributes={name: str(seconds)})
        yield
    finally:
        for queue, visibility in usual.items():
            sqs.set_queue_attributes(QueueUrl=queue, Attributes={name: visibility})
