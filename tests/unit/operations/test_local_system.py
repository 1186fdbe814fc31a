"""Local deployments: progress from the output of `cdk`, passwords that the user pool accepts, the stored key."""

from __future__ import annotations

from typing import Any

from easy_crm.operations.cognito_users import new_password
from easy_crm.operations.deepseek_key import put_deepseek_key
from easy_crm.operations.local_system import STACKS, _stack_progress


def progress_of(*lines: str) -> list[tuple[str, float]]:
    told: list[tuple[str, float]] = []
    line = _stack_progress(lambda what, share: told.append((what, share)))
    for text in lines:
        line(text)
    return told


def test_resources_advance_the_progress_of_their_stack() -> None:
    told = progress_of(
        f"{STACKS[0]} |  0/10 | 6:50:35 AM | CREATE_IN_PROGRESS | AWS::S3::Bucket | Bucket",
        f"{STACKS[0]} | 10/10 | 6:50:36 AM | CREATE_COMPLETE | AWS::S3::Bucket | Bucket",
        f"{STACKS[3]} |  8/16 | 6:50:37 AM | CREATE_COMPLETE | AWS::Lambda::Function | Function",
    )

    assert [what for what, _ in told] == [
        f"Deploying {STACKS[0]}",
        f"Deploying {STACKS[0]}",
        f"Deploying {STACKS[3]}",
    ]
    shares = [share for _, share in told]
    assert shares == sorted(shares)
    assert 0.3 <= shares[0] < shares[-1] < 1.0


def test_other_output_of_cdk_is_no_progress() -> None:
    assert (
        progress_of("", "Outputs:", "CDKToolkit |  1/12 | 6:50 | CREATE_COMPLETE | x", "easy-crm | no | numbers") == []
    )


def test_passwords_have_every_kind_of_character_and_differ() -> None:
    passwords = [new_password() for _ in range(50)]

    assert len(set(passwords)) == 50
    for password in passwords:
        assert len(password) >= 12
        assert any(letter.islower() for letter in password)
        assert any(letter.isupper() for letter in password)
        assert any(letter.isdigit() for letter in password)
        assert "-" in password


class FakeSecrets:
    """Secrets Manager with one secret, which may have no value yet."""

    class exceptions:  # noqa: N801 - boto3's name
        class ResourceNotFoundException(Exception):
            pass

    def __init__(self, value: str | None = None) -> None:
        self.value = value
        self.written: list[str] = []

    def get_secret_value(self, *, SecretId: str) -> dict[str, str]:  # noqa: N803
        assert SecretId == "key"
        if self.value is None:
            raise self.exceptions.ResourceNotFoundException
        return {"SecretString": self.value}

    def put_secret_value(self, *, SecretId: str, SecretString: str) -> None:  # noqa: N803
        assert SecretId == "key"
        self.value = SecretString
        self.written.append(SecretString)


def put(secrets: Any, key: str | None) -> bool:
    return put_deepseek_key(secrets, "key", key)


def test_a_new_key_is_stored_bare_and_only_once() -> None:
    secrets = FakeSecrets()

    assert put(secrets, " sk-1\n") is True
    assert put(secrets, "sk-1") is False
    assert put(secrets, "sk-2") is True

    assert secrets.written == ["sk-1", "sk-2"]


def test_without_a_key_the_stored_key_stays() -> None:
    secrets = FakeSecrets("sk-1")

    assert [put(secrets, key) for key in (None, "", "  ")] == [False, False, False]
    assert secrets.value == "sk-1"
