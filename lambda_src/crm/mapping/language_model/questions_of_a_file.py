"""Bounds what one file may ask the model: a workbook may have thousands of sheets, each with a header of its own."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from crm.mapping.ports import ColumnQuestion, MappingModel, ModelProposal
from crm.sentences import NOTES

MOST_QUESTIONS = 20
"""Sheets of a file about which the model is asked."""
MOST_SECONDS = 60.0
"""Time after which it is asked no more: a quarter of what reading a file may take (`crm.spreadsheets.model.Limits`)."""
ASKED_ENOUGH = NOTES["askedEnough"]


@dataclass(slots=True)
class QuestionsOfAFile:
    """Asks the model until one file has asked enough; from then on the rules decide.

    Args:
        model: answers.
        clock: seconds that only grow.
    """

    model: MappingModel
    clock: Callable[[], float] = time.monotonic
    _asked: int = field(default=0, init=False)
    _seconds: float = field(default=0.0, init=False)
    _is_said: bool = field(default=False, init=False)

    def propose(self, questions: Sequence[ColumnQuestion]) -> ModelProposal:
        """What the model proposes; nothing, with one note a file, after the file's last question."""
        if self._asked == MOST_QUESTIONS or self._seconds >= MOST_SECONDS:
            notes = () if self._is_said else (ASKED_ENOUGH,)
            self._is_said = True
            return ModelProposal(notes=notes)
        began = self.clock()
        proposal = self.model.propose(questions)
        self._asked += 1
        self._seconds += self.clock() - began
        return proposal
