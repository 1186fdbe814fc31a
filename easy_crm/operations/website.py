"""The page in its bucket: uploading a release, going back to the one before, and telling CloudFront."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crm.concurrency import at_once

from easy_crm.bundling.website import ASSET_CACHING, CONFIG, FRESH_CACHING, INDEX, PageFolder
from easy_crm.errors import CommandFailed
from easy_crm.operations.deployment import Deployment
from easy_crm.operations.releases import step_back
from easy_crm.website_config import page_config

CONTENT_TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
}
"""Of every kind of file that the page has; a guess by the machine's own table would differ between machines."""

_RESTORES = "restores"
_RELEASE = re.compile(rb'"assets/([0-9a-f]{16})/')


@dataclass(frozen=True, slots=True)
class _Upload:
    """One version of `index.html`."""

    version: str
    release: str
    restores: str | None


def content_type(path: Path) -> str:
    """What browsers are told that the file is.

    Raises:
        CommandFailed: for a kind of file that is not known here.
    """
    kind = CONTENT_TYPES.get(path.suffix)
    if kind is None:
        raise CommandFailed(
            f"The page has a file {path.name}, whose type is not known: add {path.suffix} to CONTENT_TYPES."
        )
    return kind


def upload(deployment: Deployment, page: PageFolder) -> int:
    """Uploads the page and its `config.json`; `index.html`, which switches to them, comes last.

    Returns:
        How many files were uploaded.
    """
    s3, bucket = deployment.account.client("s3"), deployment.output("SiteBucketName")
    files = [path for path in sorted(page.path.rglob("*")) if path.is_file() and path.name != INDEX]

    def put(path: Path) -> None:
        _put(s3, bucket, path.relative_to(page.path).as_posix(), path.read_bytes(), caching=ASSET_CACHING)

    at_once(put, files)
    _put(s3, bucket, CONFIG, config_json(deployment), caching=FRESH_CACHING)
    _put(s3, bucket, INDEX, (page.path / INDEX).read_bytes(), caching=FRESH_CACHING)
    return len(files) + 2


def config_json(deployment: Deployment) -> bytes:
    """The page's settings, from the stacks' outputs."""
    content = page_config(
        deployment.config,
        region=deployment.account.region,
        user_pool_id=deployment.output("UserPoolId"),
        client_id=deployment.output("UserPoolClientId"),
        uploads_bucket=deployment.output("UploadsBucketName"),
    )
    return json.dumps(content).encode()


def invalidate(deployment: Deployment, paths: Sequence[str] = ("/*",)) -> None:
    """Lets CloudFront forget its copies, and waits until it has."""
    cloudfront, distribution = deployment.account.client("cloudfront"), deployment.output("DistributionId")
    batch = {"Paths": {"Quantity": len(paths), "Items": list(paths)}, "CallerReference": f"easy-crm-{time.time_ns()}"}
    made = cloudfront.create_invalidation(DistributionId=distribution, InvalidationBatch=batch)
    cloudfront.get_waiter("invalidation_completed").wait(
        DistributionId=distribution, Id=made["Invalidation"]["Id"], WaiterConfig={"Delay": 5, "MaxAttempts": 120}
    )


def roll_back(deployment: Deployment) -> tuple[str, str]:
    """Puts the `index.html` of the previous release back; its other files have never left.

    `config.json` stays: it tells where the present stacks answer, which an earlier release needs to know as well.

    Returns:
        The release that was shown and the one that is shown now.

    Raises:
        CommandFailed: when no other release was uploaded before.
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
        raise CommandFailed("No earlier release of the page is known: this one was the first.")
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
    """Every version of `index.html`, oldest first."""
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
    # S3 lists the newest first, and tells times in whole seconds only.
    return found[::-1]


def _put(s3: Any, bucket: str, key: str, content: bytes, *, caching: str) -> None:
    s3.put_object(Bucket=bucket, Key=key, Body=content, ContentType=content_type(Path(key)), CacheControl=caching)
