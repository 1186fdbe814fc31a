"""The one error that commands raise on purpose."""

from __future__ import annotations


class CommandFailed(RuntimeError):
    """A command cannot do what it was asked; the message says what happened and what to do, without a traceback."""
