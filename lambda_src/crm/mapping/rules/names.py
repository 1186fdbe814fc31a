"""Name columns that the columns beside them tell: whose a name is, which half, and which half comes first."""

from __future__ import annotations

from crm.mapping.headers.column_meaning import Meaning
from crm.mapping.headers.header_reading import read_header
from crm.mapping.headers.shared_words import stem_of
from crm.mapping.headers.vocabulary import vocabulary
from crm.mapping.rules.column import SOME_COMPANIES, Column, of_meaning
from crm.mapping.rules.unnamed_columns import family_names_first, given_names_first
from crm.values.names import ANY_PARTY
from crm.values.text import fold


def _holds(whole: Column, part: Column) -> float:
    """In how many rows, as a share, the cell of `part` stands inside that of `whole`."""
    pairs = [(fold(a), fold(b)) for a, b in zip(whole.values, part.values, strict=True) if a.strip() and b.strip()]
    return sum(b in a for a, b in pairs) / len(pairs) if pairs else 0.0


def _is_about_companies(columns: list[Column]) -> bool:
    """Whether a sheet lists companies: it has their numbers or industries, and nothing that only a person has."""
    if of_meaning(columns, Meaning.EMAIL, Meaning.JOB_TITLE, Meaning.COMPANY, Meaning.SALUTATION, Meaning.COMPANY_FLAG):
        return False
    return any(
        ("company" in column.reading.kinds and column.meaning is Meaning.OTHER)
        or vocabulary().has_mark("company_fact", ["".join(column.reading.words)])
        for column in columns
    )


def plain_names(columns: list[Column], free: list[Column]) -> None:
    """What `Name` is: a full name, one half of it, or the company, by the columns beside it."""
    names = of_meaning(free, Meaning.NAME)
    for column in sorted(names, key=lambda name: (not name.shape.filled, name.rank, name.index)):
        firsts, lasts = of_meaning(columns, Meaning.FIRST_NAME), of_meaning(columns, Meaning.LAST_NAME)
        contacts = of_meaning(columns, Meaning.FULL_NAME)
        companies = of_meaning(columns, Meaning.COMPANY)
        if firsts and lasts:
            held = min(_holds(column, firsts[0]), _holds(column, lasts[0]))
            if held < 0.5 and column.shape.filled and not companies and column.shape.share("company") >= SOME_COMPANIES:
                column.become(Meaning.COMPANY, 0.7)
            elif held < 0.5 and column.shape.filled:
                column.become(Meaning.OTHER, 0.7)
            else:
                column.become(Meaning.FULL_NAME, 0.9)
        elif firsts:
            column.become(Meaning.FULL_NAME if _holds(column, firsts[0]) >= 0.5 else Meaning.LAST_NAME, 0.9)
        elif lasts:
            column.become(Meaning.FULL_NAME if _holds(column, lasts[0]) >= 0.5 else Meaning.FIRST_NAME, 0.9)
        elif contacts and not companies:
            column.become(Meaning.COMPANY, 0.8)
        elif contacts:
            column.become(Meaning.FULL_NAME, 0.6)
        elif _is_about_companies(columns) and column.shape.share("person") < 0.5:
            column.become(Meaning.COMPANY, 0.75)
        else:
            column.become(Meaning.FULL_NAME, column.confidence)


def clients(columns: list[Column], free: list[Column]) -> None:
    """`Customer` with words in it: the person, or the company where the person is named elsewhere."""
    for column in of_meaning(free, Meaning.CLIENT):
        names = of_meaning(columns, Meaning.FIRST_NAME, Meaning.LAST_NAME, Meaning.FULL_NAME)
        if names and all(name in free and name.reading.unknown for name in names) and _details_of(column, columns):
            # "GP name" beside "Patient" with a "Patient phone": the patient is the lead.
            for other in [*names, *of_meaning(free, Meaning.EMAIL, Meaning.PHONE)]:
                if set(other.reading.unknown) & {word for name in names for word in name.reading.unknown}:
                    other.become(Meaning.SOMEONE_ELSE, 0.8)
            names = []
        named = bool(names)
        if not named:
            column.become(Meaning.FULL_NAME, 0.75)
        elif details := _details_of(column, columns):
            # "Tenant" with a "Tenant phone" beside the owner of the flat is another person.
            for other in [column, *(detail for detail in details if detail in free)]:
                other.become(Meaning.SOMEONE_ELSE, 0.8)
        elif not of_meaning(columns, Meaning.COMPANY) and column.shape.distinct >= 0.5:
            column.become(Meaning.COMPANY, 0.7)
        else:
            column.become(Meaning.OTHER, 0.6)


def _details_of(client: Column, columns: list[Column]) -> list[Column]:
    """The emails and phones whose headers say that they are a client's of whom another column has the name."""
    stems = [stem_of(word) for word in client.reading.words]
    return [
        column
        for column in of_meaning(columns, Meaning.EMAIL, Meaning.PHONE)
        if all(any(word.startswith(stem) for word in column.reading.words) for stem in stems)
    ]


