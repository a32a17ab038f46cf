import pytest

from workshop.console.wording.zones import zone_name, zone_names

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("name", "lang", "said"),
    [
        ("Europe/Berlin", "de", "Deutschland (Berlin)"),
        ("Europe/Vienna", "de", "Österreich"),
        ("Europe/Lisbon", "de", "Portugal (Lissabon)"),
        ("Europe/Lisbon", "en", "Portugal (Lisbon)"),
        ("UTC", "de", "UTC"),
        ("Etc/GMT-3", "de", "Etc/GMT-3"),
    ],
)
def test_zone_is_named_by_country_and_town(name, lang, said) -> None:
    assert zone_name(name, lang) == said


@pytest.mark.parametrize("lang", ["de", "en"])
def test_no_two_zones_have_one_name_and_they_are_sorted_as_people_read_them(lang) -> None:
    names = list(zone_names(lang).values())
    assert len(names) == len(set(names)) > 300
    assert [name[:1] for name in names][-1] in "ZÅ"
    if lang == "de":
        assert names.index("Österreich") < names.index("Pakistan")
