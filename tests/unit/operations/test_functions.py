"""Code is published as versions, and a rollback points the alias back."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from easy_crm.bundling.bundler import Bundler
from easy_crm.bundling.bytecode import ThisPython
from easy_crm.bundling.layers import LayerFolder
from easy_crm.errors import CommandFailed
from easy_crm.lambda_target import LambdaTarget, host_target
from easy_crm.operations.functions import Functions, zipped
from easy_crm.operations.gradual_release import Versions
from tests.unit.operations.deployed_in_memory import (
    ACCOUNT,
    FakeFunction,
    FakeLambda,
    deployment,
    function_arn,
    work_bucket,
)

NAMES = ("chatbot", "lead_api")


class ReadyLayers:
    """Layers that are built; `digests` says what is in them."""

    def __init__(self) -> None:
        self.digests = {"runtime": "a" * 64, "spreadsheets": "b" * 64, "index": "d" * 64, "excel": "e" * 64}

    def layer(self, name: str, target: LambdaTarget) -> LayerFolder:  # noqa: ARG002
        return LayerFolder(Path(), self.digests[name])


class World:
    """Two functions of one deployment, deployed from sources that a test may change."""

    def __init__(self, folder: Path) -> None:
        self.source = folder / "source"
        handlers = self.source / "crm" / "handlers"
        handlers.mkdir(parents=True)
        for name in ("../__init__", "__init__", *NAMES):
            (handlers / f"{name}.py").write_text("")
        self.layers = ReadyLayers()
        self.bundler = self.new_bundler()
        self.functions = {f"easy-crm-{name}-dev": FakeFunction(versions={"1": ""}) for name in NAMES}
        self._names = {f"{name}Function": f"easy-crm-{name}-dev" for name in NAMES} | {
            f"{name}Version": f"{function_arn(f'easy-crm-{name}-dev')}:1" for name in NAMES
        }
        self._template = {"Resources": self._resources()}
        self._s3, self._outputs = work_bucket()

    def new_bundler(self) -> Bundler:
        """One that has made no layer yet."""
        return Bundler(
            source=self.source,
            build=self.source.parent / "build",
            target=host_target(),
            layers=self.layers,
            compiler=ThisPython(),
        )

    def change(self, name: str) -> None:
        path = self.source / "crm" / "handlers" / f"{name}.py"
        path.write_text(path.read_text() + "# changed\n")

    def open(self) -> Functions:
        """The functions as a command finds them."""
        return Functions(
            deployment(
                {"api": self._template},
                outputs=self._outputs,
                names=self._names,
                s3=self._s3,
                lambda_=FakeLambda(**self.functions),
            )
        )

    def update(self) -> list[str]:
        return self.open().update(self.bundler, lambda _: None)

    @property
    def live(self) -> tuple[str, ...]:
        return tuple(function.live for function in self.functions.values())

    def _resources(self) -> dict[str, Any]:
        resources: dict[str, Any] = {
            f"{layer}Layer": {"Type": "AWS::Lambda::LayerVersion", "Properties": {"Content": asset(digest)}}
            for layer, digest in self.layers.digests.items()
        }
        for name in NAMES:
            code = asset(self.bundler.function(name).digest)
            resources[f"{name}Function"] = {
                "Type": "AWS::Lambda::Function",
                "Properties": {"FunctionName": f"easy-crm-{name}-dev", "Code": code},
            }
            resources[f"{name}Version"] = {"Type": "AWS::Lambda::Version"}
            resources[f"{name}Live"] = {"Type": "AWS::Lambda::Alias", "Properties": {"Name": "live"}}
        return resources


def asset(digest: str) -> dict[str, Any]:
    return {
        "S3Bucket": {"Fn::Sub": "assets-${AWS::AccountId}"},
        "S3Key": hashlib.sha256(digest.encode()).hexdigest() + ".zip",
    }


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def test_deployed_code_is_not_published_again(world: World) -> None:
    assert world.update() == []
    assert world.live == ("1", "1")


def test_only_a_function_whose_code_changed_gets_a_new_version(world: World) -> None:
    world.change("chatbot")

    assert world.update() == ["chatbot"]
    assert world.live == ("2", "1")
    published = world.functions["easy-crm-chatbot-dev"].codes["2"]
    assert isinstance(published, bytes)
    assert b"# changed" in zipfile.ZipFile(io.BytesIO(published)).read("crm/handlers/chatbot.py")
    assert world.update() == []


def test_cloudformation_still_publishes_the_code_of_its_template(world: World) -> None:
    deployed = asset(world.bundler.function("chatbot").digest)["S3Key"]
    world.change("chatbot")
    world.update()

    assert world.functions["easy-crm-chatbot-dev"].code == f"assets-{ACCOUNT}/{deployed}"


def test_the_command_changes_no_packages(world: World) -> None:
    world.change("chatbot")
    world.layers.digests["spreadsheets"] = "c" * 64

    # A bundler remembers the layers that it has made.
    world.bundler = world.new_bundler()
    with pytest.raises(CommandFailed, match=r"layer spreadsheets.*deploy --env dev"):
        world.update()
    assert world.live == ("1", "1")


def test_a_rollback_reverts_only_the_functions_of_the_last_release(world: World) -> None:
    world.change("chatbot")
    world.update()
    world.change("lead_api")
    world.update()
    assert world.live == ("2", "2")

    assert world.open().roll_back() == {"lead_api": ("2", "1")}
    assert world.live == ("2", "1")
    assert world.open().roll_back() == {"chatbot": ("2", "1")}
    assert world.live == ("1", "1")
    with pytest.raises(CommandFailed, match="No earlier release"):
        world.open().roll_back()


def test_after_a_rollback_the_sources_can_be_published_again(world: World) -> None:
    world.change("chatbot")
    world.update()
    world.open().roll_back()

    assert world.update() == ["chatbot"]
    assert world.live == ("3", "1")


def test_nothing_is_rolled_back_when_an_earlier_version_is_gone(world: World) -> None:
    world.change("chatbot")
    world.change("lead_api")
    world.update()
    del world.functions["easy-crm-lead_api-dev"].versions["1"]

    with pytest.raises(CommandFailed, match=r"Version 1 of easy-crm-lead_api-dev no longer exists"):
        world.open().roll_back()
    assert world.live == ("2", "2")


def test_the_version_of_the_last_deployment_is_known_whatever_is_live(world: World) -> None:
    world.functions["easy-crm-chatbot-dev"].versions["7"] = ""
    world.functions["easy-crm-chatbot-dev"].live = "7"

    assert world.open().promised() == {"chatbot": "1", "lead_api": "1"}


def test_published_versions_are_live_only_once_they_are_made_live(world: World) -> None:
    world.change("chatbot")
    world.change("lead_api")
    seen = []

    def make_live(published: Versions) -> None:
        seen.append((published, world.live))

    assert world.open().update(world.bundler, lambda _: None, make_live) == ["chatbot", "lead_api"]
    assert seen == [({"chatbot": "2", "lead_api": "2"}, ("1", "1"))]


def test_calls_are_split_between_two_versions_and_joined_again(world: World) -> None:
    chatbot = world.functions["easy-crm-chatbot-dev"]
    chatbot.versions["2"] = ""

    world.open().split({"chatbot": "1"}, {"chatbot": "2"}, 10)
    assert (chatbot.live, chatbot.weights) == ("1", {"2": 0.1})
    world.open().point({"chatbot": "1"})
    assert (chatbot.live, chatbot.weights) == ("1", {})


def test_a_rollback_after_a_stack_rollback_does_not_go_forward(world: World) -> None:
    chatbot = world.functions["easy-crm-chatbot-dev"]
    world.change("chatbot")
    world.update()
    before = world.open().release_before()
    # CloudFormation publishes the earlier code under a new number.
    chatbot.versions["3"], chatbot.live = "", "3"

    world.open().remember(restores=before)

    with pytest.raises(CommandFailed, match="No earlier release"):
        world.open().roll_back()


def test_an_archive_depends_on_its_files_only_and_differs_from_the_one_of_cdk(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("1")

    first, again = zipped(tmp_path, comment="digest"), zipped(tmp_path, comment="digest")

    assert first == again
    assert zipfile.ZipFile(io.BytesIO(first)).comment == b"digest"
