"""Each reader under random damage: exports of its case files with bytes changed, cut, doubled.

Whatever comes in, each row ends in one way or the source is stopped with a message. More examples
with FUZZ_EXAMPLES, as make nightly does.
"""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.load import load_all
from pipelines.project import SourceError
from pipelines.sources import SOURCES
from tests.pipelines.fixture_loading import make_project, put
from tests.pipelines.test_sources import cases

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "4"))
NASTY = (
    b"\x00", b"\xff\xfe", b'"', b"\n", b"\r", b",", b"{", b"}", b"[", b"\\", b"\\u0000", b"null",
    b"9999-12-31T23:59:59Z", b"-1", b"1e999", b"\xc3\x28", b"\xe2\x80\xae", b"'; drop table events",
    b"<", b"&a;", b"\x1f\x8b", b"PAR1", b" ", b"\t", b"\xef\xbb\xbf",
)  # fmt: skip


def exports(name):
    """The files of a format's first case that is loaded, with its settings."""
    for parameters in cases():
        found, case = parameters.values
        if found == name and "error" not in case and case["files"]:
            return case
    return None


@st.composite
def damaged(draw, content):
    """The bytes with up to four pieces changed."""
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(content)))
        length = draw(st.integers(0, 40))
        piece = content[at : at + length]
        put_in = draw(
            st.sampled_from((b"", piece * 2, piece[::-1], *NASTY)) | st.binary(max_size=8)
        )
        content = content[:at] + put_in + content[at + length :]
    return content


@pytest.mark.parametrize("name", [s.name for s in SOURCES if not s.fetched])
def test_damage_costs_rows_or_stops_the_source(name, tmp_path):
    case = exports(name)
    assert case is not None
    for file, content in case["files"].items():
        put(tmp_path / "whole" / file, content)
    whole = {file: (tmp_path / "whole" / file).read_bytes() for file in case["files"]}
    told = {"format": name, "files": list(whole), **case.get("settings", {})}

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize="FUZZ_EXAMPLES" not in os.environ,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    @given(st.data())
    def fuzzed(data):
        victim = data.draw(st.sampled_from(sorted(whole)))
        files = whole | {victim: data.draw(damaged(whole[victim]))}
        with TemporaryDirectory(dir=tmp_path) as folder:
            ends(Path(folder), told, files, case.get("keep", ()))

    fuzzed()


def ends(folder, told, files, keep):
    """Loads the files: a message, a stop, or sums that are right."""
    for file, content in files.items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_bytes(content)
    project = make_project(folder, {"s": told})
    try:
        (one,) = load_all(project, frozenset(keep), "run", wait_s=5)
    except SourceError:
        return
    ended = one.rows_loaded + one.rows_duplicate + one.rows_quarantined
    assert one.stopped or one.rows_read == ended
