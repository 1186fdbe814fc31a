"""What the simulation holds undos to: the log shows nothing that they have taken back, but may be behind an edit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from crm.imports.model import ImportStatus, Undo, UndoStatus
from crm.statements.arrivals import Standing
from crm.statements.in_order import fold
from crm.statements.lead import Lead
from crm.statements.lead_table import LeadTable
from crm.statements.recording import Planned, Recorder
from crm.statements.revoking import revoke
from crm.statements.statement import Entry, Statement

from tests import factories
from tests.concurrency.change_log import check_log
from tests.concurrency.schedule import Schedule
from tests.doubles.faults import Fault, ScriptedFaults, SimulatedCrash, inject
from tests.unit.statements.in_words import edit, undo
from tests.unit.statements.test_recording import person, record

UNDONE = factories.record(
    ImportStatus.COMPLETED,
    undo=Undo(UndoStatus.UNDONE, factories.MOMENT, "user", "ann@owner.example", {}, frozenset(), 1, 1),
)


@pytest.fixture
def schedule() -> Schedule:
    """One lead: import 1 has said its name, its address and a note, and a person its company."""
    schedule = Schedule(0, faults=0)
    record(schedule.recorder, person(1, "ada", firstName="Ada", notes="Met"))
    say(schedule, schedule.recorder, edit(1, {"company": "Acme"}))
    return schedule


def say(schedule: Schedule, recorder: Recorder, made: Statement) -> None:
    (lead,) = schedule.leads()

    def plan(_: Lead, chain: Callable[[], list[Entry]]) -> Planned:
        return Planned((made,), Standing(fold([*chain(), made]), made.place))

    recorder.change([lead.lead_id], plan, "by-hand/ada")


def take_back(schedule: Schedule, recorder: Recorder) -> None:
    (lead,) = schedule.leads()
    revoke([lead.lead_id], undo(1), recorder, "import1/undo-000001")


def dying(schedule: Schedule) -> Recorder:
    """Dies after it has written a lead, before it logs that."""
    faulty: Any = inject(schedule.aws.dynamodb, ScriptedFaults({2: Fault.CRASH_AFTER}))
    recorder = schedule.recorder
    return Recorder(LeadTable(faulty, "leads"), recorder.chains, recorder.log, lambda: "dying")


def test_the_log_may_show_what_an_undo_left_and_an_edit_that_was_not_reported_has_emptied(schedule: Schedule) -> None:
    take_back(schedule, schedule.recorder)
    with pytest.raises(SimulatedCrash):
        say(schedule, dying(schedule), edit(1, {"firstName": None}, version=2))

    check_log(schedule, [(UNDONE, [])], [])


def test_it_may_not_show_what_the_undo_has_taken_back(schedule: Schedule) -> None:
    with pytest.raises(SimulatedCrash):
        take_back(schedule, dying(schedule))

    with pytest.raises(AssertionError, match=r"has taken back what .* still show: .*notes"):
        check_log(schedule, [(UNDONE, [])], [])


def test_nor_may_it_where_such_an_edit_followed(schedule: Schedule) -> None:
    with pytest.raises(SimulatedCrash):
        take_back(schedule, dying(schedule))
    with pytest.raises(SimulatedCrash):
        say(schedule, dying(schedule), edit(1, {"firstName": None}, version=2))

    with pytest.raises(AssertionError, match=r"has taken back what .* still show: .*notes"):
        check_log(schedule, [(UNDONE, [])], [])


def test_nor_may_it_show_what_was_emptied_before_the_undo(schedule: Schedule) -> None:
    """The undo logs the whole lead, so what an edit had done before it is logged with it."""
    with pytest.raises(SimulatedCrash):
        say(schedule, dying(schedule), edit(1, {"firstName": None}, version=2))
    with pytest.raises(SimulatedCrash):
        take_back(schedule, dying(schedule))

    with pytest.raises(AssertionError, match=r"has taken back what .* still show: .*firstName"):
        check_log(schedule, [(UNDONE, [])], [])
