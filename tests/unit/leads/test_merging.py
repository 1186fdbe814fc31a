"""Leads that become one and are taken apart again: nothing is lost, and each is what it would be (promise 10)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from crm.leads.editing import LeadEditor
from crm.leads.merging import LeadMerger
from crm.outcomes import Policy
from crm.statements.arrivals import Standing
from crm.statements.changes import newest
from crm.statements.in_order import fold
from crm.statements.lead import Lead
from crm.statements.recording import Planned, Recorder
from crm.statements.revoking import revoke
from crm.statements.statement import Entry, KnownBy

from tests.doubles import FakeAws
from tests.unit.leads.conftest import ANNA, editor_for, refusal, shown
from tests.unit.statements.conftest import changes_in, key_of, leads_in, recorder_for
from tests.unit.statements.in_words import change, row, undo
from tests.unit.statements.test_recording import person, record

ADA, BOB, CAT = "ada@x.example", "bob@x.example", "cat@x.example"


@pytest.fixture
def merger(aws: FakeAws) -> LeadMerger:
    return LeadMerger(recorder_for(aws), lambda: 1)


@pytest.fixture
def ids(recorder: Recorder) -> Sequence[str]:
    """Three leads of one import."""
    for number, name in enumerate(("ada", "bob", "cat"), 2):
        record(recorder, person(1, name, number, firstName=name.title(), phone=str(number)))
    return [key_of(recorder, address) for address in (ADA, BOB, CAT)]


def everything(aws: FakeAws) -> dict[str, dict[str, str]]:
    """The values of each lead that there is, by its id."""
    return {lead.lead_id: shown(lead) for lead in leads_in(aws)}


def test_no_value_is_lost_and_the_one_said_last_wins(merger: LeadMerger, ids: Sequence[str]) -> None:
    _, lead = merger.merge(ids[:2], ANNA)

    assert lead.lead_id in ids
    assert shown(lead) == {
        "email": BOB,
        f"emails/{ADA}": ADA,
        "firstName": "Bob",
        "phone": "3",
        "phones/2": "2",
    }


def test_a_person_chooses_the_lead_whose_id_stays_and_whose_values_win(merger: LeadMerger, ids: Sequence[str]) -> None:
    ada, bob, _ = ids
    _, lead = merger.merge([ada, bob], ANNA, into=bob, choices={"firstName": ada, "email": ada})

    assert lead.lead_id == bob
    assert (shown(lead)["firstName"], shown(lead)["email"], shown(lead)["phone"]) == ("Ada", ADA, "3")
    assert shown(lead)[f"emails/{BOB}"] == BOB


def test_a_row_that_made_a_lead_empties_nothing_of_another(recorder: Recorder, merger: LeadMerger) -> None:
    record(recorder, person(1, "ada", firstName="Ada", company="Initech"))
    record(recorder, row(2, {"email": BOB, "title": "CEO"}, policy=Policy.REPLACE))
    record(recorder, row(3, {"email": CAT, "notes": "kept"}, policy=Policy.KEEP))

    _, lead = merger.merge([key_of(recorder, one) for one in (ADA, BOB, CAT)], ANNA)

    assert shown(lead).keys() >= {"firstName", "company", "title", "notes"}


def test_either_address_and_either_id_lead_to_the_merged_lead(
    recorder: Recorder, editor: LeadEditor, merger: LeadMerger, ids: Sequence[str]
) -> None:
    ada, bob, _ = ids
    editor.patch(bob, {"email": "new@x.example"}, ANNA)
    merger.merge([ada, bob], ANNA, into=ada)
    for number, name in enumerate(("ada", "bob", "new"), 2):
        record(recorder, person(2, name, number, **{f"extras/{name}": "said"}))

    for lead_id in (ada, bob, key_of(recorder, "new@x.example")):
        found = editor.find(lead_id)
        assert found.lead_id == ada
        assert shown(found).keys() >= {"extras/ada", "extras/bob", "extras/new"}


def test_taken_apart_each_has_what_it_would_have(
    aws: FakeAws, recorder: Recorder, editor: LeadEditor, merger: LeadMerger, ids: Sequence[str]
) -> None:
    ada, bob, _ = ids
    merge_id, _ = merger.merge([ada, bob], ANNA, into=ada)
    record(recorder, person(2, "bob", 2, company="Globex"))
    record(recorder, person(2, "ada", 3, company="Initech"))
    editor.patch(ada, {"firstName": "Robert", "notes": "Of whom?"}, ANNA)
    record(recorder, person(3, "bob", 2, title="CEO"))
    revoke([bob], undo(2), recorder, "undo")

    apart = merger.undo(merge_id, ANNA)

    del (now := everything(aws))[ids[2]]
    assert now == {
        ada: {"email": ADA, "firstName": "Ada", "phone": "2", "notes": "Of whom?"},
        bob: {"email": BOB, "firstName": "Robert", "phone": "3", "title": "CEO", "notes": "Of whom?"},
    }
    assert [(one.source.by, one.paths) for one in apart.of_several] == [(ANNA.email, ("notes",))]
    assert merger.undo(merge_id, ANNA).of_several == apart.of_several


def test_what_comes_late_goes_to_its_lead(
    aws: FakeAws, recorder: Recorder, merger: LeadMerger, ids: Sequence[str]
) -> None:
    ada, bob, _ = ids
    merge_id, _ = merger.merge([ada, bob], ANNA, into=ada)
    told = record(recorder, person(1, "bob", 1, company="Globex", phone="older"))
    again = record(recorder, person(1, "bob", 1, company="Globex", phone="older"))

    assert everything(aws)[ada]["company"] == "Globex"
    assert [one.lead_id for one in told] == [bob]
    assert [(one.arrival.outcome, one.arrival.changed) for one in again] == [
        (one.arrival.outcome, one.arrival.changed) for one in told
    ]
    merger.undo(merge_id, ANNA)
    assert (everything(aws)[bob]["company"], "company" in everything(aws)[ada]) == ("Globex", False)
    late = record(recorder, person(1, "bob", 1, company="Globex", phone="older"))
    assert not late[0].arrival.is_new


def test_merges_are_taken_apart_in_any_order(aws: FakeAws, merger: LeadMerger, ids: Sequence[str]) -> None:
    ada, bob, cat = ids
    before = everything(aws)
    first, _ = merger.merge([bob, cat], ANNA, into=bob)
    second, _ = merger.merge([ada, bob], ANNA, into=ada)
    assert everything(aws).keys() == {ada}

    merger.undo(first, ANNA)
    assert set(everything(aws)) == {ada, cat}
    assert everything(aws)[cat] == before[cat]
    third, _ = merger.merge([ada, cat], ANNA, into=cat)
    merger.undo(second, ANNA)
    assert everything(aws)[bob] == before[bob]
    merger.undo(third, ANNA)
    assert everything(aws) == before


def test_an_undo_after_leads_were_taken_apart_reaches_both(
    aws: FakeAws, recorder: Recorder, merger: LeadMerger, ids: Sequence[str]
) -> None:
    ada, bob, _ = ids
    merge_id, _ = merger.merge([ada, bob], ANNA, into=ada)
    told = record(recorder, person(2, "bob", 2, company="Globex"))
    merger.undo(merge_id, ANNA)

    revoke([one.lead_id for one in told], undo(2), recorder, "undo")

    assert "company" not in everything(aws)[bob]


def test_an_address_goes_to_the_lead_whose_it_is(
    aws: FakeAws, recorder: Recorder, editor: LeadEditor, merger: LeadMerger, ids: Sequence[str]
) -> None:
    ada, bob, _ = ids
    merge_id, _ = merger.merge([ada, bob], ANNA, into=ada)
    editor.patch(ada, {"email": ADA, "emails": [{"value": BOB}]}, ANNA)
    editor.patch(ada, {"email": "new@x.example"}, ANNA)
    record(recorder, replace(person(2, "bob", 2, title="CEO"), known_by=KnownBy.LEAD_ID))

    merger.undo(merge_id, ANNA)
    record(recorder, person(3, "new", 2, notes="of Ada"))

    assert (everything(aws)[ada]["email"], everything(aws)[bob]["email"]) == ("new@x.example", BOB)
    assert (everything(aws)[ada]["notes"], everything(aws)[bob]["title"]) == ("of Ada", "CEO")


def test_an_address_that_a_lead_had_before_goes_back_to_it(
    aws: FakeAws, editor: LeadEditor, merger: LeadMerger, ids: Sequence[str]
) -> None:
    ada, bob, _ = ids
    editor.patch(bob, {"email": "new@x.example"}, ANNA)
    merge_id, _ = merger.merge([ada, bob], ANNA, into=ada, choices={"email": ada})
    editor.patch(ada, {"email": BOB}, ANNA)

    merger.undo(merge_id, ANNA)

    assert (everything(aws)[ada]["email"], everything(aws)[bob]["email"]) == (ADA, BOB)


def test_what_was_said_of_several_is_taken_back_of_each(
    aws: FakeAws, recorder: Recorder, merger: LeadMerger, ids: Sequence[str]
) -> None:
    ada, bob, _ = ids
    merge_id, _ = merger.merge([ada, bob], ANNA, into=ada)

    def plan(lead: Lead, chain: Callable[[], list[Entry]]) -> Planned:
        made = replace(change(2, {"status": "Won"}), of=lead.members)
        return Planned((made,), Standing(fold([*chain(), made]), made.place))

    recorder.change([ada], plan, "job")
    merger.undo(merge_id, ANNA)
    assert [everything(aws)[one]["status"] for one in (ada, bob)] == ["Won", "Won"]

    revoke([ada], undo(2), recorder, "undo")

    assert not any("status" in values for values in everything(aws).values())


def test_leads_are_merged_once_however_often_it_is_asked(aws: FakeAws, merger: LeadMerger, ids: Sequence[str]) -> None:
    first = merger.merge(ids[:2], ANNA)
    chain = leads_in(aws)

    assert merger.merge([*ids[:2]], ANNA) == first
    assert leads_in(aws) == chain


def test_overlapping_merges_at_once_end_in_one_lead(aws: FakeAws, ids: Sequence[str]) -> None:
    ada, bob, cat = ids
    pairs = ([ada, bob], [bob, cat], [cat, ada])

    def merge(pair: list[str]) -> None:
        LeadMerger(recorder_for(aws), lambda: 1).merge(pair, ANNA)

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(merge, pairs))

    ((_, values),) = everything(aws).items()
    assert values.keys() >= {"phone", "phones/2", "phones/3", f"emails/{ADA}", f"emails/{BOB}"}


def test_leads_of_the_bin_and_unknown_ones_are_refused(
    editor: LeadEditor, merger: LeadMerger, ids: Sequence[str]
) -> None:
    editor.delete(ids[0], ANNA)

    assert refusal(partial(merger.merge, ids[:2], ANNA)).code == "in_bin"
    assert refusal(partial(merger.merge, [ids[1], "0" * 32], ANNA)).code == "not_found"
    assert refusal(partial(merger.merge, ids[1:2], ANNA)).code == "invalid"
    assert refusal(partial(merger.merge, ids[1:], ANNA, None, {"phone": ids[0]})).code == "invalid"
    assert refusal(partial(merger.undo, f"{ids[1]}-no", ANNA)).code == "not_found"


def test_a_merged_lead_is_deleted_and_restored_as_one_and_taken_apart_in_the_bin(
    editor: LeadEditor, merger: LeadMerger, ids: Sequence[str]
) -> None:
    merge_id, lead = merger.merge(ids[:2], ANNA)
    editor.delete(ids[1], ANNA)
    assert shown(editor.restore(ids[0], ANNA)) == shown(lead)
    editor.delete(ids[1], ANNA)

    apart = merger.undo(merge_id, ANNA)

    assert [one.standing.state.is_there for one in apart.leads if one.standing.state] == [False, False]
    assert [one.paths for one in apart.of_several] == [()]


def test_of_a_merged_lead_that_is_gone_for_good_the_addresses_are_free(
    aws: FakeAws, recorder: Recorder, editor: LeadEditor, merger: LeadMerger, ids: Sequence[str]
) -> None:
    ada, bob, cat = ids
    merge_id, _ = merger.merge([ada, bob], ANNA, into=ada)
    editor.delete(ada, ANNA)
    later = editor_for(aws, now=lambda: (datetime.now(UTC) + timedelta(days=31)).isoformat())

    later.patch(cat, {"email": BOB}, ANNA)
    record(recorder, person(2, "bob", 2, notes="of Cat"))

    assert everything(aws)[cat]["notes"] == "of Cat"
    assert later.create({"email": ADA}, ANNA).lead_id == ada
    assert refusal(partial(merger.undo, merge_id, ANNA)).code == "not_found"


def test_a_lead_is_found_that_is_taken_apart_while_it_is_looked_for(
    recorder: Recorder, merger: LeadMerger, ids: Sequence[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, bob, _ = ids
    wanted = [merger.merge([ada, bob], ANNA, into=ada)[0]]
    read = recorder.leads._read

    def reading(keys: Iterable[str], *, consistently: bool = True) -> object:
        found = read(keys, consistently=consistently)
        while wanted:
            merger.undo(wanted.pop(), ANNA)
        return found

    monkeypatch.setattr(recorder.leads, "_read", reading)

    assert recorder.leads.get_many([bob])[bob].lead_id == bob


def test_history_tells_merges(editor: LeadEditor, merger: LeadMerger, ids: Sequence[str]) -> None:
    ada, bob, _ = ids
    merge_id, _ = merger.merge([ada, bob], ANNA, into=ada)
    merged = editor.history(ada)[-1]
    assert (merged.kind, merged.source.by) == ("merged", ANNA.email)
    assert {one.path for one in merged.changes} >= {f"emails/{ADA}", "firstName"}

    merger.undo(merge_id, ANNA)

    assert [event.kind for event in editor.history(ada)] == ["created", "merged", "takenApart"]
    assert [event.kind for event in editor.history(bob)] == ["created", "merged", "takenApart"]


def test_all_changes_together_are_the_table(aws: FakeAws, merger: LeadMerger, ids: Sequence[str]) -> None:
    merge_id, _ = merger.merge(ids, ANNA)
    merger.undo(merge_id, ANNA)
    merger.merge(ids[1:], ANNA)

    held = {one.lead_id: one.text for one in newest(changes_in(aws)).values() if one.text is not None}
    assert held == {lead.lead_id: lead.to_text() for lead in leads_in(aws)}


def test_a_merge_that_would_be_too_large_is_refused(
    aws: FakeAws, editor: LeadEditor, merger: LeadMerger, ids: Sequence[str]
) -> None:
    before = everything(aws)
    for number, lead_id in enumerate(ids[:2]):
        extras = {f"{number} {name}": "x" * 9_000 for name in range(20)}
        editor.patch(lead_id, {"extras": extras}, ANNA)

    assert refusal(partial(merger.merge, ids[:2], ANNA)).code == "too_much"
    assert everything(aws).keys() == before.keys()
