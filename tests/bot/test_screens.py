"""What is seen for every outcome: the acts are read like a chat."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time
from fractions import Fraction
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import buttons, screens
from bot.calc import read
from bot.sandbox.html import parse
from bot.sandbox.text import units
from bot.screens import Edit, Key, Screen, Send, Share, Strip, Toast, acts
from bot.screens.shape import cut, rows, width
from bot.texts import COMMANDS
from cards.calculator import TrainingRun
from cards.grading import Contradiction, Hit, Verdict
from cards.problems.topics import topics
from cards.question import Number, Options, Question, Sides, Typed
from srs import outcomes
from srs.catalogue import DeckLine
from srs.offers import offers
from srs.outcomes import (
    Asked,
    Check,
    ClockAsked,
    Done,
    EditOffered,
    Finished,
    Hint,
    Hinted,
    Home,
    Introduced,
    Kept,
    KeptBefore,
    NoReminder,
    NotToday,
    Outcome,
    Paused,
    Practised,
    Recorded,
    Refused,
    ReminderSet,
    RoundOver,
    SettingsNow,
    Shown,
    Snoozed,
    Stranger,
    TimeAsked,
    Unclear,
    Undone,
    Welcomed,
    WhenAsked,
    WhichCard,
    WhyAsked,
)
from srs.pushes import Push
from srs.stats import Overview
from tests.scale import scaled

EPOCH = Question(
    card="epoch",
    kind="definition",
    prompt="What is an epoch?",
    answer=Typed(("epoch",)),
    reference="One pass over every example.",
    explanation=("Example: a book, once.",),
)
MEMORY = Question(
    card="batch-size.memory",
    kind="comparison",
    prompt="Which needs more memory?",
    answer=Sides(
        ("a small batch", "a large batch"), 1, ("Few at once.", "All at once."), "They are kept."
    ),
    reference="A large batch.",
)
RISING = Question(
    card="rising-validation-loss",
    kind="choice",
    prompt="Validation loss rises. What would you try first?",
    answer=Options(
        ("Stop earlier", "Train on", "Validate less"),
        0,
        ("The best is past.", "It learns more by heart.", "It only reads worse."),
    ),
    reference="Stop earlier",
    source="A book",
)
LETTERED = replace(
    RISING,
    answer=Options(
        ("Train with a higher learning rate", "Stop", "Train on"),
        1,
        ("It diverges.", "The best is past.", "It learns by heart."),
    ),
    contested="Some would go on.",
)
STEPS = Question(
    card="total-steps",
    kind="calculation",
    prompt="50,000 examples, batches of 125, 20 epochs. How many steps?",
    answer=Number(Fraction(8000), "step"),
    reference="8,000 steps",
    explanation=("50,000 / 125 = 400", "400 × 20 = 8,000"),
    family="total-steps",
)
LADDER = replace(
    STEPS,
    answer=Number(
        Fraction(8000),
        "step",
        hints=("50,000 examples, 125 at a time.", "One epoch: 50,000 / 125.", "That times 20."),
        facts={"left": "80 samples"},
    ),
)
HOURS = replace(
    STEPS, answer=Number(Fraction("2.5"), "hour", tolerance=Fraction(1, 100)), reference="2.5 hours"
)
DAY = date(2026, 11, 24)


def asked(question=EPOCH, purpose="review", stage="open", count=2, **more) -> Asked:
    return Asked(
        question_id=7,
        purpose=purpose,
        stage=stage,
        question=question,
        offers=offers(
            purpose,
            stage,
            question.answer,
            count,
            missed=more.get("wrong", 0) > 0,
            hinted=more.get("hinted", 0),
        ),
        **{"message_id": 70} | more,
    )


def recorded(of=EPOCH, quality=4, said="epoch", days=6, again_today=False, **more) -> Recorded:
    about = {name: more.pop(name) for name in ("wrong", "hinted") if name in more}
    return Recorded(
        seq=3,
        kind=more.pop("kind", "review"),
        asked=asked(of, stage="done", **about),
        quality=quality,
        said=said,
        days=days,
        again_today=again_today,
        **more,
    )


PARTLY = Verdict(
    quality=3,
    confident=True,
    hits=(Hit("every example is used", "all the data"), Hit("one pass", "a full pass")),
    missing=("exactly once",),
)
UNSURE = replace(PARTLY, confident=False)
TURNED = Verdict(
    quality=2,
    confident=True,
    hits=(Hit("one pass", "a pass"),),
    missing=("every example is used",),
    contradicted=(
        Contradiction(
            "a smaller batch needs more memory",
            "As batch size goes up, memory goes up.",
            "Activations are kept.",
        ),
    ),
)
MIXED_UP = Verdict(
    quality=1,
    confident=True,
    missing=("every example is used",),
    contradicted=(Contradiction("one update", "That is one update of the parameters."),),
    sounds_like="step",
)
PARTLY_SEEN = "There: “all the data”, “a full pass”\nNot found in your answer: exactly once"
NEXT = replace(asked(STEPS, message_id=None), question_id=8)
NEXT_SEEN = f"send, opens 8: {STEPS.prompt}\n[Show me]"
RISING_SEEN = (
    "Stop earlier (this one): The best is past.\nTrain on: It learns more by heart.\n"
    "Validate less: It only reads worse.\n\nMore: A book"
)
LETTERS_SEEN = "A. Train with a higher learning rate\nB. Stop\nC. Train on"
LETTERED_SEEN = (
    "A. Train with a higher learning rate: It diverges.\nB. Stop (this one): The best is past.\n"
    "C. Train on: It learns by heart.\n\nWhere sources disagree: Some would go on.\n\nMore: A book"
)
SIDES_SEEN = "a small batch: Few at once.\na large batch (this one): All at once.\n\nThey are kept."
OPTIONS_SEEN = "[a small batch]\n[a large batch]\n[The same]\n[Not sure]"
EPOCH_SEEN = "One pass over every example.\n\nExample: a book, once."
STEPS_SEEN = "8,000 steps\n\n50,000 / 125 = 400\n400 × 20 = 8,000"


def seen(*done) -> str:
    """The acts as one would tell them."""
    return "\n".join(map(_seen, done))


def _seen(act) -> str:
    match act:
        case Send(screen, opens, reply):
            how = "reply" if reply else "send"
            return f"{how}{f', opens {opens}' if opens is not None else ''}: {_shown(screen)}"
        case Edit(screen):
            return f"edit: {_shown(screen)}"
        case Strip(message_id):
            return f"strip {'the tapped' if message_id is None else message_id}"
        case Toast(text):
            return f"toast: {text}"


def _shown(screen: Screen) -> str:
    keys = (" ".join(f"[{key.label}]" for key in row) for row in screen.keyboard)
    return "\n".join((parse(screen.text).text, *keys))


TYPED = [
    # --- asked ---
    (asked(message_id=None), "send, opens 7: What is an epoch?\n[Show answer]"),
    (
        asked(resent=True),
        "strip 70\nsend, opens 7: Still open:\n\nWhat is an epoch?\n[Show answer]",
    ),
    (
        asked(stage="shown", days=6, resent=True),
        f"strip 70\nsend, opens 7: Still open:\n\nWhat is an epoch?\n\n{EPOCH_SEEN}\n\n"
        "If you knew it: again in 6 days.\n[Forgot · again today]\n[Knew it]",
    ),
    (
        asked(purpose="introduction", stage="planned", message_id=None),
        "send, opens 7: New card. Have a guess, or look.\n\nWhat is an epoch?\n"
        "[Show me] [I know this]",
    ),
    (
        asked(MEMORY, purpose="introduction", stage="planned", message_id=None),
        "send, opens 7: New card. Have a guess, or look.\n\nWhich needs more memory?\n"
        "[a small batch]\n[a large batch]\n[The same]\n[Not sure] [Show me]",
    ),
    (
        asked(MEMORY, message_id=None),
        f"send, opens 7: Which needs more memory?\n{OPTIONS_SEEN}",
    ),
    (
        asked(RISING, message_id=None),
        f"send, opens 7: {RISING.prompt}\n[Stop earlier]\n[Train on]\n[Validate less]\n[Not sure]",
    ),
    (  # options that a phone would cut stand in the text, and the buttons are letters
        asked(LETTERED, purpose="introduction", stage="planned", message_id=None),
        f"send, opens 7: New card. Have a guess, or look.\n\n{RISING.prompt}\n\n{LETTERS_SEEN}\n"
        "[A] [B] [C]\n[Not sure] [Show me]",
    ),
    (
        asked(STEPS, purpose="practice", message_id=None),
        f"send, opens 7: A problem for practice.\n\n{STEPS.prompt}\n[Show me]",
    ),
    (
        asked(LADDER, message_id=None),
        f"send, opens 7: {STEPS.prompt}\n[Hint] [Show me]",
    ),
    (
        asked(LADDER, purpose="introduction", message_id=None),
        f"send, opens 7: New card. Have a guess, or look.\n\n{STEPS.prompt}\n"
        "[Hint] [Show me]\n[I know this]",
    ),
    (  # hints that were given stay with the question
        asked(LADDER, hinted=2, resent=True),
        f"strip 70\nsend, opens 7: Still open:\n\n{STEPS.prompt}\n\n"
        "Hint 1: 50,000 examples, 125 at a time.\n\nHint 2: One epoch: 50,000 / 125.\n"
        "[Hint] [Show me]",
    ),
    (
        asked(STEPS, purpose="practice", message_id=None, day=DAY),
        f"send, opens 7: The problem of the day, 24 November.\n\n{STEPS.prompt}\n[Show me]",
    ),
    (
        asked(purpose="return", message_id=None),
        "send, opens 7: Once more today.\n\nWhat is an epoch?\n[Show answer]",
    ),
    # --- recorded: right is one calm line, and the next card follows by itself ---
    (recorded(next=NEXT), f"strip 70\nreply: Right. Next in 6 days.\n{NEXT_SEEN}"),
    (recorded(days=1, next=NEXT), f"strip 70\nreply: Right. Next tomorrow.\n{NEXT_SEEN}"),
    (recorded(kind="return", days=None, next=NEXT), f"strip 70\nreply: Right.\n{NEXT_SEEN}"),
    (
        recorded(can_ease=True, next=NEXT),
        f"strip 70\nreply: Right. Next in 6 days.\n[Easy]\n{NEXT_SEEN}",
    ),
    (
        recorded(STEPS, said="about 8000", approximate=True, next=NEXT),
        f"strip 70\nreply: Right: exactly 8,000 steps. Next in 6 days.\n{NEXT_SEEN}",
    ),
    (
        recorded(MEMORY, said="a large batch", next=NEXT),
        f"strip 70\nreply: Right. Next in 6 days.\n\n{SIDES_SEEN}\n{NEXT_SEEN}",
    ),
    (
        recorded(RISING, said="Stop earlier", next=NEXT),
        f"strip 70\nreply: Right. Next in 6 days.\n\n{RISING_SEEN}\n{NEXT_SEEN}",
    ),
    (
        recorded(LETTERED, 1, "Train on", days=1, again_today=True, can_claim=True),
        f"strip 70\nreply: Not quite.\n\n{LETTERED_SEEN}\n\nOnce more today, then tomorrow.\n"
        "[Next] [I was right]",
    ),
    # --- recorded in the learner's own words ---
    (
        recorded(quality=5, verdict=replace(PARTLY, quality=5, missing=()), next=NEXT),
        f"strip 70\nreply: Right. Every point is there. Next in 6 days.\n{NEXT_SEEN}",
    ),
    (
        recorded(quality=4, verdict=replace(PARTLY, quality=4), next=NEXT),
        f"strip 70\nreply: Right. One could add: exactly once. Next in 6 days.\n{NEXT_SEEN}",
    ),
    (  # word for word, or a card without key points
        recorded(quality=4, verdict=Verdict(4, confident=True), next=NEXT),
        f"strip 70\nreply: Right. Next in 6 days.\n{NEXT_SEEN}",
    ),
    (
        recorded(quality=3, verdict=PARTLY, again_today=True, can_claim=True),
        f"strip 70\nreply: {PARTLY_SEEN}\n\n{EPOCH_SEEN}\n\n"
        "2 of 3 points. I'd call that Hard. Once more today, then in 6 days.\n[Next] [I was right]",
    ),
    (
        recorded(quality=2, verdict=TURNED, days=1, again_today=True, can_claim=True),
        "strip 70\nreply: There: “a pass”\nNot found in your answer: every example is used\n\n"
        "The other way round: “a smaller batch needs more memory”. As batch size goes up, memory "
        f"goes up. Activations are kept.\n\n{EPOCH_SEEN}\n\n"
        "1 of 2 points. Not quite. Once more today, then tomorrow.\n[Next] [I was right]",
    ),
    (  # what is denied is not also listed as not found
        recorded(
            quality=2,
            verdict=replace(
                TURNED, contradicted=(Contradiction("not all data", "every example is used"),)
            ),
            days=1,
            again_today=True,
        ),
        "strip 70\nreply: There: “a pass”\n\nThe other way round: “not all data”. What holds: "
        f"every example is used.\n\n{EPOCH_SEEN}\n\n"
        "1 of 2 points. Not quite. Once more today, then tomorrow.\n[Next]",
    ),
    (
        recorded(quality=1, verdict=MIXED_UP, days=1, again_today=True, can_claim=True),
        "strip 70\nreply: Not found in your answer: every example is used\n\n"
        "You wrote “one update”. That is one update of the parameters.\n\n"
        f"That is the meaning of “step”.\n\n{EPOCH_SEEN}\n\n"
        "0 of 1 point. Not quite. Once more today, then tomorrow.\n[Next] [I was right]",
    ),
    (  # one clause, one explanation; and whose meaning it is, only if that is not said in it
        recorded(
            quality=1,
            verdict=Verdict(
                quality=1,
                confident=True,
                missing=("all of the data", "once"),
                contradicted=(
                    Contradiction("not all data once", "all of the data"),
                    Contradiction("not all data once", "once"),
                    Contradiction("one update", "That is a step."),
                    Contradiction("one update", "That is an update of one batch."),
                    Contradiction("something else", "That is something else."),
                ),
                sounds_like="step",
            ),
        ),
        "strip 70\nreply: The other way round: “not all data once”. What holds: all of the data; "
        f"once.\n\nYou wrote “one update”. That is a step.\n\n{EPOCH_SEEN}\n\n"
        "0 of 2 points. Not quite. Next in 6 days.\n[Next]",
    ),
    (
        recorded(quality=0, verdict=Verdict(0, confident=True, gate="word_list"), again_today=True),
        "strip 70\nreply: Those are words without a sentence. Say how they belong together.\n\n"
        f"{EPOCH_SEEN}\n\nNot quite. Once more today, then in 6 days.\n[Next]",
    ),
    # --- recorded below 4: explained, and the learner goes on ---
    (
        recorded(quality=0, said="no idea", days=1, again_today=True, can_claim=True),
        f"strip 70\nreply: Here it is.\n\n{EPOCH_SEEN}\n\nOnce more today, then tomorrow.\n"
        "[Next] [I was right]",
    ),
    (
        recorded(STEPS, 3, "8000", days=6, again_today=True, wrong=1),
        f"strip 70\nreply: Right, on the second look.\n\n{STEPS_SEEN}\n\n"
        "Once more today, then in 6 days.\n[Next]",
    ),
    (
        recorded(LADDER, 3, "8000", days=6, again_today=True, hinted=2),
        f"strip 70\nreply: Right, with a hint.\n\n{STEPS_SEEN}\n\n"
        "Once more today, then in 6 days.\n[Next]",
    ),
    (
        recorded(LADDER, 3, "8000", days=6, again_today=True, hinted=2, wrong=1),
        f"strip 70\nreply: Right, on the second look.\n\n{STEPS_SEEN}\n\n"
        "Once more today, then in 6 days.\n[Next]",
    ),
    (
        recorded(HOURS, said="2.51", approximate=True, next=NEXT),
        f"strip 70\nreply: Right: it is 2.5 hours. Next in 6 days.\n{NEXT_SEEN}",
    ),
    (
        recorded(
            STEPS, 1, "400", days=1, again_today=True, codes=("forgot_epochs",), can_claim=True
        ),
        "strip 70\nreply: Not quite.\n\nThat is one epoch; the run has more.\n\n"
        f"{STEPS_SEEN}\n\nOnce more today, then tomorrow.\n[Next] [I was right]\n"
        "[Another like this]",
    ),
    (
        recorded(STEPS, 1, "400", kind="return", days=None, codes=("no such slip",)),
        f"strip 70\nreply: Not quite.\n\n{STEPS_SEEN}\n[Next]\n[Another like this]",
    ),
    (  # a question that was asked before questions knew their family
        recorded(replace(STEPS, family=""), 1, "400", kind="return", days=None),
        f"strip 70\nreply: Not quite.\n\n{STEPS_SEEN}\n[Next]",
    ),
    # --- shown, then self-rated ---
    (
        Shown(asked=asked(stage="shown", days=6), guess="a pass"),
        f"strip 70\nreply, opens 7: Compare it with yours:\n\n{EPOCH_SEEN}\n\n"
        "If you knew it: again in 6 days.\n[Forgot · again today]\n[Knew it]",
    ),
    (
        Shown(asked=asked(stage="shown", days=6), guess="a pass", verdict=UNSURE),
        f"strip 70\nreply, opens 7: {PARTLY_SEEN}\n\nCompare it with yours:\n\n{EPOCH_SEEN}\n\n"
        "2 of 3 points. I'd call that Hard.\n\nIf you knew it: again in 6 days.\n"
        "[Forgot · again today]\n[Knew it]",
    ),
    (
        Shown(
            asked=asked(stage="shown", days=6, count=4),
            guess="a pass",
            verdict=replace(UNSURE, quality=4),
        ),
        f"strip 70\nreply, opens 7: {PARTLY_SEEN}\n\nCompare it with yours:\n\n{EPOCH_SEEN}\n\n"
        "2 of 3 points. I'd call that Good.\n\nIf you knew it: again in 6 days.\n"
        "[Forgot · again today]\n[Hard · once more today]\n[Good]\n[Easy · longer gaps later]",
    ),
    (  # only the learner can tell
        Shown(
            asked=asked(stage="shown", days=6),
            guess="una pasada",
            verdict=Verdict(None, confident=False, gate="other_language"),
        ),
        "strip 70\nreply, opens 7: I can only judge answers in English.\n\n"
        f"Compare it with yours:\n\n{EPOCH_SEEN}\n\nIf you knew it: again in 6 days.\n"
        "[Forgot · again today]\n[Knew it]",
    ),
    (
        Shown(
            asked=asked(stage="shown", days=6),
            guess="What is an epoch?",
            verdict=Verdict(0, confident=False, gate="copied"),
        ),
        "strip 70\nreply, opens 7: That repeats the question.\n\n"
        f"Compare it with yours:\n\n{EPOCH_SEEN}\n\nIf you knew it: again in 6 days.\n"
        "[Forgot · again today]\n[Knew it]",
    ),
    (  # nobody is told that they forgot what they have never seen
        Shown(
            asked=asked(purpose="introduction", stage="compared"),
            guess="a pass",
            verdict=replace(UNSURE, quality=2),
        ),
        f"strip 70\nreply, opens 7: {PARTLY_SEEN}\n\nCompare it with yours:\n\n{EPOCH_SEEN}\n\n"
        "2 of 3 points.\n[Got it] [Knew it]",
    ),
    (
        Shown(
            asked=asked(purpose="introduction", stage="shown"),
            guess="one update",
            verdict=MIXED_UP,
        ),
        "strip 70\nreply, opens 7: Not found in your answer: every example is used\n\n"
        "You wrote “one update”. That is one update of the parameters.\n\n"
        f"That is the meaning of “step”.\n\nHere it is:\n\n{EPOCH_SEEN}\n\n0 of 1 point.\n[Got it]",
    ),
    (
        Shown(asked=asked(purpose="introduction", stage="compared"), guess="a pass"),
        f"strip 70\nreply, opens 7: Compare it with yours:\n\n{EPOCH_SEEN}\n[Got it] [Knew it]",
    ),
    (
        Shown(
            asked=asked(STEPS, purpose="introduction", stage="shown"),
            guess="400",
            codes=("forgot_epochs",),
        ),
        "strip 70\nreply, opens 7: Here it is:\n\nThat is one epoch; the run has more.\n\n"
        f"{STEPS_SEEN}\n[Got it]",
    ),
    (
        Kept(asked=asked(stage="shown", days=6)),
        "strip 70\nreply, opens 7: Kept with your answer. How was it?\n\n"
        "If you knew it: again in 6 days.\n[Forgot · again today]\n[Knew it]",
    ),
    (Kept(asked=asked(stage="done")), "strip 70\nreply: Kept with your answer."),
    # --- the question stays open ---
    (
        Hint(asked=asked(STEPS, wrong=1), codes=("forgot_epochs",)),
        "strip 70\nreply, opens 7: Not yet. Did you count every epoch? Look once more?\n[Show me]",
    ),
    (
        Hint(asked=asked(LADDER, wrong=1, hinted=1), codes=("floor",), value="7800"),
        "strip 70\nreply, opens 7: Not yet. 7,800 leaves out the last 80 samples of each epoch. "
        "Look once more?\n[Hint] [Show me]",
    ),
    (  # what may be several things is asked
        Hint(asked=asked(LADDER, wrong=1), codes=("floor", "one_extra"), value="7800"),
        "strip 70\nreply, opens 7: Not yet. Look at one of these: Did you count the samples that "
        "do not fill a whole batch? Did you count one step too many? Look once more?\n"
        "[Hint] [Show me]",
    ),
    (
        Hint(asked=asked(STEPS, wrong=1), codes=()),
        "strip 70\nreply, opens 7: Not yet. Look once more?\n[Show me]",
    ),
    (
        Unclear(asked=asked(STEPS), why="unreadable", message="I read two numbers."),
        "strip 70\nreply, opens 7: I read two numbers.\n[Show me]",
    ),
    (
        Unclear(asked=asked(STEPS), why="unreadable"),
        "strip 70\nreply, opens 7: I look for a number here, such as 8,000.\n[Show me]",
    ),
    (
        Unclear(asked=asked(STEPS, wrong=1), why="repeated"),
        "strip 70\nreply, opens 7: That is the number you sent before. Look once more?\n[Show me]",
    ),
    (
        Unclear(asked=asked(MEMORY), why="no_options"),
        f"strip 70\nreply, opens 7: This one is answered with the buttons:\n{OPTIONS_SEEN}",
    ),
    (
        Unclear(asked=asked(RISING), why="no_options"),
        "strip 70\nreply, opens 7: This one is answered with the buttons:\n"
        "[Stop earlier]\n[Train on]\n[Validate less]\n[Not sure]",
    ),
    (
        Unclear(asked=asked(LETTERED), why="no_options"),
        f"strip 70\nreply, opens 7: Type or tap a letter:\n\n{LETTERS_SEEN}\n"
        "[A] [B] [C]\n[Not sure]",
    ),
    (
        WhichCard(asked=asked(), text="a pass", previous="What is a step?"),
        "reply: The next card had only just come. Did that still belong to “What is a step?”?\n"
        "[For this card]\n[For the one before]",
    ),
    # --- practice ---
    (
        Practised(asked=asked(STEPS, purpose="practice", stage="done"), right=True, said="8000"),
        "strip 70\nreply: Right.\n[Another] [Study]",
    ),
    (
        Practised(
            asked=asked(STEPS, purpose="practice", stage="done"),
            right=False,
            said="400",
            codes=("forgot_epochs",),
            back=replace(asked(resent=True), question_id=6, message_id=60),
        ),
        f"strip 70\nreply: Not quite.\n\nThat is one epoch; the run has more.\n\n{STEPS_SEEN}\n"
        "[Another like this]\n"
        "strip 60\nsend, opens 6: Still open:\n\nWhat is an epoch?\n[Show answer]",
    ),
    (
        Practised(
            asked=asked(STEPS, purpose="practice", stage="done", day=DAY), right=True, said="8000"
        ),
        "strip 70\nreply: Right.\n[Another] [Study]\n[Share]",
    ),
    (
        Welcomed(asked=asked(STEPS, purpose="practice", message_id=None, day=DAY)),
        f"send: {parse(screens.welcome().text).text}\n[Start]\n"
        f"send, opens 7: The problem of the day, 24 November.\n\n{STEPS.prompt}\n[Show me]",
    ),
    # --- second thoughts ---
    (
        EditOffered(seq=3, text="one pass"),
        "reply: You changed your answer to “one pass”. Shall the new text count?\n"
        "[Grade the new text]\n[Leave it as it was]",
    ),
    (
        Undone(seq=4, asked=asked(resent=True), prompt="What is an epoch?", undo_seq=3),
        "strip 70\nsend, opens 7: Taken back. The question is open again:\n\n"
        "What is an epoch?\n[Show answer]\n[Undo]",
    ),
    (
        Undone(seq=4, asked=asked(stage="shown", days=6), prompt="What is an epoch?"),
        "strip 70\nsend, opens 7: Taken back. The question is open again:\n\n"
        f"What is an epoch?\n\n{EPOCH_SEEN}\n\nIf you knew it: again in 6 days.\n"
        "[Forgot · again today]\n[Knew it]",
    ),
    (
        Undone(seq=4, asked=None, prompt="What is an epoch?", quality=4),
        "send: Taken back. “What is an epoch?” counts as right again.\n[Study]",
    ),
    (
        Undone(seq=4, asked=None, prompt="What is an epoch?", quality=1, waiting=True, undo_seq=3),
        "send: Taken back. “What is an epoch?” counts as not quite right again.\n[Next] [Undo]",
    ),
    # --- the round ---
    (
        RoundOver(rated=10, right=8, minutes=4, waiting=7, undo_seq=9),
        "send: Ten done, 8 right, 4 min. 7 more are due.\n[Ten more] [Enough for today]\n[Undo]",
    ),
    (
        RoundOver(rated=10, right=10, minutes=12, waiting=10, undo_seq=9),
        "send: Ten done, 10 right, 12 min. 10 or more are due.\n"
        "[Ten more] [Enough for today]\n[Undo]",
    ),
    (
        RoundOver(rated=10, right=9, minutes=3, waiting=1, undo_seq=9),
        "send: Ten done, 9 right, 3 min. 1 more is due.\n[Ten more] [Enough for today]\n[Undo]",
    ),
    (
        Finished(rated=4, right=3, minutes=2, tomorrow=12, undo_seq=9),
        "send: Four done, 3 right, 2 min.\n\nThat was today's.\n\nTomorrow brings 12 cards.\n"
        "[A problem] [Undo]",
    ),
    (
        Finished(),
        "send: That was today's.\n\nNo card is due tomorrow.\n[A problem]",
    ),
    # --- refusals ---
    (Refused(why="not_open"), "reply: Nothing is open.\n[Study] [A problem]"),
    (Refused(why="nothing"), "send: There is nothing to undo today."),
    (Refused(why="older"), "send: Only today's answers can be undone."),
    (Stranger(), "send: We have not met yet. Send /start, and we begin."),
    (Done(), ""),
    # --- pages ---
    (
        Home(joined=True, studied_today=3, due=10, new=1),
        "send: Welcome back. 3 cards answered today.\n\n"
        "10 or more cards are due. 1 new card waits.\n[Study] [A problem]",
    ),
    (
        Home(joined=True),
        "send: Welcome back. You have not studied yet today.\n\n"
        "Nothing is due now. A problem is always there.\n[Study] [A problem]",
    ),
    (
        Paused(until=date(2026, 3, 5)),
        "send: I will send nothing unasked until 5 March 2026, or until /resume. "
        "Your cards wait, and /study still works.",
    ),
    (
        Paused(until=None),
        "send: I will send nothing unasked until /resume. Your cards wait, and /study still works.",
    ),
]

TAPPED = [
    (asked(message_id=None), "strip the tapped\nsend, opens 7: What is an epoch?\n[Show answer]"),
    # --- a rated card keeps its question and its answer ---
    (
        recorded(said="knew_it", next=NEXT),
        f"edit: What is an epoch?\n\n{EPOCH_SEEN}\n\nGood. Next in 6 days.\n{NEXT_SEEN}",
    ),
    (
        recorded(quality=1, said="forgot", days=1, again_today=True, next=NEXT),
        f"edit: What is an epoch?\n\n{EPOCH_SEEN}\n\nNoted. Once more today, then tomorrow.\n"
        f"{NEXT_SEEN}",
    ),
    (
        recorded(quality=1, said="forgot", kind="return", days=None, next=NEXT),
        f"edit: What is an epoch?\n\n{EPOCH_SEEN}\n\nNoted.\n{NEXT_SEEN}",
    ),
    (
        recorded(MEMORY, said="a large batch", next=NEXT),
        "edit: Which needs more memory?\n\nYou chose: a large batch\n\n"
        f"Right. Next in 6 days.\n\n{SIDES_SEEN}\n{NEXT_SEEN}",
    ),
    (
        recorded(MEMORY, 1, "a small batch", days=1, again_today=True, can_claim=True),
        "edit: Which needs more memory?\n\nYou chose: a small batch\n\nNot quite.\n\n"
        f"{SIDES_SEEN}\n\nOnce more today, then tomorrow.\n[Next] [I was right]",
    ),
    (
        recorded(MEMORY, 0, "Not sure", days=1, again_today=True),
        "edit: Which needs more memory?\n\nYou chose: Not sure\n\nHere it is.\n\n"
        f"{SIDES_SEEN}\n\nOnce more today, then tomorrow.\n[Next]",
    ),
    (  # a text that had come early, and was for this card
        recorded(
            MEMORY, said="small ones need less", verdict=Verdict(4, confident=True), next=NEXT
        ),
        "edit: Which needs more memory?\n\nYou wrote: small ones need less\n\n"
        f"Right. Next in 6 days.\n\n{SIDES_SEEN}\n{NEXT_SEEN}",
    ),
    (
        recorded(RISING, 1, "Train on", days=1, again_today=True, can_claim=True),
        f"edit: {RISING.prompt}\n\nYou chose: Train on\n\nNot quite.\n\n{RISING_SEEN}\n\n"
        "Once more today, then tomorrow.\n[Next] [I was right]",
    ),
    (
        recorded(STEPS, 1, "", days=1, again_today=True),
        f"edit: {STEPS.prompt}\n\nHere it is.\n\n{STEPS_SEEN}\n\n"
        "Once more today, then tomorrow.\n[Next]\n[Another like this]",
    ),
    (
        recorded(said="", kind="correction", next=NEXT),
        f"edit: What is an epoch?\n\nCorrected: right. Next in 6 days.\n\n{EPOCH_SEEN}\n"
        f"{NEXT_SEEN}",
    ),
    (
        recorded(quality=5, said="", kind="correction"),
        f"edit: What is an epoch?\n\nCorrected: easy. Next in 6 days.\n\n{EPOCH_SEEN}",
    ),
    # --- shown ---
    (
        Shown(asked=asked(stage="shown", days=6)),
        f"edit: What is an epoch?\n\n{EPOCH_SEEN}\n\nIf you knew it: again in 6 days.\n"
        "[Forgot · again today]\n[Knew it]",
    ),
    (
        Shown(asked=asked(stage="shown", days=1, count=4)),
        f"edit: What is an epoch?\n\n{EPOCH_SEEN}\n\nIf you knew it: again tomorrow.\n"
        "[Forgot · again today]\n[Hard · once more today]\n[Good]\n[Easy · longer gaps later]",
    ),
    (  # a return changes no date, and does not always come back
        Shown(asked=asked(purpose="return", stage="shown", count=4)),
        f"edit: What is an epoch?\n\n{EPOCH_SEEN}\n[Forgot] [Hard]\n[Good] [Easy]",
    ),
    (
        Shown(asked=asked(purpose="introduction", stage="shown")),
        f"edit: What is an epoch?\n\n{EPOCH_SEEN}\n[Got it]",
    ),
    (
        Shown(asked=asked(MEMORY, purpose="introduction", stage="shown"), guess="The same"),
        "edit: Which needs more memory?\n\nYou chose: The same\n\nHere it is:\n\n"
        f"{SIDES_SEEN}\n[Got it]",
    ),
    (
        Shown(asked=asked(LETTERED, purpose="introduction", stage="shown"), guess="Train on"),
        f"edit: {RISING.prompt}\n\nYou chose: Train on\n\nHere it is:\n\n{LETTERED_SEEN}\n[Got it]",
    ),
    (
        Introduced(asked=asked(purpose="introduction", stage="done"), next=NEXT),
        f"edit: What is an epoch?\n\n{EPOCH_SEEN}\n\nYou will meet it again in a little while.\n"
        f"{NEXT_SEEN}",
    ),
    (
        Check(asked=asked(purpose="introduction", stage="checking")),
        "edit: What is an epoch?\n\nGood. Your answer counts now.\n[Show me]",
    ),
    (
        WhyAsked(asked=asked(MEMORY, stage="reason")),
        "edit: Which needs more memory?\n\nYou chose: a large batch\n\n"
        "Right so far. Why is that? Tell me in your own words, or look.\n[Show me]",
    ),
    (
        Practised(asked=asked(STEPS, purpose="practice", stage="done"), right=False, said=""),
        f"edit: {STEPS.prompt}\n\nHere it is.\n\n{STEPS_SEEN}\n[Another like this]\n[Study]",
    ),
    (
        Hinted(asked=asked(LADDER, hinted=1)),
        f"edit: {STEPS.prompt}\n\nHint 1: 50,000 examples, 125 at a time.\n[Hint] [Show me]",
    ),
    (
        Hinted(asked=asked(LADDER, purpose="practice", hinted=1, day=DAY)),
        f"edit: The problem of the day, 24 November.\n\n{STEPS.prompt}\n\n"
        "Hint 1: 50,000 examples, 125 at a time.\n[Hint] [Show me]",
    ),
    (
        Hinted(asked=asked(LADDER, hinted=3)),
        f"edit: {STEPS.prompt}\n\nHint 1: 50,000 examples, 125 at a time.\n\n"
        "Hint 2: One epoch: 50,000 / 125.\n\nHint 3: That times 20.\n[Show me]",
    ),
    (
        KeptBefore(asked=asked(), previous="What is a step?"),
        "edit: Kept with “What is a step?”. The question after it still waits.",
    ),
    (KeptBefore(asked=None, previous="What is a step?"), "edit: Kept with “What is a step?”."),
    (
        Undone(seq=4, asked=asked(resent=True), prompt="What is an epoch?"),
        "strip the tapped\nstrip 70\nsend, opens 7: Taken back. The question is open again:\n\n"
        "What is an epoch?\n[Show answer]",
    ),
    (
        Finished(tomorrow=1, undo_seq=9),
        "strip the tapped\nsend: That was today's.\n\nTomorrow brings 1 card.\n[A problem] [Undo]",
    ),
    # --- refusals ---
    (Refused(why="answered"), "toast: Already recorded."),
    (
        Refused(why="closed"),
        "toast: This question is no longer open. /study brings the one that is.",
    ),
    (
        Refused(why="aside"),
        "toast: This one waits until the problem is done. Then I send it again.",
    ),
    (Refused(why="unknown"), "toast: This button does not work any more. /study goes on."),
    (
        Refused(why="outdated"),
        "toast: The moment for this button has passed. Nothing was changed.",
    ),
    (Refused(why="not_open"), "toast: Nothing is open. /study brings a card."),
    (Stranger(), "toast: Send /start first."),
    (
        SettingsNow(minutes=10, buttons=2, zone="Europe/Lisbon", new_a_day=6, reviews_a_day=60),
        "edit: Settings\n\n"
        "10 minutes a day: up to 6 new cards and 60 cards that come back.\n\n"
        "Two buttons below an answer: Forgot and Knew it.\n\n"
        "Your clock: Europe/Lisbon. A study day ends at four in the morning.\n\n"
        "No reminders: cards come when you ask for them.\n"
        "[5 minutes a day]\n[10 minutes a day (now)]\n[20 minutes a day]\n"
        "[Two buttons (now)]\n[Four buttons]\n[Change my clock]\n[Set a reminder]",
    ),
    # --- the day ---
    (
        Finished(rated=4, right=3, minutes=2, asks_when=True),
        "strip the tapped\n"
        "send: Four done, 3 right, 2 min.\n\nThat was today's.\n\nNo card is due tomorrow.\n"
        "[A problem]\n"
        "send: Shall I bring the next cards tomorrow?\n"
        "[08:00] [12:30] [19:00]\n[Another time] [No reminders]",
    ),
    (
        WhenAsked(),
        "edit: At what time shall I bring each day's cards?\n"
        "[08:00] [12:30] [19:00]\n[Another time] [No reminders]",
    ),
    (
        TimeAsked(),
        "edit: At what time? Type it, such as 7:45 or 18:30. I keep quiet from 22:00 to 07:00.",
    ),
    (
        ClockAsked(hours=(time(9, 30), time(14))),
        "edit: What does your clock say now?\n\n"
        "Tap the nearest, or type a city such as Nairobi.\n"
        "[09:30] [14:00]\n[Leave it as it is]",
    ),
    (
        ReminderSet(at_minute=480, days=1),
        "edit: I bring cards every day at 08:00, if any are due: tomorrow for the first time. "
        "/settings changes that.",
    ),
    (
        ReminderSet(at_minute=1140, days=0),
        "edit: I bring cards every day at 19:00, if any are due: today for the first time. "
        "/settings changes that.",
    ),
    (NoReminder(), "edit: No reminders, then. /study brings cards, and /settings reminders."),
    (
        Snoozed(asked=asked(), at_minute=545, days=0),
        "toast: I come back at 09:05.\nedit: What is an epoch?\n[Show answer]",
    ),
    (
        Snoozed(asked=asked(), at_minute=480, days=1),
        "toast: It is late: I come back at 08:00 tomorrow.\nedit: What is an epoch?\n[Show answer]",
    ),
    (
        NotToday(asked=asked(stage="closed"), at_minute=480, days=1),
        "edit: What is an epoch?\n\nNot today, then. I look again at 08:00 tomorrow.",
    ),
]


@pytest.mark.parametrize(("outcome", "what"), TYPED)
def test_what_is_seen_after_typing(outcome, what):
    assert seen(*acts(outcome, tapped=False)) == what


@pytest.mark.parametrize(("outcome", "what"), TAPPED)
def test_what_is_seen_after_a_tap(outcome, what):
    assert seen(*acts(outcome, tapped=True)) == what


def test_every_outcome_is_in_the_tables():
    kinds = {type(outcome) for outcome, _ in (*TYPED, *TAPPED)}
    assert kinds == set(get_args(get_args(Outcome)[0]))


def test_something_that_is_no_outcome_is_an_error():
    with pytest.raises(TypeError, match="nothing is shown for str"):
        acts("hello", tapped=False)


def test_every_refusal_has_its_words():
    for why in get_args(Refused.__annotations__["why"]):
        assert acts(Refused(why=why), tapped=True)[0].text


# --- the rules behind the tables --------------------------------------------------------------

SMALL_LETTERS = "abcdefghij klmnopqrstuvwxyz"
HOSTILE = st.one_of(
    st.sampled_from(
        ["<b>", "</i>", "&lt;", "&", "<", "{n}", "`*_", "𝒙", "\U0001f469\u200d", "\u200f"]
    ),
    st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=6),
    st.just(SMALL_LETTERS),
)


def texts(limit: int) -> st.SearchStrategy[str]:
    """Text of any length up to the limit that a deck's format sets, most often all of it."""
    lengths = st.one_of(st.just(limit), st.integers(1, limit))
    filled = st.builds(lambda piece, n: (piece * n)[:n], HOSTILE, lengths)
    return filled.map(str.strip).filter(bool)


