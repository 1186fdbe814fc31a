"""The user pool, and the organisation's identity provider beside it."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_cognito as cognito
from constructs import Construct

from easy_crm.config import EnvironmentConfig
from easy_crm.nag import acknowledge
from easy_crm.website_config import sign_in_prefix

GROUPS = {
    "admin": "May do everything, also with other people's imports",
    "member": "Imports and edits leads",
    "viewer": "Reads, exports and asks",
}

_SAML_EMAIL = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress"
"""The usual name of the address in a SAML assertion."""


class Users(Construct):
    """The user pool, its three groups, and the page's client.

    Only admins create users (promise 6). The client has no secret, because a page cannot keep one, and signs in
    by SRP, so passwords never leave the browser. `easy-crm` signs in through the admin API. Each renewal of a session
    replaces its refresh token.

    Where the organisation has an identity provider, its people may sign in there instead. Cognito makes a user of
    whoever it lets in, without a group; an admin gives one.

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
        provider = self._provider(config) if config.identity_provider else None
        self.client = self.pool.add_client(
            "Page",
            auth_flows=cognito.AuthFlow(user_srp=True, admin_user_password=True),
            disable_o_auth=provider is None,
            o_auth=_sign_in_at(config.domain) if provider else None,
            # What Cognito's own page offers. Users of the pool sign in by SRP, on ours.
            supported_identity_providers=(
                [cognito.UserPoolClientIdentityProvider.custom(provider.provider_name)] if provider else None
            ),
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

    def _provider(self, config: EnvironmentConfig) -> cognito.IUserPoolIdentityProvider:
        """The identity provider, and the domain through which Cognito talks to it."""
        self.pool.add_domain(
            "Domain",
            cognito_domain=cognito.CognitoDomainOptions(
                domain_prefix=sign_in_prefix(config, cdk.Stack.of(self).account)
            ),
        )
        if config.saml_metadata_url:
            return cognito.UserPoolIdentityProviderSaml(
                self,
                "Provider",
                user_pool=self.pool,
                name=config.identity_provider,
                metadata=cognito.UserPoolIdentityProviderSamlMetadata.url(config.saml_metadata_url),
                attribute_mapping=cognito.AttributeMapping(email=cognito.ProviderAttribute.other(_SAML_EMAIL)),
            )
        if not (config.oidc_issuer and config.oidc_client_id and config.oidc_client_secret):
            raise ValueError(f"{config.identity_provider} has neither SAML metadata nor an OpenID Connect client")
        return cognito.UserPoolIdentityProviderOidc(
            self,
            "Provider",
            user_pool=self.pool,
            name=config.identity_provider,
            issuer_url=config.oidc_issuer,
            client_id=config.oidc_client_id,
            # A reference that CloudFormation resolves: the secret itself is in no template.
            client_secret=cdk.SecretValue.secrets_manager(config.oidc_client_secret).unsafe_unwrap(),
            scopes=["openid", "email"],
            attribute_mapping=cognito.AttributeMapping(email=cognito.ProviderAttribute.other("email")),
        )


def _sign_in_at(domain: str | None) -> cognito.OAuthSettings:
    """The authorization-code flow, back to the page and nowhere else. The page adds PKCE."""
    page = [f"https://{domain}/"]
    return cognito.OAuthSettings(
        flows=cognito.OAuthFlows(authorization_code_grant=True),
        scopes=[cognito.OAuthScope.OPENID, cognito.OAuthScope.EMAIL],
        callback_urls=page,
        logout_urls=page,
    )
