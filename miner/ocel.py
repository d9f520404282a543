"""OCEL 2.0 in: the events and objects of a log in JSON, XML or SQLite, each as one JSON document.

Read with Python's own parsers, for the reasons of `miner.xes`: r4pm gives a whole log up for one
time that it cannot read, and takes times without a zone for UTC. r4pm is the oracle in the tests,
and writes (`miner.export`). Source: Berti et al., OCEL (Object-Centric Event Log) 2.0, 2023.
"""

from __future__ import annotations

import gzip
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from miner.warehouse import LogError

_SQLITE = b"SQLite format 3\x00"
_WHY = "Expected OCEL 2.0 as JSON, XML or SQLite. It may be cut off: export it again."

Document = dict[str, Any]


def read_ocel(path: Path) -> Iterator[Document]:
    """The events, then the objects of a log, in file order, values as written.

    An event has id, type, time, properties (attributes by name) and objects (id, type, qualifier);
    an object has object, type and links (id, type, qualifier). Raises `LogError` for what is no
    OCEL 2.0 log.
    """
    try:
        yield from _documents(path)
    except OSError as error:
        raise LogError(f"{path}: cannot be read: {error.strerror or error}. {_WHY}") from error
    except (ValueError, RecursionError, EOFError, ET.ParseError, sqlite3.Error) as error:
        raise LogError(f"{path}: {error}. {_WHY}") from error
    except (KeyError, TypeError, AttributeError) as error:
        raise LogError(f"{path}: lacks or has in another form: {error}. {_WHY}") from error


def write_documents(path: Path, target: Path) -> Path:
    """The documents of a log, one on each line. Raises as `read_ocel`."""
    with target.open("w", encoding="utf-8") as stream:
        for document in read_ocel(path):
            stream.write(json.dumps(document, ensure_ascii=False, default=str) + "\n")
    return target


def _documents(path: Path) -> Iterator[Document]:
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
        head = stream.read(len(_SQLITE))
    if head == _SQLITE:
        return _of_sqlite(path)
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
        if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
            return _joined(*_of_xml(ET.parse(stream).getroot()))  # noqa: S314 - expat limits bombs
        log = json.load(stream)
    return _joined(*_of_json(log))


def _joined(events: list[Document], objects: list[Document]) -> Iterator[Document]:
    """Events and objects, with the type of each object that they name."""
    types = {one["object"]: one["type"] for one in objects}
    for document in events:
        yield document | {"objects": _typed(document["objects"], types)}
    for document in objects:
        yield document | {"links": _typed(document["links"], types)}


def _typed(named: Iterable[Document], types: dict[Any, Any]) -> list[Document]:
    """What is named, with its type; null where the log has no such object."""
    return [one | {"type": types.get(one["id"])} for one in named]


def _of_json(log: Any) -> tuple[list[Document], list[Document]]:
    events = [
        {
            "id": event.get("id"),
            "type": event.get("type"),
            "time": event.get("time"),
            "properties": {a["name"]: a["value"] for a in event.get("attributes") or ()},
            "objects": _related(event),
        }
        for event in log["events"]
    ]
    objects = [
        {"object": one["id"], "type": one.get("type"), "links": _related(one)}
        for one in log["objects"]
    ]
    return events, objects


def _related(document: Document) -> list[Document]:
    return [
        {"id": related["objectId"], "qualifier": related.get("qualifier")}
        for related in document.get("relationships") or ()
    ]


def _of_xml(root: ET.Element) -> tuple[list[Document], list[Document]]:
    if root.tag != "log" or root.find("events") is None:
        raise ValueError(f"found <{root.tag}> without events")
    events = [
        {
            "id": event.get("id"),
            "type": event.get("type"),
            "time": event.get("time"),
            "properties": {a.get("name", ""): a.text for a in event.iterfind("attributes/*")},
            "objects": _named(event),
        }
        for event in root.iterfind("events/event")
    ]
    objects = [
        {"object": one.get("id"), "type": one.get("type"), "links": _named(one)}
        for one in root.iterfind("objects/object")
    ]
    return events, objects


def _named(element: ET.Element) -> list[Document]:
    """The relationships of an element; older writers call them objects."""
    return [
        {"id": related.get("object-id"), "qualifier": related.get("qualifier")}
        for related in element.iterfind("objects/*")
    ]


def _of_sqlite(path: Path) -> Iterator[Document]:
    uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(uri, uri=True)) as log:
        log.row_factory = sqlite3.Row
        types = dict(log.execute("select ocel_id, ocel_type from object").fetchall())
        touched = _relations(log, "event_object", "ocel_event_id", "ocel_object_id")
        events = _typed_events(log, touched)
        links = _relations(log, "object_object", "ocel_source_id", "ocel_target_id")
        objects: list[Document] = [
            {"object": one, "type": kind, "links": links.get(one, [])}
            for one, kind in types.items()
        ]
        yield from _joined(events, objects)


def _relations(
    log: sqlite3.Connection, table: str, giver: str, taker: str
) -> dict[str, list[Document]]:
    """What each event or object names; the words of the query are the standard's."""
    found: dict[str, list[Document]] = {}
    query = f"select {giver}, {taker}, ocel_qualifier from {table} order by rowid"  # noqa: S608
    for one, other, qualifier in log.execute(query):
        found.setdefault(one, []).append({"id": other, "qualifier": qualifier})
    return found


def _typed_events(log: sqlite3.Connection, touched: dict[str, list[Document]]) -> list[Document]:
    """The events of every type, each from the table that the log names for it."""
    events: list[Document] = []
    for name, table in log.execute(
        "select ocel_type, ocel_type_map from event_map_type"
    ).fetchall():
        quoted = f"event_{table}".replace('"', '""')
        for row in log.execute(f'select * from "{quoted}" order by rowid'):  # noqa: S608
            cells = dict(row)
            event, time = cells.pop("ocel_id"), cells.pop("ocel_time")
            kept = {key: value for key, value in cells.items() if value is not None}
            events.append(
                {"id": event, "type": name, "time": time, "properties": kept}
                | {"objects": touched.get(event, [])}
            )
    return events
