"""Edits by hand, against DynamoDB in memory with conditions and transactions (promise 2)."""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from crm.aws.items import from_item
from crm.clock import iso
from crm.errors import Conflict, Invalid, NotFound, Refusal
from crm.fields import MISSING, LeadValues
from crm.leads.editing import LeadEditor
from crm.leads.model import Lead
from crm.leads.version import read_leads_version
from crm.users import User

from tests.doubles import FakeAws, fake_aws

ANNA = User("user-1", "anna@crm.example", frozenset({"member"}))


@pytest.fixture
def aws() -> FakeAws:
    return fake_aws()


@pytest.fixture
def editor(aws: FakeAws) -> LeadEditor:
    return editor_for(aws)


def editor_for(aws: FakeAws) -> LeadEditor:
    client: Any = aws.dynamodb

    def now() -> str:
        aws.clock.advance(0.001)
        return iso(aws.clock.moment())

    return LeadEditor(
        client,
        leads_table=aws.leads_table,
        history_table=aws.history_table,
        imports_table=aws.imports_table,
        now=now,
        pause=lambda _: None,
    )


def imported(aws: FakeAws, identity: str = "row#file#0#2", lead_id: str = "imported", **values: str) -> Lead:
    """A lead that an import wrote."""
    lead = Lead(
        identity=identity,
        lead_id=lead_id,
        values=LeadValues(**values),
        source_file="people.xlsx",
        created_at="2026-01-01T00:00:00.000Z",
        updated_at="2026-01-01T00:00:00.000Z",
        order="000000000001#00000#000000002",
        created_order="000000000001#00000#000000002",
        changed_order="000000000001#00000#000000002",
        import_id="import-1",
        version=3,
    )
    aws.dynamodb.put_item(TableName=aws.leads_table, Item=lead.to_item())
    return lead


def stored(aws: FakeAws) -> list[Lead]:
    return [Lead.from_item(item) for item in aws.dynamodb.scan(TableName=aws.leads_table)["Items"]]


def events(editor: LeadEditor, lead_id: str) -> list[str]:
    return [entry["event"] for entry in editor.history(lead_id)]


def version(aws: FakeAws) -> int:
    client: Any = aws.dynamodb
    return read_leads_version(client, aws.imports_table)


def refusal(act: Callable[[], object]) -> Refusal:
    with pytest.raises(Refusal) as caught:
        act()
    return caught.value


def test_a_new_lead_has_the_key_of_its_normalized_address(aws: FakeAws, editor: LeadEditor) -> None:
    lead = editor.create({"firstName": " Bob ", "email": "Bob@Example.COM"}, ANNA)
    assert stored(aws) == [lead]
    assert lead.identity == "email#bob@example.com"
    assert lead.values == LeadValues(first_name="Bob", email="bob@example.com")
    assert (lead.version, lead.source_file, lead.order) == (1, "", "")
    assert editor.find(lead.lead_id) == lead


def test_a_new_lead_without_an_address_has_a_key_of_its_own(editor: LeadEditor) -> None:
    lead = editor.create({"company": "Acme"}, ANNA)
    assert lead.identity == f"hand#{lead.lead_id}"
    editor.create({"company": "Acme"}, ANNA)


def test_an_address_that_another_lead_holds_is_refused_with_that_lead(aws: FakeAws, editor: LeadEditor) -> None:
    holder = editor.create({"email": "bob@example.com"}, ANNA)
    error = refusal(lambda: editor.create({"email": "BOB@example.com", "firstName": "Other"}, ANNA))
    assert (error.code, error.fields["leadId"]) == ("email_taken", holder.lead_id)
    assert stored(aws) == [holder]


def test_changing_a_field_keeps_everything_else(aws: FakeAws, editor: LeadEditor) -> None:
    before = imported(aws, first_name="Bob", company="Acme")
    after = editor.patch("imported", {"company": "Globex"}, ANNA)
    assert stored(aws) == [after]
    assert after.values == LeadValues(first_name="Bob", company="Globex")
    assert after.version == 4
    assert after.updated_at > before.updated_at
    assert (after.identity, after.order, after.source_file, after.import_id, after.created_at) == (
        before.identity,
        before.order,
        before.source_file,
        before.import_id,
        before.created_at,
    )


def test_changing_the_address_moves_the_lead_and_keeps_its_id(aws: FakeAws, editor: LeadEditor) -> None:
    lead = editor.create({"email": "old@example.com", "firstName": "Bob"}, ANNA)
    moved = editor.patch(lead.lead_id, {"email": "new@example.com"}, ANNA)
    assert stored(aws) == [moved]
    assert (moved.identity, moved.lead_id, moved.created_at) == ("email#new@example.com", lead.lead_id, lead.created_at)
    editor.create({"email": "old@example.com"}, ANNA)


