"""Messages of an exported chat: when each was sent, by whom, and what it says.

The stamps of WhatsApp, Signal, Telegram, LINE, KakaoTalk and Zoom, as phones write dates in any country.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from crm.spreadsheets.model import Row

_YEAR_FIRST = r"(?:19|20)\d\d[./\-年년][ ]?\d{1,2}[./\-月월][ ]?\d{1,2}[.日일]?(?!\d)"
_DATE = (
    rf"(?:{_YEAR_FIRST}|\d{{1,4}}[./\-][ ]?\d{{1,2}}[./\-][ ]?\d{{1,4}}\.?"
    r"|\d{1,2}\.?[ ][^\W\d_]{3,12}\.?[ ](?:19|20)\d\d)(?:[ ]?[(（][^()（）]{1,12}[)）])?"
)
_CLOCK = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[ ]?[^\W\d_]\.?[ ]?[^\W\d_]{1,2}\.?|[ ]?[^\W\d_]{1,2}\.?)?"
"""`18:40`, `6:40:12 PM`, `6:40 p. m.`."""
_HALF = r"(?:[^\W\d_]{1,6}\.?,?[ ]?)?"
"""What may stand before the clock: `à`, `klo`, `下午`, `오후`."""
_WHEN = rf"(?:{_DATE}[,، ]{{0,3}}{_HALF}{_CLOCK}|{_HALF}{_CLOCK}[,، ]{{1,3}}{_DATE})"
_SENDER = r"(?P<sender>[^:：\n\t\[\]\"“”«»<>]{1,40}?)"
_SAID = r"(?P<said>.*)\Z"
_HEADS = [
    re.compile(text + _SAID, re.DOTALL)
    for text in (
        rf"\[(?:{_WHEN}|{_HALF}{_CLOCK})\][ ]?{_SENDER}[ ]?:",
        rf"{_WHEN}[ ][-–][ ]{_SENDER}:",
        rf"{_WHEN},[ ]?{_SENDER}[ ]:",
        rf"{_HALF}{_CLOCK}\t{_SENDER}\t",
        rf"\[{_SENDER}\][ ]\[{_HALF}{_CLOCK}\]",
        rf"{_SENDER},[ ]?\[{_WHEN}\]:?",
        rf"{_CLOCK}[ \t]{{1,3}}(?:From|Von|De|Da|Van)[ \t]{{1,3}}{_SENDER}[ ]?:",
    )
]
_TO_ALL = re.compile(
    r"[ ](?:to|an|à|a|para|aan)[ ](?:everyone|alle|tutti|todos|tous|tout le monde|iedereen)\b.{0,40}\Z", re.IGNORECASE
)
"""Behind the sender in a meeting: `Ann Lee to Everyone`."""
_STAMPED = re.compile(rf"\[?{_WHEN}|{_HALF}{_CLOCK}\t|-{{3}}.*(?<=---)\Z|{_YEAR_FIRST}\W?.{{0,12}}\Z")
"""What ends the message above: one of the program, or a day."""
_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_BLANKS = re.compile("[\u00a0\u202f\u2009]| {2,}")
_BY_PROGRAM = "\u200e"
"""In front of what a program says in place of a message: `image omitted`."""


class Message(NamedTuple):
    """A message.

    Args:
        sender: a name, or a phone.
        rows: the numbers of its rows.
        text: what it says, which may take several lines.
    """

    sender: str
    rows: list[int]
    text: str


def read_messages(rows: Sequence[Row], delimiter: str | None) -> tuple[list[Message], int]:
    """The messages of a chat, those of the program left out, and how many rows begin with a stamp.

    Args:
        rows: all rows of the sheet, blank ones included.
        delimiter: by which the lines of a text have been cut into cells, None for workbooks.
    """
    messages: list[Message] = []
    stamped = 0
    goes_on = False
    for row in rows:
        text = (delimiter or "\t").join(row.cells).strip(" ")
        if not text.strip():
            continue
        plain = _BLANKS.sub(" ", _MARKS.sub("", text)).strip(" ")
        head = next((match for pattern in _HEADS if (match := pattern.match(plain))), None)
        if head is not None:
            stamped += 1
            said = "" if _BY_PROGRAM in text[1:] else head["said"].strip()
            messages.append(Message(_TO_ALL.sub("", head["sender"]).strip(" ~"), [row.number], said))
            goes_on = True
        elif _STAMPED.match(plain):
            stamped += 1
            goes_on = False
        elif goes_on:
            last = messages[-1]
            messages[-1] = Message(last.sender, [*last.rows, row.number], f"{last.text}\n{plain.strip()}".strip())
    return messages, stamped