SOURCES = st.just("") | texts(300)
CONTESTED = st.just("") | texts(300)
DEFINITIONS = st.builds(
    Question,
    card=st.just("epoch"),
    kind=st.just("definition"),
    prompt=texts(722),
    answer=st.just(Typed(("epoch",))),
    reference=texts(700),
    explanation=st.tuples(
        texts(500).map("Example: {}".format), texts(500).map("Why it matters: {}".format)
    ),
    source=SOURCES,
    contested=CONTESTED,
)
CALCULATIONS = st.builds(
    Question,
    card=st.just("total-steps"),
    kind=st.just("calculation"),
    prompt=texts(600),
    answer=st.builds(
        Number,
        value=st.just(Fraction(8000)),
        unit=st.just("step"),
        tolerance=st.sampled_from([Fraction(0), Fraction(1, 100)]),
        hints=st.just(()) | st.tuples(*[texts(400)] * 3),
        facts=st.just({"left": "80 samples"}),
    ),
    reference=texts(60),
    explanation=st.lists(texts(120), max_size=8).map(tuple),
    family=st.sampled_from(["", "total-steps"]),
)


@st.composite
def comparisons(draw) -> Question:
    count = draw(st.integers(2, 6))
    sides = Sides(
        options=tuple(draw(texts(40)) for _ in range(count)),
        right=draw(st.none() | st.integers(0, count - 1)),
        statements=tuple(draw(texts(400)) for _ in range(count)),
        why=draw(texts(500)),
    )
    return Question(
        card="batch-size.memory",
        kind="comparison",
        prompt=draw(texts(300)),
        answer=sides,
        reference=draw(texts(40)),
        source=draw(SOURCES),
        contested=draw(CONTESTED),
    )


