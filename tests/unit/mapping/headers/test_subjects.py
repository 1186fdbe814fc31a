"""Headers say whom they are about by marked words, inflected, in compounds and in scripts without blanks."""

from __future__ import annotations

import pytest
from crm.mapping.headers.subjects import without_subject
from crm.mapping.headers.vocabulary import words_of


@pytest.mark.parametrize(
    ("mark", "header", "rest"),
    [
        ("attendee", "Attendee email", "email"),
        ("attendee", "Ticket holder name", "name"),
        ("attendee", "Teilnehmer-E-Mail", "e mail"),
        ("attendee", "Teilnehmername: Vorname", "name vorname"),
        ("attendee", "Teilnehmeremail", "email"),
        ("attendee", "E-mail uczestnika", "e mail"),
        ("attendee", "Beställarens e-post", None),
        ("orderer", "Beställarens e-post", "e post"),
        ("orderer", "Телефон покупателя", "телефон"),
        ("attendee", "参会人手机", "手机"),
        ("orderer", "購入者電話番号", "電話番号"),
        ("attendee", "Deltagare", ""),
        ("attendee", "Attention", None),
        ("orderer", "Bestellnummer", None),
    ],
)
def test_a_header_without_its_subject_is_what_the_column_holds(mark: str, header: str, rest: str | None) -> None:
    assert without_subject(mark, tuple(words_of(header))) == rest
