import pytest

from workshop.console.wording.languages import tongue, tongue_label

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("tag", "label"),
    [
        ("mk", "Mazedonisch (\u2068македонски\u2069)"),
        ("ug-CN", "Uigurisch (\u2068ئۇيغۇرچە\u2069)"),
        ("sr-Latn", "Serbisch, Lateinisch (\u2068srpski, latinica\u2069)"),
        ("x-priv", "x-priv"),
        ("xx", "xx"),
        *((tag, "") for tag in ("de", "de-simple", "de-AT", "DE", "und")),
    ],
)
def test_card_of_another_language_names_it(tag: str, label: str) -> None:
    assert tongue_label(tag, lang="de", home="de") == label


def test_german_is_named_where_the_evening_is_not_german() -> None:
    assert tongue("de", lang="en", home="fr") == {"tag": "de", "name": "German", "own": "Deutsch"}
    assert tongue("fr", lang="en", home="fr") is None
