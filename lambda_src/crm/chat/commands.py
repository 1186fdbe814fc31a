"""Tells questions from commands to delete, which nobody may give here: Ask only reads."""

from __future__ import annotations

from crm.chat.interpretation import NotUnderstood
from crm.chat.language_files import WITHOUT_BLANKS, read_language
from crm.chat.tokens import tokens_of
from crm.chat.vocabulary import vocabulary

ONLY_READS = "I only read and change nothing. To delete leads, tick them in “Leads” and choose “Delete”."


def refuse_command(question: str) -> None:
    """Refuses what begins or ends with a word for deleting, behind words that say nothing.

    A word alone is a search.

    Args:
        question: as the person wrote it.

    Raises:
        NotUnderstood: says where leads are deleted.
    """
    tokens, deleting = tokens_of(question), vocabulary().deleting
    start = 0
    while taken := vocabulary().fillers.length_at(tokens, start):
        start += taken
    begins = deleting.length_at(tokens, start)
    ends = deleting.length_at(tokens, len(tokens) - 1)
    if (len(tokens) > 1 and (begins or ends)) or _is_unspaced_command(question):
        raise NotUnderstood(ONLY_READS)


def _is_unspaced_command(question: str) -> bool:
    text = question.strip("？?。！! ")
    words = tuple(word for language in WITHOUT_BLANKS for word in read_language(language).lists["deleting"])
    return text not in words and (text.startswith(words) or text.endswith(words))
