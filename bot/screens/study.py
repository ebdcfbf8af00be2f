"""What to do about every outcome.

A tapped answer edits the message it was tapped on, which then holds the question and the answer. A
typed answer gets a new message as its reply, and the question only loses its buttons.
"""

from functools import singledispatch
from typing import TypeAlias

from bot import links
from bot.buttons import Belongs, Claim, Ease, GoOn, LeaveEdit, Problem, Regrade, Study
from bot.screens import card, day, judged, pages
from bot.screens.picture import illustrated
from bot.screens.shape import (
    Act,
    Edit,
    Key,
    Keyboard,
    Screen,
    Send,
    Share,
    Strip,
    Toast,
    rows,
    screen,
)
from bot.screens.verdict import diagnosis, hint, is_self_rated, rating, share_line, verdict, when
from bot.texts import plain, say
from cards.question import Chosen
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
    Next,
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

Acts: TypeAlias = tuple[Act, ...]


def acts(outcome: Outcome, *, tapped: bool) -> Acts:
    """Return what to do, in order; ``tapped`` says that a button was pressed, not text typed."""
    return illustrated(_acts(outcome, tapped), outcome)


@singledispatch
def _acts(outcome: object, tapped: bool) -> Acts:
    raise TypeError(f"nothing is shown for {type(outcome).__name__}, tapped: {tapped}")


@_acts.register
def _(_outcome: Done, _tapped: bool) -> Acts:
    return ()


# --- what comes next --------------------------------------------------------------------------


@_acts.register
def _(outcome: Asked | RoundOver | Finished, tapped: bool) -> Acts:
    return (*_tidy(tapped), *_follow(outcome))


def _follow(following: Next | None, lead: str = "", below: Keyboard = ()) -> Acts:
    """Send the next thing as a message of its own; a question leaves the message it stood in."""
    match following:
        case Asked():
            posed = card.posed(following, lead, below)
            return (*_strip(following), Send(posed, opens=following.question_id))
        case RoundOver():
            return (Send(pages.round_over(following)), *_asks_when(following))
        case Finished():
            return (Send(pages.finished(following)), *_asks_when(following))
        case None:
            return ()


def _asks_when(over: RoundOver | Finished) -> Acts:
    return (Send(day.first_reminder()),) if over.asks_when else ()


# --- answers ----------------------------------------------------------------------------------


@_acts.register
def _(outcome: Welcomed, tapped: bool) -> Acts:
    return (Send(pages.welcome()), *_acts(outcome.asked, tapped))


@_acts.register
def _(outcome: Recorded, tapped: bool) -> Acts:
    said = "" if tapped and is_self_rated(outcome) else outcome.said
    replied = _replied(
        outcome.asked,
        *_rated(outcome, tapped),
        said=said,
        keyboard=_after(outcome),
        tapped=tapped,
    )
    return (*replied, *_follow(outcome.next))


def _rated(outcome: Recorded, tapped: bool) -> card.Paragraphs:
    """What was right comes with its date in one calm line; what was not is explained first."""
    question = outcome.asked.question
    answer, date = card.answer(question), when(outcome.days, outcome.again_today)
    line = f"{verdict(outcome, tapped)} {date}".rstrip()
    if tapped and is_self_rated(outcome):
        return (*answer, line)
    if outcome.quality < 4 and outcome.verdict:
        counted = f"{judged.score(outcome.verdict)} {line}".lstrip()
        return judged.led_by_findings(outcome.verdict, (*answer, counted))
    if outcome.quality < 4:
        return (verdict(outcome, tapped), diagnosis(outcome.codes), *answer, date)
    return (line, *answer) if tapped or isinstance(question.answer, Chosen) else (line,)


def _after(outcome: Recorded) -> Keyboard:
    """[Next] only where nothing follows by itself; a correction's next card is there already."""
    keys = []
    if outcome.next is None and outcome.kind != "correction":
        keys.append(Key(plain("button.next"), GoOn(outcome.asked.question_id)))
    if outcome.can_claim:
        keys.append(Key(plain("button.claim"), Claim(outcome.seq)))
    if outcome.can_ease:
        keys.append(Key(plain("button.ease"), Ease(outcome.seq)))
    if outcome.quality < 3 and outcome.asked.question.family:
        keys.append(_like_this(outcome.asked))
    return rows(*keys)


