"""What only the double of S3 can tell: what a presigned address allows."""

from __future__ import annotations

from tests.doubles import FakeS3


def test_presigned_addresses_say_what_they_allow() -> None:
    s3 = FakeS3()
    url = s3.generate_presigned_url(
        "get_object", Params={"Bucket": "work", "Key": "exports/1", "ResponseContentType": "text/csv"}, ExpiresIn=60
    )
    assert "exports/1" in url
    assert "expires=60" in url
    post = s3.generate_presigned_post(
        "uploads", "uploads/1", Fields={"x": "y"}, Conditions=[["content-length-range", 1, 10]], ExpiresIn=60
    )
    assert post["fields"]["key"] == "uploads/1"
    assert post["fields"]["x"] == "y"
    assert "content-length-range" in post["fields"]["policy"]
