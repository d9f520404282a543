"""`model`: the mined model as files, from the command line."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest


@pytest.mark.parametrize("form", ["bpmn", "pnml", "ptml", "svg"])
def test_a_model_is_written_and_its_quality_told(published_shop, call, tmp_path, form):
    target = tmp_path / f"model.{form}"
    status, said, _ = call("model", target, "-p", published_shop)
    assert status == 0
    one = r"\d\.\d{3}"
    told = f"fitness {one}; precision {one}; generalisation {one}; simplicity {one}; sound"
    assert re.search(told, said)
    ET.fromstring(target.read_text(encoding="utf-8"))
    before = target.read_bytes()
    call("model", target, "-p", published_shop)
    assert target.read_bytes() == before


def test_without_noise_a_model_fits_its_log(published_shop, call, tmp_path):
    _, said, _ = call("model", tmp_path / "m.ptml", "-p", published_shop, "--noise", "0")
    assert "fitness 1.000" in said


def test_the_heuristics_miner_writes_a_net(published_shop, call, tmp_path):
    target = tmp_path / "net.pnml"
    status, said, _ = call("model", target, "-p", published_shop, "--miner", "heuristics")
    assert status == 0
    assert "sound" in said
    assert "<transition" in target.read_text(encoding="utf-8")


@pytest.mark.parametrize("miner", ["heuristics", "directly-follows"])
def test_nets_and_maps_are_drawn(published_shop, call, tmp_path, miner):
    target = tmp_path / "picture.svg"
    status, said, _ = call("model", target, "-p", published_shop, "--miner", miner)
    assert status == 0
    assert ("sound" in said) == (miner == "heuristics")
    drawn = ET.fromstring(target.read_text(encoding="utf-8"))
    assert len(list(drawn.iter("{http://www.w3.org/2000/svg}rect"))) > 3


@pytest.mark.parametrize(
    ("miner", "name", "told"),
    [
        ("inductive", "m.png", "the inductive miner finds is written as .bpmn, .pnml, .ptml, .svg"),
        ("heuristics", "m.bpmn", "the heuristics miner finds is written as .pnml, .svg"),
        ("directly-follows", "m.pnml", "the directly-follows miner finds is written as .svg"),
    ],
)
def test_another_form_is_refused(published_shop, call, miner, name, told):
    status, _, messages = call(
        "model", published_shop / name, "-p", published_shop, "--miner", miner
    )
    assert status == 1
    assert told in " ".join(messages.split())


def test_a_model_of_nothing_is_refused(shop, call, tmp_path):
    status, _, messages = call("model", tmp_path / "m.svg", "-p", shop)
    assert status == 1
    assert messages
    assert not (tmp_path / "m.svg").exists()


def test_a_folder_that_is_not_there_is_told(published_shop, call, tmp_path):
    status, _, messages = call("model", tmp_path / "no" / "m.svg", "-p", published_shop)
    assert status == 1
    assert "m.svg" in messages
