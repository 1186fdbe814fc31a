"""The error of an export that cannot be made, however often it is tried."""

from __future__ import annotations


class ExportError(ValueError):
    """The export cannot be made.

    Args:
        reason: why, in words for the person.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
