"""Whatever may go wrong is on the dashboard, and what must not wait raises an alarm that reaches somebody."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from crm import metrics
from crm.imports import metrics as import_metrics
from crm.imports.model import Import, ImportStatus
from crm.outcomes import Policy
from typer.testing import CliRunner

from easy_crm.cli.main import app
from easy_crm.templates import Place, System
from tests.infra.alarms import ALARM, dimension
from tests.infra.dashboards import dashboard_widgets, title
from tests.infra.synthesis import EVERY_ENVIRONMENT, FUNCTIONS, Synthesized


@pytest.fixture(scope="module")
def told(app_with_everything: Callable[[str], Synthesized]) -> System:
    """Prod with an alarm address and a budget."""
    return app_with_everything("prod").system


def _watched(system: System, metric: str) -> set[Place | str]:
    """What the alarms on a metric look at: a resource, or the text of a dimension."""
    return {
        dimension(system, place, one["Value"])
        for place, alarm in system.resources(ALARM)
        if alarm["MetricName"] == metric
        for one in alarm["Dimensions"]
    }


@pytest.mark.parametrize("metric", ["Errors", "Throttles"])
def test_every_function_has_an_alarm_for_failures_and_for_refused_runs(metric: str, prod: Synthesized) -> None:
    assert _watched(prod.system, metric) == {f"easy-crm-{function}-prod" for function in FUNCTIONS}


def test_every_queue_has_an_alarm_for_waiting_and_every_dead_letter_queue_for_messages(prod: Synthesized) -> None:
    queues = {place for place, _ in prod.system.resources("AWS::SQS::Queue")}
    dead_letters = {place for place in queues if "DeadLetters" in place.logical_id}
    assert _watched(prod.system, "ApproximateAgeOfOldestMessage") == queues - dead_letters
    for metric in (
        "ApproximateNumberOfMessagesVisible",
        "ApproximateNumberOfMessagesNotVisible",
        "NumberOfMessagesReceived",
    ):
        assert _watched(prod.system, metric) == dead_letters


@pytest.mark.parametrize("metric", ["ReadThrottleEvents", "WriteThrottleEvents"])
def test_every_table_has_an_alarm_for_refused_requests(metric: str, prod: Synthesized) -> None:
    assert _watched(prod.system, metric) == {place for place, _ in prod.system.resources("AWS::DynamoDB::Table")}


def test_the_api_has_alarms_for_failures_and_for_latency(prod: Synthesized) -> None:
    assert _watched(prod.system, "5XXError") == _watched(prod.system, "Latency") == {"easy-crm-prod", "live"}


def test_an_import_that_stood_still_raises_an_alarm(prod: Synthesized) -> None:
    (alarm,) = (alarm for _, alarm in prod.system.resources(ALARM) if alarm["MetricName"] == "ImportsStuck")
    assert (alarm["Threshold"], alarm["ComparisonOperator"]) == (1, "GreaterThanOrEqualToThreshold")


@pytest.mark.parametrize("environment", EVERY_ENVIRONMENT)
def test_every_alarm_tells_the_topic_when_it_begins_and_ends(
    environment: str, app_of: Callable[[str], Synthesized]
) -> None:
    system = app_of(environment).system
    ((topic, _),) = system.resources("AWS::SNS::Topic")
    for place, alarm in system.resources(ALARM):
        for actions in ("AlarmActions", "OKActions"):
            assert [system.follow(place.stack, action) for action in alarm[actions]] == [topic]
        assert alarm["ActionsEnabled"] is True
        assert alarm["TreatMissingData"] == "notBreaching"


def test_every_alarm_says_what_happened_and_what_to_run(prod: Synthesized) -> None:
    for _, alarm in prod.system.resources(ALARM):
        assert re.fullmatch(r".{20,}[.:].* Look: \./easy-crm \w.* --env prod", alarm["AlarmDescription"])


def test_the_commands_that_alarms_name_exist(prod: Synthesized) -> None:
    said = {alarm["AlarmDescription"].partition("./easy-crm ")[2] for _, alarm in prod.system.resources(ALARM)}
    assert len(said) > len(FUNCTIONS)
    for command in said:
        # Options are read before --help is obeyed: an unknown one is an error all the same, and nothing runs.
        assert CliRunner().invoke(app, [*command.split(), "--help"]).exit_code == 0, command


@pytest.mark.parametrize("environment", EVERY_ENVIRONMENT)
def test_no_alarm_is_on_an_expression_which_the_emulator_would_refuse(
    environment: str, app_of: Callable[[str], Synthesized]
) -> None:
    alarms = [alarm for _, alarm in app_of(environment).system.resources(ALARM)]
    assert alarms
    assert not [alarm for alarm in alarms if "Metrics" in alarm]


def test_the_topic_is_encrypted_with_a_key_that_cloudwatch_may_use_and_wants_tls(prod: Synthesized) -> None:
    system = prod.system
    ((place, topic),) = system.resources("AWS::SNS::Topic")
    key = system.follow(place.stack, topic["KmsMasterKeyId"])
    assert key is not None
    assert system.properties(key)["EnableKeyRotation"] is True
    assert "cloudwatch.amazonaws.com" in _principals(system, key, "KeyPolicy")
    ((policy, _),) = system.resources("AWS::SNS::TopicPolicy")
    assert "cloudwatch.amazonaws.com" in _principals(system, policy, "PolicyDocument")
    denied = [
        statement
        for statement in system.properties(policy)["PolicyDocument"]["Statement"]
        if statement["Effect"] == "Deny"
    ]
    assert [statement["Condition"] for statement in denied] == [{"Bool": {"aws:SecureTransport": "false"}}]


def _principals(system: System, place: Place, document: str) -> set[str]:
    return {
        statement["Principal"]["Service"]
        for statement in system.properties(place)[document]["Statement"]
        if statement["Effect"] == "Allow" and "Service" in statement["Principal"]
    }


def test_alarms_reach_the_address_that_was_set_and_nobody_without_one(told: System, prod: Synthesized) -> None:
    ((_, subscription),) = told.resources("AWS::SNS::Subscription")
    assert (subscription["Protocol"], subscription["Endpoint"]) == ("email", "operations@example.com")
    assert not list(prod.system.resources("AWS::SNS::Subscription"))


def test_a_budget_warns_before_and_when_it_is_used_up(told: System, prod: Synthesized) -> None:
    ((_, budget),) = told.resources("AWS::Budgets::Budget")
    assert budget["Budget"]["BudgetLimit"] == {"Amount": 50, "Unit": "USD"}
    assert budget["Budget"]["CostFilters"] == {"TagKeyValue": ["user:environment$prod"]}
    warnings = {
        (entry["Notification"]["NotificationType"], entry["Notification"]["Threshold"]): entry["Subscribers"]
        for entry in budget["NotificationsWithSubscribers"]
    }
    assert set(warnings) == {("ACTUAL", 80), ("FORECASTED", 100)}
    assert all(who == [{"Address": "operations@example.com", "SubscriptionType": "EMAIL"}] for who in warnings.values())
    assert not list(prod.system.resources("AWS::Budgets::Budget"))


def _dashboard(system: System) -> list[dict[str, Any]]:
    ((_, dashboard),) = system.resources("AWS::CloudWatch::Dashboard")
    return dashboard_widgets(dashboard["DashboardBody"])


@pytest.mark.parametrize("environment", EVERY_ENVIRONMENT)
def test_each_environment_has_one_dashboard_of_its_name(environment: str, app_of: Callable[[str], Synthesized]) -> None:
    ((_, dashboard),) = app_of(environment).system.resources("AWS::CloudWatch::Dashboard")
    assert dashboard["DashboardName"] == {"Fn::Join": ["", [f"easy-crm-{environment}-", {"Ref": "AWS::Region"}]]}


@pytest.mark.parametrize(
    "metric",
    [
        *("Errors", "Duration", "Throttles", "ConcurrentExecutions"),
        *("Count", "4XXError", "5XXError", "Latency"),
        *("ConsumedReadCapacityUnits", "ConsumedWriteCapacityUnits", "ReadThrottleEvents", "WriteThrottleEvents"),
        *("ApproximateAgeOfOldestMessage", "ApproximateNumberOfMessagesVisible"),
    ],
)
def test_the_dashboard_draws(metric: str, prod: Synthesized) -> None:
    assert metric in {name for widget in _dashboard(prod.system) for name in _metrics(widget)}


def test_the_dashboard_answers_what_the_business_asks(prod: Synthesized) -> None:
    titles = {title(widget) for widget in _dashboard(prod.system)}
    assert {"Ended", "Rows a second", "Rows", "Polls an import", "Model", "Estimated cost", "Cold starts"} <= titles


def test_business_metrics_are_drawn_as_the_functions_write_them(
    prod: Synthesized, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ENVIRONMENT", "prod")
    import_metrics.ImportMetrics().counted({})
    for status in import_metrics.METRIC_OF_STATUS:
        import_metrics.ImportMetrics().ended(_ended(status))
    import_metrics.count_poll()
    import_metrics.count_stuck(1)
    metrics.model_answered(1, 1)
    metrics.dead_letter_closed(1)
    for function in ("lead_splitter", "batch_worker", "dead_letter", "index_writer", "lead_exporter"):
        monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", function)
        metrics.message_failed()
        metrics.message_handed_back()
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    written = {
        (metric["Name"], frozenset((name, line[name]) for name in metrics["Dimensions"][0]))
        for line in lines
        for metrics in line["_aws"]["CloudWatchMetrics"]
        for metric in metrics["Metrics"]
    }

    drawn = {
        (name, frozenset(zip(dimensions[::2], dimensions[1::2], strict=True)))
        for widget in _dashboard(prod.system)
        for namespace, name, *dimensions in (
            [part for part in metric if isinstance(part, str)]
            for metric in widget["properties"].get("metrics", [])
            if isinstance(metric[0], str)
        )
        if namespace == metrics.NAMESPACE
    }

    assert drawn == written


def _ended(status: ImportStatus) -> Import:
    return Import(
        import_id="import",
        sequence=1,
        status=status,
        owner_id="",
        owner_email="",
        file_name="",
        size=0,
        policy=Policy.FILL,
        region=None,
        review=False,
        created_at="",
        updated_at="",
    )


def _metrics(widget: dict[str, Any]) -> set[str]:
    return {
        metric[1]
        for metric in widget["properties"].get("metrics", [])
        if isinstance(metric[0], str) and len(metric) > 1
    }
