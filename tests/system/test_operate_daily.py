"""An engineer's daily work: failed messages, users, the key, events, logs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from tests.system.by_hand import changed
from tests.system.conftest import EasyCrm
from tests.system.deployed import Client, Deployed, eventually
from tests.system.files import HEADER, csv_file, people
from tests.unit.cli.test_documents import COMMANDS


@contextmanager
def paused(deployed: Deployed, *queues: str) -> Iterator[None]:
    """Pauses the functions of queues for a while; queues are named by their outputs."""
    functions, sqs = deployed.aws("lambda"), deployed.aws("sqs")
    with ExitStack() as stack:
        for queue in queues:
            arn = sqs.get_queue_attributes(QueueUrl=deployed.outputs[queue], AttributeNames=["QueueArn"])
            source = arn["Attributes"]["QueueArn"]
            (mapping,) = functions.list_event_source_mappings(EventSourceArn=source)["EventSourceMappings"]
            stack.enter_context(
                changed(functions.update_event_source_mapping, {"Enabled": True}, UUID=mapping["UUID"], Enabled=False)
            )
        yield


def test_failed_messages_are_listed_and_sent_back(deployed: Deployed, easy_crm: EasyCrm) -> None:
    sqs, queue = deployed.aws("sqs"), deployed.outputs["ExportQueueUrl"]
    with paused(deployed, "ExportDeadLettersUrl", "ExportQueueUrl"):
        body = json.dumps({"exportId": "of-a-test"})
        sqs.send_message(QueueUrl=deployed.outputs["ExportDeadLettersUrl"], MessageBody=body)

        listed = easy_crm("dlq", "list", "--queue", "Exports").output
        assert "Exports: 1 waiting" in listed
        assert "export of-a-test" in listed
        assert easy_crm("dlq", "redrive", "--queue", "Exports").output == "Exports: 1 sent back\n"
        assert "Exports: 0 waiting" in easy_crm("dlq", "list", "--queue", "Exports").output

        def sent_back() -> list[dict[str, str]]:
            # What else waits there, such as a search for duplicates, is handled when the function goes on.
            received = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10, VisibilityTimeout=0)
            return [message for message in received.get("Messages", []) if message["Body"] == body]

        (message,) = eventually(sent_back, lambda messages: len(messages) == 1)
        sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])


def test_users_are_invited_and_moved_between_groups(deployed: Deployed, easy_crm: EasyCrm, domain: str) -> None:
    cognito, pool = deployed.aws("cognito-idp"), deployed.outputs["UserPoolId"]
    email = f"ivy@{domain}"

    def groups() -> list[str]:
        answer = cognito.admin_list_groups_for_user(UserPoolId=pool, Username=email)
        return [group["GroupName"] for group in answer["Groups"]]

    assert "the first password" in easy_crm("users", "add", email, "--group", "viewer").output
    assert groups() == ["viewer"]
    assert "now in the group admin" in easy_crm("users", "add", email, "--group", "admin").output
    assert groups() == ["admin"]
    cognito.admin_delete_user(UserPoolId=pool, Username=email)


def test_the_key_is_taken_from_standard_input_and_not_shown(deployed: Deployed, easy_crm: EasyCrm) -> None:
    stored = easy_crm("secret", "set", typed="none\n")

    assert stored.exit_code == 0
    secret = deployed.aws("secretsmanager").get_secret_value(SecretId=deployed.outputs["DeepSeekSecretId"])
    assert secret["SecretString"] == "none"
    assert easy_crm("secret", "set", typed="none\n").output == "This key was stored already.\n"


def test_a_lead_is_shown_and_after_reindex_answers_include_changes_made_past_the_functions(
    deployed: Deployed, easy_crm: EasyCrm, member: Client, domain: str
) -> None:
    member.import_file("reindexed.csv", csv_file(HEADER, people(1, domain)))
    (lead,) = member.leads(**{"filter[email]": domain})
    shown = easy_crm("lead", lead["email"])
    assert (shown.exit_code, lead["leadId"] in shown.output, "reindexed.csv" in shown.output) == (0, True, True)
    table = deployed.outputs["LeadsTableName"]
    deployed.aws("dynamodb").delete_item(TableName=table, Key={"leadId": {"S": lead["leadId"]}})

    told = easy_crm("reindex")

    assert (told.exit_code, "leads are in the index" in told.output) == (0, True)
    assert member.leads(**{"filter[email]": domain}) == []


def looking(name: str) -> list[str]:
    """Every command of this name in the documents, without options that do not fit the emulator."""
    told = {
        words for document, command in COMMANDS if document != "commands.md" and (words := command).startswith(name)
    }
    local = {re.sub(r" --env \w+| --profile \w+| --follow", "", command) for command in told}
    return sorted(command for command in local if "FUNCTION" not in command)


@pytest.mark.parametrize("name", ["logs", "events", "dlq list"])
def test_the_commands_of_the_documents_can_be_run(easy_crm: EasyCrm, name: str) -> None:
    commands = looking(name)

    assert commands
    for command in commands:
        result = easy_crm(*command.split())
        assert (result.exit_code, bool(result.output)) == (0, True), command


def test_events_are_listed_in_order(easy_crm: EasyCrm) -> None:
    events = easy_crm("events", "--last", "9999").output.splitlines()

    times = [line[:19] for line in events if re.match(r"\d{4}-", line)]
    assert len(times) > 100
    assert times == sorted(times)
    assert any("CREATE_COMPLETE" in line and "easy-crm-local-storage" in line for line in events)
