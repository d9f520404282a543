"""The columns that a source of project.yaml declares (csv, parquet, jsonl, xes)."""

from __future__ import annotations

from dataclasses import dataclass, field

from ruamel.yaml.comments import CommentedMap

from pipelines.project_file import Section, nearest

DECLARED = ("csv", "parquet", "jsonl", "xes", "xlsx", "postgres")
PLAIN = (
    "activity",
    "timestamp",
    "event_id",
    "actor",
    "actor_kind",
    "role",
    "channel",
    "public",
    "sequence",
)
DEFAULTED = ("actor", "actor_kind", "role", "channel", "public")
ACTOR_KINDS = ("customer", "person", "system", "partner", "unknown")
QUALIFIERS = ("same", "of")
_XES = {
    "activity": "concept:name",
    "timestamp": "time:timestamp",
    "actor": "org:resource",
    "role": "org:role",
}
OPTIONAL_XES = ("org:resource", "org:role")
"""Columns that are read when the log has them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Which column holds what: names of the normal form to names of the file's columns."""

    plain: dict[str, str] = field(default_factory=dict)  # activity, timestamp, actor ...
    objects: dict[str, str] = field(default_factory=dict)  # object type to column
    attributes: dict[str, str] = field(default_factory=dict)  # attribute to column
    defaults: dict[str, str] = field(default_factory=dict)  # where the column lacks or is blank

    def names(self) -> tuple[str, ...]:
        """Every column of the file that is named."""
        return (*self.plain.values(), *self.objects.values(), *self.attributes.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkSettings:
    """Two objects of one row belong together: `same` person, or the first `of` the second."""

    from_type: str
    to_type: str
    qualifier: str


def read_columns(section: Section) -> Columns:
    """The columns of a source; collects what lacks for a format that needs them."""
    if section.content.get("format") not in DECLARED:
        for key in ("columns", "defaults", "links"):
            if section.has(key):
                section.wrong(key, f'"{key}" is for the formats {", ".join(DECLARED)} only')
        return Columns()
    is_xes = section.content.get("format") == "xes"
    columns = section.section("columns")
    if columns is None:
        if not is_xes:
            section.wrong("columns", '"columns" lacks: expected activity:, timestamp: and objects:')
        return Columns(plain=dict(_XES), objects={"case": "case:concept:name"})
    return _columns(columns, _defaults(section), is_xes=is_xes)


def _columns(columns: Section, defaults: dict[str, str], *, is_xes: bool) -> Columns:
    columns.known_keys(*PLAIN, "objects", "attributes")
    plain = {key: value for key in PLAIN if (value := columns.text(key))}
    if is_xes:
        plain = _XES | plain
    for key in ("activity", "timestamp"):
        if key not in plain:
            columns.wrong(key, f'"{key}" lacks: name the column that holds it')
    objects = _names(columns, "objects")
    if not objects and is_xes:
        objects = {"case": "case:concept:name"}
    if not objects:
        columns.wrong("objects", '"objects" lacks: expected such as {ticket: Case ID}')
    return Columns(
        plain=plain,
        objects=objects,
        attributes=_names(columns, "attributes"),
        defaults=defaults,
    )


def _names(columns: Section, key: str) -> dict[str, str]:
    """A mapping of names to columns; a list names each by its column."""
    value = columns.content.get(key)
    if isinstance(value, CommentedMap):
        section = columns.section(key)
        texts = {str(name): section.text(name) for name in value} if section else {}
        return {name: text for name, text in texts.items() if text}
    return {name: name for name in columns.texts(key)}


def _defaults(section: Section) -> dict[str, str]:
    defaults = section.section("defaults")
    if defaults is None:
        return {}
    defaults.known_keys(*DEFAULTED)
    defaults.choice("actor_kind", ACTOR_KINDS)
    return {key: text for key in DEFAULTED if (text := defaults.text(key)) is not None}


def read_links(section: Section) -> tuple[LinkSettings, ...]:
    """The links of a source, each between two object types of its columns."""
    value = section.content.get("links")
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(item, CommentedMap) for item in value):
        section.wrong("links", '"links" must be a list such as [{from: ticket, to: customer}]')
        return ()
    known = set(read_columns_quietly(section))
    return tuple(_link(section, item, known) for item in value)


def read_columns_quietly(section: Section) -> tuple[str, ...]:
    """The object types that the columns name, whatever is wrong with the rest."""
    columns = section.content.get("columns")
    objects = columns.get("objects") if isinstance(columns, CommentedMap) else None
    return tuple(str(name) for name in objects or ("case",))


def _link(section: Section, item: CommentedMap, known: set[str]) -> LinkSettings:
    line = item.lc.line + 1
    link = Section(section.path, item, f"{section.name}, links", line, section.mistakes)
    link.known_keys("from", "to", "qualifier")
    for key in ("from", "to"):
        name = link.text(key)
        if name not in known:
            link.wrong(
                key, f'{key} "{name}" is no object type of columns{nearest(str(name), known)}'
            )
    return LinkSettings(
        from_type=str(link.text("from")),
        to_type=str(link.text("to")),
        qualifier=link.choice("qualifier", QUALIFIERS, "of") or "of",
    )
