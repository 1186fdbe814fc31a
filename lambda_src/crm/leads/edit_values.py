"""What a person may write into a lead. Values are cleaned as an import cleans them.

So an edited lead that is exported and imported again is found unchanged.
"""

from __future__ import annotations

from collections.abc import Mapping

from crm.errors import Invalid
from crm.fields import FIELD_BY_NAME, IDENTIFYING, MISSING, LeadValues
from crm.values.email import normalize_email
from crm.values.phones import phones_in
from crm.values.text import clean_cell


def edited_values(current: LeadValues, changes: Mapping[str, str | None]) -> LeadValues:
    """The values after a person's changes.

    Args:
        current: the values as they are; `LeadValues()` for a new lead.
        changes: field to its new text; empty, `N/A` and None all mean that there is no value. Fields that are not
            named stay as they are, however they look.

    Raises:
        Invalid: names each field that does not fit and says why in words for the person.
    """
    problems = {field: "There is no such field." for field in changes if field not in FIELD_BY_NAME}
    cleaned: dict[str, str] = {}
    for field, text in changes.items():
        if field in problems:
            continue
        try:
            cleaned[field] = _cleaned(field, text or "")
        except ValueError as problem:
            problems[field] = str(problem)
    if problems:
        raise Invalid("Some fields do not fit. Please correct them and try again.", problems)
    values = current.to_json() | cleaned
    if all(values[field] == MISSING for field in IDENTIFYING):
        raise Invalid(
            "A lead needs a name, a company, an email or a phone.", {"firstName": "Fill in at least one of these."}
        )
    return LeadValues.from_json(values)


def _cleaned(field: str, text: str) -> str:
    limit = FIELD_BY_NAME[field].max_length
    if len(text) > limit:
        raise ValueError(f"At most {limit:,} characters; these are {len(text):,}.")
    if any("\ud800" <= sign <= "\udfff" for sign in text):
        raise ValueError("This holds signs that are no text.")
    cleaned = clean_cell(text)
    if field != "remarks":
        cleaned = " ".join(cleaned.split())
    if not cleaned or cleaned.casefold() == MISSING.casefold():
        return MISSING
    if field == "email":
        address = normalize_email(cleaned)
        if address is None:
            raise ValueError("This is not an email address.")
        return address
    if field == "phone":
        phones = phones_in(cleaned, None)
        return phones[0].text if len(phones) == 1 else cleaned
    return cleaned
