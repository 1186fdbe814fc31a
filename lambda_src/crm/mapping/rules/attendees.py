"""Lists of tickets, courses and registrations: whoever takes part is the lead, and whoever bought is somebody else."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from crm.mapping.headers.column_meaning import CONTACTS, NAMES, RANKS, Meaning
from crm.mapping.headers.header_reading import HeaderReading, read_header
from crm.mapping.headers.subjects import without_subject
from crm.mapping.headers.vocabulary import vocabulary
from crm.mapping.rules import thresholds as at
from crm.mapping.rules.enquirers import beside_subject, is_a_person, set_aside
from crm.mapping.rules.value_shapes import shape_of
from crm.values.blanks import is_blank_like
from crm.values.parties import is_same_in_most_rows
from crm.values.text import fold

_NAMED = NAMES | {Meaning.CLIENT, Meaning.CONTACT}
_OF_A_PERSON = _NAMED | {*CONTACTS, Meaning.COMPANY, Meaning.JOB_TITLE, Meaning.TITLE}
_PLAIN_NAMES = frozenset({"name", "full_name", "first_name", "last_name", "neutral"})

_Held = dict[int, HeaderReading]
"""Readings by the place of their column, without the word for whose they are."""


def about_attendees(
    readings: Sequence[HeaderReading], values: Sequence[Sequence[str]], languages: frozenset[str]
) -> list[HeaderReading] | None:
    """The readings of a sheet's headers, where `Buyer email` and `Attendee email` are of two people; None elsewhere.

    The attendee's name, email and phone go together. Who bought is somebody else, unless they are the attendee in most
    rows or nobody names them: then their email or phone is that of an attendee who has none, if no other attendee has
    it too. Two people with one email would become one lead.

    Args:
        readings: one a column.
        values: the sampled cells of each column.
        languages: of the whole header.
    """
    sheet = _Sheet(readings, values, languages)
    buying = _about("orderer", sheet)
    attending, by_word = _attending(sheet, buying)
    if not attending:
        attending, buying = _with_companions(sheet)
    if not attending:
        return None
    bought = {**buying, **(_other_parties(sheet, attending) if by_word else {})}
    bought = {place: held for place, held in bought.items() if place not in attending}
    if by_word:
        bought = _with_plain(sheet, attending, bought)
    if not bought and not (by_word and _are_alone(sheet, attending)):
        return None
    read = list(readings)
    if by_word:
        for place, held in attending.items():
            if held.meaning in _OF_A_PERSON:
                read[place] = held
    aside = [place for place, held in bought.items() if _is_of_person(held, attending)]
    names = [sheet.joined(side) for side in (bought, attending)]
    same = not any(names[0]) or is_same_in_most_rows(*names)
    kept = {place: bought[place] for place in aside if same and sheet.fills(place, bought[place].meaning, attending)}
    read = set_aside(read, [place for place in aside if place not in kept])
    for place, held in kept.items():
        kinds = held.kinds | readings[place].kinds | {"client"}
        read[place] = replace(held, rank=RANKS["former"], kinds=kinds, words=())
    return read


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Headers with the cells below them."""

    readings: Sequence[HeaderReading]
    values: Sequence[Sequence[str]]
    languages: frozenset[str]

    def held(self, place: int, rest: str) -> HeaderReading:
        """What a header says beside whose it is."""
        reading = self.readings[place]
        return replace(
            beside_subject(reading, rest, self.values[place], self.languages), ordinal=reading.ordinal, unknown=()
        )

    def has(self, place: int) -> bool:
        """Whether a column has a value."""
        return any(text.strip() and not is_blank_like(text) for text in self.values[place])

    def has_words(self, place: int) -> bool:
        """Whether a column may hold names: not `Order` with its number, nor `Attended` with yes and no."""
        shape = shape_of(self.values[place])
        return shape.share("words", "cjk", "hangul") >= at.WORDS_OF_NAMES and shape.share("flag") < at.ARE_FLAGS

    def names_people(self, places: Iterable[int]) -> bool:
        """Whether columns hold names: both halves, or texts that look like people."""
        found = {self.readings[place].meaning: place for place in places if self.has(place)}
        if {Meaning.FIRST_NAME, Meaning.LAST_NAME} <= found.keys() or Meaning.FULL_NAME in found:
            return True
        place = found.get(Meaning.NAME)
        return place is not None and shape_of(self.values[place]).share("person", "maybe_person") >= at.MAY_BE_PERSONS

    def plain(self, *meanings: Meaning) -> list[int]:
        """The columns with values whose headers say what they hold, and not whose: `Email`, `First name`."""
        return [
            place
            for place, one in enumerate(self.readings)
            if one.meaning in meanings
            and not one.unknown
            and (one.is_plain or one.kinds <= _PLAIN_NAMES or one.kinds == {"mobile"})
            and self.has(place)
        ]

    def joined(self, side: Mapping[int, HeaderReading]) -> list[str]:
        """The names of one side, row by row."""
        cells = [self.values[place] for place, held in side.items() if held.meaning in _NAMED]
        return [" ".join(row).strip() for row in zip(*cells, strict=True)]

    def fills(self, place: int, meaning: Meaning, attending: Mapping[int, HeaderReading]) -> bool:
        """Whether an email or a phone is there for attendees who have none, and for one of them only."""
        if meaning not in CONTACTS:
            return False
        own = [self.values[other] for other, held in attending.items() if held.meaning is meaning]
        names = self.joined(attending)
        called: dict[str, set[str]] = {}
        for row, text in enumerate(self.values[place]):
            if text.strip() and not any(cells[row].strip() for cells in own):
                called.setdefault(fold(text), set()).add(fold(names[row]))
        return bool(called) and all(len(people) == 1 for people in called.values())


