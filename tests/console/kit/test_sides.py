import pytest

from themes import load_actor_map
from workshop.console.kit.sides import missing_sides

pytestmark = pytest.mark.unit

ACTORS = ("polizei", "gefluechtete", "nachbarn", "kommune")


@pytest.mark.parametrize(
    ("actors", "invited", "missing"),
    [
        (ACTORS, (), ["Geflüchtete", "Nachbarn", "Kommunalverwaltung und -politik"]),
        (ACTORS, ("Polizei", "Geflüchtete"), ["Nachbarn", "Kommunalverwaltung und -politik"]),
        (ACTORS, ("geflüchtete Frauen", "die Nachbarn", "Kommunalverwaltung und -politik"), []),
        (("polizei", "nachbarn"), ("Polizei",), ["Nachbarn"]),
        (("polizei",), (), []),
    ],
)
def test_side_that_nobody_invited_is_named(actors, invited, missing):
    assert missing_sides(actors, invited, lang="de") == missing


def test_sides_are_among_the_actors_of_the_map():
    actors = load_actor_map()
    assert [side.key for side in actors.sides] == ["gefluechtete", "nachbarn", "kommune"]
    mapped = {each.key for group in actors.groups for each in group.actors}
    assert {side.key for side in actors.sides} <= mapped
