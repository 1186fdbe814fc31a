"""The wiring holds in every environment, and each of its rules notices when it is broken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from easy_crm.templates import Place, System
from tests.infra import wiring
from tests.infra.synthesis import EVERY_ENVIRONMENT, Synthesized

Rule = Callable[[System], None]


@pytest.mark.parametrize("environment", EVERY_ENVIRONMENT)
@pytest.mark.parametrize("rule", wiring.RULES, ids=lambda rule: rule.__name__)
def test_holds(rule: Rule, environment: str, app_of: Callable[[str], Synthesized]) -> None:
    rule(app_of(environment).system)


def _poller(system: System, function: str) -> tuple[Place, dict[str, Any]]:
    target = system.functions()[function]
    return next(
        (place, properties)
        for place, properties in system.resources("AWS::Lambda::EventSourceMapping")
        if system.called(place.stack, properties["FunctionName"]) == target
    )


def _remove(system: System, place: Place) -> None:
    del system.templates[place.stack]["Resources"][place.logical_id]


def _queue_of(system: System, function: str) -> dict[str, Any]:
    place, properties = _poller(system, function)
    queue = system.follow(place.stack, properties["EventSourceArn"])
    assert queue is not None
    return system.properties(queue)


def _policy_of(system: System, function: str) -> list[dict[str, Any]]:
    place = system.functions()[function]
    role = system.follow(place.stack, system.properties(place)["Role"])
    statements: list[dict[str, Any]] = next(
        properties["PolicyDocument"]["Statement"]
        for policy, properties in system.resources("AWS::IAM::Policy")
        if system.follow(policy.stack, properties["Roles"][0]) == role
    )
    return statements


def _allow(system: System, function: str, action: str, resource: Any) -> None:
    _policy_of(system, function).append({"Effect": "Allow", "Action": action, "Resource": resource})


def _output(system: System, place: Place, attribute: str | None) -> dict[str, Any]:
    """How another stack refers to a resource of the storage stack."""
    value = {"Fn::GetAtt": [place.logical_id, attribute]} if attribute else {"Ref": place.logical_id}
    outputs = system.templates[place.stack]["Outputs"]
    name = next(name for name, output in outputs.items() if output["Value"] == value)
    return {"Fn::ImportValue": f"easy-crm-{system.environment}-{place.stack}:{name}"}


def worker_reports_no_partial_failures(system: System) -> None:
    del _poller(system, "batch_worker")[1]["FunctionResponseTypes"]


def nobody_consumes_the_dead_letters_of_one_queue(system: System) -> None:
    _remove(system, _poller(system, "dead_letter")[0])


def failures_go_nowhere(system: System) -> None:
    del _queue_of(system, "batch_worker")["RedrivePolicy"]


def messages_die_at_once(system: System) -> None:
    _queue_of(system, "lead_splitter")["RedrivePolicy"]["maxReceiveCount"] = 1


def queue_is_impatient(system: System) -> None:
    _queue_of(system, "batch_worker")["VisibilityTimeout"] = 719


def worker_runs_longer(system: System) -> None:
    system.function("batch_worker")["Timeout"] = 121


def worker_may_put_imports(system: System) -> None:
    _allow(system, "batch_worker", "dynamodb:PutItem", _output(system, system.table("importId"), "Arn"))


def somebody_may_do_anything_to_imports(system: System) -> None:
    _allow(system, "lead_api", "dynamodb:*", _output(system, system.table("importId"), "Arn"))


def somebody_may_delete_anywhere(system: System) -> None:
    _allow(system, "sweeper", "dynamodb:Delete*", "*")


def worker_may_not_count(system: System) -> None:
    for statement in _policy_of(system, "batch_worker"):
        if "dynamodb:UpdateItem" in statement["Action"]:
            statement["Action"] = [action for action in statement["Action"] if action != "dynamodb:UpdateItem"]


def table_is_named_literally(system: System) -> None:
    system.variables("batch_worker")["IMPORTS_TABLE"] = "easy-crm-imports"


def table_is_another_one(system: System) -> None:
    variables = system.variables("batch_worker")
    variables["IMPORTS_TABLE"] = variables["LEADS_TABLE"]


def queue_is_named_literally(system: System) -> None:
    system.variables("lead_splitter")["BATCH_QUEUE_URL"] = "https://sqs/queue"


def uploads_are_not_announced(system: System) -> None:
    for _, properties in system.resources("AWS::S3::Bucket"):
        properties.pop("NotificationConfiguration", None)


def reader_may_read_the_key(system: System) -> None:
    ((secret, _),) = system.resources("AWS::SecretsManager::Secret")
    _allow(system, "lead_api", "secretsmanager:GetSecretValue", _output(system, secret, None))


def reader_may_read_all_keys(system: System) -> None:
    _allow(system, "lead_api", "secretsmanager:Get*", "arn:aws:secretsmanager:::secret:easy-crm")


def sweeper_has_no_clock(system: System) -> None:
    for place, _ in list(system.resources("AWS::Events::Rule")):
        _remove(system, place)


@pytest.mark.parametrize(
    ("damage", "rule"),
    [
        (worker_reports_no_partial_failures, wiring.queues_learn_which_messages_failed),
        (nobody_consumes_the_dead_letters_of_one_queue, wiring.failed_messages_are_closed_by_somebody),
        (failures_go_nowhere, wiring.failed_messages_are_closed_by_somebody),
        (messages_die_at_once, wiring.failed_messages_are_closed_by_somebody),
        (queue_is_impatient, wiring.messages_stay_hidden_for_six_timeouts),
        (worker_runs_longer, wiring.messages_stay_hidden_for_six_timeouts),
        (worker_may_put_imports, wiring.nobody_may_replace_an_import),
        (somebody_may_do_anything_to_imports, wiring.nobody_may_replace_an_import),
        (somebody_may_delete_anywhere, wiring.nobody_may_replace_an_import),
        (worker_may_not_count, wiring.counting_functions_may_update_the_import),
        (table_is_named_literally, wiring.state_is_named_by_reference),
        (table_is_another_one, wiring.state_is_named_by_reference),
        (queue_is_named_literally, wiring.state_is_named_by_reference),
        (uploads_are_not_announced, wiring.the_uploads_bucket_announces_to_the_splitter),
        (reader_may_read_the_key, wiring.only_who_asks_deepseek_reads_its_key),
        (reader_may_read_all_keys, wiring.only_who_asks_deepseek_reads_its_key),
        (sweeper_has_no_clock, wiring.who_makes_up_for_lost_messages_runs_by_the_clock),
    ],
    ids=lambda part: part.__name__,
)
def test_damage_is_noticed(damage: Callable[[System], None], rule: Rule, prod: Synthesized) -> None:
    system = prod.system.changed()
    damage(system)
    with pytest.raises(AssertionError):
        rule(system)
