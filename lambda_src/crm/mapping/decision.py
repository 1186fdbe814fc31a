"""Which column goes to which field: user, memory, own fields, rules, model, in that order (promise 4)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from crm.fields import BY_HEADER, TargetField
from crm.mapping.confidence import DECIDED, UNCERTAIN
from crm.mapping.headers.header_reading import regions_of
from crm.mapping.headers.label_ranks import LabelRanks
from crm.mapping.language_model.masking import masked_samples
from crm.mapping.mapping import PLAIN, ColumnMapping, DecidedBy, SheetMapping
from crm.mapping.ports import ColumnQuestion, MappingMemory, MappingModel
from crm.mapping.reasons import Reason, Why
from crm.mapping.region import has_international, inferred_region, region_by_language
from crm.mapping.reimport import own_export_columns, own_report_columns
from crm.mapping.rules import thresholds as at
from crm.mapping.rules.column import Column, columns_of
from crm.mapping.rules.pipeline import decide_by_rules
from crm.mapping.rules.value_shapes import Shape
from crm.mapping.signature import header_signature
from crm.said import header_key
from crm.spreadsheets.model import SheetHead


@dataclass(frozen=True, slots=True)
class MappingDecision:
    """A mapping and how it came about.

    Args:
        mapping: one entry for every column.
        notes: sentences for the import's report.
        model_exchange: the exact payload sent to the model and its answer, None when it was not asked.
    """

    mapping: SheetMapping
    notes: tuple[str, ...] = ()
    model_exchange: dict[str, Any] | None = None


def decide_mapping(
    head: SheetHead,
    *,
    memory: MappingMemory | None,
    model: MappingModel | None,
    region: str | None,
    own_fields: Mapping[str, str] | None = None,
) -> MappingDecision:
    """Decides the mapping of one sheet.

    Args:
        head: the sheet's header and first rows.
        memory: mappings that were decided for the same header before, None to do without.
        model: asked once about columns that the rules are not sure of, None to do without.
        region: the import's ISO 3166 region; None when none was chosen, then one is inferred from the numbers.
        own_fields: path of the own field that reads a header, by `crm.said.header_key`.
    """
    columns = columns_of(head)
    reported = own_report_columns(head)
    # A report has the header of the file whose rows it holds, so that what was decided for that holds for it.
    header = ["" if place in reported else cell for place, cell in enumerate(head.header)]
    has_header = any(cell.strip() for cell in header)
    signature = header_signature(header, shapes=() if has_header else [column.shape.word for column in columns])
    own = own_export_columns(head)
    if own is not None:
        return MappingDecision(SheetMapping(signature, own))
    remembered = memory.recall(signature) if memory is not None else None
    own_columns = _of_own_fields(head, own_fields or {})
    pinned = {**own_columns, **reported, **_remembered_columns(remembered, len(columns), own_columns)}
    mapped = decide_by_rules(columns, pinned)
    notes: tuple[str, ...] = ()
    exchange: dict[str, Any] | None = None
    if remembered is None and model is not None:
        asked = _ask(columns, mapped, model)
        notes, exchange = asked.notes, asked.exchange
        if asked.pinned:
            columns = columns_of(head)
            mapped = decide_by_rules(columns, {**asked.pinned, **pinned})
            if memory is not None:
                memory.remember(SheetMapping(signature, tuple(mapped)))
    labels = LabelRanks(mapped)
    for row in head.sample:
        labels.read(row.cells)
    ours = {column.index: column.ours for column in columns if column.ours}
    mapping = SheetMapping(signature, tuple(mapped), _region(columns, mapped, region), labels.found, ours)
    return MappingDecision(mapping, notes, exchange)


def _of_own_fields(head: SheetHead, own_fields: Mapping[str, str]) -> dict[int, ColumnMapping]:
    """The columns with headers of own fields. The second one of a field keeps its header, which the field reads too."""
    found: dict[int, ColumnMapping] = {}
    for index, header in enumerate(head.header):
        path = own_fields.get(header_key(header))
        if path is None:
            continue
        if any(other.field == path for other in found.values()):
            path = TargetField.REMARKS
        because = Reason(Why.HEADER_OF_OWN_FIELD)
        found[index] = ColumnMapping(index, header, path, PLAIN, DECIDED, DecidedBy.RULES, because)
    return found


def _remembered_columns(
    remembered: SheetMapping | None, width: int, own_columns: Collection[int]
) -> dict[int, ColumnMapping]:
    """What a person or the model decided before. The rules decide their own columns anew, by this sheet's values.

    Args:
        own_columns: those of own fields, about which only a person has decided otherwise.
    """
    if remembered is None:
        return {}
    return {
        column.column: replace(column, decided_by=DecidedBy.MEMORY, because=Reason(Why.REMEMBERED))
        for column in remembered.columns
        if column.column < width
        and column.decided_by is not DecidedBy.RULES
        and not (column.decided_by is DecidedBy.MODEL and column.column in own_columns)
    }


def _region(columns: list[Column], mapped: list[ColumnMapping], chosen: str | None) -> str | None:
    """The region that the sheet's own numbers suggest, or its language, where nobody chose one."""
    if chosen is not None:
        return None
    phones, emails = (
        [value for mapping in mapped if mapping.field == field for value in columns[mapping.column].values]
        for field in (TargetField.PHONE, TargetField.EMAIL)
    )
    if not any(phones):
        return None
    if has_international(phones):
        return inferred_region(phones)
    return region_by_language(regions_of(column.header for column in columns[: at.MOST_COLUMNS]), phones, emails)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the model decided, notes for the report, and the exact exchange."""

    pinned: dict[int, ColumnMapping] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    exchange: dict[str, Any] | None = None


def _ask(columns: list[Column], mapped: list[ColumnMapping], model: MappingModel) -> _Asked:
    """Asks the model about the columns that the rules are unsure of and that may hold what the sheet lacks."""
    lacking = _lacking(mapped)
    questions = [
        ColumnQuestion(
            column.index,
            column.header,
            masked_samples(column.values),
            mapping.field,
            lacking and mapping.confidence < UNCERTAIN and _could_be_a_field(column.shape),
        )
        for column, mapping in zip(columns, mapped, strict=True)
        if column.shape.filled
    ]
    asked = {question.column for question in questions if question.uncertain}
    if not asked:
        return _Asked()
    proposal = model.propose(questions)
    pinned = {
        index: ColumnMapping(
            index, columns[index].header, field, PLAIN, confidence, DecidedBy.MODEL, Reason(Why.MODEL_RECOGNIZED_IT)
        )
        for index, (field, confidence) in proposal.fields.items()
        if index in asked and _can_be(field, columns[index].shape)
    }
    return _Asked(pinned, proposal.notes, proposal.exchange)


_GROUPS: tuple[frozenset[str], ...] = (
    frozenset({TargetField.FIRST_NAME, TargetField.LAST_NAME, TargetField.FULL_NAME}),
    frozenset({TargetField.COMPANY}),
    frozenset({TargetField.TITLE}),
    frozenset({TargetField.EMAIL}),
    frozenset({TargetField.PHONE}),
)


def _lacking(mapped: list[ColumnMapping]) -> bool:
    """Whether the rules found no sure column for one of name, company, title, email and phone."""
    sure = {mapping.field for mapping in mapped if mapping.confidence >= UNCERTAIN}
    return any(not group & sure for group in _GROUPS)


def _could_be_a_field(shape: Shape) -> bool:
    """Whether values may be a name, a company, a title, an email or a phone, whatever language they are in."""
    if shape.share("date", "url", "flag", "long", "country") >= at.NO_WORDS:
        return False
    return shape.share("letters", "email", "strong_phone", "bare_phone") >= at.COULD_BE_A_FIELD


def _can_be(field: str, shape: Shape) -> bool:
    """Whether the values can be what the model says, which has only seen masks."""
    if field == TargetField.EMAIL:
        return shape.share("email") >= at.SOME_EMAILS
    if field == TargetField.PHONE:
        return shape.share("phone", "digits", "number") >= at.SOME_NUMBERS
    if field == TargetField.REMARKS or field in BY_HEADER:
        return True
    return shape.share("email") < at.MOSTLY_EMAILS and shape.share("number", "date", "url") < at.NO_NAMES
