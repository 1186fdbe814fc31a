"""Name columns among their neighbours: whose a name is, and which half of it."""

from __future__ import annotations

from collections import Counter

from crm.mapping.confidence import LIKELY, PLAUSIBLE, PROBABLE, SUGGESTED, SURE, VERY_LIKELY
from crm.mapping.headers.column_meaning import Meaning
from crm.mapping.headers.header_reading import read_header
from crm.mapping.headers.vocabulary import vocabulary
from crm.mapping.mapping import PLAIN, Transform, TransformKind
from crm.mapping.reasons import Reason, Why
from crm.mapping.rules import thresholds as at
from crm.mapping.rules.clients import holds_persons
from crm.mapping.rules.column import Column, beside, of_meaning, share_held
from crm.values.known_values import known_values
from crm.values.parties import is_company_of, is_same_person


def prefer_plain_names(columns: list[Column], free: list[Column]) -> None:
    """`Card name` yields to `Name`: under a word that no language knows, a name is the same person's once more.

    `Ann Lee-CUST-17` yields to `Ann Lee`: a program has made the name of its record of it.
    """
    persons = [column for column in of_meaning(columns, Meaning.FULL_NAME) if column.shape.filled]
    for column in [one for one in persons if one in free]:
        other = next((one for one in persons if _begins_with_name(column, one)), None)
        if other is not None:
            column.assign(Meaning.OTHER, PLAUSIBLE, beside(Why.NAME_AGAIN_UNPLAIN, other))
    plain = [
        column for column in of_meaning(columns, Meaning.NAME) if column.shape.filled and not column.reading.unknown
    ]
    for column in of_meaning(free, Meaning.FULL_NAME) if plain else ():
        if column.reading.meaning is Meaning.NAME and column.reading.unknown and _shares_words(column, plain[0]):
            column.assign(Meaning.OTHER, PLAUSIBLE, beside(Why.NAME_AGAIN_UNPLAIN, plain[0]))


def _begins_with_name(column: Column, name: Column) -> bool:
    """Whether each cell has the name of its row in front and something with a digit behind it."""
    pairs = [(a.strip(), b.strip()) for a, b in zip(column.values, name.values, strict=True) if a.strip()]
    return all(b and a.startswith(b) and any(map(str.isdigit, a.removeprefix(b))) for a, b in pairs)


def _shares_words(column: Column, other: Column) -> bool:
    """Whether in half of the rows with both, the cells have a word in common."""
    pairs = [(set(_words(a)), set(_words(b))) for a, b in zip(column.values, other.values, strict=True)]
    pairs = [(a, b) for a, b in pairs if a and b]
    return bool(pairs) and sum(not a.isdisjoint(b) for a, b in pairs) >= at.HOLDS_HALF * len(pairs)


def _words(text: str) -> list[str]:
    return text.casefold().replace(",", " ").split()


def _is_about_companies(columns: list[Column]) -> bool:
    """Whether a sheet lists companies: it has their numbers or industries, and nothing that only a person has."""
    if of_meaning(columns, Meaning.EMAIL, Meaning.JOB_TITLE, Meaning.COMPANY, Meaning.SALUTATION, Meaning.COMPANY_FLAG):
        return False
    return any(
        ("company" in column.reading.kinds and column.meaning is Meaning.OTHER)
        or vocabulary().marks_whole("company_fact", column.reading.words)
        for column in columns
    )


