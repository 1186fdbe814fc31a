"""Rolls the stacks back to the templates that were deployed before.

CloudFormation itself undoes a deployment that fails. This is for one that succeeded and turned out to be wrong: it
deploys the previous templates again. It needs nothing but the account: the work bucket holds the templates, and the
bucket of CDK's bootstrap stack holds their code. Resources that hold data are retained, whatever a template says.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import WaiterError

from easy_crm.config import PARTS
from easy_crm.errors import CommandFailed
from easy_crm.operations.deployment import Deployment
from easy_crm.operations.releases import FOLDER, ReleaseLog

_SETTLED = ("CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "IMPORT_COMPLETE")
_NO_CHANGES = ("didn't contain changes", "No updates are to be performed")
_WAIT = {"Delay": 3, "MaxAttempts": 1200}


@dataclass(frozen=True, slots=True)
class Change:
    """What a rollback does to one resource: `Modify AWS::SQS::Queue BatchesQueue`."""

    part: str
    action: str
    resource: str
    type: str


class StackReleases:
    """The templates that were deployed, and the rollback to them.

    Args:
        deployment: the deployment that holds the stacks.
    """

    def __init__(self, deployment: Deployment) -> None:
        self._deployment = deployment
        self._cloudformation = deployment.account.client("cloudformation")
        self._s3 = deployment.account.client("s3")
        self._bucket = deployment.output("WorkBucketName")
        self._log = ReleaseLog(deployment, "stacks")

    def remember(self) -> None:
        """Records the templates that are live now."""
        live = {}
        for part in self._deployment.stacks:
            body = json.dumps(self._deployment.template(part), sort_keys=True, separators=(",", ":")).encode()
            live[part] = hashlib.sha256(body).hexdigest()[:32]
            self._s3.put_object(Bucket=self._bucket, Key=_key(part, live[part]), Body=body)
        self._log.note(live)

    def roll_back(self, confirm: Callable[[list[Change]], bool]) -> list[str]:
        """Deploys the previous templates; stacks whose template is the same are not touched.

        The stacks are rolled back in the reverse order of a deployment, each before those that it uses.

        Args:
            confirm: called with the changes; nothing changes if it returns False.

        Returns:
            The short names of the stacks that were rolled back; empty when it was not confirmed.

        Raises:
            CommandFailed: when no earlier templates are known, a stack is being changed, or the rollback fails.
        """
        self._require_settled()
        self.remember()
        return self._go_back(confirm)

    def _go_back(self, confirm: Callable[[list[Change]], bool]) -> list[str]:
        before = self._log.before()
        if before is None:
            raise CommandFailed("No earlier templates are known. `./easy-crm deploy` records those that it replaces.")
        position, target = before
        live = self._log.read()[-1].live
        parts = [part for part in reversed(PARTS) if part in target.live and target.live[part] != live.get(part)]
        sets: dict[str, str] = {}
        try:
            for part in parts:
                if name := self._change_set(part, target.live[part]):
                    sets[part] = name
            if not sets:
                # The same templates, written differently.
                self._log.note(target.live, restores=position)
                return self._go_back(confirm)
            if not confirm([change for part, name in sets.items() for change in self._changes(part, name)]):
                return []
            done = list(sets)
            for part in done:
                self._execute(part, sets.pop(part))
        finally:
            for part, name in sets.items():
                self._cloudformation.delete_change_set(StackName=self._stack(part), ChangeSetName=name)
        self._log.note(target.live, restores=position)
        return done

    def _stack(self, part: str) -> str:
        return self._deployment.config.stack_name(part)

    def _require_settled(self) -> None:
        for part, stack in self._deployment.stacks.items():
            status = stack["StackStatus"]
            if status not in _SETTLED:
                raise CommandFailed(
                    f"{self._stack(part)} is {status}. Wait until CloudFormation has finished. "
                    f"To see what happened: ./easy-crm events --env {self._deployment.config.name} --failures"
                )

    def _change_set(self, part: str, digest: str) -> str | None:
        """The name of a change set that restores a template; None when nothing would change."""
        name = f"easy-crm-rollback-{time.time_ns()}"
        region = self._deployment.account.region
        suffix = "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"
        stack = self._deployment.stacks[part]
        self._cloudformation.create_change_set(
            StackName=self._stack(part),
            ChangeSetName=name,
            ChangeSetType="UPDATE",
            TemplateURL=f"https://s3.{region}.{suffix}/{self._bucket}/{_key(part, digest)}",
            Capabilities=["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"],
            Parameters=[
                {"ParameterKey": parameter["ParameterKey"], "UsePreviousValue": True}
                for parameter in stack.get("Parameters", [])
            ],
        )
        try:
            self._cloudformation.get_waiter("change_set_create_complete").wait(
                StackName=self._stack(part), ChangeSetName=name, WaiterConfig=_WAIT
            )
        except WaiterError:
            described = self._cloudformation.describe_change_set(StackName=self._stack(part), ChangeSetName=name)
            reason = described.get("StatusReason", "")
            self._cloudformation.delete_change_set(StackName=self._stack(part), ChangeSetName=name)
            if any(words in reason for words in _NO_CHANGES):
                return None
            raise CommandFailed(f"{self._stack(part)} cannot be rolled back: {reason} Nothing was changed.") from None
        return name

    def _changes(self, part: str, name: str) -> list[Change]:
        answer = self._cloudformation.describe_change_set(StackName=self._stack(part), ChangeSetName=name)
        changes: list[Mapping[str, Any]] = [change["ResourceChange"] for change in answer.get("Changes", [])]
        return [
            Change(part, change["Action"], change["LogicalResourceId"], change["ResourceType"]) for change in changes
        ]

    def _execute(self, part: str, name: str) -> None:
        self._cloudformation.execute_change_set(StackName=self._stack(part), ChangeSetName=name)
        self._cloudformation.get_waiter("stack_update_complete").wait(StackName=self._stack(part), WaiterConfig=_WAIT)


def _key(part: str, digest: str) -> str:
    return f"{FOLDER}/templates/{part}-{digest}.json"
