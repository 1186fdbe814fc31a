"""Email and phone columns among their neighbours: which are the lead's, and which columns label them."""

from __future__ import annotations

from crm.mapping.confidence import HINTED, LIKELY, PLAUSIBLE, SUGGESTED, SUPPORTED, VERY_LIKELY
from crm.mapping.headers.column_meaning import CONTACTS, NAMES, RANKS, SIDE_RANK, Meaning
from crm.mapping.headers.header_reading import read_header
from crm.mapping.headers.vocabulary import vocabulary
from crm.mapping.mapping import Transform, TransformKind
from crm.mapping.reasons import Reason, Why
from crm.mapping.rules import thresholds as at
from crm.mapping.rules.column import Column, beside, of_meaning
from crm.mapping.rules.values_alone import by_values
from crm.values.blanks import is_unnamed
from crm.values.text import fold

_OF_CONTACTS = (Meaning.EMAIL, Meaning.COMPANY, Meaning.CLIENT, Meaning.CONTACT, Meaning.TITLE, Meaning.JOB_TITLE)
"""What a table about people or companies has beside names."""
_WORDS_OF_A_REQUEST = 5
"""Words of `Leave your number here, please` at least. Chosen."""


def set_aside_side_addresses(columns: list[Column], free: list[Column]) -> None:
    """Billing and shipping columns count only where the sheet has no plain ones, and then one set of them.

    A shop's guests have their details only under billing: there it fills what is plainly missing. So does shipping,
    where parcels go to none but the customers.
    """
    groups = [NAMES, {Meaning.EMAIL}, {Meaning.PHONE}, {Meaning.COMPANY}, {Meaning.JOB_TITLE, Meaning.TITLE}]
    for group in groups:
        members = [column for column in columns if column.meaning in group]
        sent_to_others = any(_is_sent(one) and not _fills_gaps(one, members) for one in members)
        # A column without values decides nothing about one that has some.
        # Nor does one that only its values tell: `ご不在時連絡先`, whom to call when nobody is there.
        named = [one for one in members if one.reading.meaning in group or one.rank >= SIDE_RANK] or members
        best = min(named, key=lambda column: (not column.shape.filled, column.rank // 10), default=None)
        for column in members:
            if column in free and best and column.rank >= SIDE_RANK and column.rank // 10 > best.rank // 10:
                apart = sent_to_others and _is_sent(column)
                if not apart and _fills_gaps(column, members):
                    column.transform_by(Transform(TransformKind.CHOICE, choice=2))
                else:
                    column.assign(Meaning.OTHER, VERY_LIKELY, beside(Why.SIDE_ADDRESS, best))


def accept_contacts_of_firms(columns: list[Column], free: list[Column]) -> None:
    """`Nom (contact) (facturation)` beside such a `Prénom` and a plain `Nom` with firms: whom to ask for there."""
    plain = [one for one in of_meaning(columns, *_WHOLE_NAMES, Meaning.COMPANY) if one.rank < SIDE_RANK]
    if not any(one.shape.share("company") >= at.SOME_COMPANIES for one in plain):
        return
    for first in [one for one in of_meaning(free, Meaning.FIRST_NAME) if one.rank >= SIDE_RANK]:
        words = set(first.reading.words)
        if not any("contact" in read_header(word).kinds for word in words):
            continue
        for last in [one for one in of_meaning(free, *_WHOLE_NAMES, Meaning.LAST_NAME) if one not in plain]:
            if len(words.symmetric_difference(last.reading.words)) == _TWO_WORDS:
                last.assign(Meaning.LAST_NAME, LIKELY, beside(Why.CONTACT_OF_FIRM, first))
                for half in (first, last):
                    half.rerank(half.rank - SIDE_RANK)


_SECOND = 2
_TWO_WORDS = 2
"""By which `Prénom` and `Nom` of the same contact differ."""
_WHOLE_NAMES = frozenset({Meaning.FULL_NAME, Meaning.NAME, Meaning.CLIENT})


def _is_sent(column: Column) -> bool:
    return column.rank >= SIDE_RANK and "shipping" in column.reading.kinds


def _fills_gaps(side: Column, members: list[Column]) -> bool:
    """Whether a column of billing has values only where its plain one has none, or the same ones; of shipping, both.

    Names of shipping fill those of billing too, where most orders have no bill of their own.
    """
    alike = _WHOLE_NAMES if side.meaning in _WHOLE_NAMES else {side.meaning}
    plain = next((one for one in members if one.meaning in alike and one.rank < SIDE_RANK), None)
    if plain is None and _is_sent(side) and side.meaning in _WHOLE_NAMES:
        billed = [one for one in members if one.meaning in alike and "billing" in one.reading.kinds]
        plain = next((one for one in billed if 2 * one.shape.filled <= side.shape.filled), None)
        return plain is not None and _is_same_or_missing(plain, side)
    if plain is None or not side.reading.kinds & {"billing", "shipping"}:
        return False
    if _is_sent(side) and len({a for a, _ in _compared(plain, side) if a}) < at.SENT_TO_CUSTOMERS:
        return False
    return _is_same_or_missing(plain, side)


def _is_same_or_missing(plain: Column, side: Column) -> bool:
    """Whether a column says the same as another one or nothing, the latter in some row."""
    pairs = _compared(plain, side)
    return any(not a for a, _ in pairs) and all(a in ("", b) for a, b in pairs)


def _compared(plain: Column, side: Column) -> list[tuple[str, str]]:
    """What two columns say in the rows in which the second one says something, as it is compared."""
    rows = zip(plain.values, side.values, strict=True)
    as_compared = _ending if side.meaning is Meaning.PHONE else fold
    return [("" if is_unnamed(a.strip()) else as_compared(a), as_compared(b)) for a, b in rows if b.strip()]


def _ending(phone: str) -> str:
    """The last digits of a phone, which a country code in front does not change."""
    return "".join(filter(str.isdigit, phone))[-at.DIGITS_COMPARED :]


def prefer_the_contact(columns: list[Column], free: list[Column]) -> None:
    """`Invitee email` beside `Invitee name` comes before `User email`, `Contact: phone` before a company's `Phone`."""
    names = [column for column in columns if column.meaning in NAMES]
    saying_who = [column for column in names if any(map(_says_who, column.reading.words))]
    if not saying_who or _most_filled(saying_who) < _most_filled(names):
        # A client whom few of the people named plainly have is not who they are: "ФИО партнера".
        return
    plain = [column for column in names if column not in saying_who and column.shape.filled]
    if of_meaning(plain, Meaning.FIRST_NAME, Meaning.NAME) and of_meaning(plain, Meaning.LAST_NAME):
        # They are the names of the lead: "Nome", "Sobrenome" and "Email" beside "Nome do comprador".
        return
    subjects = {word for column in saying_who for word in column.reading.words if _says_who(word)}
    for column in of_meaning(free, Meaning.EMAIL, Meaning.PHONE):
        if subjects.intersection(column.reading.words):
            column.rerank(column.rank - SIDE_RANK)


def prefer_contacts_to_heads(columns: list[Column], free: list[Column]) -> None:
    """`Лице за контакт` comes before `МОЛ`: who runs the firm stands in where a row has no other contact."""
    wholes = [column for column in of_meaning(columns, Meaning.FULL_NAME) if column.shape.filled]
    heads = [column for column in wholes if vocabulary().marks_whole("firm_head", column.reading.words)]
    contacts = [one for one in wholes if one not in heads and "client" not in one.reading.kinds]
    for column in heads if contacts else ():
        if column in free:
            column.rerank(max(column.rank, *(contact.rank + 1 for contact in contacts)))


def _most_filled(columns: list[Column]) -> int:
    return max(column.shape.filled for column in columns)


def prefer_phones_behind_the_contact(columns: list[Column], free: list[Column]) -> None:
    """`Company, Phone, Fax, Contact, Mobile, Phone`: the first phone is the company's and not the person's."""
    names = [column.index for column in columns if column.meaning in NAMES and column.shape.filled]
    firms = [column.index for column in of_meaning(columns, Meaning.COMPANY) if column.shape.filled]
    if not names or not firms or min(firms) > min(names):
        return
    faxes = [column.index for column in columns if "fax" in column.reading.kinds and column.index < min(names)]
    behind = [one for one in of_meaning(columns, Meaning.PHONE) if one.index > max(names) and one.shape.filled]
    for column in of_meaning(free, Meaning.PHONE) if faxes and behind else ():
        if min(firms) < column.index < min(names):
            column.rerank(max(column.rank, RANKS["switchboard"], *(phone.rank + 1 for phone in behind)))


def prefer_whole_numbers(columns: list[Column], free: list[Column]) -> None:
    """Numbers of a few digits come last: `-101` under `Durchwahl` is reached only from within a firm."""
    phones = [column for column in of_meaning(columns, Meaning.PHONE) if column.shape.filled]
    whole = [column for column in phones if not _are_extensions(column)]
    for column in of_meaning(free, Meaning.PHONE) if whole else ():
        if _are_extensions(column):
            column.rerank(max(column.rank, max(phone.rank for phone in whole) + 1))


def prefer_first_numbers(columns: list[Column], free: list[Column]) -> None:
    """`Phone 2` beside `Mobile` comes after it: a second one of a kind is first only where no other is."""
    for meaning in CONTACTS:
        filled = [column for column in of_meaning(columns, meaning) if column.shape.filled]
        firsts = [column for column in filled if column.reading.ordinal < _SECOND and column.rank < SIDE_RANK]
        for column in filled if firsts else ():
            if column in free and column.reading.ordinal >= _SECOND:
                column.rerank(max(column.rank, max(one.rank for one in firsts) + column.reading.ordinal))


def _are_extensions(column: Column) -> bool:
    numbers = [value for value in column.values if value.strip()]
    return bool(numbers) and all(sum(map(str.isdigit, number)) <= at.LONGEST_EXTENSION for number in numbers)


def _says_who(word: str) -> bool:
    return bool(read_header(word).kinds & {"client", "contact"})


def demote_untitled_contacts(columns: list[Column], free: list[Column]) -> None:
    """Emails and phones without a header of their own come after those with one, or are not the lead's at all.

    `Scanned by` beside `Email` is somebody else's, and digits under `NPI` beside `Phone` are no phone.
    """
    if not of_meaning(columns, *NAMES, *_OF_CONTACTS):
        for column in of_meaning(free, Meaning.PHONE):
            unsure = column.reading.meaning is Meaning.UNKNOWN and column.shape.share("strong_phone") < at.KEPT_PHONES
            if unsure and column.reading.words:
                column.assign(Meaning.OTHER, SUGGESTED, Reason(Why.NO_CONTACTS_IN_SHEET))
    for meaning in (Meaning.EMAIL, Meaning.PHONE):
        titled = [column for column in of_meaning(columns, meaning) if column.reading.meaning is meaning]
        filled = any(column.shape.filled for column in titled)
        for column in of_meaning(free, meaning) if titled else ():
            if column.reading.meaning is not Meaning.UNKNOWN:
                continue
            kinds = ("strong_phone",) if filled else ("strong_phone", "phone")
            written = meaning is Meaning.PHONE and column.shape.share(*kinds) >= at.KEPT_PHONES
            kept = written or (meaning is Meaning.EMAIL and not filled)
            if kept or not column.reading.words:
                column.rerank(RANKS["alternative"] + column.reading.ordinal)
            else:
                column.assign(Meaning.OTHER, PLAUSIBLE, beside(Why.CONTACT_OF_ANOTHER, titled[0]))


def adopt_strays(columns: list[Column], free: list[Column]) -> None:
    """A column that is known as something else but holds emails is the email where the sheet has no other.

    In the same way numbers with a country code are the phone; numbers without one may be anything. `From` over
    `Ann Lee <ann@x.com>` is the lead's where it names nobody else.
    """
    for meaning, why in ((Meaning.EMAIL, Why.ONLY_EMAILS), (Meaning.PHONE, Why.ONLY_PHONES)):
        if of_meaning(columns, meaning):
            continue
        for column in of_meaning(free, Meaning.OTHER, Meaning.SOMEONE_ELSE):
            if column.meaning is Meaning.SOMEONE_ELSE and not _holds_names_of_leads(column, columns):
                continue
            if not column.shape.filled or by_values(column.shape).meaning is not meaning:
                continue
            if meaning is Meaning.PHONE and not _may_be_the_leads_phone(column):
                continue
            column.assign(meaning, SUPPORTED, Reason(why))
            break


def _holds_names_of_leads(column: Column, columns: list[Column]) -> bool:
    """Whether most cells of a column hold the full name of their row, and something else."""
    for name in of_meaning(columns, Meaning.FULL_NAME):
        rows = [(fold(a), fold(b)) for a, b in zip(name.values, column.values, strict=True) if a.strip() and b.strip()]
        if rows and sum(a in b != a for a, b in rows) >= at.HOLDS_HALF * len(rows):
            return True
    return False


def _may_be_the_leads_phone(column: Column) -> bool:
    if column.reading.kinds & {"fax", "address", "billing", "shipping"}:
        return False
    return all(text.lstrip("( ").startswith("+") for text in column.shape.examples)


def adopt_numbers(columns: list[Column], free: list[Column]) -> None:
    """`Number` beside names is the phone where the sheet has no other and the numbers are as long as phones.

    A column without a header behind a phone holds further ones.
    """
    if not any(column.meaning in NAMES for column in columns):
        return
    # Row numbers stand in the first column.
    unnamed = [one for one in of_meaning(free, Meaning.UNKNOWN) if not one.reading.words and one.index]
    if phones := of_meaning(columns, Meaning.PHONE):
        for column in unnamed:
            before = columns[column.index - 1]
            if before.meaning is Meaning.PHONE and before.shape.share("bare_phone") and _are_bare_phones(column):
                column.assign(Meaning.PHONE, HINTED, beside(Why.NUMBERS_BEHIND_PHONES, before))
                column.rerank(max(phone.rank for phone in phones) + 1)
        return
    for column in of_meaning(free, Meaning.UNKNOWN, Meaning.OTHER):
        if column in unnamed and _are_bare_phones(column):
            column.assign(Meaning.PHONE, HINTED, Reason(Why.NUMBERS_BESIDE_NAMES))
            return
        lengths = [sum(map(str.isdigit, value)) for value in column.values if value.strip()]
        long = bool(lengths) and min(lengths) >= at.SHORTEST_PHONE
        if _asks_for_a_number(column) and long and _are_long_numbers(column):
            column.assign(Meaning.PHONE, SUGGESTED, Reason(Why.NUMBERS_BESIDE_NAMES))
            return


def _asks_for_a_number(column: Column) -> bool:
    """Whether a header is `Number`, or a question such as `Under which number do we reach you?`, or a request."""
    kinds = column.reading.kinds
    if kinds == {"number"} and column.meaning is Meaning.UNKNOWN:
        return True
    asks = column.header.rstrip().endswith(("?", "？")) or len(column.header.split()) >= _WORDS_OF_A_REQUEST
    return "number" in kinds and kinds <= {"number", "neutral"} and asks


def _are_long_numbers(column: Column) -> bool:
    return column.shape.share("phone", "digits") >= at.ARE_LONG_NUMBERS


def _are_bare_phones(column: Column) -> bool:
    """Whether values are different numbers of nine digits and more, or such as `555-0101`."""
    shape = column.shape
    others = shape.share("number", "date", "letters")
    local = shape.share("phone") >= at.LOCAL_PHONES and others < at.FEW_WORDS_OR_NUMBERS
    bare = shape.share("bare_phone") >= at.BARE_PHONES_BESIDE_NAMES
    return (local or bare) and shape.distinct >= at.DISTINCT_NUMBERS


def attach_labels(columns: list[Column], free: list[Column]) -> None:
    """`E-mail 1 - Type` labels the email that follows it, `Phone type` behind a phone the one before it."""
    for column in of_meaning(free, Meaning.TYPE):
        neighbours = [columns[place] for place in (column.index + 1, column.index - 1) if 0 <= place < len(columns)]
        for other in neighbours:
            if other.meaning in (Meaning.EMAIL, Meaning.PHONE) and _are_of_one_set(column, other):
                column.assign(column.meaning, column.confidence, beside(Why.LABELS_A_NEIGHBOUR, other))
                column.transform_by(Transform(TransformKind.LABEL, label_of=other.index))
                break


def _are_of_one_set(column: Column, other: Column) -> bool:
    same_number = column.reading.ordinal == other.reading.ordinal
    return same_number and bool(set(column.reading.words) & set(other.reading.words))
