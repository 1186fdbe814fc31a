"""Columns of people beside the lead: a second contact of the row, a second table, an owner's email."""

from __future__ import annotations

from collections import Counter

from crm.mapping.confidence import LIKELY, SURE
from crm.mapping.headers.column_meaning import NAMES, Meaning
from crm.mapping.headers.header_reading import read_header
from crm.mapping.headers.terms import STEM, stem_of
from crm.mapping.headers.vocabulary import vocabulary
from crm.mapping.reasons import Why
from crm.mapping.rules import thresholds as at
from crm.mapping.rules.column import Column, beside, of_meaning
from crm.values.blanks import is_blank_like
from crm.values.parties import is_same_in_most_rows
from crm.values.text import fold


def set_aside_second_persons(columns: list[Column], free: list[Column]) -> None:
    """`Contact 2 Name`, `Contact 2 Email`, `Guest 2`: a second person in the row is not the lead."""
    people = of_meaning(columns, *NAMES, Meaning.CLIENT)
    # `Contact 2 name` over companies, such as the contractor of an owner, too.
    others = [one for one in of_meaning(columns, Meaning.COMPANY) if one.reading.meaning is Meaning.FULL_NAME]
    numbered = [one for one in [*people, *others] if one.reading.ordinal >= 2 and not _is_a_half(one, columns)]
    _set_aside_beside_clients(people, free)
    firsts = [column for column in people if column.reading.ordinal < 2]
    if not firsts:
        return
    for name in numbered:
        for column in free:
            if column.reading.ordinal == name.reading.ordinal and column.reading.words[:1] == name.reading.words[:1]:
                column.assign(Meaning.SOMEONE_ELSE, SURE, beside(Why.SECOND_PERSON, name))


def _set_aside_beside_clients(people: list[Column], free: list[Column]) -> None:
    """`Alternate contact`, `Billing contact`, `Second member` or an `Author` beside a `Tenant` or a `Member`."""
    clients = [one for one in people if "client" in one.reading.kinds and not one.reading.kinds & _ASIDE]
    named = [one for one in clients if one.shape.share("given") >= at.GIVEN_NAMES_OF_CLIENTS]
    for column in of_meaning(free, Meaning.FULL_NAME, Meaning.CONTACT, Meaning.CLIENT) if named else ():
        if column.reading.kinds & _ASIDE:
            column.assign(Meaning.SOMEONE_ELSE, SURE, beside(Why.SECOND_PERSON, named[0]))


_ASIDE = frozenset({"alternative", "billing", "titled"})


def _is_a_half(column: Column, columns: list[Column]) -> bool:
    """Whether `Name 2` is one half of a name whose other half is `Name 1`."""
    if column.meaning not in (Meaning.FIRST_NAME, Meaning.LAST_NAME):
        return False
    wholes = of_meaning(columns, column.meaning, Meaning.FULL_NAME, Meaning.NAME)
    return column.reading.meaning is Meaning.NAME or all(other.reading.ordinal >= 2 for other in wholes)


def set_aside_second_parties(columns: list[Column], free: list[Column]) -> None:
    """`Seller name`, `Seller phone` beside `Buyer name`: of two parties with their own details, one is the lead."""
    parties = [column for column in of_meaning(columns, Meaning.FULL_NAME) if "client" in column.reading.kinds]
    parties.sort(key=lambda column: (column.rank, column.index))
    for party in parties[1:]:
        if is_same_in_most_rows(party.values, parties[0].values):
            # The buyer is the recipient, too.
            continue
        own = [word for word in party.reading.words if _says_which_client(word)]
        others = [word for word in own if word not in parties[0].reading.words]
        details = [
            column
            for column in of_meaning(free, Meaning.EMAIL, Meaning.PHONE)
            if others and set(others) <= set(column.reading.words)
        ]
        for column in [party, *details] if details and party in free else ():
            column.assign(Meaning.SOMEONE_ELSE, LIKELY, beside(Why.SECOND_PARTY, parties[0]))


_OF_BUYERS = frozenset({"client", "billing", "shipping"})


def set_aside_sellers(columns: list[Column], free: list[Column]) -> None:
    """`Vendor` in a list of orders sold to the lead; where vendors alone have names or emails, they are the leads.

    So did `Nome do Produtor` beside `Nome`, where far fewer have sold than bought; and beside such a one `Nome do
    Afiliado`, who sold only some.
    """
    known = vocabulary()
    sellers = [column for column in free if known.marked_parts("seller", column.reading.words)]
    if not sellers:
        return
    # `Buyer` beside many vendors is one of ours.
    most = max(column.shape.distinct for column in sellers)
    buyers = [column for column in of_meaning(columns, Meaning.CLIENT) if column.shape.distinct > most]
    leads = [
        column
        for column in [*of_meaning(columns, Meaning.EMAIL, *NAMES), *buyers]
        if column not in sellers and column.shape.filled and column.reading.kinds & _OF_BUYERS
    ]
    ordered = any(
        column.reading.kinds & {"billing", "shipping"} or known.marked_parts("order", column.reading.words)
        for column in columns
    )
    if not ordered:
        # `Supplier` beside `Customer`.
        beside_clients = any(one.reading.meaning is Meaning.CLIENT and one not in sellers for one in columns)
        sellers = of_meaning(sellers, Meaning.COMPANY) if beside_clients else []
    bought = {column.index: leads or _with_many_names(columns, column, sellers) for column in sellers}
    found = [names[0] for names in bought.values() if names]
    for column in sellers if found else ():
        if bought[column.index] or column.shape.filled < found[0].shape.filled:
            column.assign(Meaning.OTHER, LIKELY, beside(Why.SELLER_OF_AN_ORDER, found[0]))


