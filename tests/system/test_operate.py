"""What an engineer does with a deployed environment: validate, smoke-test, release and roll back.

The deployment is shared with the other tests, so every change is reverted.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx

from easy_crm import paths
from easy_crm.bundling.bundler import Bundler
from easy_crm.bundling.bytecode import compiler_for
from easy_crm.bundling.layers import PipLayers
from easy_crm.bundling.website import build_website
from easy_crm.operations import website
from easy_crm.operations.account import connect
from easy_crm.operations.deployment import Deployment
from easy_crm.operations.functions import Functions
from easy_crm.operations.stacks import StackReleases
from tests.system.by_hand import changed
from tests.system.conftest import EasyCrm
from tests.system.deployed import Deployed


def shown(deployed: Deployed) -> str:
    """The live release of the page."""
    text = httpx.get(deployed.address.endpoint, headers={"Host": deployed.address.host}, timeout=30).text
    found = re.search(r"assets/([0-9a-f]{16})/", text)
    assert found, text
    return found[1]


@contextmanager
def without_authorizer(deployed: Deployed, deployment: Deployment) -> Iterator[None]:
    """Removes the authorizer from the list of leads for a while."""
    method = next(
        resource
        for resource in deployment.of_type("AWS::ApiGateway::Method")
        if resource.logical_id.startswith("ApiRestApiapileadsGET")
    )
    path = next(
        resource.physical_id
        for resource in deployment.resources
        if {"Ref": resource.logical_id} == method.properties["ResourceId"]
    )
    (authorizer,) = deployment.of_type("AWS::ApiGateway::Authorizer")
    replace = [
        {"op": "replace", "path": "/authorizationType", "value": "COGNITO_USER_POOLS"},
        {"op": "replace", "path": "/authorizerId", "value": authorizer.physical_id},
    ]
    with changed(
        deployed.aws("apigateway").update_method,
        {"patchOperations": replace},
        restApiId=deployed.outputs["ApiId"],
        resourceId=path,
        httpMethod="GET",
        patchOperations=[{"op": "replace", "path": "/authorizationType", "value": "NONE"}],
    ):
        yield


def test_validate_finds_only_what_was_changed_by_hand(
    deployed: Deployed, deployment: Deployment, easy_crm: EasyCrm
) -> None:
    sqs, functions = deployed.aws("sqs"), deployed.aws("lambda")
    queue = deployed.outputs["BatchQueueUrl"]
    kept = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["VisibilityTimeout", "RedrivePolicy"])["Attributes"]
    mapping = deployment.of_type("AWS::Lambda::EventSourceMapping")[0]
    log = f"/aws/lambda/{deployment.functions()['chatbot']}"
    retention = deployed.aws("logs").put_retention_policy

    with ExitStack() as stack:
        stack.enter_context(without_authorizer(deployed, deployment))
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
            (retention, {"retentionInDays": 7}, {"logGroupName": log, "retentionInDays": 1}),
        ):
            stack.enter_context(changed(ask, back, **change))
        result = easy_crm("validate")

    assert result.exit_code == 1
    for finding in ("visibility timeout", "dead-letter queue", "switched on", "who may call", "kept, days"):
        assert finding in result.output

    right = easy_crm("validate")
    assert right.exit_code == 0, right.output
    assert re.search(r"\d{3,} resources, \d{3,} checks: \d{3,} right, \d+ not checked here\n$", right.output)
    # Checks that the emulator cannot answer are reported as such and do not pass.
    assert "not checked here: DynamoDB::Table, point-in-time recovery, of 4" in right.output


def traces(deployed: Deployed) -> set[str]:
    """Keys of everything in tables, buckets and user pool that a person or an import may have left; counters stay."""
    found: set[str] = set()
    for table in ("Leads", "Imports", "Mappings"):
        scan = deployed.aws("dynamodb").get_paginator("scan")
        for answer in scan.paginate(TableName=deployed.outputs[f"{table}TableName"]):
            found |= {
                f"{table} {json.dumps(item.get('leadId') or item.get('importId') or item.get('signature') or item)}"
                for item in answer["Items"]
                if not (item.get("importId") or item.get("leadId") or {}).get("S", "").startswith("#")
            }
    for bucket in ("Uploads", "Work"):
        for answer in (
            deployed.aws("s3")
            .get_paginator("list_object_versions")
            .paginate(Bucket=deployed.outputs[f"{bucket}BucketName"])
        ):
            # Files of the read model come and go with every change of leads.
            keys = {item["Key"] for item in answer.get("Versions", []) if not item["Key"].startswith("index/")}
            found |= {f"{bucket} {key}" for key in keys}
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
    compiler = compiler_for(whole.target, paths.ROOT)
    layers = PipLayers(locks=source, build=paths.ROOT / "build", compiler=compiler)
    return Bundler(source=source, build=folder / "build", target=whole.target, layers=layers, compiler=compiler)


def test_a_broken_function_is_noticed_and_rolled_back(
    deployed: Deployed, deployment: Deployment, easy_crm: EasyCrm, tmp_path: Path
) -> None:
    before = traces(deployed)
    functions = Functions(deployment)
    usual = functions.live()

    assert functions.update(broken("chatbot", tmp_path), lambda _: None) == ["chatbot"]
    try:
        with without_authorizer(deployed, deployment):
            red = easy_crm("smoke")
        assert red.exit_code == 1
        assert re.search(r"FAILED +[\d.]+ s  a question about them is answered", red.output), red.output
        # What a person changed by hand shows as well.
        assert re.search(r"FAILED +[\d.]+ s  its leads can be found and opened, and have a history", red.output)
        assert re.search(r"ok +[\d.]+ s  nothing is left behind", red.output)
        assert easy_crm("logs", "chatbot", "--minutes", "5").output.count("by a test") >= 1
    finally:
        back = easy_crm("rollback", "functions")

    assert re.fullmatch(rf"chatbot: version \d+ -> {usual['chatbot']}\n", back.output)
    assert functions.live() == usual
    green = easy_crm("smoke")
    assert (green.exit_code, "All 13 steps passed" in green.output) == (0, True), green.output
    assert {trace for trace in traces(deployed) - before if "releases/" not in trace} == set()
    assert easy_crm("functions").output == "All functions have this code already.\n"


def test_a_new_page_is_live_at_once_and_can_be_rolled_back(
    deployed: Deployed, deployment: Deployment, easy_crm: EasyCrm, tmp_path: Path
) -> None:
    usual = shown(deployed)
    folder = tmp_path / "frontend"
    shutil.copytree(paths.ROOT / "frontend", folder)
    (folder / "js" / "main.js").write_text('document.title = "Another page";')
    other = build_website(folder, tmp_path / "build")

    website.upload(deployment, other)
    website.invalidate(deployment)
    assert shown(deployed) == other.release
    assert easy_crm("rollback", "frontend").output == f"Page: release {other.release} -> {usual}\n"
    assert shown(deployed) == usual

    uploaded = easy_crm("frontend")

    assert f"Release {usual} is live at {deployed.address.site}" in uploaded.output
    host = {"Host": deployed.address.host}
    script = httpx.get(f"{deployed.address.endpoint}/assets/{usual}/js/bundle/app.js", headers=host, timeout=30)
    assert script.headers["content-type"].startswith("text/javascript")
    index = deployed.aws("s3").head_object(Bucket=deployed.outputs["SiteBucketName"], Key="index.html")
    assert (index["CacheControl"], index["ContentType"]) == ("no-cache", "text/html")
    asset = deployed.aws("s3").head_object(
        Bucket=deployed.outputs["SiteBucketName"], Key=f"assets/{usual}/js/bundle/app.js"
    )
    assert asset["CacheControl"] == "public, max-age=31536000, immutable"
    assert easy_crm("invalidate").exit_code == 0


def test_a_stack_is_rolled_back_to_its_previous_template(deployed: Deployed, easy_crm: EasyCrm) -> None:
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
    assert "Rolled back to the previous templates: monitoring" in back.output
    assert threshold() == usual
    deployed.aws("s3").delete_object(Bucket=bucket, Key="releases/of-a-test.json")
