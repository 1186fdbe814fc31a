"""The S3 double does as S3 does."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError, ParamValidationError

from tests.conformance.conftest import Storage
from tests.doubles.shorthand import refusal


def keys(storage: Storage, **request: Any) -> list[str]:
    response = storage.client.list_objects_v2(Bucket=storage.bucket, **request)
    return [one["Key"] for one in response.get("Contents", [])]


@pytest.mark.parametrize("kind", [bytes, str, io.BytesIO])
def test_what_was_put_is_got(storage: Storage, kind: type) -> None:
    body: Any = "content" if kind is str else kind(b"content")
    put = storage.client.put_object(
        Bucket=storage.bucket, Key="a/b", Body=body, ContentType="text/csv", Metadata={"Owner": "x"}
    )
    got = storage.client.get_object(Bucket=storage.bucket, Key="a/b")
    assert got["Body"].read() == b"content"
    assert (got["ContentType"], got["Metadata"]) == ("text/csv", {"owner": "x"})
    assert got["ETag"] == put["ETag"]
    head = storage.client.head_object(Bucket=storage.bucket, Key="a/b")
    assert (head["ContentLength"], head["ETag"]) == (got["ContentLength"], put["ETag"])


def test_an_absent_object_is_an_error_and_deleting_it_is_none(storage: Storage) -> None:
    with pytest.raises(ClientError) as got:
        storage.client.get_object(Bucket=storage.bucket, Key="absent")
    with pytest.raises(ClientError) as head:
        storage.client.head_object(Bucket=storage.bucket, Key="absent")
    storage.client.delete_object(Bucket=storage.bucket, Key="absent")
    assert refusal(got.value) == "NoSuchKey"
    assert refusal(head.value) == "404"
    assert got.value.response["ResponseMetadata"]["HTTPStatusCode"] == 404


def test_a_bucket_that_does_not_exist_is_an_error(storage: Storage) -> None:
    with pytest.raises(ClientError) as raised:
        storage.client.put_object(Bucket=f"{storage.bucket}-absent", Key="k", Body=b"")
    assert refusal(raised.value) == "NoSuchBucket"


def test_an_object_that_must_be_new_is_refused_when_it_is_not(storage: Storage) -> None:
    request: dict[str, Any] = {"Bucket": storage.bucket, "Key": "k", "IfNoneMatch": "*"}
    storage.client.put_object(**request, Body=b"first")
    with pytest.raises(ClientError) as raised:
        storage.client.put_object(**request, Body=b"second")
    assert refusal(raised.value) == "PreconditionFailed"
    assert raised.value.response["ResponseMetadata"]["HTTPStatusCode"] == 412
    assert storage.client.get_object(Bucket=storage.bucket, Key="k")["Body"].read() == b"first"


def test_an_object_that_must_be_the_same_is_refused_when_it_changed(storage: Storage) -> None:
    request: dict[str, Any] = {"Bucket": storage.bucket, "Key": "k"}
    first = storage.client.put_object(**request, Body=b"first")["ETag"]
    second = storage.client.put_object(**request, Body=b"second", IfMatch=first)["ETag"]
    assert second != first
    with pytest.raises(ClientError) as raised:
        storage.client.put_object(**request, Body=b"third", IfMatch=first)
    assert refusal(raised.value) == "PreconditionFailed"


@pytest.mark.parametrize(
    ("wanted", "part", "place"),
    [
        ("bytes=2-4", b"234", "bytes 2-4/10"),
        ("bytes=7-", b"789", "bytes 7-9/10"),
        ("bytes=-2", b"89", "bytes 8-9/10"),
        ("bytes=8-99", b"89", "bytes 8-9/10"),
    ],
)
def test_a_range_is_a_part(storage: Storage, wanted: str, part: bytes, place: str) -> None:
    storage.client.put_object(Bucket=storage.bucket, Key="k", Body=b"0123456789")
    got = storage.client.get_object(Bucket=storage.bucket, Key="k", Range=wanted)
    assert (got["Body"].read(), got["ContentRange"]) == (part, place)


def test_a_range_beyond_the_end_is_refused(storage: Storage) -> None:
    storage.client.put_object(Bucket=storage.bucket, Key="k", Body=b"0123456789")
    with pytest.raises(ClientError) as raised:
        storage.client.get_object(Bucket=storage.bucket, Key="k", Range="bytes=10-")
    assert refusal(raised.value) == "InvalidRange"


def test_a_listing_is_in_the_order_of_keys_and_in_pages(storage: Storage) -> None:
    names = [f"imports/{number:02}" for number in range(5)] + ["imports/Z", "other/x", "imports/é"]
    for name in names:
        storage.client.put_object(Bucket=storage.bucket, Key=name, Body=b"x")
    expected = sorted(name for name in names if name.startswith("imports/"))
    paginator = storage.client.get_paginator("list_objects_v2")
    pages = list(paginator.paginate(Bucket=storage.bucket, Prefix="imports/", PaginationConfig={"PageSize": 3}))
    assert [one["Key"] for page in pages for one in page["Contents"]] == expected
    assert [page["KeyCount"] for page in pages] == [3, 3, 1]
    assert keys(storage, Prefix="imports/", StartAfter="imports/04") == expected[5:]


def test_an_empty_listing_has_no_contents(storage: Storage) -> None:
    response = storage.client.list_objects_v2(Bucket=storage.bucket, Prefix="absent/")
    assert (response["KeyCount"], response["IsTruncated"], response.get("Contents")) == (0, False, None)


def test_a_delimiter_folds_folders(storage: Storage) -> None:
    storage_keys = ["a/1", "a/2", "b/1", "top"]
    for name in storage_keys:
        storage.client.put_object(Bucket=storage.bucket, Key=name, Body=b"x")
    response = storage.client.list_objects_v2(Bucket=storage.bucket, Delimiter="/")
    assert [one["Prefix"] for one in response["CommonPrefixes"]] == ["a/", "b/"]
    assert [one["Key"] for one in response["Contents"]] == ["top"]


def test_many_objects_are_deleted_at_once(storage: Storage) -> None:
    for name in "abc":
        storage.client.put_object(Bucket=storage.bucket, Key=name, Body=b"x")
    objects: Any = [{"Key": "a"}, {"Key": "c"}, {"Key": "absent"}]
    storage.client.delete_objects(Bucket=storage.bucket, Delete={"Objects": objects})
    assert keys(storage) == ["b"]


def test_a_copy_has_the_same_content_and_metadata(storage: Storage) -> None:
    storage.client.put_object(Bucket=storage.bucket, Key="from", Body=b"x", Metadata={"a": "b"})
    storage.client.copy_object(Bucket=storage.bucket, Key="to", CopySource={"Bucket": storage.bucket, "Key": "from"})
    got = storage.client.get_object(Bucket=storage.bucket, Key="to")
    assert (got["Body"].read(), got["Metadata"]) == (b"x", {"a": "b"})


def test_files_go_up_and_come_down(storage: Storage, tmp_path: Path) -> None:
    storage.client.upload_fileobj(io.BytesIO(b"content"), storage.bucket, "k", ExtraArgs={"ContentType": "text/csv"})
    storage.client.download_file(storage.bucket, "k", str(tmp_path / "file"))
    assert (tmp_path / "file").read_bytes() == b"content"
    (tmp_path / "other").write_bytes(b"other")
    storage.client.upload_file(str(tmp_path / "other"), storage.bucket, "k")
    target = io.BytesIO()
    storage.client.download_fileobj(storage.bucket, "k", target)
    assert target.getvalue() == b"other"
    with pytest.raises(ClientError) as raised:
        storage.client.download_file(storage.bucket, "absent", str(tmp_path / "file"))
    assert refusal(raised.value) == "404"


def test_metadata_holds_ascii_only(storage: Storage) -> None:
    with pytest.raises(ParamValidationError):
        storage.client.put_object(Bucket=storage.bucket, Key="k", Body=b"", Metadata={"name": "é"})
