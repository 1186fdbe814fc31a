"""What an engineer does with a deployed environment: check it, try it, release, go back, look into it.

The deployment is shared with the other tests: whatever is changed here is put back.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner, Result

from easy_crm.bundling.bundler import Bundler
from easy_crm.bundling.layers import PipLayers
from easy_crm.bundling.page import build_page
from easy_crm.cli import paths
from easy_crm.cli.main import app
from easy_crm.operations import page
from easy_crm.operations.account import ENDPOINT, connect
from easy_crm.operations.deployment import Deployment
from easy_crm.operations.functions import Functions
from easy_crm.operations.smoke import Smoke
from easy_crm.operations.stacks import StackReleases
from tests.system.deployed import Deployed, eventually
from tests.unit.cli.test_documents import COMMANDS

EasyCrm = Callable[..., Result]


@pytest.fixture
def easy_crm(deployed: Deployed, monkeypatch: pytest.MonkeyPatch) -> EasyCrm:
    """Runs a command against the shared deployment; the environment is added."""
    monkeypatch.setenv(ENDPOINT, deployed.process.endpoint)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.delenv("DEEPSEEK_API_KEY", raising=False)

    def run(*arguments: str, typed: str | None = None) -> Result:
        return CliRunner().invoke(app, [*arguments, "--env", "local"], input=typed, catch_exceptions=False)

    return run


@pytest.fixture
def deployment(easy_crm: EasyCrm) -> Deployment:  # noqa: ARG001 - it sets where AWS is
    return Deployment(connect("local"))


def shown(deployed: Deployed) -> str:
    """The release of the page that people are shown."""
    text = httpx.get(deployed.address.endpoint, headers={"Host": deployed.address.host}, timeout=30).text
    found = re.search(r"assets/([0-9a-f]{16})/", text)
    assert found, text
    return found[1]


@contextmanager
def changed(ask: Callable[..., Any], back: dict[str, Any], **change: Any) -> Iterator[None]:
    """One call that changes something by hand, and the same call that puts it back."""
    ask(**change)
    try:
        yield
    finally:
        ask(**{**change, **back})


@contextmanager
def paused(deployed: Deployed, *queues: str) -> Iterator[None]:
    """Queues whose functions do not take messages for a while; named by their outputs."""
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


def test_all_is_as_promised_but_what_was_changed_by_hand(
    deployed: Deployed, deployment: Deployment, easy_crm: EasyCrm
) -> None:
    sqs, functions, api = deployed.aws("sqs"), deployed.aws("lambda"), deployed.aws("apigateway")
    queue = deployed.outputs["BatchQueueUrl"]
    kept = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["VisibilityTimeout", "RedrivePolicy"])["Attributes"]
    mapping = deployment.of_type("AWS::Lambda::EventSourceMapping")[0]
    method = next(
        resource
        for resource in deployment.of_type("AWS::ApiGateway::Method")
        if resource.logical_id.startswith("ApiRestApiapileadsGET")
    )
    (authorizer,) = deployment.of_type("AWS::ApiGateway::Authorizer")
    path = {"restApiId": deployed.outputs["ApiId"], "httpMethod": method.properties["HttpMethod"]}
    path["resourceId"] = next(
        resource.physical_id
        for resource in deployment.resources
        if {"Ref": resource.logical_id} == method.properties["ResourceId"]
    )
    open_to_all = [{"op": "replace", "path": "/authorizationType", "value": "NONE"}]
    closed = [
        {"op": "replace", "path": "/authorizationType", "value": "COGNITO_USER_POOLS"},
        {"op": "replace", "path": "/authorizerId", "value": authorizer.physical_id},
    ]
    log = f"/aws/lambda/{deployment.functions()['chatbot']}"
    retention = deployed.aws("logs").put_retention_policy

    with ExitStack() as stack:
        for ask, back, change in (
            (
                sqs.set_queue_attributes,
                {"Attributes": kept},
                {"QueueUrl": queue, "Attributes": {"VisibilityTimeout": "30", "RedrivePolicy": ""}},
            ),
            (
                functions.update_event_source_mapping,
                {"Enabled": True},
                {"UUID": mapping.physical_id, "Enabled": False},
            ),
            (api.update_method, {"patchOperations": closed}, {**path, "patchOperations": open_to_all}),
            (retention, {"retentionInDays": 7}, {"logGroupName": log, "retentionInDays": 1}),
        ):
            stack.enter_context(changed(ask, back, **change))
        result = easy_crm("validate")
        tried = Smoke(deployment).run()

    assert result.exit_code == 1
    for finding in ("visibility, seconds", "dead-letter queue", "switched on", "who may call", "kept, days"):
        assert finding in result.output

    assert "its leads are found, opened and have a history" in {step.what for step in tried if step.failure}
    assert tried[-1].what == "nothing is left behind"
    assert tried[-1].failure is None

    right = easy_crm("validate")
    assert right.exit_code == 0, right.output
    assert re.search(r"\d{3,} resources, \d{3,} checks: \d{3,} right, \d+ not checked here\n$", right.output)
    # What the emulator cannot tell is said, and not passed off as right.
    assert "not checked here: DynamoDB::Table, point-in-time recovery, of 4" in right.output


def traces(deployed: Deployed) -> set[str]:
    """Keys of everything in tables, buckets and user pool that a person or an import may have left."""
    found: set[str] = set()
    for table in ("Leads", "Imports", "History", "Mappings"):
        scan = deployed.aws("dynamodb").get_paginator("scan")
        for answer in scan.paginate(TableName=deployed.outputs[f"{table}TableName"]):
            found |= {
                f"{table} {json.dumps(item.get('identity') or item.get('importId') or item.get('signature') or item)}"
                for item in answer["Items"]
            }
    for bucket in ("Uploads", "Work"):
        for answer in (
            deployed.aws("s3")
            .get_paginator("list_object_versions")
            .paginate(Bucket=deployed.outputs[f"{bucket}BucketName"])
        ):
            found |= {f"{bucket} {item['Key']}" for item in answer.get("Versions", [])}
    users = deployed.aws("cognito-idp").list_users(UserPoolId=deployed.outputs["UserPoolId"])["Users"]
    return found | {f"user {user['Username']}" for user in users}


def broken(function: str, folder: Path) -> Bundler:
    """The project's code, with one function that fails at every call."""
    source = folder / "lambda_src"
    shutil.copytree(paths.ROOT / "lambda_src", source, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    handler = source / "crm" / "handlers" / f"{function}.py"
    handler.write_text(
        '"""Broken."""\n\n\ndef handler(event: object, context: object) -> None:\n    raise RuntimeError("by a test")\n'
    )
    whole = Bundler.of_project(paths.ROOT, connect("local").config.target)
    layers = PipLayers(requirements=source, constraints=paths.ROOT / "constraints.txt", build=paths.ROOT / "build")
    return Bundler(source=source, build=folder / "build", target=whole.target, layers=layers)


def test_a_broken_function_is_noticed_and_rolled_back(
    deployed: Deployed, deployment: Deployment, easy_crm: EasyCrm, tmp_path: Path
) -> None:
    before = traces(deployed)
    functions = Functions(deployment)
    usual = functions.live()

    assert functions.update(broken("chatbot", tmp_path), lambda _: None) == ["chatbot"]
    try:
        red = easy_crm("smoke")
        assert red.exit_code == 1
        assert re.search(r"FAILED +[\d.]+ s  a question about them is answered", red.output), red.output
        assert "1 of 13 steps failed" in red.output
        assert easy_crm("logs", "chatbot", "--minutes", "5").output.count("by a test") >= 1
    finally:
        back = easy_crm("rollback", "functions")

    assert re.fullmatch(rf"chatbot: version \d+ -> {usual['chatbot']}\n", back.output)
    assert functions.live() == usual
    green = easy_crm("smoke")
    assert (green.exit_code, "All 13 steps went well" in green.output) == (0, True), green.output
    assert {trace for trace in traces(deployed) - before if "releases/" not in trace} == set()
    assert easy_crm("functions").output == "Every function has this code already.\n"


def test_a_page_is_shown_at_once_and_can_be_taken_back(
    deployed: Deployed, deployment: Deployment, easy_crm: EasyCrm, tmp_path: Path
) -> None:
    usual = shown(deployed)
    folder = tmp_path / "frontend"
    shutil.copytree(paths.ROOT / "frontend", folder)
    (folder / "js" / "main.js").write_text('document.title = "Another page";')
    other = build_page(folder, tmp_path / "build")

    page.upload(deployment, other)
    page.invalidate(deployment)
    assert shown(deployed) == other.release
    assert easy_crm("rollback", "frontend").output == f"Page: release {other.release} -> {usual}\n"
    assert shown(deployed) == usual

    uploaded = easy_crm("frontend")

    assert f"Release {usual} is shown at {deployed.address.site}" in uploaded.output
    host = {"Host": deployed.address.host}
    script = httpx.get(f"{deployed.address.endpoint}/assets/{usual}/js/main.js", headers=host, timeout=30)
    assert script.headers["content-type"].startswith("text/javascript")
    index = deployed.aws("s3").head_object(Bucket=deployed.outputs["SiteBucketName"], Key="index.html")
    assert (index["CacheControl"], index["ContentType"]) == ("no-cache", "text/html")
    asset = deployed.aws("s3").head_object(Bucket=deployed.outputs["SiteBucketName"], Key=f"assets/{usual}/js/main.js")
    assert asset["CacheControl"] == "public, max-age=31536000, immutable"
    assert easy_crm("invalidate").exit_code == 0


def test_a_stack_goes_back_to_the_template_before(deployed: Deployed, easy_crm: EasyCrm) -> None:
    part, cloudformation = "monitoring", deployed.aws("cloudformation")
    deployment = Deployment(connect("local"))
    StackReleases(deployment).remember()
    template = json.loads(json.dumps(deployment.template(part)))
    name, alarm = next(
        (name, resource)
        for name, resource in template["Resources"].items()
        if resource["Type"] == "AWS::CloudWatch::Alarm"
    )
    usual = alarm["Properties"]["Threshold"]
    alarm["Properties"]["Threshold"] = usual + 1000
    bucket = deployed.outputs["WorkBucketName"]
    deployed.aws("s3").put_object(Bucket=bucket, Key="releases/of-a-test.json", Body=json.dumps(template))
    cloudformation.update_stack(
        StackName=f"easy-crm-local-{part}",
        TemplateURL=f"https://s3.us-east-1.amazonaws.com/{bucket}/releases/of-a-test.json",
        Capabilities=["CAPABILITY_IAM"],
    )
    cloudformation.get_waiter("stack_update_complete").wait(StackName=f"easy-crm-local-{part}")
    physical = next(resource.physical_id for resource in deployment.resources if resource.logical_id == name)

    def threshold() -> float:
        alarms = deployed.aws("cloudwatch").describe_alarms(AlarmNames=[physical])["MetricAlarms"]
        return float(alarms[0]["Threshold"])

    assert threshold() == usual + 1000

    back = easy_crm("rollback", "stack", "--yes")

    assert f"Modify  AWS::CloudWatch::Alarm  {name}" in back.output
    assert "Back to the earlier templates: monitoring" in back.output
    assert threshold() == usual
    deployed.aws("s3").delete_object(Bucket=bucket, Key="releases/of-a-test.json")


def test_failed_messages_are_listed_and_sent_back(deployed: Deployed, easy_crm: EasyCrm) -> None:
    sqs = deployed.aws("sqs")
    with paused(deployed, "ExportDeadLettersUrl", "ExportQueueUrl"):
        body = json.dumps({"exportId": "of-a-test"})
        sqs.send_message(QueueUrl=deployed.outputs["ExportDeadLettersUrl"], MessageBody=body)

        listed = easy_crm("dlq", "list", "--queue", "Exports").output
        assert "Exports: 1 waiting" in listed
        assert "export of-a-test" in listed
        assert easy_crm("dlq", "redrive", "--queue", "Exports").output == "Exports: 1 sent back\n"
        assert "Exports: 0 waiting" in easy_crm("dlq", "list", "--queue", "Exports").output

        (message,) = eventually(
            lambda: sqs.receive_message(QueueUrl=deployed.outputs["ExportQueueUrl"]).get("Messages", []),
            lambda messages: len(messages) == 1,
        )
        assert message["Body"] == body
        sqs.delete_message(QueueUrl=deployed.outputs["ExportQueueUrl"], ReceiptHandle=message["ReceiptHandle"])


def test_users_are_invited_and_moved_between_groups(deployed: Deployed, easy_crm: EasyCrm, domain: str) -> None:
    cognito, pool = deployed.aws("cognito-idp"), deployed.outputs["UserPoolId"]
    email = f"ivy@{domain}"

    def groups() -> list[str]:
        answer = cognito.admin_list_groups_for_user(UserPoolId=pool, Username=email)
        return [group["GroupName"] for group in answer["Groups"]]

    assert "the first password" in easy_crm("users", "add", email, "--group", "viewer").output
    assert groups() == ["viewer"]
    assert "in the group admin now" in easy_crm("users", "add", email, "--group", "admin").output
    assert groups() == ["admin"]
    cognito.admin_delete_user(UserPoolId=pool, Username=email)


def test_the_key_is_taken_from_standard_input_and_not_shown(deployed: Deployed, easy_crm: EasyCrm) -> None:
    stored = easy_crm("secret", "set", typed="none\n")

    assert stored.exit_code == 0
    secret = deployed.aws("secretsmanager").get_secret_value(SecretId=deployed.outputs["DeepSeekSecretId"])
    assert secret["SecretString"] == "none"
    assert easy_crm("secret", "set", typed="none\n").output == "This key was stored already.\n"


def looking(name: str) -> list[str]:
    """The words of every command of one kind that the documents tell to run, as it runs here."""
    told = {
        words for document, command in COMMANDS if document != "commands.md" and (words := command).startswith(name)
    }
    local = {re.sub(r" --env \w+| --profile \w+| --follow", "", command) for command in told}
    return sorted(command for command in local if "FUNCTION" not in command)


@pytest.mark.parametrize("name", ["logs", "events", "dlq list"])
def test_what_the_documents_tell_to_look_at_can_be_looked_at(easy_crm: EasyCrm, name: str) -> None:
    commands = looking(name)

    assert commands
    for command in commands:
        result = easy_crm(*command.split())
        assert (result.exit_code, bool(result.output)) == (0, True), command


def test_what_cloudformation_did_is_told_in_order(easy_crm: EasyCrm) -> None:
    events = easy_crm("events", "--last", "9999").output.splitlines()

    times = [line[:19] for line in events if re.match(r"\d{4}-", line)]
    assert len(times) > 100
    assert times == sorted(times)
    assert any("CREATE_COMPLETE" in line and "easy-crm-local-storage" in line for line in events)
