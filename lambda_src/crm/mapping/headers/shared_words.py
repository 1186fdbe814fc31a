"""Words that headers share because all of them are about one kind of person: `Skater name`, `Skater email`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import product

from crm.mapping.confidence import IS_KNOWN
from crm.mapping.headers.column_meaning import NAMES, Meaning
from crm.mapping.headers.header_reading import HeaderReading, read_header
from crm.mapping.headers.vocabulary import vocabulary

_DETAILS = frozenset({Meaning.EMAIL, Meaning.PHONE})


def about_their_subject(readings: Sequence[HeaderReading], languages: frozenset[str]) -> list[HeaderReading]:
    """The readings of a sheet's headers, where some share an unknown word without that word.

    A word is a subject when one of its headers is a name without it, and another a name, an email or a phone. The
    first subject of a sheet is the lead. Where a header names a person plainly, there is none.

    Args:
        readings: one a column, from `read_header`.
        languages: of the whole header.
    """
    read = _as_halves(_as_leads(_as_places(readings)))
    shared = [word for word in dict.fromkeys(word for one in readings for word in one.unknown) if word]
    named = any(one.meaning in NAMES and one.confidence >= IS_KNOWN and not one.unknown for one in readings)
    if not shared or named or _is_about_clients(readings):
        return read
    for word in shared:
        without = {
            place: read_header(" ".join(other for other in one.words if other != word), languages)
            for place, one in enumerate(readings)
            if word in one.unknown
        }
        meanings = [one.meaning for one in without.values() if one.confidence >= IS_KNOWN]
        names = sum(meaning in NAMES for meaning in meanings)
        if names and names + sum(meaning in _DETAILS for meaning in meanings) >= 2:
            for place, one in without.items():
                read[place] = replace(one, words=readings[place].words)
            return read
    return read


def _as_halves(readings: Sequence[HeaderReading]) -> list[HeaderReading]:
    """The readings, where `注文者名` beside `注文者姓` is a first name: alone it is the name of whoever orders."""
    ends = vocabulary().marks["ends_names"]
    lasts = {"".join(one.words)[:-1]: one for one in readings if one.meaning is Meaning.LAST_NAME}
    read = list(readings)
    for place, one in enumerate(readings):
        whole = "".join(one.words)
        last = lasts.get(whole[:-1]) if whole[-1:] in ends else None
        if last is not None:
            kinds = (one.kinds - {"name"}) | {"first_name"}
            read[place] = replace(one, meaning=Meaning.FIRST_NAME, confidence=last.confidence, kinds=kinds)
    firsts = [one for one in readings if one.meaning is Meaning.FIRST_NAME]
    for place, one in enumerate(readings if not lasts else ()):
        # "Ansprechpartner Name" beside "Ansprechpartner Vorname": its values tell whether it is the last one.
        is_name = one.meaning is Meaning.FULL_NAME and {"full_name", "name"} <= one.kinds
        if is_name and any(not set(one.words).isdisjoint(first.words) for first in firsts):
            read[place] = replace(one, meaning=Meaning.NAME)
    places = {"".join(one.words): place for place, one in enumerate(readings) if one.meaning in NAMES}
    for family, given in product(*(vocabulary().marks[f"ends_{half}_names"] for half in ("family", "given"))):
        for whole in [whole for whole in places if whole.endswith(given)]:
            beside = places.get(whole.removesuffix(given) + family)
            if beside is not None:
                read[places[whole]] = replace(readings[places[whole]], meaning=Meaning.FIRST_NAME)
                read[beside] = replace(readings[beside], meaning=Meaning.LAST_NAME)
    return read


def _as_places(readings: Sequence[HeaderReading]) -> list[HeaderReading]:
    """The readings, where Mexican `entidad` beside `cve_ent` is a state: alone it is an institution."""
    marks = vocabulary()
    if not any(marks.marks_whole("place_code", one.words) for one in readings):
        return list(readings)
    return [
        replace(one, meaning=Meaning.OTHER, kinds=frozenset({"address"}))
        if one.meaning is Meaning.COMPANY and marks.marks_whole("place_beside_codes", one.words)
        else one
        for one in readings
    ]


def _as_leads(readings: Sequence[HeaderReading]) -> list[HeaderReading]:
    """The readings, where `email_from` and `partner_name` beside `contact_name` are a lead's; its `name` is a title."""
    marks = vocabulary()
    if not all(
        any(marks.marks_whole(mark, one.words) for one in readings) for mark in ("contact_of_lead", "email_of_lead")
    ):
        return list(readings)
    told = (("email_of_lead", Meaning.EMAIL, "email"), ("firm_of_lead", Meaning.COMPANY, "company"))
    read = list(readings)
    for place, one in enumerate(readings):
        if one.meaning is Meaning.NAME:
            read[place] = replace(one, meaning=Meaning.OTHER)
        for mark, meaning, kind in told:
            if marks.marks_whole(mark, one.words):
                read[place] = replace(one, meaning=meaning, confidence=IS_KNOWN, kinds=frozenset({kind}))
    return read


def _is_about_clients(readings: Sequence[HeaderReading]) -> bool:
    """Whether clients have details, as `Patient` with `Patient phone`: then nobody else is the lead."""
    return any(
        client.meaning is Meaning.CLIENT and one.meaning in _DETAILS and set(client.words) <= set(one.words)
        for client in readings
        for one in readings
    )
