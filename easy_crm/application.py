"""Builds the stacks of one environment."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import aws_cdk as cdk
from constructs import Construct

from easy_crm.api_stack import ApiStack
from easy_crm.bundling.bundler import Bundler
from easy_crm.config import EnvironmentConfig
from easy_crm.frontend_stack import FrontendStack
from easy_crm.monitoring_stack import MonitoringStack
from easy_crm.processing_stack import ProcessingStack
from easy_crm.storage_stack import StorageStack


@dataclass(frozen=True, slots=True)
class EasyCrm:
    """The stacks of one environment; each depends only on earlier ones."""

    storage: StorageStack
    processing: ProcessingStack
    api: ApiStack
    frontend: FrontendStack
    monitoring: MonitoringStack

    @classmethod
    def build(cls, scope: Construct, *, config: EnvironmentConfig, bundler: Bundler, frontend: Path) -> EasyCrm:
        """Adds the stacks to `scope`, an app or a stage.

        Args:
            config: the environment.
            bundler: bundles code and layers.
            frontend: the folder with the page's files.
        """
        storage = StorageStack(scope, config.stack_name("storage"), config=config)
        processing = ProcessingStack(
            scope, config.stack_name("processing"), config=config, storage=storage, bundler=bundler
        )
        api = ApiStack(scope, config.stack_name("api"), config=config, storage=storage, bundler=bundler)
        page = FrontendStack(
            scope,
            config.stack_name("frontend"),
            config=config,
            storage=storage,
            api=api,
            page=bundler.page(frontend),
        )
        monitoring = MonitoringStack(
            scope,
            config.stack_name("monitoring"),
            config=config,
            storage=storage,
            processing=processing,
            api=api,
        )
        cdk.Tags.of(scope).add("application", "easy-crm")
        cdk.Tags.of(scope).add("environment", config.name)
        return cls(storage, processing, api, page, monitoring)
