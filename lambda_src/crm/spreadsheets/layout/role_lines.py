"""Lists of useful numbers, of which each line begins with a trade or a part that somebody has, and a colon.

`🔧 Plumber: Tom Hale – Hale Heating – 0171 555`, `Treasurer: Ann Lee, ann@x.com`. Numbers are chosen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from crm.spreadsheets.layout.contact_cards import Cards, Listing
from crm.spreadsheets.layout.message_lines import Line, as_table, place_reach, read_line, text_of
from crm.spreadsheets.layout.message_names import KindsOf, Who, is_company, who_is, with_companies
from crm.spreadsheets.layout.ornaments import without_mark, without_ornaments
from crm.spreadsheets.layout.words import any_of, word_set
from crm.spreadsheets.model import Row

HEADER = ("Name", "Job title", "Company", "Phone", "Phone 2", "Email", "Email 2", "Notes")
_PHONE, _EMAIL = 3, 5
_FEWEST_CONTACTS = 3
_WITH_ROLE = 0.7
"""Share of the lines with an email or a phone that must begin with a role."""
_DIFFERENT = 0.6
"""Share of the roles that must differ: the labels of contacts with a label in each line come again."""
_NAMED = 0.5
"""Share of the contacts that must name a person or a company behind the role."""
_MOSTLY = 0.5
"""Share of the texts before the colon that may be companies or people: where more are, they are no roles."""
_FIRST_ROWS = 5
"""Rows among which a header stands."""
_FEWEST_NAMES = 2
"""Names of fields in a header."""
_FEWEST_WORDS_OF_FIRM = 2
"""Words of a firm in the place of a role; a single one is a trade."""
_SHORTEST_FAMILY_NAME = 3
"""Letters of a word of a person's name that shows a firm: `Maffei` in `Termoidraulica Maffei`."""
_KNOWN = frozenset({"person", "maybe_person", "given", "family", "company"})
_PEOPLE = frozenset({"person", "given", "family"})
_SURE_PEOPLE = frozenset({"person", "given"})
_ROLE = re.compile(
    r"\A(?P<role>[^\W\d_](?:(?![:：=→|\t]|\d{4}|\s[-–—]\s)[^@]){1,50}?)[*_]*\s?(?:[:：](?!//)|\s?(?:=|→|->|=>)|\s\|)\s*(?P<who>\S.*)\Z",
    re.DOTALL,
)
_BETWEEN = re.compile(r"\s[-–—|/]\s|[;|,，、;；()（）]\s*")
_BRACKETED = re.compile(r"[(（]([^()（）]*)[)）]")
_DIVIDED = re.compile(r"\s[-–—|/]\s|[,;|，、；]")
_REACH = re.compile(r"@|\d{4}")
_WORDS = re.compile(r"[^\W\d_]+")


class _RoleLine(NamedTuple):
    """A line of such a list.

    Args:
        role: what stands before the colon.
        line: what stands behind it.
        who: the same, told apart.
    """

    role: str
    line: Line
    who: Who


def find_role_lines(listing: Listing, kinds_of: KindsOf) -> Cards | None:
    """The contacts of a list of useful numbers, or None if it is none.

    Args:
        kinds_of: see `open_spreadsheet`.
    """
    rows, delimiter, is_header_word = listing
    filled = [row for row in rows if row.cells]
    if len(filled) < _FEWEST_CONTACTS:
        return None
    if any(_is_header(row, is_header_word) for row in filled[:_FIRST_ROWS]):
        return None
    reached = [line for row in filled if (line := read_line(row, delimiter)).reach]
    read = [found for row in filled if (found := _read(row, delimiter, kinds_of)) is not None]
    if not _are_roles([found for found in read if found.line.reach], len(reached), kinds_of):
        return None
    contacts = [found for found in read if found.line.reach or _names_somebody(found, kinds_of)]
    whos = with_companies([found.who for found in contacts], kinds_of)
    firms = _share([found.role for found in contacts], lambda role: _is_firm(role, kinds_of)) > _MOSTLY
    told = [_told(found._replace(who=who), kinds_of, firms=firms) for found, who in zip(contacts, whos, strict=True)]
    return Cards(
        HEADER, as_table(rows, {found.line.number: cells for found, cells in zip(contacts, told, strict=True)})
    )


