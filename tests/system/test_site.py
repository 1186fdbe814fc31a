"""The page's files as CloudFront serves them (promise 6)."""

from __future__ import annotations

import httpx
import pytest

from tests.system.deployed import Deployed


@pytest.fixture(scope="session")
def site(deployed: Deployed) -> httpx.Client:
    return httpx.Client(base_url=deployed.address.endpoint, headers={"Host": deployed.address.host}, timeout=30)


def test_the_page_is_served_with_a_strict_policy(site: httpx.Client) -> None:
    answer = site.get("/")

    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_config_json_comes_from_the_stacks(site: httpx.Client, deployed: Deployed) -> None:
    config = site.get("/config.json").json()

    assert config["environment"] == "local"
    assert config["userPoolId"] == deployed.outputs["UserPoolId"]
    assert config["userPoolClientId"] == deployed.outputs["UserPoolClientId"]
    assert config["cognitoEndpoint"] == config["uploadOrigin"] == deployed.address.endpoint
    assert config["apiBase"] == "/api"


def test_scripts_have_a_type_that_browsers_run(site: httpx.Client) -> None:
    page = site.get("/").text
    scripts = [part.split('"', 1)[0] for part in page.split('src="')[1:]]

    assert scripts
    for script in scripts:
        answer = site.get(f"/{script.lstrip('/')}")
        assert answer.status_code == 200
        assert "javascript" in answer.headers["content-type"]


def test_page_and_api_share_one_origin(site: httpx.Client) -> None:
    assert site.get("/api/health").json() == {"status": "ok"}
    assert site.get("/api/leads").status_code == 401
