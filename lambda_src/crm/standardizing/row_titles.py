"""Takes a row's job title."""

from __future__ import annotations

from crm.standardizing.row_values import RowValues
from crm.values.blanks import is_blank_like
from crm.values.firms_with_jobs import firm_and_job
from crm.values.group_roles import is_mere_role


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
    row.title = row.title or behind_name