def client_names(columns: list[Column], free: list[Column]) -> None:
    """`Supplier name` beside `Contact name` is the company's."""
    if of_meaning(columns, Meaning.COMPANY):
        return
    wholes = of_meaning(columns, Meaning.FULL_NAME)
    clients = [column for column in wholes if "client" in column.reading.kinds]
    if clients and any("client" not in column.reading.kinds for column in wholes):
        for column in clients[:1]:
            if column in free and column.shape.share("given") < 0.5:
                column.become(Meaning.COMPANY, 0.8)
            elif column in free:
                # Clients of both kinds: the person is the contact, where the row names one.
                column.rank = max(other.rank for other in wholes) + 1


def display_names(columns: list[Column], free: list[Column]) -> None:
    """A display name that is neither the first nor the last name of its row is another person's."""
    firsts, lasts = of_meaning(columns, Meaning.FIRST_NAME), of_meaning(columns, Meaning.LAST_NAME)
    if not firsts or not lasts:
        _halves(firsts, lasts, of_meaning(free, Meaning.FULL_NAME))
        return
    for column in of_meaning(free, Meaning.FULL_NAME):
        if column.shape.filled >= 3 and _holds(column, firsts[0]) < 0.2 and _holds(column, lasts[0]) < 0.2:
            both = sum(bool(a.strip() and b.strip()) for a, b in zip(column.values, firsts[0].values, strict=True))
            if both >= 3:
                column.become(Meaning.OTHER, 0.8)


def _halves(firsts: list[Column], lasts: list[Column], wholes: list[Column]) -> None:
    """`이름` beside `성`: a column of names that do not hold the half beside it is the other half."""
    half, other = (
        (firsts[0], Meaning.LAST_NAME) if firsts else (lasts[0], Meaning.FIRST_NAME) if lasts else (None, None)
    )
    if half is None or other is None or len(wholes) != 1 or not half.shape.filled:
        return
    only_a_name = "name" in wholes[0].reading.kinds and "full_name" not in wholes[0].reading.kinds
    if (
        wholes[0].shape.filled
        and (only_a_name or wholes[0].shape.share("one_word", "cjk", "hangul") >= 0.6)
        and _holds(wholes[0], half) < 0.2
    ):
        wholes[0].become(other, 0.85)


def single(columns: list[Column], free: list[Column]) -> None:
    """One first-name and one last-name column: the plainest; the others are kept in the remarks.

    A second set of names has its own emails and phones: with `Buyer first name` goes `Buyer email`.
    """
    for meaning in (Meaning.FIRST_NAME, Meaning.LAST_NAME):
        members = sorted(
            of_meaning(columns, meaning), key=lambda column: (column.rank, -column.confidence, column.index)
        )
        for column in members[1:]:
            if column not in free:
                continue
            column.become(Meaning.OTHER, 0.7)
            owner = set(column.reading.words) - set(members[0].reading.words)
            for other in of_meaning(free, Meaning.EMAIL, Meaning.PHONE):
                if owner and owner <= set(other.reading.words):
                    other.become(Meaning.SOMEONE_ELSE, 0.75)


def initials(columns: list[Column], free: list[Column]) -> None:
    """Initials stand for the first name where there is none, in the sheet or in a row."""
    firsts = of_meaning(columns, Meaning.FIRST_NAME)
    for column in of_meaning(free, Meaning.INITIALS):
        if not of_meaning(columns, Meaning.LAST_NAME):
            continue
        if not firsts or any(not value.strip() for value in firsts[0].values):
            column.become(Meaning.FIRST_NAME, 0.8)
            column.transform = "choice 2" if firsts else ""


_ORDERS_OF_ONE_LANGUAGE = frozenset({"ja", "ko", "zh", "two family names"})
"""Orders that hold only where the header is of that language and no other."""
_NAME_WORDS = frozenset({Meaning.FIRST_NAME, Meaning.LAST_NAME, Meaning.NAME})


def name_order(_columns: list[Column], free: list[Column]) -> None:
    """Which half of a full name comes first, where the header's language or words say it."""
    for column in of_meaning(free, Meaning.FULL_NAME):
        languages = column.reading.languages
        orders = {vocabulary().name_orders.get(language, "") for language in languages}
        if len(languages) == 1 and orders <= _ORDERS_OF_ONE_LANGUAGE:
            column.transform = orders.pop()
        words = read_header(column.header).words
        told = (read_header(word).meaning for word in words)
        kinds = [meaning for meaning in told if meaning in _NAME_WORDS]
        written = Meaning.FIRST_NAME in kinds and kinds[0] in (Meaning.NAME, Meaning.LAST_NAME)
        # "Příjmení a jméno": what is called a name beside the family name is the given one.
        written = written or (kinds[:1] == [Meaning.LAST_NAME] and Meaning.NAME in kinds[1:] and len(words) > 2)
        if orders == {"family name first"} or vocabulary().has_mark("family_given_patronymic", ["".join(words)]):
            written = written or not given_names_first(column)
        if written or (column.transform in ("", "two family names") and family_names_first(column)):
            column.transform = "family name first"
        if not column.transform and column.shape.share("company") >= SOME_COMPANIES:
            column.transform = ANY_PARTY
