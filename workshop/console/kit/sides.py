"""Who should sit at a round table and is not invited yet."""

from collections.abc import Collection, Iterable

from themes import load_actor_map


def missing_sides(actors: Collection[str], invited: Iterable[str], *, lang: str) -> list[str]:
    """Return those of a table's `actors` (keys) without whom people would be talked about, not with.

    Whoever is named in a line of the `invited` is there; titles are in the language of the dialogue.
    """
    lines = [line.casefold() for line in invited]
    titles = [side.title.in_language(lang) for side in load_actor_map().sides if side.key in actors]
    return [title for title in titles if not any(title.casefold() in line for line in lines)]
