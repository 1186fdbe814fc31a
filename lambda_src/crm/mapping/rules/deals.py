"""Lists of deals, in languages that call a deal and a business by one word: Spanish `negocio`, Portuguese `negócio`."""

from __future__ import annotations

from crm.mapping.confidence import VERY_LIKELY
from crm.mapping.headers.column_meaning import Meaning
from crm.mapping.headers.vocabulary import vocabulary
from crm.mapping.reasons import Why
from crm.mapping.rules.column import Column, beside, of_meaning


def set_aside_deals(columns: list[Column], free: list[Column]) -> None:
    """`Nombre del negocio` beside `Etapa del negocio` is what the deal is about, and no company."""
    known = vocabulary()
    stages = [column for column in columns if known.marks_whole("deal_stage", column.reading.words)]
    for column in of_meaning(free, Meaning.COMPANY, Meaning.FULL_NAME) if stages else ():
        if known.marks_whole("deal_name", column.reading.words):
            column.assign(Meaning.OTHER, VERY_LIKELY, beside(Why.NAME_OF_A_DEAL, stages[0]))
