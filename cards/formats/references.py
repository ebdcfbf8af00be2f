"""What the parts of a deck file say about each other: keys, objectives, prerequisites, subjects.

Everything here looks at the tree as it was written, so that a mistake in one field of a card hides
none in another.
"""

from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import Final

from cards.formats.errors import Mistakes, Path, clip
from cards.formats.fields import suggest, width
from cards.formats.tree import Node
from cards.problems import families

THE_SAME: Final = "the same"
MAX_CARDS: Final = 5_000
BESIDE_CONTESTED: Final = 350


@dataclass(frozen=True, slots=True)
class Site:
    """Where a card is written: its key and the key's path, what it requires and where."""

    key: str
    kind: str
    path: Path
    requires: tuple[str, ...]
    requires_at: Path


def find_cards(root: Node | None) -> tuple[Site, ...]:
    """Return every card of a file that has a key, in the file's order."""
    return tuple(site for path, raw in _cards(root) for site in _sites(raw, path))


def check(root: Node | None, cards: tuple[Site, ...], mistakes: Mistakes) -> None:
    """Note every place where one part of the file does not fit another."""
    _check_keys(cards, mistakes)
    _check_cycles(cards, mistakes)
    keys = {card.key for card in cards}
    _check_known(root, ("order",), keys, mistakes)
    for path, fields in _parts(root):
        _check_known(fields, (*path, "requires"), keys, mistakes)
        for field in ("objective", "source"):
            defined = root.get(f"{field}s") if isinstance(root, dict) else None
            _check_word(fields, path, field, defined if isinstance(defined, dict) else {}, mistakes)
    for path, raw in _cards(root):
        _check_family(raw, path, mistakes)
        _check_table(raw, path, mistakes)
        _check_options(raw, path, mistakes)


def _cards(root: Node | None) -> Iterator[tuple[Path, dict[str, Node]]]:
    return _dicts(root, ("cards",))


def _parts(root: Node | None) -> Iterator[tuple[Path, dict[str, Node]]]:
    """Yield every card and every aspect of a table."""
    for path, raw in _cards(root):
        yield path, raw
        yield from _dicts(raw, (*path, "aspects"))


def _sites(raw: dict[str, Node], path: Path) -> Iterator[Site]:
    at = (*path, "requires")
    requires = _texts(raw.get("requires"))
    for kind in ("definition", "calculation", "choice"):
        if isinstance(key := raw.get(kind), str):
            yield Site(key, kind, (*path, kind), requires, at)
            if kind == "definition" and raw.get("reverse") == "true":
                yield Site(f"{key}.reverse", kind, (*path, "reverse"), requires, at)
            return
    for here, aspect in _dicts(raw, (*path, "aspects")):
        table, name = raw.get("comparison"), aspect.get("aspect")
        inherits = "requires" not in aspect
        own = requires if inherits else _texts(aspect["requires"])
        own_at = at if inherits else (*here, "requires")
        if isinstance(table, str) and isinstance(name, str):
            yield Site(f"{table}.{name}", "comparison", (*here, "aspect"), own, own_at)


def _check_keys(cards: tuple[Site, ...], mistakes: Mistakes) -> None:
    if len(cards) > MAX_CARDS:
        mistakes.refuse(("cards",), f"There are {len(cards):,} cards; write at most {MAX_CARDS:,}.")
    first: dict[str, Site] = {}
    for card in cards:
        if (other := first.setdefault(card.key, card)) is not card:
            line = mistakes.line(other.path)
            mistakes.refuse(
                card.path, f"The card `{clip(card.key)}` is already on line {line}. Change one key."
            )


def _check_known(fields: Node | None, path: Path, keys: set[str], mistakes: Mistakes) -> None:
    """Note the keys listed at a path that belong to no card, or stand there twice."""
    named = _texts(fields.get(str(path[-1]))) if isinstance(fields, dict) else ()
    for index, (key, again) in enumerate(_with_repeats(named)):
        if key not in keys:
            mistakes.refuse((*path, index), f"There is no card `{clip(key)}`. {suggest(key, keys)}")
        elif again:
            mistakes.refuse((*path, index), f"`{clip(key)}` is listed twice. Keep one of them.")


def _check_word(
    fields: dict[str, Node], path: Path, field: str, known: Collection[str], mistakes: Mistakes
) -> None:
    word = fields.get(field)
    if isinstance(word, str) and word not in known:
        mistakes.refuse(
            (*path, field), f"There is no {field} `{clip(word)}`. {suggest(word, known)}"
        )


