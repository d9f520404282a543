"""ServiceNow: a log of updates (UCI), tables of tasks, sys_audit, task_sla, metric_instance.

Times carry no zone: declare `zone:` (Fivetran's tables are in UTC and need none), and
`timestamp_format:` unless they are written as 2016-02-29 01:16:00. `?` stands for a missing value.
"""

from __future__ import annotations

from pathlib import Path

from pipelines.source_format import SOURCES_SQL, Reason, SourceFormat, Table

_LANDED = "_fivetran_synced"


def _sql(name: str) -> Path:
    return SOURCES_SQL / f"servicenow_{name}.sql"


_TASK = tuple(
    """_fivetran_synced sys_class_name state contact_type sys_created_by sys_updated_on
    sys_updated_by sys_mod_count opened_at opened_by opened_by_value resolved_at resolved_by
    resolved_by_value closed_at closed_by closed_by_value reopened_at reopened_time reopened_by
    reopened_by_value confirmed_at confirmed_by confirmed_by_value fix_at fix_by fix_by_value
    started_at started_by started_by_value work_start work_end due_date start_date end_date
    planned_start_date planned_end_date caller_id caller_id_value requested_by requested_by_value
    parent parent_value parent_incident parent_incident_value problem problem_value problem_id
    problem_id_value change_request change_request_value""".split()  # noqa: SIM905 - else 50 lines
)
"""What is read of a task, in the spelling of the SQL: some warehouses write capitals."""


def _tasks(name: str, *marks: str, lacks: tuple[str, ...] = ()) -> Table:
    """A table of tasks; Fivetran splits what they share from what one kind has."""
    return Table(
        name=name,
        marks=marks,
        lacks=lacks,
        columns=_TASK,
        mapping=_sql("task"),
        labels=_sql("task_labels"),
    )


_EVENTS = (
    Table(
        name="update",
        marks=("number", "sys_updated_at"),
        required=("incident_state", "opened_at", "caller_id", "sys_mod_count"),
        mapping=SOURCES_SQL / "servicenow.sql",
    ),
    Table(
        name="audit",
        marks=("tablename", "fieldname", "documentkey"),
        columns=(
            *("sys_id", "documentkey_value", "oldvalue", "newvalue", "user", "sys_created_on"),
            *("record_checkpoint", _LANDED),
        ),
        mapping=_sql("audit"),
    ),
    Table(
        name="task_sla",
        marks=("stage", "start_time", "has_breached"),
        columns=(
            *("sys_id", "sla", "sla_value", "task", "task_value", "end_time", "planned_end_time"),
            *("original_breach_time", _LANDED),
        ),
        mapping=_sql("sla"),
    ),
    Table(
        name="metric_instance",
        marks=("id", "start", "calculation_complete"),
        columns=(
            *("sys_id", "definition", "definition_value", "id_value", "table", "field", "value"),
            _LANDED,
        ),
        mapping=_sql("metric"),
    ),
    _tasks("task", "number", "sys_updated_on"),
    *(
        _tasks(name, "sys_id", "sys_created_on", mark, lacks=("number",))
        for name, mark in (
            ("incident", "incident_state"),
            ("problem", "problem_state"),
            ("change_request", "phase_state"),
            ("change_task", "change_task_type"),
            ("problem_task", "problem_task_type"),
        )
    ),
)

_NAMES = (
    Table(
        name="choice",
        marks=("element", "label", "language"),
        columns=("name", "value", "inactive"),
        labels=_sql("choice_labels"),
        gives_nothing=True,
    ),
    Table(
        name="sla",
        marks=("sys_id", "name", "collection"),
        labels=_sql("name_labels"),
        gives_nothing=True,
    ),
    Table(
        name="metric",
        marks=("sys_id", "name", "field", "timeline"),
        labels=_sql("name_labels"),
        gives_nothing=True,
    ),
    Table(
        name="user",
        marks=("sys_id", "user_name"),
        columns=("email", "sys_updated_on", "web_service_access_only", "internal_integration_user"),
        mapping=_sql("user"),
        actors=_sql("user_actors"),
        labels=_sql("user_labels"),
    ),
)

_MARKS_OF_OTHERS = {
    "sys_user_has_role": ("sys_id", "inherited", "role_value"),
    "sys_user_grmember": ("sys_id", "group_value", "user_value"),
    "sys_user_role": ("sys_id", "name", "elevated_privilege"),
    "sys_user_group": ("sys_id", "name", "include_members"),
    "core_company": ("sys_id", "name", "fiscal_year"),
    "cmdb_ci": ("sys_id", "name", "sys_class_path"),
}

SOURCE = SourceFormat(
    name="servicenow",
    reader="rows",
    macros=_sql("macros"),
    pages=("result",),
    tables=(
        *_EVENTS,
        *_NAMES,
        *(Table(name=n, marks=m, gives_nothing=True) for n, m in _MARKS_OF_OTHERS.items()),
    ),
    reasons={
        "not_a_task": Reason("the audited table has no tasks in it", is_fault=False),
    },
)
