"""Mutations of changing the mapping of an import afterwards (promise 2)."""

from __future__ import annotations

from tests.mutations.mutation import Mutation

_REPLACING = "lambda_src/crm/statements/replacing.py"
_FOLDING = "lambda_src/crm/statements/folding.py"
_IN_ORDER = "lambda_src/crm/statements/in_order.py"
_REMAPPED_ROWS = "lambda_src/crm/imports/remapped_rows.py"
_REPOSITORY = "lambda_src/crm/imports/repository.py"
_UNDO = "lambda_src/crm/imports/undo.py"
_STATEMENTS = ("tests/unit/statements/test_replacing.py",)
_IMPORTS = ("tests/unit/imports/test_remap.py",)

REMAPPING = (
    Mutation(
        "remap-of-a-remap-comes-back-too-far",
        _IN_ORDER,
        "if not any(other.covers(place) for other in standing):",
        "if not any(other.covers(place) for other in revocations):",
        "A change of a mapping that is taken back leaves the change before it (2).",
        _STATEMENTS,
    ),
    Mutation(
        "remap-is-further-down",
        _FOLDING,
        "(origin.place.sheet, origin.place.row) > (row.place.sheet, row.place.row)",
        "origin.place[1:] > row.place[1:]",
        "The same file sets its own rows once more after its mapping was changed (2).",
        _STATEMENTS,
    ),
    Mutation(
        "remap-rows-leave-their-lead-together",
        _REPLACING,
        "staying = [place for place in todo if place in rows]",
        "staying = list(todo)",
        "A row that could not be said anew is what it was (2).",
        _STATEMENTS,
    ),
    Mutation(
        "remap-frees-earlier-addresses",
        _IN_ORDER,
        "for_good = [one for one in entries if isinstance(one, Revocation) and one.place is None]",
        "for_good = in_force(entries)",
        "An address that comes back with an earlier mapping stays the lead's (2).",
        _STATEMENTS,
    ),
    Mutation(
        "remap-makes-new-leads-of-rows-without-addresses",
        "lambda_src/crm/imports/recording_rows.py",
        "known = with_their_leads(known, earlier, leads)",
        "pass",
        "A row without an address stays the same lead when its mapping is changed (2).",
        _IMPORTS,
    ),
    Mutation(
        "remap-does-not-claim-content",
        _REMAPPED_ROWS,
        "leads.claims.take(key, lead_id)",
        "pass",
        "A file whose mapping was changed is found again by its rows (2).",
        _IMPORTS,
    ),
    Mutation(
        "remap-forgets-the-first-reading",
        _REMAPPED_ROWS,
        "for import_id in record.remap.earlier:",
        "for import_id in record.remap.earlier[-1:]:",
        "Rows of a batch that failed are said once, whichever reading has said them before (2).",
        _IMPORTS,
    ),
    Mutation(
        "remap-of-closed-rows-stays",
        "lambda_src/crm/imports/batch_worker.py",
        "return [*found, *(earlier.leads_of({place for _, place in found}) if earlier else ())]",
        "return found",
        "What a closed batch has taken back comes back (1, 2).",
        _IMPORTS,
    ),
    Mutation(
        "remap-twice-at-once",
        _REPOSITORY,
        "({unclaimed} OR remappedBy = :remappedBy)",
        "({unclaimed} OR :remappedBy = :remappedBy)",
        "Of two who change one mapping only one does (2).",
        _IMPORTS,
    ),
    Mutation(
        "remap-of-an-import-that-is-being-undone",
        _REPOSITORY,
        'AND {unclaimed}"\n        return self._move(record.import_id, tuple(FINAL), values, also, names)',
        'AND ({unclaimed} OR :past = :past)"\n        names = {":past": past or ""}\n'
        "        return self._move(record.import_id, tuple(FINAL), values, also, names)",
        "An import is not taken back while another one says its rows anew (2).",
        _IMPORTS,
    ),
    Mutation(
        "remap-undo-forgets-leads-that-were-left",
        _UNDO,
        "(*ledger, *mended, *earlier_ledger(record, number, files))",
        "(*ledger, *mended)",
        "A changed mapping that is taken back brings back the leads that its rows had left (2).",
        _IMPORTS,
    ),
    Mutation(
        "remap-undo-takes-the-import",
        _UNDO,
        "editions = record.editions if record.remap else frozenset()",
        "edition = None",
        "A changed mapping that is taken back leaves what the import said at first (2).",
        _IMPORTS,
    ),
)
