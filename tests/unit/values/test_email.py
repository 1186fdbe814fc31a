"""One normalizer of email addresses for the whole system."""

from __future__ import annotations

import pytest
from crm.values.email import normalize_email
from crm.values.emails_in_cells import emails_in
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("typed", "normalized"),
    [
        ("Anna.Meier@Example.COM", "anna.meier@example.com"),
        ("  anna@example.com ", "anna@example.com"),
        ("Ａｎｎａ＠Ｅｘａｍｐｌｅ．ｃｏｍ", "anna@example.com"),
        ("mailto:Anna@example.com?subject=Hello", "anna@example.com"),
        ("<anna@example.com>", "anna@example.com"),
        ("anna@exam\u200bple.com", "anna@example.com"),
        ("名無しの権兵衛@host.invalid", "名無しの権兵衛@host.invalid"),
        ("o'brien+crm@mail.example.co.uk", "o'brien+crm@mail.example.co.uk"),
        ("STRASSE@example.de", "strasse@example.de"),
        ("Straße@Example.de", "straße@example.de"),
        ("STRAẞE@example.de", "straße@example.de"),
        ("oﬃce@example.de", "office@example.de"),
        ("max@FAẞ.de", "max@faß.de"),
        ("max@xn--fa-hia.de", "max@faß.de"),
        ("x@sub.XN--MNCHEN-3YA.de", "x@sub.münchen.de"),
        ("a@xn--bcher-kva。de", "a@bücher.de"),
        ("a＠bücher｡de", "a@bücher.de"),
    ],
)
def test_an_address_is_one_however_it_is_typed(typed: str, normalized: str) -> None:
    assert normalize_email(typed) == normalized


def test_a_domain_in_letters_and_in_ascii_encoding_is_one() -> None:
    assert normalize_email("x@xn--mnchen-3ya.de") == normalize_email("x@MÜNCHEN.de") == "x@münchen.de"


@pytest.mark.parametrize(("one", "other"), [("straße@x.de", "strasse@x.de"), ("max@faß.de", "max@fass.de")])
def test_addresses_that_differ_in_a_letter_are_of_two_people(one: str, other: str) -> None:
    assert normalize_email(one) == one
    assert normalize_email(other) == other


@pytest.mark.parametrize("domain", ["xn--abc.de", "xn--ls8h.la"])
def test_a_domain_that_encodes_nothing_which_idna_2008_allows_stays_as_it_is(domain: str) -> None:
    assert normalize_email(f"x@{domain}") == f"x@{domain}"


@pytest.mark.parametrize(
    "typed",
    [
        *("kim***@mail.example", "a*d@mail.example", "p●●●@mail.example", "ann@m***.example"),
        *("", " ", "N/A", "n/a", "-", "none@none", "none@none.com", "na@na.com", "noemail@email.com", "bademail@"),
        *("@example.com", "a@b", "a@localhost", "a b@example.com", "a@b@example.com", "a..b@example.com", "a@x.c"),
        *(".a@example.com", "a@-x.com", "a@x..com", "a@127.0.0.1", "a@x.com; b@x.com", "anna at example.com"),
        "x" * 65 + "@example.com",
    ],
)
def test_what_is_no_usable_address_identifies_nobody(typed: str) -> None:
    assert normalize_email(typed) is None


@given(st.text(max_size=30).map(lambda text: f"{text}@example.com") | st.text(max_size=40) | st.emails())
def test_normalizing_twice_changes_nothing(typed: str) -> None:
    once = normalize_email(typed)
    assert once is None or normalize_email(once) == once


@pytest.mark.parametrize(
    ("cell", "addresses"),
    [
        ("a@x.com; b@y.com", ("a@x.com", "b@y.com")),
        ("a@x.com/b@y.com", ("a@x.com", "b@y.com")),
        ("a@x.com ::: b@y.org", ("a@x.com", "b@y.org")),
        ("a@x.com\nb@y.com", ("a@x.com", "b@y.com")),
        ('"Doe, John" <john@x.com>', ("john@x.com",)),
        ("Email: a@x.com (work)", ("a@x.com",)),
        ("A@x.com, a@X.com", ("a@x.com",)),
        ("bad@, good@x.com", ("good@x.com",)),
        ("see www.x.com", ()),
    ],
)
def test_the_addresses_of_a_cell_are_found_in_order(cell: str, addresses: tuple[str, ...]) -> None:
    assert emails_in(cell).addresses == addresses
