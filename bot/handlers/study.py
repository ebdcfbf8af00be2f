"""Studying: what is typed, and what is pressed below a question."""

from sqlalchemy import Connection

from bot import buttons, links, screens
from bot.context import Context
from bot.handlers import me
from cards.problems import families, topics
from srs import amends, learners, profile, study
from srs.judging import Said, judge
from srs.learners import Learner
from srs.outcomes import Asked, Refused

_EXPECTED = {"zone": me.zone_typed, "time": me.time_typed}


async def start(context: Context) -> None:
    """/start: what this is, or how today stands; nothing is reset. A link may bring a problem."""
    day = links.read_day(" ".join(context.args or ()), context.now().date())
    if day is None:
        await context.reply(await context.read(profile.home_of, context.now()))
    else:
        await context.do(study.problem_of_day, day=day, welcomes=True, new_id=context.new_id())


async def begin(context: Context, _button: buttons.Start) -> None:
    """[Start]: join the first deck and study."""
    await context.do(study.begin, **context.fresh())


async def study_on(context: Context, _button: buttons.Study | None = None) -> None:
    """/study, [Study], [Ten more]: the open question again, or the next card."""
    await context.do(study.study, **context.fresh())


async def go_on(context: Context, button: buttons.GoOn) -> None:
    """[Next]: the card that follows the answered question."""
    await context.do(study.go_on, asked_id=button.asked_id, **context.fresh())


async def problem(context: Context) -> None:
    """/problem: what it shall be about, or a fresh problem of what was named, as practice."""
    words = " ".join(context.args or ())
    if meant := topics.meant(words):
        await context.do(study.problem, family=context.choose(meant), **context.fresh())
    else:
        await context.show(screens.topics(words))


async def another(context: Context, button: buttons.Problem) -> None:
    """[A problem], [Any], [Another like this], a family: a fresh problem, as practice."""
    family = button.family or context.choose(topics.usual)
    if family not in families:
        await context.reply(Refused(why="outdated"))
    else:
        await context.do(study.problem, family=family, **context.fresh())


async def all_topics(context: Context, _button: buttons.Topics) -> None:
    """[All topics]: what a problem can be about."""
    await context.show(screens.topics())


async def topic(context: Context, button: buttons.Topic) -> None:
    """A topic: its families."""
    chosen = topics.topics.get(button.name)
    if chosen is None:
        await context.reply(Refused(why="outdated"))
    else:
        await context.show(screens.topic(chosen))


async def problem_of_day(context: Context, _button: buttons.OfDay) -> None:
    """[Problem of the day]: the same for everybody, by the date in UTC."""
    day = context.now().date()
    await context.do(study.problem_of_day, day=day, new_id=context.new_id())


async def tap(context: Context, button: buttons.Tap) -> None:
    """A button that a question offers."""
    await context.do(
        study.tap,
        asked_id=button.asked_id,
        offer=button.offer,
        option=button.option,
        **context.fresh(),
    )


async def text(context: Context) -> None:
    """Typed text: where the learner lives or at what time, if that was asked, else an answer."""
    learner, asked = await context.read(_standing)
    if learner is not None and learner.expects in _EXPECTED:
        await _EXPECTED[learner.expects](context)
        return
    message = context.message
    said = Said(
        text=context.typed,
        at=message.date,
        message_id=message.message_id,
        judgement=judge(asked, context.typed) if asked else None,
    )
    asked_id = asked.question_id if asked else None
    await context.do(study.answer, asked_id=asked_id, said=said, **context.fresh())


async def edited(context: Context) -> None:
    """An edited message: the last answer's new text may be graded instead."""
    message = context.message
    await context.do(amends.offer_edit, message_id=message.message_id, text=context.typed)


async def belongs(context: Context, button: buttons.Belongs) -> None:
    """[For this card] or [For the one before]: where a text that came early belongs."""
    early = await context.read(study.pending_text, button.asked_id)
    await context.do(
        study.belongs,
        asked_id=button.asked_id,
        before=button.before,
        judgement=judge(*early) if early else None,
        **context.fresh(),
    )


async def claim(context: Context, button: buttons.Claim) -> None:
    """[I was right]."""
    await context.do(amends.claim, seq=button.seq, **context.fresh())


async def ease(context: Context, button: buttons.Ease) -> None:
    """[Easy] below a right typed answer."""
    await context.do(amends.ease, seq=button.seq)


async def regrade(context: Context, button: buttons.Regrade) -> None:
    """[Grade the new text] after an edit."""
    edit = await context.read(amends.edited_text, button.seq)
    judgement = judge(*edit) if edit else None
    await context.do(amends.regrade, seq=button.seq, judgement=judgement, **context.fresh())


async def leave_edit(context: Context, _button: buttons.LeaveEdit) -> None:
    """[Leave it as it was] after an edit."""
    await context.show(screens.edit_left())


async def undo(context: Context, button: buttons.Undo | None = None) -> None:
    """/undo takes the latest rating back, [Undo] its own while it is the latest."""
    await context.do(amends.undo, seq=button.seq if button else None)


async def enough(context: Context, _button: buttons.Enough) -> None:
    """[Enough for today]."""
    await context.do(study.enough)


def _standing(tx: Connection, learner_id: int) -> tuple[Learner | None, Asked | None]:
    """Read what a typed text may answer."""
    return learners.read(tx, learner_id), study.open_question(tx, learner_id)
