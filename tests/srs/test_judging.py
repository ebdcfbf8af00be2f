"""What a typed text is to the question it answers."""

import pytest

from cards.question import Options, Question
from srs.judging import Judgement, NotRead, NotSure, OptionJudged, judge
from srs.offers import offers
from srs.outcomes import Asked

OPTIONS = ("Stop the training earlier", "Train on", "A larger batch")
RISING = Question(
    card="rising",
    kind="choice",
    prompt="Validation loss rises. What would you try first?",
    answer=Options(OPTIONS, 0, ("It is past its best.", "It overfits.", "It does not help.")),
    reference="Stop the training earlier",
)


def asked(question: Question) -> Asked:
    return Asked(
        question_id=1,
        purpose="review",
        stage="open",
        question=question,
        offers=offers("review", "open", question.answer, 2),
    )


@pytest.mark.parametrize(
    ("text", "judgement"),
    [
        ("A", OptionJudged(0)),
        ("b", OptionJudged(1)),
        ("c.", OptionJudged(2)),
        (" (b) ", OptionJudged(1)),
        ("Option A", OptionJudged(0)),
        ("answer: b", NotRead("")),
        ("stop the training earlier", OptionJudged(0)),
        ("Train on!", OptionJudged(1)),
        ("larger batch", OptionJudged(2)),  # articles do not count
        ("D", NotRead("")),  # there are three
        ("ab", NotRead("")),
        ("ª", NotRead("")),
        ("train", NotRead("")),  # more than one could be meant
        ("", NotRead("")),
        ("?", NotSure()),
        ("no idea", NotSure()),
    ],
)
def test_an_option_is_typed_as_its_letter_or_its_words(text: str, judgement: Judgement) -> None:
    assert judge(asked(RISING), text) == judgement
