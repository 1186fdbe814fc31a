"""Mutations of dry runs and drafts (promise 8)."""

from __future__ import annotations

from tests.mutations.mutation import Mutation

_REHEARSAL = "lambda_src/crm/statements/rehearsal.py"
_RECORDING = "lambda_src/crm/imports/recording_rows.py"
_CASES = ("tests/unit/statements/test_rehearsal.py", "tests/concurrency/test_dry_runs.py")
_AGAIN = ("tests/unit/imports/test_reading_again.py",)
_WAY = ("tests/unit/imports/test_dry_run.py",)

DRY_RUNS = (
    Mutation(
        "dry-run-believes-early-reads",
        _REHEARSAL,
        "super()._read(elsewhere)",
        "super()._read(elsewhere, consistently=consistently)",
        "A dry run says of every row what the import does (8).",
        _CASES,
    ),
    Mutation(
        "dry-run-forgets-its-claims",
        _REHEARSAL,
        "        self.leads.claimed[key] = lead_id\n        return True\n\n    def take_from_gone",
        "        return True\n\n    def take_from_gone",
        "A dry run says of every row what the import does (8).",
        _CASES,
    ),
    Mutation(
        "dry-run-forgets-its-chains",
        _REHEARSAL,
        "return written if written is not None else super()._fetched(address)",
        "return super()._fetched(address)",
        "A dry run says of every row what the import does (8).",
        _CASES,
    ),
    Mutation(
        "dry-run-of-a-sheet-that-is-left-out",
        "lambda_src/crm/imports/mending.py",
        "if mends.left_out or row.number in mends.dropped",
        "if row.number in mends.dropped",
        "A sheet can be left out (8).",
        _WAY,
    ),
    Mutation(
        "dry-run-counts-no-typed-values",
        "lambda_src/crm/imports/dry_run.py",
        "was.held[one.path].origin.place.is_by_hand",
        "False",
        "A dry run tells how many values that somebody typed would change (8).",
        _WAY,
    ),
    Mutation(
        "dry-run-names-no-cells",
        "lambda_src/crm/imports/told.py",
        "return dict(zip(row.misfits or (), told, strict=False))",
        "return {}",
        "A dry run names each cell that does not fit its field (8).",
        _WAY,
    ),
    Mutation(
        "dry-run-counts-one-cell-a-row",
        "lambda_src/crm/imports/dry_run.py",
        "self.misfits.update(cells)",
        "self.misfits.update(cells[:1])",
        "A dry run counts the cells of each column that do not fit (8).",
        _WAY,
    ),
    Mutation(
        "draft-overwrites-another",
        "lambda_src/crm/imports/repository.py",
        '{"draft": draft}, *_draft_is(based_on))',
        '{"draft": draft})',
        "Two people who check one import do not overwrite each other (8).",
        _WAY,
    ),
    Mutation(
        "draft-by-anybody",
        "lambda_src/crm/handlers/routes/drafts.py",
        "record = controlled(find_import(import_id), user)",
        "record = find_import(import_id)",
        "Only the person who started an import, or an admin, decides of it (6).",
        _WAY,
    ),
    Mutation(
        "file-rows-begin-with-the-batch",
        "lambda_src/crm/imports/file_rows.py",
        "yield from (row for row in files.batch(plan.import_id, number).rows if row.number >= start)",
        "yield from files.batch(plan.import_id, number).rows",
        "The rows of a file are shown from the one that is asked for (8).",
        ("tests/unit/imports/test_file_rows.py",),
    ),
    Mutation(
        "file-rows-without-bound",
        "lambda_src/crm/imports/file_rows.py",
        "        left -= size\n",
        "",
        "An answer with rows of a file has a bound (8).",
        ("tests/unit/imports/test_file_rows.py",),
    ),
    Mutation(
        "reading-again-stays-in-the-list",
        "lambda_src/crm/imports/repository.py",
        '"kind": Kind.REPLACED.value, "replacedBy": by',
        '"replacedBy": by',
        "A file that is read again with another header has one import.",
        _AGAIN,
    ),
    Mutation(
        "reading-again-over-another-draft",
        "lambda_src/crm/handlers/routes/drafts.py",
        "if chosen.draftId != record.draft:",
        "if False:",
        "Nobody's decisions are overwritten unseen (8).",
        _AGAIN,
    ),
    Mutation(
        "reading-again-keeps-what-was-about-other-columns",
        "lambda_src/crm/imports/reading_again.py",
        "for index, one in draft.sheets.items() if index != sheet}",
        "for index, one in draft.sheets.items()}",
        "What was decided of the columns of another header is not taken for these.",
        _AGAIN,
    ),
    Mutation(
        "reading-again-finds-the-header-itself",
        "lambda_src/crm/spreadsheets/sheets.py",
        "        if chosen is not None:\n            header = _chosen_header",
        "        if False:\n            header = _chosen_header",
        "The row that a person has chosen is the header.",
        _AGAIN,
    ),
)
