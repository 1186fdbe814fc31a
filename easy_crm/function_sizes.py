"""Timeout and memory of every function; both its stack and its queue need them."""

from __future__ import annotations

from easy_crm.constructs.crm_function import FunctionSize

API = FunctionSize(seconds=29, megabytes=1024)
"""API Gateway times out after 29 seconds."""

FILE_UPLOAD = FunctionSize(seconds=29, megabytes=512)
LEAD_API = FunctionSize(seconds=29, megabytes=1769, disk_megabytes=2048)
"""One core for a query, and room in /tmp for a copy of the read model, as the chatbot and the exporter have."""
IMPORT_API = API
USER_API = FunctionSize(seconds=29, megabytes=512)
CHATBOT = FunctionSize(seconds=29, megabytes=1769, disk_megabytes=2048)

LEAD_SPLITTER = FunctionSize(seconds=300, megabytes=3008, disk_megabytes=2048)
"""Reads whole workbooks. Reading runs in a child process beside the function's own. A file that takes longer than
`total_seconds` of `crm.spreadsheets.model.Limits` is refused, so that the function never times out over it."""

BATCH_WORKER = FunctionSize(seconds=120, megabytes=1024)
LEAD_EXPORTER = FunctionSize(seconds=900, megabytes=3008, disk_megabytes=8192)
"""Lambda's longest run: a workbook of a million leads takes minutes. /tmp has a copy, what is sorted, and the file. A
search for duplicates among a million leads takes the memory."""
DEAD_LETTER = FunctionSize(seconds=120, megabytes=512)
INDEX_WRITER = FunctionSize(seconds=900, megabytes=3008, disk_megabytes=10_240)
"""Makes a snapshot of all leads: two cores, and room in /tmp for the old one, the new one and what is sorted. Making a
million leads anew from the table takes it minutes (docs/measurements.md, "Read model")."""
SWEEPER = FunctionSize(seconds=120, megabytes=512)