def _like_this(asked: Asked) -> Key:
    """Practice of the same family."""
    return Key(plain("button.like_this"), Problem(asked.question.family or None))


@_acts.register
def _(outcome: Practised, tapped: bool) -> Acts:
    question = outcome.asked.question
    line = verdict(outcome, tapped)
    explained = (diagnosis(outcome.codes), *card.answer(question))
    replied = _replied(
        outcome.asked,
        line,
        *(() if outcome.right and not tapped else explained),
        said=outcome.said,
        keyboard=_practise_on(outcome),
        tapped=tapped,
    )
    return (*replied, *_follow(outcome.back))


def _practise_on(outcome: Practised) -> Keyboard:
    asked = outcome.asked
    right = Key(plain("button.another"), Problem(asked.question.card))
    keys = [right if outcome.right else _like_this(asked)]
    if outcome.back is None:
        keys.append(Key(plain("button.study"), Study()))
    if asked.day is not None:
        share = Share(share_line(outcome, asked.day), links.to_day(asked.day))
        keys.append(Key(plain("button.share"), share=share))
    return rows(*keys)


@_acts.register
def _(outcome: Shown, tapped: bool) -> Acts:
    asked = outcome.asked
    shown = (
        _shown_lead(outcome),
        diagnosis(outcome.codes),
        *card.answer(asked.question),
        judged.proposal(asked, outcome.verdict),
        card.if_known(asked),
    )
    return _replied(
        asked,
        *judged.led_by_findings(outcome.verdict, shown),
        said=outcome.guess,
        keyboard=card.keyboard(asked),
        tapped=tapped,
    )


def _shown_lead(outcome: Shown) -> str:
    if not outcome.guess:
        return ""
    unrated = outcome.asked.purpose == "introduction" and outcome.asked.stage == "shown"
    return say("here" if unrated else "compare")


@_acts.register
def _(outcome: Introduced, tapped: bool) -> Acts:
    asked = outcome.asked
    body = (*card.answer(asked.question), say("introduced"))
    return (*_replied(asked, *body, tapped=tapped), *_follow(outcome.next))


# --- the question stays open ------------------------------------------------------------------


@_acts.register
def _(outcome: Check, tapped: bool) -> Acts:
    return _still_open(outcome.asked, say("checking"), tapped=tapped)


@_acts.register
def _(outcome: WhyAsked, tapped: bool) -> Acts:
    chosen = card.right_side(outcome.asked.question)
    return _still_open(outcome.asked, say("reason"), said=chosen, tapped=tapped)


@_acts.register
def _(outcome: Hint, tapped: bool) -> Acts:
    return _still_open(outcome.asked, hint(outcome), tapped=tapped)


@_acts.register
def _(outcome: Hinted, _tapped: bool) -> Acts:
    return (Edit(card.posed(outcome.asked)),)


@_acts.register
def _(outcome: Unclear, tapped: bool) -> Acts:
    return _still_open(outcome.asked, *_what_to_type(outcome), tapped=tapped)


def _what_to_type(outcome: Unclear) -> card.Paragraphs:
    if outcome.message:
        return (say("unclear.message", message=card.quoted(outcome.message)),)
    if listed := card.listed(outcome.asked):
        return (say("unclear.letter"), listed)
    return (say(f"unclear.{outcome.why}"),)


@_acts.register
def _(outcome: Kept, tapped: bool) -> Acts:
    asked = outcome.asked
    line = say("kept.rate" if asked.offers else "kept")
    return _still_open(asked, line, card.if_known(asked), tapped=tapped)


@_acts.register
def _(outcome: WhichCard, tapped: bool) -> Acts:
    asked_id = outcome.asked.question_id
    keys = rows(
        Key(plain("button.this_card"), Belongs(asked_id, before=False)),
        Key(plain("button.card_before"), Belongs(asked_id, before=True)),
    )
    line = say("which_card", previous=card.named(outcome.previous))
    return _page(screen(line, keyboard=keys), tapped, reply=True)


@_acts.register
def _(outcome: KeptBefore, tapped: bool) -> Acts:
    key = "kept_before" if outcome.asked is None else "kept_before.open"
    return _page(screen(say(key, previous=card.named(outcome.previous))), tapped)


# --- second thoughts --------------------------------------------------------------------------


