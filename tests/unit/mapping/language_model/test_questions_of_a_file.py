"""A file asks the model only so often, and for so long."""

from __future__ import annotations

from collections.abc import Sequence

from crm.mapping.language_model.questions_of_a_file import (
    ASKED_ENOUGH,
    MOST_QUESTIONS,
    MOST_SECONDS,
    QuestionsOfAFile,
)
from crm.mapping.ports import ColumnQuestion, ModelProposal


class SlowModel:
    """Counts the questions; each answer takes some seconds."""

    def __init__(self, seconds: float) -> None:
        self.asked = 0
        self.now = 0.0
        self._seconds = seconds

    def propose(self, _: Sequence[ColumnQuestion]) -> ModelProposal:
        self.asked += 1
        self.now += self._seconds
        return ModelProposal({0: ("email", 1.0)})


def notes_of(model: SlowModel, sheets: int) -> list[tuple[str, ...]]:
    questions = QuestionsOfAFile(model, clock=lambda: model.now)
    return [questions.propose(()).notes for _ in range(sheets)]


def test_a_file_with_many_sheets_asks_about_the_first_ones_and_says_so_once() -> None:
    model = SlowModel(0.1)
    assert notes_of(model, MOST_QUESTIONS + 3) == [()] * MOST_QUESTIONS + [(ASKED_ENOUGH,), (), ()]
    assert model.asked == MOST_QUESTIONS


def test_a_slow_model_is_asked_no_more_once_its_answers_have_taken_too_long() -> None:
    model = SlowModel(MOST_SECONDS / 2)
    assert notes_of(model, 4) == [(), (), (ASKED_ENOUGH,), ()]
    assert model.asked == 2
