"""The optional model that the settings name; without one, grouping works by letters and word fields."""

from typing import TYPE_CHECKING

from workshop.settings import Settings

if TYPE_CHECKING:
    from workshop.grouping.embedding import Embedder


def embedder_of(settings: Settings) -> "Embedder | None":
    """Return the model in a folder, or behind an address that the operator runs, or none."""
    if settings.embedding_folder is None and not settings.embedding_url:
        return None
    from workshop.grouping.embedding import HttpEmbedder, OnnxEmbedder  # noqa: PLC0415 - only where there is one

    if settings.embedding_folder is not None:
        return OnnxEmbedder(settings.embedding_folder)
    return HttpEmbedder(settings.embedding_url, settings.embedding_model, settings.embedding_key)
