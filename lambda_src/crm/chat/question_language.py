"""In which language a question is written, so that its answer is in the same one."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from crm.chat.answer_words import ENGLISH, answer_languages, answer_words
from crm.chat.language_files import WITHOUT_BLANKS, languages, read_language
from crm.chat.tokens import tokens_of
from crm.query.text import is_cjk

_BORROWED = 1
"""Words of another language that a question in Chinese or Japanese has, such as “email”; more are the language."""
_KANA = re.compile("[\u3040-\u30ff]")


def question_language(question: str) -> str:
    """The code of the language, of those that questions are understood in.

    A language that writes words apart is told by the words of its grammar: the one that knows most of them, English
    among equals.
    """
    known = [found for token in tokens_of(question) if (found := _by_word().get(token.key, ()))]
    if is_cjk(question) and len(known) <= _BORROWED:
        return WITHOUT_BLANKS[1] if _KANA.search(question) else _of_characters(question)
    counts = Counter(language for found in known for language in found)
    return max(counts, key=lambda one: (counts[one], one == ENGLISH), default=ENGLISH)


@cache
def _by_word() -> dict[str, set[str]]:
    """Each word of the grammar, and the languages that have it."""
    found: dict[str, set[str]] = {}
    for language in languages():
        if language in WITHOUT_BLANKS:
            continue
        file = read_language(language)
        phrases = [*file.lists.values(), *file.fields.values()]
        for token in (token for words in phrases for phrase in words for token in tokens_of(phrase)):
            found.setdefault(token.key, set()).add(language)
    return found


def _of_characters(question: str) -> str:
    """The one of several languages with the grammar of Chinese that has a character of the question for itself."""
    chinese = WITHOUT_BLANKS[0]
    others = (one for one in answer_languages() if one.startswith(f"{chinese}-"))
    return next((one for one in others if answer_words(one).characters & set(question)), chinese)
