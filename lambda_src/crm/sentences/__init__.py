"""Sentences for people, each with a code by which the page says it in its own language.

Code handles English sentences as texts. One that names values is a `Sentence`, which knows its code and the values; one
that is always the same is known by its text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from crm.sentences.duplicates import DUPLICATES
from crm.sentences.exports import EXPORTS
from crm.sentences.failures import FAILURES
from crm.sentences.notes import NOTES
from crm.sentences.proposals import PROPOSALS
from crm.sentences.rows import ROWS

__all__ = [
    "DUPLICATES",
    "EXPORTS",
    "FAILURES",
    "NOTES",
    "PROPOSALS",
    "ROWS",
    "SECTIONS",
    "Message",
    "Sentence",
    "as_json",
    "code_of",
    "from_json",
    "message_of",
    "messages_of",
    "of_sheet",
]

Values = Mapping[str, str | int]

SECTIONS: Mapping[str, Mapping[str, str]] = {
    "rowReasons": ROWS,
    "importNotes": NOTES,
    "importFailures": FAILURES,
    "exportFailures": EXPORTS,
    "proposalReasons": PROPOSALS,
    "duplicateReasons": DUPLICATES,
}
"""By the section of the page's texts that has them in all languages. A code is in one section only."""
_ENGLISH = {code: sentence for section in SECTIONS.values() for code, sentence in section.items()}
_CODES = {sentence: code for code, sentence in _ENGLISH.items() if "{" not in sentence}
_OF_SHEET = "sheet"


class Message(NamedTuple):
    """A sentence for a program that puts it into words itself."""

    code: str
    values: Values


class Sentence(str):
    """A sentence in English that names values.

    Args:
        code: of a sentence above.
        values: what it names: texts, and numbers. `sheet` is the sheet of which it is said.
    """

    __slots__ = ("message",)
    message: Message

    def __new__(cls, code: str, **values: str | int) -> Sentence:
        shown = {name: f"{value:,}" if isinstance(value, int) else value for name, value in values.items()}
        text = _ENGLISH[code].format_map(shown)
        sentence = super().__new__(cls, f"{shown[_OF_SHEET]}: {text}" if _OF_SHEET in shown else text)
        sentence.message = Message(code, values)
        return sentence

    def __reduce__(self) -> tuple[Any, ...]:
        """A copy is made anew of the code and the values: the text alone does not tell them."""
        return from_json, (as_json(self),)


def message_of(sentence: str | None) -> Message | None:
    """What a program needs to say the sentence; None where it has no code."""
    if isinstance(sentence, Sentence):
        return sentence.message
    code = code_of(sentence)
    return Message(code, {}) if code else None


def messages_of(sentences: Iterable[str]) -> list[Message]:
    """What a program needs to say these sentences; nothing where one of them has no code."""
    found = list(map(message_of, sentences))
    coded = [message for message in found if message is not None]
    return coded if len(coded) == len(found) else []


def code_of(sentence: str | None) -> str | None:
    """The code of a sentence that is always the same; None for another one, and for none."""
    return None if sentence is None else _CODES.get(sentence)


def of_sheet(sentence: str, sheet: str) -> str:
    """A sentence, said of one sheet; as it is where the sheet has no name."""
    message = message_of(sentence)
    if not sheet or message is None:
        return sentence
    return Sentence(message.code, **{**message.values, _OF_SHEET: sheet})


def as_json(sentence: str) -> str | list[Any]:
    """A sentence as it is stored and sent."""
    return list(sentence.message) if isinstance(sentence, Sentence) else str(sentence)


def from_json(stored: str | list[Any]) -> str:
    """Reads what `as_json` wrote."""
    if isinstance(stored, str):
        return stored
    code, values = stored
    return Sentence(code, **values)
