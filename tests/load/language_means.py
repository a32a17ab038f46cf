"""The mean vector of each language, as grouping takes it away from every card of that language.

``python -m tests.load.language_means`` computes them anew with the model that the settings name, from this
project's own texts: the theme sets, the phone's catalogues and the rehearsal cards in German. It tells how
near the kept ones are; with ``--write`` it keeps the new ones in ``workshop/grouping/language_means.npz``.
"""

import argparse
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np

import themes
import workshop.grouping
from tests.catalogues import translated
from themes.rehearsal_card import load_rehearsal_cards
from themes.text import LANGUAGES
from workshop.grouping import Embedder
from workshop.grouping.language_means import FILE, language_means
from workshop.grouping.meanings import Prior
from workshop.grouping.words import base_language
from workshop.live.embedder import embedder_of
from workshop.settings import Settings

BATCH = 16
REHEARSAL = "gmuend"
PATH = Path(workshop.grouping.__file__).parent / FILE


def texts_by_language() -> dict[str, list[str]]:
    """Return the texts that the means are made of, each once, by base language."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for path in sorted(Path(themes.__file__).parent.glob("*.toml")):
        for lang, text in _translations(tomllib.loads(path.read_text(encoding="utf-8"))):
            found[base_language(lang)][text] = None
    for lang in LANGUAGES:
        for string in translated("phone", lang).values():
            for text in (string,) if isinstance(string, str) else string:
                found[base_language(lang)][text] = None
    for card in load_rehearsal_cards(REHEARSAL):
        if card.lang == "de":
            found["de"][card.text] = None
    return {lang: list(texts) for lang, texts in found.items()}


def _translations(node: object) -> Iterator[tuple[str, str]]:
    """Go through every text by language tag in a theme set's TOML."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key in LANGUAGES and isinstance(value, str):
                yield key, value
            else:
                yield from _translations(value)
    elif isinstance(node, list):
        for value in node:
            yield from _translations(value)


def means_of(embedder: Embedder, texts: Mapping[str, list[str]]) -> Prior:
    """Return the mean vector of the texts of each language. RuntimeError if the model does not answer."""
    found = {}
    for lang, own in sorted(texts.items()):
        lines = [embedder.embed(own[i : i + BATCH]) for i in range(0, len(own), BATCH)]
        answered = [line for line in lines if line is not None]
        if len(answered) < len(lines):
            raise RuntimeError("the model does not answer")
        found[lang] = np.concatenate(answered).mean(axis=0).astype(np.float32)
    return found


def main() -> int:
    """Compute the means, tell how near the kept ones are, and keep them if asked; 1 without a model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    embedder = embedder_of(Settings())
    if embedder is None:
        sys.stderr.write("language-means: the settings name no model\n")
        return 1
    texts = texts_by_language()
    means, kept = means_of(embedder, texts), language_means()
    for lang, mean in means.items():
        near = float(mean @ kept[lang] / np.linalg.norm(mean) / np.linalg.norm(kept[lang]))
        sys.stdout.write(f"{lang}: {len(texts[lang]):5} texts, cosine with the kept mean {near:.5f}\n")
    if options.write:
        np.savez(PATH, **means)
    return 0


if __name__ == "__main__":
    sys.exit(main())
