"""Changing leads by hand: on the same merge as imports, with addresses that stay unique."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest
from crm.errors import Conflict, Invalid, NotFound, Outdated
from crm.leads.edit_values import Typed
from crm.leads.editing import LeadEditor
from crm.leads.history import EventKind
from crm.leads.reading import version_of
from crm.outcomes import Rule
from crm.statements.arrivals import Standing
from crm.statements.in_order import fold
from crm.statements.lead import Lead
from crm.statements.recording import Incoming, Planned, Recorder
from crm.statements.revoking import revoke
from crm.statements.statement import Entry, Origin

from tests.doubles import FakeAws
from tests.unit.leads.conftest import ANNA, editor_for, refusal, shown
from tests.unit.statements.conftest import changes_in, key_of, leads_in
from tests.unit.statements.in_words import bulk_delete, change, row, undo
from tests.unit.statements.test_recording import person, record


def version(lead: Lead) -> str:
    assert lead.standing.state is not None
    return version_of(lead.standing.state)


def origin(lead: Lead, path: str) -> Origin:
    assert lead.standing.state is not None
    return lead.standing.state.held[path].origin


def test_a_new_lead_is_found_by_its_normalized_address(recorder: Recorder, editor: LeadEditor) -> None:
    lead = editor.create({"email": " Ada@X.example ", "firstName": "Ada"}, ANNA)

    assert lead.lead_id == key_of(recorder, "ada@x.example")
    assert shown(editor.find(lead.lead_id)) == {"email": "ada@x.example", "firstName": "Ada"}


def test_leads_without_an_address_are_each_their_own(aws: FakeAws, editor: LeadEditor) -> None:
    editor.create({"firstName": "Ada"}, ANNA)
    editor.create({"firstName": "Ada"}, ANNA)

    assert len(leads_in(aws)) == 2


def test_a_lead_that_a_bulk_change_made_anew_after_an_undo_is_deleted_as_its_chain_says(
    aws: FakeAws, recorder: Recorder, editor: LeadEditor
) -> None:
    """The bulk delete came late, and of the import nothing is left but that it once said whose the lead is."""
    record(recorder, row(2, {"email": "ada@x.example", "phone": "+493012345"}))
    (lead,) = leads_in(aws)

    def plan(_: Lead, chain: Callable[[], list[Entry]]) -> Planned:
        said: list[Entry] = [change(4, {"tags/vip": "vip"}), bulk_delete(3)]
        return Planned(tuple(said), Standing(fold([*chain(), *said]), change(4, {}).place))

    recorder.change([lead.lead_id], plan, "job2/000001")
    revoke([lead.lead_id], undo(2), recorder, "import2/undo-000001")
    editor.delete(lead.lead_id, ANNA)

    (after,) = leads_in(aws)
    assert after.standing.state == fold(recorder.chains.read(after.lead_id, after.chain))


def test_an_address_that_another_lead_has_is_refused_with_that_lead(aws: FakeAws, editor: LeadEditor) -> None:
    holder = editor.create({"email": "ada@x.example"}, ANNA)
    other = editor.create({"firstName": "Bob"}, ANNA)
    before = leads_in(aws)

    for act in (
        lambda: editor.create({"email": "ADA@x.example"}, ANNA),
        lambda: editor.patch(other.lead_id, {"email": "ada@x.example"}, ANNA),
    ):
        error = refusal(act)
        assert (error.code, error.fields["leadId"]) == ("email_taken", holder.lead_id)
        assert error.fields["email"] == "Another lead has this address."
    assert leads_in(aws) == before


def test_an_address_by_which_a_lead_is_only_known_is_refused_as_such_and_can_be_given_to_it(
    recorder: Recorder, editor: LeadEditor
) -> None:
    never = row(1, {"email": "ada@x.example", "firstName": "Ada"}, rules={"email": Rule.NEVER})
    key = key_of(recorder, "ada@x.example")
    recorder.rows([Incoming(key, never)], "import1/000001")
    renamed = editor.create({"email": "old@x.example"}, ANNA)
    editor.patch(renamed.lead_id, {"email": "new@x.example"}, ANNA)

    for address, lead_id in (("ada@x.example", key), ("old@x.example", renamed.lead_id)):
        error = refusal(partial(editor.create, {"email": address}, ANNA))
        assert (error.code, error.fields["leadId"]) == ("email_taken", lead_id)
        assert error.fields["email"] == "Another lead is known by this address."
        assert shown(editor.patch(lead_id, {"email": address}, ANNA))["email"] == address


def test_a_deleted_lead_that_is_only_known_by_an_address_is_not_said_to_have_it(editor: LeadEditor) -> None:
    lead = editor.create({"email": "old@x.example"}, ANNA)
    editor.patch(lead.lead_id, {"email": "new@x.example"}, ANNA)
    editor.delete(lead.lead_id, ANNA)

    refused = [
        refusal(partial(editor.create, {"email": address}, ANNA)) for address in ("old@x.example", "new@x.example")
    ]

    assert [error.code for error in refused] == ["in_bin", "in_bin"]
    assert [error.fields["email"] for error in refused] == [
        "A deleted lead is known by this address.",
        "A deleted lead has this address.",
    ]


def test_an_edit_changes_the_fields_that_it_names_and_no_other(editor: LeadEditor) -> None:
    lead = editor.create({"email": "ada@x.example", "firstName": "Ada", "title": "CEO"}, ANNA)

    after = editor.patch(lead.lead_id, {"title": "", "company": "Analytical"}, ANNA)

    assert shown(after) == {"email": "ada@x.example", "firstName": "Ada", "company": "Analytical"}


def test_a_changed_address_leads_to_the_lead_and_the_old_one_still_does(recorder: Recorder, editor: LeadEditor) -> None:
    lead = editor.create({"email": "old@x.example", "firstName": "Ada"}, ANNA)
    editor.patch(lead.lead_id, {"email": "new@x.example"}, ANNA)

    told = record(recorder, person(2, "new", phone="1"), person(2, "old", 3, title="CEO"))

    assert {one.lead_id for one in told} == {lead.lead_id}
    assert shown(editor.find(lead.lead_id)) == {
        "email": "new@x.example",
        "firstName": "Ada",
        "phone": "1",
        "title": "CEO",
    }


def test_what_is_typed_stands_behind_the_imports_announced_before(recorder: Recorder, editor: LeadEditor) -> None:
    lead = editor.create({"email": "ada@x.example", "phone": "typed"}, ANNA)

    record(recorder, person(1, "ada", phone="late row"))

    assert shown(editor.find(lead.lead_id))["phone"] == "typed"


def test_a_protected_value_stays_whatever_is_imported(recorder: Recorder, editor: LeadEditor) -> None:
    lead = editor.create({"email": "ada@x.example"}, ANNA)
    editor.patch(lead.lead_id, {"phone": "typed"}, ANNA, protected=["phone"])

    record(recorder, person(2, "ada", phone="row"))

    assert shown(editor.find(lead.lead_id))["phone"] == "typed"


def test_an_edit_that_changes_nothing_writes_nothing(aws: FakeAws, editor: LeadEditor) -> None:
    lead = editor.create({"firstName": "Ada"}, ANNA)

    assert editor.patch(lead.lead_id, {"firstName": " Ada "}, ANNA) == lead
    assert leads_in(aws) == [lead]


def test_a_value_that_a_person_confirms_stays_when_its_import_is_taken_back(
    recorder: Recorder, editor: LeadEditor
) -> None:
    record(recorder, person(1, "ada", firstName="Ada"))
    record(recorder, person(2, "ada", company="Globex", title="CEO"))
    key = key_of(recorder, "ada@x.example")

    replace(editor, sequence=lambda: 2).patch(key, {"company": "Globex"}, ANNA)
    revoke([key], undo(2), recorder, "undo")

    lead = editor.find(key)
    assert shown(lead) == {"email": "ada@x.example", "firstName": "Ada", "company": "Globex"}
    assert origin(lead, "company").by == ANNA.email


def test_what_a_person_confirms_holds_against_rows_of_the_imports_announced_before(
    recorder: Recorder, aws: FakeAws
) -> None:
    record(recorder, person(1, "ada", company="Globex"))
    key = key_of(recorder, "ada@x.example")

    said: list[tuple[int, Typed]] = [(1, {"company": "Globex"}), (2, {"title": None}), (2, {"company": "Globex"})]
    for sequence, typed in said:
        editor_for(aws, sequence=sequence).patch(key, typed, ANNA)
    record(recorder, person(2, "ada", company="Initech", title="CEO"))

    assert shown(editor_for(aws).find(key)) == {"email": "ada@x.example", "company": "Globex"}


def test_a_confirmed_value_shows_no_change(recorder: Recorder, editor: LeadEditor) -> None:
    record(recorder, person(1, "ada", company="Globex"))
    before = editor.find(key_of(recorder, "ada@x.example"))

    after = editor.patch(before.lead_id, {"company": "Globex"}, ANNA)

    assert after.chain != before.chain
    assert after.standing.state == before.standing.state
    assert [event.kind for event in editor.history(before.lead_id)] == [EventKind.CREATED]


def test_a_value_is_confirmed_once_until_the_next_import(aws: FakeAws, recorder: Recorder, editor: LeadEditor) -> None:
    record(recorder, person(1, "ada", company="Globex"))
    key = key_of(recorder, "ada@x.example")
    typed = {"company": "Globex", "phone": None}
    first = editor.patch(key, typed, ANNA)

    assert editor.patch(key, typed, ANNA) == editor.patch(key, {}, ANNA) == first
    assert editor_for(aws, sequence=2).patch(key, typed, ANNA) != first


def test_a_lead_whose_chain_is_gone_can_be_confirmed(aws: FakeAws, editor: LeadEditor) -> None:
    lead = editor.create({"firstName": "Ada"}, ANNA)
    for piece in aws.s3.objects(aws.work_bucket):
        aws.s3.delete_object(Bucket=aws.work_bucket, Key=piece)

    assert shown(editor.patch(lead.lead_id, {"firstName": "Ada"}, ANNA)) == {"firstName": "Ada"}


def test_a_confirmed_value_does_not_cost_a_lead_what_it_keeps_of_an_import_that_was_taken_back(
    recorder: Recorder, editor: LeadEditor
) -> None:
    record(recorder, person(1, "ada", firstName="Ada"))
    key = key_of(recorder, "ada@x.example")
    editor.patch(key, {"notes": "called"}, ANNA)
    revoke([key], undo(1), recorder, "undo")
    before = editor.find(key)

    assert editor.patch(key, {"firstName": "Ada"}, ANNA) == before
    assert shown(before) == {"email": "ada@x.example", "firstName": "Ada", "notes": "called"}


def test_an_edit_of_what_somebody_has_changed_since_is_refused(editor: LeadEditor) -> None:
    seen = editor.create({"firstName": "Ada"}, ANNA)
    editor.patch(seen.lead_id, {"firstName": "Augusta"}, ANNA, version(seen))

    for act in (
        lambda: editor.patch(seen.lead_id, {"firstName": "A."}, ANNA, version(seen)),
        lambda: editor.delete(seen.lead_id, ANNA, version(seen)),
    ):
        error = refusal(act)
        assert isinstance(error, Outdated)
        assert error.code == "edited_meanwhile"


def test_a_protection_that_was_not_seen_is_not_taken_away(editor: LeadEditor) -> None:
    seen = editor.create({"firstName": "Ada", "phone": "1", "title": "CEO"}, ANNA)
    editor.patch(seen.lead_id, {}, ANNA, version(seen), protected=["phone"])

    error = refusal(lambda: editor.patch(seen.lead_id, {}, ANNA, version(seen), protected=["title"]))

    assert isinstance(error, Outdated)
    state = editor.find(seen.lead_id).standing.state
    assert state is not None
    assert [path for path, held in state.held.items() if held.is_protected] == ["phone"]


def test_an_import_that_confirms_a_lead_does_not_get_in_the_way_of_an_edit(
    recorder: Recorder, editor: LeadEditor
) -> None:
    seen = editor.create({"email": "ada@x.example"}, ANNA)
    record(recorder, person(2, "ada"))

    assert shown(editor.patch(seen.lead_id, {"firstName": "Ada"}, ANNA, version(seen)))["firstName"] == "Ada"


def test_a_deleted_lead_is_in_the_bin_for_thirty_days_and_comes_back_as_it_was(
    aws: FakeAws, editor: LeadEditor
) -> None:
    lead = editor.create({"email": "ada@x.example", "firstName": "Ada"}, ANNA)
    editor.delete(lead.lead_id, ANNA)

    assert refusal(lambda: editor.patch(lead.lead_id, {"title": "CEO"}, ANNA)).code == "not_found"
    assert shown(editor.find(lead.lead_id)) == shown(lead)
    (item,) = [item for item in aws.dynamodb.scan(TableName="leads")["Items"] if "expires" in item]
    (binned,) = leads_in(aws)
    assert binned.standing.state is not None
    deleted_at = datetime.fromisoformat(binned.standing.state.deleted_at)
    assert int(item["expires"]["N"]) == int((deleted_at + timedelta(days=30)).timestamp())

    assert shown(editor.restore(lead.lead_id, ANNA)) == shown(lead)
    assert [item for item in aws.dynamodb.scan(TableName="leads")["Items"] if "expires" in item] == []


def test_an_import_that_names_a_deleted_person_makes_the_lead_anew(
    aws: FakeAws, recorder: Recorder, editor: LeadEditor
) -> None:
    lead = editor.create({"email": "ada@x.example", "firstName": "Ada"}, ANNA)
    editor.delete(lead.lead_id, ANNA)

    record(recorder, person(2, "ada", phone="1"))

    assert shown(editor.find(lead.lead_id)) == {"email": "ada@x.example", "phone": "1"}
    assert [item for item in aws.dynamodb.scan(TableName="leads")["Items"] if "expires" in item] == []


def test_a_new_lead_with_the_address_of_a_deleted_one_is_refused(editor: LeadEditor) -> None:
    lead = editor.create({"email": "ada@x.example"}, ANNA)
    editor.delete(lead.lead_id, ANNA)

    error = refusal(lambda: editor.create({"email": "ada@x.example"}, ANNA))

    assert (error.code, error.fields["leadId"]) == ("in_bin", lead.lead_id)


def test_only_what_was_deleted_can_be_restored(editor: LeadEditor) -> None:
    lead = editor.create({"firstName": "Ada"}, ANNA)

    assert isinstance(refusal(lambda: editor.restore(lead.lead_id, ANNA)), Conflict)
    assert isinstance(refusal(lambda: editor.restore("nobody", ANNA)), NotFound)


def who_take_it_at_once(aws: FakeAws, address: str) -> list[str]:
    """The ids of those who get an address, of many leads that are given it at once."""
    ids = [editor_for(aws).create({"firstName": f"n{n}"}, ANNA).lead_id for n in range(8)]

    def take(lead_id: str) -> bool:
        try:
            editor_for(aws).patch(lead_id, {"email": address}, ANNA)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        return [lead_id for lead_id, taken in zip(ids, pool.map(take, ids), strict=True) if taken]


def test_of_many_who_take_one_address_at_once_one_gets_it(aws: FakeAws) -> None:
    takers = who_take_it_at_once(aws, "one@x.example")

    assert len(takers) == 1
    assert [lead.lead_id for lead in leads_in(aws) if "email" in shown(lead)] == takers


def test_of_many_who_take_the_address_of_a_lead_that_is_gone_one_gets_it(aws: FakeAws, editor: LeadEditor) -> None:
    gone = editor.create({"email": "old@x.example"}, ANNA)
    editor.patch(gone.lead_id, {"email": "one@x.example"}, ANNA)
    aws.dynamodb.delete_item(TableName="leads", Key={"leadId": {"S": gone.lead_id}})

    takers = who_take_it_at_once(aws, "one@x.example")

    assert len(takers) == 1
    assert [lead.lead_id for lead in leads_in(aws) if "email" in shown(lead)] == takers


def test_edits_of_different_fields_at_once_all_hold(aws: FakeAws, editor: LeadEditor) -> None:
    lead = editor.create({"firstName": "Ada"}, ANNA)
    fields = ("lastName", "title", "company", "phone", "notes", "status")

    def change(field: str) -> None:
        editor_for(aws).patch(lead.lead_id, {field: "x"}, ANNA)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(change, fields))

    assert shown(editor.find(lead.lead_id)) == {"firstName": "Ada", **dict.fromkeys(fields, "x")}


def test_the_last_thing_that_identifies_a_lead_cannot_be_taken_away(editor: LeadEditor) -> None:
    lead = editor.create({"firstName": "Ada", "title": "CEO"}, ANNA)

    assert isinstance(refusal(lambda: editor.patch(lead.lead_id, {"firstName": ""}, ANNA)), Invalid)


def test_a_change_without_its_statement_cannot_be(
    aws: FakeAws, editor: LeadEditor, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead = editor.create({"firstName": "Ada"}, ANNA)

    def broken(**_: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(aws.s3, "put_object", broken)
    with pytest.raises(ConnectionError):
        editor.patch(lead.lead_id, {"firstName": "Augusta"}, ANNA)
    assert leads_in(aws) == [lead]


def test_a_row_of_an_import_announced_later_changes_what_was_typed(recorder: Recorder, editor: LeadEditor) -> None:
    lead = editor.create({"email": "ada@x.example", "phone": "typed"}, ANNA)

    record(recorder, row(2, {"email": "ada@x.example", "phone": "row"}))

    assert shown(editor.find(lead.lead_id))["phone"] == "row"


def test_a_refused_edit_claims_no_address(aws: FakeAws, editor: LeadEditor) -> None:
    lead = editor.create({"firstName": "Ada"}, ANNA)
    items = aws.dynamodb.scan(TableName="leads")["Items"]

    for act in (
        lambda: editor.patch(lead.lead_id, {"email": "ada@x.example", "phone": "x" * 2001}, ANNA),
        lambda: editor.patch(lead.lead_id, {"email": "ada@x.example"}, ANNA, "outdated"),
        lambda: editor.patch("nobody", {"email": "ada@x.example"}, ANNA),
    ):
        refusal(act)
        assert aws.dynamodb.scan(TableName="leads")["Items"] == items


def test_protection_stays_through_an_edit_until_it_is_taken_away(recorder: Recorder, editor: LeadEditor) -> None:
    lead = editor.create({"email": "ada@x.example", "phone": "typed"}, ANNA, protected=["phone"])
    editor.patch(lead.lead_id, {"phone": "again"}, ANNA)
    record(recorder, person(2, "ada", phone="row 2"))
    assert shown(editor.find(lead.lead_id))["phone"] == "again"

    editor.patch(lead.lead_id, {}, ANNA, protected=[])
    record(recorder, person(3, "ada", phone="row 3"))
    assert shown(editor.find(lead.lead_id))["phone"] == "row 3"


def test_a_value_of_a_file_is_the_persons_once_they_protect_it(recorder: Recorder, editor: LeadEditor) -> None:
    record(recorder, person(1, "ada", phone="row"))
    lead = editor.patch(key_of(recorder, "ada@x.example"), {}, ANNA, protected=["phone"])

    assert lead.standing.state is not None
    assert lead.standing.state.held["phone"].origin.by == ANNA.email


def test_a_lead_whose_time_in_the_bin_is_over_is_gone_before_dynamodb_removes_it(
    aws: FakeAws, editor: LeadEditor
) -> None:
    lead = editor.create({"email": "ada@x.example"}, ANNA)
    editor.delete(lead.lead_id, ANNA)
    later = editor_for(aws, now=lambda: "2099-01-01T00:00:00.000Z")

    for act in (lambda: later.find(lead.lead_id), lambda: later.restore(lead.lead_id, ANNA)):
        assert isinstance(refusal(act), NotFound)


@pytest.mark.parametrize("was_edited", [False, True])
def test_the_address_of_a_lead_that_is_gone_is_free(aws: FakeAws, editor: LeadEditor, was_edited: bool) -> None:
    gone = editor.create({"email": "old@x.example"}, ANNA)
    if was_edited:
        editor.patch(gone.lead_id, {"email": "ada@x.example"}, ANNA)
    address = "ada@x.example" if was_edited else "old@x.example"
    editor.delete(gone.lead_id, ANNA)
    later = editor_for(aws, now=lambda: "2099-01-01T00:00:00.000Z")

    lead = later.create({"email": address, "firstName": "Eve"}, ANNA)

    assert shown(later.find(lead.lead_id)) == {"email": address, "firstName": "Eve"}
    assert refusal(lambda: later.create({"email": address}, ANNA)).fields["leadId"] == lead.lead_id
    assert [one.lead_id for one in leads_in(aws)] == [lead.lead_id]


def test_the_address_of_a_row_that_said_nothing_is_free(recorder: Recorder, editor: LeadEditor) -> None:
    nothing = row(1, {"email": "ada@x.example"}, rules={"email": Rule.NEVER})
    recorder.rows([Incoming(key_of(recorder, "ada@x.example"), nothing)], "import1/000001")
    assert isinstance(refusal(lambda: editor.find(key_of(recorder, "ada@x.example"))), NotFound)
    other = editor.create({"firstName": "Eve"}, ANNA)

    assert shown(editor.patch(other.lead_id, {"email": "ada@x.example"}, ANNA))["email"] == "ada@x.example"


def test_a_lead_whose_address_another_has_meanwhile_is_not_restored(recorder: Recorder, editor: LeadEditor) -> None:
    lead = editor.create({"email": "old@x.example"}, ANNA)
    editor.patch(lead.lead_id, {"email": "ada@x.example"}, ANNA)
    editor.delete(lead.lead_id, ANNA)
    other = editor.create({"firstName": "Eve"}, ANNA)
    key, deleted = key_of(recorder, "ada@x.example"), recorder.leads.get_many([lead.lead_id])[lead.lead_id]
    recorder.leads.claims.release(key, lead.lead_id, lead.lead_id, deleted)
    recorder.leads.claims.take(key, other.lead_id)

    error = refusal(lambda: editor.restore(lead.lead_id, ANNA))

    assert (error.code, error.fields["leadId"]) == ("email_taken", other.lead_id)


def test_what_was_deleted_before_an_import_made_the_lead_anew_stays_deleted(
    recorder: Recorder, editor: LeadEditor
) -> None:
    lead = editor.create({"email": "ada@x.example", "title": "CEO"}, ANNA)
    editor.delete(lead.lead_id, ANNA)
    record(recorder, person(2, "ada", phone="1"))
    editor.delete(lead.lead_id, ANNA)

    assert shown(editor.restore(lead.lead_id, ANNA)) == {"email": "ada@x.example", "phone": "1"}


def test_a_lead_too_large_to_be_kept_is_refused(aws: FakeAws, editor: LeadEditor) -> None:
    lead = editor.create({"firstName": "Ada"}, ANNA)
    pages = {f"Page {number}": "x" * 9_000 for number in range(40)}

    for act in (
        lambda: editor.patch(lead.lead_id, {"extras": pages}, ANNA),
        lambda: editor.create({"firstName": "Ada", "extras": pages}, ANNA),
    ):
        error = refusal(act)
        assert isinstance(error, Invalid)
        assert list(error.fields) == ["extras"]
    assert leads_in(aws) == [lead]


def logged(aws: FakeAws) -> list[tuple[str, int]]:
    """Id and revision of each change in the log."""
    return [(change.lead_id, change.revision) for change in changes_in(aws)]


def test_the_log_holds_what_was_written_and_what_was_found_to_be_so_already(aws: FakeAws, editor: LeadEditor) -> None:
    lead = editor.create({"firstName": "Ada"}, ANNA)
    assert isinstance(refusal(lambda: editor.delete("nobody", ANNA)), NotFound)
    assert logged(aws) == [(lead.lead_id, 1)]

    editor.patch(lead.lead_id, {"firstName": "Ada"}, ANNA)
    assert logged(aws) == [(lead.lead_id, 1)] * 2

    editor.delete(lead.lead_id, ANNA)
    assert logged(aws) == [(lead.lead_id, 1)] * 2 + [(lead.lead_id, 2)]


def test_an_edit_that_is_refused_claims_no_address(editor: LeadEditor) -> None:
    ada = editor.create({"firstName": "Ada", "email": "ada@x.example"}, ANNA)
    large = {f"Column {n}": "x" * 9_000 for n in range(40)}
    with pytest.raises(Invalid):
        editor.patch(ada.lead_id, {"email": "free@x.example", "extras": large}, ANNA)

    grace = editor.create({"firstName": "Grace", "email": "free@x.example"}, ANNA)

    assert grace.lead_id != ada.lead_id
