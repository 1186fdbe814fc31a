"""What differs between environments, typed and frozen; `app.py` picks one and hands it to the stacks.

A stack reads no environment variable and no context: everything it may vary by is a field here.
"""

from __future__ import annotations

from dataclasses import dataclass

from easy_crm.bundling.target import AWS_TARGET, LambdaTarget, host_target

DEFAULT_LOCAL_PORT = 8321


@dataclass(frozen=True, slots=True, kw_only=True)
class Emulator:
    """The AWS emulator on this machine that stands in for an account."""

    port: int

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvironmentConfig:
    """One environment.

    Attributes:
        name: part of every stack and function name.
        emulator: where the emulator answers; None for an environment in AWS.
        target: the Python and processor that functions and layers are bundled for.
        retains_state: whether tables, buckets and users outlive their stack and refuse deletion.
        log_retention: how long logs of functions and of the API are kept; a name of `aws_logs.RetentionDays`.
        log_level: of the functions.
        requests_per_second: sustained rate of the whole API; `request_burst` above it for moments.
        max_upload_bytes: the largest file that the presigned POST accepts.
        upload_days: days that an uploaded file is kept, for a retry of its import.
        import_days: days that an import's batches and ledger are kept, for its report and for undo.
        export_days: days that an exported file is kept.
        writer_concurrency: how many batches are written at once; a new account starts with 10 executions in all.
        deepseek_base_url: address of the DeepSeek API.
        deepseek_model: the model's name.
    """

    name: str
    emulator: Emulator | None = None
    target: LambdaTarget = AWS_TARGET
    retains_state: bool = True
    log_retention: str = "ONE_MONTH"
    log_level: str = "INFO"
    requests_per_second: int = 50
    request_burst: int = 100
    max_upload_bytes: int = 50 * 1024 * 1024
    upload_days: int = 30
    import_days: int = 400
    export_days: int = 2
    writer_concurrency: int = 5
    deepseek_base_url: str = "https://api.deepseek.com"
    deepseek_model: str = "deepseek-flash"

    @property
    def is_local(self) -> bool:
        return self.emulator is not None

    def stack_name(self, stack: str) -> str:
        """`easy-crm-prod-storage` for `storage` in prod."""
        return f"easy-crm-{self.name}-{stack}"

    def function_name(self, function: str) -> str:
        """The physical name, which people type in `logs` and `functions`: `easy-crm-lead_reader-prod`."""
        return f"easy-crm-{function}-{self.name}"


class UnknownEnvironmentError(ValueError):
    """No environment has this name."""

    def __init__(self, name: str | None) -> None:
        asked = f'There is no environment "{name}".' if name else "Which environment?"
        super().__init__(f"{asked} Say one of: " + ", ".join(f"-c env={known}" for known in ENVIRONMENTS) + ".")


ENVIRONMENTS = ("local", "dev", "staging", "prod")


def environment_config(name: str | None, *, port: int = DEFAULT_LOCAL_PORT) -> EnvironmentConfig:
    """The configuration of the environment `name`.

    Args:
        name: one of `ENVIRONMENTS`.
        port: where the emulator listens; used by `local` only.

    Raises:
        UnknownEnvironmentError: for any other name.
    """
    match name:
        case "local":
            return EnvironmentConfig(
                name="local",
                emulator=Emulator(port=port),
                target=host_target(),
                retains_state=False,
                log_retention="ONE_WEEK",
                requests_per_second=1000,
                request_burst=2000,
            )
        case "dev":
            return EnvironmentConfig(name="dev", log_retention="TWO_WEEKS", log_level="DEBUG")
        case "staging":
            return EnvironmentConfig(name="staging")
        case "prod":
            return EnvironmentConfig(name="prod", log_retention="ONE_YEAR", requests_per_second=200, request_burst=400)
        case _:
            raise UnknownEnvironmentError(name)
