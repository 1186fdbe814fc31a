"""The error of an export that cannot be made, however often it is tried."""

from __future__ import annotations


class ExportError(ValueError):
    """The export cannot be made; says why in words for the person."""
