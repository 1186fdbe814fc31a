"""Counts how many people have what two that are compared may share: a phone that many have says little."""

from __future__ import annotations

from crm.index.database import Database

_INVOLVED = "(SELECT * FROM people SEMI JOIN involved USING (id))"
_HOW_MANY_HAVE = f"""
    SELECT {{0}}, count(*) AS count FROM people
    WHERE {{0}} IN (SELECT {{0}} FROM {_INVOLVED}) GROUP BY 1"""
_HOW_MANY_HAVE_EACH = f"""
    WITH wanted AS (
        SELECT id, unnest({{0}}) AS value, generate_subscripts({{0}}, 1) AS place FROM {_INVOLVED}
        WHERE {{0}} IS NOT NULL),
    counted AS (
        SELECT value, count(*) AS count FROM (SELECT unnest({{0}}) AS value FROM people WHERE {{0}} IS NOT NULL)
        WHERE value IN (SELECT value FROM wanted) GROUP BY value)
    SELECT id, list(count ORDER BY place) AS counts FROM wanted JOIN counted USING (value) GROUP BY id"""
# Counting beside so many columns takes three times as long as counting alone and looking the numbers up.
_COMPARED = f"""
CREATE TEMP TABLE compared_people AS
SELECT people.*, company.count AS company_count, domain.count AS domain_count,
    phone.counts AS phone_counts, email.counts AS email_counts
FROM {_INVOLVED} AS people
LEFT JOIN ({_HOW_MANY_HAVE.format("company")}) AS company USING (company)
LEFT JOIN ({_HOW_MANY_HAVE.format("domain")}) AS domain USING (domain)
LEFT JOIN ({_HOW_MANY_HAVE_EACH.format("phones")}) AS phone USING (id)
LEFT JOIN ({_HOW_MANY_HAVE_EACH.format("emails")}) AS email USING (id)"""


def count_what_is_shared(database: Database) -> None:
    """Makes the table `compared_people` of the candidates, with how many of all people have what they have."""
    for table in ("involved", "compared_people"):
        database.run(f"DROP TABLE IF EXISTS {table}")
    database.run(
        "CREATE TEMP TABLE involved AS SELECT one AS id FROM candidates UNION SELECT other AS id FROM candidates"
    )
    database.run(_COMPARED)
