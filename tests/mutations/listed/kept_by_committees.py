"""Mutations of how lists of committees, parishes and allotment holders are read."""

from __future__ import annotations

from tests.mutations.mutation import Mutation

_KINDS = ("tests/unit/contact_lists/test_kinds.py",)

KEPT_BY_COMMITTEES = (
    Mutation(
        "committees-titles-set-apart-are-people",
        "lambda_src/crm/spreadsheets/layout/groups_between.py",
        "return below_blank if len(lone) == 1 and _has_each_more(contacts, lone) else []",
        "return []",
        "`Church Wardens` below a blank row is nobody.",
        _KINDS,
    ),
    Mutation(
        "committees-people-set-apart-are-titles",
        "lambda_src/crm/spreadsheets/layout/groups_between.py",
        "return below_blank if len(lone) == 1 and _has_each_more(contacts, lone) else []",
        "return below_blank",
        "Of somebody below a blank row nothing may be known but the name.",
        _KINDS,
    ),
    Mutation(
        "committees-sums-in-all-columns-are-people",
        "lambda_src/crm/spreadsheets/layout/row_kinds.py",
        "return are_small or len(others) < max(2, width - 1)",
        "return len(others) < max(2, width - 1)",
        "A poll sums up each day.",
        _KINDS,
    ),
    Mutation(
        "committees-family-names-before-commas-are-firms",
        "lambda_src/crm/mapping/rules/shown_names.py",
        "or spells_family_name_first(column):",
        "or False:",
        "Under `Name, Vorname` a family name stands before the comma.",
        _KINDS,
    ),
    Mutation(
        "committees-forms-in-capitals-are-initials",
        "lambda_src/crm/values/companies.py",
        "return _ends_in_capitals(words) or _begins_with_article(words)",
        "return _begins_with_article(words)",
        "`Sjögren Marin AB` is a firm.",
        _KINDS,
    ),
    Mutation(
        "committees-articles-are-given-names",
        "lambda_src/crm/values/companies.py",
        "return _ends_in_capitals(words) or _begins_with_article(words)",
        "return _ends_in_capitals(words)",
        "`The Copper Kettle` is no person.",
        _KINDS,
    ),
    Mutation(
        "committees-whoever-is-behind-an-article-is-a-firm",
        "lambda_src/crm/values/companies.py",
        "return not vietnamese and not titles_in_front(words, 0, half=False)",
        "return True",
        "`The Rev. Ann Lee` and `The Miller Family` are people.",
        _KINDS,
    ),
    Mutation(
        "committees-numbers-in-brackets-spoil-the-first",
        "lambda_src/crm/values/phones.py",
        'lines = _BEFORE_SECOND_IN_BRACKETS.sub("\\n", BEFORE_LABELS.sub("\\n", text))',
        'lines = BEFORE_LABELS.sub("\\n", text)',
        "Behind a number somebody else's may stand in brackets.",
        _KINDS,
    ),
    Mutation(
        "committees-madame-has-a-given-name",
        "lambda_src/crm/standardizing/row_full_names.py",
        'named, order = (bare, order) if " " in bare else (named, FRENCH)',
        "named = bare",
        "`M. et Mme FAURE` say a family name.",
        _KINDS,
    ),
    Mutation(
        "committees-who-is-in-charge-of-firms-is-ours",
        "lambda_src/crm/mapping/rules/professionals.py",
        "if in_charge and len(asked) >= at.FEWEST_OF_FIRMS and all(map(may_be_company, asked)):",
        "if False:",
        "Where only the firms among customers have somebody in charge, that is their contact.",
        _KINDS,
    ),
    Mutation(
        "committees-who-looks-after-all-is-a-contact",
        "lambda_src/crm/mapping/rules/professionals.py",
        "if in_charge and len(asked) >= at.FEWEST_OF_FIRMS and all(map(may_be_company, asked)):",
        "if in_charge:",
        "Who looks after people, too, is one of ours.",
        _KINDS,
    ),
)
