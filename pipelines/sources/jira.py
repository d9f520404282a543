"""Jira issues: REST JSON with `expand=changelog`, Fivetran's tables, Data Center's data pipeline.

An issue is known by its id: moving it changes its key. A changelog of several pages must have been
joined: what an export does not hold cannot be read from it.
"""

from __future__ import annotations

from pathlib import Path

from pipelines.source_format import SOURCES_SQL, SourceFormat, Table

_LANDED = "_fivetran_synced"


def _sql(name: str) -> Path:
    return SOURCES_SQL / f"jira_{name}.sql"


_EVENTS = (
    Table(
        name="issue",
        marks=("id", "key", "reporter", "created", _LANDED),
        columns=("creator", "project", "issue_type", "work_type", "parent_id"),
        mapping=_sql("issue"),
        labels=_sql("issue_labels"),
    ),
    Table(
        name="pipeline_issue",
        marks=("id", "key", "instance_url", "created_date"),
        columns=("creator_id", "reporter_id", "project_key", "issue_type", "updated_date"),
        mapping=_sql("issue"),
        labels=_sql("issue_labels"),
    ),
    Table(
        name="pipeline_history",
        marks=("issue_id", "changelog_id", "field", "created_date"),
        columns=("author_id", "from", "from_string", "to", "to_string"),
        mapping=_sql("history"),
    ),
    Table(
        name="multiselect_history",
        marks=("_fivetran_id", "field_id", "issue_id", "time"),
        columns=("value", "author_id"),
        mapping=_sql("multiselect"),
    ),
    Table(
        name="field_history",
        marks=("field_id", "issue_id", "time", "value"),
        columns=("author_id",),
        mapping=_sql("history"),
    ),
    Table(
        name="comment",
        marks=("id", "issue_id", "body", "created"),
        columns=("author_id", "is_public"),
        mapping=_sql("comment"),
    ),
)

_LINKS = (
    Table(
        name="issue_link",
        marks=("issue_id", "related_issue_id", "relationship"),
        mapping=_sql("link"),
    ),
    Table(
        name="user",
        marks=("id", "email", "locale"),
        columns=(_LANDED, "account_type"),
        mapping=_sql("user"),
        actors=_sql("user_actors"),
    ),
)

_NAMES = (
    Table(
        name="user_group",
        marks=("group_name", "user_id"),
        actors=_sql("group_actors"),
        gives_nothing=True,
    ),
    *(
        Table(
            name=name,
            marks=("id", "name", mark),
            columns=(_LANDED,),
            labels=_sql("labels"),
            gives_nothing=True,
        )
        for name, mark in (("status", "status_category_id"), ("issuetype", "subtask"))
    ),
)

_MARKS_OF_OTHERS = {
    "field": ("id", "is_array", "is_custom"),
    "project": ("id", "key", "project_type_key"),
    "project_board": ("board_id", "project_id"),
    "component": ("id", "name", "project_id", "description"),
    "version": ("id", "released", "project_id"),
    "epic": ("id", "done", "summary"),
    "sprint": ("id", "board_id", "start_date"),
    "team": ("id", "is_shared", "title"),
}

SOURCE = SourceFormat(
    name="jira",
    reader="rows",
    pages=("issues",),
    mapping=SOURCES_SQL / "jira.sql",
    tables=(
        *_EVENTS,
        *_LINKS,
        *_NAMES,
        *(Table(name=n, marks=m, gives_nothing=True) for n, m in _MARKS_OF_OTHERS.items()),
        # priority, resolution and project_category have the same columns: the file's name tells
        Table(
            name="named",
            marks=("id", "name", "description", _LANDED),
            labels=_sql("labels"),
            gives_nothing=True,
        ),
        # status_category and field_option
        Table(name="other", marks=("id", "name", _LANDED), gives_nothing=True),
    ),
)
