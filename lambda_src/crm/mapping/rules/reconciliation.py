"""What a column is once its header and its values are held against each other, still without its neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from crm.mapping.confidence import (
    CERTAIN,
    EVEN,
    IS_CERTAIN,
    LIKELY,
    NEEDS_VALUES,
    PLAUSIBLE,
    PROBABLE,
    SUGGESTED,
    SURE,
    VERY_LIKELY,
)
from crm.mapping.headers.column_meaning import KINDS_OF_NAMES, Meaning
from crm.mapping.headers.header_reading import HeaderReading, read_header
from crm.mapping.headers.vocabulary import vocabulary
from crm.mapping.reasons import Why
from crm.mapping.rules import thresholds as at
from crm.mapping.rules.value_shapes import Shape
from crm.mapping.rules.values_alone import (
    NOTHING,
    Finding,
    are_plausible_phones,
    by_values,
    found_by,
    look_like_phones,
)
from crm.values.group_roles import are_accounts_of_a_school
from crm.values.known_values import known_values
from crm.values.said_parties import says_company, says_person

_OF_CONTACTS = {"contact", "number"}
"""Kinds of words of a header that says how to reach a contact, or which one it is."""
_FEWEST_COUNTED = 3
_MOST_BETWEEN = 10
"""Numbers that a program gives contacts at least, and how far they are apart. Chosen."""
_CALLED = KINDS_OF_NAMES | {"client", "contact"}
"""Kinds of words of a header under which people stand with their phone: `Name & phone`, `Cliente / WhatsApp`."""


def reconcile(reading: HeaderReading, shape: Shape) -> Finding:
    """What a column is by its header, unless the values cannot be that; then they decide."""
    meaning = reading.meaning
    if meaning is Meaning.UNKNOWN:
        found = by_values(shape)
        if found.meaning is Meaning.PHONE and reading.words and not are_plausible_phones(shape):
            return NOTHING
        return found
    # "Persona física o empresa" says which; one "Company" alone is a name that somebody made up.
    asks = vocabulary().has_mark("question", reading.words)
    tells = (meaning in _MAY_BE_FLAGS and not asks) or (meaning is Meaning.COMPANY and len(shape.examples) > 1)
    if tells and shape.share("party") >= at.ARE_PARTIES and not says_kind_of_others(reading):
        return found_by(Meaning.COMPANY_FLAG, LIKELY, Why.VALUES_ARE_PARTIES)
    if reading.kinds == _AN_ADDRESS_OR_A_JOB and shape.share("job") >= at.SOME_JOBS:
        return found_by(Meaning.JOB_TITLE, PROBABLE, Why.VALUES_AGREE)
    if meaning in _KEPT:
        return _as_read(reading)
    if not shape.filled:
        return _without_values(reading)
    check = _CHECKS.get(meaning)
    return check(reading, shape) if check is not None else _as_read(reading)


def says_kind_of_others(reading: HeaderReading) -> bool:
    """Whether a header says of what else its cells are kinds: `Ticket type`, `Phone type`."""
    return {"thing", "type"} <= reading.kinds or not _OTHERS.isdisjoint(reading.kinds)


_AN_ADDRESS_OR_A_JOB = frozenset({"address", "job_title"})
"""What `Ünvan` is in Azerbaijani and in Turkish."""
_OTHERS = frozenset({"phone", "email", "address"})
_MAY_BE_FLAGS = frozenset({Meaning.OTHER, Meaning.TYPE, Meaning.CLIENT})


def _as_read(reading: HeaderReading) -> Finding:
    why = {Meaning.SOMEONE_ELSE: Why.HEADER_NAMES_SOMEONE_ELSE, Meaning.OTHER: Why.HEADER_IS_NO_FIELD}
    return found_by(reading.meaning, reading.confidence, why.get(reading.meaning, Why.HEADER_SAYS_SO))


_KEPT = frozenset(
    {
        *(Meaning.SOMEONE_ELSE, Meaning.DATE, Meaning.OTHER, Meaning.NOTES, Meaning.COUNTRY, Meaning.SALUTATION),
        *(Meaning.TYPE, Meaning.COMPANY_FLAG, Meaning.NAME_PARTICLE, Meaning.INITIALS),
    }
)


def _without_values(reading: HeaderReading) -> Finding:
    if reading.meaning in (Meaning.CONTACT, Meaning.CLIENT) or reading.confidence < NEEDS_VALUES:
        return found_by(Meaning.OTHER, EVEN, Why.HEADER_TOO_VAGUE)
    return found_by(reading.meaning, reading.confidence, Why.HEADER_WITHOUT_VALUES)


def _check_email(reading: HeaderReading, shape: Shape) -> Finding:
    share = shape.share("email")
    vague = reading.confidence < NEEDS_VALUES
    if not share and shape.filled >= at.ENOUGH_VALUES and shape.share("phone") >= at.NEARLY_ALL_PHONES:
        return found_by(Meaning.PHONE, PROBABLE, Why.VALUES_ARE_PHONES)
    if share >= (at.ARE_EMAILS if vague else at.SOME_EMAILS):
        why = Why.VALUES_AGREE if vague else Why.HEADER_SAYS_SO
        return found_by(Meaning.EMAIL, max(reading.confidence, SURE), why)
    if "type" in reading.kinds:
        return found_by(Meaning.TYPE, SURE, Why.VALUES_ARE_TYPES)
    if vague:
        return found_by(Meaning.OTHER, VERY_LIKELY, Why.VALUES_DISAGREE)
    if shape.share("flag") >= at.ARE_FLAGS:
        return found_by(Meaning.OTHER, VERY_LIKELY, Why.VALUES_ARE_FLAGS)
    if look_like_phones(shape) or (shape.filled >= at.ENOUGH_VALUES and share == 0):
        return _instead_of(Meaning.EMAIL, reading, shape)
    return found_by(Meaning.EMAIL, PROBABLE, Why.HEADER_OUTWEIGHS_VALUES)


def _instead_of(meaning: Meaning, reading: HeaderReading, shape: Shape) -> Finding:
    """What a column is whose header names an email or phone while its values are neither."""
    found = by_values(shape)
    if found.meaning is not Meaning.UNKNOWN:
        return found
    if reading.confidence >= IS_CERTAIN:
        # "Email" over odd values is still the email; "Accepts email marketing" never was.
        return found_by(meaning, SUGGESTED, Why.HEADER_OUTWEIGHS_VALUES)
    return found_by(Meaning.OTHER, PROBABLE, Why.VALUES_DISAGREE)


def _check_phone(reading: HeaderReading, shape: Shape) -> Finding:
    share = shape.share
    if share("email") >= at.HALF_EMAILS and share("email") > share("phone"):
        return found_by(Meaning.EMAIL, VERY_LIKELY, Why.VALUES_ARE_EMAILS)
    if reading.kinds & _CALLED and share("name_and_phone") >= at.SOME_NUMBERS:
        return found_by(Meaning.FULL_NAME, LIKELY, Why.VALUES_ARE_FULL_NAMES)
    if reading.confidence < NEEDS_VALUES:
        return _check_vague_phone(reading, shape)
    if share("flag") >= at.ARE_FLAGS and share("letters") >= at.ARE_FLAGS:
        return found_by(Meaning.OTHER, VERY_LIKELY, Why.VALUES_ARE_FLAGS)
    if reading.kinds == _OF_CONTACTS and _are_counted(shape.examples):
        # "N. contatto" is the number of a contact.
        return found_by(Meaning.OTHER, LIKELY, Why.VALUES_DISAGREE)
    if share("phone", "digits", "number") >= at.SOME_NUMBERS:
        return _as_read(reading)
    if shape.filled >= at.ENOUGH_VALUES and share("letters", "date") >= at.NO_NUMBERS:
        return _instead_of(Meaning.PHONE, reading, shape)
    return found_by(Meaning.PHONE, PROBABLE, Why.HEADER_OUTWEIGHS_VALUES)


def _are_counted(texts: Sequence[str]) -> bool:
    """Whether numbers grow from row to row by no more than a few, as those do that a program gives."""
    if len(texts) < _FEWEST_COUNTED or not all(map(str.isdecimal, texts)):
        return False
    return all(0 < int(text) - int(before) <= _MOST_BETWEEN for before, text in pairwise(texts))


def _check_vague_phone(reading: HeaderReading, shape: Shape) -> Finding:
    if shape.share("phone") >= at.ARE_PHONES:
        return found_by(Meaning.PHONE, LIKELY, Why.VALUES_AGREE)
    if "type" in reading.kinds:
        return found_by(Meaning.TYPE, SURE, Why.VALUES_ARE_TYPES)
    return found_by(Meaning.OTHER, VERY_LIKELY, Why.VALUES_DISAGREE)


def _contradiction(shape: Shape) -> Finding | None:
    """What the values are when they cannot be words: emails, phones, numbers, dates, links."""
    share = shape.share
    if share("email") >= at.ARE_EMAILS:
        return found_by(Meaning.EMAIL, VERY_LIKELY, Why.VALUES_ARE_EMAILS)
    if look_like_phones(shape):
        return found_by(Meaning.PHONE, PROBABLE, Why.VALUES_ARE_PHONES)
    # "4-1000" is an account.
    short = all(sum(map(str.isdigit, text)) < at.SHORTEST_PHONE for text in shape.examples)
    codes = share("code") >= at.NO_NAMES and (short or not share("phone"))
    if share("number", "date", "url") >= at.NO_NAMES or codes:
        return found_by(Meaning.OTHER, PLAUSIBLE, Why.VALUES_DISAGREE)
    if share("phone") >= at.NEARLY_ALL_PHONES and share("letters", "number") < at.FEW_WORDS_OR_NUMBERS:
        return found_by(Meaning.PHONE, PLAUSIBLE, Why.VALUES_ARE_PHONES)
    return None


def _check_name(reading: HeaderReading, shape: Shape) -> Finding:
    against = _contradiction(shape)
    if against is not None:
        return against
    share = shape.share
    if reading.meaning is Meaning.NAME and reading.confidence < NEEDS_VALUES:
        found = by_values(shape)
        if found.meaning in (Meaning.FULL_NAME, Meaning.COMPANY):
            return found
        return found_by(Meaning.OTHER, SUGGESTED, Why.VALUES_DISAGREE)
    if share("long") >= at.ARE_TEXTS and "address" not in reading.beside:
        return found_by(Meaning.OTHER, SUGGESTED, Why.VALUES_DISAGREE)
    if share("flag") >= at.ARE_FLAGS and shape.filled >= at.ENOUGH_VALUES:
        return found_by(Meaning.OTHER, SUGGESTED, Why.VALUES_ARE_FLAGS)
    if len(shape.examples) > 1 and all(text.casefold() in known_values().group_roles for text in shape.examples):
        # Russian "Кто" is somebody's name, or what they are to a pupil: `мама`.
        return found_by(Meaning.OTHER, PROBABLE, Why.VALUES_ARE_ROLES)
    whole = reading.meaning in (Meaning.NAME, Meaning.FULL_NAME)
    if whole and share("company") >= at.COMPANIES_UNDER_NAME and share("person") < at.HARDLY_PERSONS:
        # Each row decides whether it is a person among the companies.
        return found_by(Meaning.COMPANY, PROBABLE, Why.VALUES_ARE_COMPANIES)
    return _as_read(reading)


def _check_company(reading: HeaderReading, shape: Shape) -> Finding:
    if shape.share("flag") >= at.ARE_FLAGS or _are_kinds_of_parties(shape):
        return found_by(Meaning.COMPANY_FLAG, LIKELY, Why.VALUES_ARE_FLAGS)
    shortened = bool(shape.examples) and all(text.endswith(".") for text in shape.examples)
    if shortened and shape.share("salutation") >= at.SOME_SALUTATIONS:
        # Slovene "Akad. naziv" is what somebody is called, as a firm's `naziv` is. `ING` is a bank.
        return found_by(Meaning.SALUTATION, PROBABLE, Why.VALUES_ARE_SALUTATIONS)
    if _are_phones_of_a_place(reading, shape):
        return found_by(Meaning.PHONE, PROBABLE, Why.VALUES_ARE_PHONES)
    against = _contradiction(shape)
    if against is not None:
        # Digits under "Associated company IDs" are numbers of companies.
        is_number = against.meaning is Meaning.PHONE and shape.share("strong_phone") < shape.share("digits")
        return found_by(Meaning.OTHER, PLAUSIBLE, Why.VALUES_DISAGREE) if is_number else against
    # Chinese "单位" is where somebody works, or the unit in which things are counted: `个`.
    units = bool(shape.examples) and all(len(text) == 1 for text in shape.examples)
    several = len(reading.words) > 1 and len(shape.examples) > 1
    if units or (several and all(map(_is_code_of_place, shape.examples))):
        return found_by(Meaning.OTHER, PLAUSIBLE, Why.VALUES_DISAGREE)
    if reading.confidence >= NEEDS_VALUES:
        return _as_read(reading)
    if shape.share("company") < at.NAMED_COMPANIES:
        return found_by(Meaning.OTHER, PLAUSIBLE, Why.VALUES_DISAGREE)
    return found_by(Meaning.COMPANY, PLAUSIBLE, Why.VALUES_AGREE)


def _are_kinds_of_parties(shape: Shape) -> bool:
    """Whether the values only say which rows are people and which are firms: `บุคคล/นิติบุคคล`."""
    persons = [text for text in shape.examples if says_person(text)]
    return bool(persons) and all(says_company(text) for text in shape.examples if text not in persons)


def _are_phones_of_a_place(reading: HeaderReading, shape: Shape) -> bool:
    """Whether numbers are phones though they may grow from row to row: `Business`, `Home` beside `Mobile`."""
    phones = shape.share("bare_phone", "strong_phone")
    return not reading.kinds.isdisjoint({"work", "home"}) and phones >= at.NEARLY_ALL_PHONES


def _is_code_of_place(text: str) -> bool:
    """Whether a text is as long as the code of a country or a state, whatever the header says: `TX`."""
    return len(text) == _LETTERS_OF_A_CODE and text.isascii() and text.isupper()


_LETTERS_OF_A_CODE = 2


def _is_code_of_role(text: str) -> bool:
    """Whether a text is as short as the code of a role and no job is called so: `Pr` and `Co`, unlike `VP`."""
    return len(text) <= _LETTERS_OF_A_CODE and text.isascii() and text.casefold() not in known_values().job_words


def _check_title(reading: HeaderReading, shape: Shape) -> Finding:
    share = shape.share
    if share("salutation") >= at.SOME_SALUTATIONS:
        return found_by(Meaning.SALUTATION, CERTAIN, Why.VALUES_ARE_SALUTATIONS)
    if _are_roles_of_accounts(reading, shape):
        return found_by(Meaning.OTHER, PROBABLE, Why.VALUES_ARE_ROLES)
    against = _contradiction(shape)
    if against is not None:
        return against
    if share("flag") >= at.ARE_FLAGS or (len(shape.examples) > 1 and all(map(_is_code_of_role, shape.examples))):
        return found_by(Meaning.OTHER, PLAUSIBLE, Why.VALUES_ARE_FLAGS)
    if share("company") >= at.COMPANIES_UNDER_TITLE and "company" in reading.kinds and not share("job"):
        return found_by(Meaning.COMPANY, PROBABLE, Why.VALUES_ARE_COMPANIES)
    if reading.confidence < NEEDS_VALUES:
        if share("job") >= at.SOME_JOBS:
            return found_by(Meaning.JOB_TITLE, PROBABLE, Why.VALUES_AGREE)
        return found_by(Meaning.OTHER, SUGGESTED, Why.VALUES_DISAGREE)
    return _as_read(reading)


def _are_roles_of_accounts(reading: HeaderReading, shape: Shape) -> bool:
    """Whether the values only say what somebody is to the file's owner, in a program, a school or a group."""
    known = known_values()
    if vocabulary().marks_whole("account_role", reading.words) and are_accounts_of_a_school(shape.examples):
        return True
    # "Partner" and "Head" alone are jobs, and so is the owner of a shop.
    only_jobs = all(text in known.job_words or text in known.owners for text in map(str.casefold, shape.examples))
    return bool(shape.examples) and all(
        _is_role_of_an_account(text) or (not only_jobs and text.casefold() in known.group_roles)
        for text in shape.examples
    )


