"""Each function may do what its code does, and nothing else.

The functions run on the doubles behind their roles in the synthesized templates. What a role lacks is refused as AWS
refuses it, and what nothing has used is a right too many.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from types import SimpleNamespace
from typing import Any, cast

import pytest
from crm.aws import consumer
from crm.composition import queries
from crm.handlers import batch_worker, chatbot, dead_letter, index_writer, lead_exporter, lead_splitter, sweeper
from crm.imports.queue import BatchQueue
from crm.imports.repository import ImportStore
from crm.imports.uploads import upload_key
from crm.imports.work_files import WorkFiles
from crm.index.manifest import Manifest, ManifestStore
from crm.index.queue import IndexTask
from crm.statements import change_log
from crm.statements.change_log import NAMED, ChangeLog
from crm.statements.changes import Change
from crm.statements.lead_table import LeadTable, Written

from tests.crm_in_memory import CONTEXT, csv_bytes, people
from tests.doubles.aws import MAX_RECEIVES
from tests.doubles.deepseek_server import DeepSeekDouble
from tests.infra.rights import Right, Watch, WatchedCrm, allowed
from tests.infra.synthesis import FUNCTIONS, Synthesized
from tests.unit.api.scenarios import (
    Caller,
    lose_chains,
    use_everything,
)
from tests.unit.imports.test_with_model import CONTENT, model

pytestmark = pytest.mark.slow
"""All that the functions can do is done before the first test, which takes ten seconds."""

POLLS = {
    f"sqs:{action}"
    for action in ("ReceiveMessage", "DeleteMessage", "ChangeMessageVisibility", "GetQueueAttributes", "GetQueueUrl")
}
"""What Lambda's poller does with the function's role."""


@pytest.fixture(scope="module")
def watched(prod: Synthesized) -> Iterator[Watch]:
    watch = Watch({function: allowed(prod.system, function) for function in FUNCTIONS})
    with pytest.MonkeyPatch.context() as patch:
        crm = WatchedCrm(patch, watch)
        _log_as_objects(patch)
        _run_everything(crm, patch)
        yield watch


def _run_everything(crm: WatchedCrm, patch: pytest.MonkeyPatch) -> None:
    caller = Caller(crm)
    use_everything(caller)
    _import_what_was_typed_by_hand(crm, caller)
    _take_addresses_of_leads_that_are_gone(crm, caller)
    _undo_what_there_was_nothing_of_before(crm, caller)
    _refuse_an_edit_that_has_claimed_an_address(caller)
    _ask_the_model(crm, caller, patch)
    _read_an_upload_without_a_version(crm, caller)
    _read_a_file_twice(crm)
    _hand_messages_back(crm, caller)
    _drop_messages(crm)
    _close_dead_letters(crm, caller)
    _force(crm, caller)
    _sweep(crm, patch)
    _look_for_leads_that_are_gone(crm, caller)
    _keep_the_index(crm)
    _query_what_a_rebuild_has_overtaken(crm, caller)
    lose_chains(caller)


def _import_what_was_typed_by_hand(crm: WatchedCrm, caller: Caller) -> None:
    """The import finds the lead by its address, and by a row of an export whose address has changed, and is undone."""
    lead = caller.call("POST", "/leads", {"email": "hand@example.com"})
    crm.import_file(b"Email,Title\nhand@example.com,CEO\n")
    record = crm.import_file(f"Lead ID,Email\n{lead['leadId']},other@example.com\n".encode())
    caller.call("POST", f"/imports/{record['importId']}/undo")
    crm.run()


def _take_addresses_of_leads_that_are_gone(crm: WatchedCrm, caller: Caller) -> None:
    """DynamoDB has removed leads whose time in the bin was over; claims of their later addresses remain."""
    for number in range(2):
        lead = caller.call("POST", "/leads", {"email": f"first{number}@example.com"})
        caller.call("PATCH", f"/leads/{lead['leadId']}", {"email": f"later{number}@example.com"})
        crm.aws.dynamodb.delete_item(TableName=crm.aws.leads_table, Key={"leadId": {"S": lead["leadId"]}})
    lead = caller.call("POST", "/leads", {"firstName": "Ada"})["leadId"]
    caller.call("PATCH", f"/leads/{lead}", {"email": "later0@example.com"})
    crm.import_file(f"Lead ID,Email\n{lead},later1@example.com\n".encode())


def _undo_what_there_was_nothing_of_before(crm: WatchedCrm, caller: Caller) -> None:
    record = crm.import_file(b"Email\nnew@example.com\n")
    caller.call("POST", f"/imports/{record['importId']}/undo")
    crm.run()


def _refuse_an_edit_that_has_claimed_an_address(caller: Caller) -> None:
    lead = caller.call("POST", "/leads", {"firstName": "Ada"})["leadId"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            LeadTable,
            "write",
            lambda _self, changes, _claimed: Written({}, (), [after.lead_id for _, after in changes]),
        )
        caller.call("PATCH", f"/leads/{lead}", {"email": "refused@example.com"})


def _ask_the_model(crm: WatchedCrm, caller: Caller, patch: pytest.MonkeyPatch) -> None:
    """A file with owners, free text, and a header that the rules are not sure of."""
    with DeepSeekDouble(proper=model) as deepseek, patch.context() as asked:
        crm.aws.secrets.values[crm.aws.secret_id] = "sk-of-the-tests"
        asked.setenv("DEEPSEEK_BASE_URL", deepseek.url)
        crm.import_file(CONTENT, extractFreeText=True)
        crm.import_file(b"Email,Owner\nann@example.com,eve@example.com\n")
        caller.call("POST", "/chat", {"question": "Who works for Acme?"})
        crm.aws.secrets.values[crm.aws.secret_id] = "none"


def _read_an_upload_without_a_version(crm: WatchedCrm, caller: Caller) -> None:
    """The emulator's events name none."""
    content = csv_bytes(people(3))
    import_id = caller.call("POST", "/imports", {"fileName": "a.csv", "size": len(content)})["importId"]
    crm.aws.s3.put_object(Bucket=crm.aws.uploads_bucket, Key=upload_key(import_id), Body=content)
    crm.aws.sqs.send_message(QueueUrl=crm.aws.intake_queue_url, MessageBody=json.dumps(_event_of(import_id)))
    crm.run()


