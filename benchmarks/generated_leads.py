"""Seeded leads with ten own fields, as segments of the read model, in any number.

Twenty thousand leads are prepared one by one, as workers prepare them. More are copies of these with other ids, names,
emails, phones, revenues and times, which the database makes: a million in half a minute of processor time.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import duckdb
from crm.index.applying import write_segment
from crm.index.columns import BEGINNING
from crm.own_fields.definition import FieldType, OwnField
from crm.said import extra_path
from crm.statements.arrivals import Standing
from crm.statements.changes import Change
from crm.statements.folding import Held, LeadState
from crm.statements.lead import Lead
from crm.statements.statement import Origin, Place

OWN_FIELDS = (
    OwnField(key="city", label="City"),
    OwnField(key="country", label="Country", type=FieldType.CHOICE),
    OwnField(key="revenue", label="Revenue", type=FieldType.NUMBER, decimal_comma=False),
    OwnField(key="employees", label="Employees", type=FieldType.NUMBER),
    OwnField(key="founded", label="Founded", type=FieldType.DATE),
    OwnField(key="industry", label="Industry"),
    OwnField(key="segment", label="Segment", type=FieldType.CHOICE, choices=("A", "B", "C")),
    OwnField(key="website", label="Website", type=FieldType.LINK),
    OwnField(key="active", label="Active", type=FieldType.YES_NO),
    OwnField(key="interests", label="Interests", type=FieldType.CHOICES, choices=("golf", "wine", "sailing", "chess")),
)
NOW = 1_800_000_000
"""Seconds since 1970, after all times of the leads."""
_DISTINCT = 20_000
_SEGMENT = 50_000
_SYLLABLES = (
    *("ber", "lin", "an", "na", "mo", "ti", "ka", "ro", "sen"),
    *("mül", "ha", "gen", "to", "wei", "stein", "vi", "da"),
)


def generated_lead(number: int) -> Lead:
    """A lead; of the same number always the same."""
    chance = random.Random(number)
    first, last, company = _word(chance, 2), _word(chance, 3), f"{_word(chance, 3)} {chance.choice(('GmbH', 'Ltd.'))}"
    day = f"2026-{chance.randrange(1, 12):02}-{chance.randrange(1, 28):02}"
    founded = f"{chance.randrange(1950, 2026)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
    texts = {
        "firstName": first,
        "lastName": last,
        "company": company,
        "title": chance.choice(("CEO", "Engineer", "Sales Manager", "Buyer")),
        "email": f"{first}.{last}{number}@{company.split()[0]}.example".lower(),
        "phone": f"+4930{chance.randrange(10**7):07}",
        "status": chance.choice(("new", "won", "lost", "open")),
        **{f"tags/{tag.lower()}": tag for tag in chance.sample(("VIP", "Fair 2026", "Partner", "Café"), 2)},
        extra_path("City"): _word(random.Random(chance.randrange(300)), 2),
        extra_path("Country"): chance.choice(("Germany", "France", "Spain", "Italy", "Japan")),
        extra_path("Revenue"): f"{chance.randrange(10**6):,}.{chance.randrange(100):02}",
        extra_path("Employees"): str(chance.randrange(5_000)),
        extra_path("Founded"): founded,
        extra_path("Industry"): _word(random.Random(chance.randrange(40)), 2),
        extra_path("Segment"): chance.choice("ABC"),
        extra_path("Website"): f"www.{company.split()[0].lower()}.example",
        extra_path("Active"): chance.choice(("yes", "no")),
        extra_path("Interests"): "; ".join(chance.sample(["golf", "wine", "sailing", "chess"], 2)),
    }
    at = f"{day}T{chance.randrange(24):02}:10:00.000Z"
    origin = Origin(Place(1, 0, number + 2), "import1", at, "owner@example.com", "people.xlsx")
    held = {path: Held(text, origin) for path, text in texts.items()}
    return Lead(f"{number:032x}", Standing(LeadState(held, at, at), origin.place), "")


def changes(first: int, count: int) -> Iterator[Change]:
    """The changes that make the leads of these numbers, prepared one by one."""
    for number in range(first, first + count):
        one = generated_lead(number)
        yield Change(one.lead_id, "1", 1, one.to_text())


def write_segments(leads: int, folder: Path) -> Iterator[Path]:
    """Segments with so many leads, each written when it is asked for.

    Args:
        leads: in all; the first ones are those of `generated_lead`.
        folder: where they are written.
    """
    distinct = folder / "distinct.parquet"
    count = min(leads, _DISTINCT)
    write_segment(changes(0, count), distinct)
    connection = duckdb.connect(config={"threads": 1})
    connection.execute(
        "CREATE TABLE made AS SELECT *, row_number() OVER () - 1 AS number FROM read_parquet(?)", [str(distinct)]
    )
    distinct.unlink()
    for start in range(0, leads, _SEGMENT):
        path = folder / f"segment-{start}.parquet"
        connection.execute(
            f"COPY ({_COPIES}) TO ? (FORMAT parquet, COMPRESSION zstd)",
            [list(_SYLLABLES), count, start, min(start + _SEGMENT, leads), count, str(path)],
        )
        yield path
    connection.close()


_RENAMED = "t_lastName || syllables[copy % 17 + 1] || syllables[copy // 17 % 17 + 1]"
_COPIES = f"""
SELECT * EXCLUDE (number, copy, syllables, last, revenue, phone) REPLACE (
    md5(lead_id || copy) AS lead_id,
    last AS t_lastName,
    upper(left(last, 1)) || substr(last, 2) AS s_lastName,
    replace(t_name, t_lastName, last) AS t_name,
    upper(left(t_firstName, 1)) || substr(t_firstName, 2) || ' ' || upper(left(last, 1)) || substr(last, 2) AS s_name,
    replace(t_email, t_lastName, last) AS t_email,
    phone AS t_phone,
    replace(replace(replace(everything, t_lastName, last), xt['Revenue'], revenue), t_phone, phone) AS everything,
    replace(t_remarks, xt['Revenue'], revenue) AS t_remarks,
    left(replace(t_remarks, xt['Revenue'], revenue), {BEGINNING}) AS b_remarks,
    map_from_entries(list_transform(map_entries(xt), lambda one:
        CASE WHEN one.key = 'Revenue' THEN {{'key': one.key, 'value': revenue}} ELSE one END)) AS xt,
    strftime(v_createdAt - to_seconds(copy * 400_009), '%Y-%m-%dt%H:%M:%S.000z') AS t_createdAt,
    v_createdAt - to_seconds(copy * 400_009) AS v_createdAt)
FROM (
    SELECT *, {_RENAMED} AS last,
        left(xt['Revenue'], -2) || lpad((copy % 100)::VARCHAR, 2, '0') AS revenue,
        left(t_phone, -3) || lpad((copy % 1000)::VARCHAR, 3, '0') AS phone
    FROM (SELECT made.*, every // $2 AS copy, $1::VARCHAR[] AS syllables
        FROM range($3, $4) AS numbers(every) JOIN made ON made.number = every % $5)
    WHERE copy > 0)
UNION ALL BY NAME
SELECT * EXCLUDE (number) FROM made WHERE number >= $3 AND number < $4"""  # noqa: S608 no text of anybody is in it


def _word(chance: random.Random, syllables: int) -> str:
    return "".join(chance.choice(_SYLLABLES) for _ in range(syllables)).capitalize()
