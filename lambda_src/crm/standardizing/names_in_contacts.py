"""Takes the name that stands beside an email or a phone in one cell."""

from __future__ import annotations

import re

from crm.standardizing.row_values import RowValues
from crm.values.companies import is_surely_company, may_be_company
from crm.values.contact_words import contact_words
from crm.values.emails_in_cells import without_addresses
from crm.values.known_values import known_values
from crm.values.names import split_full_name

MOST_WORDS_OF_A_NAME = 5
"""Most words beside an address that are taken for a name: longer texts are sentences. Measured: 4 and 6
change nothing."""
_BRACKETED_ADDRESS = re.compile(r"[<(\[]\s*+(?:mailto:)?[^<>\s@()\[\]]++@[^<>\s@()\[\]]++[>)\]]")
_BEFORE_AN_ADDRESS = re.compile(r"[^<>@\d()]*")
_BEFORE_CONTACTS = re.compile(r"(?:[^\W\d_][^\W\d_.'’-]*+[.'’-]?\s?)+[,;:|/(<–-]*+")
_FEWEST_WORDS_BEFORE, _MOST_WORDS_BEFORE = 2, 4
"""Words of a name in front of an email or a phone. Chosen."""
_SIGN_OF_MAILBOX = re.compile(r"[._\d]")
_LETTER = re.compile(r"[^\W\d_]")


def is_mailbox(text: str, email: str) -> bool:
    """Whether a full name is only the front of the row's email, as programs fill it in for senders: `d.faraday`.

    A word without a dot, an underscore or a digit may be a name: `anna`.
    """
    return _SIGN_OF_MAILBOX.search(text) is not None and text.casefold() == email.partition("@")[0].casefold()


def take_name_beside_address(row: RowValues) -> None:
    """Takes the name from `Ann Lee <ann@x.example>`, or from a name column that also holds an address."""
    if not row.email:
        return
    for column, _ in row.plan.full:
        rest = without_addresses(row.texts[column]) if "@" in row.texts[column] else ""
        if rest and not any(map(str.isdigit, rest)) and len(rest.split()) <= MOST_WORDS_OF_A_NAME:
            person = split_full_name(rest)
            row.take_person(person.first, person.last, column)
            return
    for column in row.plan.email:
        name = _display_name(row.texts[column])
        if name is None:
            continue
        if is_surely_company(name):
            if not row.company:
                row.company = name
                row.columns["company"] = column
        elif name and len(name.split()) <= MOST_WORDS_OF_A_NAME:
            person = split_full_name(name)
            row.take_person(person.first, person.last, column)
        return


def take_name_before_contacts(row: RowValues) -> None:
    """Takes the name in front of what a cell of contacts holds: `Ann Lee, 0170 123456, ann@x.example`."""
    for column in dict.fromkeys((*row.plan.email, *row.plan.phone)):
        name = _before_contacts(row.texts[column])
        if not name:
            continue
        if may_be_company(name):
            if not row.company:
                row.company, row.columns["company"] = name, column
        else:
            person = split_full_name(name)
            row.take_person(person.first, person.last, column)
        return


def _display_name(text: str) -> str | None:
    """The name before the first address in brackets; None where there is no such address, or no name before it."""
    address = _BRACKETED_ADDRESS.search(text)
    before = text[: address.start()] if address else ""
    if _BEFORE_AN_ADDRESS.fullmatch(before) is None or _LETTER.search(before) is None:
        return None
    return before.strip().strip(" '\"")


def _before_contacts(text: str) -> str:
    """Two to four capitalized words in front of an email or a phone of a cell; "" where there are none."""
    before = _BEFORE_CONTACTS.match(text)
    if before is None or before.end() == len(text):
        return ""
    words = before[0].rstrip(" ,;:|/–-(<").split()
    labels = contact_words().labels
    while words and words[-1].rstrip(".:").casefold() in labels:
        words.pop()
    if not _FEWEST_WORDS_BEFORE <= len(words) <= _MOST_WORDS_BEFORE:
        return ""
    capital = all(not word[:1].islower() or word.casefold() in known_values().particles for word in words)
    return " ".join(words) if capital and words[0].casefold() not in labels else ""
