"""Why an import has failed, and what to do: by code."""

from __future__ import annotations

from collections.abc import Mapping

FILES: Mapping[str, str] = {
    "encrypted": "The file is protected with a password: remove the password in Excel (File, Info, Protect Workbook) "
    "and upload it again.",
    "corrupt": "The file is damaged and cannot be read: open it in Excel, save it again as .xlsx and upload that file.",
    "unsafe": "The file contains constructs that no normal spreadsheet has and was refused for safety: open it in "
    "Excel, save it again as .xlsx and upload that file.",
    "tooLarge": "The file is too large to be read: split it into several smaller files, or save it as CSV.",
    "notASpreadsheet": "This is not a spreadsheet: upload an Excel, OpenDocument or CSV file.",
    "encoding": "The file's characters could not be made out: save it as CSV UTF-8 or as .xlsx and upload that file.",
    "empty": "The file is empty: there is nothing to import.",
    "singleCell": "The file holds a single cell and no rows below it: there is nothing to import.",
    "noWorksheets": "The workbook has no worksheets: there is nothing to import.",
    "headerOnly": "The file has a header but no rows below it: there is nothing to import.",
    "emptySheets": "All sheets of the file are empty: there is nothing to import.",
    "tooManyLines": "The file has more than {most} lines: split it into several files.",
    "tooManyColumns": "The file has more than 16,384 columns, which no spreadsheet program can open: split it.",
    "tooManySheets": "The workbook has more than {most} sheets: split it into several files.",
    "tooManyRowsInFile": "The file has more than {most} rows, the most that one import takes: split it into several "
    "files.",
    "unfolds": "The file is small but unfolds into far more text than such a file can hold, and was refused for "
    "safety: open it in Excel, save it again as .xlsx and upload that file.",
    "mostlyBlank": "The file spreads its cells over far more blank rows and columns than any list of contacts: copy "
    "the contacts into a new workbook and upload that.",
    "takesTooLong": "Reading the file takes too long: split it into smaller files.",
    "webPage": "This is a web page or XML file and not a spreadsheet: open it in Excel and save it as .xlsx.",
    "json": "This is a JSON file and not a spreadsheet: upload an Excel or CSV file.",
    "sylk": "This is a SYLK or DIF file: open it in Excel, save it as .xlsx and upload that file.",
    "addressCards": "These are address cards and not a spreadsheet: export the contacts as CSV instead.",
    "oldExcel": "The file is from a very old Excel: open it in Excel and save it as .xlsx.",
    "wordDocument": "This is a Word document and not a spreadsheet: upload an Excel or CSV file.",
    "archive": "This is an archive and not a spreadsheet: unpack it and upload the file in it.",
    "pdf": "This is a PDF document and not a spreadsheet: upload an Excel or CSV file.",
    "program": "This is a program and not a spreadsheet: upload an Excel or CSV file.",
    "picture": "This is a picture and not a spreadsheet: upload an Excel or CSV file.",
    "mediaFile": "This is a media file and not a spreadsheet: upload an Excel or CSV file.",
    "soundFile": "This is a sound file and not a spreadsheet: upload an Excel or CSV file.",
    "compressed": "This is a compressed archive and not a spreadsheet: upload an Excel or CSV file.",
    "textDocument": "This is a text document and not a spreadsheet: upload an Excel or CSV file.",
    "database": "This is a database and not a spreadsheet: upload an Excel or CSV file.",
    "parquet": "This is a Parquet file and not a spreadsheet: upload an Excel or CSV file.",
    "avro": "This is an Avro file and not a spreadsheet: upload an Excel or CSV file.",
}
"""What a file is that cannot be read."""

FAILURES: Mapping[str, str] = {
    **FILES,
    "unreadable": "The file could not be read, although it was tried five times. Please save it again and import it "
    "again.",
    "retryFailed": "The rejected rows could not be read again, although it was tried five times. Please try it again.",
    "remapFailed": "The rows could not be read again, although it was tried five times. Nothing was changed.",
    "readingStopped": "Reading the file stopped without an answer. Please import it again.",
    "cuttingStopped": "Reading the rows once more stopped without an answer. Please try them again.",
    "endedUnread": "The import was ended by hand before its file was read.",
    "nothingToRetry": "None of the rejected rows still has its cells, so there is nothing that could be imported "
    "again.",
    "rowsExpired": "What was read of its file is kept for a limited time and is gone, so its rows cannot be read in "
    "another way. The file can be imported once more.",
    "leadsNotFound": "The leads could not be found, although it was tried five times. Nothing was changed. Please try "
    "it again.",
    "findingStopped": "Finding the leads stopped without an answer. Nothing was changed. Please try it again.",
}