def test_an_address_given_to_a_lead_without_one_makes_it_unique(aws: FakeAws, editor: LeadEditor) -> None:
    imported(aws, first_name="Bob")
    assert editor.patch("imported", {"email": "bob@example.com"}, ANNA).identity == "email#bob@example.com"


def test_removing_the_address_frees_it(aws: FakeAws, editor: LeadEditor) -> None:
    lead = editor.create({"email": "bob@example.com", "firstName": "Bob"}, ANNA)
    assert editor.patch(lead.lead_id, {"email": ""}, ANNA).identity == f"hand#{lead.lead_id}"
    editor.create({"email": "bob@example.com"}, ANNA)
    assert len(stored(aws)) == 2


def test_an_imported_row_without_an_address_keeps_its_key(aws: FakeAws, editor: LeadEditor) -> None:
    lead = imported(aws, first_name="Bob")
    assert editor.patch("imported", {"email": "N/A", "firstName": "Bobby"}, ANNA).identity == lead.identity


def test_changing_to_an_address_that_is_taken_changes_nothing(aws: FakeAws, editor: LeadEditor) -> None:
    holder = editor.create({"email": "bob@example.com"}, ANNA)
    other = editor.create({"email": "ann@example.com"}, ANNA)
    error = refusal(lambda: editor.patch(other.lead_id, {"email": "Bob@example.com", "company": "X"}, ANNA))
    assert (error.code, error.fields["leadId"]) == ("email_taken", holder.lead_id)
    assert {lead.lead_id: lead for lead in stored(aws)} == {holder.lead_id: holder, other.lead_id: other}
    assert events(editor, other.lead_id) == ["created"]


def test_an_edit_that_changes_nothing_writes_nothing(aws: FakeAws, editor: LeadEditor) -> None:
    lead = editor.create({"firstName": "Bob", "phone": "+852 9123 4567"}, ANNA)
    before = version(aws)
    assert editor.patch(lead.lead_id, {"firstName": "Bob ", "phone": "+85291234567"}, ANNA) == lead
    assert version(aws) == before
    assert events(editor, lead.lead_id) == ["created"]


def test_an_edit_of_an_outdated_version_is_refused(editor: LeadEditor) -> None:
    lead = editor.create({"firstName": "Bob"}, ANNA)
    editor.patch(lead.lead_id, {"firstName": "Rob"}, ANNA, version=1)
    error = refusal(lambda: editor.patch(lead.lead_id, {"firstName": "Bobby"}, ANNA, version=1))
    assert error.code == "edited_meanwhile"
    assert refusal(lambda: editor.delete(lead.lead_id, ANNA, version=1)).code == "edited_meanwhile"
    assert editor.find(lead.lead_id).values.first_name == "Rob"


