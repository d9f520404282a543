"""The temporary Prefect server: when one is started, that it is silent, and that it never stays behind."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipelines import server


@pytest.fixture(autouse=True)
def _nothing_set_up(monkeypatch, tmp_path):
    for name in [n for n in os.environ if n.startswith("PREFECT") or n == "DO_NOT_TRACK"]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)


def profile(home: Path, content: str) -> None:
    (home / ".prefect").mkdir()
    (home / ".prefect" / "profiles.toml").write_text(content, encoding="utf-8")


def test_nothing_is_configured():
    assert not server.is_configured()


@pytest.mark.parametrize("name", ["PREFECT_API_URL", "PREFECT_PROFILE"])
def test_the_environment_configures(monkeypatch, name):
    monkeypatch.setenv(name, "x")
    assert server.is_configured()


def test_the_active_profile_configures(tmp_path):
    profile(
        tmp_path,
        'active = "work"\n[profiles.work]\nPREFECT_API_URL = "http://127.0.0.1:4200/api"\n',
    )
    assert server.is_configured()


@pytest.mark.parametrize(
    "content", ['active = "a"\n[profiles.a]\n[profiles.b]\nPREFECT_API_URL = "x"\n', "not toml ["]
)
def test_another_profile_does_not(tmp_path, content):
    profile(tmp_path, content)
    assert not server.is_configured()


def test_a_prefect_toml_configures(tmp_path):
    (tmp_path / "prefect.toml").touch()
    assert server.is_configured()


def test_a_configured_server_is_left_alone(monkeypatch):
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:1/api")
    monkeypatch.setattr(server, "TemporaryServer", None)
    with server.available() as wait:
        wait()
        assert os.environ["PREFECT_API_URL"] == "http://127.0.0.1:1/api"
    assert "PREFECT_HOME" not in os.environ


def test_telemetry_is_off_unless_the_user_says_otherwise(monkeypatch):
    monkeypatch.setenv("DO_NOT_TRACK", "0")
    for name in server.QUIET:
        monkeypatch.setenv(name, os.environ.get(name, ""))
    monkeypatch.delenv("PREFECT_SERVER_ANALYTICS_ENABLED")
    server.silence()
    assert os.environ["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
    assert os.environ["DO_NOT_TRACK"] == "0"


def test_a_server_that_ends_at_once_is_told(monkeypatch):
    for name in (*server.TEMPORARY, *server.QUIET, "PREFECT_HOME", "PREFECT_API_URL"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    monkeypatch.setattr(server, "APPLICATION", "x")
    monkeypatch.setattr(server.sys, "executable", "/bin/false")
    with server.available() as wait, pytest.raises(server.ServerError, match=r"server\.log"):
        wait()


@pytest.mark.slow
def test_a_killed_starter_leaves_no_server_behind(tmp_path):
    code = (
        "from pipelines import server\n"
        "with server.available():\n"
        "    import os, time\n"
        "    print(os.environ['PREFECT_API_URL'], flush=True)\n"
        "    time.sleep(600)\n"
    )
    starter = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert starter.stdout is not None
    port = int(starter.stdout.readline().split(":")[2].split("/")[0])
    deadline = time.monotonic() + 120
    while not server._is_up(port) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert server._is_up(port)
    starter.kill()
    starter.communicate()
    deadline = time.monotonic() + 10
    while server._is_up(port) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not server._is_up(port)
