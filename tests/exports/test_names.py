import pytest
from babel.core import get_global

from exports.details import details_of
from exports.names import card_language, kind_heading, kind_name, outcome_name, question_name
from exports.outcome_fields import OutcomeKind
from exports.results import DialogueFacts, OutcomeFacts, QuestionKey
from tests.catalogues import translated
from workshop.i18n import languages_of

pytestmark = pytest.mark.unit

LANGUAGES = languages_of("exports")


def test_files_are_written_in_german_and_english() -> None:
    assert set(LANGUAGES) == {"de", "en"}


@pytest.mark.parametrize("words", [kind_name, kind_heading])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_kind_has_its_own_name_and_heading(lang, words) -> None:
    texts = translated("exports", lang)
    assert len({texts[words(kind, gettext=str)] for kind in OutcomeKind}) == len(OutcomeKind)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_question_has_its_own_words_where_the_dialogue_has_none(lang) -> None:
    texts, dialogue = translated("exports", lang), DialogueFacts("CODE2345", "Abend", {})
    asked = {texts[question_name(key, dialogue, gettext=str)] for key in QuestionKey}
    assert len(asked) == len(QuestionKey)


@pytest.mark.parametrize(
    ("kind", "title", "name"),
    [
        ("round_table", "Bezahlbar wohnen", "Runder Tisch: Bezahlbar wohnen"),
        ("round_table", "Runder Tisch", "Runder Tisch"),
        ("round_table", "Runder Tisch: Wohnen", "Runder Tisch: Wohnen"),
        ("round_table", "RUNDER  TISCH Wohnen", "RUNDER  TISCH Wohnen"),
        ("round_table", "„Runder Tisch“ Wohnen", "„Runder Tisch“ Wohnen"),
        ("round_table", "Runder\u00a0Tisch Wohnen", "Runder\u00a0Tisch Wohnen"),
        ("round_table", "Run\u00adder Tisch Wohnen", "Run\u00adder Tisch Wohnen"),
        ("round_table", "Runder-Tisch-Reihe", "Runder-Tisch-Reihe"),
        ("round_table", "Runde Tische Wohnen", "Runde Tische Wohnen"),
        ("project_idea", "Projektidee Sprachkurs", "Projektidee Sprachkurs"),
        ("problem", "Problematische Lage", "Problem: Problematische Lage"),
        ("recommendation", "Empfehlungen an das Land", "Empfehlungen an das Land"),
        ("recommendation", "Mehr Empfehlungen", "Empfehlung: Mehr Empfehlungen"),
        ("suggestion", "", "Anregung: "),
    ],
)
def test_outcome_names_its_kind_once(german, kind: str, title: str, name: str) -> None:
    assert outcome_name(OutcomeFacts(1, title, details_of(kind, {})), gettext=german) == name


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        *{
            "mk": "Mazedonisch (македонски)",
            "kk-KZ": "Kasachisch (қазақ тілі)",
            "hi": "Hindi (हिन्दी)",
        }.items(),
        *{"zh": "Chinesisch (中文)", "zh-Hant": "Chinesisch, Traditionell (中文, 繁體)"}.items(),
        *{
            "zh-TW": "Chinesisch, Traditionell (中文, 繁體)",
            "ta": "Tamil (தமிழ்)",
            "ka": "Georgisch (ქართული)",
        }.items(),
        *{"hy": "Armenisch (հայերեն)", "ug": "Uigurisch (ئۇيغۇرچە)", "prs": "Dari (دری)"}.items(),
        *{"sr": "Serbisch (српски)", "sr-Latn": "Serbisch, Lateinisch (srpski, latinica)"}.items(),
        *{"sr-ME": "Serbisch, Lateinisch (srpski, latinica)", "sr-Cyrl-RS": "Serbisch (српски)"}.items(),
        *{
            "ckb": "Zentralkurdisch (کوردیی ناوەندی)",
            "rmn": "Romani (romani čhib)",
            "am": "Amharisch (አማርኛ)",
        }.items(),
        *{
            "so": "Somali (Soomaali)",
            "ti": "Tigrinya (ትግርኛ)",
            "ps": "Paschtu (پښتو)",
            "cnr": "crnogorski",
        }.items(),
        *{"iw": "Hebräisch (עברית)", "in": "Indonesisch (Indonesia)", "ji-US": "Jiddisch (ייִדיש)"}.items(),
        *{"uig": "Uigurisch (ئۇيغۇرچە)", "cmn-Hans": "Chinesisch, Vereinfacht (中文, 简体)"}.items(),
        *{"nan": "Min Nan (閩南語)", "als": "Albanisch (shqip)", "no": "Norwegisch (norsk)"}.items(),
        *{"de-AT": "Deutsch", "de-x-zh": "Deutsch", "tl": "Tagalog", "haz": "هزارگی"}.items(),
        *{"xx": "xx", "x-priv": "x-priv", "i-klingon": "i-klingon", "und": "Unbekannte Sprache"}.items(),
        *{"ku-Arab": "Kurdisch, Arabisch (kurdî (kurmancî), erebî)", "de-simple": ""}.items(),
    ],
)
def test_language_of_a_card_has_its_own_name(tag: str, name: str) -> None:
    dialogue = DialogueFacts("CODE2345", "Abend", {}, lang="de")
    assert card_language(tag, dialogue, gettext=str) == (name or "Easy German")


def test_every_language_that_babel_knows_has_some_name() -> None:
    dialogue = DialogueFacts("CODE2345", "Abend", {}, lang="de")
    tags = [tag.replace("_", "-") for tag in get_global("likely_subtags")]
    assert [tag for tag in tags if not card_language(tag, dialogue, gettext=str).strip()] == []
