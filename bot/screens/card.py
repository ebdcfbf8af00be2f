"""How a question looks: what is asked, what is right and why, and the keys below."""

from collections.abc import Iterable
from datetime import date
from typing import TypeAlias

from bot.buttons import Tap
from bot.screens.shape import MAX_LABEL, Key, Keyboard, Screen, column, cut, rows, screen, width
from bot.texts import plain, say
from cards.question import Chosen, Number, Options, Question, Sides, Typed, letter
from srs.outcomes import Asked, Offer

# The limits of the deck format, so that a card is shown whole, and one for what a learner typed:
# the longest card then fits into one message with everything that is said about it.
_PROMPT, _ASK, _SITUATION, _SAID = 800, 300, 400, 240
_REFERENCE, _EXPLANATION, _WHY = 700, 1600, 500
_SIDE, _STATEMENT, _BESIDE_CONTESTED, _SOURCE, _CONTESTED = 40, 400, 350, 300, 300
_OPTION, _REASON, _HINT = 150, 280, 400
_NAMED = 80
_BOLD = 120  # a longer prompt is easier to read in plain letters
_LONG = 240  # a longer explanation is folded
_ON_A_BUTTON = 30  # a phone cuts a longer label off

Paragraphs: TypeAlias = tuple[str, ...]

# In the order in which they are shown.
_OFFERS: tuple[Offer, ...] = (
    "not_sure",
    "hint",
    "show",
    "know",
    "got_it",
    "forgot",
    "hard",
    "good",
    "knew_it",
    "easy",
)
_SAME = -1


def posed(asked: Asked, lead: str = "", below: Keyboard = (), *, above: str = "") -> Screen:
    """Return an open question as it stands: asked, or with its answer shown."""
    question = asked.question
    body = (above, lead or _lead(asked), prompt(question), listed(asked), *_shown_so_far(asked))
    return screen(*body, keyboard=(*keyboard(asked), *below))


def prompt(question: Question) -> str:
    """Return what is asked."""
    text = cut(question.prompt, _longest_prompt(question))
    return say("prompt.long" if width(text) > _BOLD else "prompt", text=text)


def listed(asked: Asked) -> str:
    """Return the options that are too long for buttons, each with its letter; else nothing."""
    answer = asked.question.answer
    is_open = "options" in asked.offers
    if not is_open or not isinstance(answer, Options) or not _is_lettered(answer):
        return ""
    return "\n".join(say("option", text=named) for named in _named(answer))


def said(question: Question, text: str) -> str:
    """Return what the learner said, or nothing."""
    if not text:
        return ""
    if _is_chosen(question, text):
        return say("chose", said=cut(text, _OPTION))
    return say("wrote", said=cut(text, _SAID))


def quoted(text: str) -> str:
    """Shorten what a learner typed so that it can stand within a sentence."""
    return cut(text, _SAID)


def named(text: str) -> str:
    """Shorten a prompt so that it tells which card is meant."""
    return cut(text, _NAMED)


def right_side(question: Question) -> str:
    """Return the side that is right; empty where the question has no sides."""
    match question.answer:
        case Sides(right=None):
            return plain("button.same")
        case Sides(options=options, right=int(right)):
            return options[right]
        case _:
            return ""


def answer(question: Question) -> Paragraphs:
    """Return what is right and why: every side or option, the worked solution."""
    source = cut(question.source, _SOURCE)
    contested = cut(question.contested, _CONTESTED)
    disagreement = say("contested", text=contested) if contested else ""
    match question.answer:
        case Sides() as sides:
            most = _BESIDE_CONTESTED if contested else _STATEMENT
            why = _explained(cut(sides.why, _WHY), source)
            return (_sides(sides, most), why, disagreement)
        case Options() as options:
            return (_reasons(options), disagreement, say("source", source=source) if source else "")
        case _:
            reference = say("reference", text=cut(question.reference, _REFERENCE))
            explanation = cut("\n".join(question.explanation), _EXPLANATION)
            return (reference, _explained(explanation, source), disagreement)


def hints(asked: Asked) -> Paragraphs:
    """Return the hints given so far."""
    answer = asked.question.answer
    given = answer.hints[: asked.hinted] if isinstance(answer, Number) else ()
    return tuple(
        say("hint.rung", n=str(n), text=cut(hint, _HINT)) for n, hint in enumerate(given, 1)
    )