def _about(mark: str, sheet: _Sheet) -> _Held:
    """The columns whose headers have a word with a mark."""
    rests = {place: without_subject(mark, reading.words) for place, reading in enumerate(sheet.readings)}
    return {
        place: sheet.held(place, rest)
        for place, rest in rests.items()
        if rest or (rest is not None and sheet.has_words(place))
    }


def _attending(sheet: _Sheet, buying: _Held) -> tuple[_Held, bool]:
    """The attendees' columns, and whether a word in their headers says so; none if nobody attends or is reached."""
    named = [place for place, held in buying.items() if held.meaning in _NAMED and sheet.has(place)]
    reached = any(held.meaning in CONTACTS and sheet.has(place) for place, held in buying.items())
    # Spanish `Asistente` takes part; `Asistent` in other languages, whose end alone differs, is somebody else.
    candidates = [{place: held for place, held in _about("attendee", sheet).items() if _takes_part(sheet, place)}]
    if named or reached:
        candidates.append(_about("guest", sheet))
    candidates.append(_of_tickets(sheet))
    for found in candidates:
        own = {place: held for place, held in found.items() if place not in buying or held.meaning in NAMES}
        filled = {place: held for place, held in own.items() if sheet.has(place)}
        if is_a_person(filled, sheet.values):
            return own, True
    plain = _plain_person(sheet, buying) if named and reached else {}
    # Whoever is in charge of some of the orders takes part in none.
    takes_part = 2 * sum(map(bool, sheet.joined(plain))) >= sum(map(bool, sheet.joined(buying)))
    return plain if takes_part else {}, False


def _are_alone(sheet: _Sheet, attending: _Held) -> bool:
    """Whether a list names nobody but those whom a word calls attendees or assistants: Spanish `Asistente`."""
    others = [place for place in range(len(sheet.readings)) if place not in attending and sheet.has(place)]
    called = any(sheet.readings[place].meaning is Meaning.SOMEONE_ELSE for place in attending)
    return called and not any(sheet.readings[place].meaning in _NAMED for place in others)


