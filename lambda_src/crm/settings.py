"""What the deployment tells a function through its environment; the only place that reads it.

Every name is required only by the functions that use it: asking for one that the stack did not set is a
deployment error and says which.
"""

from __future__ import annotations

import os
from collections.abc import Mapping


class MissingSettingError(RuntimeError):
    """The stack did not give this function a variable that its code needs."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The environment variable {name} is not set on this function: check its stack.")


class Settings:
    """Typed access to the environment.

    Args:
        environment: the variables; `os.environ` when absent.
    """

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        self._environment = os.environ if environment is None else environment

    def _required(self, name: str) -> str:
        value = self._environment.get(name, "")
        if not value:
            raise MissingSettingError(name)
        return value

    @property
    def environment(self) -> str:
        return self._required("ENVIRONMENT")

    @property
    def function(self) -> str:
        """The name of its handler, `batch_worker`; Powertools writes it into each log line, too."""
        return self._required("POWERTOOLS_SERVICE_NAME")

    @property
    def leads_table(self) -> str:
        return self._required("LEADS_TABLE")

    @property
    def imports_table(self) -> str:
        return self._required("IMPORTS_TABLE")

    @property
    def changes_table(self) -> str:
        return self._required("CHANGES_TABLE")

    @property
    def mappings_table(self) -> str:
        return self._required("MAPPINGS_TABLE")

    @property
    def user_pool_id(self) -> str:
        return self._required("USER_POOL_ID")

    @property
    def uploads_bucket(self) -> str:
        return self._required("UPLOADS_BUCKET")

    @property
    def work_bucket(self) -> str:
        return self._required("WORK_BUCKET")

    @property
    def batch_queue_url(self) -> str:
        return self._required("BATCH_QUEUE_URL")

    @property
    def intake_queue_url(self) -> str:
        return self._required("INTAKE_QUEUE_URL")

    @property
    def export_queue_url(self) -> str:
        return self._required("EXPORT_QUEUE_URL")

    @property
    def index_queue_url(self) -> str:
        return self._required("INDEX_QUEUE_URL")

    @property
    def athena_table(self) -> str:
        """The table in Athena as SQL names it, `easy_crm_prod.leads`; "" where the environment has none."""
        return self._environment.get("ATHENA_TABLE", "")

    @property
    def max_upload_bytes(self) -> int:
        return int(self._required("MAX_UPLOAD_BYTES"))

    @property
    def deepseek_secret_id(self) -> str:
        """Name or ARN of the secret that holds the key, "" when this function may not read it."""
        return self._environment.get("DEEPSEEK_SECRET_ID", "")

    @property
    def deepseek_base_url(self) -> str:
        return self._required("DEEPSEEK_BASE_URL")

    @property
    def deepseek_model(self) -> str:
        return self._required("DEEPSEEK_MODEL")
