"""Takes a row's names from columns of their own for first and last names, and completes halves from whole names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crm.standardizing.row_companies import is_marked_as_company, take_last_name_as_company
from crm.standardizing.row_values import RowValues
from crm.values.addressees import addressee_of, is_department
from crm.values.blank_words import blank_words
from crm.values.blanks import is_blank_name, is_enquiry, is_network_name
from crm.values.cjk_writing import is_cjk
from crm.values.companies import company_in_halves, is_legal_form, is_surely_company, may_be_company
from crm.values.honorifics import (
    are_titles,
    is_credential,
    is_note,
    strip_honorifics,
    strip_suffixes,
    without_note,
    without_ornaments,
)
from crm.values.known_values import known_values
from crm.values.names import PARTIES, split_full_name
from crm.values.parties import has_given_name, is_same_person, is_whole_name
from crm.values.titles.behind import without_kin_behind


def take_halves(row: RowValues) -> None:
    """Takes first and last name from their own columns."""
    plan, texts = row.plan, row.texts
    for column in plan.first:
        if not row.first and _is_half(row, column, plan.last) and not is_note(texts[column]):
            row.first = _without_honorific(row, column)
            row.columns["firstName"] = column
            if are_titles(row.first.split()) and row.first.casefold() not in known_values().given_names:
                # "Herr" in place of a first name.
                row.first = ""
                row.taken.discard(column)
                del row.columns["firstName"]
    for column in plan.last:
        _take_last(row, column)
    if row.last and plan.particle is not None and texts[plan.particle]:
        row.taken.add(plan.particle)
        # "van der" beside "van der Meulen".
        if not row.last.casefold().startswith(f"{texts[plan.particle]} ".casefold()):
            row.last = f"{texts[plan.particle]} {row.last}"
            row.columns["lastName"] = None
    if plan.second_last is not None:
        _take_second_last(row, plan.second_last)


def _take_last(row: RowValues, column: int) -> None:
    if row.last or not _is_half(row, column, row.plan.first) or is_note(row.texts[column]):
        return
    row.last = _without_honorific(row, column)
    if row.first:
        row.last = _without_initials(row, _without_credentials(row, column), column)
    row.columns["lastName"] = column


def _take_second_last(row: RowValues, column: int) -> None:
    """Puts the second last name behind the first one, which may be missing or name both: `García López`."""
    first, joined = row.last, row.columns.get("lastName")
    if not first:
        _take_last(row, column)
    elif is_name(row, column) and not is_note(row.texts[column]):
        row.last = _without_honorific(row, column)
        second = _without_credentials(row, column) if row.first else row.last
        # "López" beside "García López".
        holds_both = first.casefold().endswith(f" {second}".casefold())
        row.last = first if holds_both or not second else f"{first} {second}"
        row.columns["lastName"] = joined if row.last == first else None


def take_halves_as_company(row: RowValues) -> None:
    """Takes a company that stands in both columns: `Santa Fé` and `Ltda`; beside the row's own it stays an extra."""
    columns = [row.columns.get(half) for half in ("firstName", "lastName")]
    first, last = ("" if column is None else row.texts[column] for column in columns)
    company = company_in_halves(first, last)
    if not company and not (row.company and _name_company(first, last, row.company)):
        return
    leave_names(row)
    if not row.company:
        in_order = sorted(column for column in columns if column is not None)
        texts = [row.texts[column] for column in in_order]
        is_whole = company == f"{first} {last}"
        row.company = ("" if is_cjk(first + last) else " ").join(texts) if is_whole else company
        row.columns["company"] = in_order[0] if len(in_order) == 1 else None
        row.taken.update(in_order)


def _name_company(first: str, last: str, company: str) -> bool:
    """Whether both halves of a name are the row's company once more, and no person who is called so."""
    whole, known = (" ".join(text.casefold().split()) for text in (f"{first} {last}", company))
    if whole in (known, f"{known} {known}"):
        return may_be_company(company) and not has_given_name(company)
    return whole.startswith(f"{known} ") and is_legal_form(" ".join(f"{first} {last}".split())[len(known) :])


def split_whole_name(row: RowValues) -> None:
    """Splits a half that is the whole name: `Lee, Ann` as a last name, `Ann Lee` as a half without the other one."""
    plan = row.plan
    if row.last and not row.first and ("," in row.last or (plan.first and _is_whole_last_name(row.last))):
        text, half = row.last, "lastName"
    elif row.first and not row.last and not plan.full and is_whole_name(row.first):
        text, half = row.first, "firstName"
    else:
        return
    name = split_full_name(text)
    if name.first and name.last:
        column = row.columns[half]
        row.take_person(name.first, name.last, column)
        if column is not None and not name.complete:
            row.taken.discard(column)


def _is_whole_last_name(text: str) -> bool:
    """Whether a whole name stands under `Name` where the first name is missing; `Martín Pérez` are two last names."""
    given, *behind = text.casefold().split()
    known = known_values()
    return is_whole_name(text) and given not in known.family_names and known.given_names.isdisjoint(behind)


