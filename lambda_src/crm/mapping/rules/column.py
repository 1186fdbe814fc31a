"""One column while its mapping is being decided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from crm.mapping.headers.column_meaning import Meaning
from crm.mapping.headers.contact_groups import below_their_group
from crm.mapping.headers.halves_of_names import halves_of_one_name
from crm.mapping.headers.header_reading import HeaderReading, languages_of, read_header
from crm.mapping.headers.shared_affixes import without_shared_affix
from crm.mapping.headers.shared_words import about_their_subject
from crm.mapping.headers.subjects import without_subject
from crm.mapping.mapping import PLAIN, PLAIN_RANK, Transform
from crm.mapping.reasons import Reason, Why
from crm.mapping.rules.asked_questions import about_their_questions
from crm.mapping.rules.attendees import about_attendees
from crm.mapping.rules.enquirers import about_enquirers
from crm.mapping.rules.misspelt_headers import without_slip
from crm.mapping.rules.reconciliation import reconcile
from crm.mapping.rules.thresholds import MOST_COLUMNS
from crm.mapping.rules.value_shapes import Shape, shape_of
from crm.mapping.rules.values_alone import Finding
from crm.spreadsheets.model import SheetHead
from crm.values.blanks import is_blank_name
from crm.values.page_links import first_linked
from crm.values.text import fold


@dataclass(slots=True, eq=False)
class Column:
    """What is known and decided of a column. Steps read it, and change it by its methods only.

    Args:
        index: 0-based position in the sheet.
        header: its text, "" when it has none.
        reading: what the header says.
        shape: what the sampled values look like.
        values: the sampled cells, one a data row.
        meaning: what it is taken for.
        confidence: 0 to 1, a level of `crm.mapping.confidence`.
        because: the step that decided the meaning, and why.
        rank: lower is taken first among columns of one meaning.
        transform: as `ColumnMapping.transform`.
        field: the field of `crm.fields.BY_HEADER` that its header names, "" for none.
        ours: what stands there, folded, where it is the file's owner and not the lead; "" if that is not known.
    """

    index: int
    header: str
    reading: HeaderReading
    shape: Shape
    values: tuple[str, ...]
    meaning: Meaning
    confidence: float
    because: Reason
    rank: int
    transform: Transform = PLAIN
    field: str = ""
    ours: str = ""

    @property
    def name(self) -> str:
        """What a person calls the column: its header, or its place from 1 on."""
        return " ".join(self.header.split()) or f"column {self.index + 1}"

    @property
    def is_seller(self) -> bool:
        """Whether an earlier step took it for who sold what a list of orders is about."""
        return self.because.why is Why.SELLER_OF_AN_ORDER

    @property
    def is_community(self) -> bool:
        """Whether an earlier step took it for the house whose flats others own."""
        return self.because.why is Why.COMMUNITY_OF_OWNERS

    def assign(self, meaning: Meaning, confidence: float, because: Reason) -> None:
        """Takes the column for something, replacing what an earlier step took it for."""
        self.meaning, self.confidence, self.because = meaning, confidence, because

    def assign_field(self, field: str, confidence: float, because: Reason) -> None:
        """Takes the column for a field that has no meaning of its own."""
        self.field, self.confidence, self.because = field, confidence, because

    def rerank(self, rank: int) -> None:
        """Changes when the column is taken among those of its meaning."""
        self.rank = rank

    def ignore(self, kind: str) -> None:
        """Reads the header as if it had no word of a kind."""
        self.reading = replace(self.reading, kinds=self.reading.kinds - {kind})

    def holds_owner(self, ours: str) -> None:
        """Says which of its values is the file's owner, as `ours`."""
        self.ours = ours

    def transform_by(self, transform: Transform) -> None:
        """Says how the cells become the field."""
        self.transform = transform


def columns_of(head: SheetHead) -> list[Column]:
    """Every column of a sheet with what its header and values say, not yet what its neighbours say."""
    width = max([head.width, len(head.header), *(len(row.cells) for row in head.sample)], default=0)
    rows = [row.cells for row in head.sample if row.skip is None]
    texts = [head.header[index] if index < len(head.header) else "" for index in range(width)]
    bare = without_shared_affix(texts[:MOST_COLUMNS])
    languages = languages_of(bare)
    said = [read_header(text, languages) for text in bare]
    said = halves_of_one_name(bare, below_their_group(bare, said, languages), languages)
    readings = about_their_subject(said, languages)
    cells = [tuple(first_linked(row[index]) if index < len(row) else "" for row in rows) for index in range(width)]
    readings = about_their_questions(readings, cells, languages)
    readings = about_attendees(readings, cells, languages) or about_enquirers(readings, cells, languages)
    columns = []
    for index, (header, values) in enumerate(zip(texts, cells, strict=True)):
        if index >= MOST_COLUMNS:
            columns.append(_unread(index, header, values))
            continue
        shape = shape_of(values)
        reading = without_slip(header, readings[index], shape, languages)
        columns.append(Column(index, header, reading, shape, values, *reconcile(reading, shape), reading.rank))
    return columns


def _unread(index: int, header: str, values: tuple[str, ...]) -> Column:
    """A column far to the right, which goes to the remarks unseen."""
    reading = read_header("")
    found = Finding(reading.meaning, reading.confidence, Reason(Why.TOO_FAR_RIGHT))
    return Column(index, header, reading, shape_of(()), values, *found, PLAIN_RANK)


def filled_values(column: Column) -> list[str]:
    """The values of a column without blanks around them, and without blank ones."""
    return list(filter(None, map(str.strip, column.values)))


def different_values(column: Column) -> set[str]:
    """The values of a column, folded for comparing, without blank ones."""
    return {fold(value) for value in column.values if value.strip()}


def joined_names(columns: Sequence[Column]) -> list[str]:
    """The cells of columns that hold one name together, row by row; empty without columns."""
    return [" ".join(cells).strip() for cells in zip(*(column.values for column in columns), strict=True)]


def is_about(mark: str, column: Column) -> bool:
    """Whether a header names, in front or at its end, what a mark stands for: `orderer` for `Buyer phone`."""
    return bool(column.reading.words) and without_subject(mark, column.reading.words) is not None


def share_held(whole: Column, part: Column) -> float:
    """In how many rows, as a share, the cell of `part` stands inside that of `whole`."""
    cells = [(a.strip(), b.strip()) for a, b in zip(whole.values, part.values, strict=True)]
    pairs = [(fold(a), fold(b)) for a, b in cells if not is_blank_name(a) and not is_blank_name(b)]
    return sum(b in a for a, b in pairs) / len(pairs) if pairs else 0.0


def of_meaning(columns: Iterable[Column], *meanings: Meaning) -> list[Column]:
    """The columns that are taken for one of the meanings."""
    return [column for column in columns if column.meaning in meanings]


def beside(why: Why, neighbour: Column) -> Reason:
    """A reason that another column of the sheet gives."""
    return Reason(why, {"neighbour": neighbour.name})
