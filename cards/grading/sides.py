"""A chosen side."""

from cards.question import Question, Sides


def grade_side(question: Question, choice: int | None) -> bool:
    """Return whether a choice is right: an index into the options, or None for "The same".

    Raises TypeError where no side is asked for.
    """
    if not isinstance(question.answer, Sides):
        raise TypeError(f"{question.card} is not answered by choosing a side")
    return choice == question.answer.right
