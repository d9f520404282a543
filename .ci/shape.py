"""Shape of the code: function and file sizes, and names that must not be in any tracked file.

Bars: no function over 40 lines (its docstring apart), 9 in 10 under 20, no file over 250 lines;
complexity is ruff's job (C901). Prints the median; exits 1 when a bar is missed.
"""

from __future__ import annotations

import ast
import re
import statistics
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

LONGEST_FUNCTION, USUAL_FUNCTION, LONGEST_FILE = 40, 20, 250
USUAL_SHARE = 0.9
SIZED = {".py", ".sql"}
FORBIDDEN = {
    "a package index": r"pypi\.(org|python)|pythonhosted|/simple/[a-z]|index-url\s+\S",
    "a path of one machine": r"/root/|/home/[a-z]+/|/Users/[A-Za-z]+/|/work/",
}
LOCK_OF_ADDRESSES = "uv.lock"
UNREAD = ("sample_logs/ready/exports/", ".ci/shape.py")


class Function(NamedTuple):
    """One function and its number of lines, docstring apart."""

    lines: int
    place: str


def main() -> int:
    """Prints the numbers and every mistake; 0 when there is none."""
    files = tracked_files()
    functions = [f for path in files if path.suffix == ".py" for f in functions_of(path)]
    mistakes = [*long_functions(functions), *long_files(files), *forbidden_names(files)]
    print(summary(functions))
    for mistake in mistakes:
        print(mistake)
    return 1 if mistakes else 0


def tracked_files() -> list[Path]:
    """What git tracks and is still there."""
    listed = subprocess.run(["git", "ls-files", "-z"], check=True, capture_output=True, text=True)  # noqa: S607 - git of the path
    return [path for name in listed.stdout.split("\0") if name and (path := Path(name)).is_file()]


def functions_of(path: Path) -> list[Function]:
    """Every function of a Python file, nested ones too."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [
        Function(_lines(node), f"{path}:{node.lineno} {node.name}")
        for node in ast.walk(tree)
        if isinstance(node, kinds)
    ]


def _lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from `def` to the end, docstring apart."""
    total = (node.end_lineno or node.lineno) - node.lineno + 1
    first = node.body[0]
    if ast.get_docstring(node) is None or first.end_lineno is None:
        return total
    return total - (first.end_lineno - first.lineno + 1)


def summary(functions: list[Function]) -> str:
    """One line: how many, the median, the share under 20 lines, the longest."""
    lines = [f.lines for f in functions] or [0]
    longest = max(functions, default=Function(0, "none"))
    return (
        f"{len(functions)} functions: median {statistics.median(lines):g} lines, "
        f"{_usual_share(functions):.1%} under {USUAL_FUNCTION}, "
        f"longest {longest.lines} ({longest.place})"
    )


def _usual_share(functions: list[Function]) -> float:
    """Share of functions under 20 lines."""
    if not functions:
        return 1.0
    return sum(f.lines < USUAL_FUNCTION for f in functions) / len(functions)


def long_functions(functions: list[Function]) -> list[str]:
    """Functions over 40 lines, and a sentence when too many are over 20."""
    mistakes = [
        f"{f.place}: {f.lines} lines; at most {LONGEST_FUNCTION}"
        for f in functions
        if f.lines > LONGEST_FUNCTION
    ]
    if _usual_share(functions) < USUAL_SHARE:
        mistakes.append(f"fewer than 9 in 10 functions are under {USUAL_FUNCTION} lines")
    return mistakes


def long_files(files: list[Path]) -> list[str]:
    """Python and SQL files over 250 lines."""
    sizes = [(path, _file_lines(path)) for path in files if path.suffix in SIZED]
    return [
        f"{path}: {lines} lines; at most {LONGEST_FILE}"
        for path, lines in sizes
        if lines > LONGEST_FILE
    ]


def _file_lines(path: Path) -> int:
    """Lines of a text file."""
    return len(path.read_text(encoding="utf-8").splitlines())


def forbidden_names(files: list[Path]) -> list[str]:
    """Index hosts and machine paths in tracked text, and a lock file that records addresses."""
    mistakes = [f"{p}: must not be committed" for p in files if p.name == LOCK_OF_ADDRESSES]
    for path in files:
        if not str(path).startswith(UNREAD):
            mistakes += _forbidden_in(path)
    return mistakes


def _forbidden_in(path: Path) -> list[str]:
    """Forbidden names of one file, with their lines; a file that is no text has none."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        return []
    return [
        f"{path}:{number}: names {what}: {found[0]}"
        for number, line in enumerate(lines, 1)
        for what, pattern in FORBIDDEN.items()
        if (found := re.search(pattern, line))
    ]


if __name__ == "__main__":
    sys.exit(main())