@_acts.register
def _(outcome: EditOffered, tapped: bool) -> Acts:
    keys = rows(
        Key(plain("button.regrade"), Regrade(outcome.seq)),
        Key(plain("button.leave_edit"), LeaveEdit()),
    )
    line = say("edit_offered", text=card.quoted(outcome.text))
    return _page(screen(line, keyboard=keys), tapped, reply=True)


@_acts.register
def _(outcome: Undone, tapped: bool) -> Acts:
    again = pages.undo(outcome.undo_seq)
    if outcome.asked is not None:
        lead = say("lead.undone")
        return (*_tidy(tapped), *_follow(outcome.asked, lead, rows(*again)))
    line = say(f"undone.{rating(outcome.quality or 0)}", prompt=card.named(outcome.prompt))
    go_on = Key(plain("button.next" if outcome.waiting else "button.study"), Study())
    return (*_tidy(tapped), Send(screen(line, keyboard=rows(go_on, *again))))


@_acts.register
def _(outcome: Refused, tapped: bool) -> Acts:
    text = plain(f"toast.{outcome.why}")
    if tapped:
        return (Toast(text),)
    if outcome.why == "not_open":
        return (Send(pages.not_open(), reply=True),)
    return (Send(screen(say("refused", text=text))),)


@_acts.register
def _(_outcome: Stranger, tapped: bool) -> Acts:
    return (Toast(plain("toast.stranger")),) if tapped else (Send(pages.stranger()),)


# --- pages ------------------------------------------------------------------------------------


@_acts.register
def _(outcome: Home, tapped: bool) -> Acts:
    return _page(pages.home(outcome), tapped)


@_acts.register
def _(outcome: Paused, tapped: bool) -> Acts:
    return _page(pages.paused(outcome), tapped)


@_acts.register
def _(outcome: SettingsNow, tapped: bool) -> Acts:
    return _page(pages.settings(outcome), tapped)


# --- the day ----------------------------------------------------------------------------------


@_acts.register
def _(_outcome: WhenAsked, tapped: bool) -> Acts:
    return _page(day.when(), tapped)


@_acts.register
def _(_outcome: TimeAsked, tapped: bool) -> Acts:
    return _page(day.time_asked(), tapped)


@_acts.register
def _(outcome: ClockAsked, tapped: bool) -> Acts:
    return _page(pages.zone_hours(outcome.hours), tapped)


@_acts.register
def _(outcome: ReminderSet, tapped: bool) -> Acts:
    return _page(day.reminder_set(outcome), tapped)


@_acts.register
def _(_outcome: NoReminder, tapped: bool) -> Acts:
    return _page(day.no_reminder(), tapped)


@_acts.register
def _(outcome: Snoozed, tapped: bool) -> Acts:
    return (Toast(day.snoozed(outcome)), *_page(card.posed(outcome.asked), tapped))


@_acts.register
def _(outcome: NotToday, tapped: bool) -> Acts:
    return _page(screen(card.prompt(outcome.asked.question), day.not_today(outcome)), tapped)


# --- where it appears -------------------------------------------------------------------------


def _still_open(asked: Asked, *paragraphs: str, said: str = "", tapped: bool) -> Acts:
    keyboard = card.keyboard(asked)
    return _replied(asked, *paragraphs, said=said, keyboard=keyboard, tapped=tapped)


def _replied(
    asked: Asked, *paragraphs: str, said: str = "", keyboard: Keyboard = (), tapped: bool
) -> Acts:
    """Edit the card's message, or reply to what was typed and take the question's buttons."""
    if tapped:
        body = (card.prompt(asked.question), card.said(asked.question, said), *paragraphs)
        return (Edit(screen(*body, keyboard=keyboard)),)
    opens = asked.question_id if asked.offers else None
    reply = Send(screen(*paragraphs, keyboard=keyboard), opens=opens, reply=True)
    return (*_strip(asked), reply)


def _page(page: Screen, tapped: bool, *, reply: bool = False) -> Acts:
    return (Edit(page),) if tapped else (Send(page, reply=reply),)


def _strip(asked: Asked) -> Acts:
    return () if asked.message_id is None else (Strip(asked.message_id),)


def _tidy(tapped: bool) -> Acts:
    """What was pressed to go on has done its work."""
    return (Strip(None),) if tapped else ()
