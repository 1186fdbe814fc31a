"""What the report of an import says: by code."""

from __future__ import annotations

from collections.abc import Mapping

NOTES: Mapping[str, str] = {
    "uploadedAgain": "A file was uploaded more than once for this import: only the first one is imported.",
    "ownersUnchecked": "It could not be checked whether the owners that the file names are users here. "
    "The names are kept.",
    "noFreeText": "There is no column of free text that DeepSeek could read.",
    "notMended": "Rows that were mended could not be imported, although it was tried five times. "
    "They are as they were.",
    "modelTooSlow": "DeepSeek answers too slowly: the free text of some rows was kept as it is.",
    "unknownOwners": "Rows that name an owner who is no user here: {count}. Their names are kept: {names}.",
    "hiddenSheet": "The sheet “{name}” is hidden in the workbook; it was read too.",
    "unreadCharacters": "Characters that could not be read, and are shown as \ufffd: {count}.",
    "onlyRejected": "Only the rows that were rejected the first time are imported: {count}.",
    "freeTextRead": "DeepSeek reads the texts of these columns, as this import allows: {columns}.",
    "noKeyForTexts": "No DeepSeek key is set: free text was kept as it is.",
    "noKeyForColumns": "No DeepSeek key is set: rules alone decided the columns.",
    "textsKept": "Rows whose free text was kept as it is: {count}.",
    "textsLeftOut": "DeepSeek left rows out, whose free text was kept as it is: {count}.",
    "rulesAlone": "Rules alone decided the columns.",
    "nothingUsable": "DeepSeek's answer named no column that could be used: rules alone decided.",
    "modelPaused": "DeepSeek failed several times in a row and is left alone for a minute.",
    "modelFormless": "DeepSeek's answer was not in the form that its documentation promises.",
    "modelEmpty": "DeepSeek's answer was empty.",
    "modelCutOff": "DeepSeek's answer was cut off.",
    "modelNoObject": "DeepSeek's answer was not a JSON object.",
    "modelLate": "DeepSeek did not answer within {seconds} seconds.",
    "modelTooLong": "DeepSeek's answer was far longer than was asked for.",
    "modelUnreachable": "DeepSeek could not be reached.",
    "modelBusy": "DeepSeek is busy and turned the request away (429).",
    "modelError": "DeepSeek had an error of its own ({status}).",
    "modelKeyRefused": "DeepSeek does not accept the key.",
    "modelNoCredit": "The DeepSeek account has no credit left.",
    "modelRefused": "DeepSeek refused the request ({status}).",
    "askedEnough": "DeepSeek was asked about the first sheets only: rules alone decided the columns of this and the "
    "others.",
    "moreNotes": "Further remarks like these: {count}.",
}
