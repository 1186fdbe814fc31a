"""Bundles the code for the stacks: a folder per function, per layer and for the page, with a hash of its content."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path

from easy_crm.bundling.bytecode import Compiler, compiler_for
from easy_crm.bundling.closure import PACKAGE, SourceTree
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
        compiler: compiles the functions' modules.
    """

    def __init__(
        self, *, source: Path, build: Path, target: LambdaTarget, layers: LayerSource, compiler: Compiler
    ) -> None:
        self.target = target
        self._compiler = compiler
        self._tree = SourceTree(source)
        self._build = build
        self._layers = layers
        self._made: dict[str, LayerFolder] = {}

    @classmethod
    def of_project(cls, root: Path, target: LambdaTarget) -> Bundler:
        """The bundler of the project at `root`: sources in `lambda_src`, output in `build`."""
        source, build = root / "lambda_src", root / "build"
        compiler = compiler_for(target, root)
        layers = PipLayers(locks=source, build=build, compiler=compiler)
        return cls(source=source, build=build, target=target, layers=layers, compiler=compiler)

    def function(self, name: str) -> FunctionFolder:
        """The code of `crm.handlers.<name>` and of everything it imports.

        Raises:
            ModuleMissingError: when one of these modules does not exist.
            CompileError: when they cannot be compiled.
        """
        module = f"crm.handlers.{name}"
        closure = self._tree.closure(module)
        sources = digest_of(self._tree.root, closure.files)
        digest = hashlib.sha256(f"{sources} {self.target.python} {self._compiler.name}".encode()).hexdigest()

        def fill(draft: Path) -> None:
            compiled = self._compiled()
            for file in closure.files:
                _copy(self._tree.root / file, draft / file)
                if file.suffix == ".py":
                    (bytecode,) = (compiled / file).parent.glob(f"__pycache__/{file.stem}.*.pyc")
                    _copy(bytecode, draft / bytecode.relative_to(compiled))

        path = make_once(self._build / "functions" / f"{name}-{digest[:16]}", fill)
        return FunctionFolder(path, digest, f"{module}.handler", closure.third_party)

    def _compiled(self) -> Path:
        """All modules of the package with their bytecode: starting the compiler takes longer than compiling them."""
        root = self._tree.root
        modules = sorted(path.relative_to(root) for path in (root / PACKAGE).rglob("*.py"))
        key = hashlib.sha256(f"{digest_of(root, modules)} {self._compiler.name}".encode()).hexdigest()

        def fill(draft: Path) -> None:
            for module in modules:
                _copy(root / module, draft / module)
            self._compiler.compile(draft, shown_as="/var/task")

        return make_once(self._build / "compiled" / key[:16], fill)

    def layer(self, name: str) -> LayerFolder:
        """The layer of `requirements-<name>.txt`."""
        if name not in self._made:
            self._made[name] = self._layers.layer(name, self.target)
        return self._made[name]

    def page(self, frontend: Path) -> Website:
        """The page built from the sources in `frontend`."""
        return build_website(frontend, self._build)


def _copy(file: Path, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, to)