@st.composite
def choices(draw) -> Question:
    count = draw(st.integers(3, 6))
    options = Options(
        options=tuple(draw(texts(150)) for _ in range(count)),
        right=draw(st.integers(0, count - 1)),
        reasons=tuple(draw(texts(280)) for _ in range(count)),
    )
    return Question(
        card="rising",
        kind="choice",
        prompt=draw(texts(400)),
        answer=options,
        reference=draw(texts(150)),
        source=draw(SOURCES),
        contested=draw(CONTESTED),
    )


QUESTIONS = st.one_of(DEFINITIONS, CALCULATIONS, comparisons(), choices())
CODES = st.sampled_from([(), ("forgot_epochs",), ("forgot_epochs", "floor", "rounded")])
DAYS = st.none() | st.integers(1, 36_500)


@st.composite
def standing(draw) -> Asked:
    purpose = draw(st.sampled_from(get_args(outcomes.Purpose)))
    stage = draw(st.sampled_from(get_args(outcomes.Stage)))
    return asked(
        draw(QUESTIONS),
        purpose,
        stage,
        draw(st.sampled_from([2, 4])),
        days=draw(DAYS),
        resent=draw(st.booleans()),
        wrong=draw(st.integers(0, 1)),
        hinted=draw(st.integers(0, 3)),
        day=draw(st.none() | st.dates()),
    )


