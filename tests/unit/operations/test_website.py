"""Uploading the page into its bucket."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from easy_crm.bundling.website import Website, build_website
from easy_crm.errors import CommandFailed
from easy_crm.operations import website
from easy_crm.operations.deployment import Deployment
from tests.doubles.s3 import FakeS3
from tests.unit.operations.deployed_in_memory import REGION, deployment

OUTPUTS = {
    "SiteBucketName": "site",
    "UserPoolId": "pool",
    "UserPoolClientId": "client",
    "UploadsBucketName": "uploads",
}


@pytest.fixture
def built(tmp_path: Path) -> Website:
    frontend = tmp_path / "frontend"
    (frontend / "js").mkdir(parents=True)
    (frontend / "index.html").write_text('<script src="js/main.js"></script>')
    (frontend / "js" / "main.js").write_text("export {};")
    (frontend / "icons.svg").write_text("<svg/>")
    return build_website(frontend, tmp_path / "build")


class Bucket(FakeS3):
    """S3 that remembers the order of uploads."""

    def __init__(self) -> None:
        super().__init__()
        self.create_bucket(Bucket="site")
        self.order: list[str] = []

    def put_object(self, **request: object) -> object:  # type: ignore[override]
        self.order.append(str(request["Key"]))
        return super().put_object(**request)


def system(s3: FakeS3) -> Deployment:
    return deployment({}, outputs=OUTPUTS, s3=s3)


def test_the_file_that_switches_to_a_release_comes_last(built: Website) -> None:
    s3 = Bucket()

    assert website.upload(system(s3), built) == 4

    assert s3.order[-2:] == ["config.json", "index.html"]
    assert set(s3.order[:-2]) == {f"assets/{built.release}/{name}" for name in ("js/main.js", "icons.svg")}


def test_files_of_a_release_are_cached_for_good_and_the_other_two_never(built: Website) -> None:
    s3 = Bucket()
    website.upload(system(s3), built)

    def headers(key: str) -> tuple[str, str]:
        head = s3.head_object(Bucket="site", Key=key)
        return head["ContentType"], head["CacheControl"]

    assert headers(f"assets/{built.release}/js/main.js") == ("text/javascript", "public, max-age=31536000, immutable")
    assert headers(f"assets/{built.release}/icons.svg") == ("image/svg+xml", "public, max-age=31536000, immutable")
    assert headers("index.html") == ("text/html", "no-cache")
    assert headers("config.json") == ("application/json", "no-cache")


def test_config_json_comes_from_the_outputs_of_the_stacks(built: Website) -> None:
    s3 = Bucket()
    website.upload(system(s3), built)

    config = json.loads(s3.objects("site")["config.json"])

    assert (config["userPoolId"], config["userPoolClientId"]) == ("pool", "client")
    assert config["cognitoEndpoint"] == f"https://cognito-idp.{REGION}.amazonaws.com"
    assert config["uploadOrigin"] == f"https://uploads.s3.{REGION}.amazonaws.com"


def test_a_file_of_an_unknown_type_is_refused() -> None:
    with pytest.raises(CommandFailed, match=r"\.wasm"):
        website.content_type(Path("engine.wasm"))


def test_every_file_of_the_projects_page_is_of_a_known_kind(tmp_path: Path) -> None:
    built = build_website(Path(__file__).parents[3] / "frontend", tmp_path)

    kinds = {website.content_type(path) for path in built.path.rglob("*") if path.is_file()}
    assert {"text/html", "text/css", "text/javascript", "image/svg+xml"} <= kinds
