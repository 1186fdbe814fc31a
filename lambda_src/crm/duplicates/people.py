"""Prepares the leads of the read model for comparing: the table `people`, with the forms of names and of addresses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from crm.concurrency import chunks
from crm.duplicates.address_words import address_words, company_key
from crm.duplicates.name_forms import NameForm, halves, name_form, sound_of
from crm.duplicates.name_words import name_words
from crm.index.columns import BREAK, ROW
from crm.index.database import Database

PHONE_DIGITS = 9
"""Last digits of a number by which it is compared, so that it does not matter whether the country is there."""
FEWEST_DIGITS = 6
"""Digits of the shortest number that is compared: shorter ones are extensions."""
_FORM = (
    "STRUCT(plain VARCHAR, latin VARCHAR, sound VARCHAR, words VARCHAR[], roots VARCHAR[],"
    " is_han BOOLEAN, is_known BOOLEAN)"
)
_AT_ONCE = 50_000
_READ = (
    *("lead_id", "born", "revision", "t_firstName", "t_lastName", "t_company"),
    *("t_phone", "m_phone", "t_email", "m_email", "v_updatedAt"),
)
"""The columns of leads that are read."""


def prepare_people(
    database: Database, changed_since: datetime | None = None, unstored: Iterable[Mapping[str, Any]] = ()
) -> int:
    """Makes the table `people` of all leads that are not in the bin; returns their number.

    Args:
        changed_since: UTC; sets `is_new` of the leads that were changed then or later; None for all.
        unstored: prepared rows (`crm.index.rows`) of leads that are not stored, which are people, too, and new.
    """
    _gather(database, unstored)
    _split_names(database)
    shares = name_words()
    _forms(database, "first_forms", "first_name", shares.first_shares, is_first=True)
    _forms(database, "last_forms", "last_name", shares.last_shares, is_first=False)
    _companies(database)
    words = address_words()
    database.run("DROP TABLE IF EXISTS people")
    database.run(_PEOPLE, [sorted(words.free_domains), sorted(words.shared_mailboxes), changed_since])
    [(count,)] = database.fetch("SELECT count(*) FROM people")
    return int(count)


def _gather(database: Database, unstored: Iterable[Mapping[str, Any]]) -> None:
    """Makes the view `compared` of all leads that are people, with ids."""
    database.run(f"CREATE OR REPLACE TEMP TABLE unstored ({', '.join(f'{name} {ROW[name]}' for name in _READ)})")
    for row in unstored:
        database.run(
            f"INSERT INTO unstored VALUES ({', '.join('?' * len(_READ))})",
            [None if name == "v_updatedAt" else row.get(name) for name in _READ],
        )
    names = ", ".join(_READ)
    database.run(
        f"CREATE OR REPLACE TEMP VIEW compared AS SELECT rowid AS id, {names} FROM leads WHERE NOT in_bin"
        f" UNION ALL SELECT rowid + (SELECT coalesce(max(rowid) + 1, 0) FROM leads), {names} FROM unstored"
    )


def _split_names(database: Database) -> None:
    """Makes the table `names`; of a Chinese, Japanese or Korean name in one of the two fields, it has both halves."""
    found = database.fetch(
        "SELECT DISTINCT coalesce(t_firstName, t_lastName) FROM compared"
        " WHERE (t_firstName IS NULL) <> (t_lastName IS NULL)"
        " AND regexp_matches(coalesce(t_firstName, t_lastName),"
        " '[\\x{3040}-\\x{30ff}\\x{3400}-\\x{9fff}\\x{ac00}-\\x{d7a3}]')"
    )
    split = [(text, first, last) for (text,) in found for first, last in [halves(text, "")] if first and last]
    database.run("DROP TABLE IF EXISTS names")
    database.run(
        "CREATE TEMP TABLE names AS SELECT id,"
        " coalesce(split.first, t_firstName) AS first_name, coalesce(split.last, t_lastName) AS last_name"
        " FROM compared LEFT JOIN (SELECT unnest(?::VARCHAR[]) AS text, unnest(?::VARCHAR[]) AS first,"
        " unnest(?::VARCHAR[]) AS last) AS split ON split.text = coalesce(t_firstName, t_lastName)"
        " AND (t_firstName IS NULL) <> (t_lastName IS NULL)",
        [[row[part] for row in split] for part in range(3)],
    )


def _forms(database: Database, table: str, column: str, shares: Mapping[str, float], *, is_first: bool) -> None:
    """Makes a table of the forms of first or last names, with how many leads have each and its share among people."""
    by_sound: defaultdict[str, float] = defaultdict(float)
    for name, share in shares.items():
        # Müller is Muller in the read model, and Mueller in the list.
        by_sound[sound_of(name)] += share
    database.run(f"DROP TABLE IF EXISTS {table}")
    database.run(f"CREATE TEMP TABLE {table} (text VARCHAR, form {_FORM}, share DOUBLE, count BIGINT)")
    texts = database.fetch(f"SELECT DISTINCT {column} FROM names WHERE {column} IS NOT NULL")
    for batch in chunks(texts, _AT_ONCE):
        formed = [(text, name_form(text, is_first=is_first)) for (text,) in batch]
        rows = [(text, form) for text, form in formed if form.plain]
        database.run(
            f"INSERT INTO {table} SELECT text, {{'plain': plain, 'latin': latin, 'sound': sound,"
            " 'words': string_split(words, ' '), 'roots': string_split(roots, ' '),"
            " 'is_han': is_han, 'is_known': is_known}, share, 0"
            " FROM (SELECT unnest($1::VARCHAR[]) AS text, unnest($2::VARCHAR[]) AS plain,"
            " unnest($3::VARCHAR[]) AS latin, unnest($4::VARCHAR[]) AS sound, unnest($5::VARCHAR[]) AS words,"
            " unnest($6::VARCHAR[]) AS roots, unnest($7::BOOLEAN[]) AS is_han,"
            " unnest($8::BOOLEAN[]) AS is_known, unnest($9::DOUBLE[]) AS share)",
            _columns(rows, by_sound),
        )
    database.run(
        f"UPDATE {table} SET count = counted.count FROM (SELECT form.sound AS sound, count(*) AS count"
        f" FROM names JOIN {table} ON text = {column} GROUP BY 1) AS counted WHERE form.sound = counted.sound"
    )


def _columns(rows: list[tuple[str, NameForm]], shares: Mapping[str, float]) -> list[list[object]]:
    return [
        [text for text, _ in rows],
        [form.plain for _, form in rows],
        [form.latin for _, form in rows],
        [form.sound for _, form in rows],
        [" ".join(form.words) for _, form in rows],
        [" ".join(form.roots) for _, form in rows],
        [form.is_han for _, form in rows],
        [form.is_known for _, form in rows],
        [shares.get(form.sound) for _, form in rows],
    ]


def _companies(database: Database) -> None:
    database.run("DROP TABLE IF EXISTS company_keys")
    database.run("CREATE TEMP TABLE company_keys (text VARCHAR, key VARCHAR)")
    texts = database.fetch("SELECT DISTINCT t_company FROM compared WHERE t_company IS NOT NULL")
    for batch in chunks(texts, _AT_ONCE):
        database.run(
            "INSERT INTO company_keys SELECT unnest(?::VARCHAR[]), unnest(?::VARCHAR[])",
            [[text for (text,) in batch], [company_key(text) for (text,) in batch]],
        )


_PHONE = f"right(regexp_replace({{}}, '[^0-9]', '', 'g'), {PHONE_DIGITS})"
_LOCAL = "regexp_extract({0}, '^([^+@]+)', 1)"
_MAILBOX = (
    "CASE WHEN ends_with({0}, '@gmail.com') OR ends_with({0}, '@googlemail.com')"
    f" THEN replace({_LOCAL}, '.', '') || '@gmail.com'"
    f" ELSE {_LOCAL} || '@' || regexp_extract({{0}}, '@(.*)$', 1) END"
)


def _each(name: str, made: str, is_one: str) -> str:
    """What is made of the texts of a field, each once, without what is none; as SQL.

    Args:
        made: of the text `{0}`.
        is_one: whether `{0}`, which was made, is one.
    """
    # Most leads have one, for which a list without lambdas takes a third of the time.
    single, several = made.format(f"t_{name}"), f"string_split(t_{name} || m_{name}, '{BREAK}')"
    made_of_each = f"list_transform({several}, lambda one: {made.format('one')})"
    return (
        f"CASE WHEN m_{name} IS NULL THEN CASE WHEN {is_one.format(single)} THEN [{single}] END"
        f" ELSE nullif(list_distinct(list_filter({made_of_each}, lambda one: {is_one.format('one')})), []) END"
    )


_FITS = " OR ".join(
    f"letters = {form}"
    for form in (
        "f || l",
        "l || f",
        "left(f, 1) || l",
        "f || left(l, 1)",
        "l || left(f, 1)",
        "f",
        "l",
    )
)
_PEOPLE = f"""
CREATE TEMP TABLE people AS
WITH addresses AS (
    SELECT id::UINTEGER AS id, lead_id, born, revision, first_name, last_name, t_company,
        {_each("phone", _PHONE, f"length({{0}}) >= {FEWEST_DIGITS}")} AS phones,
        {_each("email", "{0}", "contains({0}, '@')")} AS emails,
        coalesce(v_updatedAt >= $3::TIMESTAMP, TRUE) AS is_new
    FROM compared JOIN names USING (id)),
