"""A PostgreSQL server of our own for the tests: in a folder, on a socket, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

import psycopg
import pytest

HOMES = sorted(Path("/usr/lib/postgresql").glob("*/bin")) if Path("/usr/lib").is_dir() else []


def programs() -> Path | None:
    """Where initdb and pg_ctl are: Debian keeps them out of the path."""
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else (HOMES[-1] if HOMES else None)


@contextmanager
def server() -> Iterator[str]:
    """The address of a fresh database; skips where PostgreSQL is not installed (never in CI)."""
    home = programs()
    if home is None:
        if os.environ.get("CI"):
            pytest.fail("PostgreSQL is not installed, and CI must test with it: see .ci/run")
        pytest.skip("PostgreSQL (initdb, pg_ctl) is not installed here")
    folder = Path(mkdtemp(prefix="pg-", dir="/tmp"))  # a socket's path must be short
    user = as_server_user(folder)
    data = folder / "data"
    try:
        run(
            user,
            home / "initdb",
            "-D",
            data,
            "-A",
            "trust",
            "-U",
            "miner",
            "-E",
            "UTF8",
            "--no-sync",
        )
        options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
        run(user, home / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start")
        yield f"postgresql://miner@/postgres?host={folder}"
    finally:
        if data.is_dir():
            run(user, home / "pg_ctl", "-D", data, "-m", "immediate", "stop", check=False)
        shutil.rmtree(folder, ignore_errors=True)


def as_server_user(folder: Path) -> str | None:
    """PostgreSQL refuses to run as root: then it runs as the user that its package made."""
    if os.geteuid() != 0:
        return None
    person = pwd.getpwnam("postgres")
    os.chown(folder, person.pw_uid, person.pw_gid)
    return "postgres"


def run(user: str | None, *command: object, check: bool = True) -> None:
    subprocess.run(
        [str(part) for part in command],
        user=user,
        check=check,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/tmp",
        env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"},
    )


def tell(address: str, *statements: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)