def _is_role_of_an_account(text: str) -> bool:
    if text in known_values().account_roles:
        return True
    return read_header(text).meaning is Meaning.CLIENT and text.casefold() not in known_values().job_words


def _check_contact(reading: HeaderReading, shape: Shape) -> Finding:
    share = shape.share
    if share("email") >= at.HALF_EMAILS or (share("email") and share("email") + share("phone") >= at.HALF_EMAILS):
        # Phones are found among emails, too.
        return found_by(Meaning.EMAIL, VERY_LIKELY, Why.VALUES_ARE_EMAILS)
    numbered = share("name_and_phone")
    if numbered and "contact" in reading.kinds and share("words") + numbered >= at.WORDS_OF_NAMES:
        return found_by(Meaning.FULL_NAME, LIKELY, Why.VALUES_ARE_FULL_NAMES)
    long = any(sum(map(str.isdigit, text)) >= at.SHORTEST_PHONE for text in shape.examples)
    if long and share("phone") >= at.HALF_PHONES and (not shape.rising or _are_phones_of_a_place(reading, shape)):
        return found_by(Meaning.PHONE, VERY_LIKELY, Why.VALUES_ARE_PHONES)
    if share("number", "date", "url", "flag", "long") >= at.NO_CONTACTS:
        return found_by(Meaning.OTHER, PLAUSIBLE, Why.VALUES_DISAGREE)
    if "contact" in reading.kinds and share("words", "person", "cjk", "hangul") >= at.WORDS_OF_NAMES:
        return found_by(Meaning.FULL_NAME, LIKELY, Why.VALUES_ARE_FULL_NAMES)
    return found_by(Meaning.OTHER, SUGGESTED, Why.VALUES_DISAGREE)


