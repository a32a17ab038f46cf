"""Pieces of texts, held against the library that cuts them elsewhere."""

import random
import sys
import time
import unicodedata

import pytest
from tokenizers import Tokenizer, models, pre_tokenizers

from tests.bad_texts import bad_texts
from tests.grouping.sentence_model.files import PIECES, PLACES, SCORES
from workshop.grouping.sentence_model.tokens import Tokens
from workshop.grouping.sentence_model.weights import Weights

pytestmark = pytest.mark.unit


def random_texts(count: int) -> list[str]:
    """Return texts of letters from all over Unicode, halves of pairs included."""
    chance = random.Random(5)  # noqa: S311 - texts, no secret
    ends = [0x7F, 0x24F, 0x5FF, 0xFFF, 0xFFFF, sys.maxunicode]
    return [
        "".join(chr(chance.randrange(chance.choice(ends) + 1)) for _ in range(chance.randrange(80)))
        for _ in range(count)
    ]


@pytest.fixture(scope="module")
def tokens(tiny):
    return Tokens(Weights(tiny[1]).vocabulary, most=PLACES)


def pieces(tokens, text):
    return [PIECES[number] for number in tokens.of(text)]


def test_pieces_add_up_to_the_best_score(tokens):
    # "▁Bu" and "s" together score better than "▁Bus".
    assert pieces(tokens, "Bus") == ["<s>", "▁query", ":", "▁Bu", "s", "</s>"]


def test_unknown_letters_side_by_side_are_one_piece(tokens):
    assert pieces(tokens, "xyzuq")[3:-1] == ["▁", "<unk>", "u", "<unk>"]


def test_unknown_letter_costs_more_than_the_rarest_piece(tokens):
    assert pieces(tokens, "öl")[3:-1] == ["▁", "öl"]


def test_letters_are_rewritten_and_composed_before(tokens):
    assert pieces(tokens, "e\u0301")[3:-1] == ["▁", "é"]
    assert pieces(tokens, "Bus\u00a0\u2581 \tBu\x07ß") == pieces(tokens, "Bus Bus")


def test_no_text_is_a_text(tokens):
    assert pieces(tokens, "") == pieces(tokens, " \t") == ["<s>", "▁query", ":", "</s>"]


def test_text_is_cut_where_the_model_ends(tokens):
    found = pieces(tokens, "Bus " * 99)
    assert (len(found), found[0], found[-1]) == (PLACES, "<s>", "</s>")


def test_what_looks_like_a_mark_is_letters(tokens):
    assert pieces(tokens, "<s></s><pad>").count("<s>") == 1
    assert pieces(tokens, "</s>").count("</s>") == 1


def test_endless_text_takes_no_time(tokens, tiny):
    long = Tokens(Weights(tiny[1]).vocabulary, most=512)
    started = time.process_time()
    for text in ("x" * 10**6, "a" + "\u0301" * 50_000 + "\u0316" * 50_000, "\ufdfa" * 10**5, " " * 10**6):
        assert len(long.of(text)) <= 512
    assert time.process_time() - started < 2.0


def oracle(vocabulary) -> Tokenizer:
    scored = list(zip(vocabulary.pieces, vocabulary.scores, strict=True))
    made = Tokenizer(models.Unigram(scored, unk_id=vocabulary.unknown, byte_fallback=False))
    made.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    return made


def agree(tokens: Tokens, library: Tokenizer, texts: list[str], *, most: int) -> None:
    vocabulary = tokens._vocabulary
    for text in texts:
        plain = text.encode(errors="ignore").decode()
        written = unicodedata.normalize("NFC", f"query: {plain}").translate(vocabulary.rewritten)
        words = [word for word in written.replace("▁", " ").split(" ") if word]
        expected = library.encode(" ".join(words)).ids
        found = tokens.of(plain)[1:-1]
        assert found == expected[: most - 2] or len(plain) > most, ascii(text)


def test_pieces_are_those_of_the_library(tokens):
    library = oracle(tokens._vocabulary)
    chance = random.Random(3)  # noqa: S311 - texts, no secret
    letters = "Bus u:éxotbüöl"
    texts = ["".join(chance.choice(letters) for _ in range(chance.randrange(14))) for _ in range(300)]
    texts = [" ".join(text.split()) for text in texts]
    agree(tokens, library, texts, most=PLACES)
    assert len(SCORES) == len(PIECES)


def test_pieces_of_bad_and_random_texts_are_those_of_the_library(model):
    tokens = model._tokens
    library = oracle(tokens._vocabulary)
    texts = [" ".join(text.split()) for text in [*bad_texts(), *random_texts(1000)]]
    marks = {"<s>", "</s>", "<pad>", "<unk>", "<mask>"}
    agree(tokens, library, [t for t in texts if not any(mark in t for mark in marks)], most=512)
