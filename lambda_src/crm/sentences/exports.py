"""Why an export has failed, and what to do: by code."""

from __future__ import annotations

from collections.abc import Mapping

EXPORTS: Mapping[str, str] = {
    "exportUnwritten": "The export could not be written, although it was tried five times. Please try again later.",
    "exportFieldGone": "The list is narrowed or sorted by a field that was removed meanwhile. Please export again.",
    "exportTooWide": "The leads have {count} columns, and a sheet of Excel has {most}. Please export as CSV.",
}
