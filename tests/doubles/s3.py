"""S3 in memory, behind the methods of boto3's low-level client."""

# ruff: noqa: N803 (boto3's argument names)

from __future__ import annotations

import hashlib
import io
import shutil
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote, unquote, urlencode

from botocore.exceptions import ParamValidationError
from botocore.response import StreamingBody

from tests.doubles.client import REGION, FakeClient, Refused, Request, Response, operation

MAX_KEYS = 1000
MAX_METADATA_BYTES = 2048


@dataclass(frozen=True, slots=True)
class StoredObject:
    """One object.

    Attributes:
        body: its bytes.
        metadata: user metadata, names in small letters.
        headers: ContentType and the like, under the names of the API.
        modified: when it was written.
        etag: quoted, as S3 answers it.
    """

    body: bytes
    metadata: Mapping[str, str]
    headers: Mapping[str, str]
    modified: datetime
    etag: str = field(default="")


_HEADERS = ("ContentType", "ContentEncoding", "ContentDisposition", "CacheControl", "ContentLanguage")


class FakeS3(FakeClient):
    """A double of `boto3.client("s3")`: objects appear whole and are seen by every read at once, as in S3.

    Args:
        clock: seconds since the epoch.
        check_parameters: see `FakeClient`.
    """

    service = "s3"

    def __init__(self, *, clock: Callable[[], float] = lambda: 0.0, check_parameters: bool = True) -> None:
        super().__init__(check_parameters=check_parameters)
        self._clock = clock
        self._buckets: dict[str, dict[str, StoredObject]] = {}
        self._versions: list[tuple[str, str, StoredObject]] = []
        self._lock = threading.RLock()

    @operation("CreateBucket")
    def create_bucket(self, request: Request) -> Response:
        with self._lock:
            self._buckets.setdefault(request["Bucket"], {})
        return {"Location": f"/{request['Bucket']}"}

    @operation("HeadBucket")
    def head_bucket(self, request: Request) -> Response:
        if request["Bucket"] not in self._buckets:
            raise Refused("404", "Not Found", status=404)
        return {}

    def objects(self, bucket: str) -> dict[str, bytes]:
        """Every object of a bucket in the order of keys: for a test to look at."""
        with self._lock:
            return {key: self._bucket(bucket)[key].body for key in sorted(self._bucket(bucket))}

    @operation("PutObject")
    def put_object(self, request: Request) -> Response:
        body = _bytes(request.get("Body", b""))
        metadata = {name.lower(): value for name, value in request.get("Metadata", {}).items()}
        if not all(text.isascii() for pair in metadata.items() for text in pair):
            raise ParamValidationError(report="Non ascii characters found in S3 metadata")
        if sum(len(name) + len(value) for name, value in metadata.items()) > MAX_METADATA_BYTES:
            raise Refused("MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size")
        with self._lock:
            bucket = self._bucket(request["Bucket"])
            present = bucket.get(request["Key"])
            if request.get("IfNoneMatch") == "*" and present is not None:
                raise _failed_precondition("If-None-Match")
            if "IfMatch" in request:
                if present is None:
                    raise _no_key(request["Key"])
                if present.etag != _quoted(request["IfMatch"]):
                    raise _failed_precondition("If-Match")
            headers = {name: request[name] for name in _HEADERS if name in request}
            stored = self._stored(body, metadata, headers)
            bucket[request["Key"]] = stored
            self._versions.append((request["Bucket"], request["Key"], stored))
            version = str(len(self._versions))
        return {"ETag": stored.etag, "ServerSideEncryption": "AES256", "VersionId": version}

    @operation("GetObject")
    def get_object(self, request: Request) -> Response:
        stored = self._object(request)
        if "IfMatch" in request and stored.etag != _quoted(request["IfMatch"]):
            raise _failed_precondition("If-Match")
        if request.get("IfNoneMatch") and stored.etag == _quoted(request["IfNoneMatch"]):
            raise Refused("304", "Not Modified", status=304)
        response = self._described(stored)
        body = stored.body
        if "Range" in request:
            first, last = _range(request["Range"], len(body))
            response["ContentRange"] = f"bytes {first}-{last}/{len(body)}"
            body = body[first : last + 1]
        response["ContentLength"] = len(body)
        response["Body"] = StreamingBody(io.BytesIO(body), len(body))
        return response

    @operation("HeadObject")
    def head_object(self, request: Request) -> Response:
        try:
            return self._described(self._object(request))
        except Refused:
            # A HEAD has no body: the code is the HTTP status.
            raise Refused("404", "Not Found", status=404) from None

    @operation("DeleteObject")
    def delete_object(self, request: Request) -> Response:
        with self._lock:
            self._bucket(request["Bucket"]).pop(request["Key"], None)
        return {}

    @operation("DeleteObjects")
    def delete_objects(self, request: Request) -> Response:
        keys = [one["Key"] for one in request["Delete"]["Objects"]]
        if not 0 < len(keys) <= MAX_KEYS:
            raise Refused("MalformedXML", "The XML you provided was not well-formed")
        with self._lock:
            bucket = self._bucket(request["Bucket"])
            for key in keys:
                bucket.pop(key, None)
        return {} if request["Delete"].get("Quiet") else {"Deleted": [{"Key": key} for key in keys]}

    def copy_object(self, **request: Any) -> Response:
        """Takes CopySource as boto3 does: as a text or as a dict."""
        source = request.get("CopySource")
        if isinstance(source, dict):
            request["CopySource"] = quote(f"{source['Bucket']}/{source['Key']}")
        return self._copy_object(**request)

    @operation("CopyObject")
    def _copy_object(self, request: Request) -> Response:
        bucket, _, key = unquote(request["CopySource"]).lstrip("/").partition("/")
        with self._lock:
            original = self._object({"Bucket": bucket, "Key": key})
            metadata: Mapping[str, str] = original.metadata
            headers: Mapping[str, str] = original.headers
            if request.get("MetadataDirective") == "REPLACE":
                metadata = request.get("Metadata", {})
                headers = {name: request[name] for name in _HEADERS if name in request}
            stored = self._stored(original.body, metadata, headers)
            self._bucket(request["Bucket"])[request["Key"]] = stored
        return {"CopyObjectResult": {"ETag": stored.etag, "LastModified": stored.modified}}

    @operation("ListObjectsV2")
    def list_objects_v2(self, request: Request) -> Response:
        prefix, delimiter = request.get("Prefix", ""), request.get("Delimiter", "")
        limit = min(request.get("MaxKeys", MAX_KEYS), MAX_KEYS)
        after: str = request.get("ContinuationToken") or request.get("StartAfter") or ""
        contents: list[Response] = []
        prefixes: list[str] = []
        cut, last = False, ""
        with self._lock:
            bucket = self._bucket(request["Bucket"])
            # S3 orders keys by their UTF-8 bytes, which is the order of code points.
            for key in sorted(key for key in bucket if key.startswith(prefix) and key > after):
                place = key.find(delimiter, len(prefix)) if delimiter else -1
                common = key[: place + len(delimiter)] if place >= 0 else ""
                if common and (common in prefixes or after.startswith(common)):
                    last = key
                    continue
                if len(contents) + len(prefixes) == limit:
                    cut = True
                    break
                last = key
                if common:
                    prefixes.append(common)
                else:
                    stored = bucket[key]
                    contents.append(
                        {
                            "Key": key,
                            "Size": len(stored.body),
                            "ETag": stored.etag,
                            "LastModified": stored.modified,
                            "StorageClass": "STANDARD",
                        }
                    )
        response: Response = {
            "Name": request["Bucket"],
            "Prefix": prefix,
            "MaxKeys": limit,
            "KeyCount": len(contents) + len(prefixes),
            "IsTruncated": cut,
        }
        if contents:
            response["Contents"] = contents
        if prefixes:
            response["CommonPrefixes"] = [{"Prefix": common} for common in prefixes]
        if cut:
            response["NextContinuationToken"] = last
        return response

    # What boto3 adds to the client: transfers and presigned addresses

    def upload_fileobj(
        self, Fileobj: IO[bytes], Bucket: str, Key: str, ExtraArgs: Mapping[str, Any] | None = None, **_: Any
    ) -> None:
        self.put_object(Bucket=Bucket, Key=Key, Body=Fileobj.read(), **(ExtraArgs or {}))

    def upload_file(
        self, Filename: str, Bucket: str, Key: str, ExtraArgs: Mapping[str, Any] | None = None, **_: Any
    ) -> None:
        self.put_object(Bucket=Bucket, Key=Key, Body=Path(Filename).read_bytes(), **(ExtraArgs or {}))

    def download_fileobj(self, Bucket: str, Key: str, Fileobj: IO[bytes], **_: Any) -> None:
        self.head_object(Bucket=Bucket, Key=Key)
        shutil.copyfileobj(self.get_object(Bucket=Bucket, Key=Key)["Body"], Fileobj)

    def download_file(self, Bucket: str, Key: str, Filename: str, ExtraArgs: Any = None, **_: Any) -> None:
        wanted = {"Bucket": Bucket, "Key": Key, **(ExtraArgs or {})}
        self.head_object(**wanted)
        Path(Filename).write_bytes(self.get_object(**wanted)["Body"].read())

    def generate_presigned_url(
        self, ClientMethod: str, Params: Mapping[str, Any], ExpiresIn: int = 3600, HttpMethod: str | None = None
    ) -> str:
        """A recognizable address that says what it would allow."""
        allows = {name: value for name, value in sorted(Params.items()) if name not in ("Bucket", "Key")}
        query = urlencode({"method": HttpMethod or ClientMethod, "expires": ExpiresIn, **allows})
        return f"https://{Params['Bucket']}.s3.{REGION}.fake.invalid/{Params['Key']}?{query}"

    def generate_presigned_post(
        self,
        Bucket: str,
        Key: str,
        Fields: Mapping[str, str] | None = None,
        Conditions: list[Any] | None = None,
        ExpiresIn: int = 3600,
    ) -> Response:
        """The answer of boto3's, with the policy readable as text: `fields["policy"]`."""
        policy = {"expires": ExpiresIn, "conditions": [*(Conditions or []), {"bucket": Bucket}, {"key": Key}]}
        return {
            "url": f"https://{Bucket}.s3.{REGION}.fake.invalid/",
            "fields": {**(Fields or {}), "key": Key, "policy": repr(policy), "x-amz-signature": "fake"},
        }

    # Shared

    def _bucket(self, name: str) -> dict[str, StoredObject]:
        bucket = self._buckets.get(name)
        if bucket is None:
            raise Refused("NoSuchBucket", "The specified bucket does not exist", status=404, BucketName=name)
        return bucket

    def _object(self, request: Mapping[str, Any]) -> StoredObject:
        if "VersionId" in request:
            with self._lock:
                bucket, key, version = self._versions[int(request["VersionId"]) - 1]
            if (bucket, key) != (request["Bucket"], request["Key"]):
                raise Refused("NoSuchVersion", "The specified version does not exist.", status=404)
            return version
        with self._lock:
            stored = self._bucket(request["Bucket"]).get(request["Key"])
        if stored is None:
            raise _no_key(request["Key"])
        return stored

    def _stored(self, body: bytes, metadata: Mapping[str, str], headers: Mapping[str, str]) -> StoredObject:
        etag = f'"{hashlib.md5(body, usedforsecurity=False).hexdigest()}"'
        return StoredObject(body, dict(metadata), dict(headers), datetime.fromtimestamp(self._clock(), UTC), etag)

    @staticmethod
    def _described(stored: StoredObject) -> Response:
        return {
            "ContentType": "binary/octet-stream",
            **stored.headers,
            "ContentLength": len(stored.body),
            "ETag": stored.etag,
            "LastModified": stored.modified,
            "Metadata": dict(stored.metadata),
            "ServerSideEncryption": "AES256",
        }


def _bytes(body: Any) -> bytes:
    if isinstance(body, str):
        return body.encode()
    if isinstance(body, (bytes, bytearray, memoryview)):
        return bytes(body)
    content = body.read()
    return content.encode() if isinstance(content, str) else bytes(content)


def _quoted(etag: str) -> str:
    return '"' + etag.strip('"') + '"'


def _no_key(key: str) -> Refused:
    return Refused("NoSuchKey", "The specified key does not exist.", status=404, Key=key)


def _failed_precondition(condition: str) -> Refused:
    return Refused(
        "PreconditionFailed",
        "At least one of the pre-conditions you specified did not hold",
        status=412,
        Condition=condition,
    )


def _range(header: str, size: int) -> tuple[int, int]:
    first, _, last = header.removeprefix("bytes=").partition("-")
    if not first:
        begin, end = max(0, size - int(last)), size - 1
    else:
        begin, end = int(first), min(int(last) if last else size - 1, size - 1)
    if begin > end:
        raise Refused("InvalidRange", "The requested range is not satisfiable", status=416)
    return begin, end
