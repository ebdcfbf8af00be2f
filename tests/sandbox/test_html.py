"""Telegram's HTML, as Telegram reads it and as Telegram refuses it."""

import html as standard

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.errors import Refusal
from bot.sandbox.html import checked_link, parse
from bot.sandbox.text import Formatted, trimmed, units, with_found

READ = [
    # markup, text, entities as (type, offset, length, more)
    ("plain", "plain", []),
    ("<b>bold</b>", "bold", [("bold", 0, 4, {})]),
    ("<STRONG>bold</strong>", "bold", [("bold", 0, 4, {})]),
    ("<i>a</i><em>b</em>", "ab", [("italic", 0, 1, {}), ("italic", 1, 1, {})]),
    ("<u>a</u><ins>b</ins>", "ab", [("underline", 0, 1, {}), ("underline", 1, 1, {})]),
    (
        "<s>a</s><strike>b</strike><del>c</del>",
        "abc",
        [("strikethrough", at, 1, {}) for at in range(3)],
    ),
    ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2, {}), ("italic", 1, 1, {})]),
    ("<b>any end</>", "any end", [("bold", 0, 7, {})]),
    ("<b></b>empty", "empty", []),
    ("<tg-spoiler>8000</tg-spoiler>", "8000", [("spoiler", 0, 4, {})]),
    ('<span class="tg-spoiler">8000</span>', "8000", [("spoiler", 0, 4, {})]),
    ("<code>B·R</code>", "B·R", [("code", 0, 3, {})]),
    ('<code class="language-python">x</code>', "x", [("code", 0, 1, {})]),
    ("<pre>x</pre>", "x", [("pre", 0, 1, {})]),
    (
        '<pre><code class="language-python">x = 1</code></pre>',
        "x = 1",
        [("pre", 0, 5, {"language": "python"})],
    ),
    ("<blockquote>q</blockquote>", "q", [("blockquote", 0, 1, {})]),
    ("<blockquote expandable>q</blockquote>", "q", [("expandable_blockquote", 0, 1, {})]),
    ('<blockquote expandable="">q</blockquote>', "q", [("expandable_blockquote", 0, 1, {})]),
    (
        '<a href="https://x.org/?a=1&amp;b=\'">l</a>',
        "l",
        [("text_link", 0, 1, {"url": "https://x.org/?a=1&b='"})],
    ),
    ("<a href='x.org'>l</a>", "l", [("text_link", 0, 1, {"url": "http://x.org/"})]),
    ("<a>x.org</a>", "x.org", [("text_link", 0, 5, {"url": "http://x.org/"})]),
    ("<a href='nowhere'>l</a>", "l", []),
    (
        '<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>',
        "👍",
        [("custom_emoji", 0, 2, {"custom_emoji_id": "5368324170671202286"})],
    ),
    (
        '<tg-time unix="1647531900" format="wDT">soon</tg-time>',
        "soon",
        [("date_time", 0, 4, {"unix_time": 1647531900, "date_time_format": "wDT"})],
    ),
    ("&lt;b&gt; &amp; &quot;", '<b> & "', []),
    ("&lt;b &amp;amp;", "<b &amp;", []),
    ("&#65;&#x1F600;", "A😀", []),
    ("&nbsp;&copy;&apos;", "&nbsp;&copy;&apos;", []),  # only four names are known
    ("&#0;&#55296;", "&#0;&#55296;", []),  # no such character
    ("a > b && c", "a > b && c", []),
    ("😀<b>x</b>", "😀x", [("bold", 2, 1, {})]),  # offsets count UTF-16
]