SAID = texts(4096)
HITS = st.lists(st.builds(Hit, texts(120), texts(300)), max_size=8).map(tuple)
CONTRADICTIONS = st.lists(
    st.builds(Contradiction, texts(300), texts(200), st.just("") | texts(300)), max_size=4
).map(tuple)
VERDICTS = st.none() | st.builds(
    Verdict,
    quality=st.none() | st.integers(0, 5),
    confident=st.booleans(),
    gate=st.none() | st.sampled_from(["empty", "copied", "word_list", "other_language"]),
    hits=HITS,
    missing=st.lists(texts(120), max_size=8).map(tuple),
    contradicted=CONTRADICTIONS,
    sounds_like=st.just("") | texts(120),
)
OUTCOMES = st.one_of(
    standing(),
    st.builds(
        Recorded,
        seq=st.integers(1, 2**31 - 1),
        kind=st.sampled_from(["review", "return", "correction"]),
        asked=standing(),
        quality=st.integers(0, 5),
        said=SAID | st.sampled_from(["", "forgot", "easy"]),
        days=DAYS,
        again_today=st.booleans(),
        codes=CODES,
        approximate=st.booleans(),
        verdict=VERDICTS,
        can_claim=st.booleans(),
        can_ease=st.booleans(),
        next=st.none() | standing(),
    ),
    st.builds(Shown, asked=standing(), guess=st.just("") | SAID, codes=CODES, verdict=VERDICTS),
    st.builds(Hint, asked=standing(), codes=CODES, value=st.sampled_from(["", "1/3", "9" * 400])),
    st.builds(Hinted, asked=standing()),
    st.builds(Unclear, asked=standing(), why=st.just("unreadable"), message=texts(300)),
    st.builds(Kept, asked=standing()),
    st.builds(WhyAsked, asked=standing()),
    st.builds(WhichCard, asked=standing(), text=SAID, previous=texts(722)),
    st.builds(KeptBefore, asked=standing(), previous=texts(722)),
    st.builds(Introduced, asked=standing(), next=standing()),
    st.builds(
        Practised,
        asked=standing(),
        right=st.booleans(),
        said=SAID,
        codes=CODES,
        approximate=st.booleans(),
        back=st.none() | standing(),
        again=st.booleans(),
    ),
    st.builds(EditOffered, seq=st.just(3), text=SAID),
    st.builds(
        Undone,
        seq=st.just(3),
        asked=st.none() | standing(),
        prompt=texts(722),
        quality=st.integers(0, 5),
    ),
)


