"""Models discovered from variants: by hand, and the same whatever the names and the hash seed."""

from __future__ import annotations

import subprocess
import sys

import pytest

from miner.discovery import discover


def counted(**variants: int) -> dict[tuple[str, ...], int]:
    return {tuple(word): cases for word, cases in variants.items()}


def test_a_discovered_model_of_a_plain_log():
    model = discover(counted(abcd=10, acbd=10, ad=5), noise=0)
    assert model.neutral[0] == "sequence"
    assert (model.fitness, model.not_computed) == (1, None)
    assert model.precision == 1
    assert model.tree == "->( 'a', X( +( 'b', 'c' ), tau ), 'd' )"


def test_noise_leaves_out_what_is_rare():
    variants = counted(abc=96, abca=1)
    everything, usual = discover(variants, noise=0), discover(variants, noise=0.2)
    assert usual.tree == "->( 'a', ->( 'b', 'c' ) )"
    assert (everything.fitness, usual.precision) == (1, 1)
    assert usual.fitness == pytest.approx(1 - 1 / (96 * 6 + 7))
    assert everything.precision < usual.precision


def test_names_and_order_of_variants_do_not_change_a_model():
    variants = counted(abcd=3, acbd=2, adbc=1, abbd=1)
    renamed = {tuple(f"'{a}' -> X(" for a in trace): n for trace, n in reversed(variants.items())}
    assert discover(renamed).fitness == discover(variants).fitness
    assert discover(dict(reversed(variants.items()))) == discover(variants)


def test_too_many_variants_are_told(monkeypatch):
    monkeypatch.setattr("miner.discovery.MOST_WORK", 30)
    model = discover(counted(abc=9, x=1))
    assert model.tree == "->( 'a', 'b', 'c' )"
    assert model.not_computed["why"].startswith("too many variants")
    assert (model.not_computed["variants"], model.not_computed["instances"]) == (1, 1)


@pytest.mark.slow
def test_another_hash_seed_gives_the_same_model_and_numbers_and_no_noise():
    code = (
        "from miner.discovery import discover\n"
        "words = 'abcdfhz adcz zzza afghz abecdfhihz xyz abdcfhz acbz badz'.split()\n"
        "print(discover({tuple(w): n for n, w in enumerate(words, 1)}))"
    )
    said = set()
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "PATH": ""},
        )
        assert done.stderr == ""
        said.add(done.stdout)
    assert len(said) == 1
