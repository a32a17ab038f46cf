"""The mean vector of each language for the model that comes with the tool: a little file of numbers.

They are means of this project's own texts, about 300 a language (German: 1,200, its rehearsal cards among
them); ``tests/load/language_means.py`` computes them anew. Another model has other means: its embedder brings
its own as ``language_means``, or none.
"""

from functools import cache
from importlib import resources

import numpy as np

from workshop.grouping.meanings import Prior

FILE = "language_means.npz"


@cache
def language_means() -> Prior:
    """Return the means by base language, read once."""
    with resources.files(__package__).joinpath(FILE).open("rb") as source, np.load(source) as kept:
        return {lang: kept[lang].astype(np.float32) for lang in kept.files}