def _takes_part(sheet: _Sheet, place: int) -> bool:
    reading = sheet.readings[place]
    return reading.meaning is not Meaning.SOMEONE_ELSE or bool(vocabulary().marked_parts("attendee", reading.words))


def _plain_person(sheet: _Sheet, others: Collection[int]) -> _Held:
    """The plain columns of a name, an email and a phone; none if they do not hold people with emails."""
    own = {place: sheet.readings[place] for place in sheet.plain(*NAMES, *CONTACTS) if place not in others}
    mailed = any(held.meaning is Meaning.EMAIL for held in own.values())
    return own if mailed and is_a_person(own, sheet.values) and sheet.names_people(own) else {}


def _with_companions(sheet: _Sheet) -> tuple[_Held, _Held]:
    """`Name` and `Email` of who answers an invitation, and the columns of a `Guest` with an email of their own."""
    companions = _about("companion", sheet)
    filled = {place: held for place, held in companions.items() if sheet.has(place)}
    return (_plain_person(sheet, companions), companions) if is_a_person(filled, sheet.values) else ({}, {})


def _client_words(readings: Sequence[HeaderReading]) -> list[str]:
    """Words such as `student` and `guest` in the headers, in their order."""
    pieces = [word for one in readings for word in vocabulary().pieces(one.words)]
    return [
        word
        for word in dict.fromkeys(pieces)
        if "client" in read_header(word).kinds and without_subject("orderer", (word,)) is None
    ]


def _of_word(word: str, sheet: _Sheet) -> _Held:
    said = {place: vocabulary().pieces(one.words) for place, one in enumerate(sheet.readings)}
    return {
        place: sheet.held(place, " ".join(other for other in pieces if other != word))
        for place, pieces in said.items()
        if word in pieces
    }


def _of_tickets(sheet: _Sheet) -> _Held:
    """`Ticket First Name` and `Ticket Email` are the holder's; a `Ticket Name` is the ticket's."""
    found = _about("of_ticket", sheet)
    return {place: held for place, held in found.items() if held.meaning in _OF_A_PERSON - {Meaning.NAME, *_VAGUE}}


_VAGUE = frozenset({Meaning.CLIENT, Meaning.CONTACT, Meaning.TITLE})


def _other_parties(sheet: _Sheet, attending: Collection[int]) -> _Held:
    """`Customer name` with a `Customer email` beside an attendee: who booked, whatever the header calls them."""
    parties: _Held = {}
    for word in _client_words([one for place, one in enumerate(sheet.readings) if place not in attending]):
        found = _of_word(word, sheet)
        own = {place: held for place, held in found.items() if place not in attending and sheet.has(place)}
        if is_a_person(own, sheet.values):
            parties |= own
    return parties


def _with_plain(sheet: _Sheet, attending: _Held, bought: _Held) -> _Held:
    """What was bought by others, with the plain columns that are theirs in a list of orders: `Name`, `Email`."""
    names = [place for place in sheet.plain(*NAMES) if place not in attending]
    details = [place for place in sheet.plain(*CONTACTS) if place not in attending and place not in bought]
    if names and not any(vocabulary().marked_parts("order", one.words) for one in sheet.readings):
        return bought
    own = {held.meaning for place, held in attending.items() if sheet.has(place)}
    theirs = [*names, *(place for place in details if names or sheet.readings[place].meaning in own)]
    return bought | {place: sheet.readings[place] for place in theirs}


def _is_of_person(held: HeaderReading, attending: _Held) -> bool:
    """Whether a column names or reaches who bought; their company is the attendee's where no other is."""
    if held.meaning in (Meaning.COMPANY, Meaning.JOB_TITLE, Meaning.TITLE):
        return any(own.meaning is held.meaning for own in attending.values())
    return held.meaning in _NAMED or held.meaning in CONTACTS
