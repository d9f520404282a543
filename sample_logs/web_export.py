"""Writes the web's files: `exports/web/segment_<first day>.jsonl`."""

from __future__ import annotations

import numpy as np

from sample_logs.clock import Ints, epoch_ms, iso
from sample_logs.dirt import Deliveries
from sample_logs.draws import Draws
from sample_logs.kinds import KINDS
from sample_logs.service import Service
from sample_logs.web import PLAN, WebRows, without_message_id
from sample_logs.writing import Columns, Writer

AGENTS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Safari/605.1.15",
    "Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
    "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)",
)
SUMMER_ENDS_WARSAW = epoch_ms("2025-10-26T01:00:00Z")
SUMMER_ENDS_NEW_YORK = epoch_ms("2025-11-02T06:00:00Z")
MESSAGE_IDS = 1 << 48
CAPITAL = 2  # the web keeps an address as typed, with a capital first letter


def write_web(service: Service, rows: WebRows, deliveries: Deliveries, writer: Writer) -> None:
    """Write all files of the web source."""
    writer.table("web_kinds", _kinds())
    writer.table("agents", {"agent": range(len(AGENTS)), "text": AGENTS})
    columns = _columns(service, rows)
    for number, cut in enumerate(PLAN.cuts):
        lines = deliveries.of_file(number)
        writer.table(
            "numbers",
            {
                "line_no": np.arange(len(lines.row), dtype=np.int64),
                "received_ms": lines.received_ms,
                "defect": lines.defect,
                **{name: values[lines.row] for name, values in columns.items()},
            },
        )
        writer.lines("web_lines", f"exports/web/segment_{iso(cut)[:10]}.jsonl")


def _kinds() -> Columns:
    """How each kind is told in a Segment message."""
    pages = [kind.activity == "page" for kind in KINDS]
    return {
        "kind": range(len(KINDS) + 1),
        "message_type": ["page" if page else "track" for page in pages] + ["identify"],
        "event": ["" if page else kind.activity for kind, page in zip(KINDS, pages, strict=True)]
        + [""],
        "template": [kind.template for kind in KINDS] + [""],
        "server": [kind.server for kind in KINDS] + [False],
        "path": [kind.path for kind in KINDS] + [""],
        "token": [kind.name == "verified" for kind in KINDS] + [False],
    }


def _columns(service: Service, rows: WebRows) -> dict[str, Ints]:
    """What the text of every message is made from."""
    draws = Draws(service.seed, "web text")
    size = len(rows)
    numbers = np.arange(size, dtype=np.int64)
    has_id = np.ones(size, dtype=np.bool_)
    has_id[without_message_id(service, rows)] = False
    server = np.array([kind.server for kind in KINDS] + [False])[rows.kind]
    letters = np.where(rows.user >= 0, service.customers.mixed_case[rows.user], 0)
    return {
        "kind": rows.kind,
        "time_ms": rows.time_ms,
        "original_ms": rows.time_ms + np.where(server, 0, draws.between(-900, 900, size)),
        "user_no": rows.user,
        "anonymous_no": rows.anonymous,
        "agent": rows.agent,
        "offset_minutes": np.where(server, 0, _offset_minutes(rows)),
        "style": draws.chance(0.015, size).astype(np.int64),
        "message_no": np.where(has_id, (numbers * 0x9E3779B97F4B + service.seed) % MESSAGE_IDS, -1),
        "letters": np.where(letters == CAPITAL, letters, 0),
    }


def _offset_minutes(rows: WebRows) -> Ints:
    """Offset from UTC in the visitor's own zone: mostly Warsaw, some London, New York, or UTC."""
    visitor = np.where(rows.anonymous >= 0, rows.anonymous, rows.user * 2)
    zone = np.searchsorted([86, 91, 95], visitor * 7919 % 100, side="right")
    europe = np.where(rows.time_ms < SUMMER_ENDS_WARSAW, 60, 0)
    america = np.where(rows.time_ms < SUMMER_ENDS_NEW_YORK, -240, -300)
    return np.choose(zone, [europe + 60, europe, america, np.zeros_like(europe)])
