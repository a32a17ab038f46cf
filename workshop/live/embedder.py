"""The model that the settings name or that comes with the tool; without one, grouping works by letters."""

from functools import cache
from pathlib import Path

from workshop.grouping import Embedder, HttpEmbedder, OnnxEmbedder
from workshop.grouping.sentence_model.embedder import SentenceEmbedder
from workshop.grouping.sentence_model.package import FILE, packaged_file
from workshop.settings import Settings


def embedder_of(settings: Settings) -> Embedder | None:
    """Return the model in a folder, or behind an address, or the one that came along, or none."""
    if settings.embedding == "off":
        return None
    return _embedder(
        settings.embedding_folder,
        settings.embedding_url,
        settings.embedding_model,
        settings.embedding_key,
    )


@cache
def _embedder(folder: Path | None, url: str, model: str, key: str) -> Embedder | None:
    if folder is not None:
        # Where there is neither, it says so when it is asked.
        return SentenceEmbedder(folder / FILE) if (folder / FILE).is_file() else OnnxEmbedder(folder)
    if url:
        return HttpEmbedder(url, model, key)
    file = packaged_file()
    return SentenceEmbedder(file) if file else None
