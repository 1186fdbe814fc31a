"""Mutations of the query language: what a search finds, and what it refuses."""

from __future__ import annotations

from tests.mutations.mutation import Mutation

_COMPARING = "lambda_src/crm/query/comparing.py"
_SQL = "lambda_src/crm/index/sql.py"
_FOUND = ("tests/unit/query/test_matching.py", "tests/unit/query/test_comparing.py")

_ANSWERED = ("tests/unit/index/test_lead_index.py",)
_KEPT = ("tests/unit/index/test_kept_pages.py",)
_LEFT_OUT = ("tests/unit/index/test_repeated_texts.py",)

SEARCHING = (
    Mutation(
        "search-after-a-day-finds-that-day",
        _COMPARING,
        "return Range(low=last)",
        "return Range(low=first)",
        "After a day means from the next day on.",
        _FOUND,
    ),
    Mutation(
        "search-between-leaves-out-its-last-day",
        _COMPARING,
        "end = limits[1][1]",
        "end = limits[1][0]",
        "Between two days includes both.",
        _FOUND,
    ),
    Mutation(
        "search-compares-texts-as-dates",
        _COMPARING,
        "if one.op not in _TAKEN[kind]:",
        "if False:",
        "A comparison that does not fit the type of its field is refused.",
        _FOUND,
    ),
    Mutation(
        "search-not-passes-over-leads-without-a-value",
        _SQL,
        'return Sql(f"({inner.text}) IS NOT TRUE", inner.parameters)',
        'return Sql(f"NOT ({inner.text})", inner.parameters)',
        "What is not so includes leads without a value (5).",
        _ANSWERED,
    ),
    Mutation(
        "search-as-deep-as-anyone-likes",
        "lambda_src/crm/query/conditions.py",
        "if _depth(condition) > MAX_DEPTH:",
        "if False:",
        "A condition joins at most three levels.",
        ("tests/unit/query/test_conditions.py",),
    ),
    Mutation(
        "groups-of-pairs-count-first-fields-alone",
        "lambda_src/crm/index/grouping.py",
        "for name in query.group_by]",
        "for name in query.group_by[:1]]",
        "Groups by two fields count each pair (5).",
        _ANSWERED,
    ),
    Mutation(
        "pages-far-down-forget-rows-without-a-value",
        "lambda_src/crm/index/far_rows.py",
        'Sql(" IS NULL"), rows - filled, is_one_value=True)',
        'Sql(" IS NULL"), 0, is_one_value=True)',
        "Pages far down hold the leads that the order says (5).",
        _ANSWERED,
    ),
    Mutation(
        "pages-by-long-texts-look-at-beginnings-alone",
        _SQL,
        "else [columns.beginning, columns.text]",
        "else [columns.beginning]",
        "Pages far down hold the leads that the order says (5).",
        _ANSWERED,
    ),
    Mutation(
        "first-pages-stop-at-leads-without-a-value",
        "lambda_src/crm/index/first_rows.py",
        "return rows + _in_order(database, empty, others, count - len(rows))",
        "return rows",
        "A page holds the leads that the order says (5).",
        _ANSWERED,
    ),
    Mutation(
        "first-pages-by-long-texts-begin-too-late",
        "lambda_src/crm/index/first_rows.py",
        '" >= ?" if first.is_down else " <= ?"',
        '" > ?" if first.is_down else " < ?"',
        "A page holds the leads that the order says (5).",
        ("tests/unit/index/test_first_rows.py",),
    ),
    Mutation(
        "exports-take-up-no-more-than-a-page",
        "lambda_src/crm/index/source.py",
        "while complete_until < now:",
        "while False:",
        "An export has all that was reported as written (5).",
        ("tests/unit/index/test_source.py",),
    ),
    Mutation(
        "search-finds-words-across-values",
        "lambda_src/crm/query/searchable.py",
        'f"{joined}\\n{line}" if joined else line',
        "joined + line",
        "A word is found within one value.",
        _ANSWERED,
    ),
    Mutation(
        "search-forgets-what-many-leads-have",
        _SQL,
        '("everything", *left_out)',
        '("everything",)',
        "A search finds every lead that has its words (5).",
        _LEFT_OUT,
    ),
    Mutation(
        "search-forgets-what-an-older-snapshot-left-out",
        "lambda_src/crm/index/repeated_texts.py",
        'if database.repeated else "everything"',
        'if False else "everything"',
        "A search finds every lead that has its words (5).",
        _LEFT_OUT,
    ),
    Mutation(
        "index-shows-a-changed-lead-as-it-was",
        "lambda_src/crm/index/lead_index.py",
        "        self._pages.forget()\n",
        "",
        "What was reported as done is in the list at once (5).",
        _KEPT,
    ),
    Mutation(
        "newest-leads-are-those-of-rows-that-have-other-numbers",
        "lambda_src/crm/index/own.py",
        '        database.run("DELETE FROM newest")\n',
        "",
        "A page shows the leads that it has found (5).",
        _KEPT,
    ),
    Mutation(
        "exports-forget-what-stands-in-the-place-of-a-column",
        "lambda_src/crm/index/csv_lines.py",
        "if not any(texts.values()) and said.keys().isdisjoint(FURTHER.values()):",
        "if True:",
        "An export holds further emails and phones (2).",
        _ANSWERED,
    ),
    Mutation(
        "a-changed-query-of-an-answer-is-read-anew",
        "lambda_src/crm/chat/service.py",
        "if changed is not None:",
        "if changed is None and previous is not None:",
        "What a person has made of the query of a question is answered as it is.",
        ("tests/unit/chat/test_chatbot.py",),
    ),
    Mutation(
        "a-command-to-delete-is-a-question",
        "lambda_src/crm/chat/service.py",
        "            refuse_command(question)",
        "            refuse_command('leads')",
        "Ask only reads, and says so.",
        ("tests/unit/chat/test_chat.py",),
    ),
)
