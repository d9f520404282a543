"""The small design of the gap cases, with emotions and signals."""

from __future__ import annotations

from pathlib import Path

from blueprint.design import load_design

SMALL = Path(__file__).parent / "gaps" / "design.yaml"
SIGNALS = """
  signals:
    csat: {activity: rating, value: attributes.score, scale: [1, 5], stage: help, kind: self_report}
    nps: {activity: nps, value: attributes.points, scale: [0, 10], stage: order, kind: self_report}
    smile: {activity: smile, value: attributes.face, scale: {good: 2, bad: -2}, stage: order, kind: self_report}
    pulse: {activity: pulse, value: attributes.score, scale: [0, 4], stage_of: previous_step, kind: self_report}
    tone: {activity: letter, value: attributes.tone, scale: [-1, 1], stage: help, kind: model}
    rage: {activity: rage, stage_of: previous_step, kind: friction}
"""


def design_with_signals(folder: Path, *swaps: tuple[str, str]):
    """The small design with six signals; order expects 1, help 0, use nothing."""
    text = SMALL.read_text()
    for old, new in (
        ("  - {id: order, name: Order,", "  - {id: order, name: Order, emotion: 1,"),
        ("  - {id: help, name: Help,", "  - {id: help, name: Help, emotion: 0,"),
        ("  ignore: [{activity: noise}]\n", "  ignore: [{activity: noise}]" + SIGNALS),
        *swaps,
    ):
        assert old in text, old
        text = text.replace(old, new)
    path = folder / "blueprint.yaml"
    path.write_text(text)
    return load_design(path)
