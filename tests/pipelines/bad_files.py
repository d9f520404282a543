"""Files that are not what they say, or are meant to do harm, and what must come of each."""

from __future__ import annotations

import gzip

from tests.pipelines.fixture_bad_inputs import (
    AT,
    DECLARED,
    GOOD,
    HEAD,
    Bad,
    raw,
    zipped,
)

FILES = (
    raw("an empty file", b"", told="a.csv"),
    raw("only blanks", b" \n\n\t\n", told="a.csv"),
    raw("a byte order mark", b"\xef\xbb\xbf" + (HEAD + GOOD).encode(), loaded=1),
    raw("UTF-16 without a word", (HEAD + GOOD).encode("utf-16"), told="a.csv"),
    raw(
        "a line of Latin-1",
        (HEAD + GOOD).encode() + f"caf\u00e9,A,{AT}\n".encode("latin-1"),
        loaded=1,
        kept={"bad_encoding": 1},
    ),
    raw(
        "a line of Big5",
        (HEAD + GOOD).encode() + "\u4e2d\u6587".encode("big5") + f",A,{AT}\n".encode(),
        loaded=1,
        kept={"bad_encoding": 1},
    ),
    raw("zero bytes in a text", (HEAD + f"1\x002,A,{AT}\n" + GOOD).encode(), loaded=2),
    raw("binary", bytes(range(256)) * 40, told="a.csv"),
    raw("a picture", b"\x89PNG\r\n\x1a\n" + bytes(4000), told="a.csv"),
    raw(
        "a packed file that is cut off",
        gzip.compress((HEAD + GOOD * 9999).encode())[:-200],
        file="a.csv.gz",
        told="a.csv.gz",
    ),
    raw("a packed file that is none", b"hello, this is plain\n", file="a.csv.gz", told="a.csv.gz"),
    raw(
        "a packed file that is damaged",
        gzip.compress((HEAD + GOOD).encode())[:12] + b"damaged!",
        file="a.csv.gz",
        told="a.csv.gz",
    ),
    raw("zstd that is none", b"hello, this is plain\n", file="a.csv.zst", told="a.csv.zst"),
    raw(
        "an archive of two files",
        zipped(("a.csv", b""), ("b.csv", b"")),
        file="a.zip",
        told="holds 2 files",
    ),
    raw("an empty archive", zipped(), file="a.zip", told="holds 0 files"),
    raw(
        "an archive that is cut off",
        zipped(("a.csv", (HEAD + GOOD * 99).encode()))[:-40],
        file="a.zip",
        told="no zip archive",
    ),
    raw(
        "an archive that wants out of the folder",
        zipped(("../../evil.csv", (HEAD + GOOD).encode())),
        file="a.zip",
        loaded=1,
    ),
    raw(
        "a bomb of zeros packed as text",
        gzip.compress(bytes(30_000_000)),
        file="a.csv.gz",
        told="a.csv.gz",
    ),
    raw(
        "a line of sixty million characters",
        (HEAD + GOOD).encode() + b"x" * 60_000_000 + b"\n" + GOOD.encode(),
        loaded=1,
        duplicate=1,
        kept={"bad_columns": 1},
    ),
    Bad(
        name="no Parquet",
        format="parquet",
        file="a.parquet",
        content=b"PAR1 not really PAR1",
        settings={"columns": DECLARED},
        told="no Parquet file",
    ),
    Bad(
        name="Parquet that is cut off",
        format="parquet",
        file="a.parquet",
        content=b"PAR1" + bytes(99),
        settings={"columns": DECLARED},
        told="no Parquet file",
    ),
    Bad(
        name="no workbook",
        format="xlsx",
        file="a.xlsx",
        content=b"o,a,t\n",
        settings={"columns": DECLARED},
        told="no XLSX workbook",
    ),
    Bad(
        name="an archive that is no workbook",
        format="xlsx",
        file="a.xlsx",
        content=zipped(("a.csv", b"")),
        settings={"columns": DECLARED},
        told="no XLSX workbook",
    ),
    Bad(
        name="XES that is cut off",
        format="xes",
        file="a.xes",
        content="<log><trace><event>",
        told="a.xes",
    ),
    Bad(
        name="XES with entities of entities",
        format="xes",
        file="a.xes",
        content='<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">'
        + "".join(
            f'<!ENTITY a{n} "{"&a" + str(n - 1 if n > 1 else "") + ";" * 1}{("&a" + str(n - 1 if n > 1 else "") + ";") * 9}">'
            for n in range(1, 12)
        )
        + "]><log><trace><event><string key='concept:name' value='&a11;'/></event></trace></log>",
        told="a.xes",
    ),
    Bad(
        name="XES with a file of the machine",
        format="xes",
        file="a.xes",
        content='<!DOCTYPE l [<!ENTITY p SYSTEM "file:///etc/passwd">]><log><trace><event><string key="concept:name" value="A"/><string key="x">&p;</string></event></trace></log>',
        told="a.xes",
    ),
    Bad(
        name="a web page in place of the export",
        format="zendesk",
        file="a.jsonl",
        content="<!DOCTYPE html><html><body>Log in</body></html>",
        told="is XML or HTML",
    ),
)
