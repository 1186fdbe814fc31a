"""What every answer of the API has in common, and the answers that belong to no subject."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

Time = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
"""A moment in ISO 8601, UTC, with milliseconds."""


class Answer(BaseModel):
    """The base of all answers: camelCase names, every one of them present, none besides them.

    What there is none of is null or empty and never left out, so that a reader need not tell the two apart.
    """

    model_config = ConfigDict(
        alias_generator=to_camel,
        validate_by_alias=False,
        validate_by_name=True,
        extra="forbid",
        frozen=True,
        # A cold start builds the validators of the one operation that it answers: 17 ms instead of 27 for an import.
        defer_build=True,
    )


class ErrorDetail(Answer):
    """Why a request was refused."""

    code: str = Field(description="For programs: never changes.")
    message: str = Field(description="For people: what happened and what to do.")
    fields: dict[str, str] = Field({}, description="What is wrong, field by field. Left out when no field is at fault.")


class ErrorAnswer(Answer):
    """The body of every answer that is no success."""

    error: ErrorDetail
