"""Posing a card to a learner: numbers of a size they can manage, and none they had lately."""

from typing import Final

from cards.kinds import Calculation, Card
from cards.problems import Size
from cards.question import Question, pose
from srs import cardstate, questions
from srs.visit import Visit

HEAD_REVIEWS: Final = 3  # so many reviews of a problem have numbers for the head
APART: Final = 20  # so many problems of a family differ from each other


def pose_to(visit: Visit, card: Card, seed: int, *, reviews: int) -> Question:
    """Pose a card that was reviewed so often; only a calculation costs a look at earlier ones."""
    if not isinstance(card, Calculation):
        return pose(card, seed)
    size: Size = "head" if reviews < HEAD_REVIEWS else "calculator"
    avoid = questions.latest_parameters(visit.tx, visit.learner_id, card.family, APART)
    return pose(card, seed, size=size, avoid=avoid)


def for_practice(visit: Visit, family: str, seed: int) -> Question:
    """Pose a problem of a family; its size is that of the learner's own card of the family."""
    reviews = cardstate.most_reviews(visit.tx, visit.learner_id, family)
    return pose_to(visit, _practice_card(family), seed, reviews=reviews)


def for_everybody(family: str, seed: int) -> Question:
    """Pose the problem that a family has for this seed, the same to whoever asks."""
    return pose(_practice_card(family), seed)


def _practice_card(family: str) -> Calculation:
    return Calculation(key=family, family=family, objective="", source="")
