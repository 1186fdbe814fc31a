#!/usr/bin/env python3
"""The CDK app: reads the context `env` and `environments.toml`, and synthesizes the stacks of that environment.

With the context `port`, the emulator on that port of this machine takes the place of the AWS account.

cdk synth -c env=prod
CDK_CONTEXT_JSON='{"env": "local", "port": 8321}' CDK_OUTDIR=cdk.out python3 app.py    the same without the CLI
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import aws_cdk as cdk

from easy_crm.application import EasyCrm
from easy_crm.bundling.bundler import Bundler
from easy_crm.bundling.bytecode import CompileError
from easy_crm.bundling.closure import ModuleMissingError
from easy_crm.bundling.layers import LayerBuildError
from easy_crm.config import UnknownEnvironmentError, environment_config
from easy_crm.environments_file import InvalidSettingsError, read_environments
from easy_crm.nag import check_with_nag

ROOT = Path(__file__).resolve().parent


def main() -> None:
    flags = json.loads((ROOT / "cdk.json").read_text(encoding="utf-8"))["context"]
    app = cdk.App(context=flags)
    port = app.node.try_get_context("port")
    config = environment_config(
        app.node.try_get_context("env"), settings=read_environments(ROOT), port=int(port) if port else None
    )
    EasyCrm.build(app, config=config, bundler=Bundler.of_project(ROOT, config.target), frontend=ROOT / "frontend")
    if not config.is_local:
        check_with_nag(app)
    app.synth()


if __name__ == "__main__":
    try:
        main()
    except (UnknownEnvironmentError, InvalidSettingsError, ModuleMissingError, LayerBuildError, CompileError) as error:
        sys.exit(str(error))
