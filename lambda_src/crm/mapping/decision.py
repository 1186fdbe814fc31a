"""Which column goes to which field: user, memory, rules, model, in that order (design, promise 4)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from crm.mapping.masking import masked_samples
from crm.mapping.model import ColumnMapping, DecidedBy, SheetMapping
from crm.mapping.own_export import own_export_columns
from crm.mapping.ports import ColumnQuestion, MappingMemory, MappingModel
from crm.mapping.rules import Column, columns_of, decide_by_rules
from crm.mapping.signature import header_signature
from crm.spreadsheets.model import SheetHead

UNCERTAIN = 0.7
"""Confidence below which a column is put to the model."""


@dataclass(frozen=True, slots=True)
class MappingDecision:
    """A mapping and how it came about.

    Args:
        mapping: one entry for every column.
        notes: sentences for the import's report.
        model_exchange: the exact payload sent to the model and its answer, None when it was not asked.
        inferred_region: ISO 3166 region of the sheet's numbers by what they look like, None when they do not tell.
    """

    mapping: SheetMapping
    notes: tuple[str, ...] = ()
    model_exchange: dict[str, Any] | None = None
    inferred_region: str | None = None


def decide_mapping(
    head: SheetHead, *, memory: MappingMemory | None, model: MappingModel | None, region: str | None
) -> MappingDecision:
    """Decides the mapping of one sheet.

    Args:
        head: the sheet's header and first rows.
        memory: mappings that were decided for the same header before, None to do without.
        model: asked once about columns that the rules are not sure of, None to do without.
        region: the import's ISO 3166 region, None when none was chosen.
    """
    columns = columns_of(head)
    has_header = any(cell.strip() for cell in head.header)
    signature = header_signature(head.header, shapes=() if has_header else [column.shape.word for column in columns])
    own = own_export_columns(head.header)
    if own is not None:
        return MappingDecision(SheetMapping(signature, own))
    remembered = memory.recall(signature) if memory is not None else None
    pinned = _remembered_columns(remembered, len(columns))
    mapped = decide_by_rules(columns, pinned)
    if remembered is not None or model is None or not _worth_asking(columns, mapped):
        return MappingDecision(SheetMapping(signature, tuple(mapped)))
    return _ask(head, columns, mapped, signature, memory, model)


def _remembered_columns(remembered: SheetMapping | None, width: int) -> dict[int, ColumnMapping]:
    """What a person or the model decided before; what the rules decided is decided anew on this sheet's values."""
    if remembered is None:
        return {}
    return {
        column.column: replace(column, decided_by=DecidedBy.MEMORY)
        for column in remembered.columns
        if column.column < width and column.decided_by is not DecidedBy.RULES
    }


def _worth_asking(columns: list[Column], mapped: list[ColumnMapping]) -> bool:
    """Whether a column with values is uncertain while the sheet lacks something that the column could be."""
    return any(_uncertain(column, mapping) for column, mapping in zip(columns, mapped, strict=True))


def _uncertain(column: Column, mapping: ColumnMapping) -> bool:
    return column.shape.filled > 0 and mapping.decided_by is DecidedBy.RULES and mapping.confidence < UNCERTAIN


def _ask(
    head: SheetHead,
    columns: list[Column],
    mapped: list[ColumnMapping],
    signature: str,
    memory: MappingMemory | None,
    model: MappingModel,
) -> MappingDecision:
    questions = [
        ColumnQuestion(
            column.index, column.header, masked_samples(column.values), mapping.field, _uncertain(column, mapping)
        )
        for column, mapping in zip(columns, mapped, strict=True)
        if column.shape.filled
    ]
    proposal = model.propose(questions)
    asked = {question.column for question in questions if question.uncertain}
    pinned = {
        index: ColumnMapping(index, columns[index].header, field, "", confidence, DecidedBy.MODEL)
        for index, (field, confidence) in proposal.fields.items()
        if index in asked
    }
    notes = (proposal.note,) if proposal.note else ()
    if not pinned:
        return MappingDecision(SheetMapping(signature, tuple(mapped)), notes, proposal.exchange)
    decided = decide_by_rules(columns_of(head), pinned)
    mapping = SheetMapping(signature, tuple(decided))
    if memory is not None:
        memory.remember(mapping)
    return MappingDecision(mapping, notes, proposal.exchange)
