"""Mutations of undo and of the bin (promise 2)."""

from __future__ import annotations

from tests.mutations.mutation import Mutation

_FOLDING = "lambda_src/crm/statements/folding.py"
_REVOKING = "lambda_src/crm/statements/revoking.py"
_LEAD = "lambda_src/crm/statements/lead.py"
_RULES = ("tests/unit/statements/test_folding.py",)
_UNDO = ("tests/unit/imports/test_undo.py",)
_EDITING = ("tests/unit/leads/test_editing.py",)

TAKING_BACK = (
    Mutation(
        "undo-takes-confirmed-values",
        "lambda_src/crm/leads/editing.py",
        "if confirms and not lead.merged and is_said_by_hand(lead.standing, made, chain):",
        "if confirms:",
        "What a person has said stays when an import that said it too is taken back (2).",
        _EDITING,
    ),
    Mutation(
        "undo-confirmed-values-are-old",
        "lambda_src/crm/statements/arrivals.py",
        "if one.place.is_by_hand and one.place.sequence == sequence:",
        "if one.place.is_by_hand:",
        "What a person says stands behind every row of the imports announced before, said anew or not (2).",
        _EDITING,
    ),
    Mutation(
        "undo-confirmed-values-grow-the-chain",
        "lambda_src/crm/leads/editing.py",
        "if confirms and not lead.merged and is_said_by_hand(lead.standing, made, chain):",
        "if False:",
        "Saying the same again adds nothing to a lead's chain (2).",
        _EDITING,
    ),
    Mutation(
        "undo-confirmed-values-cost-others",
        "lambda_src/crm/leads/editing.py",
        "if confirms and changed_values(state, after):",
        "if False:",
        "An edit changes only what it names (2).",
        _EDITING,
    ),
    Mutation(
        "undo-tells-removed-leads-again",
        _REVOKING,
        "if _had_removed(entries, taken_back) else told",
        "if False else told",
        "An undo tells each lead once, whatever is taken back beside it (2).",
        ("tests/unit/statements/test_recording.py",),
    ),
    Mutation(
        "undo-takes-edits-back",
        "lambda_src/crm/statements/statement.py",
        " and not place.is_by_hand",
        "",
        "Undo takes back what an import brought, and nothing that a person did (2).",
        _RULES,
    ),
    Mutation(
        "undo-leaves-leads-without-a-name",
        "lambda_src/crm/statements/in_order.py",
        "if not revoked:",
        "if True:",
        "A lead that a person has changed keeps what says whose it is (2).",
        _RULES,
    ),
    Mutation(
        "undo-keeps-a-corrected-address",
        "lambda_src/crm/statements/in_order.py",
        "if statement.known_by not in (KnownBy.LEAD_ID, KnownBy.CLAIM):",
        "if True:",
        "An address that was corrected by an import that was taken back is claimed no more (2).",
        ("tests/unit/statements/test_sequential_model.py",),
    ),
    Mutation(
        "undo-tells-a-kept-lead-as-restored",
        _REVOKING,
        "UndoResult.KEPT if kept or made_it else UndoResult.RESTORED",
        "UndoResult.RESTORED",
        "A lead that others have changed since is told as kept (2).",
        _UNDO,
    ),
    Mutation(
        "undo-does-not-tell-which-values-stay",
        _REVOKING,
        "return place >= first and",
        "return place > first and",
        "An undo lists what it kept (2).",
        _UNDO,
    ),
    Mutation(
        "undo-keeps-claimed-addresses",
        _REVOKING,
        "recorder.release_address(address, lead_id)",
        "pass",
        "An undo frees the address to which its import had corrected a lead (2).",
        ("tests/unit/imports/test_identity.py",),
    ),
    Mutation(
        "undo-forgets-rows-that-left-nothing",
        _REVOKING,
        "Standing(state, lead.standing.newest), is_kept)",
        "Standing(state, lead.standing.newest), False)",
        "Undos in any order end as if the imports had never been (2).",
        ("tests/unit/statements/test_recording.py",),
    ),
    Mutation(
        "undo-tells-a-lead-in-every-batch",
        "lambda_src/crm/imports/undo.py",
        "if revoked.first is not None and revoked.first not in places:",
        "if False:",
        "A lead that an undo kept counts once however many batches touched it (2).",
        _UNDO,
    ),
    Mutation(
        "bin-deleted-leads-expire-later",
        _FOLDING,
        "if state and state.is_there else state",
        "if state else state",
        "A lead that is deleted again does not stay in the bin any longer (2).",
        _RULES,
    ),
    Mutation(
        "bin-for-a-year",
        _LEAD,
        "BIN = timedelta(days=30)",
        "BIN = timedelta(days=365)",
        "A deleted lead is gone after 30 days (2).",
        _EDITING,
    ),
    Mutation(
        "bin-never-expires",
        "lambda_src/crm/statements/lead_table.py",
        "        if after.expires is not None:",
        "        if False:",
        "DynamoDB removes what has been in the bin for 30 days (2).",
        _EDITING,
    ),
    Mutation(
        "bin-never-expires-after-a-transaction",
        _LEAD,
        "if self.expires is not None:",
        "if False:",
        "DynamoDB removes what has been in the bin for 30 days (2).",
        ("tests/unit/statements/test_lead.py",),
    ),
    Mutation(
        "bin-restored-leads-expire",
        "lambda_src/crm/statements/lead_table.py",
        "statement = self._update if before.expires is None else self._bring_back",
        "statement = self._update",
        "A restored lead stays (2).",
        _EDITING,
    ),
    Mutation(
        "bin-leads-that-are-gone-are-found",
        "lambda_src/crm/leads/editing.py",
        " or has_expired(lead, self.now()):",
        ":",
        "A lead is gone after 30 days in the bin, whether DynamoDB has removed it or not (2).",
        _EDITING,
    ),
    Mutation(
        "bin-leads-that-are-gone-are-listed",
        "lambda_src/crm/index/lead_index.py",
        'Sql("in_bin AND expires > ?", [now])',
        'Sql("in_bin")',
        "A lead is gone after 30 days in the bin, whether DynamoDB has removed it or not (2).",
        ("tests/unit/index/test_lead_index.py",),
    ),
    Mutation(
        "bin-addresses-are-never-free",
        "lambda_src/crm/leads/addresses.py",
        "if holder.standing.state is not None and not has_expired(holder, self.now()):",
        "if holder.standing.state is not None:",
        "The address of a lead that is gone is free (2).",
        _EDITING,
    ),
)
