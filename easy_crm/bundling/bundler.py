"""Bundles the code for the stacks: a folder per function, per layer and for the page, with a hash of its content."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path

from easy_crm.bundling.bytecode import compile_folder, compiler_for
from easy_crm.bundling.closure import SourceTree
from easy_crm.bundling.folders import digest_of, make_once
from easy_crm.bundling.layers import LayerFolder, LayerSource, PipLayers
from easy_crm.bundling.website import Website, build_website
from easy_crm.lambda_target import LambdaTarget


@dataclass(frozen=True, slots=True)
class FunctionFolder:
    """A function's code.

    Attributes:
        path: the folder to zip.
        digest: the hash of its content; the same sources give the same hash on every machine.
        handler: the handler's name, `crm.handlers.lead_api.handler`.
        third_party: the top-level names of the imported modules outside `crm`.
    """

    path: Path
    digest: str
    handler: str
    third_party: frozenset[str]


class Bundler:
    """Bundles for one target.

    Args:
        source: the folder with the package `crm`.
        build: the output folder; nothing else writes to it.
        target: the platform that the code runs on.
        layers: builds layers.
    """

    def __init__(self, *, source: Path, build: Path, target: LambdaTarget, layers: LayerSource) -> None:
        self.target = target
        self._tree = SourceTree(source)
        self._build = build
        self._layers = layers
        self._made: dict[str, LayerFolder] = {}

    @classmethod
    def of_project(cls, root: Path, target: LambdaTarget) -> Bundler:
        """The bundler of the project at `root`: sources in `lambda_src`, output in `build`."""
        source, build = root / "lambda_src", root / "build"
        layers = PipLayers(locks=source, build=build)
        return cls(source=source, build=build, target=target, layers=layers)

    def function(self, name: str) -> FunctionFolder:
        """The code of `crm.handlers.<name>` and of everything it imports.

        Raises:
            ModuleMissingError: when one of these modules does not exist.
        """
        module = f"crm.handlers.{name}"
        closure = self._tree.closure(module)
        compiler = compiler_for(self.target)
        sources = digest_of(self._tree.root, closure.files)
        digest = hashlib.sha256(f"{sources} {self.target.python} {compiler is not None}".encode()).hexdigest()

        def fill(draft: Path) -> None:
            for file in closure.files:
                copy = draft / file
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(self._tree.root / file, copy)
            if compiler is not None:
                compile_folder(draft, compiler, shown_as="/var/task")

        path = make_once(self._build / "functions" / f"{name}-{digest[:16]}", fill)
        return FunctionFolder(path, digest, f"{module}.handler", closure.third_party)

    def layer(self, name: str) -> LayerFolder:
        """The layer of `requirements-<name>.txt`."""
        if name not in self._made:
            self._made[name] = self._layers.layer(name, self.target)
        return self._made[name]

    def page(self, frontend: Path) -> Website:
        """The page built from the sources in `frontend`."""
        return build_website(frontend, self._build)
