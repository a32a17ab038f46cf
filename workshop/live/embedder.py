"""The optional model that the settings name; without one, grouping works by letters and word fields."""

from functools import cache
from pathlib import Path

from workshop.grouping import Embedder, HttpEmbedder, OnnxEmbedder
from workshop.settings import Settings


def embedder_of(settings: Settings) -> Embedder | None:
    """Return the model in a folder, or behind an address that the operator runs, or none; loaded once."""
    return _embedder(
        settings.embedding_folder,
        settings.embedding_url,
        settings.embedding_model,
        settings.embedding_key,
    )


@cache
def _embedder(folder: Path | None, url: str, model: str, key: str) -> Embedder | None:
    if folder is not None:
        return OnnxEmbedder(folder)
    return HttpEmbedder(url, model, key) if url else None
