"""Deck files: what is read, what is refused, and what the author is told."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cards.formats import DeckErrors, read_deck, report, write_deck
from cards.formats.order import teaching_order
from cards.kinds import Calculation, Choice, Comparison, Definition, Option
from cards.rubric import Answers, Contrast, KeyPoint, MixUp, Rubric
from tests.scale import scaled

DECK = """\
format: 1
name: training
title: How a model is trained
objectives:
  relate: Relate epochs, batch size and steps
  count: Count steps
sources:
  glossary: "Google, Machine Learning Glossary, developers.google.com/machine-learning/glossary"
  book: A book
cards:
  - definition: epoch
    term: epoch
    also: [full pass]
    means: One pass in which every training example has been used once.
    example: Reading a textbook from cover to cover exactly once.
    why: It is the unit in which the length of a training is planned.
    reverse: true
    objective: relate
    source: glossary
    tags: [loop]
  - comparison: batch-size
    subjects: [a small batch, a large batch]
    objective: relate
    source: glossary
    requires: [epoch]
    aspects:
      - aspect: memory
        ask: Which needs more memory for one step?
        right: a large batch
        says:
          a small batch: Few activations are kept at once.
          a large batch: Many activations are kept at once.
        why: Saved activations grow with the number of examples in the batch.
      - aspect: epoch
        ask: With which does an epoch use more examples?
        right: the same
        says:
          a large batch: All of them.
          a small batch: All of them, too.
        why: An epoch uses each example once.
        source: book
        requires: []
  - calculation: total-steps
    objective: count
    source: book
  - calculation: counting
    family: steps-per-epoch
    objective: count
    source: book
