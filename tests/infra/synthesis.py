"""Synthesizes the app without network and without the real functions, whose bundles have tests of their own."""

from __future__ import annotations

import fcntl
import hashlib
import json
import re
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest

from easy_crm.application import EasyCrm
from easy_crm.bundling.bundler import Bundler
from easy_crm.bundling.layers import LayerFolder
from easy_crm.config import ENVIRONMENTS, EnvironmentConfig, environment_config
from easy_crm.lambda_target import LambdaTarget
from easy_crm.templates import System

PROJECT = Path(__file__).resolve().parents[2]
STACKS = ("storage", "processing", "api", "frontend", "monitoring")
FUNCTIONS = (
    "file_upload",
    "lead_splitter",
    "batch_worker",
    "dead_letter",
    "sweeper",
    "index_writer",
    "import_api",
    "lead_api",
    "lead_exporter",
    "user_api",
    "chatbot",
)

EVERY_ENVIRONMENT = [
    pytest.param(name, marks=() if name in ("local", "prod") else pytest.mark.slow) for name in ENVIRONMENTS
]
"""For tests of each environment: all but those that most tests use have to be synthesized for it."""

CANARY = "sk-canary-5b1f0c"
"""The DeepSeek key in the environment of every synthesis, to look for in what it writes."""

EVERYTHING: dict[str, Any] = {
    "account": "012345678901",
    "region": "eu-central-1",
    "domain": "crm.example.com",
    "certificate_arn": "arn:aws:acm:us-east-1:012345678901:certificate/1-2",
    "first_admin_email": "ann@example.com",
    "alarm_email": "operations@example.com",
    "monthly_budget_usd": 50,
    "customer_keys": True,
    "web_firewall": True,
    "athena_table": True,
    "mfa": True,
    "warm_read_units": 20_000,
    "warm_write_units": 40_000,
    "identity_provider": "Acme",
    "oidc_issuer": "https://login.acme.example",
    "oidc_client_id": "easy-crm",
    "oidc_client_secret": "easy-crm/prod/oidc",
}
"""Every option of an environment, on."""


class ReadyLayers:
    """Layers that need no pip: one folder with one module."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def layer(self, name: str, target: LambdaTarget) -> LayerFolder:  # noqa: ARG002
        packages = self._folder / name / "python"
        packages.mkdir(parents=True, exist_ok=True)
        (packages / "package.py").write_text(f"NAME = {name!r}\n")
        return LayerFolder(packages.parent, ("a" if name == "runtime" else "b") * 64)


class QuickCompiler:
    """Starts no interpreter: what it writes as bytecode is the source."""

    name = "quick"

    def compile(self, folder: Path, *, shown_as: str) -> None:  # noqa: ARG002
        for module in sorted(folder.rglob("*.py")):
            cache = module.parent / "__pycache__"
            cache.mkdir(exist_ok=True)
            shutil.copyfile(module, cache / f"{module.stem}.{self.name}.pyc")


@dataclass(frozen=True)
class Synthesized:
    """What `synth` has written for one environment.

    Attributes:
        outdir: the cloud assembly.
    """

    system: System
    outdir: Path

    def artifacts(self) -> dict[str, dict[str, Any]]:
        """What the assembly's manifest says of each stack, by its short name."""
        artifacts: dict[str, dict[str, Any]] = json.loads((self.outdir / "manifest.json").read_text())["artifacts"]
        return {
            name.rpartition("-")[2]: artifact
            for name, artifact in artifacts.items()
            if artifact["type"] == "aws:cloudformation:stack"
        }


def ready_bundler(target: LambdaTarget, *, source: Path, folder: Path) -> Bundler:
    """Bundles without pip and without compiling."""
    layers = ReadyLayers(folder / "layers")
    return Bundler(source=source, build=folder / "build", target=target, layers=layers, compiler=QuickCompiler())


def layers_of(function: str, app: Synthesized) -> list[str]:
    """The names of a function's layers."""
    place = app.system.functions()[function]
    resources = [app.system.follow(place.stack, layer) for layer in app.system.function(function)["Layers"]]
    return [re.sub(r"Kit(\w+)Layer\w*", r"\1", resource.logical_id).lower() for resource in resources if resource]


_METADATA = "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\nRequires-Dist: needed @ file:///nowhere/needed.whl\n"
"""It requires a package that cannot be installed."""


def tiny_lock(folder: Path, wheel: Path) -> None:
    """Writes the lock of a layer `tiny` of one wheel, which pip installs without network."""
    hashed = hashlib.sha256(wheel.read_bytes()).hexdigest()
    (folder / "requirements-tiny.lock").write_text(f"{wheel} --hash=sha256:{hashed}\n")


def tiny_wheel(folder: Path, files: dict[str, str], *, tag: str = "py3-none-any") -> Path:
    """The wheel of a package `tiny` with these files."""
    metadata = "tiny-1.0.dist-info"
    wheel = folder / f"tiny-1.0-{tag}.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
        archive.writestr(f"{metadata}/METADATA", _METADATA)
        archive.writestr(f"{metadata}/WHEEL", f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {tag}\n")
        archive.writestr(f"{metadata}/RECORD", "")
    return wheel


def small_source(folder: Path) -> Path:
    """A source folder with a one-line handler for every function."""
    handlers = folder / "crm" / "handlers"
    handlers.mkdir(parents=True)
    for package in (handlers.parent, handlers):
        (package / "__init__.py").write_text("")
    for name in FUNCTIONS:
        (handlers / f"{name}.py").write_text("def handler(event, context):\n    return None\n")
    return folder


def small_frontend(folder: Path) -> Path:
    """A page of two files."""
    (folder / "js").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><title>Page</title>")
    (folder / "js" / "main.js").write_text("export {};\n")
    return folder


def build(config: EnvironmentConfig, *, source: Path, frontend: Path, folder: Path) -> tuple[cdk.App, EasyCrm]:
    """The app before `synth`, with the feature flags of `cdk.json`."""
    flags = json.loads((PROJECT / "cdk.json").read_text())["context"]
    app = cdk.App(context=flags, outdir=str(folder / "cdk.out"))
    bundler = ready_bundler(config.target, source=source, folder=folder)
    return app, EasyCrm.build(app, config=config, bundler=bundler, frontend=frontend)


def synthesize(environment: str, *, source: Path, frontend: Path, folder: Path) -> Synthesized:
    """The app of an environment with its defaults."""
    return synthesize_as(environment_config(environment), source=source, frontend=frontend, folder=folder)


def synthesize_as(config: EnvironmentConfig, *, source: Path, frontend: Path, folder: Path) -> Synthesized:
    """`synthesize` with a configuration of the test's own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DEEPSEEK_API_KEY", CANARY)
        app, _ = build(config, source=source, frontend=frontend, folder=folder)
        outdir = Path(app.synth().directory)
    return Synthesized(System.of_assembly(outdir), outdir)


def synthesized_once(config: EnvironmentConfig, folder: Path) -> Synthesized:
    """`synthesize_as` with small sources; of several processes, the first one does it for all.

    Args:
        folder: of this configuration; what the processes share.
    """
    folder.mkdir(parents=True, exist_ok=True)
    outdir, done = folder / "cdk.out", folder / "done"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            source, frontend = small_source(folder / "source"), small_frontend(folder / "frontend")
            synthesize_as(config, source=source, frontend=frontend, folder=folder)
            done.touch()
    return Synthesized(System.of_assembly(outdir), outdir)
