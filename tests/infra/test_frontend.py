"""One address for page and API, closed to other sites' scripts."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from easy_crm.gateway_answers import EDGE_ANSWERS
from easy_crm.reference.openapi import error_codes
from tests.infra.synthesis import PROJECT, Synthesized


def _distribution(app: Synthesized) -> dict[str, Any]:
    ((_, properties),) = app.system.resources("AWS::CloudFront::Distribution")
    config: dict[str, Any] = properties["DistributionConfig"]
    return config


def _origin(app: Synthesized, behaviour: dict[str, Any]) -> dict[str, Any]:
    origins = _distribution(app)["Origins"]
    return next(origin for origin in origins if origin["Id"] == behaviour["TargetOriginId"])


def _api(app: Synthesized) -> dict[str, Any]:
    (behaviour,) = _distribution(app)["CacheBehaviors"]
    return dict(behaviour)


def _text(value: Any) -> str:
    """A value with each reference replaced by `<…>`."""
    match value:
        case {"Fn::Join": [str(separator), list(parts)]}:
            return separator.join(_text(part) for part in parts)
        case {"Ref": "AWS::Region"}:
            return "<region>"
        case {"Fn::ImportValue": str(name)}:
            return "<" + re.sub(r"^.*:ExportsOutput(Ref|FnGetAtt)|[0-9A-F]{8}$", "", name) + ">"
        case _:
            return str(value)


def _headers(app: Synthesized) -> dict[str, Any]:
    ((_, properties),) = app.system.resources("AWS::CloudFront::ResponseHeadersPolicy")
    headers: dict[str, Any] = properties["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]
    return headers


def _policy(app: Synthesized) -> dict[str, list[str]]:
    text = _text(_headers(app)["ContentSecurityPolicy"]["ContentSecurityPolicy"])
    return {name: values for name, *values in (part.split() for part in text.split(";"))}


def test_api_calls_go_to_the_api_uncached_with_all_that_the_browser_sent(prod: Synthesized) -> None:
    behaviour = _api(prod)
    assert behaviour["PathPattern"] == "/api/*"
    assert set(behaviour["AllowedMethods"]) == {"GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"}
    assert behaviour["CachePolicyId"] == "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"  # CachingDisabled
    assert behaviour["OriginRequestPolicyId"] == "b689b0a8-53d0-40ab-baf2-68738e2966ac"  # AllViewerExceptHostHeader


def test_in_aws_the_api_is_reached_at_its_own_host_over_tls(prod: Synthesized) -> None:
    origin = _origin(prod, _api(prod))
    assert _text(origin["DomainName"]) == "<ApiRestApiE35FEAFE>.execute-api.<region>.amazonaws.com"
    assert origin["OriginPath"] == "/live"
    assert origin["CustomOriginConfig"]["OriginProtocolPolicy"] == "https-only"


def test_cloudfront_answers_its_own_errors_in_the_shape_of_the_api(prod: Synthesized) -> None:
    answers = {answer["ErrorCode"]: answer for answer in _distribution(prod)["CustomErrorResponses"]}
    assert set(answers) == {405, 414, 502, 503, 504}
    for status, answer in answers.items():
        assert answer["ResponseCode"] == status
        assert answer["ErrorCachingMinTTL"] == 0
        (file,) = prod.outdir.glob(f"asset.*{answer['ResponsePagePath']}")
        body = json.loads(file.read_text())
        assert set(body) == {"error"} and set(body["error"]) == {"code", "message"}


def test_cloudfront_replaces_no_error_of_the_api_by_another(prod: Synthesized) -> None:
    """Its answers hold for the whole distribution: also for those that the API gives with the same status."""
    documented = json.loads((PROJECT / "docs" / "openapi.json").read_text())
    codes = {
        (int(status), code)
        for operations in documented["paths"].values()
        for operation in operations.values()
        for status, response in operation["responses"].items()
        for code in error_codes(response)
    }
    for status, body in EDGE_ANSWERS.items():
        assert {code for known, code in codes if known == status} <= {body["error"]["code"]}
    assert set(EDGE_ANSWERS) == {answer["ErrorCode"] for answer in _distribution(prod)["CustomErrorResponses"]}


def test_what_takes_too_long_is_said_by_the_api(prod: Synthesized) -> None:
    """Longer than the 29 s that API Gateway waits."""
    assert _origin(prod, _api(prod))["CustomOriginConfig"]["OriginReadTimeout"] > 29


def test_locally_the_api_is_reached_in_the_emulator(local: Synthesized) -> None:
    origin = _origin(local, _api(local))
    assert origin["DomainName"] == "127.0.0.1"
    assert _text(origin["OriginPath"]) == "/_aws/execute-api/<ApiRestApiE35FEAFE>/live"
    assert origin["CustomOriginConfig"]["HTTPPort"] == 8321
    assert origin["CustomOriginConfig"]["OriginProtocolPolicy"] == "http-only"


def test_the_page_is_read_by_cloudfront_alone(prod: Synthesized) -> None:
    config = _distribution(prod)
    origin = _origin(prod, config["DefaultCacheBehavior"])
    assert "OriginAccessControlId" in origin
    assert config["DefaultRootObject"] == "index.html"
    readers = [
        statement["Principal"]
        for _, properties in prod.system.resources("AWS::S3::BucketPolicy")
        for statement in properties["PolicyDocument"]["Statement"]
        if statement["Effect"] == "Allow" and "s3:GetObject" in statement["Action"]
    ]
    assert readers == [{"Service": "cloudfront.amazonaws.com"}]


def test_browsers_are_kept_on_tls_in_aws(prod: Synthesized, local: Synthesized) -> None:
    def policies(app: Synthesized) -> tuple[str, str]:
        default = _distribution(app)["DefaultCacheBehavior"]
        return default["ViewerProtocolPolicy"], _api(app)["ViewerProtocolPolicy"]

    assert policies(prod) == ("redirect-to-https", "https-only")
    assert policies(local) == ("allow-all", "allow-all")
    assert _headers(prod)["StrictTransportSecurity"]["AccessControlMaxAgeSec"] >= 31536000
    assert "StrictTransportSecurity" not in _headers(local)


def test_scripts_come_from_the_page_and_talk_to_the_api_sign_in_and_uploads_only(prod: Synthesized) -> None:
    policy = _policy(prod)
    assert policy["default-src"] == ["'self'"]
    assert policy["connect-src"] == [
        "'self'",
        "https://cognito-idp.<region>.amazonaws.com",
        "https://<BucketsUploadsDA8F1F54>.s3.<region>.amazonaws.com",
        "https://<BucketsUploadsDA8F1F54>.s3.amazonaws.com",
    ]
    assert policy["frame-ancestors"] == policy["object-src"] == policy["base-uri"] == ["'none'"]
    assert not [source for sources in policy.values() for source in sources if "unsafe" in source or source == "*"]


def test_locally_scripts_talk_to_the_emulator(local: Synthesized) -> None:
    assert _policy(local)["connect-src"] == ["'self'", "http://127.0.0.1:8321"]


def test_the_other_security_headers_are_set(prod: Synthesized) -> None:
    headers = _headers(prod)
    assert headers["ContentTypeOptions"] == {"Override": True}
    assert headers["FrameOptions"]["FrameOption"] == "DENY"
    assert headers["ReferrerPolicy"]["ReferrerPolicy"] == "same-origin"
    ((_, properties),) = prod.system.resources("AWS::CloudFront::ResponseHeadersPolicy")
    others = properties["ResponseHeadersPolicyConfig"]["CustomHeadersConfig"]["Items"]
    assert {header["Header"]: header["Value"] for header in others} == {
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    }


def _deployments(app: Synthesized) -> dict[str, dict[str, Any]]:
    return {place.logical_id: properties for place, properties in app.system.resources("Custom::CDKBucketDeployment")}


def test_deploying_the_page_removes_nothing_from_under_those_who_have_it_open(prod: Synthesized) -> None:
    deployments = _deployments(prod)
    assert len(deployments) == 2
    assert all(properties["Prune"] is False for properties in deployments.values())


def test_the_page_is_switched_last_and_cloudfront_forgets_the_old_one(prod: Synthesized) -> None:
    (name, page) = next(item for item in _deployments(prod).items() if "DistributionId" in item[1])
    (assets,) = set(_deployments(prod)) - {name}
    assert page["DistributionPaths"] == ["/*"]
    assert page["SystemMetadata"] == {"cache-control": "no-cache"}
    assert _deployments(prod)[assets]["SystemMetadata"] == {"cache-control": "public, max-age=31536000, immutable"}
    assert assets in prod.system.templates["frontend"]["Resources"][name]["DependsOn"]


def test_earlier_uploads_are_kept_for_a_rollback(prod: Synthesized) -> None:
    (site,) = (
        properties
        for place, properties in prod.system.resources("AWS::S3::Bucket")
        if place.logical_id.startswith("SiteBucket")
    )
    assert site["VersioningConfiguration"] == {"Status": "Enabled"}


@pytest.mark.parametrize("environment", ["prod", "local"])
def test_the_pages_configuration_comes_from_the_stacks(environment: str, prod: Synthesized, local: Synthesized) -> None:
    app = {"prod": prod, "local": local}[environment]
    (page,) = (properties for properties in _deployments(app).values() if "DistributionId" in properties)
    values = {name: value for markers in page["SourceMarkers"] for name, value in markers.items()}
    (config_file,) = (path for path in app.outdir.glob("asset.*/config.json"))
    # The upload replaces each marker by the deployed value, which comes quoted.
    text = re.sub(r"<<marker:\w+:\d+>>", lambda marker: _text(values[marker[0]]), config_file.read_text())
    endpoint = "http://127.0.0.1:8321"
    in_aws = environment == "prod"
    assert json.loads(text) == {
        "environment": environment,
        "region": "<region>",
        "userPoolId": "<UsersPoolBFC35D3B>",
        "userPoolClientId": "<UsersPoolPageC0FAC449>",
        "cognitoEndpoint": "https://cognito-idp.<region>.amazonaws.com" if in_aws else endpoint,
        "uploadOrigin": "https://<BucketsUploadsDA8F1F54>.s3.<region>.amazonaws.com" if in_aws else endpoint,
        "apiBase": "/api",
        "maxUploadBytes": 104857600,
    }


def test_the_largest_upload_is_the_same_for_page_and_function(prod: Synthesized) -> None:
    assert prod.system.variables("file_upload")["MAX_UPLOAD_BYTES"] == "104857600"
