"""Mistakes in a design file: every kind with its message, its line and a hint."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from ruamel.yaml import YAML

from blueprint.design import (
    DesignError,
    load_design,
)
from tests.blueprint.design_files import (
    BASE,
    HERE,
    mistakes,
    swapped,
    written,
)


def cases():
    for file in sorted(HERE.glob("*.yaml")):
        if file.name == "base.yaml":
            continue
        for case in YAML(typ="safe").load(file):
            yield pytest.param(case["swap"], case["mistakes"], id=f"{file.stem}: {case['case']}")


@pytest.mark.parametrize(("swap", "expected"), list(cases()))
def test_each_mistake_is_told_with_its_line(swap, expected, tmp_path):
    assert mistakes(written(tmp_path, swapped(swap))) == expected


def test_mistakes_of_all_parts_are_told_at_once_in_the_order_of_the_file(tmp_path):
    swap = {
        "status: approved": "status: aproved",
        "stage: order, lane: screen": "stage: order, lane: scren",
        "{optional: part}": "{optinal: part}",
        "source: web, activity: Asked": "sorce: web, activity: Asked",
        "order_above: 0.03": "order_above: 3",
    }
    with pytest.raises(DesignError) as caught:
        load_design(written(tmp_path, swapped(swap)))
    lines = [mistake.line for mistake in caught.value.mistakes]
    assert lines == [4, 31, 43, 55, 64]
    assert str(caught.value).splitlines()[1] == (
        'blueprint.yaml:31: step "confirm" is on lane "scren". Did you mean "screen"?'
    )


def test_a_file_that_is_not_there(tmp_path):
    assert mistakes(tmp_path / "none.yaml") == [
        (
            "none.yaml: cannot be read: No such file or directory."
            " `blueprint-miner draft` writes a first one"
        )
    ]


def test_a_file_that_is_not_utf8(tmp_path):
    path = tmp_path / "blueprint.yaml"
    path.write_bytes(b"blueprint: 1\nname: Caf\xe9\n")
    assert mistakes(path) == ["blueprint.yaml:2: is not UTF-8 text. Save it as UTF-8"]


def test_a_file_with_a_character_that_yaml_forbids(tmp_path):
    (told,) = mistakes(written(tmp_path, "blueprint: 1\nname: a\x07b\n"))
    assert told.startswith("blueprint.yaml: is not YAML: ")


BINDINGS = BASE[BASE.index("bindings:") : BASE.index("gap:")]


def test_bindings_may_live_in_a_file_of_their_own(tmp_path):
    written(tmp_path, BINDINGS, "data.yaml")
    path = written(tmp_path, swapped({BINDINGS: "include: data.yaml\n"}))
    design = load_design(path)
    inside = load_design(HERE / "base.yaml").bindings
    assert replace(design.bindings, places={}) == replace(inside, places={})
    assert {file for file, _ in design.bindings.places.values()} == {"data.yaml"}
    whole = path.read_bytes() + BINDINGS.encode()
    assert design.sha256 == hashlib.sha256(whole).hexdigest()


def test_mistakes_in_an_included_file_name_that_file(tmp_path):
    written(tmp_path, BINDINGS.replace("activity: Asked", "actvity: Asked"), "data.yaml")
    path = written(tmp_path, swapped({BINDINGS: "include: [data.yaml]\nnmae: x\n"}))
    assert mistakes(path) == [
        'blueprint.yaml:53: unknown key "nmae". Did you mean "name"?',
        'data.yaml:4: binding of "ask": unknown field "actvity". Did you mean "activity"?',
    ]


def test_a_section_stands_in_one_file_only(tmp_path):
    written(tmp_path, "gap: {min_cases: 3}\ninclude: more.yaml\n", "data.yaml")
    path = written(tmp_path, BASE + "include: data.yaml\n")
    assert mistakes(path) == [
        'data.yaml:1: "gap" stands in blueprint.yaml, too. Keep it in one of the files',
        "data.yaml:2: an included file cannot include. Keep it in one of the files",
    ]


@pytest.mark.parametrize(
    ("include", "told"),
    [
        ("gone.yaml", 'blueprint.yaml:67: include: no file "gone.yaml" beside blueprint.yaml'),
        ("7", 'blueprint.yaml:67: "7" is no file to include. include: bindings.yaml'),
    ],
)
def test_an_include_that_leads_nowhere(include, told, tmp_path):
    assert mistakes(written(tmp_path, f"{BASE}include: {include}\n")) == [told]
