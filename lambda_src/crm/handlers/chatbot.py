"""`POST /chat`: a question in plain words, answered exactly over all leads. No lead ever goes to the model."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.utilities.typing import LambdaContext
from pydantic import BaseModel, ConfigDict, Field

from crm.api.contract import UNANSWERED, operation
from crm.api.resolver import Api
from crm.chat.answers import ChatAnswer
from crm.chat.interpretation import Interpretation
from crm.chat.service import MAX_QUESTION, Chat
from crm.composition.queries import lead_source
from crm.deepseek.key import client_from_settings
from crm.errors import Invalid
from crm.query.query_error import QueryError
from crm.settings import Settings

api = Api()
logger = Logger()

MODEL_SECONDS = 8.0
"""Time-out of one attempt of two: both and the query fit into API Gateway's 29 seconds."""


class Question(BaseModel):
    """A question about the leads."""

    model_config = ConfigDict(extra="forbid")

    question: str = Field(min_length=1, max_length=MAX_QUESTION)
    previous: dict[str, Any] | None = Field(
        None, description="The `query` of the answer before, from which the question may go on: “only those in Berlin”."
    )
    query: dict[str, Any] | None = Field(
        None,
        description="The `query` of an answer to this question, changed by a person: it is answered as it is, and the "
        "question only says in which language.",
    )


@api.post("/chat", **operation("askQuestion", "Ask about the leads in plain words", refusals=UNANSWERED))
def ask(asked: Annotated[Question, Body()]) -> ChatAnswer:
    api.user()
    if not asked.question.strip():
        raise Invalid("Please write a question.", {"question": "Write a question first."})
    previous, changed = _query("previous", asked.previous), _query("query", asked.query)
    settings = Settings()
    chat = Chat(lead_source(settings), client_from_settings(settings, timeout_s=MODEL_SECONDS))
    answer = chat.answer(asked.question, previous, changed)
    logger.info("question answered", read_by=answer.read_by, understood=answer.query is not None)
    return answer


def _query(part: str, query: dict[str, Any] | None) -> Interpretation | None:
    """Reads a query of an answer.

    Args:
        part: the part of the body that it is.

    Raises:
        QueryError: names what is wrong, below the part.
    """
    try:
        return Interpretation.from_json(query) if query is not None else None
    except QueryError as error:
        raise QueryError({f"{part}.{place}": why for place, why in error.fields.items()}) from error


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return api.resolve(event, context)
