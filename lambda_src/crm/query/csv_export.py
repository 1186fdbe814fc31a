"""Writes leads to a CSV file that Excel opens correctly and that imports again without a change.

- UTF-8 with a byte order mark: without it Excel reads José as JosÃ©.
- What a spreadsheet would run as a formula gets an apostrophe in front (`crm.values.formulas`). An import removes it
  again, so `+85291234567` comes back unchanged.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import IO

from crm.query.export_columns import Column
from crm.query.lead_texts import LeadTexts
from crm.values.formulas import escape_formulas, surely_runs_nowhere


def write_csv(leads: Iterable[LeadTexts], columns: Sequence[Column], target: IO[bytes]) -> int:
    """Writes leads line by line.

    Args:
        leads: in the order of the file.
        columns: in their order.
        target: opened for writing bytes; stays open.

    Returns:
        How many leads were written.
    """
    text = io.TextIOWrapper(target, encoding="utf-8-sig", newline="", write_through=False)
    writer = csv.writer(text)
    writer.writerow([escape_formulas(column.header) for column in columns])
    texts = [column.text_of for column in columns]
    count = 0
    for lead in leads:
        cells = [text_of(lead) for text_of in texts]
        writer.writerow([cell if surely_runs_nowhere(cell) else escape_formulas(cell) for cell in cells])
        count += 1
    text.flush()
    text.detach()
    return count
