"""Mutations of how chats and lists of useful numbers are read."""

from __future__ import annotations

from tests.mutations.mutation import Mutation

_CHATS = "lambda_src/crm/spreadsheets/layout/chats.py"
_ROLES = "lambda_src/crm/spreadsheets/layout/role_lines.py"
_KINDS = ("tests/unit/contact_lists/test_kinds.py",)

LISTS_OF_MESSAGES = (
    Mutation(
        "messages-take-one-row",
        "lambda_src/crm/spreadsheets/layout/chat_lines.py",
        "        elif goes_on:",
        "        elif False:",
        "A phone in the second line of a message is its sender's.",
        _KINDS,
    ),
    Mutation(
        "phones-of-others-are-the-senders",
        _CHATS,
        "if not _is_about_another(text, sender, kinds_of):",
        "if True:",
        "`The butcher's number` and `Tom Hale 0171 555` reach somebody else than who sends them.",
        _KINDS,
    ),
    Mutation(
        "forwarded-lists-are-the-senders",
        _CHATS,
        "_FEWEST_OF_A_LIST = 3",
        "_FEWEST_OF_A_LIST = 30",
        "Three phones in one message are those of others.",
        _KINDS,
    ),
    Mutation(
        "owners-of-chats-are-leads",
        _CHATS,
        'sender.casefold() not in word_set("own_messages") and ',
        "",
        "`You` and `Du` in a chat are the owner of the export.",
        _KINDS,
    ),
    Mutation(
        "dates-in-chats-are-phones",
        _CHATS,
        '_OTHER_NUMBERS.sub(" | ", text)',
        "text",
        "`12-11-2026 18:00` is a date and no phone.",
        _KINDS,
    ),
    Mutation(
        "senders-without-names-stay-nameless",
        _CHATS,
        'cells[_NAME] = next(filter(None, names), "")',
        'cells[_NAME] = ""',
        "`Hier Joost Prins` names the sender of whom the chat shows a number only.",
        _KINDS,
    ),
    Mutation(
        "trades-before-colons-are-lost",
        _ROLES,
        "    if name and not title and _is_job(role, kinds_of):",
        "    if False:",
        "`Plumber: Tom Hale` says what Tom Hale is.",
        _KINDS,
    ),
    Mutation(
        "gas-is-brought-by-people",
        _ROLES,
        'return "company" in kinds or (',
        'return "company" in kinds or False and (',
        "Behind `Gas:` stands a firm, though it may be called like a person.",
        _KINDS,
    ),
    Mutation(
        "firms-named-after-people-are-remarks",
        _ROLES,
        "_is_of(text, name) or ",
        "",
        "`Evans Greens` beside Carol Evans is her firm.",
        _KINDS,
    ),
    Mutation(
        "firms-before-colons-are-roles",
        _ROLES,
        "    if firms and _is_firm(role, kinds_of) and not company:",
        "    if False:",
        "`Peak Paints Ltd: Rob Carver` names the firm first.",
        _KINDS,
    ),
)