REFUSED = [
    ("a < b", 'Unsupported start tag "" at byte offset 2'),
    ("3 <4", "Unclosed start tag at byte offset 2"),
    ("<br>", 'Unsupported start tag "br" at byte offset 0'),
    ("<br/>", 'Unsupported start tag "br/" at byte offset 0'),
    ("é<p>x</p>", 'Unsupported start tag "p" at byte offset 2'),
    ("<h1>Epoch</h1>", 'Unsupported start tag "h1" at byte offset 0'),
    ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
    ("<b", "Unclosed start tag at byte offset 0"),
    ("<b x", 'Unclosed start tag "b" at byte offset 0'),
    ('<a href="x', "Unclosed start tag at byte offset 0"),
    ('<a href="x"', "Unclosed start tag at byte offset 0"),
    ("<a href=", 'Unclosed start tag "a" at byte offset 0'),
    ("<a href=a/b>x</a>", "Unexpected end of name token at byte offset 8"),
    ('<a "x">y</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
    ("</b>", "Unexpected end tag at byte offset 0"),
    ("<b>x</b", "Unclosed end tag at byte offset 4"),
    (
        "<b><i>x</b></i>",
        'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"',
    ),
    ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    (
        '<span class="red">x</span>',
        'Tag "span" must have class "tg-spoiler" at byte offset 0',
    ),
    ("<tg-emoji>👍</tg-emoji>", "Invalid custom emoji identifier specified"),
]


@pytest.mark.parametrize(("markup", "text", "entities"), READ)
def test_markup_becomes_text_with_entities(markup: str, text: str, entities: list):
    expected = tuple({"type": t, "offset": o, "length": n, **more} for t, o, n, more in entities)
    assert parse(markup) == Formatted(text, expected)


@pytest.mark.parametrize(("markup", "reason"), REFUSED)
def test_markup_is_refused_in_telegrams_words(markup: str, reason: str):
    with pytest.raises(Refusal) as refused:
        parse(markup)
    assert refused.value.description == f"Bad Request: can't parse entities: {reason}"


@given(st.text())
def test_whatever_is_escaped_comes_back(text: str):
    assert parse(standard.escape(text, quote=False)).text == text


@given(st.text(alphabet="<>/b ai\"'=&;#x1😀"))
def test_any_text_is_read_or_refused(markup: str):
    try:
        formatted = parse(markup)
    except Refusal:
        return
    length = units(formatted.text)
    assert all(0 <= e["offset"] < e["offset"] + e["length"] <= length for e in formatted.entities)


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://example.org", "https://example.org/"),
        ("https://example.org/a b", None),
        ("example.org/a", "http://example.org/a"),
        ("tg://resolve?domain=x", "tg://resolve?domain=x"),
        ("localhost", None),
        ("javascript:alert(1)", None),
        ("http://[broken", None),
        ("ftp://example.org", None),
    ],
)
def test_links_are_kept_only_where_they_lead_somewhere(url: str, kept: str | None):
    assert checked_link(url) == kept


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start", [("bot_command", 0, 6)]),
        ("/study@sandbox_bot now", [("bot_command", 0, 18)]),
        ("either/or, a//b and 1/2", []),
        ("😀 /help", [("bot_command", 3, 5)]),
        ("<b>bold</b>", []),
        ("see https://example.org/a.", [("url", 4, 21)]),
        ("@minibatch and me@example", [("mention", 0, 10)]),
        ("#epoch #1", [("hashtag", 0, 6)]),
    ],
)
def test_commands_links_and_mentions_are_found(text: str, found: list):
    entities = with_found(Formatted(text)).entities
    assert [(e["type"], e["offset"], e["length"]) for e in entities] == found


def test_nothing_is_found_within_code():
    assert [e["type"] for e in with_found(parse("<code>/calc</code> /help")).entities] == [
        "code",
        "bot_command",
    ]


def test_white_space_around_a_text_goes_and_the_entities_move_along():
    assert trimmed(parse(" 😀<b> x </b>\n")) == Formatted(
        "😀 x", ({"type": "bold", "offset": 2, "length": 2},)
    )
    assert trimmed(parse("x<b> </b>")) == Formatted("x")
