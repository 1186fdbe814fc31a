"""Uploads a release of the page, rolls it back, and invalidates CloudFront's cache."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crm.concurrency import parallel_map

from easy_crm.bundling.website import ASSET_CACHING, CONFIG, FRESH_CACHING, INDEX, Website
from easy_crm.errors import CommandFailed
from easy_crm.operations.deployment import Deployment
from easy_crm.operations.releases import step_back
from easy_crm.website_config import website_config

CONTENT_TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".json": "application/json",
    ".map": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
}
"""The content type of each kind of file; `mimetypes` guesses differently from machine to machine."""

_RESTORES = "restores"
_RELEASE = re.compile(rb'"assets/([0-9a-f]{16})/')


@dataclass(frozen=True, slots=True)
class _Upload:
    """One version of `index.html`."""

    version: str
    release: str
    restores: str | None


def content_type(path: Path) -> str:
    """The content type of a file.

    Raises:
        CommandFailed: for a kind of file that has none here.
    """
    kind = CONTENT_TYPES.get(path.suffix)
    if kind is None:
        raise CommandFailed(f"The page has a file {path.name} of an unknown type. Add {path.suffix} to CONTENT_TYPES.")
    return kind


def upload(deployment: Deployment, page: Website) -> int:
    """Uploads the page and its `config.json`, and last `index.html`, which makes the release live.

    Returns:
        The number of uploaded files.
    """
    s3, bucket = deployment.account.client("s3"), deployment.output("SiteBucketName")
    files = [path for path in sorted(page.path.rglob("*")) if path.is_file() and path.name != INDEX]

    def put(path: Path) -> None:
        _put(s3, bucket, path.relative_to(page.path).as_posix(), path.read_bytes(), caching=ASSET_CACHING)

    parallel_map(put, files)
    _put(s3, bucket, CONFIG, config_json(deployment), caching=FRESH_CACHING)
    _put(s3, bucket, INDEX, (page.path / INDEX).read_bytes(), caching=FRESH_CACHING)
    return len(files) + 2


def config_json(deployment: Deployment) -> bytes:
    """The page's settings, from the stacks' outputs."""
    content = website_config(
        deployment.config,
        account=deployment.account_id,
        region=deployment.account.region,
        user_pool_id=deployment.output("UserPoolId"),
        client_id=deployment.output("UserPoolClientId"),
        uploads_bucket=deployment.output("UploadsBucketName"),
    )
    return json.dumps(content).encode()


def invalidate(deployment: Deployment, paths: Sequence[str] = ("/*",)) -> None:
    """Invalidates CloudFront's cache, and waits until that is done."""
    cloudfront, distribution = deployment.account.client("cloudfront"), deployment.output("DistributionId")
    batch = {"Paths": {"Quantity": len(paths), "Items": list(paths)}, "CallerReference": f"easy-crm-{time.time_ns()}"}
    made = cloudfront.create_invalidation(DistributionId=distribution, InvalidationBatch=batch)
    cloudfront.get_waiter("invalidation_completed").wait(
        DistributionId=distribution, Id=made["Invalidation"]["Id"], WaiterConfig={"Delay": 5, "MaxAttempts": 120}
    )


def roll_back(deployment: Deployment) -> tuple[str, str]:
    """Restores the `index.html` of the previous release; its other files are still in the bucket.

    `config.json` stays: it holds the addresses of the current stacks, which an earlier release needs too.

    Returns:
        The release that was live and the one that is live now.

    Raises:
        CommandFailed: when there is no earlier release.
    """
    s3, bucket = deployment.account.client("s3"), deployment.output("SiteBucketName")
    uploads = _uploads(s3, bucket)
    positions = {upload.version: position for position, upload in enumerate(uploads)}
    target = step_back(
        uploads,
        restored=lambda upload: positions.get(upload.restores or ""),
        same=lambda one, other: one.release == other.release,
    )
    if target is None:
        raise CommandFailed("There is no earlier release of the page.")
    s3.copy_object(
        Bucket=bucket,
        Key=INDEX,
        CopySource={"Bucket": bucket, "Key": INDEX, "VersionId": target.version},
        MetadataDirective="REPLACE",
        Metadata={_RESTORES: target.version},
        ContentType=CONTENT_TYPES[".html"],
        CacheControl=FRESH_CACHING,
    )
    invalidate(deployment)
    return uploads[-1].release, target.release


def _uploads(s3: Any, bucket: str) -> list[_Upload]:
    """All versions of `index.html`, oldest first."""
    found = []
    for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket, Prefix=INDEX):
        for version in page.get("Versions", []):
            if version["Key"] == INDEX:
                answer = s3.get_object(Bucket=bucket, Key=INDEX, VersionId=version["VersionId"])
                release = _RELEASE.search(answer["Body"].read())
                found.append(
                    _Upload(
                        version["VersionId"],
                        release[1].decode() if release else version["VersionId"],
                        answer["Metadata"].get(_RESTORES),
                    )
                )
    # S3 lists the newest first, with times in whole seconds.
    return found[::-1]


def _put(s3: Any, bucket: str, key: str, content: bytes, *, caching: str) -> None:
    s3.put_object(Bucket=bucket, Key=key, Body=content, ContentType=content_type(Path(key)), CacheControl=caching)
