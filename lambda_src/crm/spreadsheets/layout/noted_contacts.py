"""Lists that people jot down, one contact a line: a name, maybe a company, a phone or an email, then a note.

`Dave at Coppins Builders 07700 900133 - quote for 3 flats`. Lines between them, such as days, are no contacts. Numbers
are chosen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from crm.spreadsheets.layout.contact_cards import Cards, Listing
from crm.spreadsheets.layout.message_lines import Line, are_typed, as_table, place_reach, read_line
from crm.spreadsheets.layout.message_names import KindsOf, Who, is_company, who_is, with_companies
from crm.spreadsheets.layout.words import any_of, word_set

HEADER = ("Name", "Job title", "Company", "Phone", "Phone 2", "Email", "Email 2", "Notes")
_NAME, _JOB, _COMPANY, _PHONE, _EMAIL, _NOTES = 0, 1, 2, 3, 5, 7
_FEWEST_CONTACTS = 3
_NAMED = 0.75
"""Share of the contacts that must begin with what may be a name."""
_KNOWN_NAMES = 0.5
"""Share of the names that must look like people or companies."""
_KNOWN = frozenset({"person", "maybe_person", "given", "family", "company"})
_CODE = re.compile(r"[1-9]\d{4,7}")
"""A number without any sign of a phone."""
_MOST_OTHERS = 1.0
"""Lines without email or phone below the first contact, for each contact: prose has more."""
_FEWEST_NAMES, _FEWEST_NAMES_WITHIN = 2, 3
"""Words for columns that make a header above the contacts, and anywhere."""
_MARKED = 0.5
"""Share of the contacts with bullets, emoji or numbers in front, in a list that has them."""
_MOST_NAME_WORDS = 5
_MOST_SMALL_WORDS = 1
"""Words in small letters in a name, `the` or a particle; prose has more."""
_NEVER_IN_NAMES = re.compile(r"[\d:?!@<>=\[\]{}_]")
_BRACKETS = re.compile(r"(?<!\s)\s*+[(（][^()（）]*[)）]\s*")
_HEADERS = re.compile(r"\s[-–—|/]\s|[,;/|]")


def find_noted_contacts(listing: Listing, kinds_of: KindsOf) -> Cards | None:
    """The contacts of a list that was jotted down, or None if it is none.

    Args:
        kinds_of: see `open_spreadsheet`.
    """
    rows, delimiter, is_header_word = listing
    filled = [row for row in rows if row.cells]
    lines = [read_line(row, delimiter) for row in filled]
    contacts = [line for line in lines if line.reach]
    if len(contacts) < _FEWEST_CONTACTS or not are_typed(filled):
        return None
    first = contacts[0].number
    others = sum(1 for line in lines if line.number > first and not line.reach)
    if others > _MOST_OTHERS * len(contacts) or _are_headed(lines, contacts, is_header_word):
        return None
    whos = with_companies([_who(line, kinds_of) for line in contacts], kinds_of)
    found = {line.number: who for line, who in zip(contacts, whos, strict=True)}
    if not _are_people(contacts, list(found.values()), kinds_of):
        return None
    return Cards(HEADER, as_table(rows, {line.number: _cells(line, found[line.number]) for line in contacts}))


def _are_headed(lines: Sequence[Line], contacts: Sequence[Line], is_header_word: Callable[[str], bool]) -> bool:
    """Whether a line names the columns of a table; one word above bullets is a title: `Contacts:`."""
    marked = sum(1 for line in contacts if line.marked)
    above = _FEWEST_NAMES if marked > _MARKED * len(contacts) else 1
    for line in lines:
        words = [part.strip() for text in line.parts for part in _HEADERS.split(text)] if not line.reach else []
        fewest = above if line.number < contacts[0].number else _FEWEST_NAMES_WITHIN
        if sum(map(is_header_word, words)) >= fewest:
            return True
    return False


def _are_people(contacts: Sequence[Line], found: Sequence[Who], kinds_of: KindsOf) -> bool:
    """Whether lines are about different people and companies with phones and emails, and not `Order 1234567 - paid`."""
    names = [_bare(who.name) for who in found if _may_be_name(who.name)]
    known = sum(1 for name in names if not _KNOWN.isdisjoint(kinds_of(name)))
    numbers = sum(1 for line in contacts if _CODE.fullmatch(line.reach[0]))
    fewest = _NAMED * len(contacts)
    return len(set(names)) >= fewest and known >= _KNOWN_NAMES * len(names) and numbers <= len(contacts) - fewest


def _who(line: Line, kinds_of: KindsOf) -> Who:
    """Who a contact is; what else stands in front of the phone belongs to the note."""
    text = ", ".join(filter(None, map(_without_label, line.parts)))
    who = who_is(text, kinds_of) or Who(text, "", "", [])
    if who.company:
        return who
    name = who.name
    if not _may_be_name(name) and is_company(name, kinds_of):
        # "Javor s.r.o." ends as no name does.
        return who._replace(name="", company=name)
    of = _of().search(name)
    match = _at().search(name) or (of if of is not None and is_company(name[of.end() :], kinds_of) else None)
    return who._replace(name=name[: match.start()], company=name[match.end() :]) if match else who


def _without_label(text: str) -> str:
    """A text without the word that announces the phone or email behind it: `Ann Lee mob.`."""
    return _label().sub("", text)


def _bare(text: str) -> str:
    return _BRACKETS.sub(" ", text).strip()


def _may_be_name(text: str) -> bool:
    bare = _bare(text)
    parts = bare.split()
    small = sum(1 for part in parts if part[0].islower() and part.casefold() not in word_set("particles"))
    return (
        0 < len(parts) <= _MOST_NAME_WORDS
        and not (parts[-1][0].islower() and parts[-1] not in word_set("particles"))
        and small <= _MOST_SMALL_WORDS
        and _NEVER_IN_NAMES.search(bare) is None
    )


def _cells(line: Line, who: Who) -> tuple[str, ...]:
    cells = [""] * len(HEADER)
    others = list(who.others)
    cells[_JOB], cells[_COMPANY] = who.title, who.company
    if _may_be_name(who.name):
        cells[_NAME] = who.name
    else:
        others.insert(0, who.name)
    place_reach(cells, line, phone=_PHONE, email=_EMAIL)
    cells[_NOTES] = " - ".join(filter(None, [*others, line.rest]))
    return tuple(cells)


@lru_cache(maxsize=1)
def _at() -> re.Pattern[str]:
    return re.compile(rf"\s(?:{any_of('working_at')})\s+(?=\S)", re.IGNORECASE)


@lru_cache(maxsize=1)
def _of() -> re.Pattern[str]:
    return re.compile(rf"\s(?:{any_of('working_of')})\s+(?=\S)", re.IGNORECASE)


@lru_cache(maxsize=1)
def _label() -> re.Pattern[str]:
    return re.compile(rf"(?<![\s,])[\s,]*+(?<!\w)(?:{any_of('reached_by')})\.?:?\Z", re.IGNORECASE)
