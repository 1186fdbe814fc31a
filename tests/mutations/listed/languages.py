"""Mutations of the languages of questions and answers."""

from __future__ import annotations

from tests.mutations.mutation import Mutation

_TOLD = "lambda_src/crm/chat/question_language.py"
_TESTS = ("tests/unit/chat/test_answer_languages.py", "tests/unit/chat/test_chat.py")

LANGUAGES = (
    Mutation(
        "stored-reason-forgets-its-values",
        "lambda_src/crm/imports/ledger.py",
        '"sentences": list(map(as_json, self.sentences))',
        '"sentences": list(map(str, self.sentences))',
        "The reason of a row is said in the language of the page, with the values that it names (3).",
        ("tests/unit/test_page_texts.py",),
    ),
    Mutation(
        "languages-answers-are-in-english",
        "lambda_src/crm/chat/service.py",
        "answer_words(question_language(question))",
        "answer_words()",
        "An answer is in the language of its question.",
        _TESTS,
    ),
    Mutation(
        "languages-one-borrowed-word-decides",
        _TOLD,
        "_BORROWED = 1",
        "_BORROWED = 0",
        "A Chinese question with an English word in it is Chinese.",
        _TESTS,
    ),
    Mutation(
        "languages-english-loses-among-equals",
        _TOLD,
        "(counts[one], one == ENGLISH)",
        "(counts[one], one != ENGLISH)",
        "What two languages know equally well is answered in English.",
        _TESTS,
    ),
    Mutation(
        "languages-chinese-characters-are-all-one",
        _TOLD,
        'one.startswith(f"{chinese}-")',
        'one.startswith(f"{chinese}_")',
        "A question in traditional characters is answered in them.",
        _TESTS,
    ),
)
