"""Turns one row of a sheet into one lead: no state between rows, no value lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from crm.fields import IDENTIFYING
from crm.mapping.mapping import SheetMapping
from crm.said import Says, part_of
from crm.sentences import ROWS
from crm.standardizing.column_plan import plan_of
from crm.standardizing.exported_row import take_as_exported
from crm.standardizing.joined_cells import with_area_codes, without_owner, without_pages
from crm.standardizing.limits import surely_fit, within_limits
from crm.standardizing.nobody import says_nobody
from crm.standardizing.row_companies import take_company
from crm.standardizing.row_contacts import take_emails, take_phones, take_phones_behind_names, unusable_contacts
from crm.standardizing.row_names import take_names
from crm.standardizing.row_titles import take_title
from crm.standardizing.row_values import RowValues
from crm.values.text import LONGEST_SEARCHED, clean_cells, clean_own_cells

TEST_ROW = ROWS["testRow"]
_TEST = "<test lead:"
_NOTHING_OF_DATABASES = ("NULL", "null")
"""What a dump of a database has in place of nothing, if it stands in a row more than once: alone it may be a name."""
"""How Meta begins the cells of the leads with which an owner tries a form."""
NOTHING_IDENTIFIES = ROWS["nothingIdentifies"]
NOBODY = ROWS["vacantRow"]


@dataclass(frozen=True, slots=True)
class StandardRow:
    """The result of standardizing a row.

    Args:
        says: the values by path, also of a rejected row, to show what was read.
        reason: why the row is no lead, in words for a business user; None when it can be one.
        lead_id: the identity in our own export, None elsewhere.
        left_out: paths of the values that a lead cannot hold (`crm.standardizing.limits`).
        cut: a sentence for the user about each value that it cannot hold, or not whole.
        cells: the row that was read.
    """

    says: Says
    reason: str | None
    lead_id: str | None
    left_out: tuple[str, ...]
    cut: tuple[str, ...]
    cells: RowValues = field(repr=False, compare=False)

    @property
    def is_nobody(self) -> bool:
        """Whether the row says itself that it is no contact, so that there is nothing to mend."""
        return self.reason == NOBODY

    @property
    def misfits(self) -> tuple[int, ...]:
        """0-based columns of emails and phones whose cells hold something else."""
        return unusable_contacts(self.cells, self.says)

    @property
    def remarks(self) -> str:
        """The notes, and all that no field of one value holds whole, as `Header: value` lines."""
        return self.cells.remarks()


class Standardizer:
    """Standardizes the rows of one sheet.

    Args:
        mapping: the sheet's mapping; columns outside it are extras.
        region: ISO 3166 region that the import chose for its phone numbers, None when none was chosen.
        rank_of_label: where a phone comes that a row labels so, None for nowhere. By default the mapping says it of
            the labels that were read when the file was split.
    """

    def __init__(
        self,
        mapping: SheetMapping,
        region: str | None,
        *,
        rank_of_label: Callable[[str], int | None] | None = None,
    ) -> None:
        self._plan = plan_of(mapping, region, rank_of_label)

    @property
    def headers(self) -> list[str]:
        """Under which each column's cells are kept where they are extras."""
        return [part_of(path) for path in self._plan.paths]

    def standardize(self, cells: Sequence[str]) -> StandardRow:
        """Standardizes one row.

        Args:
            cells: the row's texts, of any length; cells beyond the mapping are extras.
        """
        plan, (row, unsearched) = self._plan, self._row(cells)
        texts = row.texts
        linked, joined = without_owner(row) + without_pages(row), with_area_codes(row)
        if plan.own_export:
            take_as_exported(row)
        else:
            take_emails(row)
            take_phones(row)
            linked += take_phones_behind_names(row)
            take_company(row)
            take_names(row)
            take_title(row)
        for column, text in unsearched:
            texts[column] = text
        for column, text in linked:
            texts[column] = text
            row.taken.discard(column)
        for column, text in joined:
            texts[column] = text
        says = row.says()
        left_out: tuple[str, ...] = ()
        cut: tuple[str, ...] = ()
        if not surely_fit(says, sum(map(len, texts))):
            says, left_out, cut = within_limits(says)
        lead_id = (texts[plan.lead_id] or None) if plan.lead_id is not None else None
        reason = None
        if not lead_id and not any(path in says for path in IDENTIFYING):
            reason = NOBODY if says_nobody(row) else NOTHING_IDENTIFIES
        if any(text[: len(_TEST)] == _TEST for text in texts):
            reason = TEST_ROW
        return StandardRow(says, reason, lead_id, left_out, cut, row)

    def finds_email(self, cells: Sequence[str]) -> bool:
        """Whether the row, once it is standardized, says an email; most of the work is not done for it."""
        if not any("@" in cell or "\uff20" in cell for cell in cells):
            return False
        row, _ = self._row(cells)
        without_owner(row)
        take_emails(row)
        return bool(row.email)

    def _row(self, cells: Sequence[str]) -> tuple[RowValues, list[tuple[int, str]]]:
        """The row whose values are to be found, and the cells that are too long to be searched, by column."""
        texts = clean_own_cells(cells) if self._plan.is_escaped else clean_cells(cells)
        if len(texts) < self._plan.width:
            texts.extend([""] * (self._plan.width - len(texts)))
        for nothing in _NOTHING_OF_DATABASES:
            if texts.count(nothing) > 1:
                texts = ["" if text == nothing else text for text in texts]
        unsearched = [(column, text) for column, text in enumerate(texts) if len(text) > LONGEST_SEARCHED]
        for column, _ in unsearched:
            texts[column] = ""
        return RowValues(self._plan, texts), unsearched
