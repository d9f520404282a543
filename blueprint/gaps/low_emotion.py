from __future__ import annotations

from blueprint.gaps.rule import Context, Placement, Subject
from blueprint.mean_test import MeanTest


def low_emotion(subject: Subject, context: Context) -> Placement:
    """Customers who were asked say that a stage feels worse than it is designed to.

    Their mean answer, on a scale from -2 to 2, lies below the stage's `emotion` by more than
    `emotion_below`. Counted per stage instance with an answer to a `self_report` signal; the test
    is of the mean, and affected are those that answered lower than that. What a model guesses of a
    mood does not count.
    """
    stage, mood = context.stage(subject.name), context.moods[subject.name]
    if stage.emotion is None or mood.score is None:
        raise ValueError(f"low_emotion: stage {stage.id} expects nothing, or nobody answered")
    test = MeanTest(mood.score, expected=stage.emotion, below=context.tolerances["emotion_below"])
    return Placement(
        stage=stage.id,
        tolerance=context.tolerances["emotion_below"],
        unit="points",
        each=mood.score.answers,
        parameters={
            "stage": stage.id,
            "expected": stage.emotion,
            "least": round(test.least, 6),
            "score": round(test.mean, 6),
            "score_interval": [round(end, 6) for end in test.interval],
            "asked": mood.asked,
            "response": round(mood.score.answers / mood.asked, 6),
        },
        mean=test,
    )
