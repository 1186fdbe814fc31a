"""The quotas of an account that a deployment depends on."""

from __future__ import annotations

from easy_crm.operations.account import Account


def concurrent_runs(account: Account) -> int | None:
    """How many functions the account may run at once in its region; None if the credentials may not read that."""
    client = account.client("lambda")
    try:
        limits = client.get_account_settings()["AccountLimit"]
    except client.exceptions.ClientError as error:
        if error.response["Error"]["Code"] != "AccessDeniedException":
            raise
        return None
    return int(limits["ConcurrentExecutions"])
