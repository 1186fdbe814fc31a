"""Every function gets exactly what the data model says, and nothing that would let out a key."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from crm.spreadsheets import Limits

from easy_crm.concurrent_runs import NEW_ACCOUNT
from easy_crm.lambda_target import host_target
from tests.infra.synthesis import EVERY_ENVIRONMENT, FUNCTIONS, STACKS, Synthesized

ALWAYS = {"ENVIRONMENT", "POWERTOOLS_SERVICE_NAME"}
DEEPSEEK = {"DEEPSEEK_SECRET_ID", "DEEPSEEK_BASE_URL", "DEEPSEEK_MODEL"}
LOG = {"CHANGES_TABLE", "INDEX_QUEUE_URL"}
ENDER = {"IMPORTS_TABLE", "LEADS_TABLE", "WORK_BUCKET", "BATCH_QUEUE_URL", *LOG}
VARIABLES = {
    "file_upload": {"IMPORTS_TABLE", "LEADS_TABLE", "UPLOADS_BUCKET", "MAX_UPLOAD_BYTES"},
    "lead_splitter": {
        "IMPORTS_TABLE",
        "LEADS_TABLE",
        "MAPPINGS_TABLE",
        "UPLOADS_BUCKET",
        "WORK_BUCKET",
        "BATCH_QUEUE_URL",
        "USER_POOL_ID",
        *DEEPSEEK,
    },
    "batch_worker": {*ENDER, *DEEPSEEK, "EXPORT_QUEUE_URL"},
    "dead_letter": ENDER,
    "sweeper": {*ENDER, "INTAKE_QUEUE_URL", "UPLOADS_BUCKET"},
    "import_api": {*ENDER, "MAPPINGS_TABLE", "UPLOADS_BUCKET", "INTAKE_QUEUE_URL", "EXPORT_QUEUE_URL"},
    "index_writer": {"LEADS_TABLE", "WORK_BUCKET", *LOG},
    "lead_api": {"LEADS_TABLE", "IMPORTS_TABLE", "MAPPINGS_TABLE", "WORK_BUCKET", *LOG},
    "lead_exporter": {
        "LEADS_TABLE",
        "IMPORTS_TABLE",
        "CHANGES_TABLE",
        "WORK_BUCKET",
        "EXPORT_QUEUE_URL",
        "BATCH_QUEUE_URL",
    },
    "user_api": {"USER_POOL_ID"},
    "chatbot": {"LEADS_TABLE", "CHANGES_TABLE", "WORK_BUCKET", *DEEPSEEK},
}

READ_LEADS = {"GetItem", "BatchGetItem"}
WRITE_LEADS = {"PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem", "PartiQLInsert", "PartiQLUpdate"}
LOG_CHANGES = {"PutItem", "UpdateItem", "Query"}

# table: function: actions
ACCESS = {
    "imports": {
        "file_upload": {"UpdateItem"},
        "lead_splitter": {"GetItem", "UpdateItem"},
        "batch_worker": {"GetItem", "UpdateItem"},
        "dead_letter": {"GetItem", "UpdateItem"},
        "sweeper": {"GetItem", "BatchGetItem", "UpdateItem"},
        "import_api": {"GetItem", "BatchGetItem", "UpdateItem"},
        "lead_api": {"GetItem"},
        "lead_exporter": {"GetItem", "UpdateItem"},
    },
    "leads": {
        "file_upload": {"GetItem"},
        "lead_splitter": {"GetItem"},
        "batch_worker": {*READ_LEADS, *WRITE_LEADS, "PartiQLDelete"},
        "dead_letter": READ_LEADS,
        "sweeper": READ_LEADS,
        "import_api": READ_LEADS,
        "lead_api": {*READ_LEADS, *WRITE_LEADS},
        "lead_exporter": set(READ_LEADS),
        "chatbot": set(READ_LEADS),
        "index_writer": {"Scan", *READ_LEADS},
    },
    "changes": {
        "batch_worker": LOG_CHANGES,
        "lead_api": {*LOG_CHANGES, "GetItem"},
        "dead_letter": {"PutItem"},
        "sweeper": {"PutItem"},
        "import_api": {"PutItem"},
        "lead_exporter": {"Query", "GetItem", "PutItem"},
        "chatbot": {"Query", "GetItem"},
        "index_writer": {"Query", "GetItem", "PutItem", "DeleteItem"},
    },
    "mappings": {
        "lead_splitter": {"GetItem", "BatchGetItem", "PutItem"},
        "import_api": {"PutItem"},
        "lead_api": {"BatchGetItem"},
    },
}
ENDER_FILES = {
    "Work/imports/*": {"s3:GetObject", "s3:PutObject"},
    "Work/chains/*": {"s3:GetObject"},
    "Work/index/changes/*": {"s3:PutObject"},
}
KEYS = {"imports": "importId", "leads": "leadId", "mappings": "signature", "changes": "log"}


def test_there_are_eleven_functions(prod: Synthesized) -> None:
    assert set(prod.system.functions()) == set(FUNCTIONS)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_variables_are_those_that_the_code_reads(function: str, prod: Synthesized) -> None:
    assert set(prod.system.variables(function)) == {*VARIABLES[function], *ALWAYS}


@pytest.mark.parametrize("table", ACCESS)
@pytest.mark.parametrize("function", FUNCTIONS)
def test_access_to_tables_is_the_least(function: str, table: str, prod: Synthesized) -> None:
    place = prod.system.table(KEYS[table])
    allowed = {action.removeprefix("dynamodb:") for action in prod.system.actions_on(place, function)}
    assert allowed == ACCESS[table].get(function, set())


def _objects(app: Synthesized, function: str) -> dict[str, set[str]]:
    """Folder of a bucket to what may be done with objects in it."""
    found: dict[str, set[str]] = {}
    for statement in app.system.statements(function):
        for resource in statement.resources:
            match resource:
                case {"Fn::Join": ["", [bucket, str(folder)]]} if folder.endswith("/*"):
                    place = app.system.follow(statement.role.stack, bucket)
                    assert place is not None
                    name = re.sub(r"^Buckets|[0-9A-F]{8}$", "", place.logical_id)
                    found.setdefault(f"{name}{folder}", set()).update(statement.actions)
    return found


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        ("file_upload", {"Uploads/uploads/*": {"s3:PutObject"}}),
        (
            "lead_splitter",
            {
                "Uploads/uploads/*": {"s3:GetObject", "s3:GetObjectVersion"},
                "Work/imports/*": {"s3:GetObject", "s3:PutObject"},
                "Work/deliveries/*": {"s3:PutObject"},
            },
        ),
        (
            "batch_worker",
            {
                "Work/imports/*": {"s3:GetObject", "s3:PutObject"},
                "Work/chains/*": {"s3:GetObject", "s3:PutObject"},
                "Work/index/changes/*": {"s3:GetObject", "s3:PutObject"},
                "Work/deliveries/*": {"s3:PutObject"},
            },
        ),
        (
            "dead_letter",
            {
                "Work/imports/*": {"s3:GetObject", "s3:PutObject"},
                "Work/chains/*": {"s3:GetObject"},
                "Work/index/changes/*": {"s3:PutObject"},
                "Work/exports/*": {"s3:GetObject", "s3:PutObject"},
            },
        ),
        ("sweeper", ENDER_FILES | {"Uploads/uploads/*": {"s3:GetObject"}}),
        ("import_api", ENDER_FILES | {"Uploads/uploads/*": {"s3:GetObject"}}),
        (
            "lead_api",
            {
                "Work/chains/*": {"s3:GetObject", "s3:PutObject"},
                "Work/index/changes/*": {"s3:GetObject", "s3:PutObject"},
                "Work/index/*": {"s3:GetObject"},
            },
        ),
        (
            "lead_exporter",
            {
                "Work/exports/*": {"s3:GetObject", "s3:PutObject"},
                "Work/duplicates/*": {"s3:GetObject", "s3:PutObject", "s3:DeleteObject"},
                "Work/imports/*": {"s3:GetObject", "s3:PutObject"},
                "Work/index/*": {"s3:GetObject"},
                "Work/deliveries/*": {"s3:PutObject"},
            },
        ),
        ("chatbot", {"Work/index/*": {"s3:GetObject"}}),
        (
            "index_writer",
            {
                "Work/index/*": {"s3:GetObject", "s3:PutObject", "s3:DeleteObject"},
                "Work/chains/*": {"s3:GetObject"},
                "Work/deliveries/*": {"s3:PutObject"},
            },
        ),
    ],
)
def test_access_to_files_ends_at_a_folder(function: str, expected: dict[str, set[str]], prod: Synthesized) -> None:
    assert _objects(prod, function) == expected


def test_one_function_looks_up_owners_and_one_changes_users_but_no_passwords(prod: Synthesized) -> None:
    ((pool, _),) = prod.system.resources("AWS::Cognito::UserPool")
    changes = {"CreateUser", "DeleteUser", "EnableUser", "DisableUser", "AddUserToGroup", "RemoveUserFromGroup"}
    expected = {
        "lead_splitter": {"ListUsers"},
        "user_api": {"ListUsers", "ListUsersInGroup", *(f"Admin{change}" for change in changes)},
    }
    for function in FUNCTIONS:
        allowed = {action.removeprefix("cognito-idp:") for action in prod.system.actions_on(pool, function)}
        assert allowed == expected.get(function, set()), function


@pytest.mark.parametrize(
    "function", ["lead_splitter", "batch_worker", "dead_letter", "sweeper", "import_api", "lead_exporter", "lead_api"]
)
def test_a_file_that_is_not_there_is_reported_as_missing_and_not_as_forbidden(function: str, prod: Synthesized) -> None:
    """S3 answers 404 only to who may list the bucket, without a condition."""
    bucket = next(
        place for place, _ in prod.system.resources("AWS::S3::Bucket") if place.logical_id.startswith("BucketsWork")
    )
    assert "s3:ListBucket" in prod.system.actions_on(bucket, function)


def test_no_function_of_ours_may_do_something_to_everything(prod: Synthesized) -> None:
    for function in FUNCTIONS:
        for statement in prod.system.statements(function):
            assert "*" not in statement.resources, f"{function}: {statement}"
            assert not [action for action in statement.actions if "*" in action], f"{function}: {statement}"


def test_every_function_has_a_role_of_its_own_that_only_lambda_assumes(prod: Synthesized) -> None:
    system = prod.system
    roles = {
        system.follow(place.stack, system.properties(place)["Role"]): name for name, place in system.functions().items()
    }
    assert len(roles) == len(FUNCTIONS)
    for role in roles:
        assert role is not None
        properties = system.properties(role)
        (trust,) = properties["AssumeRolePolicyDocument"]["Statement"]
        assert trust["Principal"] == {"Service": "lambda.amazonaws.com"}
        assert trust["Condition"] == {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}
        assert "ManagedPolicyArns" not in properties


@pytest.mark.parametrize("environment", EVERY_ENVIRONMENT)
def test_names_and_logs_are_where_people_look_for_them(environment: str, app_of: Callable[[str], Synthesized]) -> None:
    system = app_of(environment).system
    logs = {
        properties["LogGroupName"]: properties["RetentionInDays"]
        for _, properties in system.resources("AWS::Logs::LogGroup")
        if isinstance(properties.get("LogGroupName"), str)
    }
    assert set(logs) == {f"/aws/lambda/easy-crm-{function}-{environment}" for function in FUNCTIONS}
    assert len(set(logs.values())) == 1


@pytest.mark.parametrize("environment", EVERY_ENVIRONMENT)
def test_no_log_is_kept_for_ever(environment: str, app_of: Callable[[str], Synthesized]) -> None:
    """Neither of CDK's own functions, nor the one that API Gateway would make."""
    system = app_of(environment).system
    groups = dict(system.resources("AWS::Logs::LogGroup"))
    assert all(properties["RetentionInDays"] for properties in groups.values())
    for place, function in system.resources("AWS::Lambda::Function"):
        assert system.follow(place.stack, function["LoggingConfig"]["LogGroup"]) in groups, place
    ((stage, _),) = system.resources("AWS::ApiGateway::Stage")
    (execution,) = (place for place in groups if "ExecutionLog" in place.logical_id)
    ((api, _),) = system.resources("AWS::ApiGateway::RestApi")
    name = groups[execution]["LogGroupName"]["Fn::Join"][1]
    assert name == ["API-Gateway-Execution-Logs_", {"Ref": api.logical_id}, "/live"]
    assert execution.logical_id in system.resource(stage)["DependsOn"]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_functions_run_the_newest_python_on_arm_in_aws_and_this_one_locally(
    function: str, prod: Synthesized, local: Synthesized
) -> None:
    assert (prod.system.function(function)["Runtime"], prod.system.function(function)["Architectures"]) == (
        "python3.14",
        ["arm64"],
    )
    host = host_target()
    assert local.system.function(function)["Runtime"] == host.runtime
    assert local.system.function(function)["Architectures"] == [host.architecture]


