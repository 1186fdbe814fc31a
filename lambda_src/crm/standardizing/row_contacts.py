"""Takes a row's emails and phones: the first of each is the field, the others are kept beside it."""

from __future__ import annotations

from collections.abc import Sequence

from crm.fields import MAX_LABEL
from crm.said import EMAIL, EXTRAS, PHONE, Said, Says, field_of, further_email, further_phone
from crm.standardizing.limits import cut_to
from crm.standardizing.row_values import RowValues
from crm.values.countries import region_named
from crm.values.emails_in_cells import emails_in, without_addresses
from crm.values.labelled import as_label
from crm.values.national_numbers import assigned_in, dialled_in, have_one_code
from crm.values.numbers_behind_names import name_and_number
from crm.values.phones import MIN_DIGITS, are_all, digits_of, is_dialled, phones_in

FEWEST_DIGITS_ELSEWHERE = 8
"""Fewest digits of a phone number outside the phone columns: a shorter one may be a postcode or a customer
number. Measured on 482 files: 7 and 9 change nothing."""
MAX_PHONE = 100
"""Characters of a number beside the first: a longer one is a text, and stays where it is."""


def take_emails(row: RowValues) -> None:
    """Takes the first usable address of the email columns, or else of another column about the person.

    Our own export has every address in a column of its own; in another one, such as the title, it is part of a text.
    """
    column = _email_column(row)
    if column is None:
        return
    found = emails_in(row.texts[column])
    row.email, row.columns[EMAIL] = found.addresses[0], column
    if found.exact:
        row.taken.add(column)
    else:
        _take_further_emails(row, column)
    for other in row.plan.email:
        text = row.texts[other]
        if not text or other == column:
            continue
        if text.lower() == row.email:
            row.taken.add(other)
        else:
            _take_further_emails(row, other)


def unusable_contacts(row: RowValues, says: Says) -> tuple[int, ...]:
    """Columns of emails and phones whose cells hold something else, which is kept as an extra.

    Args:
        says: all that the row says.
    """
    plan = row.plan
    columns = (*plan.email, *plan.further_email, *plan.phone, *plan.further_phone)
    asked = {one for one in columns if row.texts[one] and one not in row.taken and one not in row.used}
    if not asked:
        return ()
    asked -= {said.column for path, said in says.items() if field_of(path) != EXTRAS}
    # A fax is left out although it is a number.
    return tuple(sorted(one for one in asked if plan.paths[one] in says and not phones_in(row.texts[one], plan.region)))


def _email_column(row: RowValues) -> int | None:
    plan, texts = row.plan, row.texts
    for column in plan.email:
        if texts[column] and emails_in(texts[column]).addresses:
            return column
    if plan.own_export:
        return None
    for column in (*plan.phone, *plan.first, *plan.last, *(column for column, _ in plan.full), *plan.title):
        if "@" in texts[column] and emails_in(texts[column]).addresses:
            return column
    if plan.notes is not None and emails_in(texts[plan.notes]).exact:
        return plan.notes
    if not plan.has_header:
        # Without headers, no column is known to be about someone else.
        for column, text in enumerate(texts):
            if "@" in text and emails_in(text).addresses:
                return column
    return None


def _take_further_emails(row: RowValues, column: int) -> None:
    found = emails_in(row.texts[column])
    for address in found.addresses:
        if address != row.email:
            row.further.setdefault(further_email(address), Said(address, column, _label(row, column)))
    if found.complete:
        _use(row, column)


def take_phones(row: RowValues) -> None:
    """Takes the first number of the phone columns, or else of another column about the person."""
    plan, texts = row.plan, row.texts
    columns: Sequence[int] = plan.phone
    if plan.contact_labels and any(column in plan.contact_labels for column in columns):
        columns = _by_label(row, columns)
    for place, column in enumerate(columns):
        if texts[column] and _take_phone(row, column, MIN_DIGITS):
            _take_further_phones(row, columns[place:])
            return
    for column in (*plan.email, *plan.first, *plan.last):
        text = texts[column]
        if (
            text
            and (column in plan.email or text[0] in "+(0123456789")
            and _take_phone(row, column, MIN_DIGITS if _is_email_and_phone(text) else FEWEST_DIGITS_ELSEWHERE)
        ):
            _take_further_phones(row, (column,))
            return
    for column, _ in plan.full:
        # Who has dialled in to a meeting is called by the number.
        if is_dialled(texts[column]) and _take_phone(row, column, FEWEST_DIGITS_ELSEWHERE):
            return