@settings(deadline=None, max_examples=scaled(200, 2000))
@given(OUTCOMES, st.booleans())
def test_whatever_a_card_says_telegram_takes_the_message(outcome, tapped):
    for act in acts(outcome, tapped=tapped):
        if isinstance(act, Send | Edit):
            message = parse(act.screen.text)
            assert 1 <= units(message.text) <= 4096
            for row in act.screen.keyboard:
                for key in row:
                    assert 1 <= len(key.label) <= 60
                    assert_works(key)


def assert_works(key: Key) -> None:
    """A button that is pressed can be read; what is shared starts the bot."""
    if key.share:
        assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", key.share.payload)
        assert "\n" not in key.share.text
    else:
        assert buttons.unpack(buttons.pack(key.button)) == key.button


def test_the_longest_comparison_that_a_deck_can_hold_is_shown_whole():
    sides = Sides(
        tuple(f"{i}" * 40 for i in range(6)), 5, tuple(f"{i}" * 400 for i in range(6)), "w" * 500
    )
    question = replace(MEMORY, prompt="p" * 300, answer=sides, source="s" * 300)
    outcome = recorded(question, 3, sides.options[5], days=36_500, again_today=True)
    text = parse(acts(outcome, tapped=True)[0].screen.text).text
    parts = (*sides.options, *sides.statements, sides.why, question.prompt, question.source)
    assert all(part in text for part in parts)
    assert len(text) <= 4096


