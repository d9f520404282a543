"""Models discovered from variants: by hand, and the same whatever the names and the hash seed."""

from __future__ import annotations

import subprocess
import sys

import pytest

from miner import soundness
from miner.discovery import discover, discover_heuristics
from miner.pictures.flow import draw_tree
from miner.pictures.graphs import draw_net
from miner.warehouse import LogError


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
    assert usual.tree == "->( 'a', 'b', 'c' )"
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


def test_a_net_too_large_to_walk_is_not_called_unsafe(monkeypatch):
    monkeypatch.setattr(soundness, "MOST_MARKINGS", 1)
    found = discover_heuristics({("a", "b"): 9})
    assert (found.sound, found.fitness) == (None, None)
    assert found.not_computed["why"] == "the net is too large to tell if it is safe"


def test_a_heuristic_net_that_is_sound_is_measured():
    model = discover_heuristics(counted(abd=10, acd=10))
    assert (model.sound, model.unsound, model.not_computed) == (True, None, None)
    assert (model.fitness, model.precision, model.tree) == (1, 1, None)
    assert sorted(t.label for t in model.net.transitions if t.label) == list("abcd")


def test_a_weak_dependency_goes_with_a_higher_bar():
    variants = counted(ab=3, acb=1)
    weak, strong = (discover_heuristics(variants, dependency=bar) for bar in (0.5, 0.6))
    assert "c" in {t.label for t in weak.net.transitions}
    assert "c" not in {t.label for t in strong.net.transitions}


def test_what_needs_a_sound_net_is_not_computed_for_one_that_is_not():
    model = discover_heuristics(counted(abcde=5, acbde=4, abde=2, accde=3, ade=9, abbce=2))
    assert (model.sound, model.fitness, model.precision, model.generalisation) == (False,) + (
        None,
    ) * 3
    assert model.unsound
    assert model.not_computed == {
        "why": "the net is not safe, or never ends",
        "variants": 6,
        "instances": 25,
    }


@pytest.mark.parametrize("find", [discover, discover_heuristics])
@pytest.mark.parametrize("variants", [{}, {(): 3}, {("a",): 1}], ids=["none", "empty", "one"])
def test_logs_of_almost_nothing_have_models(find, variants):
    model = find(variants)
    assert model.sound is not False
    assert model.simplicity == 1


def test_a_model_writes_itself_and_a_net_is_no_tree():
    tree, net = discover(counted(abc=3)), discover_heuristics(counted(abc=3))
    assert tree.svg({"a": 3}) == draw_tree(("sequence", "a", "b", "c"), {"a": 3})
    assert tree._repr_svg_() == tree.svg()
    assert "<task " in tree.bpmn()
    assert "manualTask" in tree.ptml()
    assert "<place " in tree.pnml()
    assert net.svg() == draw_net(net.net)
    for write in (net.bpmn, net.ptml):
        with pytest.raises(LogError, match="this model is a net"):
            write()


@pytest.mark.slow
def test_another_hash_seed_gives_the_same_model_and_numbers_and_no_noise():
    code = (
        "from miner.discovery import discover, discover_heuristics\n"
        "words = 'abcdfhz adcz zzza afghz abecdfhihz xyz abdcfhz acbz badz'.split()\n"
        "variants = {tuple(w): n for n, w in enumerate(words, 1)}\n"
        "print(discover(variants), discover_heuristics(variants))"
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
