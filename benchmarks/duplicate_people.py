"""Seeded leads of whom it is known which are the same person: five of 100 are somebody again.

Among the others are what makes it hard: namesakes, families with one phone, colleagues with a switchboard, mailboxes
that several people read.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from benchmarks.people_pools import POOLS, Name, drawn_name

SHARE = 0.05
"""Leads that are somebody again, of one."""
_FREE = (
    "gmail.com",
    "gmail.com",
    "gmail.com",
    "outlook.com",
    "yahoo.com",
    "gmx.de",
    "web.de",
    "orange.fr",
    "qq.com",
    "mail.ru",
)
_FORMS = ("GmbH", "Ltd", "Inc.", "AG", "LLC", "SA", "Co., Ltd.", "")
_TRADES = ("Systems", "Logistics", "Foods", "Bau", "Consulting", "Media", "Pharma", "Textiles", "Energy", "Software")


@dataclass(frozen=True, slots=True)
class Lead:
    """A generated lead.

    Args:
        person: the number of who it is.
        first, last, phone, email, company: what it says; "" for nothing.
        others: the same name in other letters.
    """

    person: int
    first: str
    last: str
    phone: str
    email: str
    company: str
    others: tuple[tuple[str, str], ...] = ()


class People:
    """Draws people and, of some, second leads.

    Args:
        leads: how many there will be; companies grow with them.
        seed: of all chance.
        nicknames: what first names are called; by a name in lower case.
    """

    def __init__(self, leads: int, seed: int, nicknames: dict[str, list[str]]) -> None:
        self._chance = random.Random(seed)
        self._leads = leads
        self._nicknames = nicknames
        self._companies = max(20, leads // 12)
        self._phones: dict[str, str] = {}
        self._taken: set[str] = set()

    def leads(self) -> Iterator[Lead]:
        """All leads, in no order that says anything."""
        chance = self._chance
        people: list[Lead] = []
        again = int(self._leads * SHARE)
        while len(people) < self._leads - again:
            people += self._some(len(people), people)
        people = people[: self._leads - again]
        chosen = chance.sample(people, again)
        people += [self._again(one) for one in chosen]
        chance.shuffle(people)
        return iter(people)

    def _some(self, number: int, before: list[Lead]) -> list[Lead]:
        chance = self._chance
        one = self._person(number, drawn_name(chance))
        kind = chance.random()
        if kind < 0.02:
            # A family.
            names = [drawn_name(chance).first for _ in range(chance.choice((1, 1, 2)))]
            family = [self._person(number + 1 + place, Name(name, one.last)) for place, name in enumerate(names)]
            return [one, *(replace(member, phone=one.phone) for member in family if member.first != one.first)]
        if kind < 0.05 and before:
            # A namesake.
            other = chance.choice(before)
            return [self._person(number, Name(other.first, other.last, other.others))]
        return [one]

    def _person(self, number: int, name: Name) -> Lead:
        chance = self._chance
        company = self._company() if chance.random() < 0.75 else ""
        phone = self._phone(company) if chance.random() < 0.7 else ""
        email = self._email(name, company) if chance.random() < 0.8 else ""
        if not email and not phone and not company:
            phone = self._phone("")
        return Lead(number, name.first, name.last, phone, email, company, name.others)

    def _company(self) -> str:
        # Few are large: the share of the n-th grows less and less.
        number = int(self._companies * self._chance.random() ** 2.2)
        chance = random.Random(number)
        words = [chance.choice(POOLS["company_words"]), chance.choice(POOLS["company_words"])]
        mark = "".join(chance.choice("abcdefghiklmnoprstuvwxyz") for _ in range(3))
        return f"{''.join(words).title()}{mark} {chance.choice(_TRADES)} {chance.choice(_FORMS)}".strip()

    def _phone(self, company: str) -> str:
        chance = self._chance
        if company and chance.random() < 0.25:
            # The switchboard.
            return self._phones.setdefault(company, _number(chance))
        return _number(chance)

    def _email(self, name: Name, company: str) -> str:
        chance = self._chance
        first, last = _letters(name, 0), _letters(name, 1)
        if company and chance.random() < 0.7:
            domain = _domain(company)
            if chance.random() < 0.03:
                local = chance.choice(("info", "office", "sales", "contact"))
            else:
                local = chance.choice(
                    (f"{first}.{last}", f"{first}.{last}", f"{first[:1]}.{last}", f"{first[:1]}{last}", first)
                )
        else:
            domain = chance.choice(_FREE)
            local = chance.choice(
                (
                    f"{first}.{last}",
                    f"{first}{last}",
                    f"{first}{chance.randrange(1000)}",
                    f"{last}{chance.randrange(100)}",
                    f"{first[:1]}{last}{chance.randrange(1000)}",
                )
            )
        email = f"{local}@{domain}"
        while _mailbox(email) in self._taken:
            # One mailbox is one person.
            email = f"{local}{chance.randrange(2, 10_000)}@{domain}"
        self._taken.add(_mailbox(email))
        return email

    def _again(self, one: Lead) -> Lead:
        """Another lead of the same person: what is known of them at another place."""
        chance = self._chance
        other = self._renamed(one)
        email = self._other_email(one, Name(one.first, one.last, one.others))
        phone, company = one.phone, one.company
        if chance.random() < 0.25:
            phone = ""
        elif chance.random() < 0.1 or not phone:
            phone = _number(chance)
        if chance.random() < 0.3:
            company = ""
        elif chance.random() < 0.08:
            company = self._company()
        elif company and chance.random() < 0.3:
            company = company.rsplit(" ", 1)[0]
        if not _has_in_common(one, phone, email, company):
            # Nobody could know but of something that both leads say.
            phone, company = one.phone, one.company
            if not phone and not company:
                email = self._misspelt_email(one.email)
        return replace(other, phone=phone, email=email, company=company)

    def _renamed(self, one: Lead) -> Lead:
        chance = self._chance
        first, last, kind = one.first, one.last, chance.random()
        called = self._nicknames.get(first.lower(), [])
        if one.others and kind < 0.4:
            first, last = chance.choice(one.others)
        elif called and kind < 0.35:
            first = chance.choice(called).title()
        elif kind < 0.45:
            first = _misspelt(first, chance)
        elif kind < 0.55:
            last = _misspelt(last, chance)
        elif kind < 0.6 and first.isascii():
            first = f"{first[:1]}."
        elif kind < 0.64:
            first = first.split()[0].split("-")[0]
        elif kind < 0.67:
            first = ""
        if chance.random() < 0.04 and first:
            first, last = last, first
        return replace(one, first=first, last=last)

    def _other_email(self, one: Lead, name: Name) -> str:
        chance, kind = self._chance, self._chance.random()
        if kind < 0.35 or not one.email:
            return "" if kind < 0.7 else self._email(name, one.company)
        if kind < 0.55:
            return self._misspelt_email(one.email)
        if kind < 0.65:
            local, _, domain = one.email.partition("@")
            return f"{local}+{chance.choice(('news', 'crm', 'shop'))}@{domain}"
        return self._email(name, one.company if chance.random() < 0.5 else "")

    def _misspelt_email(self, email: str) -> str:
        chance = self._chance
        local, _, domain = email.partition("@")
        if chance.random() < 0.7:
            return f"{_misspelt(local, chance)}@{domain}"
        return f"{local}@{_misspelt(domain.rpartition('.')[0], chance)}.{domain.rpartition('.')[2]}"


def _has_in_common(one: Lead, phone: str, email: str, company: str) -> bool:
    """Whether something but the name is in both leads."""
    same_email = bool(email and one.email) and email.partition("@")[0].split("+")[0][:5] == one.email[:5]
    return bool(
        (phone and phone == one.phone) or (company and company.split()[0] == one.company.split(" ")[0]) or same_email
    )


def _number(chance: random.Random) -> str:
    return f"+{chance.choice((1, 44, 49, 33, 86, 81, 82, 7))}{chance.randrange(2 * 10**8, 10**10 - 1)}"


def _letters(name: Name, part: int) -> str:
    """A name as it stands in an address."""
    for one in ((name.first, name.last), *name.others):
        folded = unicodedata.normalize("NFKD", one[part].lower()).encode("ascii", "ignore").decode()
        letters = "".join(filter(str.isalpha, folded))
        if letters:
            return letters
    return "x"


def _mailbox(email: str) -> str:
    local, _, domain = email.partition("@")
    return f"{local.replace('.', '')}@{domain}" if domain == "gmail.com" else email


def _domain(company: str) -> str:
    return f"{''.join(filter(str.isalnum, company.split()[0].lower()))}.example"


def _misspelt(text: str, chance: random.Random) -> str:
    """A text with one typing error."""
    letters = [place for place, sign in enumerate(text) if sign.isalpha()]
    if len(letters) < 4 or not text.isascii():
        return text
    place = chance.choice(letters[1:])
    match chance.randrange(4):
        case 0:
            return text[:place] + text[place + 1 :]
        case 1:
            return text[:place] + text[place] + text[place:]
        case 2 if place + 1 < len(text):
            return text[:place] + text[place + 1] + text[place] + text[place + 2 :]
        case _:
            return text[:place] + chance.choice("abcdefghijklmnopqrstuvwxyz") + text[place + 1 :]
