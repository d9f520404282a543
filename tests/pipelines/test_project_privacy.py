"""`privacy:` of project.yaml: strict unless told otherwise, and every mistake told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pipelines.project import PrivacySettings, SourceError, load_project

HEAD = "project: 1\nsources:\n  log: {format: xes, files: log.xes}\n"


def privacy(folder, text):
    (folder / "project.yaml").write_text(HEAD + text, "utf-8")
    return load_project(folder).privacy


def test_without_a_section_persons_are_pseudonyms_and_rejected_rows_are_redacted(tmp_path):
    found = privacy(tmp_path, "")
    assert found == PrivacySettings()
    assert (found.identifiers, found.quarantine) == ("pseudonyms", "redacted")
    assert found.key_variable == "BLUEPRINT_MINER_KEY"
    assert found.quarantine_kept == timedelta(days=90)
    assert found.smallest_group == 5


def test_each_setting_is_read(tmp_path):
    found = privacy(
        tmp_path,
        "privacy:\n  identifiers: plain\n  key_variable: SHOP_KEY\n  quarantine: plain\n"
        "  quarantine_days: 7\n  smallest_group: 1\n",
    )
    assert found == PrivacySettings(
        identifiers="plain",
        key_variable="SHOP_KEY",
        quarantine="plain",
        quarantine_kept=timedelta(days=7),
        smallest_group=1,
    )


def test_all_mistakes_are_told_and_a_key_in_the_file_is_not_repeated(tmp_path):
    with pytest.raises(SourceError) as raised:
        privacy(
            tmp_path,
            "privacy:\n  identifier: plain\n  identifiers: hashed\n  key_variable: s3cret!key\n"
            "  quarantine_days: -1\n  smallest_group: 0\n",
        )
    told = "\n".join(mistake.removeprefix(str(tmp_path)) for mistake in raised.value.mistakes)
    assert 'project.yaml:5: privacy: unknown key "identifier". Did you mean "identifiers"?' in told
    assert 'project.yaml:6: privacy: identifiers "hashed" is not known' in told
    assert 'project.yaml:7: privacy: "key_variable" must be the name of an environment' in told
    assert 'project.yaml:8: privacy: "quarantine_days" must be a number from 0 to 36500' in told
    assert 'project.yaml:9: privacy: "smallest_group" must be a number from 1 to' in told
    assert "s3cret" not in told
