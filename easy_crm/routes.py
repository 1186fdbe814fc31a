"""Which function answers which request; the API, its tests and the OpenAPI document go by this table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Route:
    """One method of one path.

    Attributes:
        method: HTTP method.
        path: below `/api`.
        function: name of the function that answers.
        has_body: whether the request must carry a JSON object.
        public: whether it answers without a signed-in user.
    """

    method: str
    path: str
    function: str
    has_body: bool = False
    public: bool = False


ROUTES = (
    Route("POST", "/imports", "file_upload", has_body=True),
    Route("GET", "/imports", "status_reader"),
    Route("GET", "/imports/{importId}", "status_reader"),
    Route("PUT", "/imports/{importId}/mapping", "status_reader", has_body=True),
    Route("GET", "/imports/{importId}/rows", "status_reader"),
    Route("GET", "/imports/{importId}/report.csv", "status_reader"),
    Route("POST", "/imports/{importId}/cancel", "status_reader"),
    Route("POST", "/imports/{importId}/force-complete", "status_reader"),
    Route("POST", "/imports/{importId}/retry", "status_reader"),
    Route("POST", "/imports/{importId}/undo", "status_reader"),
    Route("GET", "/imports/{importId}/undo", "status_reader"),
    Route("GET", "/leads", "lead_reader"),
    Route("POST", "/leads", "lead_reader", has_body=True),
    Route("POST", "/leads/bulk", "lead_reader", has_body=True),
    Route("GET", "/leads/{leadId}", "lead_reader"),
    Route("PATCH", "/leads/{leadId}", "lead_reader", has_body=True),
    Route("DELETE", "/leads/{leadId}", "lead_reader"),
    Route("POST", "/leads/{leadId}/restore", "lead_reader"),
    Route("GET", "/leads/{leadId}/history", "lead_reader"),
    Route("POST", "/exports", "lead_exporter", has_body=True),
    Route("GET", "/exports/{exportId}", "lead_exporter"),
    Route("POST", "/chat", "chatbot", has_body=True),
    Route("GET", "/health", "status_reader", public=True),
)
