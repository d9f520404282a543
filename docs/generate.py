"""Writes the generated parts of README.md and docs/*.md from the code; `--check` only compares.

A generated part stands between `<!-- generated: NAME -->` and `<!-- end -->`; see `PARTS`.
"""

from __future__ import annotations

import inspect
import json
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import get_args, get_type_hints

import click

ROOT = Path(__file__).parents[1]
PART = re.compile(r"(<!-- generated: ([a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def main() -> int:
    """Writes what is not current; with `--check` only tells it and gives back 1."""
    check = "--check" in sys.argv[1:]
    stale = [path for path in pages() if current(path) != path.read_text(encoding="utf-8")]
    for path in stale:
        print(f"{path.relative_to(ROOT)}: {'not current: run make docs' if check else 'written'}")
        if not check:
            path.write_text(current(path), encoding="utf-8")
    return 1 if check and stale else 0


def pages() -> list[Path]:
    """Every page that may have generated parts."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def current(path: Path) -> str:
    """The page as it should be."""
    text = path.read_text(encoding="utf-8")
    return PART.sub(lambda found: found[1] + PARTS[found[2]]() + found[3], text)


def helps() -> str:
    """`--help` of the command and of each of its verbs."""
    from pipelines.cli import commands  # noqa: PLC0415 - each part imports only what it shows

    top = _context(commands, "blueprint-miner")
    shown = [top, *_below(commands, top)]
    return "```text\n" + "\n\n".join(context.get_help() for context in shown) + "\n```\n"


def _below(group: click.Group, above: click.Context) -> list[click.Context]:
    """The verbs of a group, each with those that it has itself."""
    shown = []
    for name, command in sorted(group.commands.items()):
        context = _context(command, name, above)
        shown += [context, *(_below(command, context) if isinstance(command, click.Group) else [])]
    return shown


def _context(
    command: click.Command, name: str, parent: click.Context | None = None
) -> click.Context:
    """Where the help of a command is asked, as on a terminal of 90 columns."""
    width = {"terminal_width": 90, "resilient_parsing": True}
    return command.make_context(name, [], parent, **width)


def gap_kinds() -> str:
    """Each gap kind with its definition: the docstring of its rule."""
    from blueprint.gaps import definitions  # noqa: PLC0415

    rows = [f"| `{kind}` | {_cell(text)} |" for kind, text in definitions().items()]
    return "\n".join(["| gap | what it is |", "|---|---|", *rows]) + "\n"


def sources() -> str:
    """Each source format with the first line of its module's docstring."""
    from pipelines.sources import SOURCES  # noqa: PLC0415

    rows = [f"| `{source.name}` | {_cell(_about(source.name))} |" for source in SOURCES]
    return "\n".join(["| format | what it reads |", "|---|---|", *rows]) + "\n"


def _about(name: str) -> str:
    """The first line of a source's docstring."""
    text = (ROOT / "pipelines" / "sources" / f"{name}.py").read_text(encoding="utf-8")
    return text.lstrip('"').split("\n", 1)[0].rstrip('"')


def measures() -> str:
    """Each measure: its grain (the first line of its SQL), the columns, and the row's docstring."""
    from miner import measures as known  # noqa: PLC0415

    rows = [_measure(name, getattr(known, name)) for name in (*known.SQL, *known.PAIRED)]
    return "".join(rows)


def _measure(name: str, function: Callable[..., object]) -> str:
    """One measure as a section."""
    sql = (ROOT / "miner" / "sql" / f"{name}.sql").read_text(encoding="utf-8")
    grain = sql.splitlines()[0].removeprefix("-- ")
    row = get_args(get_type_hints(function)["return"])[0]
    columns = ", ".join(f"`{column}`" for column in row._fields)
    return f"\n### {name}\n\n{grain}\n\n{inspect.getdoc(row)}\n\nColumns: {columns}.\n"


def mart() -> str:
    """The tables of the mart: grain, and every column with its comment."""
    from pipelines.mart import TABLES, table  # noqa: PLC0415

    found = [table(name) for name in TABLES]
    return "".join(_dictionary(t.name, t.grain, t.columns.items()) for t in found)


def normal_form() -> str:
    """The tables of the warehouse, from the comments of its schema."""
    schema = (ROOT / "miner" / "schema.sql").read_text(encoding="utf-8")
    grains = re.findall(r"comment on table (\w+) is '((?:[^']|'')*)'", schema)
    columns = re.findall(r"comment on column (\w+)\.\"?(\w+)\"? is '((?:[^']|'')*)'", schema)
    return "".join(
        _dictionary(name, grain, ((c, text) for owner, c, text in columns if owner == name))
        for name, grain in grains
    )


def _dictionary(name: str, grain: str, columns: Iterable[tuple[str, str]]) -> str:
    """One table as a section."""
    rows = [f"| `{column}` | {_cell(text)} |" for column, text in columns]
    return "\n".join(
        [f"\n### {name}\n", grain, "", "| column | what it is |", "|---|---|", *rows, ""]
    )


def _cell(text: str) -> str:
    """Text in a cell of a Markdown table."""
    return text.replace("''", "'").replace("|", "\\|")


def planted() -> str:
    """The gaps planted in the sample: what was done, and how many it truly hit (seed 1)."""
    from sample_logs.planted import PLANTED  # noqa: PLC0415

    truth = json.loads((ROOT / "sample_logs/ready/truth.json").read_text(encoding="utf-8"))
    hit = {one["id"]: f"{one['affected']:,} of {one['eligible']:,}" for one in truth["counts"]}
    rows = [f"| `{_cell(name)}` | {why} | {hit[name]} |" for name, why in PLANTED.items()]
    return "\n".join(["| gap | what was done | in the sample |", "|---|---|---|", *rows]) + "\n"


def follows() -> str:
    """The gaps of the sample that follow from planted ones."""
    from sample_logs.planted import FOLLOWS  # noqa: PLC0415

    rows = [f"| `{_cell(name)}` | `{_cell(cause)}` |" for name, cause in FOLLOWS.items()]
    return "\n".join(["| gap | follows from |", "|---|---|", *rows]) + "\n"


PARTS: dict[str, Callable[[], str]] = {
    "help": helps,
    "gap-kinds": gap_kinds,
    "sources": sources,
    "measures": measures,
    "planted": planted,
    "follows": follows,
    "mart": mart,
    "normal-form": normal_form,
}

if __name__ == "__main__":
    sys.exit(main())
