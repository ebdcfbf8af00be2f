"""What an admin sees of decks: what a file would change, its mistakes, cards to try."""

from collections.abc import Sequence

from bot.buttons import Apply, Cancel, Newer, Publish, Reveal, Try
from bot.screens import card
from bot.screens.shape import MAX_LABEL, Key, Keyboard, Screen, column, cut, rows, screen
from bot.texts import plain, say
from cards.deck import Deck, Difference
from cards.formats import DeckError
from cards.question import pose
from srs import editions
from srs.catalogue import DeckState
from srs.editions import Applied, Applying, Past, Reserved, Trial
from srs.offers import offers
from srs.outcomes import Asked

TO_TRY = 3
MOST_ERRORS = 10

_ERROR = 300
_KEYS = 5
_KEY = 40
_NAME = 48  # a deck's name is never longer, but what is typed may be
_MOST_DECKS = 12
_TITLE = 40


def not_admin() -> Screen:
    """Somebody else tried what only an admin can."""
    return screen(say("admin.only"))


def decks(states: Sequence[DeckState]) -> Screen:
    """Every deck, what can be done about it, and how to load one."""
    shown, unshown = states[:_MOST_DECKS], len(states[_MOST_DECKS:])
    return screen(
        "\n".join(map(_deck, shown)) or say("decks.none"),
        say("admin.decks.more", n=unshown) if unshown else "",
        "\n".join(_offer(state) for state in shown if state.offered),
        say("admin.how"),
        keyboard=column(*(key for state in shown for key in _keys(state))),
    )


def no_deck(name: str) -> Screen:
    """A deck that is not there."""
    return screen(say("admin.no_deck", name=cut(name, _NAME)))


def template() -> Screen:
    """The caption of a deck to begin with."""
    return screen(say("admin.template"))


def deck_file(deck: Deck) -> Screen:
    """The caption of a deck's file."""
    return screen(say("admin.file", title=deck.title))


def history(name: str, applied: Sequence[Past]) -> Screen:
    """What was applied to a deck, the newest first."""
    told = "\n".join(map(_past, applied))
    return screen(say("admin.history", name=name), told, say("admin.history.get", name=name))


def no_yaml() -> Screen:
    """A file that does not look like a deck."""
    return screen(say("admin.no_yaml"))


def forwarded() -> Screen:
    """A file that comes from who knows whom."""
    return screen(say("admin.forwarded"))


def preview(deck: Deck, reserved: Reserved, difference: Difference) -> Screen:
    """What a deck would change; it can be applied unless learners see the very same already."""
    title = say("admin.preview", title=cut(deck.title, _TITLE), name=deck.name)
    counts = _counts(difference, 0)
    if reserved.same:
        return screen(title, counts, say("admin.same"))
    is_new = reserved.replaces == 0
    return screen(
        title,
        counts,
        "" if is_new else _named("admin.changed", difference.changed),
        "" if is_new else _named("admin.gone", difference.gone),
        say("admin.new" if is_new else "admin.kept"),
        say("admin.waits"),
        keyboard=_choices(reserved.edition_id, len(deck.cards)),
    )


def mistakes(
    name: str | None, difference: Difference | None, errors: Sequence[DeckError]
) -> Screen:
    """What is wrong with a file; of very much the beginning, for the rest comes as a file.

    ``difference`` is that of the cards in which nothing is wrong, None where there are none.
    """
    counts = _counts(difference, len(errors)) if difference else say("admin.errors", n=len(errors))
    told = (say("admin.error", text=cut(str(error), _ERROR)) for error in errors[:MOST_ERRORS])
    return screen(
        say("admin.refused", name=name) if name else "",
        counts,
        "\n".join(told),
        say("admin.more") if len(errors) > MOST_ERRORS else "",
        say("admin.mend"),
    )


def all_mistakes() -> Screen:
    """The caption of the file that holds every mistake."""
    return screen(say("admin.all"))


def trial(edition_id: int, tried: Trial) -> Screen:
    """A card as a learner will first see it; whatever is pressed shows its answer."""
    asked = _asked(tried)
    reveal = Reveal(edition_id, tried.position)
    posed = card.posed(asked)
    keyboard = tuple(tuple(Key(key.label, reveal) for key in row) for row in posed.keyboard)
    return Screen(posed.text, keyboard)


def trial_shown(tried: Trial) -> Screen:
    """The same card with its answer, as [Show me] shows it."""
    question = _asked(tried).question
    return screen(card.prompt(question), *card.answer(question))


def applying(outcome: Applying) -> Screen:
    """What came of [Apply]."""
    if not isinstance(outcome, Applied):
        return edition_gone(outcome.why)
    key = "admin.applied" if outcome.public else "admin.applied.private"
    publish = Key(plain("button.publish"), Publish(outcome.deck))
    return screen(
        say(key, title=outcome.title, version=outcome.version),
        keyboard=() if outcome.public else rows(publish),
    )


def edition_gone(why: str) -> Screen:
    """A preview that cannot be applied any more, and why."""
    return screen(say(f"admin.gone.{why}"))


def cancelled() -> Screen:
    """A preview was given up."""
    return screen(say("admin.cancelled"))


def published(title: str) -> Screen:
    """A deck that everybody can find from now on."""
    return screen(say("admin.published", title=title))


def _deck(state: DeckState) -> str:
    key = "admin.deck" if state.public else "admin.deck.private"
    title = cut(state.title, _TITLE)
    return say(key, title=title, name=state.name, n=state.cards, version=state.version)


def _offer(state: DeckState) -> str:
    return say("admin.offered", title=cut(state.title, _TITLE))


def _keys(state: DeckState) -> tuple[Key, ...]:
    publish = Key(_label("button.publish.deck", state), Publish(state.name))
    newer = Key(_label("button.newer", state), Newer(state.name))
    return (*(() if state.public else (publish,)), *((newer,) if state.offered else ()))


def _label(key: str, state: DeckState) -> str:
    return cut(plain(key, title=state.title), MAX_LABEL)


def _past(past: Past) -> str:
    about: dict[str, str | int] = {
        "version": past.version,
        "at": f"{past.applied_at:%Y-%m-%d %H:%M} UTC",
        "n": past.cards,
    }
    if past.shipped:
        return say("admin.past.shipped", **about)
    match past.made_by:
        case None:
            return say("admin.past.shell", **about)
        case editions.SOMEBODY:
            return say("admin.past.somebody", **about)
        case number:
            return say("admin.past.sent", **about, number=str(number))


def _counts(difference: Difference, errors: int) -> str:
    parts = ("new", "changed", "unchanged", "gone")
    numbers = {part: f"{len(getattr(difference, part)):,}" for part in parts}
    return say("admin.counts", n=errors, **numbers)


def _named(key: str, keys: Sequence[str]) -> str:
    if not keys:
        return ""
    named = ", ".join(cut(one, _KEY) for one in keys[:_KEYS])
    return say(key, keys=f"{named}, …" if len(keys) > _KEYS else named)


def _choices(edition_id: int, cards: int) -> Keyboard:
    return (
        (Key(plain("button.try", n=min(cards, TO_TRY)), Try(edition_id)),),
        (
            Key(plain("button.apply"), Apply(edition_id)),
            Key(plain("button.cancel"), Cancel(edition_id)),
        ),
    )


def _asked(tried: Trial) -> Asked:
    """Pose a card as its introduction. Its place is the seed: shown again, it is the same."""
    question = pose(tried.card, tried.position)
    return Asked(
        question_id=0,
        purpose="introduction",
        stage="open",
        question=question,
        offers=offers("introduction", "open", question.answer, 2),
    )
