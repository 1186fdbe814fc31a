"""Mutations of bulk changes: what they say of a lead, once, and what takes them back (promises 1 and 2)."""

from __future__ import annotations

from tests.mutations.mutation import Mutation

_FOLDING = "lambda_src/crm/statements/folding.py"
_CHANGED = "lambda_src/crm/imports/changed_leads.py"
_SELECTION = "lambda_src/crm/imports/selection.py"
_MODEL = ("tests/unit/statements/test_sequential_model.py",)
_WAY = ("tests/unit/imports/test_bulk_changes.py",)

BULK_CHANGES = (
    Mutation(
        "bulk-change-reaches-the-bin",
        _FOLDING,
        "if statement.kind is Kind.CHANGE and state is not None and not state.is_there:",
        "if False:",
        "A bulk change leaves the bin alone (2).",
        _MODEL,
    ),
    Mutation(
        "bulk-change-lifts-protection",
        _FOLDING,
        "Held(said.text, origin, is_protected=before is not None and before.is_protected)",
        "Held(said.text, origin)",
        "What is protected from imports stays so when a bulk change sets it (2).",
        _WAY,
    ),
    Mutation(
        "bulk-change-leaves-leads-without-a-name",
        _FOLDING,
        "if any(path in held for path in IDENTIFYING) and not any(path in after for path in IDENTIFYING):",
        "if False:",
        "A lead keeps what says whose it is (2).",
        _WAY,
    ),
    Mutation(
        "bulk-restore-cannot-be-taken-back",
        "lambda_src/crm/statements/in_order.py",
        "if not any(other.covers(place) for other in standing):",
        "if True:",
        "An undo takes back a restore by a bulk change (2).",
        _WAY,
    ),
    Mutation(
        "bulk-undo-trusts-a-restore",
        "lambda_src/crm/statements/revoking.py",
        "one.place is None and one.takes_back(statement)",
        "one.takes_back(statement)",
        "A delete that is taken back stays so when a restore of its lead is taken back too (2).",
        _WAY,
    ),
    Mutation(
        "bulk-delete-takes-an-edited-lead",
        _CHANGED,
        "if statement.place < lead.standing.newest and _is_edited_behind(statement.place, chain()):",
        "if False:",
        "What a person has edited since a bulk delete began stays (2).",
        _WAY,
    ),
    Mutation(
        "bulk-change-makes-leads",
        _CHANGED,
        "if arrival.is_new and lead.standing.state is None:",
        "if False:",
        "A bulk change makes no lead (2).",
        _WAY,
    ),
    Mutation(
        "bulk-change-keeps-a-second-value",
        "lambda_src/crm/imports/bulk_change.py",
        "return {path: Said(None) for path in others} | {path: Said(text) for path, text in self.says.items()}",
        "return {path: Said(text) for path, text in self.says.items()}",
        "An own field has one value (2).",
        _WAY,
    ),
    Mutation(
        "bulk-change-looks-for-its-leads-twice",
        _SELECTION,
        "found = self.files.selection(job_id)",
        "found = None",
        "The leads of a bulk change are found once, and a repeated delivery changes nothing (1).",
        _WAY,
    ),
    Mutation(
        "bulk-attempts-are-not-noted",
        "lambda_src/crm/imports/batch_worker.py",
        "self.files.begin_attempt(record.import_id, number)\n            return",
        "return",
        "A batch that is closed tells the leads that a dead worker had changed (1).",
        _WAY,
    ),
    Mutation(
        "bulk-change-takes-nothing-away",
        _FOLDING,
        "after.pop(path, None)\n        elif before is None",
        "pass\n        elif before is None",
        "A bulk change can take a value away (2).",
        _WAY,
    ),
    Mutation(
        "bulk-change-of-named-leads-counts-twice",
        "lambda_src/crm/imports/wanted_leads.py",
        "return list(dict.fromkeys(owners[lead_id] for lead_id in self.lead_ids))",
        "return [owners[lead_id] for lead_id in self.lead_ids]",
        "A lead that is named twice, or by an id that belongs to it now, is changed once (2).",
        ("tests/unit/imports/test_named_leads.py",),
    ),
    Mutation(
        "bulk-preview-counts-the-bin",
        "lambda_src/crm/imports/wanted_leads.py",
        "if state is None or state.is_there == in_bin:",
        "if state is None:",
        "A preview counts the leads that would be changed (8).",
        ("tests/unit/imports/test_named_leads.py",),
    ),
    Mutation(
        "bulk-change-that-is-cancelled-waits",
        _SELECTION,
        "record or self.imports.end_if_cancelled_unread(job_id) or",
        "record or",
        "A bulk change that is cancelled ends (1).",
        _WAY,
    ),
    Mutation(
        "bulk-change-by-a-viewer",
        "lambda_src/crm/handlers/routes/jobs.py",
        'user, settings = user_of(router.current_event, "member"), Settings()',
        "user, settings = user_of(router.current_event), Settings()",
        "A viewer changes nothing (6).",
        _WAY,
    ),
    Mutation(
        "bulk-undo-by-anybody",
        "lambda_src/crm/handlers/routes/jobs.py",
        "return user, controlled(find_bulk_change(job_id), user)",
        "return user, find_bulk_change(job_id)",
        "Only the person who started a bulk change, or an admin, takes it back (6).",
        _WAY,
    ),
)