def _check_family(raw: dict[str, Node], path: Path, mistakes: Mistakes) -> None:
    if "calculation" in raw:
        field = "family" if "family" in raw else "calculation"
        family = raw[field]
        if isinstance(family, str) and family not in families:
            wanted = suggest(family, families)
            where = "" if "family" in raw else " Name it as `family:`."
            mistakes.refuse(
                (*path, field), f"There is no problem family `{clip(family)}`. {wanted}{where}"
            )


def _check_table(raw: dict[str, Node], path: Path, mistakes: Mistakes) -> None:
    subjects = _texts(raw.get("subjects"))
    for index, (subject, again) in enumerate(_with_repeats(subjects)):
        if again or subject == THE_SAME:
            mistakes.refuse((*path, "subjects", index), "Every subject needs a name of its own.")
    for here, aspect in _dicts(raw, (*path, "aspects")):
        right = aspect.get("right")
        if isinstance(right, str) and right not in (*subjects, THE_SAME):
            choice = suggest(right, (*subjects, THE_SAME))
            mistakes.refuse((*here, "right"), f"`{clip(right)}` is no subject. {choice}")
        _check_says(aspect.get("says"), (*here, "says"), subjects, mistakes)
        if "contested" in aspect or "contested" in raw:
            _check_room(aspect.get("says"), (*here, "says"), mistakes)


def _check_says(
    says: Node | None, path: Path, subjects: tuple[str, ...], mistakes: Mistakes
) -> None:
    if not isinstance(says, dict):
        return
    for subject in says:
        if subject not in subjects:
            choice = suggest(subject, subjects)
            mistakes.refuse((*path, subject), f"`{clip(subject)}` is no subject. {choice}")
    for subject in subjects:
        if subject not in says:
            mistakes.refuse((*path, subject), f"Add `{clip(subject)}:` and what holds for it.")


def _check_room(says: Node | None, path: Path, mistakes: Mistakes) -> None:
    """Note what leaves no room in the message for what is contested about it."""
    for subject, text in says.items() if isinstance(says, dict) else ():
        if isinstance(text, str) and width(text) > BESIDE_CONTESTED:
            mistakes.refuse(
                (*path, subject),
                f"This has {width(text):,} characters. Shorten it to {BESIDE_CONTESTED}, to leave "
                "room for what is contested.",
            )


def _check_options(raw: dict[str, Node], path: Path, mistakes: Mistakes) -> None:
    if "choice" not in raw:
        return
    options = tuple(_dicts(raw, (*path, "options")))
    if options and [option.get("right") for _, option in options].count("true") != 1:
        mistakes.refuse((*path, "options"), "Write `right: true` at exactly one of the options.")
    said: set[str] = set()
    for here, option in options:
        if isinstance(says := option.get("says"), str):
            if says.casefold() in said:
                mistakes.refuse((*here, "says"), "Every option needs words of its own.")
            said.add(says.casefold())


def _check_cycles(cards: tuple[Site, ...], mistakes: Mistakes) -> None:
    sites = {card.key: card for card in cards}
    for cycle in _cycles({card.key: set(card.requires) & sites.keys() for card in cards}):
        first = sites[cycle[0]]
        way = " → ".join(clip(key) for key in (*cycle[:6], "…" if len(cycle) > 6 else cycle[0]))
        mistakes.refuse(
            first.requires_at, f"These cards wait for each other: {way}. Take one of them out."
        )


def _cycles(requires: dict[str, set[str]]) -> Iterator[list[str]]:
    """Yield cycles until every card that can never be reached is explained by one."""
    sorter = TopologicalSorter(requires)
    with suppress(CycleError):  # it still gives out all that no cycle blocks
        sorter.prepare()
    blocked = dict(requires)
    while ready := sorter.get_ready():
        sorter.done(*ready)
        for key in ready:
            del blocked[key]
    seen: set[str] = set()
    for start in blocked:
        walk: dict[str, None] = {}
        key = start
        while key not in seen:
            seen.add(key)
            walk[key] = None
            key = min(blocked[key] & blocked.keys())
        if key in walk:
            way = list(walk)
            yield way[way.index(key) :]


def _dicts(fields: Node | None, path: Path) -> Iterator[tuple[Path, dict[str, Node]]]:
    """Yield the members of a list of fields, each with its path."""
    items = fields.get(str(path[-1])) if isinstance(fields, dict) else None
    for index, item in enumerate(items if isinstance(items, list) else ()):
        if isinstance(item, dict):
            yield (*path, index), item


def _with_repeats(texts: tuple[str, ...]) -> Iterator[tuple[str, bool]]:
    """Yield each text, and whether it has been there before."""
    seen: set[str] = set()
    for text in texts:
        yield text, text in seen
        seen.add(text)


def _texts(node: Node | None) -> tuple[str, ...]:
    return tuple(item for item in node if isinstance(item, str)) if isinstance(node, list) else ()
