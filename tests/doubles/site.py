"""The page with everything it talks to, on two ports of this machine: the site with its API, and "elsewhere" with the
sign-in service and the storage, so that the page's content security policy is put to the test as deployed.
"""

from __future__ import annotations

import json
import mimetypes
import tempfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread
from typing import Any, ClassVar
from urllib.parse import parse_qs, parse_qsl, urlsplit

from easy_crm.bundling.website import ASSETS_FOLDER, build_website
from tests.doubles.api import MAX_UPLOAD_BYTES, Call, FakeApi
from tests.doubles.api_answers import ApiError
from tests.doubles.cognito import CLIENT_ID, POOL_ID, CognitoError, FakeCognito
from tests.doubles.managed_login import PROVIDER, FakeManagedLogin, GrantRefused

FRONTEND = Path(__file__).parents[2] / "frontend"
SOURCES = "/sources/"
"""Where the page lies as it is written, for tests of single modules; the page itself is bundled, as deployed."""


class FakeSite:
    """Serves until `close`.

    Attributes:
        url: the page's address.
        modules: path of the folder with the page's own modules as they are written, ends with a slash.
        api, cognito, login: their state.
        has_provider: whether people may sign in at an identity provider.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._build = tempfile.TemporaryDirectory(prefix="easy-crm-page-")
        page = build_website(FRONTEND, Path(self._build.name))
        self.files = page.path
        self.modules = f"{SOURCES}js/"
        self._elsewhere = self._serve(_Elsewhere)
        self._site = self._serve(_Site)
        self.elsewhere = f"http://127.0.0.1:{self._elsewhere.server_address[1]}"
        self.url = f"http://127.0.0.1:{self._site.server_address[1]}/"
        self.reset()

    def reset(self) -> None:
        """Begins anew, as a fresh deployment."""
        self.cognito = FakeCognito()
        self.login = FakeManagedLogin(self.cognito, page=self.url)
        self.has_provider = False
        self.api = FakeApi(upload_url=f"{self.elsewhere}/")

    def close(self) -> None:
        for server in (self._site, self._elsewhere):
            server.shutdown()
            server.server_close()
        self._build.cleanup()

    @property
    def config(self) -> dict[str, Any]:
        return {
            "environment": "test",
            "region": "eu-test-1",
            "userPoolId": POOL_ID,
            "userPoolClientId": CLIENT_ID,
            "cognitoEndpoint": self.elsewhere,
            "uploadOrigin": self.elsewhere,
            "apiBase": "/api",
            "maxUploadBytes": MAX_UPLOAD_BYTES,
            **({"identityProvider": {"name": PROVIDER, "address": self.elsewhere}} if self.has_provider else {}),
        }

    @property
    def policy(self) -> str:
        """The content security policy, as strict as the deployed one."""
        return (
            f"default-src 'self'; connect-src 'self' {self.elsewhere}; base-uri 'none'; object-src 'none'; "
            "frame-ancestors 'none'; form-action 'self'; require-trusted-types-for 'script'"
        )

    def _serve(self, handler: type[_Handler]) -> ThreadingHTTPServer:
        server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (handler,), {"site": self}))
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return server

    def call_api(self, call: Call) -> tuple[int, Any]:
        with self._lock:
            return self.api.answer(call)

    def call_cognito(self, operation: str, body: dict[str, Any]) -> dict[str, Any]:
        with self._lock:
            return self.cognito.call(operation, body)


class _Handler(BaseHTTPRequestHandler):
    site: FakeSite
    protocol_version = "HTTP/1.1"
    # An answer leaves as one packet: in two, the second waits 40 ms for the browser to acknowledge the first.
    wbufsize = 1 << 16
    disable_nagle_algorithm = True

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def answer(self, status: int, content: bytes, kind: str, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        sent = {"Content-Type": kind, "Cache-Control": "no-store"} | (headers or {})
        if status != 204:
            sent["Content-Length"] = str(len(content))
        for name, value in sent.items():
            self.send_header(name, value)
        self.end_headers()
        if status != 204:
            self.wfile.write(content)

    def answer_json(self, status: int, body: Any, headers: dict[str, str] | None = None) -> None:
        self.answer(status, json.dumps(body).encode(), "application/json", headers)


class _Site(_Handler):
    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path.startswith("/api/"):
            self._api("GET")
        elif path == "/config.json":
            self.answer_json(200, self.site.config)
        else:
            self._file(path)

    def do_POST(self) -> None:
        self._api("POST")

    def do_PUT(self) -> None:
        self._api("PUT")

    def do_PATCH(self) -> None:
        self._api("PATCH")

    def do_DELETE(self) -> None:
        self._api("DELETE")

    def _file(self, path: str) -> None:
        folder = FRONTEND if path.startswith(SOURCES) else self.site.files
        file = (folder / (path.removeprefix(SOURCES).lstrip("/") or "index.html")).resolve()
        if not file.is_relative_to(folder.resolve()) or not file.is_file():
            self.answer(404, b"not found", "text/plain")
            return
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        headers = {"Content-Security-Policy": self.site.policy, "X-Content-Type-Options": "nosniff"}
        if path.startswith(f"/{ASSETS_FOLDER}/"):
            headers["Cache-Control"] = "public, max-age=31536000, immutable"
        self.answer(200, file.read_bytes(), kind, headers)

    def _api(self, method: str) -> None:
        address = urlsplit(self.path)
        body = self.body()
        user = self.site.cognito.user_of(self.headers.get("Authorization", ""))
        if user is None:
            # As API Gateway's authorizer answers, which knows nothing of our error shape.
            self.answer_json(401, {"message": "Unauthorized"})
            return
        given = json.loads(body) if body else None
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked = {name: "\n".join(values) for name, values in parse_qs(address.query).items()}
        call = Call(method, address.path.removeprefix("/api"), asked, given, user, headers)
        try:
            status, answer = self.site.call_api(call)
        except ApiError as error:
            status, answer = error.status, error.body
        if status == 0:
            self.close_connection = True
        elif isinstance(answer, str):
            self.answer(status, answer.encode(), "text/csv; charset=utf-8" if status == 200 else "text/html")
        else:
            self.answer_json(status, answer)


class _Elsewhere(_Handler):
    CORS: ClassVar = {"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "*"}

    def do_OPTIONS(self) -> None:
        self.answer(204, b"", "text/plain", self.CORS | {"Access-Control-Allow-Methods": "POST"})

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        asked = dict(parse_qsl(address.query))
        if address.path in ("/oauth2/authorize", "/logout"):
            login = self.site.login
            there = login.authorize(asked) if address.path.endswith("authorize") else login.log_out(asked)
            self.answer(302, b"", "text/plain", {"Location": there})
            return
        headers = {"Content-Disposition": 'attachment; filename="leads.csv"'}
        lines = [",".join(("leadId", "email")), *(f"{x['leadId']},{x['email']}" for x in self.site.api.leads.values())]
        self.answer(200, "\r\n".join(lines).encode(), "text/csv", headers)

    def do_POST(self) -> None:
        body = self.body()
        target = self.headers.get("X-Amz-Target")
        if self.path == "/oauth2/token":
            self._exchange(dict(parse_qsl(body.decode())))
        elif target:
            self._cognito(target.rpartition(".")[2], json.loads(body))
        elif self.site.api.upload_faults:
            status, code = self.site.api.upload_faults.pop(0)
            self.answer(status, f"<Error><Code>{code}</Code></Error>".encode(), "application/xml", self.CORS)
        else:
            self.site.api.uploads.append(body)
            self.answer(204, b"", "text/plain", self.CORS)

    def _exchange(self, form: dict[str, str]) -> None:
        try:
            self.answer_json(200, self.site.login.token(form), self.CORS)
        except GrantRefused:
            self.answer_json(400, {"error": "invalid_grant"}, self.CORS)

    def _cognito(self, operation: str, body: dict[str, Any]) -> None:
        try:
            self.answer_json(200, self.site.call_cognito(operation, body), self.CORS)
        except CognitoError as error:
            self.answer_json(400, {"__type": error.kind, "message": str(error)}, self.CORS)
