"""Mutations of mending rows after their import (promises 1 and 2)."""

from __future__ import annotations

from tests.mutations.mutation import Mutation

_MENDER = "lambda_src/crm/imports/mender.py"
_TESTS = ("tests/unit/imports/test_mends.py",)

MENDING = (
    Mutation(
        "mend-is-not-taken-back",
        "lambda_src/crm/imports/undo.py",
        "mended = mended_rows(record.import_id, rounds, ledger, files)",
        "mended = mended_rows(record.import_id, [], ledger, files)",
        "Taking an import back takes back what was mended of it (2).",
        _TESTS,
    ),
    Mutation(
        "mend-counts-rows-twice",
        _MENDER,
        "counts = {outcome: now - was[outcome]",
        "counts = {outcome: now",
        "A mended row has one outcome (1).",
        _TESTS,
    ),
    Mutation(
        "mend-that-died-stays",
        _MENDER,
        "if not ledger:\n            self._take_back_late_rows(record, number)",
        "if not ledger:\n            pass",
        "Mended rows that cannot be imported are as they were (2).",
        _TESTS,
    ),
    Mutation(
        "mend-that-died-late-stays",
        "lambda_src/crm/imports/dead_letters.py",
        "if mender.is_given_up(record, message.batch):",
        "if False:",
        "Mended rows that cannot be imported are as they were (2).",
        _TESTS,
    ),
    Mutation(
        "mend-begins-during-another",
        "lambda_src/crm/imports/repository.py",
        'also = f"attribute_not_exists(undoStatus) AND {ALL_COUNTED} AND {unclaimed}"',
        'also = f"attribute_not_exists(undoStatus) AND {unclaimed}"',
        "An import is not taken back while rows of it are being mended (2).",
        _TESTS,
    ),
    Mutation(
        "mend-is-lost-by-another-mapping",
        "lambda_src/crm/imports/remapping.py",
        "if before is not None and len(before.mends) != rounds:",
        "if before is None:",
        "A mapping that was begun before rows were mended is refused (2).",
        _TESTS,
    ),
    Mutation(
        "misfit-is-silent",
        "lambda_src/crm/imports/told.py",
        "misfits=tuple(misfits) if doubts else None",
        "misfits=None",
        "Values that did not fit their field are counted and listed (3).",
        _TESTS,
    ),
    Mutation(
        "misfit-of-own-field-is-silent",
        "lambda_src/crm/imports/fields_of_file.py",
        "and read(field, said.text) is None",
        "and False",
        "Values that did not fit their own field are counted and listed (3).",
        ("tests/unit/imports/test_own_fields.py",),
    ),
)
