"""What rejects a file: a code, and a sentence that says what is wrong and what to do."""

from __future__ import annotations

from crm.sentences.failures import FILES
from crm.spreadsheets.model import SpreadsheetRejected

_USUAL = {
    "encrypted": "encrypted",
    "corrupt": "corrupt",
    "unsafe": "unsafe",
    "too_large": "tooLarge",
    "not_a_spreadsheet": "notASpreadsheet",
    "encoding": "encoding",
    "empty": "empty",
}
"""The code of the usual sentence, by that of the rejection."""


def rejection(code: str, sentence: str | None = None) -> SpreadsheetRejected:
    """The exception for a code, with its usual sentence or a more precise one."""
    return SpreadsheetRejected(code, sentence or FILES[_USUAL[code]])