def test_the_longest_contested_comparison_that_a_deck_can_hold_is_shown_whole():
    sides = Sides(
        tuple(f"{i}" * 40 for i in range(6)), 5, tuple(f"{i}" * 350 for i in range(6)), "w" * 500
    )
    question = replace(
        MEMORY, prompt="p" * 300, answer=sides, source="s" * 300, contested="c" * 300
    )
    outcome = recorded(question, 3, sides.options[5], days=36_500, again_today=True)
    text = parse(acts(outcome, tapped=True)[0].screen.text).text
    parts = (*sides.options, *sides.statements, sides.why, question.source, question.contested)
    assert all(part in text for part in parts)
    assert len(text) <= 4096


def test_the_longest_choice_that_a_deck_can_hold_is_shown_whole():
    options = Options(
        tuple(f"{i}" * 150 for i in range(6)), 5, tuple(f"{i}" * 280 for i in range(6))
    )
    question = replace(
        RISING, prompt="p" * 400, answer=options, source="s" * 300, contested="c" * 300
    )
    outcome = recorded(question, 1, options.options[0], days=36_500, again_today=True)
    text = parse(acts(outcome, tapped=True)[0].screen.text).text
    parts = (*options.options, *options.reasons, question.prompt, question.contested)
    assert all(part in text for part in (*parts, question.source))
    assert len(text) <= 4096


