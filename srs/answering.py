"""One answer to one open question, and all that may become of it."""

import logging
from dataclasses import replace
from typing import Any

from cards.grading import Verdict
from cards.question import Chosen, Sides
from srs import offers, questions, rating, rounds
from srs.judging import (
    SAME,
    Judgement,
    NotRead,
    NotSure,
    NumberJudged,
    OptionJudged,
    TextJudged,
)
from srs.outcomes import (
    Asked,
    Check,
    Hint,
    Hinted,
    Introduced,
    Offer,
    Outcome,
    Practised,
    Recorded,
    Refused,
    Shown,
    Stage,
    Unclear,
    WhyAsked,
)
from srs.questions import Stored
from srs.visit import Visit

logger = logging.getLogger(__name__)

ASKS_WHY_FROM = 3  # repetitions after which choosing the right side is not enough


class Answering:
    """One answer to one open question, and all that may become of it."""

    def __init__(
        self, visit: Visit, question: Stored, new_id: int, seed: int, *, typed: bool = False
    ) -> None:
        self.visit = visit
        self.question = question
        self.new = (new_id, seed)
        self.typed = typed
        self.is_new = question.purpose == "introduction"
        self.is_practice = question.purpose == "practice"

    def judged(self, judgement: Judgement, text: str) -> Outcome:
        """Typed text, by what it was judged to be."""
        match judgement:
            case NotRead(message):
                chosen = isinstance(self.question.asked.answer, Chosen)
                why = "no_options" if chosen else "unreadable"
                return Unclear(asked=self.asked(), why=why, message=message)  # type: ignore[arg-type]
            case NotSure():
                return self.not_sure(text)
            case OptionJudged(option):
                return self.choose(option)
            case NumberJudged():
                return self.number(judgement, text)
            case TextJudged(verdict):
                return self.text(verdict, text)

    def tapped(self, offer: Offer, option: int | None) -> Outcome:
        """A button, by what it offers."""
        match offer:
            case "show":
                return self.show()
            case "hint":
                return self.hint(option)
            case "know":
                return Check(asked=self.move("checking"))
            case "got_it":
                return self.got_it()
            case "not_sure":
                return self.not_sure("Not sure")
            case "options":
                return self.choose(option)
            case _:
                return self.self_rated(offer)

    def asked(self) -> Asked:
        """The question as it stands."""
        return rounds.asked(self.visit, self.question)

    def move(self, stage: Stage, **changes: object) -> Asked:
        """Bring the question to another stage."""
        self.question = questions.change(
            self.visit.tx, self.visit.learner_id, self.question, stage=stage, **changes
        )
        return self.asked()

    def show(self) -> Outcome:
        """[Show me], [Show answer]."""
        if self.is_practice:
            return self.practised(right=False, said="")
        if self.question.stage == "reason":
            return Shown(asked=self.move("reason_shown"))
        if self.is_new:
            compare = (
                self.question.stage == "checking" and self.question.asked.answer.how == "typed"
            )
            return Shown(asked=self.move("compared" if compare else "shown"))
        if self.question.asked.answer.how == "number":
            return self.record(1, "")
        return Shown(asked=self.move("shown"))

    def hint(self, rung: int | None) -> Outcome:
        """[Hint]: the next one, unless the button was that of one given before."""
        given = self.question.hinted
        if rung != given:
            return Hinted(asked=self.asked())
        return Hinted(asked=self.move(self.question.stage, hinted=given + 1))

    def got_it(self) -> Outcome:
        """[Got it]: the introduction is over, unrated."""
        asked = self.move("done")
        rating.wait(self.visit, self.question)
        self.visit.change(last_answer_at=self.visit.now)
        return Introduced(asked=asked, next=rounds.follow(self.visit, *self.new))

    def self_rated(self, offer: Offer) -> Outcome:
        """[Forgot], [Knew it], and what stands between them."""
        quality = offers.RATINGS[offer]
        if self.question.stage == "reason_shown":
            quality = 4 if offer == "knew_it" else 3
        return self.record(quality, offer, goes_on=True, verdict=self.question.verdict)

    def not_sure(self, said: str) -> Outcome:
        """[Not sure] and a typed "don't know": 0, unless the card is new."""
        if self.is_practice:
            return self.practised(right=False, said="")
        if self.question.stage == "reason":
            return self.record(3, said)
        if self.is_new:
            return Shown(asked=self.move("shown"), guess=said)
        return self.record(0, said)

    def choose(self, option: int | None) -> Outcome:
        """A chosen option or side, or "The same"."""
        answer = self.question.asked.answer
        least = SAME if isinstance(answer, Sides) else 0
        if not isinstance(answer, Chosen) or option not in range(least, len(answer.options)):
            return Refused(why="outdated")
        said = "The same" if option == SAME else answer.options[option or 0]
        right = option == (SAME if answer.right is None else answer.right)
        if self.is_new:
            return self.record(4, said) if right else Shown(asked=self.move("shown"), guess=said)
        if not right:
            return self.record(1, said, can_claim=True)
        if isinstance(answer, Sides) and self.question.repetitions >= ASKS_WHY_FROM:
            return WhyAsked(asked=self.move("reason"))
        return self.record(4, said)

    def number(self, judged: NumberJudged, said: str) -> Outcome:
        """A number: right, wrong for the first time, or wrong for the second."""
        if judged.right:
            return self.right_number(said, approximate=judged.approximate)
        if judged.value in self.question.wrong:
            return Unclear(asked=self.asked(), why="repeated")
        if not judged.codes:
            family = self.question.asked.family
            logger.info("no known slip leads to this wrong number: %s, %s", family, judged.value)
        stage = self.question.stage
        if self.question.wrong or stage == "checking":
            return self.second_wrong_number(judged, said)
        asked = self.move(stage, wrong=(judged.value,))
        return Hint(asked=asked, codes=judged.codes, value=judged.value)

    def right_number(self, said: str, *, approximate: bool) -> Outcome:
        """A right number: less than 4 after a wrong one or a hint."""
        if self.is_practice:
            return self.practised(right=True, said=said, approximate=approximate)
        helped = self.question.wrong or self.question.hinted
        return self.record(3 if helped else 4, said, approximate=approximate)

    def second_wrong_number(self, judged: NumberJudged, said: str) -> Outcome:
        """A second wrong number, or the one that [I know this] allows: the answer is shown."""
        wrong = (*self.question.wrong, judged.value)
        if self.is_new:
            return Shown(asked=self.move("shown", wrong=wrong), guess=said, codes=judged.codes)
        outcome: Outcome
        if self.is_practice:
            outcome = self.practised(right=False, said=said, codes=judged.codes)
        else:
            outcome = self.record(1, said, can_claim=True, codes=judged.codes)
        # Only now, for undo brings the question back as it was before this number.
        questions.change(self.visit.tx, self.visit.learner_id, self.question, wrong=wrong)
        return outcome

    def text(self, verdict: Verdict, said: str) -> Outcome:
        """A text: recorded if that is sure, else shown beside the answer with what is proposed."""
        if not verdict.confident or verdict.quality is None:
            asked = self.move(
                self.beside_the_answer(), kept=(*self.question.kept, said), verdict=verdict
            )
            return Shown(asked=asked, guess=said, verdict=verdict)
        quality, stage = verdict.quality, self.question.stage
        if stage == "reason":
            return self.record(4 if quality >= 4 else 3, said, can_claim=True, verdict=verdict)
        if self.is_new and quality < (4 if stage == "checking" else 3):
            return Shown(asked=self.move("shown"), guess=said, verdict=verdict)
        if stage == "checking" or isinstance(self.question.asked.answer, Chosen):
            quality = min(quality, 4)
        return self.record(quality, said, can_claim=True, verdict=verdict)

    def beside_the_answer(self) -> Stage:
        """The stage at which the answer is shown beside what the learner typed."""
        if self.question.stage == "reason":
            return "reason_shown"
        return "compared" if self.is_new else "shown"

    def record(
        self,
        quality: int,
        said: str,
        *,
        goes_on: bool = False,
        can_claim: bool = False,
        verdict: Verdict | None = None,
        **about: Any,
    ) -> Recorded:
        """Write the rating; the next card follows by itself where there is nothing to read.

        ``about`` is what else the learner is told of it.
        """
        visit, is_chosen = self.visit, isinstance(self.question.asked.answer, Chosen)
        can_claim = can_claim and quality < 4
        four = visit.learner.buttons == 4
        can_ease = self.typed and quality == 4 and four and not is_chosen
        rated = rating.rate(
            visit,
            self.question,
            quality,
            said,
            can_claim=can_claim,
            can_ease=can_ease,
            verdict=verdict,
        )
        self.question = replace(self.question, stage="done")
        goes_on = goes_on or quality >= 4
        return Recorded(
            seq=rated.entry.seq,
            kind=rated.entry.kind,  # type: ignore[arg-type]
            asked=self.asked(),
            quality=quality,
            said=said,
            days=rated.days,
            again_today=rated.again_today,
            verdict=verdict,
            can_claim=can_claim,
            can_ease=can_ease,
            next=rounds.follow(visit, *self.new, typed=self.typed) if goes_on else None,
            **about,
        )

    def practised(
        self,
        *,
        right: bool,
        said: str,
        codes: tuple[str, ...] = (),
        approximate: bool = False,
    ) -> Practised:
        """End a practice problem; the card set aside for it is sent again."""
        visit, asked = self.visit, self.move("done")
        back = rounds.set_aside(visit)
        return Practised(
            asked=asked,
            right=right,
            said=said,
            codes=codes,
            approximate=approximate,
            back=rounds.again(visit, back) if back else None,
            again=questions.was_asked_before(visit.tx, visit.learner_id, self.question),
        )