def resolve_names(columns: list[Column], free: list[Column]) -> None:
    """What `Name` is: a full name, one half of it, or the company, by the columns beside it."""
    names = of_meaning(free, Meaning.NAME)
    # `Push name` says nothing of the `Name` beside it.
    telling = [column for column in columns if not vocabulary().marks_whole("public_name", column.reading.words)]
    for column in sorted(names, key=_last_is_no_half):
        firsts, lasts, persons, companies = (
            # A column without values decides nothing about one that has some.
            [other for other in of_meaning(telling, meaning) if other.shape.filled or not column.shape.filled]
            for meaning in (Meaning.FIRST_NAME, Meaning.LAST_NAME, Meaning.FULL_NAME, Meaning.COMPANY)
        )
        if firsts and lasts:
            _resolve_beside_both(column, firsts[0], lasts[0], companies)
        elif firsts and share_held(column, firsts[0]) < at.HOLDS_HALF:
            column.assign(Meaning.LAST_NAME, SURE, beside(Why.NAME_IS_LAST, firsts[0]))
        elif lasts and share_held(column, lasts[0]) < at.HOLDS_HALF:
            column.assign(Meaning.FIRST_NAME, SURE, beside(Why.NAME_IS_FIRST, lasts[0]))
        elif firsts or lasts:
            column.assign(Meaning.FULL_NAME, SURE, Reason(Why.NAME_OF_PERSON))
        elif persons and max(share_held(persons[0], column), share_held(column, persons[0])) >= at.HOLDS_HALF:
            column.assign(Meaning.FULL_NAME, SUGGESTED, beside(Why.NAME_AGAIN, persons[0]))
            column.rerank(max(person.rank for person in persons) + 1)
        elif persons and not companies and holds_persons(column, persons):
            column.assign(Meaning.FULL_NAME, PROBABLE, beside(Why.NAME_IS_EITHER, persons[0]))
            column.rerank(max(person.rank for person in persons) + 1)
            column.transform_by(Transform(TransformKind.CLIENT))
        elif persons and not companies:
            column.assign(Meaning.COMPANY, LIKELY, beside(Why.NAME_OF_COMPANY, persons[0]))
        elif persons and share_held(companies[0], column) >= at.HOLDS_HALF:
            # "Short name" beside the firm and its contact: the firm once more, or a customer who is a person.
            column.assign(Meaning.FULL_NAME, SUGGESTED, beside(Why.NAME_IS_EITHER, persons[0]))
            column.rerank(max(person.rank for person in persons) + 1)
            column.transform_by(Transform(TransformKind.CLIENT))
        elif persons:
            column.assign(Meaning.FULL_NAME, SUGGESTED, Reason(Why.NAME_OF_PERSON))
        elif _is_about_companies(columns) and column.shape.share("person") < at.PERSONS_AMONG_COMPANIES:
            column.assign(Meaning.COMPANY, PROBABLE, Reason(Why.NAME_IN_LIST_OF_COMPANIES))
        else:
            column.assign(Meaning.FULL_NAME, column.confidence, Reason(Why.NAME_OF_PERSON))


def _last_is_no_half(column: Column) -> tuple[bool | int, ...]:
    """The order of columns called `Name`: of `Název` and `Jméno` beside a last name, the one with firms is no half."""
    holds_firms = column.shape.share("company") >= at.SOME_COMPANIES
    return not column.shape.filled, _is_of_a_place(column), holds_firms, column.rank, column.index


def _is_of_a_place(column: Column) -> bool:
    """Whether a header names a place: `Pobočka název` beside `Příjmení` and `Jméno`."""
    return "address" in column.reading.kinds


def _resolve_beside_both(column: Column, first: Column, last: Column, companies: list[Column]) -> None:
    if column.shape.filled and _fills_other_rows(column, first, last):
        # DATEV's "Name (Adressattyp keine Angabe)" beside those of firms and of people. Answers to a form name people.
        if column.shape.share("given") >= at.GIVEN_NAMES_OF_CLIENTS:
            companies = []
        column.assign(Meaning.COMPANY if companies else Meaning.FULL_NAME, LIKELY, beside(Why.NAME_OF_OTHER_ROWS, last))
        if not companies:
            column.transform_by(Transform(TransformKind.PERSON_OR_COMPANY))
        column.rerank(max((company.rank for company in companies), default=column.rank) + 1)
        return
    held = min(share_held(column, first), share_held(column, last))
    if held >= at.HOLDS_HALF or not column.shape.filled:
        column.assign(Meaning.FULL_NAME, SURE, Reason(Why.NAME_OF_PERSON))
    elif not companies and column.shape.share("company") >= at.SOME_COMPANIES:
        column.assign(Meaning.COMPANY, PLAUSIBLE, beside(Why.NAME_OF_COMPANY, last))
    else:
        column.assign(Meaning.OTHER, PLAUSIBLE, beside(Why.NAME_OF_NEITHER, last))


def _fills_other_rows(column: Column, *others: Column) -> bool:
    """Whether a column has values only where the others have none, and is empty where they have some."""
    rows = zip(column.values, *(other.values for other in others), strict=True)
    filled = [(bool(value.strip()), any(map(str.strip, rest))) for value, *rest in rows]
    return (True, True) not in filled and (False, True) in filled


