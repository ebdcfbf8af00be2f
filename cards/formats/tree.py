"""YAML without its surprises: a tree of text, lists and fields in which every value has its line.

Only what a deck needs is read. Every plain value is text ("no" is a word, 1e3 is three characters),
and whatever makes a value appear from elsewhere is refused: anchors, aliases, tags, merge keys.
"""

import re
from collections.abc import Iterator
from typing import Any, Final, TypeAlias

import yaml

from cards.formats.errors import Mistakes, Path, clip

Node: TypeAlias = str | list["Node"] | dict[str, "Node"]

_MAX_BYTES: Final = 5_000_000
_MAX_DEPTH: Final = 8
_MAX_VALUES: Final = 250_000
_Loader: Final = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader

# Control characters, line breaks that editors do not count, and marks that reorder what is read.
_UNWANTED: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
    "\ud800-\udfff\ufeff\ufffe\uffff]"
)
_WHITE: Final = re.compile("[ \t\n]+")


def read_tree(data: bytes, mistakes: Mistakes) -> Node | None:
    """Return what a file says, or None where it is not YAML; note what is wrong and every line."""
    text = _decode(data, mistakes)
    if text is None:
        return None
    root = _parse(text, mistakes)
    for line, content in enumerate(text.split("\n"), start=1):
        if match := _UNWANTED.search(content):
            mistakes.refuse_line(line, _take_out(match[0]))
    return root


def _decode(data: bytes, mistakes: Mistakes) -> str | None:
    if len(data) > _MAX_BYTES:
        mistakes.refuse((), f"The file has {len(data):,} bytes; at most {_MAX_BYTES:,} are read.")
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        mistakes.refuse_line(line, "This is not UTF-8. Save the file as UTF-8.")
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _parse(text: str, mistakes: Mistakes) -> Node | None:
    try:
        return _Reader(_UNWANTED.sub(" ", text), mistakes).document()
    except yaml.MarkedYAMLError as error:
        mark = _mark(error)
        mistakes.refuse_line(mark.line + 1 if mark else 1, _explain(error))
    except ValueError:  # an escape beyond Unicode, where PyYAML comes without libyaml
        mistakes.refuse_line(1, "There is an escape sequence that stands for no character.")
    return None


class _Reader:
    """Builds the tree from the parser's events; its recursion ends at a deck's depth."""

    def __init__(self, text: str, mistakes: Mistakes) -> None:
        self._events: Iterator[Any] = yaml.parse(text, Loader=_Loader)
        self._mistakes = mistakes
        self._values = 0

    def document(self) -> Node:
        """Return the file's only document."""
        next(self._events)
        if isinstance(next(self._events), yaml.StreamEndEvent):
            self._mistakes.refuse((), "The file is empty. Start with `format: 1`.")
            return {}
        root = self._value(next(self._events), ())
        next(self._events)
        extra = next(self._events)
        if not isinstance(extra, yaml.StreamEndEvent):
            line = extra.start_mark.line + 1
            self._mistakes.refuse_line(line, "A second document starts. Write one per file.")
        return root

    def _value(self, event: Any, path: Path) -> Node:
        self._bound(event, path)
        if isinstance(event, yaml.AliasEvent):
            self._mistakes.refuse(path, f"Write the text itself, not the alias *{event.anchor}.")
            return ""
        self._refuse_extras(event, path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._items(path)
        if isinstance(event, yaml.MappingStartEvent):
            return self._fields(path)
        return self._text(event.value, path)

    def _bound(self, event: Any, path: Path) -> None:
        self._values += 1
        if len(path) > _MAX_DEPTH:
            raise _TooMuch("The brackets are nested too deeply for a deck.", event.start_mark)
        if self._values > _MAX_VALUES:
            raise _TooMuch(f"A file may hold at most {_MAX_VALUES:,} values.", event.start_mark)

    def _refuse_extras(self, event: Any, path: Path) -> None:
        if event.anchor:
            self._mistakes.refuse(path, f"Take out the anchor &{clip(event.anchor)}.")
        elif event.tag:
            self._mistakes.refuse(path, f"Take out the tag {clip(event.tag)}.")

    def _items(self, path: Path) -> list[Node]:
        items: list[Node] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            here = (*path, len(items))
            self._mistakes.place(here, event.start_mark.line + 1)
            items.append(self._value(event, here))
        return items

    def _fields(self, path: Path) -> dict[str, Node]:
        fields: dict[str, Node] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            name = self._value(event, path)
            name = name if isinstance(name, str) else ""
            here = (*path, name)
            self._mistakes.place(here, event.start_mark.line + 1)
            self._refuse_name(name, here, fields)
            fields[name] = self._value(next(self._events), here)
        return fields

    def _refuse_name(self, name: str, here: Path, fields: dict[str, Node]) -> None:
        if not name:
            self._mistakes.refuse(here, "A field needs a name before its colon.")
        elif name == "<<":
            self._mistakes.refuse(here, "Take out `<<`; write every field where it belongs.")
        elif name in fields:
            self._mistakes.refuse(here, f"`{clip(name)}` stands here twice. Keep one of them.")

    def _text(self, value: str, path: Path) -> str:
        if escaped := _UNWANTED.search(value):
            self._mistakes.refuse(path, _take_out(escaped[0]))
        return _WHITE.sub(" ", _UNWANTED.sub(" ", value)).strip()


class _TooMuch(yaml.MarkedYAMLError):
    """The file is larger or deeper than any deck."""

    def __init__(self, message: str, mark: yaml.Mark) -> None:
        super().__init__(problem=message, problem_mark=mark)


def _mark(error: yaml.MarkedYAMLError) -> yaml.Mark | None:
    """Return where a person would look: a quote that is never closed is missed where it opens."""
    unclosed = "end of stream" in str(error.problem)
    return (unclosed and error.context_mark) or error.problem_mark or error.context_mark


def _explain(error: yaml.MarkedYAMLError) -> str:
    if isinstance(error, _TooMuch):
        return str(error.problem)
    return (
        f"This cannot be read as YAML: {error.problem}. Check the indentation, and put a text that "
        "holds ': ' or ' #', or begins with a sign, in double quotes."
    )


def _take_out(character: str) -> str:
    return f"Take out the invisible character U+{ord(character):04X}."