@pytest.mark.parametrize(
    ("longest", "labels"),
    [
        ("x" * 30, ("Stop", "Train on", "x" * 30)),
        ("x" * 31, ("A", "B", "C")),
        ("𝒙" * 16, ("A", "B", "C")),  # counted as Telegram counts
    ],
)
def test_options_that_a_phone_would_cut_get_letters_for_buttons(longest, labels):
    answer = Options(("Stop", "Train on", longest), 0, ("a", "b", "c"))
    keyboard = acts(asked(replace(RISING, answer=answer)), tapped=False)[-1].screen.keyboard
    assert tuple(key.label for row in keyboard for key in row) == (*labels, "Not sure")


LONGEST_DEFINITION = replace(
    EPOCH,
    prompt="p" * 722,
    reference="r" * 700,
    explanation=("e" * 509, "w" * 516),
    source="s" * 300,
    contested="c" * 300,
)


def test_the_longest_definition_that_a_deck_can_hold_is_shown_whole():
    question = LONGEST_DEFINITION
    outcome = recorded(question, 0, "t" * 4096, days=36_500, again_today=True)
    text = parse(acts(outcome, tapped=True)[0].screen.text).text
    parts = (question.prompt, question.reference, *question.explanation, question.source)
    assert all(part in text for part in (*parts, question.contested))
    assert len(text) <= 4096


def test_the_longest_definition_is_shown_whole_with_all_that_is_amiss_in_an_answer():
    wrong = [Contradiction(f"{i}" * 300, "h" * 120, "y" * 300) for i in range(4)]
    verdict = Verdict(
        quality=2,
        confident=True,
        hits=tuple(Hit("p" * 120, "w" * 300) for _ in range(8)),
        missing=("m" * 120,) * 8,
        contradicted=tuple(wrong),
        sounds_like="t" * 120,
    )
    question = LONGEST_DEFINITION
    outcome = recorded(question, 2, "x", days=36_500, again_today=True, verdict=verdict)
    text = parse(acts(outcome, tapped=False)[-1].screen.text).text
    parts = (question.reference, *question.explanation, question.source, question.contested)
    assert all(part in text for part in (*parts, "0" * 79, "1" * 79, "t" * 120))
    assert len(text) <= 4096


def _text(standing: Asked) -> str:
    send = acts(standing, tapped=False)[-1]
    return parse(send.screen.text).text


@given(standing())
def test_the_keys_are_the_offers_and_nothing_else(standing):
    keys = [key for row in acts(standing, tapped=False)[-1].screen.keyboard for key in row]
    assert {key.button.offer for key in keys} == set(standing.offers)
    assert {key.button.asked_id for key in keys} <= {standing.question_id}


@given(st.integers(1, 36_500))
def test_no_date_is_shown_but_the_one_that_was_written(days):
    text = seen(*acts(recorded(days=days), tapped=False))
    numbers = [word.replace(",", "") for word in text.split() if word.replace(",", "").isdigit()]
    assert numbers == (["70", str(days)] if days > 1 else ["70"])


def test_a_long_explanation_is_folded_and_a_short_one_is_not():
    folded = "<blockquote expandable>"
    long = replace(EPOCH, explanation=("word " * 60,), source="A book")
    assert folded in acts(asked(long, stage="shown"), tapped=False)[-1].screen.text
    assert folded not in acts(asked(EPOCH, stage="shown"), tapped=False)[-1].screen.text


@pytest.mark.parametrize("question", [EPOCH, MEMORY, STEPS])
def test_an_answer_says_where_more_can_be_read(question):
    text = _text(asked(replace(question, source="A book, chapter 3"), stage="shown"))
    assert "\nMore: A book, chapter 3" in text
    assert "More:" not in _text(asked(question, stage="shown"))


@given(st.text(), st.integers(1, 50))
def test_a_cut_text_is_short_enough_and_says_that_it_was_cut(text, most):
    short = cut(text, most)
    assert width(short) <= most
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))


def test_short_keys_share_a_row_and_long_ones_do_not():
    a, b, long = Key("Good"), Key("Undo"), Key("Easy · longer gaps later")
    assert rows(a, b, long, a) == ((a, b), (long,), (a,))


# --- pages ------------------------------------------------------------------------------------


def test_somebody_new_sees_what_this_is_what_it_is_not_and_one_button():
    page = screens.home(Home(joined=False))
    assert page == screens.welcome()
    text = parse(page.text).text
    assert "MLA-C01): Task 2.2, how models are trained." in text
    assert "It is not the whole exam." in text
    assert "I keep your answers so I can time your cards. /privacy" in text
    assert [[key.label for key in row] for row in page.keyboard] == [["Start"]]


