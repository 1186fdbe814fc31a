"""Writes docs/configuration.md from the settings and from the synthesized templates.

    ./easy-crm synth --env prod && .venv/bin/python -m easy_crm.reference.configuration

A test compares it with the committed one.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Mapping
from pathlib import Path

from easy_crm import paths
from easy_crm.config import EnvironmentConfig, environment_config
from easy_crm.environments_file import FILE_NAME, SETTINGS
from easy_crm.templates import NoAssemblyError, System

DOCUMENT = paths.ROOT / "docs" / "configuration.md"
_IN_AWS = ("dev", "staging", "prod")

_HEAD = f"""# Configuration

`.venv/bin/python -m easy_crm.reference.configuration` generates this page from the code; a test compares the two.

`{FILE_NAME}` in the project's folder holds the settings of an installation: one table per environment. Commit it with
the sources. `./easy-crm deploy` asks for required settings that are missing and writes them there. Without the file,
every environment has its defaults and is deployed to the account of the credentials. A wrong key or value stops the
synthesis with a message that says what is allowed.

```toml
[prod]
account = "123456789012"
region = "eu-central-1"
domain = "crm.example.com"
certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/0a1b2c3d-1111-2222-3333-444455556666"
alarm_email = "operations@example.com"
monthly_budget_usd = 50
```

The file holds no secrets. The DeepSeek key comes from `DEEPSEEK_API_KEY` at deployment, or from
`./easy-crm secret set`.

## Settings of an environment
"""

_CONTEXT = """
## Context of the CDK app

| `-c` | meaning |
|---|---|
| `env` | the environment: local, dev, staging or prod; required |
| `port` | deploy to an emulator on this port of this machine instead of an account; state is deleted with the \
stacks, and there is no custom domain and no web firewall |

## Functions

The resources and environment variables of each function. Names of tables, buckets and queues are references.

| function | seconds | MB | variables |
|---|---|---|---|
"""


def descriptions() -> Mapping[str, str]:
    """Each field of `EnvironmentConfig` with its description from the docstring."""
    attributes = inspect.cleandoc(EnvironmentConfig.__doc__ or "").partition("Attributes:\n")[2]
    found = re.findall(r"^    (\w+): (.*(?:\n        .*)*)", attributes, re.MULTILINE)
    return {name: re.sub(r"\s+", " ", text) for name, text in found}


def _default(key: str) -> str:
    values = {name: getattr(environment_config(name), key) for name in _IN_AWS}
    if len(set(values.values())) == 1:
        return _written(values["prod"])
    return ", ".join(f"{name}: {_written(value)}" for name, value in values.items())


def _written(value: object) -> str:
    match value:
        case None:
            return "none"
        case bool():
            return f"`{str(value).lower()}`"
        case str():
            return f'`"{value}"`'
        case _:
            return f"`{value}`"


def reference(system: System) -> str:
    """The document.

    Args:
        system: the templates of prod.
    """
    described = descriptions()
    settings = [
        f"### `{key}`\n\n{_sentence(described[key])} Must be {setting.wanted}. Default: {_default(key)}.\n"
        for key, setting in SETTINGS.items()
    ]
    rows = []
    for name in sorted(system.functions()):
        function = system.function(name)
        variables = ", ".join(f"`{variable}`" for variable in sorted(system.variables(name)))
        rows.append(f"| {name} | {function['Timeout']} | {function['MemorySize']} | {variables} |\n")
    return _HEAD + "\n" + "\n".join(settings) + _CONTEXT + "".join(rows)


def _sentence(text: str) -> str:
    text = text[0].upper() + text[1:]
    return text if text.endswith(".") else f"{text}."


if __name__ == "__main__":
    try:
        assembly = Path(sys.argv[1]) if len(sys.argv) > 1 else paths.ROOT / "cdk.out"
        DOCUMENT.write_text(reference(System.of_assembly(assembly)), encoding="utf-8")
    except NoAssemblyError as error:
        sys.exit(str(error))
