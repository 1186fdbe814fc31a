"""`POST /imports`: announces a file and answers where to put it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.utilities.typing import LambdaContext
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from crm.api.contract import operation
from crm.api.resolver import Api
from crm.aws import clients
from crm.composition.imports import import_store
from crm.composition.own_fields import own_field_store
from crm.errors import Invalid, TooLarge
from crm.fields import MAX_TAG, MAX_VALUE
from crm.ids import new_id
from crm.imports.answers import AnnouncedImport, Upload
from crm.imports.repository import NewImport
from crm.imports.set_values import SetValues
from crm.imports.targets import MAX_RULES, RULED_FIELDS, rules_by_path
from crm.imports.uploads import presigned_upload
from crm.leads.edit_values import MAX_SEVERAL
from crm.outcomes import Policy, Rule
from crm.own_fields.definition import OwnFields
from crm.settings import Settings
from crm.standardizing.limits import cut_to

api = Api()


def _fitting(most: int) -> AfterValidator:
    """Refuses a text that an import would not read back from an export, which counts bytes."""

    def checked(text: str) -> str:
        if cut_to(text, most) != text:
            raise PydanticCustomError("too_long", "At most {most} bytes", {"most": f"{most:,}"})
        return text

    return AfterValidator(checked)


Tag = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_TAG), _fitting(MAX_TAG)]
Line = Annotated[str, StringConstraints(max_length=MAX_VALUE), _fitting(MAX_VALUE)]


class ForAllRows(BaseModel):
    """What every row is to say, whatever its cells say."""

    model_config = ConfigDict(extra="forbid")

    tags: list[Tag] = Field(default=[], max_length=MAX_SEVERAL, description="beside those of the row")
    status: Line | None = None
    owner: Line | None = None


class AnnouncedFile(BaseModel):
    """The file that the user is about to upload."""

    model_config = ConfigDict(extra="forbid")

    fileName: str = Field(min_length=1, max_length=255)  # noqa: N815 - the API's name
    size: int = Field(ge=0, description="bytes")
    policy: Policy = Field(Policy.UPDATE, description="what rows do to leads that exist")
    rules: dict[str, Rule] = Field(
        {},
        max_length=MAX_RULES,
        description="what rows do to single fields, whatever the policy: by built-in field, emails, phones, extras, "
        "the key of an own field, or a path such as extras/City or tags/vip, which goes before its field",
    )
    set: ForAllRows = ForAllRows()
    region: str | None = Field(None, pattern="^[A-Z]{2}$", description="ISO 3166 code for phones without a prefix")
    review: bool = Field(False, description="wait until a person has confirmed the mapping")
    extractFreeText: bool = Field(  # noqa: N815 - the API's name
        False, description="let DeepSeek read texts that hold several values at once, such as notes"
    )


@api.post(
    "/imports",
    **operation(
        "createImport",
        "Announce a file, to learn where to upload it",
        status=HTTPStatus.CREATED,
        refusals={TooLarge: ("file_too_large",), Invalid: ("invalid", "empty_file")},
    ),
)
def create_import(file: Annotated[AnnouncedFile, Body()]) -> AnnouncedImport:
    user = api.user("member")
    settings = Settings()
    if file.size == 0:
        raise Invalid("This file is empty. Please choose one with rows in it.", {"size": "empty"}, code="empty_file")
    if file.size > settings.max_upload_bytes:
        limit = settings.max_upload_bytes // 2**20
        message = f"This file is too large: at most {limit} MB can be imported at once. Please split it."
        raise TooLarge("file_too_large", message, {"size": f"at most {settings.max_upload_bytes} bytes"})
    record = import_store(settings).create(
        NewImport(
            import_id=new_id(),
            owner_id=user.id,
            owner_email=user.email,
            file_name=file.fileName,
            size=file.size,
            policy=file.policy,
            rules=rules_by_path(file.rules, _own_fields(file, settings)),
            set_values=SetValues.typed(file.set.tags, file.set.status, file.set.owner),
            region=file.region,
            review=file.review,
            extract_free_text=file.extractFreeText,
        )
    )
    form = presigned_upload(clients.s3(), settings.uploads_bucket, record.import_id, settings.max_upload_bytes)
    return AnnouncedImport(import_id=record.import_id, upload=Upload.of(form))


def _own_fields(file: AnnouncedFile, settings: Settings) -> OwnFields:
    """The own fields, where the file's rules may name one."""
    return () if file.rules.keys() <= set(RULED_FIELDS) else own_field_store(settings).read().fields


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return api.resolve(event, context)
