"""Code is published as versions behind the alias `live`; a change touches the function that it is in, nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from easy_crm.templates import Place, System
from tests.infra.synthesis import FUNCTIONS, STACKS, Synthesized, small_frontend, small_source, synthesize


def _aliases(system: System) -> dict[str, Place]:
    """Each function's alias."""
    names = {place: name for name, place in system.functions().items()}
    aliases = {}
    for place, properties in system.resources("AWS::Lambda::Alias"):
        function = system.follow(place.stack, properties["FunctionName"])
        assert function is not None
        aliases[names[function]] = place
    return aliases


def _callers(system: System) -> Iterator[tuple[Place, Any]]:
    """Everything that names a function in order to call it."""
    for place, properties in system.resources("AWS::Lambda::EventSourceMapping"):
        yield place, properties["FunctionName"]
    for place, properties in system.resources("AWS::Events::Rule"):
        for target in properties["Targets"]:
            yield place, target["Arn"]
    for place, properties in system.resources("AWS::Lambda::Permission"):
        yield place, properties["FunctionName"]
    for place, properties in system.resources("AWS::ApiGateway::Method"):
        if properties["Integration"]["Type"] != "MOCK":
            parts = properties["Integration"]["Uri"]["Fn::Join"][1]
            yield place, next(part for part in parts if isinstance(part, dict) and part.get("Ref") not in _PSEUDO)


_PSEUDO = ("AWS::Partition", "AWS::Region")


def test_every_function_has_the_alias_live_on_its_newest_version(prod: Synthesized) -> None:
    system = prod.system
    aliases = _aliases(system)
    assert set(aliases) == set(FUNCTIONS)
    for name, place in aliases.items():
        properties = system.properties(place)
        assert properties["Name"] == "live"
        version = system.follow(place.stack, properties["FunctionVersion"])
        assert version is not None and system.resource(version)["Type"] == "AWS::Lambda::Version"
        assert system.follow(version.stack, system.properties(version)["FunctionName"]) == system.functions()[name]


def test_everything_calls_the_alias(prod: Synthesized) -> None:
    callers = list(_callers(prod.system))
    assert len(callers) > 30
    assert [place for place, called in callers if prod.system.called(place.stack, called) is None] == []


def test_old_versions_are_kept_to_go_back_to(prod: Synthesized) -> None:
    for place, _ in prod.system.resources("AWS::Lambda::Version"):
        resource = prod.system.resource(place)
        assert resource["DeletionPolicy"] == resource["UpdateReplacePolicy"] == "Retain"


@pytest.mark.slow
def test_a_changed_line_of_a_handler_changes_its_function_version_and_alias_only(
    prod: Synthesized, tmp_path_factory: pytest.TempPathFactory
) -> None:
    function = "lead_api"
    root = tmp_path_factory.mktemp("changed")
    source = small_source(root / "source")
    (source / "crm" / "handlers" / f"{function}.py").write_text("def handler(event, context):\n    return 1\n")

    after = synthesize("prod", source=source, frontend=small_frontend(root / "frontend"), folder=root).system

    place = prod.system.functions()[function]
    alias = _aliases(prod.system)[function]
    assert _changes(prod.system, after) == {
        ("changed", place.stack, "AWS::Lambda::Function", place.logical_id),
        ("changed", alias.stack, "AWS::Lambda::Alias", alias.logical_id),
        *(
            (what, place.stack, "AWS::Lambda::Version", _version(system, function).logical_id)
            for what, system in (("removed", prod.system), ("added", after))
        ),
    }
    assert {**prod.system.properties(place), "Code": None} == {**after.properties(place), "Code": None}


def _version(system: System, function: str) -> Place:
    alias = _aliases(system)[function]
    version = system.follow(alias.stack, system.properties(alias)["FunctionVersion"])
    assert version is not None
    return version


def _changes(before: System, after: System) -> set[tuple[str, str, str, str]]:
    """(what, stack, type, logical id) of every resource that is not the same in both."""
    found = set()
    for stack in STACKS:
        old, new = (system.templates[stack]["Resources"] for system in (before, after))
        for logical_id in {*old, *new}:
            if old.get(logical_id) != new.get(logical_id):
                what = "removed" if logical_id not in new else "changed" if logical_id in old else "added"
                found.add((what, stack, (old.get(logical_id) or new[logical_id])["Type"], logical_id))
        assert {**before.templates[stack], "Resources": None} == {**after.templates[stack], "Resources": None}
    return found