@pytest.mark.parametrize("environment", EVERY_ENVIRONMENT)
def test_logs_are_json_with_metrics_and_without_what_clients_send(
    environment: str, app_of: Callable[[str], Synthesized]
) -> None:
    system = app_of(environment).system
    for function in FUNCTIONS:
        logging = system.function(function)["LoggingConfig"]
        assert (logging["LogFormat"], logging["ApplicationLogLevel"]) == ("JSON", "INFO")


def test_only_the_splitter_carries_the_reader_of_workbooks(prod: Synthesized) -> None:
    layers = {
        function: sorted(
            place.logical_id
            for layer in prod.system.function(function)["Layers"]
            if (place := prod.system.follow(prod.system.functions()[function].stack, layer))
        )
        for function in FUNCTIONS
    }
    with_reader = {
        function for function, names in layers.items() if any(name.startswith("KitSpreadsheets") for name in names)
    }
    assert with_reader == {"lead_splitter"}
    assert all(any(name.startswith("KitRuntime") for name in names) for names in layers.values())


def test_the_splitter_has_time_memory_and_disk_for_the_largest_file(prod: Synthesized) -> None:
    splitter = prod.system.function("lead_splitter")
    assert (splitter["Timeout"], splitter["MemorySize"], splitter["EphemeralStorage"]["Size"]) == (300, 3008, 2048)
    assert Limits().total_seconds + 30 <= splitter["Timeout"], "a file is refused before the function times out over it"


