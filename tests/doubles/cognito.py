"""A user pool for the page's tests: the server's side of SRP and the challenges that the page answers.

SRP-6a as Cognito uses it: 3072-bit group of RFC 3526, SHA-256, key by HKDF with the info "Caldera Derived Key".
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

POOL_ID = "eu-test-1_Fake"
CLIENT_ID = "fakeclient"

N = int(
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B"
    "302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE6"
    "49286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB9ED529077096966D"
    "670C354E4ABC9804F1746C08CA18217C32905E462E36CE3BE39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF695581718"
    "3995497CEA956AE515D2261898FA051015728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7D"
    "B3970F85A6E1E4C7ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C"
    "BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF",
    16,
)
G = 2


def _padded(number: int) -> bytes:
    """A number as bytes with a leading zero byte when it would look negative."""
    digits = f"{number:x}"
    if len(digits) % 2:
        digits = f"0{digits}"
    elif digits[0] in "89abcdef":
        digits = f"00{digits}"
    return bytes.fromhex(digits)


def _hash(*parts: bytes) -> int:
    return int.from_bytes(hashlib.sha256(b"".join(parts)).digest(), "big")


K = _hash(_padded(N), _padded(G))


class CognitoError(Exception):
    """An error as the service answers it: type and message."""

    def __init__(self, kind: str, message: str = "") -> None:
        super().__init__(message)
        self.kind = kind


@dataclass
class FakeUser:
    """One user of the pool; `temporary` asks for a new password, `totp` for that code, `sets_up` for an app first.

    Attributes:
        provider: the identity provider that the user comes from; None for users of the pool's own.
    """

    email: str
    password: str
    group: str | None = "member"
    temporary: bool = False
    totp: str | None = None
    sets_up: bool = False
    sub: str = field(default_factory=lambda: secrets.token_hex(8))
    provider: str | None = None


@dataclass
class _Attempt:
    user: FakeUser
    a_value: int
    b_secret: int
    salt: int
    block: bytes


class FakeCognito:
    """Answers the operations that the page calls.

    Tokens are unsigned; `claims` says whom the API may let in.
    """

    def __init__(self) -> None:
        self.users: dict[str, FakeUser] = {}
        self.calls: list[str] = []
        self.reset_code = "123456"
        self.app_key = "JBSWY3DPEHPK3PXPJBSWY3DP"
        self._attempts: dict[str, _Attempt] = {}
        self._sessions: dict[str, FakeUser] = {}
        self._tokens: dict[str, FakeUser] = {}
        self._refresh: dict[str, FakeUser] = {}
        self._access: dict[str, FakeUser] = {}

    def add(self, user: FakeUser) -> FakeUser:
        self.users[user.email] = user
        return user

    def user_of(self, token: str) -> FakeUser | None:
        """Whose valid id token this is."""
        return self._tokens.get(token)

    def stored_session(self, user: FakeUser) -> dict[str, str]:
        """What the page keeps in its localStorage for a user who is signed in."""
        result = self.sign_in(user)
        prefix = f"CognitoIdentityServiceProvider.{CLIENT_ID}"
        own = f"{prefix}.{user.sub}"
        tokens = {
            f"{own}.{name[0].lower()}{name[1:]}": result[name] for name in ("IdToken", "AccessToken", "RefreshToken")
        }
        return {f"{prefix}.LastAuthUser": user.sub, f"{own}.clockDrift": "0"} | tokens

    def sign_in(self, user: FakeUser) -> dict[str, str]:
        """The tokens of a new session."""
        return self._signed_in(user)["AuthenticationResult"]  # type: ignore[no-any-return]

    def reject_tokens(self) -> None:
        """Makes the API refuse all id tokens; the page may renew them."""
        self._tokens.clear()

    def end_sessions(self) -> None:
        """Makes everybody sign in again."""
        self._tokens.clear()
        self._refresh.clear()

    def call(self, operation: str, body: dict[str, Any]) -> dict[str, Any]:
        """One operation of the service.

        Raises:
            CognitoError: as the service would.
        """
        self.calls.append(operation)
        return getattr(self, f"_{operation}")(body)  # type: ignore[no-any-return]

    def _InitiateAuth(self, body: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        given = body["AuthParameters"]
        if body["AuthFlow"] != "USER_SRP_AUTH":
            raise CognitoError("InvalidParameterException", "Initiate Auth method not supported for the client.")
        user = self.users.get(given["USERNAME"]) or FakeUser(given["USERNAME"], secrets.token_hex())
        salt, b_secret = secrets.randbits(128), secrets.randbits(256)
        b_value = (K * pow(G, self._x(user, salt), N) + pow(G, b_secret, N)) % N
        block = secrets.token_bytes(64)
        encoded = base64.b64encode(block).decode()
        self._attempts[encoded] = _Attempt(user, int(given["SRP_A"], 16), b_secret, salt, block)
        return {
            "ChallengeName": "PASSWORD_VERIFIER",
            "ChallengeParameters": {
                "USER_ID_FOR_SRP": user.sub,
                "USERNAME": user.sub,
                "SRP_B": f"{b_value:x}",
                "SALT": f"{salt:x}",
                "SECRET_BLOCK": encoded,
            },
        }

    def _GetTokensFromRefreshToken(self, body: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        """Renews a session as a client that rotates refresh tokens, whose grace period is over at once."""
        assert body.keys() == {"ClientId", "RefreshToken"}
        user = self._refresh.pop(body["RefreshToken"], None)
        if user is None:
            raise CognitoError("NotAuthorizedException", "Refresh Token has expired")
        return self._signed_in(user)

    def _RespondToAuthChallenge(self, body: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        given = body["ChallengeResponses"]
        if body["ChallengeName"] == "PASSWORD_VERIFIER":
            user = self._verified(given)
            if user.temporary:
                return self._challenge(
                    "NEW_PASSWORD_REQUIRED", user, {"userAttributes": "{}", "requiredAttributes": "[]"}
                )
            return self._second_factor(user)
        user = self._sessions.pop(body["Session"])
        if body["ChallengeName"] == "NEW_PASSWORD_REQUIRED":
            self._check_policy(given["NEW_PASSWORD"])
            user.password, user.temporary = given["NEW_PASSWORD"], False
            return self._second_factor(user)
        if body["ChallengeName"] == "MFA_SETUP":
            user.sets_up = False
        elif given["SOFTWARE_TOKEN_MFA_CODE"] != user.totp:
            raise CognitoError("CodeMismatchException", "Invalid code received for user")
        return self._signed_in(user)

    def _second_factor(self, user: FakeUser) -> dict[str, Any]:
        if user.sets_up:
            return self._challenge("MFA_SETUP", user, {"MFAS_CAN_SETUP": '["SOFTWARE_TOKEN_MFA"]'})
        return self._challenge("SOFTWARE_TOKEN_MFA", user) if user.totp else self._signed_in(user)

    def _AssociateSoftwareToken(self, body: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        user = self._sessions.pop(body["Session"])
        return {"SecretCode": self.app_key, "Session": self._challenge("", user)["Session"]}

    def _VerifySoftwareToken(self, body: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        user = self._sessions[body["Session"]]
        if body["UserCode"] != user.totp:
            raise CognitoError("EnableSoftwareTokenMFAException", "Code mismatch")
        return {"Status": "SUCCESS", "Session": self._challenge("", user)["Session"]}

    def _ForgotPassword(self, _body: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        return {"CodeDeliveryDetails": {"DeliveryMedium": "EMAIL", "Destination": "a***@e***"}}

    def _ConfirmForgotPassword(self, body: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        if body["ConfirmationCode"] != self.reset_code:
            raise CognitoError("CodeMismatchException", "Invalid verification code provided, please try again.")
        self._check_policy(body["Password"])
        self.users[body["Username"]].password = body["Password"]
        return {}

    def _ChangePassword(self, body: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        user = self._access[body["AccessToken"]]
        if body["PreviousPassword"] != user.password:
            raise CognitoError("NotAuthorizedException", "Incorrect username or password.")
        self._check_policy(body["ProposedPassword"])
        user.password = body["ProposedPassword"]
        return {}

    def _verified(self, given: dict[str, str]) -> FakeUser:
        attempt = self._attempts.pop(given["PASSWORD_CLAIM_SECRET_BLOCK"])
        user = attempt.user
        x = self._x(user, attempt.salt)
        b_value = (K * pow(G, x, N) + pow(G, attempt.b_secret, N)) % N
        u = _hash(_padded(attempt.a_value), _padded(b_value))
        s = pow(attempt.a_value * pow(G, x * u, N), attempt.b_secret, N)
        extracted = hmac.digest(_padded(u), _padded(s), "sha256")
        key = hmac.digest(extracted, b"Caldera Derived Key\x01", "sha256")[:16]
        pool = POOL_ID.partition("_")[2].encode()
        claim = pool + user.sub.encode() + attempt.block + given["TIMESTAMP"].encode()
        expected = base64.b64encode(hmac.digest(key, claim, "sha256")).decode()
        if not hmac.compare_digest(expected, given["PASSWORD_CLAIM_SIGNATURE"]):
            raise CognitoError("NotAuthorizedException", "Incorrect username or password.")
        return user

    def _challenge(self, name: str, user: FakeUser, parameters: dict[str, str] | None = None) -> dict[str, Any]:
        session = secrets.token_hex()
        self._sessions[session] = user
        return {"ChallengeName": name, "Session": session, "ChallengeParameters": parameters or {}}

    def _signed_in(self, user: FakeUser) -> dict[str, Any]:
        token, refresh = _token(user), secrets.token_hex()
        self._tokens[token] = self._refresh[refresh] = user
        access = _token(user)
        self._access[access] = user
        result = {"IdToken": token, "AccessToken": access, "RefreshToken": refresh, "ExpiresIn": 3600}
        return {"AuthenticationResult": result, "ChallengeParameters": {}}

    @staticmethod
    def _x(user: FakeUser, salt: int) -> int:
        identity = hashlib.sha256(f"{POOL_ID.partition('_')[2]}{user.sub}:{user.password}".encode()).digest()
        return _hash(_padded(salt), identity)

    @staticmethod
    def _check_policy(password: str) -> None:
        if len(password) < 12:
            message = "Password did not conform with policy: Password not long enough"
            raise CognitoError("InvalidPasswordException", message)


def _token(user: FakeUser) -> str:
    now = int(time.time())
    claims: dict[str, Any] = {"sub": user.sub, "email": user.email, "iat": now, "exp": now + 3600, "token_use": "id"}
    claims |= {"cognito:username": user.sub, "jti": secrets.token_hex(8)}
    if user.group:
        claims["cognito:groups"] = [user.group]
    if user.provider:
        # Cognito puts whoever comes from a provider into a group of that provider's.
        claims["cognito:groups"] = [f"{POOL_ID}_{user.provider}", *claims.get("cognito:groups", [])]
        claims["identities"] = [{"providerName": user.provider, "userId": user.email}]
    parts = [json.dumps({"alg": "none"}).encode(), json.dumps(claims).encode(), b"fake"]
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)
