import pytest

from themes import LANGUAGES, ThemeSetError, load_actor_map, load_theme_map
from themes.text import long_sentences
from themes.theme_map import read_maps

pytestmark = pytest.mark.unit

THEME_MAP = {
    "Gemeinschaft": [
        "Frauen- und Mütter-Treffpunkte",
        "Kultur-, Sport- und sonstige Freizeit-Aktivitäten",
    ],
    "Arbeiten": ["Vermittlung von Ausbildungs- und Arbeitsplätzen", "Berufliche Qualifizierung"],
    "Wohnen: aktuell": [
        "Lage und Verkehrsanbindung der Unterkünfte",
        "WLAN-Zugänge",
        "Qualität, Kosten und Zahl der Wohnungen",
    ],
    "Bauen: künftiges Wohnen": ["Baugrund", "Bauträger"],
    "Lernen": ["Sprachkurse für Erwachsene", "Sprachförderung für Kinder"],
    "Sicherheit": ["Video-Überwachung", "Streifendienste der Polizei"],
    "Sorgen": ["Aufklärung"],
    "Gesundheit": [],
    "Integrationsdialog": ["respektvoll", "offen/ehrlich", "systematisch"],
}
ACTOR_MAP = {
    "Wohnen/Bauen": ["Architekten", "Bauverwaltung", "Grundstückseigentümer", "Bauherren", "Mieterbund"],
    "Arbeiten": ["Arbeitgeber(verbände)", "Gewerkschaften", "Agentur für Arbeit"],
    "Lernen": [
        "Kindergärten",
        "Schulen und Lehrkräfte",
        "Volkshochschulen",
        "Hochschulen",
        "Fortbildungseinrichtungen",
    ],
    "Sicherheit": ["Polizei", "Geflüchtete", "Nachbarn", "Verkehrsbetriebe"],
    "Gemeinschaft": [
        "Kirchen",
        "Sportvereine",
        "Kultureinrichtungen",
        "Freie Träger",
        "Freiwillige Feuerwehr",
        "DRK",
    ],
    "Übergreifend": [
        "Kommunalverwaltung und -politik",
        "Freundeskreise/Ehrenamtliche",
        "(Zufalls-)Bürger",
        "Geflüchtete",
    ],
}

SMALL = """\
[[dimensions]]
key = "lernen"
title.de = "Lernen"
[[dimensions.fields]]
key = "sprachkurse"
title.de = "Sprachkurse"

[[dimensions]]
key = "sorgen"
title.de = "Sorgen"
[[dimensions.fields]]
key = "aufklaerung"
title.de = "Aufklärung"

[[actors]]
key = "polizei"
title.de = "Polizei"

[[actor_groups]]
key = "sicherheit"
title.de = "Sicherheit"
actors = ["polizei"]
"""


def german(parts):
    return [part.title.in_language("de") for part in parts]


def texts():
    for dimension in load_theme_map().dimensions:
        yield from (part.title for part in (dimension, *dimension.fields))
    for group in load_actor_map().groups:
        yield from (part.title for part in (group, *group.actors))


def test_theme_map_is_that_of_the_issue():
    dimensions = load_theme_map().dimensions
    assert (
        dict(zip(german(dimensions), (german(each.fields) for each in dimensions), strict=True)) == THEME_MAP
    )


def test_actor_map_is_that_of_the_issue():
    groups = load_actor_map().groups
    assert dict(zip(german(groups), (german(each.actors) for each in groups), strict=True)) == ACTOR_MAP


def test_map_texts_are_there_in_every_language():
    for text in texts():
        assert tuple(text.translations) == LANGUAGES


def test_map_leichte_sprache_has_short_sentences():
    assert [long_sentences(text.translations["de-simple"]) for text in texts()] == [[]] * len(list(texts()))


def test_theme_map_dimension_stands_for_its_fields():
    theme_map = load_theme_map()
    assert theme_map.field_keys("bauen") == ("baugrund", "bautraeger")
    assert theme_map.field_keys("wlan") == ("wlan",)
    assert theme_map.field_keys("gesundheit") == ("gesundheit",)
    assert theme_map.title("gesundheit").in_language("en") == "Health"
    assert theme_map.title("wlan").in_language("de") == "WLAN-Zugänge"


def test_map_unknown_keys_are_refused():
    for lookup in (load_theme_map().field_keys, load_theme_map().title, load_actor_map().actor_keys):
        with pytest.raises(KeyError):
            lookup("wellness")


def test_actor_in_two_groups_is_the_same_actor():
    groups = {group.key: group.actors for group in load_actor_map().groups}
    assert set(groups["sicherheit"]) & set(groups["uebergreifend"]) == {
        load_actor_map().actor("gefluechtete")
    }


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            'key = "aufklaerung"',
            'key = "sprachkurse"',
            'line 12, dimensions[2].fields[1].key: "sprachkurse" is',
        ),
        (
            'key = "aufklaerung"',
            'key = "lernen"',
            'line 12, dimensions[2].fields[1].key: "lernen" is used twice',
        ),
        ('key = "sorgen"', 'key = "lernen"', 'line 9, dimensions[2].key: "lernen" is used twice'),
        (
            'key = "sicherheit"',
            'key = "polizei"',
            'line 20, actor_groups[1].key: "polizei" is already the key',
        ),
        ('["polizei"]', '["drk"]', 'line 22, actor_groups[1].actors: there is no actor "drk" in this file'),
        ('title.de = "Aufklärung"', "", "line 11, dimensions[2].fields[1].title: is missing"),
    ],
)
def test_map_error_names_file_line_and_key(tmp_path, old, new, message):
    assert SMALL.count(old) == 1
    path = tmp_path / "map.toml"
    path.write_text(SMALL.replace(old, new), encoding="utf-8")
    with pytest.raises(ThemeSetError) as caught:
        read_maps(path)
    assert str(caught.value).startswith(f"map.toml, {message}")


def test_sides_of_a_round_table_are_actors(tmp_path):
    path = tmp_path / "map.toml"
    path.write_text(f'sides = ["polizei"]\n{SMALL}', encoding="utf-8")
    assert [side.key for side in read_maps(path)[1].sides] == ["polizei"]
    path.write_text(f'sides = ["drk"]\n{SMALL}', encoding="utf-8")
    with pytest.raises(ThemeSetError, match=r'^map\.toml, line 1, sides: there is no actor "drk"'):
        read_maps(path)