def take_phones_behind_names(row: RowValues) -> list[tuple[int, str]]:
    """Takes the number behind a full name off its cell: the columns, and what they held, which is to stay whole."""
    held = []
    for column, _ in row.plan.full:
        text = row.texts[column]
        name, number = name_and_number(text)
        if not number:
            continue
        held.append((column, text))
        row.texts[column] = number
        if row.phone or _take_phone(row, column, FEWEST_DIGITS_ELSEWHERE):
            row.taken.discard(column)
            _take_further_phones(row, (column,))
        row.texts[column] = name
        row.taken.discard(column)
    return held


def _by_label(row: RowValues, columns: Sequence[int]) -> list[int]:
    """Orders phone columns by the labels in this row; leaves out faxes and pagers."""
    plan = row.plan
    ranked = []
    for place, column in enumerate(columns):
        label = plan.contact_labels.get(column)
        said = row.texts[label] if label is not None else ""
        rank = plan.rank_of_label(said or plan.headers[column])
        if rank is not None:
            ranked.append((rank, place, column))
    return [column for _, _, column in sorted(ranked)]


def _is_email_and_phone(text: str) -> bool:
    """Whether a cell of emails says nothing else but a number, which may be a short one: `ann@x.example 555-0101`.

    Without an email the number is written in groups: `555-0101`.
    """
    rest = _without_emails(text)
    return bool(rest) and ("@" in text or not rest.isdigit()) and are_all(phones_in(rest, None), rest)


def _without_emails(text: str) -> str:
    """What a cell says beside its addresses: `ann@x.example / 0170 123` has a phone too."""
    return without_addresses(text) if "@" in text else text


def _take_phone(row: RowValues, column: int, fewest: int) -> bool:
    plan, texts = row.plan, row.texts
    region, named = _certain_region(row)
    found = phones_in(_without_emails(texts[column]), region)
    if not found or sum(map(str.isdigit, found[0].text)) < fewest:
        return False
    row.phone, row.columns[PHONE] = found[0].text, column
    if found[0].national and region is None:
        _guess_international(row, found[0].text, named)
    if found[0].exact:
        for other in (column, *plan.phone):
            if texts[other] == texts[column]:
                row.taken.add(other)
    return True


def _guess_international(row: RowValues, number: str, region: str | None) -> None:
    """Adds the international form of a number as an extra when the row's country, or else the sheet, suggests one.

    It is a guess, so it must not replace the typed number.

    Args:
        region: that of the row's country.
    """
    plan = row.plan
    bare, _, extension = number.partition(" x")
    if region is not None:
        e164 = assigned_in(bare, region)
    elif plan.inferred_region is not None and not any(row.texts[column] for column in plan.countries):
        e164 = dialled_in(bare, plan.inferred_region)
    else:
        return
    if e164 is not None and e164 != number:
        row.guessed_phone = f"{e164} x{extension}" if extension else e164


def _certain_region(row: RowValues) -> tuple[str | None, str | None]:
    """(the region in which the row's national numbers are surely typed, the one that its countries name).

    The region of the import only holds where the row names no other. Of several countries, none is the phone's.
    """
    chosen, countries = row.plan.region, row.plan.countries
    if not countries:
        return chosen, None
    named = {region_named(text) for column in countries if (text := row.texts[column])}
    if chosen is not None and all(region is None or have_one_code(chosen, region) for region in named):
        return chosen, None
    return None, named.pop() if len(named) == 1 else None


def _take_further_phones(row: RowValues, columns: Sequence[int]) -> None:
    """Takes the numbers beside the first, which is in the first of the columns."""
    texts, taken, (region, _) = row.texts, row.taken, _certain_region(row)
    known: set[str] = set()
    for column in columns:
        text = _without_emails(texts[column])
        if not text or column in taken:
            continue
        found = phones_in(text, region)
        if found and found[0].text == row.phone and are_all(found[:1], text):
            _use(row, column)
            continue
        known = known or {digits_of(row.phone)}
        fits = True
        for phone in found:
            digits = digits_of(phone.text)
            if digits not in known and len(phone.text) <= MAX_PHONE:
                known.add(digits)
                row.further[further_phone(phone.text)] = Said(phone.text, column, _label(row, column))
            fits = fits and digits in known
        if fits and are_all(found, text):
            _use(row, column)


def _label(row: RowValues, column: int) -> str:
    """What the row or else the header says of the kind of a column's emails or phones."""
    labels = row.plan.contact_labels.get(column)
    said = as_label(cut_to(row.texts[labels], MAX_LABEL)) if labels is not None else ""
    return said or row.plan.kinds[column]


def _use(row: RowValues, column: int) -> None:
    """All of a cell is kept as emails or phones, and what labels it in the row is kept with them."""
    row.used.add(column)
    labels = row.plan.contact_labels.get(column)
    if labels is None or column in (row.columns.get(EMAIL), row.columns.get(PHONE)):
        return
    if row.texts[labels] == _label(row, column):
        row.used.add(labels)