def _check_client(reading: HeaderReading, shape: Shape) -> Finding:
    share = shape.share
    against = _contradiction(shape)
    if against is not None:
        # Digits under "Customer" are the customer's number.
        is_number = against.meaning is Meaning.PHONE and share("strong_phone") < share("digits")
        return found_by(Meaning.OTHER, PLAUSIBLE, Why.VALUES_DISAGREE) if is_number else against
    if share("flag", "long") >= at.NO_CONTACTS:
        return found_by(Meaning.OTHER, PLAUSIBLE, Why.VALUES_DISAGREE)
    if share("company") >= at.NAMED_COMPANIES and share("person") < min(at.SOME_PERSONS, share("company")):
        return found_by(Meaning.COMPANY, PROBABLE, Why.VALUES_ARE_COMPANIES)
    mixed = bool(share("person") and share("company"))
    if mixed or share("words", "person", "maybe_person", "company") + share("people") >= at.WORDS_OF_NAMES:
        return _as_read(reading)
    return found_by(Meaning.OTHER, SUGGESTED, Why.VALUES_DISAGREE)


_CHECKS = {
    Meaning.EMAIL: _check_email,
    Meaning.PHONE: _check_phone,
    Meaning.FIRST_NAME: _check_name,
    Meaning.LAST_NAME: _check_name,
    Meaning.SECOND_LAST_NAME: _check_name,
    Meaning.FULL_NAME: _check_name,
    Meaning.NAME: _check_name,
    Meaning.COMPANY: _check_company,
    Meaning.JOB_TITLE: _check_title,
    Meaning.TITLE: _check_title,
    Meaning.CONTACT: _check_contact,
    Meaning.CLIENT: _check_client,
}
