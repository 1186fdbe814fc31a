"""The base class of stacks with functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from constructs import Construct

from easy_crm.bundling.bundler import Bundler
from easy_crm.config import EnvironmentConfig
from easy_crm.constructs.app_stack import AppStack
from easy_crm.constructs.crm_function import CrmFunction, FunctionKit, FunctionSize
from easy_crm.storage_stack import StorageStack


class FunctionStack(AppStack):
    """A stack of functions that work on the state in `storage`.

    Args:
        config: the environment.
        summary: what the stack holds, for its description in CloudFormation.
        storage: the stack that holds state.
        bundler: bundles code and layers.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        config: EnvironmentConfig,
        summary: str,
        storage: StorageStack,
        bundler: Bundler,
    ) -> None:
        super().__init__(scope, id, config=config, summary=summary)
        self._storage = storage
        self._kit = FunctionKit(self, "Kit", config=config, bundler=bundler, key=storage.key)

    def _function(
        self, id: str, name: str, size: FunctionSize, environment: Mapping[str, str], *, layers: Sequence[str] = ()
    ) -> CrmFunction:
        return CrmFunction(self, id, name=name, kit=self._kit, size=size, environment=environment, layers=layers)