def take_company_for_last_name(row: RowValues) -> None:
    """The company in place of a last name, and whoever is in place of the first: `Acme GmbH` and `Accounts Ann Lee`."""
    person, column = row.first, row.columns.get("firstName")
    take_last_name_as_company(row)
    leave_names(row)
    if person.casefold().rstrip(".") in known_values().company_salutations:
        return
    addressee = addressee_of(person)
    name = split_full_name(addressee.name)
    if addressee.name and not is_surely_company(addressee.name):
        row.take_person(name.first, name.last, column)


def is_nobody(first: str, last: str) -> bool:
    """Whether halves of a name are none: `Accounts` and `Payable`, `Web` and `lead`, `Toll Free` and `Call`.

    Neither are two halves that say the same nothing, `null` and `null`, though `Null` beside another half is a name.
    """
    whole = f"{first} {last}".strip()
    is_nothing = first.casefold() == last.casefold() and is_blank_name(whole)
    none = is_department(whole) or is_enquiry(whole) or is_nothing
    return is_network_name(whole) or bool(first and last and none)


def is_reachable(row: RowValues) -> bool:
    """Whether a row has more than a name."""
    return bool(row.email or row.phone or row.company)


def is_row_person(row: RowValues, person: str) -> bool:
    """Whether a name is that of the row's person, which Chinese, Japanese and Korean also write without a blank."""
    return is_same_person(person, f"{row.first} {row.last}") or "".join(person.split()) == row.last + row.first != ""


def leave_names(row: RowValues) -> None:
    """Leaves both halves in the extras."""
    row.first = row.last = ""
    for half in ("firstName", "lastName"):
        is_joined = half in row.columns and row.columns[half] is None
        column = row.columns.pop(half, None)
        row.taken.discard(-1 if column is None else column)
        if is_joined and half == "lastName":
            row.taken.difference_update((*row.plan.last, row.plan.particle, row.plan.second_last))


def is_name(row: RowValues, column: int) -> bool:
    text = row.texts[column]
    return bool(text) and column not in row.taken and not is_blank_name(text) and ("@" not in text or " @ " in text)


def _is_half(row: RowValues, column: int, others: Sequence[int]) -> bool:
    """Whether a cell is half a name, which a placeholder may be beside the other half: `Libre` behind `Lucía`."""
    if is_name(row, column):
        return True
    if column in row.taken or row.texts[column].casefold() not in blank_words().placeholders_or_names:
        return False
    return bool(row.first) or any(is_name(row, other) for other in others)


def is_firm_with_contact(row: RowValues) -> bool:
    """Whether a row is marked as a company, and a column of people alone names its contact."""
    people = [column for column, order in row.plan.full if order not in PARTIES]
    return is_marked_as_company(row) and any(is_name(row, column) for column in people)


def _without_honorific(row: RowValues, column: int) -> str:
    text = row.texts[column]
    name = without_note(strip_honorifics(without_ornaments(text), half=True)[0])
    if name == text:
        row.taken.add(column)
    return name


def _without_credentials(row: RowValues, column: int) -> str:
    """A last name without the degrees and the name at birth behind it: `Lindqvist, MBA`, `Lang geb. Roth`."""
    if row.last.isalpha():
        return row.last
    whole = f"{row.first} {row.last}"
    words, _ = strip_suffixes(without_kin_behind(whole))
    kept = " ".join(words)
    dropped = {word.casefold().strip(".,") for word in whole.split()[len(words) :]}
    if kept.startswith(f"{row.first} ") and kept != whole and dropped.isdisjoint(known_values().suffixes_or_names):
        row.taken.discard(column)
        return kept[len(row.first) + 1 :]
    name, comma, behind = row.last.partition(",")
    words = behind.replace(",", " ").split()
    if not comma or not words or not all(map(is_credential, words)):
        return row.last
    row.taken.discard(column)
    return name.strip()


_INITIALS = re.compile(r"(?:[^\W\d_]\.[ -]?)+(?=[^\W\d_]{2})")
"""Initials before a family name: `P.W. `, `J.-P. `, `А. В. `."""


def _without_initials(row: RowValues, name: str, column: int) -> str:
    """A last name without the first name's initials before it: `P.W. van der Meulen` beside `Pieter`."""
    initials = _INITIALS.match(name)
    if initials is None or not (row.first[:1] == name[:1] or initials[0].strip() in row.texts):
        return name
    row.taken.discard(column)
    return name[initials.end() :]


def as_in_halves(row: RowValues, name: str) -> tuple[str, str] | None:
    """The halves of a name where other cells of the row have the same name in two; None where none has."""
    cells = [(row.texts[first], row.texts[first + 1]) for first in row.plan.halves]
    return next(((first, last) for first, last in cells if first and last and f"{first} {last}" == name), None)


def complete_half(row: RowValues, full_name: str, column: int) -> bool:
    """Takes the missing half of the name from the full name, and says whether it is there."""
    half = row.first or row.last
    name, _ = strip_honorifics(without_ornaments(full_name))
    rest = name.removesuffix(half) if name.endswith(f" {half}") else name.removeprefix(f"{half} ")
    rest = rest.strip(" ,")
    if rest and rest != name and not any(map(str.isdigit, rest)):
        if row.last:
            row.first, row.columns["firstName"] = rest, column
        else:
            row.last, row.columns["lastName"] = rest, column
        return True
    return False
