"""Who may do what, as one table to read in a review; a star in it needs a reason.

A change shows as a change of the snapshot: `pytest tests/infra --snapshot-update`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from syrupy.assertion import SnapshotAssertion

from easy_crm.templates import Place, Statement, System
from tests.infra.digests import plain
from tests.infra.snapshots import TextSnapshot
from tests.infra.synthesis import Synthesized

# Role, what is starred, why.
STARS = {
    ("CDKBucketDeployment", "s3:GetObject*"): "CDK's own function copies the page; its grants name families of actions",
    ("CDKBucketDeployment", "s3:GetBucket*"): "as above",
    ("CDKBucketDeployment", "s3:List*"): "as above",
    ("CDKBucketDeployment", "s3:DeleteObject*"): "as above",
    ("CDKBucketDeployment", "s3:Abort*"): "as above",
    ("CDKBucketDeployment", "*"): "CDK lets its function invalidate any distribution",
}


def _spelled(system: System, stack: str, resource: Any) -> str:
    """A resource as a person would name it: `storage Leads`, `storage BucketsWork/imports/*`."""
    match resource:
        case str():
            return resource
        case {"Fn::Join": [_, list(parts)]}:
            return "".join(_spelled(system, stack, part) for part in parts)
        case {"Fn::Sub": str(text)}:
            return re.sub(r"\$\{AWS::(\w+)\}", lambda found: f"<{found[1].lower()}>", text)
        case {"Ref": str(name)} if name.startswith("AWS::"):
            return f"<{name.removeprefix('AWS::').lower()}>"
        case _:
            place = system.follow(stack, resource)
            assert place is not None, resource
            return f"{place.stack} {plain(place.logical_id)}"


def _owners(system: System) -> dict[Place, str]:
    """Each role's name: its function's, or its own."""
    owners = {place: plain(place.logical_id) for place, _ in system.resources("AWS::IAM::Role")}
    for name, place in system.functions().items():
        role = system.follow(place.stack, system.properties(place)["Role"])
        assert role is not None
        owners[role] = name
    return owners


def _table(system: System) -> Iterator[str]:
    by_role: dict[str, list[Statement]] = {name: [] for name in _owners(system).values()}
    for statement in system.statements():
        by_role[_owners(system)[statement.role]].append(statement)
    for name, statements in sorted(by_role.items()):
        yield name
        allowed: dict[str, set[str]] = {}
        for statement in statements:
            for resource in statement.resources:
                spelled = _spelled(system, statement.role.stack, resource)
                allowed.setdefault(spelled, set()).update(statement.actions)
        for resource, actions in sorted(allowed.items()):
            yield f"    {resource}"
            yield from (f"        {action}" for action in sorted(actions))
    for place, properties in system.resources("AWS::IAM::Role"):
        for policy in properties.get("ManagedPolicyArns", []):
            yield f"{_owners(system)[place]} has {_spelled(system, place.stack, policy)}"


def test_permissions_are_as_reviewed(prod: Synthesized, snapshot: SnapshotAssertion) -> None:
    assert "\n".join(_table(prod.system)) + "\n" == snapshot(extension_class=TextSnapshot)


def test_every_star_has_a_reason_and_every_reason_a_star(prod: Synthesized) -> None:
    found = set()
    for statement in prod.system.statements():
        name = _owners(prod.system)[statement.role]
        known = next((role for role, _ in STARS if role in name), name)
        found |= {(known, action) for action in statement.actions if "*" in action}
        found |= {(known, resource) for resource in statement.resources if resource == "*"}
    assert found == set(STARS)
