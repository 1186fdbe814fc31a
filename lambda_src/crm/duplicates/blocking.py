"""Which pairs of people are looked at: those that share a key, such as a phone or a name at a company."""

from __future__ import annotations

from collections.abc import Sequence

from crm.index.database import Database

MOST_WITH_ONE_KEY = 60
"""People with one key, above which the key says nothing: a switchboard, or the commonest names. Their pairs are found
by longer keys, which say more."""

_PAIR_OF_NAMES = "least(root, last.sound) || '|' || greatest(root, last.sound)"
_NAMES = "(SELECT *, unnest(first.roots) AS root FROM people WHERE first IS NOT NULL AND last IS NOT NULL)"
_FAMILIES = "(SELECT *, unnest(last.roots) AS root FROM people WHERE first IS NOT NULL AND last IS NOT NULL)"
_PHONES = "(SELECT *, unnest(phones) AS phone FROM people)"
_SITE = "coalesce(company, site)"

KEYS: Sequence[tuple[str, str, str]] = (
    ("phone", _PHONES, "TRUE"),
    ("phone || '|' || first.sound", _PHONES, "TRUE"),
    ("phone || '|' || last.sound", _PHONES, "TRUE"),
    ("mailbox", "(SELECT *, unnest(mailboxes) AS mailbox FROM people)", "TRUE"),
    ("local", "people", "NOT is_shared AND length(local) >= 5"),
    ("left(local, 5) || '@' || domain", "people", "NOT is_shared"),
    ("right(local, 5) || '@' || domain", "people", "NOT is_shared"),
    (_PAIR_OF_NAMES, _NAMES, "TRUE"),
    ("least(root, first.sound) || '|' || greatest(root, first.sound)", _FAMILIES, "TRUE"),
    (f"{_PAIR_OF_NAMES} || '|' || company", _NAMES, "TRUE"),
    (f"{_PAIR_OF_NAMES} || '@' || domain", _NAMES, "NOT is_free"),
    (f"{_PAIR_OF_NAMES} || '@' || left(local, 4)", _NAMES, "TRUE"),
    ("last.sound || '|' || left(first.sound, 2)", "people", "TRUE"),
    ("first.sound || '|' || left(last.sound, 3)", "people", "TRUE"),
    ("first.sound || '|' || right(last.sound, 3)", "people", "TRUE"),
    (f"last.sound || '|' || {_SITE}", "people", "TRUE"),
    (f"first.sound || '|' || {_SITE}", "people", "TRUE"),
    (f"left(first.sound, 1) || left(last.sound, 1) || '|' || {_SITE}", "people", "TRUE"),
    ("last.words[1] || '|' || first.sound", "people", "len(last.words) > 1"),
    ("last.words[-1] || '|' || first.sound", "people", "len(last.words) > 1"),
)
"""Keys as SQL, who may have them, and on which condition. A key that is NULL is none."""


def find_candidates(database: Database) -> int:
    """Makes the table `candidates` of the pairs to score, by `id`, the smaller one first; returns their number.

    Only pairs are found of which one `is_new`.
    """
    database.run("DROP TABLE IF EXISTS candidates")
    database.run("CREATE TEMP TABLE candidates (one UINTEGER, other UINTEGER)")
    [(all_are_new,)] = database.fetch("SELECT coalesce(bool_and(is_new), TRUE) FROM people")
    for number, (key, source, condition) in enumerate(KEYS):
        keys = f"hash({key}, {number})"
        having = f"FROM {source} WHERE ({key}) IS NOT NULL AND {condition}"
        # Of a few new people among many, it takes half of the time to look only for what they have.
        wanted = "" if all_are_new else f" AND {keys} IN (SELECT {keys} {having} AND is_new)"
        database.run(
            f"INSERT INTO candidates WITH keyed AS (SELECT DISTINCT {keys} AS key, id, is_new {having}{wanted}),"
            f" kept AS (SELECT key FROM keyed GROUP BY key HAVING count(*) BETWEEN 2 AND {MOST_WITH_ONE_KEY}),"
            " few AS (SELECT keyed.* FROM keyed SEMI JOIN kept USING (key))"
            " SELECT one.id, other.id FROM few AS one JOIN few AS other USING (key)"
            " WHERE one.id < other.id AND (one.is_new OR other.is_new)"
        )
    database.run("CREATE OR REPLACE TEMP TABLE candidates AS SELECT DISTINCT one, other FROM candidates")
    [(count,)] = database.fetch("SELECT count(*) FROM candidates")
    return int(count)
