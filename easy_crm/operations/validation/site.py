"""Checks of the page: its distribution, its headers and its files."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from easy_crm.bundling.website import CONFIG, INDEX
from easy_crm.operations.deployment import Resource
from easy_crm.operations.validation.model import Aspect, Checker, Probe, at
from easy_crm.operations.website import config_json

_LINK = re.compile(r'(?:href|src)="(assets/[^"]+)"')


def distribution(probe: Probe, resource: Resource) -> Iterator[Aspect]:
    wanted = probe.wanted(resource)
    answer = probe.client("cloudfront").get_distribution_config(Id=resource.physical_id)
    found = answer["DistributionConfig"]
    yield Aspect("switched on", wanted.get("DistributionConfig.Enabled"), found["Enabled"])
    yield Aspect("first file", wanted.get("DistributionConfig.DefaultRootObject"), found.get("DefaultRootObject"))
    names = wanted.get("DistributionConfig.Aliases", [])
    yield Aspect("names", sorted(names), sorted(at(found, "Aliases.Items", [])))
    certificate = "ViewerCertificate.MinimumProtocolVersion"
    yield Aspect(
        "oldest TLS", wanted.get(f"DistributionConfig.{certificate}", "TLSv1"), at(found, certificate, "TLSv1")
    )
    yield Aspect("web firewall", wanted.get("DistributionConfig.WebACLId", ""), found.get("WebACLId", ""))
    log = "Logging.Bucket"
    yield Aspect("access log", wanted.get(f"DistributionConfig.{log}", ""), at(found, log, ""))
    yield Aspect(
        "origins",
        sorted(
            f"{origin['DomainName']}{origin.get('OriginPath', '')}"
            for origin in wanted.get("DistributionConfig.Origins")
        ),
        sorted(f"{origin['DomainName']}{origin.get('OriginPath', '')}" for origin in at(found, "Origins.Items", [])),
    )
    errors = wanted.get("DistributionConfig.CustomErrorResponses", [])
    yield Aspect(
        "errors",
        sorted((one["ErrorCode"], one["ResponsePagePath"]) for one in errors),
        sorted((one["ErrorCode"], one["ResponsePagePath"]) for one in at(found, "CustomErrorResponses.Items", [])),
    )
    behaviours = [wanted.get("DistributionConfig.DefaultCacheBehavior")]
    behaviours += wanted.get("DistributionConfig.CacheBehaviors", [])
    present = {one.get("PathPattern", "*"): one for one in at(found, "CacheBehaviors.Items", [])}
    present["*"] = found["DefaultCacheBehavior"]
    yield Aspect("paths", sorted(one.get("PathPattern", "*") for one in behaviours), sorted(present))
    for one in behaviours:
        path = one.get("PathPattern", "*")
        for name, key in (
            ("without TLS", "ViewerProtocolPolicy"),
            ("caching", "CachePolicyId"),
            ("headers", "ResponseHeadersPolicyId"),
        ):
            yield Aspect(f"{path}: {name}", one.get(key), at(present.get(path, {}), key))


def edge_function(probe: Probe, resource: Resource) -> Iterator[Aspect]:
    wanted = probe.wanted(resource)
    found = probe.client("cloudfront").get_function(Name=wanted.get("Name"), Stage="LIVE")
    yield Aspect("code", wanted.get("FunctionCode"), found["FunctionCode"].read().decode())


def access_control(probe: Probe, resource: Resource) -> Iterator[Aspect]:
    wanted = probe.wanted(resource)
    answer = probe.client("cloudfront").get_origin_access_control(Id=resource.physical_id)
    found = answer["OriginAccessControl"]["OriginAccessControlConfig"]
    for key in ("SigningBehavior", "SigningProtocol", "OriginAccessControlOriginType"):
        yield Aspect(key, wanted.get(f"OriginAccessControlConfig.{key}"), found.get(key))


def headers(probe: Probe, resource: Resource) -> Iterator[Aspect]:
    wanted = probe.wanted(resource)
    answer = probe.client("cloudfront").get_response_headers_policy(Id=resource.physical_id)
    found = at(answer, "ResponseHeadersPolicy.ResponseHeadersPolicyConfig.SecurityHeadersConfig", {})
    for header, content in wanted.get("ResponseHeadersPolicyConfig.SecurityHeadersConfig", {}).items():
        for key, value in content.items():
            yield Aspect(f"{header}: {key}", value, at(found, f"{header}.{key}"))


def files(probe: Probe, resource: Resource) -> Iterator[Aspect]:
    """Checks the page's files. The release changes with every upload, so only completeness is checked."""
    bucket = probe.wanted(resource).get("DestinationBucketName")
    client = probe.client("s3")
    index = client.get_object(Bucket=bucket, Key=INDEX)["Body"].read().decode()
    links = sorted(set(_LINK.findall(index)))
    present = _keys(client, bucket, {link.rpartition("/")[0].split("/", 2)[1] for link in links})
    yield Aspect(
        "files that index.html refers to but that are missing", [], [link for link in links if link not in present]
    )
    if probe.wanted(resource).get("DistributionId"):
        found = json.loads(client.get_object(Bucket=bucket, Key=CONFIG)["Body"].read())
        yield Aspect("config.json", json.loads(config_json(probe.deployment)), found)


CHECKERS: Mapping[str, Checker] = {
    "AWS::CloudFront::Distribution": distribution,
    "AWS::CloudFront::Function": edge_function,
    "AWS::CloudFront::OriginAccessControl": access_control,
    "AWS::CloudFront::ResponseHeadersPolicy": headers,
    "Custom::CDKBucketDeployment": files,
}


def _keys(client: Any, bucket: str, releases: set[str]) -> set[str]:
    return {
        entry["Key"]
        for release in releases
        for page in client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=f"assets/{release}/")
        for entry in page.get("Contents", [])
    }
