"""Mutations of the table in Athena: it is one snapshot as a whole, and holds nobody who was deleted."""

from __future__ import annotations

from tests.mutations.mutation import Mutation

_TABLE = "lambda_src/crm/index/athena_table.py"
_FILE = "lambda_src/crm/index/lead_parquet.py"
_KEPT = ("tests/unit/index/test_athena_table.py",)
_WRITTEN = ("tests/unit/index/test_lead_parquet.py",)
_NEWEST = "The table in Athena comes to the newest snapshot by itself (5)."

ATHENA_TABLE = (
    Mutation(
        "athena-stays-at-an-old-snapshot",
        _TABLE,
        "self._named() == _key_of(snapshot)",
        "self._named() is not None",
        _NEWEST,
        _KEPT,
    ),
    Mutation(
        "athena-deletes-the-file-that-the-table-is",
        _TABLE,
        "(key for key in old if key != named)",
        "old",
        _NEWEST,
        _KEPT,
    ),
    Mutation(
        "athena-deletes-files-that-are-being-read",
        _TABLE,
        "replaced = self.now() - READ_S",
        "replaced = self.now()",
        "A query in Athena that has begun can end (5).",
        _KEPT,
    ),
    Mutation(
        "athena-has-leads-of-the-bin",
        _FILE,
        "WHERE NOT leads.in_bin)",
        "WHERE leads.in_bin IS NOT NULL)",
        "A deleted lead is shown in the bin only (6).",
        _WRITTEN,
    ),
    Mutation(
        "athena-policy-reads-the-whole-bucket",
        "easy_crm/constructs/athena_table.py",
        "for folder in (ATHENA_LEADS_FOLDER, ATHENA_LIST_FOLDER)]\n        results",
        'for folder in ("index", ATHENA_LEADS_FOLDER, ATHENA_LIST_FOLDER)]\n        results',
        "Who queries the table reads nothing else (6).",
        ("tests/infra/test_athena_table.py::test_people_may_read_the_table_and_change_nothing_but_their_results",),
    ),
)