def test_an_edit_without_a_version_survives_another_writer_in_between(
    aws: FakeAws, editor: LeadEditor, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead = editor.create({"firstName": "Bob"}, ANNA)
    honest = aws.dynamodb.transact_write_items
    others = iter([{"company": "Acme"}, {"title": "CEO"}])

    def interrupted(**request: Any) -> Any:
        other = next(others, None)
        if other:
            monkeypatch.setattr(aws.dynamodb, "transact_write_items", honest)
            editor_for(aws).patch(lead.lead_id, other, ANNA)
            monkeypatch.setattr(aws.dynamodb, "transact_write_items", interrupted)
        return honest(**request)

    monkeypatch.setattr(aws.dynamodb, "transact_write_items", interrupted)
    after = editor.patch(lead.lead_id, {"firstName": "Rob"}, ANNA)
    assert after.values == LeadValues(first_name="Rob", company="Acme", title="CEO")
    assert after.version == 4


def test_every_change_is_in_the_history_with_values_before_and_after(editor: LeadEditor) -> None:
    lead = editor.create({"email": "old@example.com"}, ANNA)
    editor.patch(lead.lead_id, {"email": "new@example.com"}, ANNA)
    editor.patch(lead.lead_id, {"company": "Acme"}, ANNA)
    editor.delete(lead.lead_id, ANNA)
    editor.restore(lead.lead_id, ANNA)
    entries = editor.history(lead.lead_id)
    assert [entry["event"] for entry in entries] == ["created", "edited", "edited", "deleted", "restored"]
    assert {(entry["by"], entry["byEmail"]) for entry in entries} == {("user-1", "anna@crm.example")}
    assert (entries[1]["before"]["email"], entries[1]["after"]["email"]) == ("old@example.com", "new@example.com")
    assert entries[3]["before"]["company"] == "Acme"
    assert (entries[0]["before"], entries[3]["after"]) == ({}, {})


def test_a_deleted_lead_is_restored_with_all_its_values(aws: FakeAws, editor: LeadEditor) -> None:
    lead = imported(aws, "email#bob@example.com", email="bob@example.com", remarks="keen\non trains")
    editor.delete("imported", ANNA)
    assert stored(aws) == []
    assert refusal(lambda: editor.find("imported")).code == "not_found"
    restored = editor.restore("imported", ANNA)
    assert stored(aws) == [restored]
    assert restored.version > lead.version
    assert restored.to_record() | {"version": 0, "updatedAt": ""} == lead.to_record() | {"version": 0, "updatedAt": ""}


def test_restoring_a_lead_is_refused_if_another_has_its_address_now(aws: FakeAws, editor: LeadEditor) -> None:
    lead = editor.create({"email": "bob@example.com"}, ANNA)
    editor.delete(lead.lead_id, ANNA)
    newer = editor.create({"email": "bob@example.com"}, ANNA)
    error = refusal(lambda: editor.restore(lead.lead_id, ANNA))
    assert (error.code, error.fields["leadId"]) == ("email_taken", newer.lead_id)
    assert stored(aws) == [newer]


def test_only_a_deleted_lead_can_be_restored(editor: LeadEditor) -> None:
    lead = editor.create({"firstName": "Bob"}, ANNA)
    assert refusal(lambda: editor.restore(lead.lead_id, ANNA)).code == "not_deleted"
    assert refusal(lambda: editor.restore("nobody", ANNA)).code == "not_found"
    editor.delete(lead.lead_id, ANNA)
    editor.restore(lead.lead_id, ANNA)
    editor.delete(lead.lead_id, ANNA)
    assert editor.restore(lead.lead_id, ANNA).version == 5


def test_a_bulk_deletion_reports_missing_leads_and_deletes_the_others(aws: FakeAws, editor: LeadEditor) -> None:
    leads = [editor.create({"company": f"Company {number}"}, ANNA) for number in range(3)]
    before = version(aws)
    result = editor.delete_many([leads[0].lead_id, "nobody", leads[2].lead_id, leads[0].lead_id], ANNA)
    assert result.done == (leads[0].lead_id, leads[2].lead_id)
    assert [(lead_id, error.code) for lead_id, error in result.failed] == [("nobody", "not_found")]
    assert stored(aws) == [leads[1]]
    assert version(aws) == before + 1


def test_every_change_raises_the_version_of_the_leads(aws: FakeAws, editor: LeadEditor) -> None:
    seen = [version(aws)]
    lead = editor.create({"firstName": "Bob"}, ANNA)
    seen.append(version(aws))
    editor.patch(lead.lead_id, {"firstName": "Rob"}, ANNA)
    seen.append(version(aws))
    editor.delete(lead.lead_id, ANNA)
    seen.append(version(aws))
    editor.restore(lead.lead_id, ANNA)
    assert [*seen, version(aws)] == [0, 1, 2, 3, 4]


def test_a_lead_is_found_while_the_index_lags_behind(
    aws: FakeAws, editor: LeadEditor, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead = editor.create({"email": "old@example.com"}, ANNA)
    lagging = aws.dynamodb.query
    stale = lagging(
        TableName=aws.leads_table,
        IndexName="LeadIdIndex",
        KeyConditionExpression="leadId = :leadId",
        ExpressionAttributeValues={":leadId": {"S": lead.lead_id}},
    )
    moved = editor.patch(lead.lead_id, {"email": "new@example.com"}, ANNA)
    monkeypatch.setattr(
        aws.dynamodb, "query", lambda **request: stale if "IndexName" in request else lagging(**request)
    )
    assert editor.find(lead.lead_id) == moved


def test_a_lagging_index_never_leads_to_another_persons_lead(
    aws: FakeAws, editor: LeadEditor, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead = editor.create({"email": "old@example.com"}, ANNA)
    stale = {"Items": [{"identity": {"S": lead.identity}, "leadId": {"S": lead.lead_id}}]}
    editor.delete(lead.lead_id, ANNA)
    editor.create({"email": "old@example.com", "firstName": "Someone else"}, ANNA)
    honest = aws.dynamodb.query
    monkeypatch.setattr(aws.dynamodb, "query", lambda **request: stale if "IndexName" in request else honest(**request))
    with pytest.raises(NotFound):
        editor.find(lead.lead_id)


def test_one_of_many_concurrent_edits_gets_an_address(aws: FakeAws) -> None:
    editors = [editor_for(aws) for _ in range(8)]
    leads = [editors[0].create({"firstName": f"Bob {number}"}, ANNA) for number in range(8)]

    def take(number: int) -> str:
        try:
            editors[number].patch(leads[number].lead_id, {"email": "bob@example.com"}, ANNA)
        except Conflict as error:
            return error.code
        return "taken"

    with ThreadPoolExecutor(8) as pool:
        outcomes = sorted(pool.map(take, range(8)))
    assert outcomes == ["email_taken"] * 7 + ["taken"]
    now = stored(aws)
    assert len(now) == 8
    assert [lead.identity for lead in now].count("email#bob@example.com") == 1


def test_concurrent_edits_of_different_fields_all_hold(aws: FakeAws) -> None:
    lead = editor_for(aws).create({"firstName": "Bob"}, ANNA)
    fields = ["firstName", "lastName", "title", "company"]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda field: editor_for(aws).patch(lead.lead_id, {field: f"new {field}"}, ANNA), fields))
    (after,) = stored(aws)
    assert after.version == 5
    assert {field: after.values.to_json()[field] for field in fields} == {field: f"new {field}" for field in fields}


def test_concurrent_changes_never_leave_two_leads_with_one_id_or_one_address(aws: FakeAws, editor: LeadEditor) -> None:
    chance = random.Random(11)
    names = [editor.create({"firstName": f"Lead {number}"}, ANNA).lead_id for number in range(6)]
    addresses = ["", *(f"p{number}@example.com" for number in range(4))]
    for _ in range(300):
        lead_id = chance.choice(names)
        act = chance.choice(["patch", "patch", "patch", "delete", "restore"])
        try:
            if act == "patch":
                editor.patch(lead_id, {"email": chance.choice(addresses)}, ANNA)
            elif act == "delete":
                editor.delete(lead_id, ANNA)
            else:
                editor.restore(lead_id, ANNA)
        except (Conflict, NotFound):
            pass
        now = stored(aws)
        assert len({lead.lead_id for lead in now}) == len(now)
        emails = [lead.values.email for lead in now if lead.values.email != MISSING]
        assert len(set(emails)) == len(emails)
        assert all(lead.identity == f"email#{lead.values.email}" for lead in now if lead.values.email != MISSING)


def test_a_lead_is_written_with_its_entry_or_not_at_all(
    aws: FakeAws, editor: LeadEditor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(aws.dynamodb, "transact_write_items", broken)
    with pytest.raises(ConnectionError):
        editor.create({"firstName": "Bob"}, ANNA)
    assert stored(aws) == []
    assert [from_item(item) for item in aws.dynamodb.scan(TableName=aws.history_table)["Items"]] == []


def broken(**_: Any) -> None:
    raise ConnectionError


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"firstName": "x" * 1001}, "firstName"),
        ({"firstName": "Bob", "remarks": "x" * 10_001}, "remarks"),
        ({"firstName": "Bob", "email": "bob at example"}, "email"),
        ({"firstName": "Bob", "salary": "1"}, "salary"),
        ({"firstName": "\ud800"}, "firstName"),
        ({"title": "CEO", "remarks": "nobody"}, "firstName"),
        ({}, "firstName"),
        ({"firstName": "N/A", "company": " "}, "firstName"),
    ],
)
def test_fields_that_do_not_fit_are_named(aws: FakeAws, editor: LeadEditor, fields: dict[str, str], named: str) -> None:
    with pytest.raises(Invalid) as caught:
        editor.create(fields, ANNA)
    assert list(caught.value.fields) == [named]
    assert stored(aws) == []


def test_the_last_identifying_value_of_a_lead_cannot_be_removed(editor: LeadEditor) -> None:
    lead = editor.create({"firstName": "Bob"}, ANNA)
    assert refusal(lambda: editor.patch(lead.lead_id, {"firstName": ""}, ANNA)).code == "invalid"


def test_values_are_cleaned_as_an_import_cleans_them(editor: LeadEditor) -> None:
    lead = editor.create(
        {
            "firstName": "Bob\u200b\n the  Builder",
            "lastName": "Null",
            "company": "NA",
            "phone": "+852 (9123) 45-67",
            "remarks": "one\r\ntwo",
            "title": None,
        },
        ANNA,
    )
    assert lead.values == LeadValues(
        first_name="Bob the Builder", last_name="Null", company="NA", phone="+85291234567", remarks="one\ntwo"
    )
