"""What every double of a boto3 client shares: argument checks, errors, paginators.

The service descriptions that botocore ships decide which operations, arguments and exceptions exist, so that a
misspelt argument fails here as it fails against AWS.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, ClassVar, Concatenate, TypeVar, cast

from botocore.errorfactory import ClientExceptionsFactory
from botocore.exceptions import ClientError, ParamValidationError
from botocore.loaders import Loader
from botocore.model import ServiceModel
from botocore.paginate import Paginator, PaginatorModel
from botocore.validate import ParamValidator

REGION = "eu-central-1"
ACCOUNT = "000000000000"

Request = dict[str, Any]
Response = dict[str, Any]


class Refused(Exception):
    """A service's refusal, before it becomes the `ClientError` of one operation.

    Args:
        code: the error code, such as "ValidationException".
        message: the service's sentence.
        details: further fields of the error response, such as `Item` or `CancellationReasons`.
        status: the HTTP status.
    """

    def __init__(self, code: str, message: str, *, status: int = 400, **details: Any) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.status = status
        self.details = details


@functools.cache
def service_model(service: str) -> ServiceModel:
    """botocore's description of a service."""
    return ServiceModel(Loader().load_service_model(service, "service-2"), service)


@functools.cache
def _exceptions(service: str) -> Any:
    return ClientExceptionsFactory().create_client_exceptions(service_model(service))


@functools.cache
def _paginators(service: str) -> PaginatorModel:
    return PaginatorModel(Loader().load_service_model(service, "paginators-1"))


@functools.cache
def operation_name(method: str) -> str:
    """The API's name of a client's method: "PutItem" of "put_item"."""
    return "".join(part.capitalize() for part in method.split("_"))


@functools.cache
def is_operation(service: str, method: str) -> bool:
    """Whether a client's method is a call of the API."""
    return operation_name(method) in service_model(service).operation_names


def paginator(service: str, method: str, call: Callable[..., Response]) -> Paginator[Any]:
    """botocore's paginator over any callable that answers like this method."""
    operation = operation_name(method)
    config = _paginators(service).get_paginator(operation)
    return Paginator(cast(Any, call), config, service_model(service).operation_model(operation))


def client_error(service: str, operation: str, refused: Refused) -> ClientError:
    """The exception that boto3 raises for this refusal: the modelled class where the service has one."""
    response = {
        "Error": {"Code": refused.code, "Message": refused.message},
        "ResponseMetadata": {"HTTPStatusCode": refused.status, "RequestId": "fake", "HTTPHeaders": {}},
        **refused.details,
    }
    kind: type[ClientError] = _exceptions(service).from_code(refused.code)
    return kind(response, operation)  # type: ignore[arg-type]


class FakeClient:
    """A double of one boto3 client.

    Args:
        check_parameters: whether each call's arguments are validated in depth as boto3 validates them. Costs some
            tens of microseconds a call; long simulations turn it off once the same code has passed with it on.

    Attributes:
        calls: how often each operation was called, under its API name.
        exceptions: the modelled exceptions, as on a real client.
    """

    service: ClassVar[str]

    def __init__(self, *, check_parameters: bool = True) -> None:
        self.check_parameters = check_parameters
        self.calls: Counter[str] = Counter()
        self.exceptions = _exceptions(self.service)
        self.meta = SimpleNamespace(
            region_name=REGION, service_model=service_model(self.service), endpoint_url="http://fake.invalid"
        )

    def can_paginate(self, name: str) -> bool:
        try:
            _paginators(self.service).get_paginator(operation_name(name))
        except ValueError:
            return False
        return hasattr(self, name)

    def get_paginator(self, name: str) -> Paginator[Any]:
        """botocore's own paginator over this double's method."""
        return paginator(self.service, name, getattr(self, name))

    def _checked(self, operation: str, request: Request) -> None:
        self.calls[operation] += 1
        if self.check_parameters:
            shape = service_model(self.service).operation_model(operation).input_shape
            assert shape is not None
            report = ParamValidator().validate(request, shape)
            if report.has_errors():
                raise ParamValidationError(report=report.generate_report())


ClientT = TypeVar("ClientT", bound=FakeClient)


def operation(
    name: str,
) -> Callable[[Callable[[ClientT, Request], Response]], Callable[Concatenate[ClientT, ...], Response]]:
    """Turns a method that takes the whole request into one that is called as a boto3 client's: keywords only.

    Args:
        name: the API's name of the operation, such as "PutItem".
    """

    def decorate(answer: Callable[[ClientT, Request], Response]) -> Callable[Concatenate[ClientT, ...], Response]:
        @functools.wraps(answer)
        def call(self: ClientT, **request: Any) -> Response:
            self._checked(name, request)
            try:
                response = answer(self, request)
            except Refused as refused:
                raise client_error(self.service, name, refused) from None
            response["ResponseMetadata"] = {"HTTPStatusCode": 200, "RequestId": "fake", "HTTPHeaders": {}}
            return response

        return call

    return decorate
