"""The sentences that reject a file: what is wrong and what to do, for the person who chose it."""

from __future__ import annotations

from crm.spreadsheets.model import SpreadsheetRejected

_SENTENCES = {
    "encrypted": "The file is protected with a password: remove the password in Excel (File, Info, Protect Workbook) "
    "and upload it again.",
    "corrupt": "The file is damaged and cannot be read: open it in Excel, save it again as .xlsx and upload that file.",
    "unsafe": "The file contains constructs that no normal spreadsheet has and was refused for safety: open it in "
    "Excel, save it again as .xlsx and upload that file.",
    "too_large": "The file is too large to be read: split it into several smaller files, or save it as CSV.",
    "not_a_spreadsheet": "This is not a spreadsheet: upload an Excel, OpenDocument or CSV file.",
    "encoding": "The file's characters could not be made out: save it as CSV UTF-8 or as .xlsx and upload that file.",
    "empty": "The file is empty: there is nothing to import.",
}


def rejection(code: str, sentence: str | None = None) -> SpreadsheetRejected:
    """The exception for a code, with its usual sentence or a more precise one."""
    return SpreadsheetRejected(code, sentence or _SENTENCES[code])
