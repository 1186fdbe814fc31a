"""What has to be connected for every import to end with numbers that add up.

Each rule takes the system and raises AssertionError with what is wrong. They are functions, so that a test can break
the templates on purpose and see the rule notice.
"""

from __future__ import annotations

from fnmatch import fnmatchcase

from easy_crm.templates import Place, System

KEY_READERS = {"lead_splitter", "batch_worker", "chatbot"}
WORKERS = {"lead_splitter", "batch_worker", "lead_exporter"}
COUNTERS = {"batch_worker", "dead_letter", "sweeper", "import_api"}
REPLACING = (
    "dynamodb:PutItem",
    "dynamodb:BatchWriteItem",
    "dynamodb:DeleteItem",
    "dynamodb:PartiQLInsert",
    "dynamodb:PartiQLUpdate",
    "dynamodb:PartiQLDelete",
)


def queues_learn_which_messages_failed(system: System) -> None:
    """Otherwise one bad message brings its whole delivery back, or is lost with it."""
    for function, queue, properties in system.pollers():
        assert properties.get("FunctionResponseTypes") == ["ReportBatchItemFailures"], f"{function} on {queue}"


def messages_stay_hidden_for_six_timeouts(system: System) -> None:
    """Otherwise a message is handed out again while its worker is still at it."""
    for function, queue, _ in system.pollers():
        visibility = system.properties(queue)["VisibilityTimeout"]
        timeout = system.function(function)["Timeout"]
        assert visibility >= 6 * timeout, f"{queue}: {visibility} s, {function} runs {timeout} s"


def every_worker_has_its_queue(system: System) -> None:
    pairs = [(function, queue) for function, queue, _ in system.pollers() if function in WORKERS]
    assert {function for function, _ in pairs} == WORKERS
    assert len({queue for _, queue in pairs}) == len(pairs) == len(WORKERS)


def failed_messages_are_closed_by_somebody(system: System) -> None:
    """Five deliveries, then a dead-letter queue, and a function that consumes it."""
    closed = {queue for function, queue, _ in system.pollers() if function == "dead_letter"}
    for function, queue, _ in system.pollers():
        if function not in WORKERS:
            continue
        redrive = system.properties(queue).get("RedrivePolicy")
        assert redrive, f"{queue}: failures go nowhere"
        assert redrive["maxReceiveCount"] >= 5
        dead_letters = system.follow(queue.stack, redrive["deadLetterTargetArn"])
        assert dead_letters in closed, f"nobody consumes the dead letters of {queue}"


def counting_functions_may_update_the_import(system: System) -> None:
    imports = system.table("importId")
    for function in COUNTERS:
        assert "dynamodb:UpdateItem" in system.actions_on(imports, function), function


def nobody_may_replace_an_import(system: System) -> None:
    """A put or delete would undo counts and final states that conditional updates made."""
    imports = system.table("importId")
    for allowed in system.actions_on(imports):
        for forbidden in REPLACING:
            assert not fnmatchcase(forbidden, allowed), f"{allowed} on the imports table"


def state_is_named_by_reference(system: System) -> None:
    """A table, bucket, queue or secret that is replaced takes its functions along."""
    expected = {
        "IMPORTS_TABLE": system.table("importId"),
        "LEADS_TABLE": system.table("leadId"),
        "MAPPINGS_TABLE": system.table("signature"),
        "CHANGES_TABLE": system.table("log"),
    }
    for function, place in system.functions().items():
        for name, value in system.variables(function).items():
            if name in expected:
                assert system.follow(place.stack, value) == expected[name], f"{function}: {name} is {value}"
            elif name.endswith(("_BUCKET", "_URL", "_SECRET_ID", "_POOL_ID")) and name != "DEEPSEEK_BASE_URL":
                assert system.follow(place.stack, value), f"{function}: {name} is {value}"


def the_uploads_bucket_announces_to_the_splitter(system: System) -> None:
    (intake,) = (queue for function, queue, _ in system.pollers() if function == "lead_splitter")
    announced: list[Place | None] = []
    for place, properties in system.resources("AWS::S3::Bucket"):
        for notification in properties.get("NotificationConfiguration", {}).get("QueueConfigurations", []):
            assert notification["Event"] == "s3:ObjectCreated:*"
            assert notification["Filter"]["S3Key"]["Rules"] == [{"Name": "prefix", "Value": "uploads/"}]
            announced.append(system.follow(place.stack, notification["Queue"]))
    assert announced == [intake]


def only_who_asks_deepseek_reads_its_key(system: System) -> None:
    (secret,) = (place for place, _ in system.resources("AWS::SecretsManager::Secret") if place.stack == "storage")
    for function in system.functions():
        reads = "secretsmanager:GetSecretValue" in system.actions_on(secret, function)
        assert reads == (function in KEY_READERS), function
        assert ("DEEPSEEK_SECRET_ID" in system.variables(function)) == (function in KEY_READERS), function
    roles = {
        statement.role
        for statement in system.statements()
        if any(fnmatchcase("secretsmanager:GetSecretValue", action) for action in statement.actions)
    }
    assert len(roles) == len(KEY_READERS)


def who_makes_up_for_lost_messages_runs_by_the_clock(system: System) -> None:
    functions = system.functions()
    targets = [
        (properties["ScheduleExpression"], system.called(place.stack, target["Arn"]))
        for place, properties in system.resources("AWS::Events::Rule")
        for target in properties["Targets"]
    ]
    assert dict(targets) == {"rate(5 minutes)": functions["sweeper"], "rate(1 minute)": functions["index_writer"]}


RULES = (
    queues_learn_which_messages_failed,
    messages_stay_hidden_for_six_timeouts,
    every_worker_has_its_queue,
    failed_messages_are_closed_by_somebody,
    counting_functions_may_update_the_import,
    nobody_may_replace_an_import,
    state_is_named_by_reference,
    the_uploads_bucket_announces_to_the_splitter,
    only_who_asks_deepseek_reads_its_key,
    who_makes_up_for_lost_messages_runs_by_the_clock,
)
