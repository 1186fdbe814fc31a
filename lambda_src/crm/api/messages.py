"""Sentences for readers who put them into their own words: a code, and the values that the sentence names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from pydantic import Field

from crm.api.answers import Answer
from crm.sentences import Message, message_of, messages_of


class MessageAnswer(Answer):
    """A sentence by its code."""

    code: str
    values: dict[str, str | int] = Field(description="That it names, by name.")

    @classmethod
    def of(cls, message: Message) -> MessageAnswer:
        return cls(code=message.code, values=dict(message.values))

    @classmethod
    def of_sentence(cls, sentence: str) -> MessageAnswer | None:
        """None for a sentence without a code."""
        message = message_of(sentence)
        return cls.of(message) if message else None


Messages = Annotated[
    list[MessageAnswer],
    Field(description="The sentences of the reason, for other languages; empty where one of them has no code."),
]


def messages_in(sentences: Iterable[str | None]) -> list[MessageAnswer]:
    """The sentences that there are; nothing where one of them has no code."""
    return [*map(MessageAnswer.of, messages_of([sentence for sentence in sentences if sentence]))]