def test_stats_lead_with_what_is_known_and_what_tomorrow_brings():
    page = screens.stats(
        Overview(
            known=12,
            learning=3,
            introduced=15,
            tomorrow=4,
            retention_percent=91,
            reviews_30_days=33,
            days_studied=5,
            streak=2,
            due_today=0,
        )
    )
    assert parse(page.text).text == (
        "You know 12 cards now. Tomorrow brings back 4.\n\n"
        "Still being learnt: 3 cards.\nMet so far: 15 cards.\n\n"
        "Remembered: 91 % of 33 answers in the last 30 days.\n"
        "Studied on 5 days.\n2 days in a row, one free day a week."
    )


def test_decks_say_what_there_is_and_offer_one_thing_each():
    page = screens.decks(
        (
            DeckLine("ml-training", "How a model is trained", 90, True, 12),
            DeckLine("rd", "R&D <basics>", 1, False, 0),
        )
    )
    assert _shown(page) == (
        "Decks\n\nHow a model is trained: 90 cards, 12 met so far. You are in.\n"
        "R&D <basics>: 1 card.\n[Leave How a model is trained]\n[Join R&D <basics>]"
    )
    assert [row[0].button for row in page.keyboard] == [
        buttons.Leave("ml-training"),
        buttons.Join("rd"),
    ]


def test_the_clock_is_asked_by_hours_and_then_by_cities():
    hours = screens.zone_hours([time(9, 5), time(10, 5), time(11, 5), time(12, 35)])
    assert _shown(hours).endswith("[09:05] [10:05] [11:05]\n[12:35]\n[Leave it as it is]")
    assert hours.keyboard[0][0].button == buttons.ZoneHour(9, 5)
    cities = screens.zone_cities((("Lisbon", "Europe/Lisbon"), ("Accra", "Africa/Accra")))
    assert _shown(cities).endswith("[Lisbon] [Accra]\n[Leave it as it is]")
    assert cities.keyboard[0][0].button == buttons.Zone("Europe/Lisbon")


def test_problems_are_chosen_by_topic_and_then_by_family():
    page = screens.topics()
    assert _shown(page).startswith("What shall the problem be about?\n[Counting steps]\n")
    assert _shown(page).endswith("[Any]\n[Problem of the day]")
    assert [row[0].button for row in page.keyboard] == [
        *(buttons.Topic(key) for key in topics),
        buttons.Problem(),
        buttons.OfDay(),
    ]
    chosen = topics["counting-steps"]
    assert [row[0].button for row in screens.topic(chosen).keyboard] == [
        *(buttons.Problem(family.key) for family in chosen.families),
        buttons.Topics(),
    ]


def test_an_unknown_topic_lists_those_there_are():
    page = screens.topics("<kittens>")
    assert "“<kittens>”" in _shown(page)
    assert page.keyboard == screens.topics().keyboard


@pytest.mark.parametrize(
    ("right", "wrong", "hinted", "again", "line"),
    [
        (True, 0, 0, False, "Problem of the day, 24 November: solved at the first try."),
        (True, 0, 2, False, "Problem of the day, 24 November: solved with a hint."),
        (True, 1, 2, False, "Problem of the day, 24 November: solved on the second look."),
        (True, 0, 0, True, "Problem of the day, 24 November: solved."),
        (False, 0, 0, False, "Problem of the day, 24 November: harder than it looks."),
    ],
)
def test_what_is_shared_of_a_days_problem_is_one_line_without_its_answer(
    right, wrong, hinted, again, line
):
    of = asked(LADDER, purpose="practice", stage="done", wrong=wrong, hinted=hinted, day=DAY)
    outcome = Practised(asked=of, right=right, said="8000", again=again)
    key = acts(outcome, tapped=False)[-1].screen.keyboard[-1][-1]
    assert key == Key("Share", share=Share(line, "day-2026-11-24"))


def test_a_group_gets_a_link():
    page = screens.group("https://t.me/some_bot")
    assert page.keyboard == ((Key("Study in private", url="https://t.me/some_bot"),),)


def test_help_names_every_command():
    text = parse(screens.help_page().text).text
    assert all(f"/{name}: " in text for name in COMMANDS)


@pytest.mark.parametrize("kind", ["voice", "photo", "sticker", "document", "command", "dice"])
def test_what_is_no_text_gets_a_kind_word(kind):
    assert parse(screens.odd(kind).text).text


@pytest.mark.parametrize(
    "words",
    ["48 hours", "/export", "/delete_me", "with the name you use there", "until you delete"],
)
def test_privacy_says_what_is_kept_and_for_how_long(words):
    assert words in parse(screens.privacy().text).text


@pytest.mark.parametrize(
    "page",
    [
        screens.erase_ask(),
        screens.erased(),
        screens.erase_kept(),
        screens.edit_left(),
        screens.resumed(),
        screens.pause_help(),
        screens.trouble(),
        screens.exported(),
        screens.zone_kept(),
        screens.zone_unknown("<" * 4096),
        screens.calc_help(),
        screens.calc_wrong("“<b>” is no number."),
        screens.calc(read("50000 125 20")),
        screens.calc(read("50k samples, batch 125, 20 epochs, in Keras")),
        screens.calc(read("batch 64 of a 350M-parameter model in 24 GB")),
        screens.calc(read("999999999999999999 7 999999999999999999 replicas=3 accumulation=7")),
        screens.calc_changed(TrainingRun(50_000, 125), "double", TrainingRun(50_000, 250)),
        screens.calc_wrong("<" * 4096),
        screens.decks([DeckLine(f"deck-{n}", "R&D " * 30, 5000, True, 5000) for n in range(30)]),
        screens.deck_gone(),
        screens.decks(()),
        screens.number(2**52),
    ],
)
def test_every_page_is_html_that_telegram_takes(page):
    assert 1 <= units(parse(page.text).text) <= 4096


PUSHED_KEYS = "[Show answer]\n[Snooze 1 h] [Not today]"


def pushed(of: Asked, cards: int = 5, *, rarely: bool = False) -> str:
    at = datetime(2026, 3, 3, 7, tzinfo=UTC)
    push = Push(
        learner_id=1,
        token="t",
        study_day=at.date(),
        asked=of,
        cards=cards,
        rarely=rarely,
        following=at,
        tries=1,
    )
    *before, send = screens.push(push)
    assert send.rings
    return seen(*before, send)


@pytest.mark.parametrize(
    ("of", "cards", "rarely", "what"),
    [
        (
            asked(message_id=None),
            5,
            False,
            f"send, opens 7: 5 cards, about 3 min\n\nWhat is an epoch?\n{PUSHED_KEYS}",
        ),
        (
            asked(message_id=None),
            1,
            False,
            f"send, opens 7: 1 card, about 1 min\n\nWhat is an epoch?\n{PUSHED_KEYS}",
        ),
        (
            asked(message_id=None),
            10,
            True,
            "send, opens 7: 10 cards or more; 10 take about 5 min\n"
            "Unless you answer, I come once a week from now on.\n\n"
            f"What is an epoch?\n{PUSHED_KEYS}",
        ),
        (
            asked(resent=True),
            2,
            False,
            "strip 70\nsend, opens 7: 2 cards, about 1 min\n\n"
            f"Still open:\n\nWhat is an epoch?\n{PUSHED_KEYS}",
        ),
        (
            asked(purpose="introduction", message_id=None),
            6,
            False,
            "send, opens 7: 6 cards, about 3 min\n\n"
            "New card. Have a guess, or look.\n\nWhat is an epoch?\n"
            "[Show me] [I know this]\n[Snooze 1 h] [Not today]",
        ),
    ],
)
def test_a_push_says_how_much_waits_and_carries_its_card(of, cards, rarely, what):
    assert pushed(of, cards, rarely=rarely) == what
