"""The section identity: of project.yaml."""

from __future__ import annotations

from datetime import timedelta

import pytest

from miner.fuzzy import FuzzyRules
from miner.identity import Withdrawn
from pipelines.project import IdentitySettings, SourceError, load_project
from pipelines.run import identity_rules

PROJECT = "project: 1\nprivacy: {identifiers: plain}\nsources: {log: {format: xes, files: a.xes}}\n"


def settings(folder, text):
    (folder / "project.yaml").write_text(f"{PROJECT}identity:\n{text}")
    return load_project(folder)


def test_everything_that_can_be_said(tmp_path):
    project = settings(
        tmp_path,
        """  single: [user, member]
  unique: []
  blocked_patterns: ["shop\\\\d+@.*"]
  fan_out: {email: 2, default: 9}
  pause: 45m
  region: es
  withdraw:
    - {from: "email: A@x.example", to: "user:a:7"}
    - {from: "phone:620 000 001", to: "lead:l1"}
""",
    )
    rules = identity_rules(project)
    assert rules.single == ("user", "member")
    assert rules.unique == ()
    assert rules.blocked_patterns == (r"shop\d+@.*",)
    assert (rules.fan_out, rules.fan_outs) == (9, {"email": 2, "gclid": 1, "phone": 3})
    assert rules.pause == timedelta(minutes=45)
    assert rules.withdrawn == (
        Withdrawn("email", "a@x.example", "user", "a:7"),
        Withdrawn("phone", "+34620000001", "lead", "l1"),
    )


def test_one_number_is_the_limit_of_all_types(tmp_path):
    rules = identity_rules(settings(tmp_path, "  fan_out: 3\n"))
    assert (rules.fan_out, rules.fan_outs) == (3, {})


def test_all_mistakes_at_once(tmp_path):
    text = """  blocked_patterns: ["("]
  fan_out: {email: none}
  region: Spain
  withdraw:
    - {from: email, to: "user:7"}
    - {form: "email:a@x.example", to: "user:7"}
"""
    with pytest.raises(SourceError) as error:
        settings(tmp_path, text)
    told = [m.split("project.yaml:")[1] for m in error.value.mistakes]
    assert told == [
        "6: identity, fan_out: \"email\" must be a number from 1 to 1e+06, found 'none'",
        '5: identity: pattern "(" cannot be read: missing ), unterminated subpattern at position 0',
        '7: identity: region "Spain" is not known. Expected two letters such as ES.',
        '9: identity, withdraw: "from" must be an identifier such as email:a@x.es',
        '10: identity, withdraw: unknown key "form". Did you mean "from"?',
        '10: identity, withdraw: "from" must be an identifier such as email:a@x.es',
    ]


def test_a_list_is_expected(tmp_path):
    with pytest.raises(SourceError, match='"withdraw" must be a list such as'):
        settings(tmp_path, "  withdraw: {from: a, to: b}\n")


def test_the_defaults_are_those_of_the_rules(tmp_path):
    (tmp_path / "project.yaml").write_text(PROJECT)
    project = load_project(tmp_path)
    assert project.identity == IdentitySettings()
    assert identity_rules(project) == identity_rules(project).__class__()


def test_the_fuzzy_pass_is_off_unless_asked_for(tmp_path):
    assert identity_rules(settings(tmp_path, "  fan_out: 3\n")).fuzzy is None
    assert identity_rules(settings(tmp_path, "  fuzzy: {}\n")).fuzzy == FuzzyRules()
    asked = settings(tmp_path, "  fuzzy: {threshold: 0.95, compare: [name]}\n")
    assert identity_rules(asked).fuzzy == FuzzyRules(threshold=0.95, compare=("name",))


def test_a_threshold_that_anything_passes_is_refused(tmp_path):
    with pytest.raises(SourceError, match='"threshold" must be a number from 0'):
        settings(tmp_path, "  fuzzy: {threshold: 0.5}\n")


def test_pseudonyms_cannot_be_compared(tmp_path):
    text = PROJECT.replace("privacy: {identifiers: plain}\n", "") + "identity:\n  fuzzy: {}\n"
    (tmp_path / "project.yaml").write_text(text)
    with pytest.raises(SourceError, match=r"4: identity: .*two spellings have two pseudonyms"):
        load_project(tmp_path)
