"""Whether a value of a row has come into its lead."""

from __future__ import annotations

import re

from crm.fields import LeadValues
from crm.values.text import fold


def is_kept(text: str, values: LeadValues) -> bool:
    """Whether a clean cell is in the lead: whole in the remarks, or as a field, or as the words of the name."""
    if text in values.remarks:
        return True
    names = f"{values.first_name} {values.last_name}".replace("N/A", "")
    fields = (names, values.first_name, values.last_name, values.title, values.company, values.email, values.phone)
    if (
        any(fold(text) == fold(field) for field in fields)
        or fold(text).removeprefix("mailto:").strip("<>") == values.email
    ):
        return True
    digits = re.sub(r"[\s()+./-]", "", text)
    if digits.isdigit() and digits == re.sub(r"\D", "", values.phone):
        return True
    return sorted(fold(text.replace(",", " "))) == sorted(fold(names))
