"""A change of a template shows in review as a change of its digest: `pytest tests/infra --snapshot-update`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from easy_crm.templates import Place, System
from tests.infra.digests import LEFT_OUT, digest, left_out, resource_lines
from tests.infra.snapshots import TextSnapshot
from tests.infra.synthesis import STACKS, Synthesized


@pytest.mark.parametrize("stack", STACKS)
def test_stack_is_as_reviewed(stack: str, prod: Synthesized, snapshot: SnapshotAssertion) -> None:
    assert digest(prod.system, stack) == snapshot(extension_class=TextSnapshot)


def worker_gets_less_memory(system: System) -> None:
    system.function("batch_worker")["MemorySize"] = 128


def queue_loses_its_dead_letters(system: System) -> None:
    _, queue, _ = next(system.pollers())
    del system.properties(queue)["RedrivePolicy"]


def leads_go_with_their_stack(system: System) -> None:
    system.resource(system.table("leadId"))["DeletionPolicy"] = "Delete"


def bucket_may_be_read_without_tls(system: System) -> None:
    _, policy = next(system.resources("AWS::S3::BucketPolicy"))
    policy["PolicyDocument"]["Statement"].pop(0)


def route_is_open_to_everybody(system: System) -> None:
    method = next(method for _, method in system.resources("AWS::ApiGateway::Method") if "AuthorizerId" in method)
    method["AuthorizationType"] = "NONE"


def alarm_goes_off_later(system: System) -> None:
    _, alarm = next(system.resources("AWS::CloudWatch::Alarm"))
    alarm["Threshold"] *= 2


def page_may_run_scripts_from_anywhere(system: System) -> None:
    ((_, headers),) = system.resources("AWS::CloudFront::ResponseHeadersPolicy")
    security = headers["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]
    security["ContentSecurityPolicy"]["ContentSecurityPolicy"] = "script-src *"


def queue_is_gone(system: System) -> None:
    place, _ = next(system.resources("AWS::SQS::QueuePolicy"))
    del system.templates[place.stack]["Resources"][place.logical_id]


@pytest.mark.parametrize(
    "change",
    [
        worker_gets_less_memory,
        queue_loses_its_dead_letters,
        leads_go_with_their_stack,
        bucket_may_be_read_without_tls,
        route_is_open_to_everybody,
        alarm_goes_off_later,
        page_may_run_scripts_from_anywhere,
        queue_is_gone,
    ],
    ids=lambda change: change.__name__,
)
def test_a_change_shows(change: Callable[[System], None], prod: Synthesized) -> None:
    changed = prod.system.changed()
    change(changed)
    assert _digests(changed) != _digests(prod.system)


def test_every_property_shows_unless_it_is_left_out_for_a_reason(prod: Synthesized) -> None:
    system = prod.system.changed()
    used = set()
    hidden = set()
    for stack in STACKS:
        for logical_id, resource in system.templates[stack]["Resources"].items():
            place = Place(stack, logical_id)
            told = resource_lines(system, place)
            for name, value in resource.get("Properties", {}).items():
                entry = left_out(resource["Type"], name)
                if entry:
                    used.add(entry)
                else:
                    changes = _changes(resource["Properties"], name, value)
                    hidden |= {(resource["Type"], path) for path in changes if resource_lines(system, place) == told}
    assert hidden == set()
    assert used == set(LEFT_OUT)


def test_the_hash_of_a_file_does_not_show(prod: Synthesized) -> None:
    changed = prod.system.changed()
    for _, function in changed.resources("AWS::Lambda::Function"):
        function["Code"]["S3Key"] = f"{'0' * 64}.zip"
    assert _digests(changed) == _digests(prod.system)


def _digests(system: System) -> list[str]:
    return [digest(system, stack) for stack in STACKS]


def _changes(holder: Any, key: Any, value: Any) -> Iterator[str]:
    """Changes each leaf of a value in turn and yields its path while it is changed; a reference is one leaf."""
    if isinstance(value, dict | list) and value and not _is_reference(value):
        keys = list(value) if isinstance(value, dict) else range(len(value))
        for inner in keys:
            yield from (f"{key}.{path}" for path in _changes(value, inner, value[inner]))
        return
    holder[key] = value + 1 if type(value) in (int, float) else not value if value in (True, False) else "changed"
    yield str(key)
    holder[key] = value


def _is_reference(value: Any) -> bool:
    return isinstance(value, dict) and len(value) == 1 and next(iter(value)).startswith(("Ref", "Fn::"))