def test_api_functions_end_before_the_gateway_gives_up(prod: Synthesized) -> None:
    for function in ("file_upload", "import_api", "lead_api", "user_api", "chatbot"):
        assert prod.system.function(function)["Timeout"] <= 29


def test_queues_leave_room_for_the_page_in_a_new_account(prod: Synthesized) -> None:
    """It has ten executions at once for everything; a source without a limit takes them all."""
    limits = [
        (function, properties["ScalingConfig"]["MaximumConcurrency"])
        for function, _, properties in prod.system.pollers()
    ]
    consumers = {"lead_splitter", "batch_worker", "lead_exporter", "dead_letter", "index_writer"}
    assert {function for function, _ in limits} == consumers
    # Dead letters come when others have stopped.
    busy = [limit for function, limit in limits if function != "dead_letter"]
    assert sum(busy) <= NEW_ACCOUNT - 2
    assert all(limit == 2 for function, limit in limits if function != "batch_worker")
    assert not [function for function in FUNCTIONS if "ReservedConcurrentExecutions" in prod.system.function(function)]


@pytest.mark.parametrize("environment", EVERY_ENVIRONMENT)
def test_no_template_holds_a_key_or_a_password(environment: str, app_of: Callable[[str], Synthesized]) -> None:
    for stack in STACKS:
        text = json.dumps(app_of(environment).system.templates[stack])
        assert not re.search(r"sk-[A-Za-z0-9]{8}|SecretString|AKIA[A-Z0-9]{12}|resolve:secretsmanager", text)
    for function in FUNCTIONS:
        names = app_of(environment).system.variables(function)
        assert not [name for name in names if re.search(r"KEY|PASSWORD|TOKEN", name)]
