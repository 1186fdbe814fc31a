"""The key of a lead names nobody: without the installation's salt it cannot be worked out from an address."""

from __future__ import annotations

from crm.statements.keys import is_key, key_of

ADA = "email#ada@x.example"


def test_one_identity_has_one_key_in_an_installation_and_another_in_the_next() -> None:
    assert key_of(ADA, b"one") == key_of(ADA, b"one")
    assert key_of(ADA, b"one") != key_of(ADA, b"two")


def test_two_identities_have_two_keys() -> None:
    assert key_of(ADA, b"one") != key_of("email#bob@x.example", b"one")


def test_what_can_be_no_key_is_not_looked_up() -> None:
    assert is_key(key_of(ADA, b"one"))
    assert not any(map(is_key, [None, "", "x", ADA, key_of(ADA, b"one")[1:], key_of(ADA, b"one").upper()]))