def _read(row: Row, delimiter: str | None, kinds_of: KindsOf) -> _RoleLine | None:
    match = _ROLE.match(without_mark(text_of(row, delimiter)))
    if match is None or match["role"].casefold().rstrip(".") in word_set("reached_by"):
        return None
    said = match["who"].lstrip("*_ ")
    apart = [inner for inner in _BRACKETED.findall(said) if _DIVIDED.search(inner) and not _REACH.search(inner)]
    said = _BRACKETED.sub(lambda match: "" if match[1] in apart else match[0], said)
    line = read_line(Row(row.number, (said,)))
    text = ", ".join(filter(None, map(_without_ways, line.parts)))
    who = who_is(text, kinds_of) or Who(text, "", "", [])
    role = without_ornaments(match["role"]).strip(" *_")
    return _RoleLine(role, line, who._replace(others=[*who.others, *apart]))


def _are_roles(contacts: Sequence[_RoleLine], reached: int, kinds_of: KindsOf) -> bool:
    """Whether different words stand before the colons, and people and companies behind most of them.

    Args:
        contacts: the lines with a role, and an email or a phone.
        reached: how many lines have an email or a phone.
    """
    if len(contacts) < _FEWEST_CONTACTS or len(contacts) < _WITH_ROLE * reached:
        return False
    roles = [found.role for found in contacts]
    different = len({role.casefold() for role in roles})
    if different < _DIFFERENT * len(roles) or _share(roles, lambda role: "given" in kinds_of(role)) > _MOSTLY:
        return False
    return _share(contacts, lambda found: not _KNOWN.isdisjoint(kinds_of(found.who.name))) >= _NAMED


def _is_header(row: Row, is_header_word: Callable[[str], bool]) -> bool:
    return sum(1 for cell in row.cells if cell.strip() and is_header_word(cell)) >= _FEWEST_NAMES


def _names_somebody(found: _RoleLine, kinds_of: KindsOf) -> bool:
    """Whether a line without email or phone names a person who has a job."""
    return _is_job(found.role, kinds_of) and not _SURE_PEOPLE.isdisjoint(kinds_of(found.who.name))


def _told(found: _RoleLine, kinds_of: KindsOf, *, firms: bool) -> tuple[str, ...]:
    """The cells of a contact.

    Args:
        firms: whether companies stand before the colons of the list.
    """
    role, line, who = found
    name, title, company = who.name, who.title, who.company
    others = [text.strip("()（） ") for text in who.others]
    others += filter(None, map(_without_ways, _BETWEEN.split(line.rest)))
    if firms and _is_firm(role, kinds_of) and not company:
        company, role = role, ""
    if name and not company and _is_called_like_firm(name, role, kinds_of):
        company, name = name, ""
        person = next((text for text in others if not _SURE_PEOPLE.isdisjoint(kinds_of(text))), "")
        if person:
            name = person
            others.remove(person)
    if not company:
        company = next((text for text in others if _is_of(text, name) or is_company(text, kinds_of)), "")
        others = [text for text in others if text != company]
    if not name and not company and _is_firm(role, kinds_of):
        company, role = role, ""
    if name and not title and _is_job(role, kinds_of):
        title, role = role, ""
    cells = [name, title, company, "", "", "", "", " - ".join(filter(None, [role, *others]))]
    place_reach(cells, line, phone=_PHONE, email=_EMAIL)
    return tuple(cells)


def _is_called_like_firm(name: str, role: str, kinds_of: KindsOf) -> bool:
    """Whether no person is called so: a firm, or whoever brings gas and power and is not known to be a person."""
    kinds = kinds_of(name)
    return "company" in kinds or (role.casefold() in word_set("services") and _PEOPLE.isdisjoint(kinds))


def _is_of(firm: str, name: str) -> bool:
    """Whether a text behind a name has a word of it: `Tom Hale`, `Hale Heating`."""
    words = {word.casefold() for word in _WORDS.findall(name) if len(word) >= _SHORTEST_FAMILY_NAME}
    words -= word_set("particles")
    found = [word.casefold() for word in _WORDS.findall(firm)]
    return len(found) > 1 and any(word in words for word in found) and not words.issuperset(found)


def _is_firm(text: str, kinds_of: KindsOf) -> bool:
    return len(text.split()) >= _FEWEST_WORDS_OF_FIRM and "company" in kinds_of(text)


def _is_job(role: str, kinds_of: KindsOf) -> bool:
    return role.casefold() in word_set("trades") or "job" in kinds_of(role)


def _without_ways(text: str) -> str:
    """A text without the words that announce the phone or email behind it, "" for such words alone."""
    bare = _way_at_end().sub("", text).strip(" ,:：-–—*_")
    return "" if bare.casefold() in word_set("reached_by") else bare


def _share(texts: Sequence[object], holds: Callable[..., bool]) -> float:
    return sum(map(holds, texts)) / len(texts)


@lru_cache(maxsize=1)
def _way_at_end() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{any_of('reached_by')})\.?\s?[:：]?\s*\Z", re.IGNORECASE)
