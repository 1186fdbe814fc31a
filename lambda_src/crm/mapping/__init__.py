"""Which column of a sheet goes to which field of a lead."""

from crm.mapping.decision import MappingDecision, decide_mapping
from crm.mapping.header_rules import is_header_word
from crm.mapping.ports import ColumnQuestion, MappingMemory, MappingModel, ModelProposal
from crm.mapping.signature import header_signature

__all__ = [
    "ColumnQuestion",
    "MappingDecision",
    "MappingMemory",
    "MappingModel",
    "ModelProposal",
    "decide_mapping",
    "header_signature",
    "is_header_word",
]