def _event_of(import_id: str) -> dict[str, Any]:
    return {"Records": [{"eventName": "ObjectCreated:Post", "s3": {"object": {"key": upload_key(import_id)}}}]}


def _read_a_file_twice(crm: WatchedCrm) -> None:
    """The first splitter ended before it could say that the plan is written."""
    crm.run()
    crm.upload(csv_bytes(people(3)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ImportStore, "planned", _stop)
        crm.deliver(crm.aws.intake_queue_url, lead_splitter.handler, 1)
    crm.run()


def _begin_and_stop(crm: WatchedCrm) -> str:
    """An import whose only batch was written by a worker that ended before it could say so; its id."""
    crm.run()
    import_id = crm.upload(csv_bytes(people(3)))
    crm.deliver(crm.aws.intake_queue_url, lead_splitter.handler, 1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WorkFiles, "write_ledger", _stop)
        crm.deliver(crm.aws.batch_queue_url, batch_worker.handler, 1)
    return import_id


def _stop(*_: object, **__: object) -> None:
    raise TimeoutError


def _hand_messages_back(crm: WatchedCrm, caller: Caller) -> None:
    """AWS is too busy for as long as the functions run."""
    aws = crm.aws
    begun = _begin_and_stop(crm)
    export_id = caller.call("POST", "/exports", {})["exportId"]
    batch, export = {"importId": begun, "batch": 1}, {"exportId": export_id}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(consumer, "RESERVE_S", 10_000)
        for url, handler, body in (
            (aws.intake_queue_url, lead_splitter.handler, _event_of(begun)),
            (aws.batch_queue_url, batch_worker.handler, batch),
            (aws.export_queue_url, lead_exporter.handler, export),
            (aws.intake_dead_url, dead_letter.handler, _event_of(begun)),
            (aws.batch_dead_url, dead_letter.handler, batch),
            (aws.export_dead_url, dead_letter.handler, export),
            (aws.index_queue_url, index_writer.handler, {"task": "take up"}),
            (aws.index_dead_url, dead_letter.handler, {"task": "take up"}),
        ):
            aws.sqs.send_message(QueueUrl=url, MessageBody=json.dumps(body))
            crm.deliver(url, handler, 10)
    crm.run()


def _drop_messages(crm: WatchedCrm) -> None:
    """Lambda cannot hand deliveries over: once to a function that gets the next one, and until the queue gives up."""
    aws = crm.aws
    batch, export = {"importId": "unknown", "batch": 1}, {"exportId": "unknown"}
    for url, dead_url, handler, body in (
        (aws.intake_queue_url, aws.intake_dead_url, lead_splitter.handler, _event_of("unknown")),
        (aws.batch_queue_url, aws.batch_dead_url, batch_worker.handler, batch),
        (aws.export_queue_url, aws.export_dead_url, lead_exporter.handler, export),
        (aws.index_queue_url, aws.index_dead_url, index_writer.handler, {"task": "take up"}),
    ):
        for receiver, drops in ((handler, 1), (dead_letter.handler, MAX_RECEIVES + 1)):
            aws.sqs.purge_queue(QueueUrl=url)
            aws.sqs.send_message(QueueUrl=url, MessageBody=json.dumps(body))
            for _ in range(drops):
                aws.sqs.receive_message(QueueUrl=url)
                aws.clock.advance(6000)
            crm.deliver(url if receiver is handler else dead_url, receiver, 10)
        aws.sqs.purge_queue(QueueUrl=url)


def _close_dead_letters(crm: WatchedCrm, caller: Caller) -> None:
    aws = crm.aws
    begun = _begin_and_stop(crm)
    unsent = crm.upload(csv_bytes(people(3)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BatchQueue, "send", _stop)
        crm.deliver(aws.intake_queue_url, lead_splitter.handler, 1)
    export_id = caller.call("POST", "/exports", {})["exportId"]
    for url, body in (
        (aws.batch_dead_url, {"importId": begun, "batch": 1}),
        (aws.intake_dead_url, _event_of(unsent)),
        (aws.export_dead_url, {"exportId": export_id}),
    ):
        aws.sqs.send_message(QueueUrl=url, MessageBody=json.dumps(body))
        crm.deliver(url, dead_letter.handler, 10)


def _force(crm: WatchedCrm, caller: Caller) -> None:
    caller.call("POST", f"/imports/{_begin_and_stop(crm)}/force-complete")


def _sweep(crm: WatchedCrm, patch: pytest.MonkeyPatch) -> None:
    _begin_and_stop(crm)
    later = datetime.now(UTC) + timedelta(days=2)
    patch.setattr(sweeper, "datetime", SimpleNamespace(now=lambda _zone: later))
    with crm.watch.running("sweeper"):
        assert sweeper.handler({}, CONTEXT)["swept"]


def _keep_the_index(crm: WatchedCrm) -> None:
    """With objects of the log, an announcement that was left behind, a file that nothing names, and a rebuild."""
    aws = crm.aws
    _log(crm).announce([f"{n}" for n in range(NAMED + 1)], piece="import1/1/1")
    aws.s3.put_object(Bucket=aws.work_bucket, Key="index/segments/replaced.parquet", Body=b"")
    for task in IndexTask:
        aws.sqs.send_message(QueueUrl=aws.index_queue_url, MessageBody=json.dumps({"task": task}))
    while crm.deliver(aws.index_queue_url, index_writer.handler, 10):
        pass
    with crm.watch.running("index_writer"):
        index_writer.handler({}, CONTEXT)


def _query_what_a_rebuild_has_overtaken(crm: WatchedCrm, caller: Caller) -> None:
    """Readers find an entry of the log that a rebuild has made doubtful, and one whose object is lost.

    Each is a function of its own, which begins without a copy of the read model.
    """
    log, table = _log(crm), (cast(Any, crm.aws.dynamodb), crm.aws.changes_table)
    for request in (("GET", "/leads"), ("POST", "/chat", {"question": "How many leads?"}), ("POST", "/exports", {})):
        for is_lost in (False, True):
            queries.index_source.cache_clear()
            log.publish([Change("gone", "once", 1, None)])
            entries = log.entries()
            doubted = frozenset(one.entry for one in entries)
            ManifestStore(*table).change(partial(_doubting, doubted))
            if is_lost:
                crm.aws.s3.delete_object(Bucket=crm.aws.work_bucket, Key=str(entries[-1].file))
            caller.call(*request)
            crm.deliver(crm.aws.export_queue_url, lead_exporter.handler, 1)
        log.remove(log.entries())
    crm.run()


def _doubting(entries: frozenset[str], manifest: Manifest) -> Manifest:
    return replace(manifest, doubted=entries)


def _log(crm: WatchedCrm) -> ChangeLog:
    """The log of a writer that has died long ago."""
    table = cast(Any, crm.aws.dynamodb), crm.aws.changes_table
    return ChangeLog(*table, cast(Any, crm.aws.s3), crm.aws.work_bucket, now=lambda: 0.0)


def _look_for_leads_that_are_gone(crm: WatchedCrm, caller: Caller) -> None:
    """Somebody has announced deletions and died; a bulk change and an undo meet leads that are not there."""
    _log(crm).announce(["gone"], [Change("gone", "once", 1, None)])
    caller.call("POST", "/jobs", {"change": {"action": "delete"}, "leadIds": ["gone"]})
    crm.deliver(crm.aws.export_queue_url, lead_exporter.handler, 5)
    crm.run()
    record = crm.import_file(b"Email\ngone@example.com\n")
    for item in crm.table():
        if "gone@example.com" in item.get("lead", {}).get("S", ""):
            crm.aws.dynamodb.delete_item(TableName=crm.aws.leads_table, Key={"leadId": item["leadId"]})
    caller.call("POST", f"/imports/{record['importId']}/undo")
    crm.run()


def _log_as_objects(patch: pytest.MonkeyPatch) -> None:
    """As if each write were one of many leads."""
    patch.setattr(change_log, "INLINE_BYTES", 0)


@pytest.mark.slow
def test_no_function_is_refused_what_its_code_does(watched: Watch) -> None:
    assert watched.refused == set()


@pytest.mark.parametrize("function", FUNCTIONS)
def test_no_function_may_do_what_its_code_never_does(function: str, watched: Watch, prod: Synthesized) -> None:
    unused = allowed(prod.system, function) - watched.used[function]
    assert {right for right in unused if right.action not in POLLS} == set()


def test_a_right_that_is_missing_shows(prod: Synthesized, monkeypatch: pytest.MonkeyPatch) -> None:
    rights = {function: allowed(prod.system, function) for function in FUNCTIONS}
    missing = Right("dynamodb:Query", "LeadChanges")
    rights["chatbot"].discard(missing)
    crm = WatchedCrm(monkeypatch, Watch(rights))
    crm.call(chatbot.handler, "POST", "/chat", {"question": "How many leads?"})
    assert crm.watch.refused == {("chatbot", missing)}
