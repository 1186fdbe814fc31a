"""Sentences for people that are always the same, each with a code by which the page says it in its own language.

What is stored and reported is the English sentence. A sentence that names values, such as what was cut of a row, has no
code and is shown as it is.
"""

from __future__ import annotations

from collections.abc import Mapping

ROWS: Mapping[str, str] = {
    "nothingIdentifies": "The row has no name, company, email address or phone number.",
    "testRow": "The row is a test of the program that made the file.",
    "rowTooLong": "The row holds more than 500,000 characters: no lead can hold them.",
    "noSuchLead": "The row has a Lead ID, but there is no such lead, and nothing else in it says whose it is.",
    "kept": "A lead with this identity exists, and the import leaves existing leads alone.",
    "newer": "A newer row or change has already set this lead.",
    "madeAnew": "A deleted lead of this person is in the bin; the row has begun a new one.",
    "nothingLeft": "The rules of the import leave nothing of this row.",
    "tooManyRows": "More than 300,000 rows speak of this lead: an older row cannot be merged into it any more.",
    "expired": "What was said of this lead before is not stored any more, so an older row cannot be merged into it.",
    "unfinished": "The row could not be imported, although it was tried five times. Please import it again.",
    "swept": "The import stopped moving and was ended before this row was handled. Please import the row again.",
    "forced": "The import was ended by hand before this row was handled.",
    "cancelled": "The import was cancelled.",
    "sheetLeftOut": "The sheet was left out when the import was checked.",
    "rowLeftOut": "Somebody has left out this row.",
    "blankRow": "blank row",
    "totalsRow": "totals row",
    "repeatedHeader": "repeated header",
    "noteRow": "note below the table",
    "sectionRow": "title above a repeated header",
    "groupRow": "title of a group of contacts",
    "explainingRow": "explains the columns",
    "rulerRow": "line between rows",
    "otherTable": "another table with other columns; put it on a sheet of its own",
    "cardRow": "part of the contact above",
    "errorValues": "error values only",
    "emptySheet": "empty sheet",
    "instructionsSheet": "instructions, no table of contacts",
    "veryHiddenSheet": "hidden by the program that made the file",
}
"""By code: why a row was rejected, skipped, superseded or cancelled, and why a sheet was skipped with its rows."""

NOTES: Mapping[str, str] = {
    "uploadedAgain": "A file was uploaded more than once for this import: only the first one is imported.",
    "ownersUnchecked": "It could not be checked whether the owners that the file names are users here. "
    "The names are kept.",
    "noFreeText": "There is no column of free text that DeepSeek could read.",
    "notMended": "Rows that were mended could not be imported, although it was tried five times. "
    "They are as they were.",
    "modelTooSlow": "DeepSeek answers too slowly: the free text of some rows was kept as it is.",
}
"""By code: what the report of an import says."""

_CODES = {sentence: code for sentences in (ROWS, NOTES) for code, sentence in sentences.items()}


def code_of(sentence: str | None) -> str | None:
    """The code of a sentence; None for one that has none, and for none."""
    return None if sentence is None else _CODES.get(sentence)