def _with_many_names(columns: list[Column], seller: Column, sellers: list[Column]) -> list[Column]:
    """The columns of names with several people for each seller of a column."""
    others = [column for column in of_meaning(columns, *NAMES, Meaning.CLIENT) if column not in sellers]
    many = _people(seller) * at.BUYERS_OF_A_SELLER
    return [column for column in others if _people(column) >= max(many, 1)]


def _people(column: Column) -> int:
    """Different values of a column that say something."""
    return len({fold(value) for value in column.values if not is_blank_like(value.strip())})


def set_aside_buyers(columns: list[Column], free: list[Column]) -> None:
    """`Buyer name` and `Buyer email` beside `First name`, `Last name` and `Email`: who bought the lead's ticket."""
    halves = [
        [column for column in of_meaning(columns, meaning) if not column.reading.kinds & {"client"}]
        for meaning in (Meaning.FIRST_NAME, Meaning.LAST_NAME)
    ]
    emails = of_meaning(columns, Meaning.EMAIL)
    if not all(halves) or not any(not column.reading.kinds & {"client"} for column in emails):
        return
    names = [" ".join(pair) for pair in zip(halves[0][0].values, halves[1][0].values, strict=True)]
    for column in of_meaning(free, Meaning.FULL_NAME, Meaning.CLIENT):
        if "client" not in column.reading.kinds or is_same_in_most_rows(column.values, names):
            continue
        own = {word for word in column.reading.words if _says_which_client(word)}
        details = [
            other for other in of_meaning(free, Meaning.EMAIL, Meaning.PHONE) if own and own <= set(other.reading.words)
        ]
        for other in [column, *details] if details else ():
            other.assign(Meaning.SOMEONE_ELSE, LIKELY, beside(Why.BOUGHT_FOR_LEAD, halves[0][0]))


def set_aside_second_tables(columns: list[Column], free: list[Column]) -> None:
    """A second table beside the first: where the columns begin again with a name, other people follow."""
    named = [column for column in columns if column.meaning in NAMES and column.reading.words]
    first = next((column for column in named if any(_same_header(column, other) for other in named)), None)
    if first is None:
        return
    again = next(column for column in named if _same_header(first, column))
    width = again.index - first.index
    block = [column for column in columns[again.index :] if column.reading.words]
    repeats = [column for column in block if columns[column.index - width].reading.words == column.reading.words]
    details = {column.meaning for column in repeats} & {Meaning.EMAIL, Meaning.PHONE, Meaning.COMPANY}
    enough = len(repeats) >= at.FEWEST_REPEATED_HEADERS and len(repeats) > at.REPEATED_HEADERS * len(block)
    if details and enough:
        for column in block:
            if column in free:
                column.assign(Meaning.SOMEONE_ELSE, LIKELY, beside(Why.SECOND_TABLE, first))


def _same_header(first: Column, other: Column) -> bool:
    return other.index > first.index and other.reading.words == first.reading.words


