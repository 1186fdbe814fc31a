"""The service with which an admin changes accounts."""

from __future__ import annotations

from crm.accounts.administration import Administration
from crm.accounts.directory import AccountDirectory
from crm.aws import clients
from crm.settings import Settings
from crm.users import User


def administration(settings: Settings, user: User) -> Administration:
    return Administration(AccountDirectory(clients.cognito(), settings.user_pool_id), user)
