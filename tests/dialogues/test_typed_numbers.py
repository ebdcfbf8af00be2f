"""Numbers: read exactly, a slip is named before it counts, and what cannot be read never counts."""

from cards.misconceptions import misconceptions
from cards.question import Number
from srs.outcomes import Asked
from tests.dialogues.conftest import Someone
from tests.dialogues.moves import ratings, reaches, reviews, right_number, wrong_number
from tests.dialogues.stage import Learner

PROBLEM = "steps-per-epoch"


async def poses(learner: Learner) -> Asked:
    """Ask for a problem of which nothing is written down."""
    await learner.says(f"/problem {PROBLEM}")
    return await learner.asked()


async def test_a_right_number_under_review_is_recorded_at_once(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await reviews(ann, PROBLEM)
    before = ratings(ann)
    await ann.types(right_number(asked))
    await ann.sees("Right. Next in 6 days.")
    assert ratings(ann) == [*before, ("review", 4)]


async def test_a_new_problem_has_new_numbers_when_it_comes_back(someone: Someone) -> None:
    ann = await someone("Ann")
    first = await reaches(ann, PROBLEM)
    await ann.answers(first)
    await ann.asked()
    await ann.comes_back()
    again = await reaches(ann, PROBLEM, purpose="review")
    assert again.question.prompt != first.question.prompt


async def test_the_usual_writings_of_the_right_number_are_right(someone: Someone) -> None:
    ann = await someone("Ann")
    for writing in ("{:,}", "{} steps", "= {}", "{:,} updates"):
        asked = await poses(ann)
        await ann.types(writing.format(int(right_number(asked))))
        await ann.sees("Right.")


async def test_a_right_approximate_number_is_right_and_made_exact(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await poses(ann)
    await ann.types(f"about {right_number(asked)}")
    await ann.sees(f"Right: exactly {asked.question.reference}.")


UNREADABLE = ["a lot", "between 5 and 7", "8 or 9", "100 epochs", "1e", "½ +", "<b>8</b>", "&"]


async def test_what_is_no_number_of_the_unit_is_asked_again(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await poses(ann)
    for text in UNREADABLE:
        await ann.types(text)
        again = await ann.hears()
        assert again.buttons == ("Hint", "Show me")
    await ann.types(right_number(asked))
    await ann.sees("Right.")


async def test_what_cannot_be_read_counts_as_nothing(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await reviews(ann, PROBLEM)
    before = ratings(ann)
    await ann.types("plenty")
    await ann.sees("Type")
    await ann.types("100 epochs")
    await ann.sees("Type the number of steps.")
    await ann.types(right_number(asked))
    await ann.sees("Right. Next in 6 days.")
    assert ratings(ann) == [*before, ("review", 4)]


async def test_the_same_wrong_number_twice_counts_once(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await reviews(ann, PROBLEM)
    before = ratings(ann)
    wrong = wrong_number(asked)
    await ann.types(wrong)
    await ann.sees("Look once more?")
    await ann.types(f"{int(wrong):,} steps")
    await ann.sees("That is the number you sent before. Look once more?")
    assert ratings(ann) == before


async def test_the_first_wrong_number_names_the_slip_without_the_result(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await poses(ann)
    answer = asked.question.answer
    assert isinstance(answer, Number)
    slip = next(slip for slip in answer.slips if slip.codes == ("times_batch",))
    await ann.types(str(slip.value))
    hint = await ann.sees("Look once more?")
    assert misconceptions["times_batch"].hint in hint.text
    assert asked.question.reference not in hint.text
    assert hint.buttons == ("Hint", "Show me")


async def test_right_on_the_second_look_is_recorded_as_three_and_comes_again_today(
    someone: Someone,
) -> None:
    ann = await someone("Ann")
    asked = await reviews(ann, PROBLEM)
    before = ratings(ann)
    await ann.types(wrong_number(asked))
    await ann.types(right_number(asked))
    seen = await ann.sees("Right, on the second look.")
    assert "Once more today, then in 6 days." in seen.text
    assert seen.buttons == ("Next",)
    assert ratings(ann) == [*before, ("review", 3)]


async def test_a_second_wrong_number_is_recorded_and_worked_out(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await reviews(ann, PROBLEM)
    before = ratings(ann)
    answer = asked.question.answer
    assert isinstance(answer, Number)
    await ann.types(wrong_number(asked))
    slip = next(slip for slip in answer.slips if slip.codes == ("times_batch",))
    await ann.types(str(slip.value))
    seen = await ann.sees("Not quite.")
    assert asked.question.explanation[0] in seen.text
    assert asked.question.reference in seen.text
    assert "Once more today, then tomorrow." in seen.text
    assert seen.buttons == ("Next", "I was right", "Another like this")
    assert ratings(ann) == [*before, ("review", 1)]


async def test_show_me_under_review_is_recorded_as_one(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await reviews(ann, PROBLEM)
    before = ratings(ann)
    await ann.presses("Show me")
    seen = await ann.sees(asked.question.explanation[0])
    assert seen.buttons == ("Next", "Another like this")
    assert ratings(ann) == [*before, ("review", 1)]


async def test_a_typed_dont_know_is_recorded_as_nothing_known(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await reviews(ann, PROBLEM)
    before = ratings(ann)
    await ann.types("I don't know")
    await ann.sees(asked.question.reference)
    assert ratings(ann) == [*before, ("review", 0)]


async def test_i_know_this_poses_a_problem_once_and_a_wrong_number_is_shown_unrated(
    someone: Someone,
) -> None:
    ann = await someone("Ann")
    asked = await reaches(ann, PROBLEM)
    await ann.presses("I know this")
    await ann.types(wrong_number(asked))
    shown = await ann.sees(asked.question.explanation[0])
    assert shown.buttons == ("Got it",)
    assert ratings(ann) == []


async def test_a_new_problem_right_on_the_second_look_is_a_first_review(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await reaches(ann, PROBLEM)
    await ann.types(wrong_number(asked))
    await ann.types(right_number(asked))
    seen = await ann.sees("Right, on the second look.")
    assert "Once more today, then tomorrow." in seen.text
    assert ratings(ann) == [("review", 3)]


async def test_a_problem_one_does_not_know_is_shown_and_not_called_wrong(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await poses(ann)
    await ann.types("don't know")
    shown = await ann.sees("Here it is.")
    assert asked.question.explanation[0] in shown.text
    assert shown.buttons == ("Another like this", "Study")
