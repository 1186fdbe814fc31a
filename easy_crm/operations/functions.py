"""Publishes the functions' code as new versions behind the alias `live`, and rolls it back."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from easy_crm.bundling.bundler import Bundler
from easy_crm.errors import CommandFailed
from easy_crm.operations.deployment import Deployment, Resource
from easy_crm.operations.gradual_release import Versions
from easy_crm.operations.releases import ReleaseLog
from easy_crm.operations.validation.resolving import Resolver

_MARK = "code "
_Calls = tuple[str, Mapping[str, float]]
"""Where an alias sends calls: the version, and the shares of other versions."""


class Functions:
    """The functions of one deployment.

    Args:
        deployment: the deployment that holds them.
    """

    def __init__(self, deployment: Deployment) -> None:
        deployment.require()
        self._deployment = deployment
        self._lambda = deployment.account.client("lambda")
        self._log = ReleaseLog(deployment, "functions")
        self._resolve = Resolver(deployment)

    def live(self) -> Versions:
        """The version behind each function's alias; while a release is being tried out, the one before it."""
        return {name: self._calls(physical)[0] for name, physical in self._deployment.functions().items()}

    def remember(self, *, restores: int | None = None) -> None:
        """Records what is live now, for a later rollback.

        Args:
            restores: the earlier release that this one equals, when a rollback of the stacks has published it again.
        """
        self._log.note(self.live(), restores=restores)

    def release_before(self) -> int | None:
        """The release that was live before the current one; None when none is known."""
        self.remember()
        before = self._log.before()
        return before[0] if before else None

    def update(
        self,
        bundler: Bundler,
        report: Callable[[str], None],
        make_live: Callable[[Versions], None] | None = None,
    ) -> list[str]:
        """Publishes the code of every function whose sources differ from the live code.

        Layers stay unchanged: they hold packages, which only a deployment changes.

        Args:
            report: is told which function is being published.
            make_live: is given the published versions, once there are all of them; without it, they are live at once.

        Returns:
            The names of the functions that changed.

        Raises:
            CommandFailed: when a layer's packages differ from the deployed ones.
        """
        self._require_layers(bundler)
        live = self.live()
        self._log.note(live)
        published = {}
        for name, physical in self._deployment.functions().items():
            folder = bundler.function(name)
            if self._is_live(physical, live[name], folder.digest):
                continue
            report(f"{name}: publishing")
            published[name] = self._publish(physical, folder.path, folder.digest)
        if published:
            (make_live or self.point)(published)
            self.remember()
        return list(published)

    def roll_back(self) -> Mapping[str, tuple[str, str]]:
        """Points the aliases at the versions that were live before the current ones.

        Returns:
            The old and the new version of each function that was rolled back.

        Raises:
            CommandFailed: when no earlier release is known, or when an earlier version no longer exists.
        """
        self.remember()
        before = self._log.before()
        if before is None:
            raise CommandFailed(
                "No earlier release of the functions is known. `deploy` and `functions` record each release."
            )
        position, target = before
        live = self.live()
        moved = {name: (live[name], old) for name, old in target.live.items() if live.get(name, old) != old}
        self.point({name: old for name, (_, old) in moved.items()})
        self._log.note(self.live(), restores=position)
        return moved

    def promised(self) -> Versions:
        """The version of each function that CloudFormation published last.

        CloudFormation does not update the alias of an unchanged function, so a rollback would outlive a deployment.
        """
        physical = {arn: name for name, arn in self._deployment.functions().items()}
        promised = {}
        for version in self._deployment.of_type("AWS::Lambda::Version"):
            function, _, number = version.physical_id.rpartition(":")
            promised[physical[function.rpartition(":")[2]]] = number
        return promised

    def point(self, versions: Versions) -> None:
        """Sends all calls of these functions to these versions.

        Raises:
            CommandFailed: when one no longer exists; nothing was changed.
        """
        self._set_aliases({name: (version, {}) for name, version in versions.items()})

    def split(self, versions: Versions, new: Versions, percent: int) -> None:
        """Sends `percent` of the calls of these functions to the versions `new`, and the others to `versions`.

        Raises:
            CommandFailed: when one no longer exists; nothing was changed.
        """
        self._set_aliases({name: (versions[name], {version: percent / 100}) for name, version in new.items()})

    def _set_aliases(self, wanted: Mapping[str, _Calls]) -> None:
        physical = self._deployment.functions()
        changed = {name: calls for name, calls in wanted.items() if self._calls(physical[name]) != calls}
        for name, (version, weights) in changed.items():
            for needed in (version, *weights):
                self._require_version(physical[name], needed)
        for name, (version, weights) in changed.items():
            self._lambda.update_alias(
                FunctionName=physical[name],
                Name=self._deployment.alias,
                FunctionVersion=version,
                RoutingConfig={"AdditionalVersionWeights": weights},
            )

    def _calls(self, function: str) -> _Calls:
        alias = self._lambda.get_alias(FunctionName=function, Name=self._deployment.alias)
        return str(alias["FunctionVersion"]), alias.get("RoutingConfig", {}).get("AdditionalVersionWeights", {})

    def _publish(self, function: str, folder: Path, digest: str) -> str:
        self._set_code(function, ZipFile=zipped(folder, comment=digest))
        version = str(self._lambda.publish_version(FunctionName=function, Description=f"{_MARK}{digest}")["Version"])
        self._lambda.get_waiter("published_version_active").wait(
            FunctionName=function, Qualifier=version, WaiterConfig={"Delay": 1}
        )
        # $LATEST stays as CloudFormation knows it. CloudFormation updates code only when a template names other
        # code, so it would publish this one with the next change of settings, whatever the sources say by then.
        code = self._resolve(self._resource(function).part, self._resource(function).properties["Code"])
        self._set_code(function, S3Bucket=code["S3Bucket"], S3Key=code["S3Key"])
        return version

    def _set_code(self, function: str, **code: Any) -> None:
        self._lambda.update_function_code(FunctionName=function, **code)
        self._lambda.get_waiter("function_updated_v2").wait(FunctionName=function, WaiterConfig={"Delay": 1})

    def _resource(self, function: str) -> Resource:
        return next(one for one in self._deployment.of_type("AWS::Lambda::Function") if one.physical_id == function)

    def _is_live(self, physical: str, version: str, digest: str) -> bool:
        """Whether the version behind the alias is known to hold the code with this digest.

        A version that this command published carries the digest. For one that CloudFormation published, the template
        holds it, unless the alias has been moved away from that version.
        """
        described = self._lambda.get_function_configuration(FunctionName=physical, Qualifier=version)
        description = described.get("Description", "")
        if description.startswith(_MARK):
            return bool(description.removeprefix(_MARK) == digest)
        published = {r.physical_id for r in self._deployment.of_type("AWS::Lambda::Version")}
        if f"{described['FunctionArn'].removesuffix(f':{version}')}:{version}" not in published:
            return False
        return _asset_key(digest) == _asset_of(self._resource(physical), "Code")

    def _require_layers(self, bundler: Bundler) -> None:
        deployed = {_asset_of(layer, "Content") for layer in self._deployment.of_type("AWS::Lambda::LayerVersion")}
        changed = [
            name
            for name in ("runtime", "spreadsheets", "index", "excel")
            if _asset_key(bundler.layer(name).digest) not in deployed
        ]
        if changed:
            raise CommandFailed(
                f"The packages of the layer {' and '.join(changed)} differ from the deployed ones, and this command "
                f"changes code only. Deploy them: {self._deployment.deploy_command}"
            )

    def _require_version(self, function: str, version: str) -> None:
        try:
            self._lambda.get_function_configuration(FunctionName=function, Qualifier=version)
        except self._lambda.exceptions.ResourceNotFoundException as error:
            raise CommandFailed(
                f"Version {version} of {function} no longer exists. Nothing was rolled back."
            ) from error


def zipped(folder: Path, *, comment: str) -> bytes:
    """The folder as a zip archive; the same files give the same bytes.

    Args:
        comment: the archive's comment. It makes the archive differ from the one that CDK builds of the same folder,
            because CloudFormation refuses to publish code that the function's latest version already has.
    """
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = comment.encode()
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), date_time=(1980, 1, 1, 0, 0, 0))
                entry.external_attr = 0o644 << 16
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, path.read_bytes())
    return content.getvalue()


def _asset_key(digest: str) -> str:
    """The object key under which CDK uploads an asset with the hash `digest`: the hash of that hash."""
    return hashlib.sha256(digest.encode()).hexdigest() + ".zip"


def _asset_of(resource: Resource, property_name: str) -> str:
    content: Mapping[str, Any] = resource.properties.get(property_name, {})
    return str(content.get("S3Key", ""))