def day_month(day: date) -> str:
    """Return a date without its year, such as "24 November"."""
    return f"{day.day} {day:%B}"


def reference(question: Question) -> str:
    """Return the right answer as it can stand within a sentence."""
    return cut(question.reference.rstrip("."), _SAID)


def if_known(asked: Asked) -> str:
    """Return when the card comes back if it is known, where that can be said and changes a date."""
    can_know = "knew_it" in asked.offers or "good" in asked.offers
    return say("if_known", n=asked.days) if can_know and asked.days is not None else ""


def keyboard(asked: Asked) -> Keyboard:
    """Return the keys for what the question offers now."""
    options = _options(asked) if "options" in asked.offers else ()
    keys = (
        Key(_label(asked, offer), _tap(asked, offer, asked.hinted if offer == "hint" else None))
        for offer in _OFFERS
        if offer in asked.offers
    )
    return (*options, *rows(*keys))


def _lead(asked: Asked) -> str:
    if asked.resent:
        return say("lead.resent")
    if asked.day is not None:
        return say("lead.day", day=day_month(asked.day))
    if asked.purpose == "review" or asked.stage not in ("planned", "open"):
        return ""
    return say(f"lead.{asked.purpose}")


def _shown_so_far(asked: Asked) -> Paragraphs:
    match asked.stage:
        case "shown" | "compared" | "reason_shown":
            return (*answer(asked.question), if_known(asked))
        case "checking" | "reason":
            return (say(asked.stage),)
        case _:
            return hints(asked)


def _is_chosen(question: Question, text: str) -> bool:
    """Whether what was said is one of the buttons, and not the difference in one's own words."""
    answer = question.answer
    if not isinstance(answer, Chosen):
        return False
    return text in (*answer.options, plain("button.same"), plain("button.not_sure"))


def _longest_prompt(question: Question) -> int:
    match question.answer:
        case Sides():
            return _ASK
        case Options():
            return _SITUATION
        case _:
            return _PROMPT


def _sides(sides: Sides, most: int) -> str:
    same = () if sides.right is not None else (say("side.same"),)
    lines = (
        say(
            "side.right" if index == sides.right else "side",
            side=cut(option, _SIDE),
            statement=cut(sides.statements[index], most),
        )
        for index, option in enumerate(sides.options)
    )
    return "\n".join((*same, *lines))


def _reasons(options: Options) -> str:
    return "\n".join(
        say(
            "side.right" if index == options.right else "side",
            side=named,
            statement=cut(options.reasons[index], _REASON),
        )
        for index, named in enumerate(_named(options))
    )


def _named(options: Options) -> Paragraphs:
    """Return the options as they are named in a text: by letters where the buttons are letters."""
    named = (cut(option, _OPTION) for option in options.options)
    if not _is_lettered(options):
        return tuple(named)
    return tuple(f"{letter(index)}. {option}" for index, option in enumerate(named))


def _is_lettered(options: Options) -> bool:
    return any(width(option) > _ON_A_BUTTON for option in options.options)


def _explained(text: str, source: str) -> str:
    if not text:
        return ""
    key = "explanation.long" if width(text) > _LONG else "explanation"
    return say(f"{key}.source", text=text, source=source) if source else say(key, text=text)


def _options(asked: Asked) -> Keyboard:
    match asked.question.answer:
        case Options(options) as answer if _is_lettered(answer):
            return (_option_keys(asked, map(letter, range(len(options)))),)
        case Options(options):
            return column(*_option_keys(asked, options))
        case Sides(options):
            same = Key(plain("button.same"), _tap(asked, "options", _SAME))
            return column(*_option_keys(asked, options), same)
        case _:
            return ()


def _option_keys(asked: Asked, labels: Iterable[str]) -> tuple[Key, ...]:
    return tuple(
        Key(cut(label, MAX_LABEL), _tap(asked, "options", index))
        for index, label in enumerate(labels)
    )


def _label(asked: Asked, offer: Offer) -> str:
    """What a review's rating leads to stands on its button; a return's changes no date."""
    if asked.purpose == "review" and offer in ("forgot", "hard", "easy"):
        return plain(f"button.{offer}.review")
    if (
        offer == "show"
        and isinstance(asked.question.answer, Typed)
        and asked.purpose != "introduction"
    ):
        return plain("button.show.answer")
    return plain(f"button.{offer}")


def _tap(asked: Asked, offer: Offer, option: int | None = None) -> Tap:
    return Tap(asked.question_id, offer, option)
