"""A deployment in memory: CloudFormation with ready stacks, functions with versions and aliases."""

# ruff: noqa: N803 (boto3's argument names)

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from easy_crm.config import PARTS, EnvironmentConfig
from easy_crm.operations.account import Account
from easy_crm.operations.deployment import Deployment
from tests.doubles.client import FakeClient, Refused, Request, Response, operation
from tests.doubles.s3 import FakeS3

ACCOUNT = "123456789012"
REGION = "eu-central-1"


class FakeCloudFormation(FakeClient):
    """Stacks that are deployed already.

    Args:
        templates: by part; every resource's physical id is `physical-` and its logical id, unless `names` says it.
        outputs: of the storage stack.
        names: physical ids by logical id.
    """

    service = "cloudformation"

    def __init__(
        self,
        templates: Mapping[str, Mapping[str, Any]],
        *,
        outputs: Mapping[str, str] | None = None,
        names: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__()
        self.templates = dict(templates)
        self._outputs = outputs or {}
        self._names = names or {}

    @operation("DescribeStacks")
    def describe_stacks(self, request: Request) -> Response:
        part = self._part(request)
        return {
            "Stacks": [
                {
                    "StackName": request["StackName"],
                    "StackId": f"arn:aws:cloudformation:{REGION}:{ACCOUNT}:stack/{request['StackName']}/1",
                    "StackStatus": "UPDATE_COMPLETE",
                    "Outputs": [{"OutputKey": key, "OutputValue": value} for key, value in self._outputs.items()]
                    if part == "storage"
                    else [],
                }
            ]
        }

    @operation("GetTemplate")
    def get_template(self, request: Request) -> Response:
        return {"TemplateBody": self.templates[self._part(request)]}

    @operation("ListStackResources")
    def list_stack_resources(self, request: Request) -> Response:
        return {
            "StackResourceSummaries": [
                {
                    "LogicalResourceId": name,
                    "PhysicalResourceId": self._names.get(name, f"physical-{name}"),
                    "ResourceType": declared["Type"],
                    "ResourceStatus": "UPDATE_COMPLETE",
                }
                for name, declared in self.templates[self._part(request)]["Resources"].items()
            ]
        }

    def _part(self, request: Request) -> str:
        part = str(request["StackName"]).rpartition("-")[2]
        if part not in self.templates:
            raise Refused("ValidationError", f"Stack with id {request['StackName']} does not exist")
        return part


@dataclass
class FakeFunction:
    """A function: what is not published yet, descriptions and codes of its versions, and where its alias points.

    Attributes:
        weights: the shares of the calls, 0 to 1, that the alias sends to other versions than `live`.
    """

    code: bytes | str = ""
    versions: dict[str, str] = field(default_factory=dict)
    codes: dict[str, bytes | str] = field(default_factory=dict)
    live: str = "1"
    weights: Mapping[str, float] = field(default_factory=dict)


class FakeLambda:
    """Functions by physical name; the parts of Lambda that publish and point."""

    exceptions = SimpleNamespace(ResourceNotFoundException=KeyError)

    def __init__(self, **functions: FakeFunction) -> None:
        self.functions = functions

    def get_alias(self, *, FunctionName: str, Name: str) -> Response:
        assert Name == "live"
        function = self.functions[FunctionName]
        routing = {"RoutingConfig": {"AdditionalVersionWeights": function.weights}} if function.weights else {}
        return {"FunctionVersion": function.live, **routing}

    def update_alias(
        self, *, FunctionName: str, Name: str, FunctionVersion: str, RoutingConfig: Mapping[str, Any]
    ) -> None:
        assert Name == "live"
        function, weights = self.functions[FunctionName], RoutingConfig["AdditionalVersionWeights"]
        assert FunctionVersion not in weights, "Lambda refuses a further version that is the alias's own"
        assert set(weights) <= set(function.versions)
        function.live, function.weights = FunctionVersion, weights

    def get_function_configuration(self, *, FunctionName: str, Qualifier: str) -> Response:
        description = self.functions[FunctionName].versions[Qualifier]
        return {"Description": description, "FunctionArn": f"{function_arn(FunctionName)}:{Qualifier}"}

    def update_function_code(
        self, *, FunctionName: str, ZipFile: bytes = b"", S3Bucket: str = "", S3Key: str = ""
    ) -> None:
        self.functions[FunctionName].code = ZipFile or f"{S3Bucket}/{S3Key}"

    def publish_version(self, *, FunctionName: str, Description: str) -> Response:
        function = self.functions[FunctionName]
        version = str(len(function.versions) + 1)
        function.versions[version] = Description
        function.codes[version] = function.code
        return {"Version": version}

    def get_waiter(self, _name: str) -> Any:
        return SimpleNamespace(wait=lambda **_: None)


def function_arn(name: str) -> str:
    return f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{name}"


class FakeSession:
    """boto3's session with these clients."""

    region_name = REGION

    def __init__(self, clients: Mapping[str, Any]) -> None:
        self._clients = clients

    def client(self, service: str, **_: Any) -> Any:
        return self._clients[service]


def deployment(
    templates: Mapping[str, Mapping[str, Any]],
    *,
    outputs: Mapping[str, str] | None = None,
    names: Mapping[str, str] | None = None,
    endpoint: str | None = None,
    **clients: Any,
) -> Deployment:
    """A deployment of `dev` with these templates; parts without one are empty stacks.

    Args:
        endpoint: makes it one in the emulator.
        clients: of further services, `s3` and so on; an underscore stands for a hyphen, `lambda_` for `lambda`.
    """
    whole = {part: templates.get(part, {"Resources": {}}) for part in PARTS}
    cloudformation = FakeCloudFormation(whole, outputs=outputs, names=names)
    services = {name.removesuffix("_").replace("_", "-"): client for name, client in clients.items()}
    session = FakeSession({"cloudformation": cloudformation, **services})
    return Deployment(Account(session, EnvironmentConfig(name="dev"), endpoint))


def work_bucket() -> tuple[FakeS3, dict[str, str]]:
    """S3 with the work bucket, and the output that names it."""
    s3 = FakeS3()
    s3.create_bucket(Bucket="work")
    return s3, {"WorkBucketName": "work"}
