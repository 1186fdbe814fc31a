"""What a column mapping is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from crm.fields import TARGETS
from crm.mapping.reasons import Reason
from crm.said import EXTRAS, field_of, part_of

PLAIN_RANK = 10
"""Rank of a column, or of a label such as `Phone 1 - Type`, that says nothing of which of several it is."""


class DecidedBy(StrEnum):
    """Who decided a column's field, strongest first."""

    USER = "user"
    MEMORY = "memory"
    RULES = "rules"
    MODEL = "model"


class TransformKind(StrEnum):
    """How the cells of a column become its field."""

    PLAIN = "plain"
    """As its field does."""
    AS_EXPORTED = "as it is"
    """Taken unchanged: a field in our own export."""
    CHOICE = "choice"
    """One of several columns of its field."""
    LABEL = "label"
    """Says what kind of value another column holds."""
    AREA_CODE = "area code"
    """Stands before the number in another column."""
    PARTICLE = "particle"
    """Stands before the last name."""
    SECOND_LAST_NAME = "second surname"
    """Stands behind the last name."""
    FURTHER = "further"
    """Addresses or numbers beside the first one, as our own export writes them."""
    NOTES = "notes"
    """Remarks without a label."""
    DATE = "date"
    BIRTHDAY = "birthday"
    LAST_CONTACT = "last contact"
    STREET = "street"
    POSTCODE = "postcode"
    CITY = "city"
    REGION = "region"
    ADDRESS = "address"
    COUNTRY = "country"
    COMPANY_FLAG = "company flag"
    """Says whether a row is a company."""
    PERSON_MARK = "person mark"
    """Says of some rows that they are a person."""
    PERSON_FLAG = "person flag"
    """Says by yes or no whether a row is a person."""
    COMPANY_NUMBER = "company number"
    """A number of a register that only firms and traders have."""
    JAPANESE = "ja"
    KOREAN = "ko"
    CHINESE = "zh"
    FRENCH = "fr"
    TURKISH = "tr"
    FAMILY_NAME_FIRST = "family name first"
    TWO_FAMILY_NAMES = "two family names"
    PERSON_OR_COMPANY = "person or company"
    LAST_NAME_OR_COMPANY = "last name or company"
    """A family name, or a company where the row has no first name."""
    CLIENT = "client"
    """A person or a company, whose person another column may name."""
    COMPANY_FIRST = "company, person"
    SHOWN_NAME = "company, person, or both"
    """A company, a person, or a person behind their company and a comma."""
    NAME_ON_TOP = "name, address"
    """A person or a company in the first line, or before the first comma, of an address."""
    NAME_AND_TITLE = "name, job title"
    """A person and a job title, in any order."""
    NAME_IN_HALVES = "first name, then last name"
    """A first name once more, with the last name in the next column: how the full name of the row is split."""
    COMPANY_AND_PLACE = "company, place"
    """A company, and where it is."""
    COMPANY_AND_JOB = "company, job title"
    JOB_AND_COMPANY = "job title, company"
    JOB_OR_COMPANY = "job title or company"
    """A job title, a company, or both in any order."""


DATES = frozenset({TransformKind.DATE, TransformKind.BIRTHDAY, TransformKind.LAST_CONTACT})
"""Extras that are dates."""
WITH_COMPANIES = frozenset({TransformKind.COMPANY_AND_JOB, TransformKind.JOB_AND_COMPANY, TransformKind.JOB_OR_COMPANY})
"""Job titles beside which the company stands; each is an order of `crm.values.firms_with_jobs`."""
_NAME_ORDERS = frozenset(
    {
        *(TransformKind.JAPANESE, TransformKind.KOREAN, TransformKind.CHINESE, TransformKind.FAMILY_NAME_FIRST),
        *(TransformKind.FRENCH, TransformKind.TURKISH),
        *(TransformKind.TWO_FAMILY_NAMES, TransformKind.PERSON_OR_COMPANY),
        *(TransformKind.CLIENT, TransformKind.COMPANY_FIRST, TransformKind.NAME_ON_TOP),
        *(TransformKind.NAME_AND_TITLE, TransformKind.SHOWN_NAME),
    }
)


