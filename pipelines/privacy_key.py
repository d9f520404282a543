"""The secret of a project's pseudonyms: an environment variable, else a file of the project's own.

It is never written into warehouse, work folder, log or message.
"""

from __future__ import annotations

import os
import secrets
import sys
import tempfile
from pathlib import Path

import click

from pipelines.plain import plain
from pipelines.project import Project
from pipelines.project_file import SourceError

KEY_FILE = ".blueprint-miner-key"
SHORTEST = 16


def read_key(project: Project) -> str:
    """The secret of the variable; without one that of the key file, which is made when it lacks.

    Raises `SourceError` when the variable holds too little, or the file cannot be read or made.
    """
    variable = project.privacy.key_variable
    secret = os.environ.get(variable, "").strip()
    if not secret:
        return _of_file(project.root / KEY_FILE, variable)
    if len(secret) < SHORTEST:
        raise SourceError(
            f"{variable}: holds {len(secret)} characters, expected at least {SHORTEST}: who guesses"
            " the key can guess names. Make one with `openssl rand -hex 32`."
        )
    return secret


def _of_file(path: Path, variable: str) -> str:
    """The secret in the key file."""
    try:
        if not path.exists():
            _make(path, variable)
        secret = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(
            f"{path}: the key of the pseudonyms cannot be read or made"
            f" ({error.__class__.__name__}). Set {variable}, or correct the file."
        ) from error
    if len(secret) < SHORTEST:
        raise SourceError(
            f"{path}: holds no key of at least {SHORTEST} characters. Put the key back; or, when"
            " nothing was loaded with it yet, remove the file."
        )
    return secret


def _make(path: Path, variable: str) -> None:
    """A random key, readable by its owner only; of several makers the first one's stays."""
    handle, name = tempfile.mkstemp(prefix=f"{KEY_FILE}-", dir=path.parent)  # mode 0600
    draft = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(secrets.token_hex(32) + "\n")
            file.flush()
            os.fsync(file.fileno())
        path.hardlink_to(draft)  # whole, or not at all
    except FileExistsError:
        return
    finally:
        draft.unlink()
    _keep_out_of_git(path.parent / ".gitignore")
    _tell(path, variable)


def _keep_out_of_git(ignore: Path) -> None:
    """Adds the key file to what git leaves out."""
    lines = ignore.read_text(encoding="utf-8") if ignore.exists() else ""
    if KEY_FILE in lines.splitlines():
        return
    end = "" if not lines or lines.endswith("\n") else "\n"
    ignore.write_text(f"{lines}{end}{KEY_FILE}\n", encoding="utf-8")


def _tell(path: Path, variable: str) -> None:
    """Says once, to a person at a terminal, that there is a key now."""
    if sys.stderr.isatty():
        told = (
            f"{path}: made a random key for the pseudonyms of persons. Keep it: without it nothing"
            f" can be added to what is loaded. Or set {variable}."
        )
        click.echo(plain(told), err=True)
