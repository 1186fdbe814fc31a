"""The routes of the API and the function behind each; the API and its tests use this table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Route:
    """One method of one path.

    Attributes:
        method: the HTTP method.
        path: the path below `/api`.
        function: the name of the function that handles it; None if API Gateway answers itself.
        has_body: whether the request must have a JSON object as body.
        public: whether it needs no signed-in user.
    """

    method: str
    path: str
    function: str | None
    has_body: bool = False
    public: bool = False


ROUTES = (
    Route("POST", "/imports", "file_upload", has_body=True),
    Route("GET", "/imports", "import_api"),
    Route("GET", "/imports/{importId}", "import_api"),
    Route("GET", "/imports/{importId}/sheets", "import_api"),
    Route("PUT", "/imports/{importId}/mapping", "import_api", has_body=True),
    Route("PUT", "/imports/{importId}/draft", "import_api", has_body=True),
    Route("GET", "/imports/{importId}/draft", "import_api"),
    Route("POST", "/imports/{importId}/header-row", "import_api", has_body=True),
    Route("POST", "/imports/{importId}/dry-run", "import_api"),
    Route("GET", "/imports/{importId}/dry-run", "import_api"),
    Route("GET", "/imports/{importId}/file-rows", "import_api"),
    Route("GET", "/imports/{importId}/rows", "import_api"),
    Route("GET", "/imports/{importId}/report.csv", "import_api"),
    Route("POST", "/imports/{importId}/report", "lead_exporter"),
    Route("POST", "/imports/{importId}/cancel", "import_api"),
    Route("POST", "/imports/{importId}/force-complete", "import_api"),
    Route("POST", "/imports/{importId}/retry", "import_api"),
    Route("POST", "/imports/{importId}/remap", "import_api"),
    Route("GET", "/imports/{importId}/mend", "import_api"),
    Route("POST", "/imports/{importId}/mend", "import_api", has_body=True),
    Route("POST", "/imports/{importId}/undo", "import_api"),
    Route("GET", "/imports/{importId}/undo", "import_api"),
    Route("GET", "/leads", "lead_api"),
    Route("POST", "/leads", "lead_api", has_body=True),
    Route("GET", "/leads/{leadId}", "lead_api"),
    Route("PATCH", "/leads/{leadId}", "lead_api", has_body=True),
    Route("DELETE", "/leads/{leadId}", "lead_api"),
    Route("POST", "/leads/{leadId}/restore", "lead_api"),
    Route("GET", "/leads/{leadId}/history", "lead_api"),
    Route("POST", "/merges", "lead_api", has_body=True),
    Route("POST", "/merges/{mergeId}/undo", "lead_api"),
    Route("GET", "/fields", "lead_api"),
    Route("POST", "/fields", "lead_api", has_body=True),
    Route("GET", "/fields/proposal", "lead_api"),
    Route("PATCH", "/fields/{key}", "lead_api", has_body=True),
    Route("DELETE", "/fields/{key}", "lead_api"),
    Route("GET", "/views", "lead_api"),
    Route("POST", "/views", "lead_api", has_body=True),
    Route("PATCH", "/views/{viewId}", "lead_api", has_body=True),
    Route("DELETE", "/views/{viewId}", "lead_api"),
    Route("POST", "/jobs", "import_api", has_body=True),
    Route("GET", "/jobs", "import_api"),
    Route("POST", "/jobs/preview", "lead_api", has_body=True),
    Route("GET", "/jobs/{jobId}", "import_api"),
    Route("GET", "/jobs/{jobId}/leads", "import_api"),
    Route("POST", "/jobs/{jobId}/cancel", "import_api"),
    Route("POST", "/jobs/{jobId}/undo", "import_api"),
    Route("POST", "/exports", "lead_exporter", has_body=True),
    Route("GET", "/exports/{exportId}", "lead_exporter"),
    Route("GET", "/users", "user_api"),
    Route("POST", "/users", "user_api", has_body=True),
    Route("PATCH", "/users/{userId}", "user_api", has_body=True),
    Route("DELETE", "/users/{userId}", "user_api"),
    Route("GET", "/duplicates", "lead_exporter"),
    Route("POST", "/duplicates/searches", "lead_exporter"),
    Route("POST", "/duplicates/{pairId}/dismiss", "lead_exporter"),
    Route("POST", "/chat", "chatbot", has_body=True),
    # Anybody may ask: no function runs for it, so that nobody can use up the account's concurrent executions.
    Route("GET", "/health", None, public=True),
)