def find_companies_among_salutations(columns: list[Column], free: list[Column]) -> None:
    """Where some rows are addressed as companies, salutations say which: `Herr`, `Frau`, `Firma`."""
    if of_meaning(columns, Meaning.COMPANY_FLAG):
        return
    companies = known_values().company_salutations
    for column in of_meaning(free, Meaning.SALUTATION):
        if any(value.strip().casefold() in companies for value in column.values):
            column.assign(Meaning.COMPANY_FLAG, LIKELY, Reason(Why.SALUTES_COMPANIES))
            return


def set_aside_display_names(columns: list[Column], free: list[Column]) -> None:
    """A display name that is neither the first nor the last name of its row is another person's."""
    firsts, lasts = of_meaning(columns, Meaning.FIRST_NAME), of_meaning(columns, Meaning.LAST_NAME)
    if not firsts or not lasts:
        _complete_half(firsts, lasts, of_meaning(free, Meaning.FULL_NAME))
        firsts, lasts = of_meaning(columns, Meaning.FIRST_NAME), of_meaning(columns, Meaning.LAST_NAME)
    if not firsts or not lasts:
        return
    for column in of_meaning(free, Meaning.FULL_NAME):
        companies = of_meaning(columns, Meaning.COMPANY)
        # `Nome do Fornecedor` of a few beside `Nome da Conta` of more is not where they work.
        called_so = any(
            one.reading.meaning is Meaning.COMPANY or one.shape.filled > column.shape.filled for one in companies
        )
        if not called_so and _names_employers(column, firsts[0], lasts[0], columns):
            column.transform_by(Transform(TransformKind.CLIENT))
            # Xero's "LegalName" is the company's once more, in the rows that have it.
            for again in companies:
                if again in free:
                    again.assign(Meaning.OTHER, LIKELY, beside(Why.COMPANY_AGAIN, column))
            continue
        if column.shape.filled < at.ENOUGH_ROWS:
            continue
        if max(share_held(column, firsts[0]), share_held(column, lasts[0])) < at.HOLDS_NOTHING:
            both = sum(bool(a.strip() and b.strip()) for a, b in zip(column.values, firsts[0].values, strict=True))
            if both >= at.ENOUGH_ROWS:
                column.assign(Meaning.OTHER, LIKELY, beside(Why.SHOWN_NAME_OF_ANOTHER, firsts[0]))


def _names_employers(whole: Column, first: Column, last: Column, columns: list[Column]) -> bool:
    """Whether a display name is the company in some rows: it is not the row's person, and looks like one.

    Where hardly one does, they are what people call themselves: `Auntie Pauline`, `Seun & Bex`.
    """
    emails = of_meaning(columns, Meaning.EMAIL)
    addresses = emails[0].values if emails else ("",) * len(whole.values)
    rows = zip(whole.values, first.values, last.values, addresses, strict=True)
    others = [
        (text, address)
        for text, given, family, address in rows
        if text.strip() and given.strip() and not is_same_person(text, f"{given} {family}")
    ]
    firms = sum(is_company_of(text, address) for text, address in others)
    return firms > 0 and firms >= at.FIRMS_AMONG_SHOWN_NAMES * len(others)


def _complete_half(firsts: list[Column], lasts: list[Column], wholes: list[Column]) -> None:
    """`이름` beside `성`: a column of names that do not hold the half beside it is the other half."""
    halves = [(column, Meaning.LAST_NAME) for column in firsts] + [(column, Meaning.FIRST_NAME) for column in lasts]
    if len(wholes) > 1 and halves:
        # "Prénom du contact" and "Nom du contact" beside the "Nom" of a customer.
        related = [one for one in wholes if _share_subject(one, halves[0][0])]
        # "전체 이름" holds the "성" that "이름" beside it does not.
        wholes = related or [one for one in wholes if share_held(one, halves[0][0]) < at.HOLDS_NOTHING]
    if not halves or len(wholes) != 1:
        return
    (half, other), whole = halves[0], wholes[0]
    if not half.shape.filled or not whole.shape.filled:
        return
    only_a_name = "name" in whole.reading.kinds and "full_name" not in whole.reading.kinds
    may_be_half = only_a_name or whole.shape.share("one_word", "cjk", "hangul") >= at.ARE_HALVES
    if may_be_half and share_held(whole, half) < at.HOLDS_NOTHING:
        whole.assign(other, VERY_LIKELY, beside(Why.HALF_BESIDE_HALF, half))


