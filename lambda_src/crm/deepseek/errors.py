"""Why the model gave no usable answer."""

from __future__ import annotations


class ModelUnavailable(Exception):
    """The model gave no usable answer; the caller goes on with rules alone.

    Args:
        reason: one sentence for the user's report, without the key and without anything that was sent or received.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
