"""How well the language of a card is told, and what that costs: our two guesses beside py3langid.

``pip install py3langid``, then ``python -m tests.load.language_guess``. The cards are those of the rehearsal,
each with the language it is written in. "Declared" is what the phone says: the truth, or German or English
for every card. With py3langid a declared language gives way to a likelier one where that is sure enough.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec

from themes import load_rehearsal_cards
from themes.rehearsal_card import RehearsalCard
from workshop.domain.language import language_of
from workshop.grouping.words import guess_language

# Ours, as far as the library knows them: no Tigrinya, whose script tells enough.
LANGUAGES = ("de", "en", "fr", "tr", "ku", "ar", "fa", "uk", "ru")
SURE_ENOUGH = (0.5, 0.7, 0.9)
ROUNDS = 20
Guess = Callable[[str], str]
Told = Callable[[str, str], str]

LOAD = """
import sys, time
{before}
def memory():
    with open("/proc/self/smaps_rollup") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
had, began = memory(), time.perf_counter()
{asked}
print(f"{{(time.perf_counter() - began) * 1000:.0f}} ms, {{(memory() - had) / 1000:.1f}} MB")
"""


def say(line: str = "") -> None:
    """Print one line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def library() -> Callable[[str], tuple[str, float]]:
    """Return py3langid's guess of a text's language with its probability, among our languages."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - no part of the product

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(LANGUAGES)
    return identifier.classify


def surely(classify: Callable[[str], tuple[str, float]], sure_enough: float) -> Told:
    """Return a way to tell that keeps what is declared unless the library is sure of something else."""

    def told(text: str, declared: str) -> str:
        guessed, probability = classify(text)
        return guessed if probability >= sure_enough else declared

    return told


def right(cards: Sequence[RehearsalCard], told: Told, declared: str | None) -> int:
    """Count the cards whose language is told; `declared` None is the truth."""
    return sum(told(card.text, declared or card.lang) == card.lang for card in cards)


def microseconds(cards: Sequence[RehearsalCard], guess: Guess) -> float:
    """Return what one card takes, the best of some rounds over all of them."""
    spent = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        for card in cards:
            guess(card.text)
        spent.append(time.perf_counter() - began)
    return min(spent) / len(cards) * 1e6


def loaded(before: str, asked: str) -> str:
    """Return time and memory of what is `asked` for in a new process."""
    script = LOAD.format(before=before, asked=asked)
    return subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, env=os.environ
    ).stdout.strip()


def main() -> int:
    """Print the tables; 1 when the library is not there."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    if not find_spec("py3langid"):
        sys.stderr.write(
            "language_guess: needs py3langid, which is no part of the product: pip install py3langid\n"
        )
        return 1
    cards = load_rehearsal_cards("gmuend")
    classify = library()
    ways = {"ours: the script of the text": language_of}
    ways |= {f"py3langid where p >= {each}": surely(classify, each) for each in SURE_ENOUGH}
    say(f"{len(cards)} cards\n{'declared language':34}{'true':>8}{'all de':>8}{'all en':>8}{'µs/card':>10}")
    for name, told in ways.items():
        counts = "".join(f"{right(cards, told, declared):8}" for declared in (None, "de", "en"))
        spent = microseconds(cards, lambda text, told=told: told(text, "de"))
        say(f"{name:34}{counts}{spent:10.1f}")
    say(f"\n{'no language declared':34}{'right':>8}{'':16}{'µs/card':>10}")
    guesses: dict[str, Guess] = {
        "ours: small words": guess_language,
        "py3langid": lambda text: classify(text)[0],
    }
    for name, guess in guesses.items():
        count = sum(guess(card.text) == card.lang for card in cards)
        say(f"{name:34}{count:8}{'':16}{microseconds(cards, guess):10.1f}")
    say(
        "\nloading py3langid in a process of the phone pages: "
        + loaded("import workshop.phone_processes", "import py3langid; py3langid.classify('Mehr Busse')")
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
