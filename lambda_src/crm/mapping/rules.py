"""Mapping by rules: each column's header and values, then the columns beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from crm.fields import TargetField
from crm.mapping.column import Column, of_meaning
from crm.mapping.header_rules import RANKS, SIDE_RANK, Meaning, read_header
from crm.mapping.model import ColumnMapping, DecidedBy
from crm.mapping.names_by_evidence import (
    companies_from_emails,
    family_names_first,
    given_names_first,
    names_from_emails,
    other_half,
    swapped,
    whole_names_in_first,
)
from crm.mapping.settle import by_values
from crm.standardizing.text import fold

MOSTLY = 0.6
"""Share of a column's values that makes it what they look like."""
SHORTEST_PHONE = 7
"""Digits from which on a column of bare numbers may be one of phones."""
NAMES = frozenset({Meaning.FIRST_NAME, Meaning.LAST_NAME, Meaning.FULL_NAME, Meaning.NAME})


def decide_by_rules(columns: list[Column], pinned: Mapping[int, ColumnMapping]) -> list[ColumnMapping]:
    """The mapping of every column.

    Args:
        columns: from `columns_of`; they are changed.
        pinned: columns that a user, the memory or the model has decided; rules decide the rest around them.
    """
    for index, mapping in pinned.items():
        if index < len(columns):
            _pin(columns[index], mapping)
    free = [column for column in columns if column.index not in pinned]
    for step in _STEPS:
        step(columns, free)
    return [pinned.get(column.index) or _mapping(column) for column in columns]


_MEANINGS = {
    TargetField.FIRST_NAME: Meaning.FIRST_NAME,
    TargetField.LAST_NAME: Meaning.LAST_NAME,
    TargetField.FULL_NAME: Meaning.FULL_NAME,
    TargetField.TITLE: Meaning.JOB_TITLE,
    TargetField.COMPANY: Meaning.COMPANY,
    TargetField.EMAIL: Meaning.EMAIL,
    TargetField.PHONE: Meaning.PHONE,
}
_FIELDS = {meaning: field for field, meaning in _MEANINGS.items()} | {Meaning.NAME_PARTICLE: TargetField.LAST_NAME}
_REMARK_TRANSFORMS = {
    Meaning.NOTES: "notes",
    Meaning.COUNTRY: "country",
    Meaning.DATE: "date",
    Meaning.COMPANY_FLAG: "company flag",
}


def _pin(column: Column, mapping: ColumnMapping) -> None:
    column.become(_MEANINGS.get(mapping.field, Meaning.OTHER), 1.0)
    column.transform = mapping.transform
    column.rank = -1


def _mapping(column: Column) -> ColumnMapping:
    field = _FIELDS.get(column.meaning, TargetField.REMARKS)
    transform = column.transform
    if column.meaning is Meaning.NAME_PARTICLE:
        transform = "particle"
    elif field is TargetField.REMARKS and not transform:
        transform = _REMARK_TRANSFORMS.get(column.meaning, "date" if column.shape.share("date") >= 0.6 else "")
    return ColumnMapping(column.index, column.header, field, transform, column.confidence, DecidedBy.RULES)


def _second_persons(columns: list[Column], free: list[Column]) -> None:
    """`Contact 2 Name`, `Contact 2 Email`: a second person in the row is not the lead."""
    numbered = [column for column in columns if column.meaning in NAMES and column.reading.ordinal >= 2]
    firsts = [column for column in columns if column.meaning in NAMES and column.reading.ordinal < 2]
    if not firsts:
        return
    for name in numbered:
        for column in free:
            if column.reading.ordinal == name.reading.ordinal and column.reading.words[:1] == name.reading.words[:1]:
                column.become(Meaning.SOMEONE_ELSE, 0.9)


def _people_side_by_side(columns: list[Column], free: list[Column]) -> None:
    """A table beside the table: when the columns begin again with a name, what follows is other people's."""
    named = [column for column in columns if column.meaning in NAMES and column.reading.words]
    first = next((column for column in named if any(_same_header(column, other) for other in named)), None)
    if first is None:
        return
    again = next(column for column in named if _same_header(first, column))
    width = again.index - first.index
    block = [column for column in columns[again.index :] if column.reading.words]
    repeats = [column for column in block if columns[column.index - width].reading.words == column.reading.words]
    details = {column.meaning for column in repeats} & {Meaning.EMAIL, Meaning.PHONE, Meaning.COMPANY}
    if details and len(repeats) >= 2 and 2 * len(repeats) > len(block):
        for column in block:
            if column in free:
                column.become(Meaning.SOMEONE_ELSE, 0.8)


def _same_header(first: Column, other: Column) -> bool:
    return other.index > first.index and other.reading.words == first.reading.words


