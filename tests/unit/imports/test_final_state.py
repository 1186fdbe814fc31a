"""The state in which an import ends (promise 1)."""

from __future__ import annotations

from crm.imports.completion import final_state
from crm.imports.model import ImportStatus
from crm.outcomes import Outcome

from tests.factories import record


def test_all_rows_with_an_outcome_complete_the_import() -> None:
    assert final_state(record(counts={Outcome.CREATED: 4}), {Outcome.UPDATED: 6}).status is ImportStatus.COMPLETED


def test_a_rejected_row_ends_the_import_completed_with_errors() -> None:
    end = final_state(record(counts={Outcome.CREATED: 9}), {Outcome.REJECTED: 1})
    assert end.status is ImportStatus.COMPLETED_WITH_ERRORS


def test_an_import_whose_numbers_do_not_add_up_fails() -> None:
    end = final_state(record(counts={Outcome.CREATED: 4}), {Outcome.UPDATED: 5})
    assert end.status is ImportStatus.FAILED
    assert end.reason
    assert "9 of 10" in end.reason


def test_a_cancelled_import_ends_cancelled_even_if_its_last_batch_was_imported() -> None:
    cancelling = record(ImportStatus.CANCELLING, counts={Outcome.CREATED: 4}, closed_as=Outcome.CANCELLED)
    end = final_state(cancelling, {Outcome.CREATED: 6})
    assert end.status is ImportStatus.CANCELLED
