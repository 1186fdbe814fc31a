"""Working files that are written once: the first writer's stay, and the second one reads them (promise 1)."""

from __future__ import annotations

from typing import Any

import pytest
from crm.imports.ledger import LedgerRow, UndoneLead
from crm.imports.work_files import WorkFiles
from crm.outcomes import Outcome, UndoResult

from tests import factories
from tests.doubles import fake_aws


@pytest.fixture
def files() -> WorkFiles:
    aws = fake_aws()
    s3: Any = aws.s3
    return WorkFiles(s3, aws.work_bucket)


def test_the_ledger_that_is_stored_first_decides(files: WorkFiles) -> None:
    first, second = [LedgerRow(0, 2, Outcome.REJECTED, "closed")], [LedgerRow(0, 2, Outcome.CREATED)]

    assert files.write_ledger("import1", 1, first) == first
    assert files.write_ledger("import1", 1, second) == first
    assert files.ledger("import1", 1) == first


def test_the_undo_ledger_that_is_stored_first_decides(files: WorkFiles) -> None:
    first, second = UndoneLead("lead", UndoResult.KEPT, ("notes",)), UndoneLead("lead", UndoResult.GONE)
    files.write_undo_ledger("import1", 1, [first])

    assert files.write_undo_ledger("import1", 1, [second]) == [first]


def test_the_plan_that_is_stored_first_decides(files: WorkFiles) -> None:
    first = files.write_plan(factories.plan(5, 5))

    assert files.write_plan(factories.plan(10)) == first == files.plan("import1")


def test_an_attempt_is_the_first_one_once(files: WorkFiles) -> None:
    assert not files.was_attempted("import1", 1)
    assert [files.begin_attempt("import1", 1) for _ in range(2)] == [True, False]
    assert files.was_attempted("import1", 1)
