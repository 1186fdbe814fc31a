"""Whether a value of a row is in what the row says."""

from __future__ import annotations

import re

from crm.said import Says
from crm.values.blanks import is_blank_like
from crm.values.contact_words import contact_words
from crm.values.email import normalize_email
from crm.values.phones import digits_of
from crm.values.text import fold


def is_kept(text: str, says: Says) -> bool:
    """Whether a clean cell is there: whole at one path, as the words of the name, as emails and numbers, or as tags.

    A cell that only says that there is no value need not be there.
    """
    kept = (is_whole, is_name, are_contacts, are_tags)
    return is_blank_like(text) or any(is_there(text, says) for is_there in kept)


def is_whole(text: str, says: Says) -> bool:
    return any(fold(text) in (fold(said.text or ""), fold(said.label)) for said in says.values())


def is_name(text: str, says: Says) -> bool:
    names = "".join(said.text or "" for path in ("firstName", "lastName") if (said := says.get(path)))
    return sorted(fold(text.replace(",", " "))) == sorted(fold(names))


def are_contacts(text: str, says: Says) -> bool:
    """Whether all letters and digits of a cell are those of its emails or of its numbers."""
    emails = _texts(says, "email")
    parts = text.replace("mailto:", "").translate(str.maketrans("<>()[]{};,|/", "            ")).split()
    if parts and all(normalize_email(part) in emails for part in parts):
        return True
    rest = digits_of(contact_words().extension.sub(r" x\1", text))
    for number in sorted(map(digits_of, _texts(says, "phone")), key=len, reverse=True):
        rest = rest.replace(number, "")
    return rest == ""


def are_tags(text: str, says: Says) -> bool:
    tags = [fold(part) for part in re.split(r"[;,，；、\n]|:::", text)]
    return all(f"tags/{tag}" in {fold(path) for path in says} or is_blank_like(tag) for tag in tags)


def _texts(says: Says, field: str) -> list[str]:
    return [said.text or "" for path, said in says.items() if path == field or path.startswith(f"{field}s/")]


def texts(says: Says) -> dict[str, str | None]:
    """What is said, without where it stands in the row."""
    return {path: said.text for path, said in says.items()}