@dataclass(frozen=True, slots=True)
class Transform:
    """How the cells of a column become its field.

    Args:
        kind: what is done.
        choice: for `CHOICE` and for orders of full names, the place from 2 on in which the column is taken for its
            field; None otherwise.
        label_of: for `LABEL`, the 0-based column whose values it names, and for `AREA_CODE` that of the numbers; None
            otherwise.
    """

    kind: TransformKind = TransformKind.PLAIN
    choice: int | None = None
    label_of: int | None = None

    @property
    def name_order(self) -> str:
        """The order of a full name as `crm.values.names.split_full_name` takes it, "" for that of its script."""
        return self.kind.value if self.kind in _NAME_ORDERS else ""

    @property
    def text(self) -> str:
        """The transform in words, "" for a plain one."""
        if self.kind is TransformKind.PLAIN:
            return ""
        if self.kind is TransformKind.CHOICE:
            return f"choice {self.choice}"
        return f"label of {self.label_of}" if self.kind is TransformKind.LABEL else self.kind.value

    def to_json(self) -> dict[str, Any]:
        numbers = {"choice": self.choice, "labelOf": self.label_of}
        return {"kind": self.kind.value, **{name: number for name, number in numbers.items() if number is not None}}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Transform:
        return cls(TransformKind(value["kind"]), value.get("choice"), value.get("labelOf"))


PLAIN = Transform()


def is_target(name: str) -> bool:
    """Whether a column may go there: one of `crm.fields.TARGETS`, or the path of an extra, which an own field reads."""
    return name in TARGETS or is_extra(name)


def is_extra(field: str) -> bool:
    """Whether a column goes to an extra under another name than its header: `extras/City`."""
    return field_of(field) == EXTRAS and bool(part_of(field).strip())


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """One source column and where its cells go.

    Args:
        column: 0-based position in the sheet.
        header: the header's text as the sheet shows it, "" when it has none.
        field: where its cells go, see `is_target`.
        transform: how its cells become the field.
        confidence: 0 to 1, a level of `crm.mapping.confidence` or what the model answered.
        decided_by: user, memory, rules or model.
        because: the step that decided last, and why.
        is_plain: whether the header only says that the column holds an email or a phone, and not what kind of one.
    """

    column: int
    header: str
    field: str
    transform: Transform
    confidence: float
    decided_by: DecidedBy
    because: Reason
    is_plain: bool = False

    def to_json(self) -> dict[str, Any]:
        """The column as it is stored."""
        stored = {**self.shown(), "transform": self.transform.to_json(), "because": self.because.to_json()}
        return {**stored, "isPlain": True} if self.is_plain else stored

    def shown(self) -> dict[str, Any]:
        """The column as the API and the preview show it."""
        return {
            "column": self.column,
            "header": self.header,
            "field": str(self.field),
            "transform": self.transform.text,
            "confidence": round(self.confidence, 3),
            "decidedBy": self.decided_by.value,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> ColumnMapping:
        if not is_target(value["field"]):
            raise ValueError("The column goes to a field that is not there.")
        return cls(
            column=int(value["column"]),
            header=str(value["header"]),
            field=value["field"],
            transform=Transform.from_json(value["transform"]),
            confidence=float(value["confidence"]),
            decided_by=DecidedBy(value["decidedBy"]),
            because=Reason.from_json(value["because"]),
            is_plain=bool(value.get("isPlain")),
        )


@dataclass(frozen=True, slots=True)
class SheetMapping:
    """The mapping of every column of one sheet, remembered under the sheet's header signature.

    Args:
        signature: of the header.
        columns: one entry a column.
        region: ISO 3166 region that this sheet's phone numbers seem to be of, None when they do not show it. Like
            `label_ranks` it belongs to the values and is never remembered for the header.
        label_ranks: what the labels of a sheet's phones say of their order, see `rank_of_label`. The vocabulary reads
            them once, when the file is split, so that workers need none.
        ours: by column, the value that is the file's owner there, folded: no lead has it. Never remembered either.
    """

    signature: str
    columns: tuple[ColumnMapping, ...]
    region: str | None = None
    label_ranks: Mapping[str, int | None] = field(default_factory=dict, hash=False)
    ours: Mapping[int, str] = field(default_factory=dict, hash=False)

    def rank_of_label(self, label: str) -> int | None:
        """Where a value comes that is called so; None for a fax, a pager and somebody else's, which come nowhere."""
        return self.label_ranks.get(label, PLAIN_RANK)

    def to_json(self) -> dict[str, Any]:
        return {
            "signature": self.signature,
            "columns": [column.to_json() for column in self.columns],
            "region": self.region,
            "labelRanks": dict(self.label_ranks),
            "ours": {str(column): text for column, text in self.ours.items()},
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> SheetMapping:
        columns = tuple(ColumnMapping.from_json(column) for column in value["columns"])
        ours = {int(column): text for column, text in value.get("ours", {}).items()}
        return cls(str(value["signature"]), columns, value.get("region"), value.get("labelRanks", {}), ours)
