"""Zip archives as input: one file in each is read as if it lay there; others are told."""

from __future__ import annotations

import gzip
import hashlib
import io
import zipfile

import pyarrow as pa
import pytest

from pipelines import unpacking
from pipelines.project import SourceError
from tests.pipelines.fixture_loading import ask, contents, load, make_project

ROWS = "o,a,t\n" + "".join(f"{n},A,2016-02-29T01:16:00Z\n" for n in range(500))
SOURCE = {
    "format": "csv",
    "files": "*.zip",
    "columns": {"activity": "a", "timestamp": "t", "objects": {"ticket": "o"}},
}


def packed(*members: tuple[str, str | bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members:
            archive.writestr(name, text)
    return content.getvalue()


def project_of(folder, content, **settings):
    return make_project(folder, {"s": SOURCE | settings}, {"a.zip": content})


def message(project):
    with pytest.raises(SourceError) as raised:
        load(project)
    assert not (project.root / ".staging").exists()
    return str(raised.value)


def test_an_archive_of_one_file_is_read_like_the_file(tmp_path):
    archive = packed(("exports/", ""), ("exports/x.csv", ROWS), ("__MACOSX/._x.csv", b"\0\0"))
    project = project_of(tmp_path / "zip", archive)
    plain = make_project(tmp_path / "csv", {"s": SOURCE | {"files": "*.csv"}}, {"a.csv": ROWS})
    assert load(project)["s"].rows_loaded == load(plain)["s"].rows_loaded == 500
    assert contents(project) == contents(plain)
    assert ask(project, "select distinct source_file from events") == [("a.zip",)]
    assert not (project.root / ".staging").exists()
    assert load(project, run="again")["s"].rows_read == 0


def test_json_lines_packed_twice(tmp_path):
    line = '{"o": "x", "a": "A", "t": "2016-02-29T01:16:00Z"}\n'
    archive = packed(("x.jsonl.gz", gzip.compress(line.encode())))
    assert load(project_of(tmp_path, archive, format="jsonl"))["s"].events_loaded == 1


def cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def turned(content: bytes) -> bytes:
    """A byte in the middle is another one."""
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 255]) + content[middle + 1 :]


def zstd(content: bytes) -> bytes:
    return pa.Codec("zstd").compress(content, asbytes=True)


@pytest.mark.parametrize(
    ("pack", "ending", "spoilt"),
    # the frames of pyarrow have no checksum
    [(gzip.compress, "gz", cut), (gzip.compress, "gz", turned), (zstd, "zst", cut)],
)
def test_what_is_packed_and_broken_is_told_and_no_half_of_it_is_loaded(
    pack, ending, spoilt, tmp_path
):
    lines = [
        f'{{"o": "{hashlib.md5(str(n).encode()).hexdigest()}", "a": "A", "t": "2016-02-29T01:16:00Z"}}\n'
        for n in range(40_000)
    ]
    files = {f"files/a.jsonl.{ending}.raw": spoilt(pack("".join(lines).encode()))}
    source = SOURCE | {"format": "jsonl", "files": f"a.jsonl.{ending}", "reject_limit": 1}
    project = make_project(tmp_path, {"s": source}, files)
    (tmp_path / f"files/a.jsonl.{ending}.raw").rename(tmp_path / f"a.jsonl.{ending}")
    assert f"a.jsonl.{ending}" in message(project)


def test_what_is_packed_twice_may_be_zstd_or_in_capitals(tmp_path):
    for number, (name, content) in enumerate(
        [("x.csv.zst", zstd(ROWS.encode())), ("X.CSV.GZ", gzip.compress(ROWS.encode()))]
    ):
        project = project_of(tmp_path / str(number), packed((name, content)))
        assert load(project)["s"].rows_loaded == 500


@pytest.mark.parametrize(
    ("members", "told"),
    [
        ([], "holds 0 files, expected one"),
        ([("a.csv", ROWS), ("b.csv", ROWS)], "holds 2 files (a.csv, b.csv), expected one"),
    ],
)
def test_an_archive_of_no_or_several_files_is_told(members, told, tmp_path):
    assert f"source s: {tmp_path}/a.zip: {told}" in message(project_of(tmp_path, packed(*members)))


def test_an_encrypted_file_is_told(tmp_path):
    content = bytearray(packed(("a.csv", ROWS)))
    for header, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(header) + flags] |= 1
    assert "a.csv is encrypted" in message(project_of(tmp_path, bytes(content)))


def test_what_unpacks_to_far_too_much_is_refused(tmp_path, monkeypatch):
    content = packed(("a.csv", ROWS + "\n" * 1_000_000))
    project = project_of(tmp_path, content)
    monkeypatch.setattr(unpacking, "MOST_BYTES", 100_000)
    assert len(content) * unpacking.MOST_TIMES < 1_000_000
    assert "more than 200 times the archive" in message(project)
    monkeypatch.setattr(unpacking, "MOST_TIMES", 1_000)
    assert load(project)["s"].rows_loaded == 500


@pytest.mark.parametrize("place", ["end", "middle", "all"])
def test_a_broken_archive_is_told(place, tmp_path):
    content = packed(("a.csv", ROWS))
    half = len(content) // 3
    broken = {
        "end": content[:-30],
        "middle": content[:half] + b"\xff" * 40 + content[half + 40 :],
        "all": b"o,a,t\n",
    }
    assert "a.zip: is no zip archive that can be read" in message(
        project_of(tmp_path, broken[place])
    )


def test_a_mistake_in_the_file_names_the_archive(tmp_path):
    told = message(project_of(tmp_path, packed(("a.csv", ROWS.replace("o,a,t", "o,b,t")))))
    assert f'{tmp_path}/a.zip:1: the file lacks the column "a"' in told