def _share_subject(column: Column, half: Column) -> bool:
    """Whether two headers end or begin with the same words: `Nom du contact` and `Prénom du contact`."""
    words, others = column.header.casefold().split(), half.header.casefold().split()
    return len(words) > 1 and len(others) > 1 and (words[-1] == others[-1] or words[0] == others[0])


def keep_one_of_each_half(columns: list[Column], free: list[Column]) -> None:
    """One first-name and one last-name column: the plainest; the others are kept in the remarks.

    A second set of names has its own emails, phones and jobs: with `Buyer first name` goes `Buyer email`. If all emails
    and phones are said to be of one set, that one is the lead's.
    """
    reached = _words_of_all_contacts(columns)
    for meaning in (Meaning.FIRST_NAME, Meaning.LAST_NAME):
        members = of_meaning(columns, meaning)
        # "Given name" says the name in the papers, where it is not the "First name" that everybody has.
        few = max((one.shape.filled for one in members), default=0) * at.FAR_FEWER_NAMES
        members.sort(
            key=lambda one: (
                not one.shape.filled,
                reached.isdisjoint(one.reading.words),
                *(one.rank, one.shape.filled < few, -one.confidence, one.index),
            )
        )
        for column in members[1:]:
            if column not in free or column.transform.kind is TransformKind.CHOICE:
                continue
            if _take_turns(members[0], column):
                # Firms and people in one register: "Authorized official first name" where "First name" is empty.
                column.transform_by(Transform(TransformKind.CHOICE, choice=2))
                continue
            column.assign(Meaning.OTHER, PLAUSIBLE, beside(Why.PLAINER_NAME, members[0]))
            owner = set(column.reading.words) - set(members[0].reading.words)
            for other in of_meaning(free, Meaning.EMAIL, Meaning.PHONE, Meaning.JOB_TITLE):
                if owner and owner <= set(other.reading.words):
                    other.assign(Meaning.SOMEONE_ELSE, PROBABLE, beside(Why.DETAIL_OF_SECOND_NAME, column))


def _take_turns(column: Column, other: Column) -> bool:
    """Whether some rows have a value in one of two columns, some in the other, and none in both."""
    filled = Counter((bool(a.strip()), bool(b.strip())) for a, b in zip(column.values, other.values, strict=True))
    return not filled[True, True] and min(filled[True, False], filled[False, True]) >= at.TAKE_TURNS


def _words_of_all_contacts(columns: list[Column]) -> frozenset[str]:
    """The words for contacts that all emails and phones with values share: `Contact 1 email`, `Contact 1 cell`."""
    contacts = [one for one in of_meaning(columns, Meaning.EMAIL, Meaning.PHONE) if one.shape.filled]
    shared = [{word for word in one.reading.words if "contact" in read_header(word).kinds} for one in contacts]
    return frozenset.intersection(*map(frozenset, shared)) if shared else frozenset()


def use_birth_names(columns: list[Column], free: list[Column]) -> None:
    """`Nom de naissance` is the last name where there is no other, in the sheet or in a row."""
    if not of_meaning(columns, Meaning.FIRST_NAME):
        return
    lasts = of_meaning(columns, Meaning.LAST_NAME)
    for column in of_meaning(free, Meaning.OTHER):
        if not vocabulary().marks_whole("birth_name", column.reading.words):
            continue
        if not lasts or any(not value.strip() for value in lasts[0].values):
            column.assign(Meaning.LAST_NAME, LIKELY, Reason(Why.NAME_AT_BIRTH))
            column.transform_by(Transform(TransformKind.CHOICE, choice=2) if lasts else PLAIN)


def use_initials(columns: list[Column], free: list[Column]) -> None:
    """Initials stand for the first name where there is none, in the sheet or in a row."""
    firsts = of_meaning(columns, Meaning.FIRST_NAME)
    for column in of_meaning(free, Meaning.INITIALS):
        if not of_meaning(columns, Meaning.LAST_NAME):
            continue
        if not firsts or any(not value.strip() for value in firsts[0].values):
            column.assign(Meaning.FIRST_NAME, LIKELY, Reason(Why.INITIALS_FOR_FIRST_NAME))
            column.transform_by(Transform(TransformKind.CHOICE, choice=2) if firsts else PLAIN)
