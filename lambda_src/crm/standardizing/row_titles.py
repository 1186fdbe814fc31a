"""Takes a row's job title."""

from __future__ import annotations

from crm.standardizing.row_values import RowValues
from crm.values.blanks import is_blank_like
from crm.values.firms_with_jobs import firm_and_job
from crm.values.group_roles import is_mere_role
from crm.values.headlines import job_and_company
from crm.values.text import fold


def take_title(row: RowValues) -> None:
    """Takes the first job title; a position behind the name or the company counts where no column has one.

    `Member` between `Chair` and `Treasurer` is no job; such a cell stays in the extras.
    """
    behind_name, row.title = row.title, ""
    for column in row.plan.title:
        text = row.texts[column]
        if column in row.plan.with_companies:
            _, text = firm_and_job(text, row.plan.with_companies[column])
        if text and not is_blank_like(text) and column not in row.taken and not is_mere_role(text):
            if not row.title:
                row.title = text
                row.columns["title"] = column
                if text == row.texts[column]:
                    row.taken.add(column)
            elif text == row.title:
                row.taken.add(column)
    if row.title:
        _take_company_of_headline(row)
    row.title = row.title or behind_name


def _take_company_of_headline(row: RowValues) -> None:
    """The company behind a job, where the row has none or the same: `CEO bei Acme GmbH`."""
    job, company = job_and_company(row.title)
    if not company or (row.company and fold(row.company) != fold(company)):
        return
    column = row.columns["title"]
    if not row.company:
        row.company, row.columns["company"] = company, column
    row.title = job
    if column is not None:
        row.taken.discard(column)