parts AS (
    SELECT *,
        CASE WHEN len(emails) = 1 THEN [{_MAILBOX.format("emails[1]")}]
            ELSE list_transform(emails, lambda one: {_MAILBOX.format("one")}) END AS mailboxes,
        regexp_extract(emails[1], '^([^+@]+)', 1) AS local, regexp_extract(emails[1], '@(.*)$', 1) AS domain
    FROM addresses),
named AS (
    SELECT parts.*, f.form AS first, l.form AS last, f.share AS first_share, l.share AS last_share,
        f.count AS first_count, l.count AS last_count, c.key AS company,
        list_contains($1::VARCHAR[], domain) AS is_free, list_contains($2::VARCHAR[], local) AS is_shared,
        regexp_replace(local, '[^a-z]', '', 'g') AS letters, f.form.latin AS f, l.form.latin AS l
    FROM parts LEFT JOIN first_forms f ON f.text = first_name LEFT JOIN last_forms l ON l.text = last_name
    LEFT JOIN company_keys c ON c.text = t_company)
SELECT * EXCLUDE (first_name, last_name, t_company, letters, f, l),
    coalesce({_FITS}, FALSE) AS fits_name,
    CASE WHEN NOT is_free THEN split_part(domain, '.', 1) END AS site
FROM named"""
