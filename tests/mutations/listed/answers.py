"""Mutations of the size of answers, and of what counts as a try of a message."""

from __future__ import annotations

from tests.mutations.mutation import Mutation

_PAGES = "lambda_src/crm/imports/sheet_pages.py"
_SIZES = ("tests/unit/imports/test_answer_sizes.py",)
_DELIVERIES = "lambda_src/crm/aws/deliveries.py"
_DELIVERED = ("tests/unit/aws/test_deliveries.py",)

ANSWERS = (
    Mutation(
        "answers-have-all-sheets-at-once",
        _PAGES,
        "PAGE_BYTES = 250_000",
        "PAGE_BYTES = 250_000_000",
        "No answer is larger than a function may give (3).",
        _SIZES,
    ),
    Mutation(
        "answers-take-a-wide-sheet-whole",
        _PAGES,
        "if left < 0 and (shown or columns):",
        "if left < 0 and shown:",
        "A sheet with too many columns for one page goes on with the next (3).",
        _SIZES,
    ),
    Mutation(
        "answers-leave-out-the-column-that-does-not-fit",
        _PAGES,
        'cursor=f"{place}.{position}"',
        'cursor=f"{place}.{position + 1}"',
        "The pages together have every column once (3).",
        _SIZES,
    ),
    Mutation(
        "answers-show-whole-headers",
        _PAGES,
        "return text if len(text) <= SHOWN else",
        "return text if text else",
        "A text of a megabyte in a header makes no page too large (3).",
        _SIZES,
    ),
    Mutation(
        "answers-have-all-notes",
        "lambda_src/crm/imports/answers.py",
        "        if left < 0:\n            return [*notes[:place]",
        "        if left < 0 and not notes:\n            return [*notes[:place]",
        "The sentences about thousands of sheets fit into an answer (3).",
        _SIZES,
    ),
    Mutation(
        "answers-have-any-reasons",
        "lambda_src/crm/imports/report.py",
        "if len(found) == size or (found and left < 0):",
        "if len(found) == size:",
        "Rows with long reasons make a shorter page (3).",
        _SIZES,
    ),
    Mutation(
        "answers-list-leads-with-all-their-values",
        "lambda_src/crm/leads/answers.py",
        "        return [_fitted(Lead.of(lead, own, shorten=True), MAX_BYTES // len(found)) for lead in found]",
        "        return [Lead.of(lead, own, shorten=True) for lead in found]",
        "Leads with thousands of values fit into one answer (5).",
        ("tests/unit/leads/test_lead_api.py",),
    ),
    Mutation(
        "answers-of-an-undo-have-whole-leads",
        "lambda_src/crm/imports/answers.py",
        "shown = {lead.lead_id: lead for lead in leads_of(leads.values())}",
        "shown = {lead_id: Lead.of(lead) for lead_id, lead in leads.items()}",
        "The leads that an undo kept fit into one answer (2).",
        _SIZES,
    ),
    Mutation(
        "deliveries-that-were-dropped-are-tries",
        _DELIVERIES,
        'return noted["KeyCount"] < TRIES',
        'return noted["KeyCount"] > TRIES',
        "What no function has begun returns to its queue (9).",
        _DELIVERED,
    ),
    Mutation(
        "deliveries-are-not-noted",
        "lambda_src/crm/aws/consumer.py",
        "            if has_dead_letters:\n",
        "            if not has_dead_letters:\n",
        "What fails for good is given up after its tries (1).",
        _DELIVERED,
    ),
    Mutation(
        "deliveries-of-the-first-time-are-noted",
        _DELIVERIES,
        "if receives > 1:",
        "if receives > 0:",
        "A message that succeeds at once costs no note.",
        _DELIVERED,
    ),
    Mutation(
        "deliveries-return-for-ever",
        _DELIVERIES,
        "or times(record, RETURNED) >= MOST_RETURNS",
        "or times(record, RETURNED) < 0",
        "An account without any room is heard of (1, 9).",
        _DELIVERED,
    ),
    Mutation(
        "deliveries-forget-that-they-returned",
        "lambda_src/crm/aws/handing_back.py",
        "times(record, name) + (name == counted)",
        "int(name == counted)",
        "Copies of a message carry on their counts (1).",
        (*_DELIVERED, "tests/unit/aws/test_handing_back.py"),
    ),
    Mutation(
        "deliveries-have-no-receive-to-spare",
        "easy_crm/constructs/work_queue.py",
        "RECEIVES = 6",
        "RECEIVES = 5",
        "A queue receives once more than there are tries (1).",
        _DELIVERED,
    ),
    Mutation(
        "users-export-wants-an-address",
        "easy_crm/operations/user_backup.py",
        'if one["Name"] == "email"), None)',
        'if one["Name"] == "email"))',
        "A user without an address is backed up, too (6).",
        ("tests/unit/operations/test_user_backup.py",),
    ),
    Mutation(
        "status-refuses-digits",
        "lambda_src/crm/mapping/rules/lead_keeping.py",
        'if not (are_codes and kind == "number")]',
        'if not (are_codes and kind == "date")]',
        "Digits under Status are a status (4).",
        ("tests/unit/mapping/rules/test_lead_keeping.py",),
    ),
    Mutation(
        "status-takes-row-numbers",
        "lambda_src/crm/mapping/rules/lead_keeping.py",
        "        and not (shape.rising and shape.distinct == 1)\n",
        "",
        "Row numbers are no status (4).",
        ("tests/unit/mapping/rules/test_lead_keeping.py",),
    ),
)
