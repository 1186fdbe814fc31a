"""Exports of chats, in which people send their emails and phones: who sent a message is the contact.

`08-11-2026 19:02 - Ann Lee: my mail is ann@x.com`. Who sends neither is left out, as what the program says is. Numbers
are chosen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from crm.spreadsheets import word_lists
from crm.spreadsheets.layout.chat_lines import Message, read_messages
from crm.spreadsheets.layout.contact_cards import Cards, Listing
from crm.spreadsheets.layout.message_lines import place_reach, read_line
from crm.spreadsheets.layout.message_names import KindsOf
from crm.spreadsheets.layout.ornaments import without_ornaments
from crm.spreadsheets.layout.words import any_of, word_set, words
from crm.spreadsheets.model import CARD_ROW, VACANT_ROW, Row

HEADER = ("Name", "Phone", "Phone 2", "Email", "Email 2", "Notes")
_NAME, _PHONE, _EMAIL, _NOTES = 0, 1, 3, 5
_FEWEST_MESSAGES = 3
_FEWEST_SENDERS = 2
"""A list that one person forwards is read as the list that it is."""
_STAMPED = 0.3
"""Share of the rows that must begin with a stamp: messages go on over several rows."""
_FEWEST_OF_A_LIST = 3
"""Emails or phones of one message that make it a list of others."""
_FEWEST_DIGITS = 7
_MOST_WORDS = 4
"""Words of a name behind `this is`."""
_MOST_UNCASED = 2
"""The same, in scripts without capital letters."""
_PEOPLE = frozenset({"person", "given"})
_NUMBER = re.compile(r"\+?[\d\s()\-.\u2010\u2011]+")
_OTHER_NUMBERS = re.compile(
    r"https?://\S+|www\.\S+"
    r"|\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){2,7}(?:\s?[A-Z0-9]{1,4})?\b"
    r"|(?<![\d+/.\-])(?:[0-2]?\d|3[01])([./\-])(?:0?[1-9]|1[0-2])\1(?:20)?\d\d(?![./\-]?\d|\s\d\d\s)"
)
"""Links, accounts and dates."""
_END_OF_NAME = ",.;:!?()\n"


def find_chat(listing: Listing, kinds_of: KindsOf) -> Cards | None:
    """The people of a chat who sent an email or a phone, or None if it is none.

    Args:
        kinds_of: see `open_spreadsheet`.
    """
    rows, delimiter = listing.rows, listing.delimiter
    messages, stamped = read_messages(rows, delimiter)
    filled = sum(1 for row in rows if row.cells)
    by_sender: dict[str, list[Message]] = {}
    for message in messages:
        by_sender.setdefault(message.sender, []).append(message)
    if len(messages) < _FEWEST_MESSAGES or len(by_sender) < _FEWEST_SENDERS or stamped < _STAMPED * filled:
        return None
    if not any(_is_number(sender) or not _PEOPLE.isdisjoint(kinds_of(_name(sender))) for sender in by_sender):
        return None
    cells: dict[int, tuple[str, ...]] = {}
    parts: set[int] = set()
    for sender, sent in by_sender.items():
        if sender.casefold() not in word_set("own_messages") and (telling := list(_telling(sender, sent, kinds_of))):
            number = telling[0][0].rows[0]
            cells[number] = _cells(sender, telling, kinds_of)
            parts.update(*(message.rows for message, _ in telling))
    return Cards(HEADER, [_marked(row, cells, parts) for row in rows]) if cells else None


def _telling(sender: str, sent: Sequence[Message], kinds_of: KindsOf) -> Iterator[tuple[Message, list[str]]]:
    """The messages in which somebody says how to reach them, or who has this number; each with emails and phones."""
    if not _is_number(sender):
        yield from ((message, found) for message in sent if (found := _reach(message, sender, kinds_of)))
        return
    telling = [
        (message, reach)
        for message in sent
        if (reach := _reach(message, sender, kinds_of)) or _introduced(message.text, kinds_of)
    ]
    yield from telling or [(sent[0], [])]


def _reach(message: Message, sender: str, kinds_of: KindsOf) -> list[str]:
    """The emails and phones of a message that are the sender's own."""
    found: list[str] = []
    for text in message.text.splitlines():
        if not _is_about_another(text, sender, kinds_of):
            found += read_line(Row(0, (_OTHER_NUMBERS.sub(" | ", text),))).reach
    found = list(dict.fromkeys(found))
    return found if len(found) < _FEWEST_OF_A_LIST else []


