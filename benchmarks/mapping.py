"""`bench map`: counts the model tokens for mapping a file, and measures how fast rows become leads.

Tokens are estimated as DeepSeek's documentation says (docs/measurements.md): 0.3 a character, 0.6 a Chinese one.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import Any

from crm.deepseek.client import Exchange
from crm.mapping.decision import decide_mapping
from crm.mapping.language_model.column_proposal import ModelMapping
from crm.mapping.mapping import SheetMapping
from crm.spreadsheets import Row, SheetHead
from crm.standardizing.standardizer import Standardizer

from benchmarks.contact_files import DATE_COLUMN, HEADER, contacts
from benchmarks.plain_mapping import calls

TOKENS_A_CHARACTER = 0.3
TOKENS_A_CHINESE_CHARACTER = 0.6
UNKNOWN_HEADER = (
    "Inombolo",
    "Igama",
    "Isibongo",
    "I-imeyili",
    "Ucingo",
    "Inkampani",
    "Isikhundla",
    "Idolobha",
    "Ikhodi",
    "Usuku",
    "Imali",
    "Amaphuzu",
)
"""The same columns in a language that the rules do not know (Zulu), so that the model is called."""


@dataclass(frozen=True, slots=True)
class MappingCost:
    """Model calls and tokens (prompt and answer) for one file.

    Attributes:
        header: known to the rules, unknown to them, or seen before.
        plain_calls: the plain implementation's model calls.
        plain_tokens: the plain implementation's tokens.
        calls: our model calls.
        tokens: our tokens.
    """

    header: str
    plain_calls: int
    plain_tokens: int
    calls: int
    tokens: int


@dataclass(frozen=True, slots=True)
class StandardizingSpeed:
    """Rows per second of CPU time, with and without a region for phone numbers."""

    without_region: float
    with_region: float


def tokens(text: str) -> int:
    """The number of tokens in a text by DeepSeek's estimate."""
    wide = sum("\u2e80" <= sign <= "\u9fff" for sign in text)
    return round(wide * TOKENS_A_CHINESE_CHARACTER + (len(text) - wide) * TOKENS_A_CHARACTER)


def compare_costs(rows: int = 1_000) -> list[MappingCost]:
    """The costs of one file with a known header, with an unknown one, and with that one again."""
    data = _rows(rows)
    memory = _Memory()
    return [
        _cost("known to the rules", HEADER, data, _Memory()),
        _cost("unknown to the rules", UNKNOWN_HEADER, data, memory),
        _cost("seen before", UNKNOWN_HEADER, data, memory),
    ]


def measure_standardizing(rows: int = 20_000, repeat: int = 3) -> StandardizingSpeed:
    """The fastest of several runs over generated rows of twelve columns."""
    data = _rows(rows)
    mapping = decide_mapping(_head(HEADER, data), memory=None, model=None, region=None).mapping
    speeds = {}
    for region in (None, "DE"):
        seconds = []
        for _ in range(repeat):
            standardizer = Standardizer(mapping, region)
            began = time.process_time()
            for row in data:
                standardizer.standardize(row)
            seconds.append(time.process_time() - began)
        speeds[region] = rows / min(seconds)
    return StandardizingSpeed(speeds[None], speeds["DE"])


class _Memory:
    def __init__(self) -> None:
        self._kept: dict[str, SheetMapping] = {}

    def recall(self, signature: str) -> SheetMapping | None:
        return self._kept.get(signature)

    def remember(self, mapping: SheetMapping) -> None:
        self._kept[mapping.signature] = mapping


class _CountingModel:
    """A model that answers for every column, and counts the tokens of prompts and answers."""

    def __init__(self) -> None:
        self.calls = 0
        self.tokens = 0
        self.last_exchange: Exchange | None = None

    def complete_json(self, system: str, user: str, *, max_tokens: int) -> dict[str, Any]:  # noqa: ARG002
        asked = json.loads(user)["ask"]
        answer = {"columns": [{"column": one["column"], "field": "company", "confidence": 0.9} for one in asked]}
        self.calls += 1
        self.tokens += tokens(system) + tokens(user) + tokens(json.dumps(answer))
        return answer


def _cost(name: str, header: tuple[str, ...], data: list[tuple[str, ...]], memory: _Memory) -> MappingCost:
    plain = list(calls(header, data))
    model = _CountingModel()
    decide_mapping(_head(header, data), memory=memory, model=ModelMapping(lambda: model), region=None)
    return MappingCost(
        name, len(plain), sum(tokens(ask) + tokens(answer) for ask, answer in plain), model.calls, model.tokens
    )


def _head(header: tuple[str, ...], data: list[tuple[str, ...]]) -> SheetHead:
    sample = tuple(Row(number, row) for number, row in enumerate(data[:100], start=2))
    return SheetHead(0, "", None, (1,), header, sample, len(header))


def _rows(rows: int) -> list[tuple[str, ...]]:
    found = []
    for values in contacts(rows, seed=1):
        day = int(values[DATE_COLUMN])
        texts = [str(value) for value in values]
        texts[DATE_COLUMN] = f"2020-{day % 12 + 1:02}-{day % 28 + 1:02}"
        found.append(tuple(texts))
    return found
