"""What customers of the sample service said, stage by stage: every state of the emotion row."""

from __future__ import annotations

from blueprint.findings import Friction, GapEffect, SignalMeasure, StageExperience

# fmt: off
EXPERIENCE = [
    StageExperience(stage="signup", expected=1.0, asked=0, answered=0, response_share=None, score=None, interval=None, customers=0, friction=Friction(events=31, instances=23, customers=21)),
    StageExperience(stage="purchase", expected=0.0, asked=1310, answered=0, response_share=0.0, score=None, interval=None, customers=0, friction=Friction(events=0, instances=0, customers=0)),
    StageExperience(stage="first_use", expected=2.0, asked=1050, answered=24, response_share=0.022857, score=1.25, interval=(0.61, 1.63), customers=24),
    StageExperience(
        stage="support", expected=0.0, asked=642, answered=180, response_share=0.280374, score=-0.42, interval=(-0.71, -0.12), customers=171, friction=Friction(events=9, instances=8, customers=8),
        signals=[SignalMeasure(signal="csat", kind="self_report", events=186, instances=180, customers=171, answers=180, score=-0.42, interval=(-0.71, -0.12)), SignalMeasure(signal="tone", kind="model", events=600, instances=560, customers=520, answers=560, score=0.2, interval=(0.1, 0.3))],
        effects=[GapEffect(gap="late_step:first_reply", score_with=-1.1, score_without=0.15, difference=-1.2, interval=(-1.6, -0.8), n_with=71, n_without=109, strata=3, customers=69, q=0.0001)],
    ),
]