def _is_about_another(text: str, sender: str, kinds_of: KindsOf) -> bool:
    """Whether a line tells how to reach somebody else: `Tom's number`, `Tom Hale 0171 555`."""
    if _of_others().search(text):
        return True
    if _introduced(text, kinds_of):
        return False
    own = {word.casefold() for word in sender.split()}
    bare = [word.strip(_END_OF_NAME) for word in text.split()]
    pairs = [pair for pair in pairwise(bare) if all(word[:1].isupper() for word in pair)]
    return any(
        own.isdisjoint(map(str.casefold, pair)) and {"given", "person"} <= set(kinds_of(" ".join(pair)))
        for pair in pairs
    )


def _cells(sender: str, telling: Sequence[tuple[Message, list[str]]], kinds_of: KindsOf) -> tuple[str, ...]:
    cells = [""] * len(HEADER)
    reach = [text for _, found in telling for text in found]
    if _is_number(sender):
        names = (_introduced(message.text, kinds_of) for message, _ in telling)
        cells[_NAME] = next(filter(None, names), "")
        reach.insert(0, sender)
    else:
        cells[_NAME] = _name(sender)
    line = read_line(Row(0, ("",)))._replace(reach=list(dict.fromkeys(reach)))
    place_reach(cells, line, phone=_PHONE, email=_EMAIL)
    cells[_NOTES] = "\n".join(message.text for message, _ in telling)
    return tuple(cells)


def _introduced(text: str, kinds_of: KindsOf) -> str:
    """The name of somebody who says so, `hi, this is Ann Lee from no. 4`, and is known to be a person; else ""."""
    for match in _introductions().finditer(text):
        name = _name_at_start(text[match.end() :])
        if name and not _PEOPLE.isdisjoint(kinds_of(name)):
            return name
    behind = _introduced_behind().search(text)
    return behind["name"] if behind is not None and "person" in kinds_of(behind["name"]) else ""


def _name_at_start(text: str) -> str:
    """The words with capital letters at the start of a text, and particles between them."""
    name: list[str] = []
    most = _MOST_WORDS
    for word in text.split(" ")[: _MOST_WORDS + 1]:
        bare = word.strip(_END_OF_NAME)
        if not bare or bare.lower() == bare.upper():
            most = _MOST_UNCASED
        elif not bare[0].isupper() and bare not in word_set("particles"):
            break
        if not bare or not bare[0].isalpha() or len(name) == most:
            break
        name.append(bare)
        if word != bare:
            break
    while name and name[-1] in word_set("particles"):
        name.pop()
    return " ".join(name)


def _name(sender: str) -> str:
    return without_ornaments(sender)


def _is_number(sender: str) -> bool:
    return _NUMBER.fullmatch(sender) is not None and sum(map(str.isdigit, sender)) >= _FEWEST_DIGITS


def _marked(row: Row, cells: dict[int, tuple[str, ...]], parts: set[int]) -> Row:
    if row.number in cells:
        return row._replace(cells=cells[row.number])
    return row._replace(skip=CARD_ROW if row.number in parts else VACANT_ROW) if row.cells else row


@lru_cache(maxsize=1)
def _introductions() -> re.Pattern[str]:
    # `aqui é a` before `aqui é`.
    longest_first = word_lists.any_of(sorted(words("introduced_by"), key=len, reverse=True))
    found = rf"(?<!\w)(?:{longest_first})(?:\s*[,:]\s*|\s+)(?=[^\W\d_])|(?<!\w)(?:我是|我叫)"
    return re.compile(found, re.IGNORECASE)


@lru_cache(maxsize=1)
def _introduced_behind() -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:저는 )?(?P<name>\w{2,8}?)(?:です|と申します|입니다|이에요|예요)")


@lru_cache(maxsize=1)
def _of_others() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{any_of('reach_of_others')})(?!\w)", re.IGNORECASE)
