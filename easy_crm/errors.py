"""The error that commands raise on purpose."""

from __future__ import annotations


class CommandFailed(RuntimeError):
    """A command cannot do its work. The message says why and what to do; no traceback is printed."""
