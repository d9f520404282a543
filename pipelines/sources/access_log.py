"""Access logs (common, combined, W3C, CloudFront, JSON, ALB): pages; programs are kept apart.

The visitor is a hash of address, user agent and UTC day: nobody is followed over midnight.
"""

from __future__ import annotations

from pipelines.source_format import SOURCES_SQL, Reason, SourceFormat, Table

_JSON = SOURCES_SQL / "access_log_json.sql"

SOURCE = SourceFormat(
    name="access_log",
    reader="lines",
    mapping=SOURCES_SQL / "access_log.sql",
    tables=(
        Table(
            name="w3c",
            marks=(),
            line=r"#(Fields|Version):",
            mapping=SOURCES_SQL / "access_log_w3c.sql",
        ),
        Table(
            name="alb",
            marks=(),
            line=r"(https?|h2|grpcs?|wss?) \d{4}-\d\d-\d\dT\S+ \S+ \S+:\d+ ",
            mapping=SOURCES_SQL / "access_log_alb.sql",
        ),
        Table(name="nginx", marks=("remote_addr", "status"), mapping=_JSON),
        Table(name="caddy", marks=("request.uri", "status"), mapping=_JSON),
        Table(name="traefik", marks=("ClientHost", "RequestPath"), mapping=_JSON),
    ),
    rows_are_apart=True,
    reasons={
        "malformed_line": Reason(
            "expected a request as the log's format has it: common, combined, W3C, JSON or ALB"
        ),
        "static_file": Reason(
            "a style sheet, script, picture, font or robots.txt is no page, as static: says",
            is_fault=False,
        ),
        "probe": Reason(
            "a health check, or somebody who looks for a hole in the server, as probes: says",
            is_fault=False,
        ),
    },
)