order: [epoch, total-steps]
"""


def changed(old: str, new: str, deck: str = DECK) -> bytes:
    assert deck.count(old) >= 1, old
    return deck.replace(old, new, 1).encode()


def errors(data: bytes) -> list[tuple[int, str, str]]:
    with pytest.raises(DeckErrors) as refused:
        read_deck(data)
    return [(error.line, error.path, error.message) for error in refused.value.errors]


def test_a_deck_is_read_into_cards() -> None:
    deck = read_deck(DECK.encode())
    assert (deck.name, deck.title) == ("training", "How a model is trained")
    assert deck.objectives == {
        "relate": "Relate epochs, batch size and steps",
        "count": "Count steps",
    }
    assert deck.sources["book"] == "A book"
    assert [card.key for card in deck.cards][:2] == ["epoch", "total-steps"]
    assert {card.key for card in deck.cards} == {
        *("epoch", "epoch.reverse", "batch-size.memory", "batch-size.epoch"),
        *("total-steps", "counting"),
    }


def test_a_definition_has_all_its_words_and_may_be_asked_the_other_way_round() -> None:
    deck = read_deck(DECK.encode())
    forward, reverse = deck.card("epoch"), deck.card("epoch.reverse")
    assert forward == Definition(
        key="epoch",
        term="epoch",
        also=("full pass",),
        definition="One pass in which every training example has been used once.",
        ask="What is epoch?",
        example="Reading a textbook from cover to cover exactly once.",
        why="It is the unit in which the length of a training is planned.",
        objective="Relate epochs, batch size and steps",
        source=deck.sources["glossary"],
        tags=("loop",),
        group="epoch",
    )
    assert isinstance(reverse, Definition)
    assert (reverse.direction, reverse.group) == ("reverse", "epoch")


def test_an_aspect_inherits_from_its_table_and_may_say_otherwise() -> None:
    deck = read_deck(DECK.encode())
    assert deck.card("batch-size.memory") == Comparison(
        key="batch-size.memory",
        subjects=("a small batch", "a large batch"),
        aspect="memory",
        ask="Which needs more memory for one step?",
        right="a large batch",
        statements=("Few activations are kept at once.", "Many activations are kept at once."),
        why="Saved activations grow with the number of examples in the batch.",
        objective="Relate epochs, batch size and steps",
        source=deck.sources["glossary"],
        requires=("epoch",),
        group="batch-size",
    )
    other = deck.card("batch-size.epoch")
    assert isinstance(other, Comparison)
    assert (other.right, other.source, other.requires) == (None, "A book", ())
    assert other.statements == ("All of them, too.", "All of them.")


def test_a_calculation_names_its_family_or_is_named_like_it() -> None:
    deck = read_deck(DECK.encode())
    families = [card.family for card in deck.cards if isinstance(card, Calculation)]
    assert sorted(families) == ["steps-per-epoch", "total-steps"]


@pytest.mark.parametrize("word", ["no", "1e3", "12:30", "null", "~", "2026-01-01", "0x10", "true"])
def test_every_plain_value_is_text(word: str) -> None:
    deck = read_deck(changed("term: epoch", f"term: {word}"))
    card = deck.card("epoch")
    assert isinstance(card, Definition)
    assert card.term == word


def test_white_space_within_a_text_counts_as_one_space() -> None:
    deck = read_deck(changed("why: It is", "why: >\n      It  is\n\n      \u00a0"))
    card = deck.card("epoch")
    assert isinstance(card, Definition)
    assert card.why.startswith("It is \u00a0 the unit")


def test_line_ends_and_a_byte_order_mark_do_not_matter() -> None:
    plain = read_deck(DECK.encode())
    assert read_deck(b"\xef\xbb\xbf" + DECK.replace("\n", "\r\n").encode()) == plain
    assert read_deck(DECK.replace("\n", "\r").encode()) == plain


LONG = "x" * 701


@pytest.mark.parametrize(
    ("old", "new", "line", "path", "said"),
    [
        # the file's own fields
        ("format: 1", "format: 2", 1, "format", "`format: 1`"),
        ("format: 1\n", "", 1, "format", "Add `format:`, 1."),
        ("name: training", "name: My Deck", 2, "name", "small letters"),
        ("name: training", "name: " + "x" * 49, 2, "name", "1 to 48"),
        ("title: How a model is trained\n", "", 1, "title", "Add `title:`"),
        ("title: How a model is trained", "title: [a, b]", 3, "title", "one text here"),
        ("title: How a model is trained", "titel: Training", 3, "titel", "Did you mean `title`?"),
        ("  count: Count", "  Count it: Count", 6, "objectives.Count it", "small letters"),
        # a card's fields
        ("    means: One", "    meens: One", 14, "cards[0].meens", "Did you mean `means`?"),
        ("    means: One", "    meens: One", 11, "cards[0].means", "Add `means:`, what the term"),
        ("term: epoch", "term:", 12, "cards[0].term", "This is empty."),
        ("term: epoch", 'term: "  "', 12, "cards[0].term", "This is empty."),
        ("means: One", f"means: {LONG} One", 14, "cards[0].means", "Shorten it to 700"),
        ("term: epoch", f"term: {'🧠' * 61}", 12, "cards[0].term", "This has 122 characters"),
        ("also: [full pass]", "also: full pass", 13, "cards[0].also", "Write a list here"),
        ("reverse: true", "reverse: yes", 17, "cards[0].reverse", "Write true or false."),
        ("tags: [loop]", "tags: [The Loop]", 20, "cards[0].tags[0]", "small letters"),
        ("- definition: epoch", "- definition: Epoch", 11, "cards[0].definition", "small letters"),
        ("- definition: epoch", "- definitoin: epoch", 11, "cards[0]", "Start the card with"),
        ("- calculation: counting", "- counting: x", 46, "cards[3]", "Start the card with"),
        ("- calculation: counting", "- calculation: [x]", 46, "cards[3].calculation", "one text"),
        # a table's fields
        ("subjects: [a small batch, a large batch]", "subjects: [a large batch]", 22,
         "cards[1].subjects", "at least 2"),
        ("[a small batch, a large batch]", "[a small batch, a large batch, c, d, e, f, g]", 22,
         "cards[1].subjects", "at most 6"),
        ("[a small batch, ", f"[{'x' * 41}, ", 22, "cards[1].subjects[0]", "Shorten it to 40"),
        ("[a small batch, ", "[a large batch, ", 22, "cards[1].subjects[1]", "name of its own"),
        ("[a small batch, ", "[the same, ", 22, "cards[1].subjects[0]", "name of its own"),
        ("right: a large batch", "right: a big batch", 29, "cards[1].aspects[0].right",
         "`a big batch` is no subject. Did you mean"),
        ("a small batch: Few", "a tiny batch: Few", 31,
         "cards[1].aspects[0].says.a tiny batch", "is no subject"),
        ("a small batch: Few", "a tiny batch: Few", 30,
         "cards[1].aspects[0].says.a small batch", "Add `a small batch:`"),
        ("          a small batch: Few", "          a large batch: Few", 32,
         "cards[1].aspects[0].says.a large batch", "stands here twice"),
        ("        ask: Which", "        asks: Which", 28, "cards[1].aspects[0].asks",
         "Did you mean `ask`?"),
        ("      - aspect: memory", f"      - aspect: {'m' * 64}", 27,
         "cards[1].aspects[0].aspect", "1 to 63"),
        # what the parts say about each other
        ("objective: relate", "objective: relatee", 18, "cards[0].objective",
         "There is no objective `relatee`. Did you mean `relate`?"),
        ("source: book\n        req", "source: boook\n        req", 41,
         "cards[1].aspects[1].source", "Did you mean `book`?"),
        ("requires: [epoch]", "requires: [epoch, ephoc]", 25, "cards[1].requires[1]",
         "There is no card `ephoc`. Did you mean `epoch`?"),
        ("requires: [epoch]", "requires: [epoch, epoch]", 25, "cards[1].requires[1]", "twice"),
        ("requires: []", "requires: [nothing]", 42, "cards[1].aspects[1].requires[0]", "no card"),
        ("order: [epoch,", "order: [epoch, bach-size.memory,", 50, "order[1]",
         "Did you mean `batch-size.memory`?"),
        ("order: [epoch,", "order: [epoch, epoch,", 50, "order[1]", "listed twice"),
        ("family: steps-per-epoch", "family: steps", 47, "cards[3].family", "no problem family"),
        ("- calculation: total-steps", "- calculation: all-steps", 43, "cards[2].calculation",
         "no problem family `all-steps`"),
        ("- calculation: counting", "- calculation: epoch", 46, "cards[3].calculation",
         "The card `epoch` is already on line 11."),
        ("aspect: epoch", "aspect: memory", 34, "cards[1].aspects[1].aspect", "already on line 27"),
        ("tags: [loop]", "requires: [epoch]", 20, "cards[0].requires",
         "wait for each other: epoch → epoch"),
        ("tags: [loop]", "requires: [batch-size.memory]", 20, "cards[0].requires",
         "epoch → batch-size.memory → epoch"),
        # YAML's surprises
        ("term: epoch", "term: &e epoch", 12, "cards[0].term", "anchor &e"),
        ("term: epoch", "term: *e", 12, "cards[0].term", "alias *e"),
        ("term: epoch", "term: !!str epoch", 12, "cards[0].term", "tag"),
        ("term: epoch", "term: !!python/object:os.system epoch", 12, "cards[0].term", "tag"),
        ("    term: epoch", "    <<: {a: b}\n    term: epoch", 12, "cards[0].<<", "Take out `<<`"),
        ("    term: epoch", "    term: epoch\n    term: step", 13, "cards[0].term", "twice"),
        ("    term: epoch", "    ? [a, b]\n    : epoch\n    term: epoch", 12, "cards[0].",
         "needs a name"),
        # what no one can see
        ("means: One", "means: \u202eOne", 14, "cards[0].means", "U+202E"),
        ("means: One", "means: \x00One", 14, "cards[0].means", "U+0000"),
        ("means: One", "means: \x07One", 14, "cards[0].means", "U+0007"),
        ("means: One pass", 'means: "\\u202eOne', 14, "cards[0].means", "cannot be read as YAML"),
        ("why: It is the unit in which the length of a training is planned.",
         'why: "\\u202eIt"', 16, "cards[0].why", "U+202E"),
        ("why: It is the unit in which the length of a training is planned.",
         'why: "\\0It"', 16, "cards[0].why", "U+0000"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_by_line_and_path_with_what_to_write(
    old: str, new: str, line: int, path: str, said: str
) -> None:
    found = errors(changed(old, new))
    matching = [error for error in found if error[:2] == (line, path) and said in error[2]]
    assert matching, found


@pytest.mark.parametrize(
    ("data", "line", "said"),
    [
        (b"", 1, "The file is empty"),
        (b"# only a comment\n", 1, "The file is empty"),
        (b"just text", 1, "Write fields here"),
        (b"[1, 2]", 1, "Write fields here"),
        (b"format: 1\nname: caf\xe9\n", 2, "not UTF-8"),
        (b"format: 1\n---\nformat: 1\n", 2, "second document"),
        (b"format: 1\n\tname: x\n", 2, "cannot be read as YAML"),
        (b"format: 1\nname: 'x\n", 2, "cannot be read as YAML"),
        (b"format: 1\ncards: " + b"[" * 20_000, 2, "nested too deeply"),
        (b"format: 1\ncards: " + b"{a: " * 20_000, 2, "nested too deeply"),
        (b"- " * 20_000, 1, "nested too deeply"),
        (b"a: " + b"x" * 5_000_000, 1, "at most 5,000,000"),
        (b"cards: [" + b"a," * 300_000, 1, "at most 250,000 values"),
    ],
    ids=lambda value: str(value)[:24],
)
def test_a_file_that_is_no_deck_at_all_is_refused_kindly(data: bytes, line: int, said: str) -> None:
    assert any(error[0] == line and said in error[2] for error in errors(data))


def test_every_mistake_is_told_at_once_in_the_order_of_lines() -> None:
    data = changed("term: epoch", "term:")
    data = changed("family: steps-per-epoch", "family: steps", data.decode())
    data = changed("title: How a model is trained\n", "", data.decode())
    data = changed("requires: [epoch]", "requires: [nothing]", data.decode())
    found = errors(data)
    assert [error[:2] for error in found] == [
        (1, "title"),
        (11, "cards[0].term"),
        (24, "cards[1].requires[0]"),
        (46, "cards[3].family"),
    ]


def test_a_mistake_in_one_field_hides_none_in_another_of_the_same_card() -> None:
    data = changed("objective: relate", "objective: nothing")
    found = errors(changed("term: epoch", "term:", data.decode()))
    assert [error[1] for error in found] == ["cards[0].term", "cards[0].objective"]


def test_the_name_of_a_refused_deck_is_known() -> None:
    with pytest.raises(DeckErrors) as refused:
        read_deck(changed("format: 1", "format: 2"))
    assert refused.value.deck == "training"
    assert str(refused.value) == "line 1, format: Write `format: 1`; this program reads no other."


def test_after_a_thousand_mistakes_the_rest_is_left_out() -> None:
    cards = "\n".join("  - x" for _ in range(3_000))
    found = errors(f"format: 1\ncards:\n{cards}\n".encode())
    assert len(found) == 1_001
    assert found[-1][2] == "There are more mistakes."


def test_more_cards_than_a_deck_may_have_are_refused() -> None:
    card = "  - {{calculation: c{0}, family: total-steps, objective: count, source: book}}\n"
    cards = "".join(card.format(number) for number in range(5_001))
    start = DECK[: DECK.index("cards:")]
    assert "5,001 cards; write at most 5,000" in errors(f"{start}cards:\n{cards}".encode())[0][2]
    cards = "".join(card.format(number) for number in range(5_000))
    assert len(read_deck(f"{start}cards:\n{cards}".encode()).cards) == 5_000


def test_a_long_chain_of_prerequisites_is_no_trouble() -> None:
    card = (
        "  - {{calculation: c{0}, family: total-steps, objective: count, source: book, "
        "requires: [c{1}]}}\n"
    )
    start = DECK[: DECK.index("cards:")]
    ring = "".join(card.format(number, (number + 1) % 3_000) for number in range(3_000))
    [only] = errors(f"{start}cards:\n{ring}".encode())
    assert "wait for each other: c0 → c1 →" in only[2]


def test_a_report_says_what_is_in_a_sound_file() -> None:
    assert report(DECK.encode()) == {
        "ok": True,
        "format": 1,
        "deck": "training",
        "cards": 6,
        "kinds": {"definition": 2, "comparison": 2, "calculation": 2},
        "errors": [],
    }


def test_a_report_on_a_refused_file_lists_its_mistakes() -> None:
    told = report(changed("format: 1", "format: 2"))
    assert (told["ok"], told["deck"], told["cards"]) == (False, "training", 6)
    assert told["errors"] == [
        {"line": 1, "path": "format", "message": "Write `format: 1`; this program reads no other."}
    ]
    assert report(b"\xff") | {"errors": []} == {
        "ok": False,
        "format": 1,
        "deck": None,
        "cards": 0,
        "kinds": {},
        "errors": [],
    }


@given(st.data())
@settings(max_examples=scaled(150, 5_000), deadline=None)
def test_no_file_makes_the_reader_fail(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(DECK)))
    end = data.draw(st.integers(start, len(DECK)))
    noise = data.draw(st.text("[]{}:-&*!|>'\"#%@,?\n <ab1\\u\x00\u202e\t", max_size=12) | st.text())
    told: dict[str, Any] = report((DECK[:start] + noise + DECK[end:]).encode(errors="replace"))
    assert told["ok"] == (not told["errors"])
    assert json.dumps(told)
    lines = [error["line"] for error in told["errors"]]
    assert lines == sorted(lines)


RICH = """\
format: 1
name: training
title: How a model is trained
objectives: {relate: Relate epochs and steps}
sources: {book: A book}
cards:
  - definition: epoch
    term: epoch
    means: One pass over the data.
    example: Reading a book once.
    why: Runs are planned in epochs.
    points:
      - says: every example is used
        words: [[every, all], [example, data set]]
      - says: exactly once
        words: [[once]]
        optional: true
        weight: 2
    contrasts:
      - cause: [epochs]
        effect: [overfitting]
        sign: "+"
        why: The data are learned by heart.
        low: [stopped early]
        high: [run to the end]
    mix_ups:
      - words: [[one update, single batch]]
        says: That is one update.
        term: step
    difficulty: easy
    contested: Some count steps alone.
    objective: relate
    source: book
  - comparison: batch-size
    subjects: [small, large]
    objective: relate
    source: book
    difficulty: hard
    contested: Some say so, some do not.
    aspects:
      - aspect: memory
        ask: Which needs more memory?
        right: large
        says: {small: Little., large: Much.}
        why: More is kept.
        contrasts: [{cause: [batch size], effect: [memory], sign: "0", why: More is kept.}]
      - aspect: noise
        ask: Which is noisier?
        right: small
        says: {small: Yes., large: No.}
        why: Few examples say little.
        difficulty: medium
        contested: It depends.
  - choice: rising
    ask: Validation loss rises. What first?
    options:
      - says: Stop earlier
        right: true
        why: The best is past.
      - says: Train on
        why: That learns more by heart.
      - says: Validate less
        why: That only reads worse.
    objective: relate
    source: book
