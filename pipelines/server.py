"""Prefect's own server, started for one run where none is configured: quiet, no telemetry.

It is a process of its own (`python -m pipelines.server PORT`), so that it comes up while this one
imports Prefect. It ends when the pipe to its starter closes, so that even `kill -9` leaves none.
Prefect is not imported here: its settings are environment variables that it reads when imported.
"""

from __future__ import annotations

import fcntl
import http.client
import os
import socket
import subprocess
import sys
import threading
import time
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

APPLICATION = "prefect.server.api.server:create_app"
START_LIMIT_S = 180
QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": str(START_LIMIT_S),
}
"""No telemetry, of the client nor of the server, and patience with slow machines."""
TEMPORARY = {
    "PREFECT_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    "PREFECT_SERVER_UI_ENABLED": "false",
    "PREFECT__SERVER_EPHEMERAL": "1",
}
"""A server for one run needs no page, and nobody reads its log; errors reach the terminal."""


class ServerError(Exception):
    """Prefect's temporary server did not start; the message says where its log is."""


def silence() -> None:
    """Switches Prefect's telemetry off, unless the environment says otherwise."""
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)


class TemporaryServer:
    """One server process; `start` returns at once, `wait` when it answers, `stop` ends it."""

    def __init__(self) -> None:
        """Nothing runs yet."""
        self._home = _home()
        self._log = self._home / "server.log"
        self._lock = (self._home / ".starting").open("w", encoding="utf-8")
        self._process: subprocess.Popen[bytes] | None = None
        self._port = 0

    def start(self) -> None:
        """Starts the process and points Prefect's settings to it; one start at a time per user."""
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        self._port = _free_port()
        url = f"http://127.0.0.1:{self._port}/api"
        os.environ.update(TEMPORARY | {"PREFECT_HOME": str(self._home), "PREFECT_API_URL": url})
        command = [sys.executable, "-P", __file__, str(self._port)]
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(  # noqa: S603 - this very file
                command, stdin=subprocess.PIPE, stdout=log, stderr=log
            )

    def wait(self) -> None:
        """Waits until it answers. Raises `ServerError` when it ends or takes too long."""
        deadline = time.monotonic() + START_LIMIT_S
        while not _is_up(self._port):
            if not self._is_running() or time.monotonic() > deadline:
                raise ServerError(f"Prefect's temporary server did not start; its log: {self._log}")
            time.sleep(0.1)
        fcntl.flock(self._lock, fcntl.LOCK_UN)

    def _is_running(self) -> bool:
        """Whether the process is there."""
        return self._process is not None and self._process.poll() is None

    def stop(self) -> None:
        """Ends the process; it goes by itself when this one dies."""
        self._lock.close()
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.communicate(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()


@contextmanager
def available() -> Iterator[Callable[[], None]]:
    """A Prefect server for the time being: the configured one, else a temporary one.

    Yields a function that waits until it is up: import Prefect between the two.
    """
    silence()
    if is_configured():
        yield lambda: None
        return
    server = TemporaryServer()
    try:
        server.start()
        yield server.wait
    finally:
        server.stop()


def is_configured() -> bool:
    """Whether somebody set Prefect up here: by environment, prefect.toml or active profile."""
    if os.environ.get("PREFECT_API_URL") or os.environ.get("PREFECT_PROFILE"):
        return True
    return Path("prefect.toml").exists() or "PREFECT_API_URL" in _active_profile()


def _active_profile() -> dict[str, Any]:
    """Settings of the user's active Prefect profile; empty when there is none."""
    home = Path(os.environ.get("PREFECT_HOME") or Path.home() / ".prefect")
    try:
        profiles = tomllib.loads((home / "profiles.toml").read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError):
        return {}
    active: dict[str, Any] = profiles.get("profiles", {}).get(profiles.get("active"), {})
    return active


def _home() -> Path:
    """Where our own Prefect keeps its database: theirs if named, else in the user's cache."""
    named = os.environ.get("PREFECT_HOME")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    home = Path(named) if named else cache / "blueprint-miner" / "prefect"
    home.mkdir(parents=True, exist_ok=True)
    return home


def _free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _is_up(port: int) -> bool:
    """Whether the server answers; asked without any proxy."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/api/health")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def main() -> None:
    """Serves on the port named by the first argument until standard input ends."""
    import uvicorn  # noqa: PLC0415 - only the server's own process needs it

    threading.Thread(target=_end_with_starter, daemon=True).start()
    uvicorn.run(
        APPLICATION, factory=True, host="127.0.0.1", port=int(sys.argv[1]), log_level="error"
    )


def _end_with_starter() -> None:
    """Ends this process as soon as the pipe from the starter closes."""
    sys.stdin.buffer.read()
    os._exit(0)


if __name__ == "__main__":
    main()