def set_aside_details_of_others(columns: list[Column], free: list[Column]) -> None:
    """`Executive email` beside `Account executive` is the executive's: the headers share a word.

    Where the lead has a name column, `Guide phone` beside `Guide`, `Hotel phone` beside `Hotel` and `Referee email`
    beside `Referee name` belong to others too, and so does the `Referee company`.
    """
    owners = of_meaning(columns, Meaning.SOMEONE_ELSE)
    leads = [column for column in columns if _names_the_lead(column)]
    own = {word for column in leads for word in column.reading.words}
    if leads:
        unlike = [column for column in free if not own & set(column.reading.unknown)]
        plain = any(not column.reading.unknown for column in of_meaning(columns, Meaning.PHONE))
        if not plain and not any(column.reading.meaning is Meaning.COMPANY for column in columns):
            # The lead's company may be called by a word that no language knows, and have the only phone.
            unlike = [column for column in unlike if column.shape.share("company") < at.SOME_COMPANIES]
        owners += [column for column in unlike if _is_something_else(column)]
        if any(not column.reading.unknown for column in of_meaning(columns, Meaning.EMAIL, Meaning.PHONE)):
            # Beside a `Patient` and a `Phone`, names under an unknown `Carer` with a `Carer phone` are another's.
            owners += [column for column in unlike if column.meaning in NAMES and _has_no_known_word(column)]
    of_places = _words_of_places(columns)
    others: dict[str, Column] = {}
    for column in of_meaning(free, Meaning.EMAIL, Meaning.PHONE) if owners else ():
        # "Buyer email" beside "Our buyer" is theirs, unless the lead is a buyer too.
        said = [word for word in column.reading.words if leads and word not in own and _says_which_client(word)]
        about = [
            owner
            for owner in owners
            if any(
                _among(word, owner.reading.words)
                for word in column.reading.unknown
                if not _is_of_questions(word) and (word not in of_places or owner.reading.words == (word,))
            )
            or (owner.meaning is Meaning.SOMEONE_ELSE and any(word in owner.reading.words for word in said))
        ]
        if about and not (leads and column.meaning is Meaning.EMAIL and is_named_after(column, leads)):
            column.assign(Meaning.SOMEONE_ELSE, LIKELY, beside(Why.BELONGS_TO_ANOTHER, about[0]))
            for owner in about:
                others |= {word: owner for word in owner.reading.unknown if not _is_of_questions(word)}
                if owner in free and owner.meaning in NAMES:
                    owner.assign(Meaning.SOMEONE_ELSE, LIKELY, beside(Why.HAS_DETAILS_OF_ITS_OWN, column))
    for column in of_meaning(free, Meaning.COMPANY, Meaning.JOB_TITLE) if others else ():
        if theirs := others.keys() & column.reading.unknown:
            column.assign(Meaning.SOMEONE_ELSE, LIKELY, beside(Why.BELONGS_TO_ANOTHER, others[min(theirs)]))


def _words_of_places(columns: list[Column]) -> set[str]:
    """Unknown words that several parts of an address share: `OrtWK`, `PLZWK`, `TelefonnummerWK` are an office's."""
    said = Counter(word for column in columns if "address" in column.reading.kinds for word in column.reading.unknown)
    return {word for word, times in said.items() if times >= at.PARTS_OF_A_PLACE}


def _is_of_questions(word: str) -> bool:
    return vocabulary().has_mark("of_questions", [word])


_WORDS_OF_NAMES = frozenset({"name", "full_name", "first_name", "last_name", "neutral", "number"})
_NAMED = (Meaning.FULL_NAME, Meaning.FIRST_NAME, Meaning.LAST_NAME, Meaning.NAME, Meaning.CLIENT)
_CALLED = (*_NAMED, Meaning.CONTACT)


def _names_the_lead(column: Column) -> bool:
    """Whether a header of known words alone names people."""
    reading = column.reading
    known = bool(reading.words) and not reading.unknown and reading.meaning in _CALLED
    return known and column.meaning in _NAMED and column.shape.share("company") < at.SOME_COMPANIES


def _says_which_client(word: str) -> bool:
    return "client" in read_header(word).kinds


def _has_no_known_word(column: Column) -> bool:
    return column.reading.meaning is Meaning.UNKNOWN and bool(column.reading.words)


def _is_something_else(column: Column) -> bool:
    """Whether a header only names something unknown: `Guide`, `Referee 1 name`. `PLZWK` over numbers names nobody."""
    reading = column.reading
    named = column.meaning in (Meaning.UNKNOWN, Meaning.NAME, Meaning.OTHER, Meaning.COMPANY)
    return (
        named
        and column.shape.share("digits") < at.NO_NAMES
        and bool(reading.unknown)
        and reading.kinds <= _WORDS_OF_NAMES
    )


def is_named_after(column: Column, leads: list[Column]) -> bool:
    """Whether the emails hold the leads' names: then they are the leads', whatever their header says."""
    return any(_holds_names(column, lead) for lead in leads)


def _holds_names(emails: Column, names: Column) -> bool:
    rows = [
        (fold(email.partition("@")[0]), list(map(fold, name.split())))
        for email, name in zip(emails.values, names.values, strict=True)
        if "@" in email and name.strip()
    ]
    hits = sum(any(len(word) >= at.LETTERS_OF_A_NAME and word in local for word in words) for local, words in rows)
    return bool(rows) and hits >= at.NAMED_AFTER_LEADS * len(rows)


def _among(word: str, words: tuple[str, ...]) -> bool:
    """Whether a word is one of a header's, the beginning of one (`resp.`), their initials (`EA`) or a part of one."""
    initials = "".join(other[0] for other in words) if len(words) > 1 else ""
    if len(word) >= at.LETTERS_OF_A_BEGINNING and any(other.startswith(word) for other in words):
        return True
    if len(word) >= STEM and any(len(other) >= STEM and word.startswith(stem_of(other)) for other in words):
        return True
    return word in (*words, initials) or (not word.isascii() and any(word in other for other in words))
