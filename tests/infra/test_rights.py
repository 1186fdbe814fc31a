"""Each function may do what its code does, and nothing else.

The functions run on the doubles behind their roles in the synthesized templates. What a role lacks is refused as AWS
refuses it, and what nothing has used is a right too many.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from crm.handlers import batch_worker, chatbot, dead_letter, lead_splitter, sweeper

from tests.crm_in_memory import CONTEXT, csv_bytes, people
from tests.infra.rights import Right, Watch, WatchedCrm, allowed
from tests.infra.synthesis import FUNCTIONS, Synthesized
from tests.unit.api.scenarios import Caller, export_and_ask, look_after_fields, look_after_leads, run_imports

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
        _run_everything(crm, patch)
        yield watch


def _run_everything(crm: WatchedCrm, patch: pytest.MonkeyPatch) -> None:
    caller = Caller(crm)
    look_after_leads(caller)
    look_after_fields(caller)
    run_imports(caller)
    export_and_ask(caller)
    _import_what_was_typed_by_hand(crm, caller)
    _read_owners_and_free_text(crm)
    _close_dead_letters(crm, caller)
    _sweep(crm, patch)


def _import_what_was_typed_by_hand(crm: WatchedCrm, caller: Caller) -> None:
    """The import finds the lead by its address, and by a row of an export whose address has changed."""
    lead = caller.call("POST", "/leads", {"email": "hand@example.com"})
    crm.import_file(b"Email,Title\nhand@example.com,CEO\n")
    crm.import_file(f"Lead ID,Email\n{lead['leadId']},other@example.com\n".encode())


def _read_owners_and_free_text(crm: WatchedCrm) -> None:
    crm.import_file(
        b"Email,Owner,Notes\nann@example.com,eve@example.com,call 030 123456 or bob@example.com\n",
        extractFreeText=True,
    )


def _close_dead_letters(crm: WatchedCrm, caller: Caller) -> None:
    aws = crm.aws
    for damaged in ("batches/000001.json.gz", "plan.json.gz"):
        import_id = crm.upload(csv_bytes(people(3)))
        crm.deliver(aws.intake_queue_url, lead_splitter.handler, 1)
        aws.s3.put_object(Bucket=aws.work_bucket, Key=f"imports/{import_id}/{damaged}", Body=b"damaged")
        for _ in range(20):
            crm.deliver(aws.batch_queue_url, batch_worker.handler, 1)
            aws.clock.advance(6000)
        crm.deliver(aws.batch_dead_url, dead_letter.handler, 10)
    unread = crm.upload(csv_bytes(people(3)))
    event = {"Records": [{"eventName": "ObjectCreated:Post", "s3": {"object": {"key": f"uploads/{unread}"}}}]}
    aws.sqs.send_message(QueueUrl=aws.intake_dead_url, MessageBody=json.dumps(event))
    crm.deliver(aws.intake_dead_url, dead_letter.handler, 10)
    export_id = caller.call("POST", "/exports", {})["exportId"]
    aws.sqs.send_message(QueueUrl=aws.export_dead_url, MessageBody=json.dumps({"exportId": export_id}))
    crm.deliver(aws.export_dead_url, dead_letter.handler, 10)


def _sweep(crm: WatchedCrm, patch: pytest.MonkeyPatch) -> None:
    crm.upload(csv_bytes(people(3)))
    crm.deliver(crm.aws.intake_queue_url, lead_splitter.handler, 1)
    later = datetime.now(UTC) + timedelta(days=2)
    patch.setattr(sweeper, "datetime", SimpleNamespace(now=lambda _zone: later))
    with crm.watch.running("sweeper"):
        assert sweeper.handler({}, CONTEXT)["swept"]


def test_no_function_is_refused_what_its_code_does(watched: Watch) -> None:
    assert watched.refused == set()


@pytest.mark.parametrize("function", FUNCTIONS)
def test_no_function_may_do_what_its_code_never_does(function: str, watched: Watch, prod: Synthesized) -> None:
    unused = allowed(prod.system, function) - watched.used[function]
    assert {right for right in unused if right.action not in POLLS} == set()


def test_a_right_that_is_missing_shows(prod: Synthesized, monkeypatch: pytest.MonkeyPatch) -> None:
    rights = {function: allowed(prod.system, function) for function in FUNCTIONS}
    missing = Right("dynamodb:Scan", "Leads")
    rights["chatbot"].discard(missing)
    crm = WatchedCrm(monkeypatch, Watch(rights))
    crm.call(chatbot.handler, "POST", "/chat", {"question": "How many leads?"})
    assert crm.watch.refused == {("chatbot", missing)}
