"""The user pool."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_cognito as cognito
from constructs import Construct

from easy_crm.config import EnvironmentConfig
from easy_crm.nag import acknowledge

GROUPS = {
    "admin": "May do everything, also with other people's imports",
    "member": "Imports and edits leads",
    "viewer": "Reads, exports and asks",
}


class Users(Construct):
    """The user pool, its three groups, and the page's client.

    Only admins create users (promise 6). The client has no secret, because a page cannot keep one, and signs in
    by SRP, so passwords never leave the browser. `easy-crm` signs in through the admin API. Each renewal of a session
    replaces its refresh token.

    Args:
        config: the environment.
        removal_policy: whether the users outlive the stack.
    """

    def __init__(
        self, scope: Construct, id: str, *, config: EnvironmentConfig, removal_policy: cdk.RemovalPolicy
    ) -> None:
        super().__init__(scope, id)
        self.pool = cognito.UserPool(
            self,
            "Pool",
            self_sign_up_enabled=False,
            sign_in_aliases=cognito.SignInAliases(email=True),
            sign_in_case_sensitive=False,
            auto_verify=cognito.AutoVerifiedAttrs(email=True),
            account_recovery=cognito.AccountRecovery.EMAIL_ONLY,
            password_policy=cognito.PasswordPolicy(
                min_length=12,
                require_lowercase=True,
                require_uppercase=True,
                require_digits=True,
                require_symbols=True,
                temp_password_validity=cdk.Duration.days(7),
            ),
            mfa=cognito.Mfa.REQUIRED if config.mfa else cognito.Mfa.OFF,
            mfa_second_factor=cognito.MfaSecondFactor(otp=True, sms=False) if config.mfa else None,
            deletion_protection=config.retains_state,
            removal_policy=removal_policy,
        )
        for name, description in GROUPS.items():
            cognito.CfnUserPoolGroup(
                self,
                f"{name.capitalize()}Group",
                user_pool_id=self.pool.user_pool_id,
                group_name=name,
                description=description,
            )
        self.client = self.pool.add_client(
            "Page",
            auth_flows=cognito.AuthFlow(user_srp=True, admin_user_password=True),
            disable_o_auth=True,
            generate_secret=False,
            prevent_user_existence_errors=True,
            enable_token_revocation=True,
            id_token_validity=cdk.Duration.hours(1),
            access_token_validity=cdk.Duration.hours(1),
            refresh_token_validity=cdk.Duration.days(30),
            # A refresh token is good for one renewal. The grace period is for an answer that was lost, and for two tabs
            # that renew at the same moment; Cognito allows no longer one.
            refresh_token_rotation_grace_period=cdk.Duration.seconds(60),
        )
        if not config.mfa:
            acknowledge(
                self.pool,
                "AwsSolutions-COG2",
                "Not every office lets people use an authenticator app, so it is an option (mfa).",
            )
        acknowledge(
            self.pool,
            "AwsSolutions-COG8",
            "The Plus plan is billed per user and month; nobody can sign themselves up and passwords are long.",
        )
