"""What happened to a lead, worked out of its chain."""

from __future__ import annotations

from crm.leads.editing import LeadEditor
from crm.leads.history import Change, Event
from crm.outcomes import Policy
from crm.statements.recording import Recorder
from crm.statements.revoking import revoke
from crm.statements.statement import Place, Revocation, Source

from tests.unit.leads.conftest import ANNA
from tests.unit.statements.conftest import key_of
from tests.unit.statements.in_words import row, undo
from tests.unit.statements.test_recording import person, record


def told(events: list[Event]) -> list[tuple[str, dict[str, tuple[str | None, str | None]]]]:
    return [(event.kind.value, {one.path: (one.before, one.after) for one in event.changes}) for event in events]


def test_each_event_tells_the_values_that_it_changed(recorder: Recorder, editor: LeadEditor) -> None:
    record(recorder, person(1, "ada", phone="1"))
    record(recorder, person(2, "ada", phone="2"))
    key = key_of(recorder, "ada@x.example")
    editor.patch(key, {"phone": None, "emails": [{"value": "a@home.example", "label": "home"}]}, ANNA)
    editor.delete(key, ANNA)
    editor.restore(key, ANNA)
    revoke([key], undo(2), recorder, "undo")

    assert told(editor.history(key)) == [
        ("created", {"email": (None, "ada@x.example"), "phone": (None, "1")}),
        ("updated", {"phone": ("1", "2")}),
        ("edited", {"emails/a@home.example": (None, "a@home.example (home)"), "phone": ("2", None)}),
        ("deleted", {}),
        ("restored", {}),
    ]


def test_it_names_the_row_or_the_person(recorder: Recorder, editor: LeadEditor) -> None:
    record(recorder, person(1, "ada", 7, phone="1"))
    key = key_of(recorder, "ada@x.example")
    editor.patch(key, {"phone": "2"}, ANNA)

    made, edited = editor.history(key)

    assert made.about is not None
    assert (made.about, made.place) == (made.source, Place(1, 0, 7))
    assert (edited.source.by, edited.about, edited.place) == (ANNA.email, None, None)
    assert edited.changes == (Change("phone", "1", "2"),)


def test_an_import_that_only_confirms_is_no_event(recorder: Recorder, editor: LeadEditor) -> None:
    record(recorder, person(1, "ada", phone="1"))
    record(recorder, person(2, "ada", phone="1"))
    record(recorder, row(3, {"email": "ada@x.example", "phone": "3"}, policy=Policy.KEEP))

    assert len(editor.history(key_of(recorder, "ada@x.example"))) == 1


def test_an_undo_names_the_import_that_it_took_back(recorder: Recorder, editor: LeadEditor) -> None:
    record(recorder, person(1, "ada", phone="1"))
    record(recorder, person(2, "ada", phone="2"))
    key = key_of(recorder, "ada@x.example")
    revoke([key], Revocation(Source(ANNA.id, "later", ANNA.email), sequences=frozenset({2})), recorder, "undo")

    event = editor.history(key)[-1]

    assert (event.kind, event.source.by, event.changes) == ("undone", ANNA.email, (Change("phone", "2", "1"),))
    assert event.about is not None
    assert event.about.name == person(2, "ada").source.name


def test_a_late_row_is_told_when_it_came_with_what_it_changed(recorder: Recorder, editor: LeadEditor) -> None:
    record(recorder, person(2, "ada", phone="2"))
    record(recorder, person(1, "ada", phone="1", title="CEO"))

    assert told(editor.history(key_of(recorder, "ada@x.example")))[1:] == [("updated", {"title": (None, "CEO")})]


def test_a_lead_that_an_import_makes_anew_begins_with_nothing(recorder: Recorder, editor: LeadEditor) -> None:
    lead = editor.create({"email": "ada@x.example", "title": "CEO"}, ANNA)
    editor.delete(lead.lead_id, ANNA)
    record(recorder, person(2, "ada"))

    assert told(editor.history(lead.lead_id))[2:] == [("created", {"email": (None, "ada@x.example")})]