def _side_addresses(columns: list[Column], free: list[Column]) -> None:
    """Billing and shipping columns count only where the sheet has no plain ones, and then one set of them."""
    groups = [NAMES, {Meaning.EMAIL}, {Meaning.PHONE}, {Meaning.COMPANY}, {Meaning.JOB_TITLE, Meaning.TITLE}]
    for group in groups:
        members = [column for column in columns if column.meaning in group]
        best = min((column.rank // 10 for column in members), default=0)
        for column in members:
            if column in free and column.rank >= SIDE_RANK and column.rank // 10 > best:
                column.become(Meaning.OTHER, 0.85)


def _titles(columns: list[Column], free: list[Column]) -> None:
    """`Title` beside `Job title` is a salutation; alone, or when it alone holds jobs, it is the job title."""
    jobs = of_meaning(columns, Meaning.JOB_TITLE)
    filled = any(column.shape.filled for column in jobs)
    for column in of_meaning(free, Meaning.TITLE):
        if jobs and not (column.shape.share("job") >= 0.3 and not filled):
            column.become(Meaning.SALUTATION, 0.85)
        else:
            column.become(Meaning.JOB_TITLE, 0.9 if column.shape.share("job") >= 0.3 else 0.8)


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
        or "".join(column.reading.words) in ("industry", "branche", "numberofemployees", "employees", "annualrevenue")
        for column in columns
    )


def _plain_names(columns: list[Column], free: list[Column]) -> None:
    """What `Name` is: a full name, one half of it, or the company, by the columns beside it."""
    names = of_meaning(free, Meaning.NAME)
    for column in sorted(names, key=lambda name: (not name.shape.filled, name.rank, name.index)):
        firsts, lasts = of_meaning(columns, Meaning.FIRST_NAME), of_meaning(columns, Meaning.LAST_NAME)
        contacts = of_meaning(columns, Meaning.FULL_NAME)
        companies = of_meaning(columns, Meaning.COMPANY)
        if firsts and lasts:
            held = min(_holds(column, firsts[0]), _holds(column, lasts[0]))
            if held < 0.5 and column.shape.filled and not companies and column.shape.share("company") >= 0.2:
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


def _clients(columns: list[Column], free: list[Column]) -> None:
    """`Customer` with words in it: the person, or the company where the person is named elsewhere."""
    for column in of_meaning(free, Meaning.CLIENT):
        named = bool(of_meaning(columns, Meaning.FIRST_NAME, Meaning.LAST_NAME, Meaning.FULL_NAME))
        if not named:
            column.become(Meaning.FULL_NAME, 0.75)
        elif not of_meaning(columns, Meaning.COMPANY):
            column.become(Meaning.COMPANY, 0.7)
        else:
            column.become(Meaning.OTHER, 0.6)


def _client_names(columns: list[Column], free: list[Column]) -> None:
    """`Supplier name` beside `Contact name` is the company's."""
    if of_meaning(columns, Meaning.COMPANY):
        return
    wholes = of_meaning(columns, Meaning.FULL_NAME)
    clients = [column for column in wholes if "client" in column.reading.kinds]
    if clients and any("client" not in column.reading.kinds for column in wholes):
        for column in clients[:1]:
            if column in free and column.shape.share("given") < 0.5:
                column.become(Meaning.COMPANY, 0.8)


def _display_names(columns: list[Column], free: list[Column]) -> None:
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
    if (
        wholes[0].shape.filled
        and wholes[0].shape.share("one_word", "cjk", "hangul") >= 0.6
        and _holds(wholes[0], half) < 0.2
    ):
        wholes[0].become(other, 0.85)


def _single(columns: list[Column], free: list[Column]) -> None:
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


def _strays(columns: list[Column], free: list[Column]) -> None:
    """A known column of something else that holds emails is the email where the sheet has no other.

    So is one of numbers with a country code the phone; numbers without one may be anything.
    """
    for meaning in (Meaning.EMAIL, Meaning.PHONE):
        if of_meaning(columns, meaning):
            continue
        for column in of_meaning(free, Meaning.OTHER):
            if not column.shape.filled or by_values(column.shape)[0] is not meaning:
                continue
            if meaning is Meaning.PHONE and not _may_be_the_leads_phone(column):
                continue
            column.become(meaning, 0.65)
            break


def _may_be_the_leads_phone(column: Column) -> bool:
    if column.reading.kinds & {"fax", "address", "billing", "shipping"}:
        return False
    return all(text.lstrip("( ").startswith("+") for text in column.shape.examples)


def _numbers(columns: list[Column], free: list[Column]) -> None:
    """`Number` beside names is the phone where the sheet has no other and the numbers are as long as phones."""
    if of_meaning(columns, Meaning.PHONE) or not any(column.meaning in NAMES for column in columns):
        return
    for column in free:
        lengths = [sum(map(str.isdigit, value)) for value in column.values if value.strip()]
        alone = column.meaning is Meaning.UNKNOWN and column.reading.kinds == {"number"}
        if alone and lengths and min(lengths) >= SHORTEST_PHONE and column.shape.share("phone", "digits") >= 0.8:
            column.become(Meaning.PHONE, 0.6)
            return


def _by_values_only(columns: list[Column], free: list[Column]) -> None:
    """What was told from values alone gives way to columns whose header says so."""
    for meanings in ({Meaning.COMPANY}, {Meaning.JOB_TITLE, Meaning.TITLE}, NAMES):
        told = [column for column in columns if column.meaning in meanings and column.reading.meaning in meanings]
        if not told:
            continue
        for column in free:
            if column.meaning in meanings and column.reading.meaning is Meaning.UNKNOWN:
                if meanings is NAMES and {column.meaning} <= {Meaning.FIRST_NAME, Meaning.LAST_NAME}:
                    other = {Meaning.FIRST_NAME: Meaning.LAST_NAME, Meaning.LAST_NAME: Meaning.FIRST_NAME}[
                        column.meaning
                    ]
                    if all(one.meaning is other for one in told):
                        continue
                column.become(Meaning.OTHER, 0.6)


def _untitled_contacts(columns: list[Column], free: list[Column]) -> None:
    """Emails and phones that only values tell come after those that a header names, or are not the lead's at all.

    `Scanned by` beside `Email` is somebody else's, and digits under `NPI` beside `Phone` are no phone.
    """
    for meaning in (Meaning.EMAIL, Meaning.PHONE):
        told = [column for column in of_meaning(columns, meaning) if column.reading.meaning is meaning]
        filled = any(column.shape.filled for column in told)
        for column in of_meaning(free, meaning) if told else ():
            if column.reading.meaning is not Meaning.UNKNOWN:
                continue
            kept = not filled if meaning is Meaning.EMAIL else column.shape.share("strong_phone") >= MOSTLY
            if kept or not column.reading.words:
                column.rank = RANKS["alternative"] + column.reading.ordinal
            else:
                column.become(Meaning.OTHER, 0.7)


def _labels(columns: list[Column], free: list[Column]) -> None:
    """`E-mail 1 - Type` labels the email that follows it."""
    for column in of_meaning(free, Meaning.TYPE):
        follower = columns[column.index + 1] if column.index + 1 < len(columns) else None
        if (
            follower is not None
            and follower.meaning in (Meaning.EMAIL, Meaning.PHONE)
            and follower.reading.ordinal == column.reading.ordinal
            and set(column.reading.words) & set(follower.reading.words)
        ):
            column.transform = f"label of {follower.index}"


def _choices(columns: list[Column], _free: list[Column]) -> None:
    """Numbers the columns of one field in the order in which they are taken."""
    for meaning in (Meaning.EMAIL, Meaning.PHONE, Meaning.COMPANY, Meaning.JOB_TITLE, Meaning.FULL_NAME):
        members = sorted(of_meaning(columns, meaning), key=lambda column: (column.rank, column.index))
        for number, column in enumerate(members, start=1):
            if number > 1 and not column.transform:
                column.transform = f"choice {number}"


_FAMILY_NAME_FIRST = frozenset({"hu", "vi", "km", "mn"})
"""Languages that write the family name in front, in Latin, Cyrillic or Khmer letters."""
_INITIALS_OF_NAME = frozenset({"фио", "піб", "пиб", "таә", "fish", "фиш"})
"""Headers that stand for family name, given name, patronymic."""


def _name_order(_columns: list[Column], free: list[Column]) -> None:
    """Which half of a full name comes first, where the header's language or words say it."""
    for column in of_meaning(free, Meaning.FULL_NAME):
        languages = column.reading.languages
        for language in ("ja", "ko", "zh"):
            if languages == {language}:
                column.transform = language
        words = read_header(column.header).words
        kinds = [read_header(word).meaning for word in words]
        written = Meaning.FIRST_NAME in kinds and kinds[0] in (Meaning.NAME, Meaning.LAST_NAME)
        if (languages and languages <= _FAMILY_NAME_FIRST) or "".join(words) in _INITIALS_OF_NAME:
            written = written or not given_names_first(column)
        if written or (not column.transform and family_names_first(column)):
            column.transform = "family name first"


_STEPS: tuple[Callable[[list[Column], list[Column]], None], ...] = (
    _by_values_only,
    _untitled_contacts,
    swapped,
    _second_persons,
    _people_side_by_side,
    _side_addresses,
    _titles,
    _plain_names,
    _clients,
    _client_names,
    names_from_emails,
    companies_from_emails,
    other_half,
    whole_names_in_first,
    _display_names,
    _single,
    _strays,
    _numbers,
    _labels,
    _name_order,
    _choices,
)