"""


def test_a_definition_says_what_its_answers_are_held_against() -> None:
    epoch = read_deck(RICH.encode()).card("epoch")
    assert isinstance(epoch, Definition)
    assert (epoch.difficulty, epoch.contested) == ("easy", "Some count steps alone.")
    assert epoch.rubric == Rubric(
        points=(
            KeyPoint(
                text="every example is used", groups=(("every", "all"), ("example", "data set"))
            ),
            KeyPoint(text="exactly once", groups=(("once",),), required=False, weight=2),
        ),
        contrasts=(
            Contrast(
                cause=("epochs",),
                effect=("overfitting",),
                sign="+",
                why="The data are learned by heart.",
                low=("stopped early",),
                high=("run to the end",),
            ),
        ),
        mix_ups=(
            MixUp(
                groups=(("one update", "single batch"),), says="That is one update.", term="step"
            ),
        ),
    )


def test_typical_answers_stand_with_the_card_and_with_its_mix_ups() -> None:
    answers = "answers: {right: [all of it once], partial: [a pass]}\n    difficulty: easy"
    text = changed("difficulty: easy", answers, RICH).decode()
    deck = read_deck(changed("term: step", "answers: [a change of the weights]", text))
    epoch = deck.card("epoch")
    assert isinstance(epoch, Definition)
    assert epoch.rubric.answers == Answers(right=("all of it once",), partial=("a pass",))
    assert epoch.rubric.mix_ups[0].answers == ("a change of the weights",)
    assert read_deck(write_deck(deck)) == deck


def test_a_mix_up_may_be_known_by_typical_answers_alone() -> None:
    words = "words: [[one update, single batch]]"
    deck = read_deck(changed(words, "answers: [a change of the weights]", RICH))
    epoch = deck.card("epoch")
    assert isinstance(epoch, Definition)
    assert epoch.rubric.mix_ups[0].groups == ()
    assert read_deck(write_deck(deck)) == deck


def test_an_aspect_has_contrasts_and_may_be_harder_or_more_contested_than_its_table() -> None:
    deck = read_deck(RICH.encode())
    memory, noise = deck.card("batch-size.memory"), deck.card("batch-size.noise")
    assert isinstance(memory, Comparison)
    assert [contrast.sign for contrast in memory.rubric.contrasts] == ["0"]
    assert (memory.difficulty, memory.contested) == ("hard", "Some say so, some do not.")
    assert (noise.difficulty, noise.contested) == ("medium", "It depends.")


def test_a_choice_has_options_each_with_its_reason_and_one_of_them_is_right() -> None:
    assert read_deck(RICH.encode()).card("rising") == Choice(
        key="rising",
        ask="Validation loss rises. What first?",
        options=(
            Option("Stop earlier", "The best is past."),
            Option("Train on", "That learns more by heart."),
            Option("Validate less", "That only reads worse."),
        ),
        right=0,
        objective="Relate epochs and steps",
        source="A book",
    )


@pytest.mark.parametrize(
    ("old", "new", "line", "path", "said"),
    [
        # key points
        ("says: every", "say: every", 13, "cards[0].points[0].say", "Did you mean `says`?"),
        ("says: every", "say: every", 13, "cards[0].points[0].says", "Add `says:`, the key point"),
        ("[[once]]", "[]", 16, "cards[0].points[1].words", "at least 1"),
        ("[[once]]", "[[]]", 16, "cards[0].points[1].words[0]", "at least 1"),
        ("[[once]]", "once", 16, "cards[0].points[1].words", "Write a list here"),
        ("[[once]]", "[once]", 16, "cards[0].points[1].words[0]", "Write a list here"),
        ("[[once]]", f"[[{'x' * 61}]]", 16, "cards[0].points[1].words[0][0]", "Shorten it to 60"),
        ("[[once]]", f"[[{'🧠' * 31}]]", 16, "cards[0].points[1].words[0][0]", "62 characters"),
        ("optional: true", "optional: yes", 17, "cards[0].points[1].optional", "true or false"),
        ("weight: 2", "weight: 6", 18, "cards[0].points[1].weight", "from 1 to 5"),
        ("weight: 2", "weight: [2]", 18, "cards[0].points[1].weight", "from 1 to 5"),
        # contrasts
        ('sign: "+"', "sign: plus", 22, "cards[0].contrasts[0].sign", 'Write "+", "-" or "0"'),
        ("        sign", "        sgn", 22, "cards[0].contrasts[0].sgn", "Did you mean `sign`?"),
        ("cause: [epochs]", "cause: epochs", 20, "cards[0].contrasts[0].cause", "a list here"),
        ("low: [stopped early]", "low: []", 24, "cards[0].contrasts[0].low", "at least 1"),
        # mix-ups
        ("term: step", "terms: step", 29, "cards[0].mix_ups[0].terms", "Did you mean `term`?"),
        ("says: That is one", f"says: {'x' * 301} one", 28, "cards[0].mix_ups[0].says",
         "Shorten it to 300"),
        ("words: [[one update, single batch]]\n        says: That", "says: That", 27,
         "cards[0].mix_ups[0]", "Add `words:` (groups of writings"),
        ("term: step", "answers: one update", 29, "cards[0].mix_ups[0].answers", "a list here"),
        ("term: step", f"answers: [{'x' * 301}]", 29, "cards[0].mix_ups[0].answers[0]",
         "Shorten it to 300"),
        # typical answers
        ("difficulty: easy", "answers: [one pass]", 30, "cards[0].answers", "Write fields here"),
        ("difficulty: easy", "answers: {rigth: [one pass]}", 30, "cards[0].answers.rigth",
         "Did you mean `right`?"),
        ("difficulty: easy", f"answers: {{partial: [{', '.join('x' * 31)}]}}", 30,
         "cards[0].answers.partial", "There are 31 here; write at most 30."),
        # difficulty, picture and what is contested
        ("difficulty: easy", "picture: loss", 30, "cards[0].picture", "Write run or batch-size"),
        ("difficulty: easy", "difficulty: simple", 30, "cards[0].difficulty", "easy, medium or"),
        ("difficulty: medium", "difficulty: 2", 52, "cards[1].aspects[1].difficulty", "easy, med"),
        ("contested: Some count", f"contested: {'x' * 301}", 31, "cards[0].contested", "to 300"),
        ("large: Much.", f"large: {'m' * 351}", 44, "cards[1].aspects[0].says.large",
         "This has 351 characters. Shorten it to 350, to leave room for what is contested."),
        # a choice
        ("right: true", "right: false", 56, "cards[2].options", "at exactly one of the options"),
        ("says: Train on", "right: true\n        says: Train on", 56, "cards[2].options",
         "`right: true` at exactly one"),
        ("says: Train on", "says: stop earlier", 60, "cards[2].options[1].says", "of its own"),
        ("says: Train on", "say: Train on", 60, "cards[2].options[1].say", "Did you mean `says`?"),
        ("says: Train on", f"says: {'x' * 151}", 60, "cards[2].options[1].says", "to 150"),
        ("      - says: Validate less\n        why: That only reads worse.\n", "", 56,
         "cards[2].options", "There are 2 here; write at least 3."),
        ("right: true", "right: maybe", 58, "cards[2].options[0].right", "true or false"),
    ],
)  # fmt: skip
def test_a_mistake_in_what_answers_are_held_against_is_named_too(
    old: str, new: str, line: int, path: str, said: str
) -> None:
    found = errors(changed(old, new, RICH))
    matching = [error for error in found if error[:2] == (line, path) and said in error[2]]
    assert matching, found


def card(key: str, group: str) -> Comparison:
    words = dict.fromkeys(("objective", "source", "aspect", "ask", "why"), "x")
    return Comparison(key=key, group=group, subjects=(), right=None, statements=(), **words)


groups = st.lists(st.sampled_from("abcdefghijkl"), max_size=40)


@given(groups, st.randoms(use_true_random=False))
def test_the_order_of_teaching_holds_every_card_once_and_the_listed_ones_first(
    named: list[str], random: Any
) -> None:
    cards = tuple(card(f"{group}{place}", group) for place, group in enumerate(named))
    listed = random.sample([c.key for c in cards], k=random.randint(0, len(cards)))
    ordered = teaching_order(cards, listed)
    assert sorted(c.key for c in ordered) == sorted(c.key for c in cards)
    assert [c.key for c in ordered[: len(listed)]] == listed


@given(groups)
def test_each_place_goes_to_the_first_card_whose_group_has_rested(named: list[str]) -> None:
    cards = tuple(card(f"{group}{place}", group) for place, group in enumerate(named))
    left, last = list(cards), list[str]()
    for taken in teaching_order(cards, ()):
        rested = [c for c in left if c.group not in last[-5:]]
        if rested:
            assert taken is rested[0]
        left.remove(taken)
        last.append(taken.group)


def test_cards_of_one_group_are_moved_six_places_apart() -> None:
    cards = tuple(card(key, key[0]) for key in ("a1", "a2", "b", "c", "d", "e", "f", "g"))
    ordered = [c.key for c in teaching_order(cards, ())]
    assert ordered == ["a1", "b", "c", "d", "e", "f", "a2", "g"]
    ordered = [c.key for c in teaching_order(cards, ("b", "a1"))]
    assert ordered == ["b", "a1", "c", "d", "e", "f", "g", "a2"]
