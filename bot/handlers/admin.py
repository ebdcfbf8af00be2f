"""Loading decks, for this bot's admins: people known by their number, in their private chat."""

import asyncio
import hashlib
import logging
import re
from collections.abc import Callable, Coroutine
from functools import update_wrapper
from typing import Any, Concatenate, ParamSpec

from telegram import Document
from telegram.error import BadRequest

from bot import buttons, deckfiles
from bot.context import Context
from bot.screens import Send, admin, unknown_button
from cards import library
from cards.deck import Deck, compare, content_hashes
from cards.formats import DeckErrors, template, write_deck
from srs import catalogue, editions
from srs.editions import Applied, Origin

P = ParamSpec("P")
Handle = Callable[Concatenate[Context, P], Coroutine[Any, Any, None]]

_YAML = (".yaml", ".yml")
_GET = re.compile(r"get ([a-z0-9-]{1,48})(?: (\d{1,6}))?")
_HISTORY = re.compile(r"history ([a-z0-9-]{1,48})")

logger = logging.getLogger(__name__)


def _admins_only(handle: Handle[P]) -> Handle[P]:
    """Let a handler do something for admins; anybody else is told so."""

    async def guarded(context: Context, /, *args: P.args, **kwargs: P.kwargs) -> None:
        if context.is_admin:
            await handle(context, *args, **kwargs)
        else:
            await context.show(admin.not_admin())

    update_wrapper(guarded, handle)
    return guarded


@_admins_only
async def deck(context: Context) -> None:
    """/deck: every deck, and how to load one; /deck template, get and history."""
    wanted = " ".join(context.args or ())
    if wanted == "template":
        await context.send_file("first-deck.yaml", template(), admin.template())
    elif match := _GET.fullmatch(wanted):
        await _send_deck(context, match[1], int(match[2]) if match[2] else None)
    elif match := _HISTORY.fullmatch(wanted):
        told = await context.look(editions.history, match[1])
        await context.show(admin.history(match[1], told) if told else admin.no_deck(match[1]))
    else:
        await context.show(admin.decks(await context.look(catalogue.shelved)))


@_admins_only
async def file(context: Context) -> None:
    """A file: what the deck in it would change, or what is wrong with it."""
    message = context.message
    document = message.document
    if message.forward_origin:
        await context.show(admin.forwarded())
    elif document is None or not (document.file_name or "").lower().endswith(_YAML):
        await context.show(admin.no_yaml())
    else:
        await _read(context, document)


@_admins_only
async def newer(context: Context, button: buttons.Newer) -> None:
    """[Compare …]: what the edition that came with the program would change."""
    if button.deck not in library.names():
        await context.play(unknown_button())
    else:
        origin = Origin(shipped=True, made_by=context.user.id)
        await _preview(context, library.load(button.deck), origin)


@_admins_only
async def try_cards(context: Context, button: buttons.Try) -> None:
    """[Try 3 cards]: as learners will see them; nothing is stored."""
    found = await context.look(editions.trials, button.edition_id, context.now(), admin.TO_TRY)
    if not found:
        await context.show(admin.edition_gone("over"))
    else:
        await context.play(*(Send(admin.trial(button.edition_id, trial)) for trial in found))


@_admins_only
async def reveal(context: Context, button: buttons.Reveal) -> None:
    """Any button below a card that is tried: its answer."""
    found = await context.look(editions.trial, button.edition_id, button.position)
    if found is None:
        await context.play(unknown_button())
    else:
        await context.show(admin.trial_shown(found))


@_admins_only
async def apply(context: Context, button: buttons.Apply) -> None:
    """[Apply]: learners see it from now on, if the deck is public."""
    outcome = await context.submit(editions.flip_once, edition_id=button.edition_id)
    if isinstance(outcome, Applied):
        logger.info("version %s of the deck %s was applied", outcome.version, outcome.deck)
    await context.show(admin.applying(outcome))


@_admins_only
async def cancel(context: Context, button: buttons.Cancel) -> None:
    """[Cancel]: nothing changes."""
    await context.submit(editions.cancel_once, edition_id=button.edition_id)
    await context.show(admin.cancelled())


@_admins_only
async def publish(context: Context, button: buttons.Publish) -> None:
    """[Publish]: everybody finds the deck from now on."""
    title = await context.submit(editions.publish_once, deck=button.deck)
    await context.show(admin.published(title) if title else admin.no_deck(button.deck))


async def _read(context: Context, document: Document) -> None:
    try:
        data = await _fetch(context, document)
        deck = await deckfiles.read(data)
    except DeckErrors as wrong:
        await _refuse(context, wrong)
    else:
        file_hash = hashlib.sha256(data).hexdigest()
        await _preview(context, deck, Origin(made_by=context.user.id, file_hash=file_hash))


async def _fetch(context: Context, document: Document) -> bytes:
    """Download a file; DeckErrors if it is larger than that is possible."""
    if (document.file_size or 0) > deckfiles.LARGEST:
        raise deckfiles.too_large(document.file_size or 0)
    try:
        file = await context.bot.get_file(document.file_id)
        return bytes(await file.download_as_bytearray())
    except BadRequest:
        raise deckfiles.refused("Telegram does not hand this file over. Send it again.") from None


async def _preview(context: Context, deck: Deck, origin: Origin) -> None:
    """Stage a deck and show what it would change."""
    after = await asyncio.to_thread(weigh, deck)
    reserved = await context.submit(
        editions.reserve_once, deck=deck, edition_id=context.new_id(), origin=origin
    )
    if not reserved.same:
        await asyncio.to_thread(editions.stage, context.services.store, deck, reserved)
    before = await context.look(editions.hashes, deck.name, reserved.replaces)
    await context.show(admin.preview(deck, reserved, compare(before, after)))


def weigh(deck: Deck) -> dict[str, str]:
    """Work out every hash of a deck here, so that the database need not wait for it."""
    _ = deck.content_hash
    return content_hashes(deck.cards)


async def _refuse(context: Context, wrong: DeckErrors) -> None:
    """Tell what is wrong with a file, and what its sound cards would change."""
    difference = None
    if wrong.deck and wrong.sound:
        after = content_hashes(wrong.sound)
        broken = set(wrong.keys) - after.keys()
        before = await context.look(editions.hashes, wrong.deck)
        kept = {key: hashed for key, hashed in before.items() if key not in broken}
        difference = compare(kept, after)
    await context.show(admin.mistakes(wrong.deck, difference, wrong.errors))
    if len(wrong.errors) > admin.MOST_ERRORS:
        await context.send_file("errors.txt", f"{wrong}\n".encode(), admin.all_mistakes())


async def _send_deck(context: Context, name: str, version: int | None) -> None:
    found = await context.look(editions.load, name, version)
    if found is None:
        await context.show(admin.no_deck(name))
    else:
        data = await asyncio.to_thread(write_deck, found)
        await context.send_file(f"{name}.yaml", data, admin.deck_file(found))
