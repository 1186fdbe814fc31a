"""Why the model gave no usable answer."""

from __future__ import annotations


class ModelUnavailable(Exception):
    """The model did not answer usably; the caller goes on with rules alone.

    Args:
        reason: one sentence for the user's report. It holds neither the key nor anything that was sent or received.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
